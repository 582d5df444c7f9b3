"use strict";
// The page as a whole: the desk, or an article that was read; told by the address, so that "back" leads back.

const main = document.getElementById("main");
const stage = el("div", { id: "stage" });
const works = [];
const told = document.body.dataset;
const notice = new Notice();
const tools = new Tools(told.formats.split(" "), { onUndo: undo, onDownload: save });
const home = el("a", { href: "#", class: "home" }, "All articles");
const desk = new Desk({
  limits: { characters: Number(told.characters), bytes: Number(told.bytes) },
  works,
  onRead: (work) => openWork(works.push(work) - 1),
  onOpen: (work) => openWork(works.indexOf(work)),
});
let view = null; // of the article that is shown
let shown; // its number; null: the desk

function start() {
  main.prepend(stage);
  const nav = el("nav", { "aria-label": "Articles" }, home);
  document.querySelector("header.top").append(nav, tools.node, themeButton());
  document.querySelector("header.top").after(notice.node);
  addSkips();
  document.addEventListener("keydown", pressed);
  document.addEventListener("dragover", dragged);
  document.addEventListener("dragleave", () => desk.node.classList.remove("over"));
  document.addEventListener("drop", dropped);
  window.addEventListener("hashchange", route);
  window.addEventListener("beforeunload", (event) => works.some((one) => one.unsaved) && event.preventDefault());
  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("afterprint", afterPrint);
  route();
}

function openWork(number) {
  location.hash = `#a${number}`;
  route(); // where the page was loaded anew, the address said so already
}

/** "#a2" is the third article that was read, "#a2q5" its sixth quote; anything else is the desk. */
function route() {
  const [, number, quote] = /^#a(\d+)(?:q(\d+))?$/.exec(location.hash) ?? [];
  const asked = number !== undefined && Number(number) < works.length ? Number(number) : null;
  if (asked !== shown) show(asked);
  if (view && quote !== undefined && view.selected !== Number(quote)) view.go(Number(quote), { into: true });
}

function show(number) {
  const first = shown === undefined;
  shown = number;
  view = number === null ? null : viewOfWork(works[number]);
  if (!view) desk.showWorks();
  stage.replaceChildren((view ?? desk).node);
  document.title = view ? `${works[number].title} – QuoteMiner` : "QuoteMiner";
  home.hidden = !view;
  for (const link of document.querySelectorAll("a.skip:not([href='#main'])")) link.hidden = !view;
  tools.show(view ? works[number] : null);
  notice.clear();
  if (view) foldOnSmallScreens(view.node);
  if (first) return;
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

function viewOfWork(work) {
  const onSelect = (id) => history.replaceState(null, "", `#a${shown}${id === null ? "" : `q${id}`}`);
  const actions = (quote) => {
    const onApply = (changes, newcomer) => correct(work, quote, changes, newcomer);
    return new Editor(work, quote, { onApply, onRemove: () => remove(work, quote) }).node;
  };
  return new ArticleView(work.now.article, { onSelect, actions });
}

async function correct(work, quote, changes, newcomer) {
  if (!newcomer && changes.speaker === quote.speaker && changes.type === quote.type) {
    notice.tell("Nothing was changed: choose another speaker or type.");
    return;
  }
  const change = (record, roster) => withCorrection(record, quote.id, changes, roster);
  if (!(await corrected(work, change, newcomer))) return;
  const name = work.roster.find((one) => one.id === changes.speaker)?.name ?? "nobody";
  notice.tell(`Corrected: quote ${numberOf(work, quote.id)} is ${changes.type}, by ${name}.`);
  document.getElementById("fix")?.focus({ preventScroll: true });
  view.reveal(quote.id); // on a phone the note took some of its place
}

async function remove(work, quote) {
  const number = numberOf(work, quote.id);
  const at = work.now.record.quotes.findIndex((one) => one.id === quote.id);
  if (!(await corrected(work, (record, roster) => withoutQuote(record, quote.id, roster)))) return;
  notice.tell(`Quote ${number} was taken out. Undo brings it back.`);
  const next = work.now.record.quotes[Math.min(at, work.now.record.quotes.length - 1)];
  (view.tags.get(next?.id) ?? view.text).focus({ preventScroll: true });
}

/** Make a correction and show it; returns whether it was made. */
async function corrected(work, change, newcomer = null) {
  notice.clear();
  try {
    await work.correct(change, newcomer);
  } catch (error) {
    notice.complain(error);
    return false;
  }
  redraw(work);
  return true;
}

function redraw(work) {
  if (works[shown] !== work) return;
  view.update(work.now.article);
  tools.show(work);
}

function undo() {
  const work = works[shown];
  notice.clear();
  work.undo();
  redraw(work);
  const left = work.corrections ? `${counted(work.corrections, "correction")} left.` : "The article is as it was read.";
  notice.tell(`Undone. ${left}`);
  if (!work.corrections) view.text.focus({ preventScroll: true });
}

async function save(format) {
  const work = works[shown];
  const state = work.now;
  try {
    notice.tell(`Writing ${FORMAT_NAMES[format] ?? format} …`);
    const name = await download(state.record, format);
    work.saved = state;
    notice.tell(`${name} is in your downloads.`);
  } catch (error) {
    notice.complain(error);
  }
}

function numberOf(work, id) {
  return work.now.record.quotes.findIndex((one) => one.id === id) + 1;
}

function pressed(event) {
  const typing = event.target.matches("input, textarea, select");
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && view && !typing && works[shown].corrections) {
    event.preventDefault();
    undo();
  } else if (event.target === document.body && view) view.pressed(event);
}

function dragged(event) {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault(); // else the browser would leave the page for the file
  desk.node.classList.add("over");
}

function dropped(event) {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  desk.node.classList.remove("over");
  location.hash = "";
  desk.take(event.dataTransfer.files[0]);
}

function beforePrint() {
  unfold(stage);
  if (view) view.node.append(view.paper());
}

function afterPrint() {
  foldBack(stage);
  for (const one of stage.querySelectorAll("section.paper")) one.remove();
}

start();
