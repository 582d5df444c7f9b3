"use strict";
// The whole page: the start view or an article, named by the address, so that "back" works.

const main = document.getElementById("main");
const stage = el("div", { id: "stage" });
const works = [];
const settings = document.body.dataset;
const notice = new Notice();
const onChecked = (whether) => (works[shown].checked = whether);
const tools = new Tools(settings.formats.split(" "), { onAdd: add, onUndo: undo, onChecked, onDownload: save });
const wordBar = new WordBar({ onUse: use });
const chooser = new Chooser({ onChange: showChosen, onEnter: () => wordBar.first.focus() });
const home = el("a", { href: "#", class: "home" }, "All articles");
const desk = new Desk({
  limits: { characters: Number(settings.characters), bytes: Number(settings.bytes) },
  works,
  onRead: (work) => openWork(works.push(work) - 1),
  onOpen: (work) => openWork(works.indexOf(work)),
  onChecked: openCheck,
});
const CHECK = "check"; // as the number of an article: the check of a draft
let view = null; // of the article that is shown
let check = null; // the view of the draft that was checked last
let shown; // the number of the article that is shown; null: the desk

function start() {
  main.prepend(stage);
  const nav = el("nav", { "aria-label": "Articles" }, home);
  document.querySelector("header.top").append(nav, tools.node, themeButton());
  document.querySelector("header.top").after(notice.node);
  main.append(wordBar.node);
  addSkips();
  document.addEventListener("keydown", pressed, { capture: true });
  document.addEventListener("dragover", dragged);
  document.addEventListener("dragleave", () => desk.node.classList.remove("over"));
  document.addEventListener("drop", dropped);
  window.addEventListener("hashchange", route);
  window.addEventListener("beforeunload", (event) => works.some((one) => one.unsaved) && event.preventDefault());
  printWhole(stage, () => view);
  route();
}

function openWork(number) {
  location.hash = `#a${number}`;
  route(); // where the page was loaded anew, the address said so already
}

/** Show a draft's quotations beside its sources; page: what checkOf gives. */
function openCheck(page) {
  const node = el("div", { class: "check" }, el("h1", {}, "Are the quotations what was said?"), [...page.children]);
  check = new CheckView(node);
  node.firstChild.after(check.tools);
  location.hash = CHECK;
  route();
}

/**
 * "#a2" is the third article that was read, "#a2q5" its sixth quote; "#check" is the check, "#d0q1" a quotation of it;
 * anything else is the desk.
 */
function route() {
  const [, number, quote] = /^#a(\d+)(?:q(\d+))?$/.exec(location.hash) ?? [];
  const read = number !== undefined && Number(number) < works.length ? Number(number) : null;
  const asked = check && /^#(check|d0q\d+)$/.test(location.hash) ? CHECK : read;
  if (asked !== shown) show(asked);
  if (view && quote !== undefined && view.selected !== Number(quote)) view.go(Number(quote), { into: true });
}

function show(number) {
  const first = shown === undefined;
  shown = number;
  const work = works[number] ?? null;
  view = work && viewOfWork(work);
  if (number === null) desk.showWorks();
  const title = number === CHECK ? check.root.firstChild.textContent : work?.title;
  stage.replaceChildren(number === CHECK ? check.root : (view ?? desk).node);
  document.title = title ? `${title} – QuoteMiner` : "QuoteMiner";
  home.hidden = number === null;
  for (const link of document.querySelectorAll("a.skip:not([href='#main'])")) link.hidden = !view;
  tools.show(work);
  chooser.watch(view);
  notice.clear();
  if (view) foldOnSmallScreens(view.node);
  if (first) return;
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

function viewOfWork(work) {
  const onSelect = (id) => {
    history.replaceState(null, "", `#a${shown}${id === null ? "" : `q${id}`}`);
    chooser.paint([]);
    showChosen();
  };
  const actions = ({ id }) => {
    const quote = work.now.record.quotes.find((one) => one.id === id);
    const onApply = (changes, newcomer) => correct(work, quote, changes, newcomer);
    const onEdit = (action) => edit(work, action, quote);
    const onMove = (spans) => chooser.paint(String(spans) === String(quote.spans) ? [] : spans);
    return new Editor(work, quote, { words: chooser.words, onApply, onEdit, onMove }).node;
  };
  return new ArticleView(work.now.article, { onSelect, actions });
}

/** Show what can be done with the words that are selected. */
function showChosen() {
  if (!view) return wordBar.show("", 0);
  const text = chooser.spans.length ? textOf(works[shown].now, chooser.spans) : "";
  return wordBar.show(text, numberOf(works[shown], view.selected));
}

/** Add the selected words as a quote; where there are none, begin to select. */
function add() {
  if (chooser.spans.length) return use("add");
  chooser.begin(works[shown].now.record.quotes.find((one) => one.id === view.selected)?.end);
  notice.tell(
    "Select the words of the quote. Keys: arrows move, Shift with arrows selects more, Enter continues, Esc stops.",
  );
  return null;
}

/** Do one of EDITS with the selected words, for the quote that is looked at. */
function use(action) {
  const work = works[shown];
  return edit(
    work,
    action,
    work.now.record.quotes.find((one) => one.id === view.selected),
    chooser.spans,
  );
}

async function correct(work, quote, changes, newcomer) {
  const same = Object.entries(changes).every(([name, value]) => String(value) === String(quote[name]));
  if (!newcomer && same && quote.why !== ADDED) {
    notice.tell("Nothing was changed: choose another speaker or type, or move an end.");
    return;
  }
  if (!(await corrected(work, (state) => EDITS.correct(state, quote, changes), newcomer))) return;
  const name = work.roster.find((one) => one.id === changes.speaker)?.name ?? "nobody";
  notice.tell(`Corrected: quote ${numberOf(work, quote.id)} is ${changes.type}, by ${name}.`);
  document.getElementById("fix")?.focus({ preventScroll: true });
  view.reveal(quote.id); // on a phone the note took some of its place
}

const DONE = {
  add: (number) => `Quote ${number} was added. Say who said it.`,
  words: (number) => `Quote ${number} has these words now.`,
  source: (number) => `Who says quote ${number}: the words that name its speaker were changed.`,
  cue: (number) => `How quote ${number} is said: the words for it were changed.`,
  split: (number) => `Quote ${number} was split: the selected words are a quote of their own.`,
  join: (number) => `Quote ${number} was joined with the next one.`,
  remove: (number) => `Quote ${number} was taken out. Undo brings it back.`,
};

/** Do one of EDITS; spans: the words that it takes. */
async function edit(work, action, quote, spans = []) {
  const at = quote ? work.now.record.quotes.indexOf(quote) : -1;
  if (!(await corrected(work, (state) => EDITS[action](state, quote, spans)))) return;
  const { quotes } = work.now.record;
  const added = action === "add" ? quotes.find((one) => one.id === Math.max(...quotes.map(({ id }) => id))) : quote;
  notice.tell(DONE[action](action === "remove" ? at + 1 : numberOf(work, added.id)));
  if (action === "remove") {
    const next = quotes[Math.min(at, quotes.length - 1)];
    (view.tags.get(next?.id) ?? view.text).focus({ preventScroll: true });
    return;
  }
  view.select(added.id);
  document.getElementById(action === "add" ? "fix-speaker" : "record-title").focus({ preventScroll: true });
  view.reveal(added.id);
}

/** Make a correction, which gives all quotes of a state anew, and show it; returns whether it is made and shown. */
async function corrected(work, change, newcomer = null) {
  notice.clear();
  try {
    await work.correct(change, newcomer);
  } catch (error) {
    notice.complain(error);
    return false;
  }
  redraw(work);
  return works[shown] === work; // the reader may have left for another article meanwhile
}

function redraw(work) {
  if (works[shown] !== work) return;
  view.update(work.now.article);
  chooser.watch(view);
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
    const name = await download(state.record, format, work.checked ? "all" : "part");
    work.saved = state;
    const part = format === "gold" && !work.checked;
    notice.tell(`${name} is in your downloads.${part ? " It says that only a part was checked." : ""}`);
  } catch (error) {
    notice.complain(error);
  }
}

function numberOf(work, id) {
  return work.now.record.quotes.findIndex((one) => one.id === id) + 1;
}

function pressed(event) {
  const typing = event.target.matches("input, textarea, select");
  if (shown === CHECK) check.pressed(event);
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && view && !typing && works[shown].corrections) {
    event.preventDefault();
    undo();
  } else if (event.ctrlKey || event.metaKey || event.altKey || !view || typing) return;
  else if (chooser.pressed(event)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === "Escape" && wordBar.node.contains(event.target)) {
    chooser.clear();
    view.text.focus({ preventScroll: true });
  } else if (event.key === "n" && !event.target.matches("pre")) {
    event.preventDefault();
    add();
  } else if (event.target === document.body) view.pressed(event);
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

start();
