"use strict";
// The whole page: the start view or an article, named by the address, so that "back" works.

const main = document.getElementById("main");
const stage = el("div", { id: "stage" });
const settings = document.body.dataset;
const place = settings.run ? new Run(settings.run) : new Browser();
const notice = new Notice();
const tools = new Tools(settings.formats.split(" "), {
  onAdd: add,
  onUndo: undo,
  onWhole: checkWhole,
  onNext: goOn,
  onDownload: save,
});
const wordBar = new WordBar({ onUse: use });
const chooser = new Chooser({ onChange: showChosen, onEnter: () => wordBar.first.focus() });
const home = el("a", { href: "#", class: "home" }, "All articles");
const desk = settings.run
  ? new RunDesk({ path: settings.run, onOpen: openNumber })
  : new Desk({
      limits: { characters: Number(settings.characters), bytes: Number(settings.bytes) },
      place,
      onOpen: (work) => openNumber(work.key),
      onChecked: openCheck,
    });
const CHECK = "check"; // in place of an article: the check of a draft
const KEYS = [
  ["y", "right, and on to the next not checked"],
  ["x", "no quote"],
  ["s", "its speaker"],
  ["a", "also the other quotes of who spoke before"],
  ["n", "add a quote"],
  ["u", "undo"],
  ["d", "only doubtful"],
  ["c", "only not yet checked"],
  ["w", "whole article checked"],
  [".", "next article"],
  ["Esc", "out of a list or a field; then close the quote"],
  ["?", "this list"],
];
let view = null; // of the article that is shown
let check = null; // the view of the draft that was checked last
let shown; // the article that is shown; CHECK; null: the desk
let editor = null; // of the quote that is looked at
let turn = 0; // of addresses: the last one counts

async function start() {
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
  window.addEventListener("beforeunload", (event) => {
    const all = [...place.works.values()];
    if (all.some((work) => work.pending || (!place.lasting && work.corrections))) event.preventDefault();
  });
  printWhole(stage, () => view);
  await place.start();
  if (settings.run) await desk.show().catch((error) => notice.complain(error));
  await route();
}

function openNumber(number) {
  goTo(`#a${number}`);
}

function goTo(hash) {
  if (location.hash === hash) route();
  else location.hash = hash;
}

/** Show a draft's quotations beside its sources; checked: what checkOf gives. */
function openCheck(checked) {
  const title = el("h1", {}, "Do the quotations match the sources?");
  check = new CheckView(el("div", { class: "check" }, title, [...checked.main.children]));
  const file = (name, format) => button(name, () => saveCheck(checked, format), { class: "clear" });
  check.tools.append(file("Save as one HTML file", "html"), file("Save as Word document", "docx"));
  title.after(check.tools);
  goTo(`#${CHECK}`);
}

/**
 * "#a2" is the article of number 2, "#a2q5" its quote with the id 5; "#check" is the check, "#d0q1" a quotation of it;
 * anything else is the desk.
 */
async function route() {
  const own = ++turn;
  const [, number, quote] = /^#a(\d+)(?:q(\d+))?$/.exec(location.hash) ?? [];
  const fault = new Map();
  let asked = check && /^#(check|d0q\d+)$/.test(location.hash) ? CHECK : null;
  try {
    if (number !== undefined && Number(number) === shown?.key) asked = shown;
    else if (number !== undefined) asked = (await (await place.load(Number(number)))?.open()) ?? null;
    if (asked === null) await desk.show();
  } catch (error) {
    fault.set("error", error);
  }
  if (own !== turn) return;
  if (asked !== shown) show(asked);
  if (fault.size) notice.complain(fault.get("error"));
  if (view && quote !== undefined && view.selected !== Number(quote)) view.go(Number(quote), { into: true });
}

/** Show an article, the check or, for null, the desk. */
function show(work) {
  const first = shown === undefined;
  shown = work;
  editor = null;
  view = work instanceof Work ? viewOfWork(work) : null;
  const title = work === CHECK ? check.root.firstChild.textContent : work?.title;
  stage.replaceChildren(work === CHECK ? check.root : (view ?? desk).node);
  document.title = title ? `${title} – QuoteMiner` : "QuoteMiner";
  home.hidden = work === null;
  for (const link of document.querySelectorAll("a.skip:not([href='#main'])")) link.hidden = !view;
  showTools();
  chooser.watch(view);
  notice.clear();
  if (view) {
    foldOnSmallScreens(view.node);
    work.learnNames().then(() => shown === work && editor?.fill());
  }
  if (first) return;
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

function showTools() {
  if (view && settings.run) desk.update(shown);
  tools.show(view ? shown : null, view && settings.run && desk.after(shown.key) !== null);
}

function viewOfWork(work) {
  const onSelect = (id) => {
    history.replaceState(null, "", `#a${work.key}${id === null ? "" : `q${id}`}`);
    showChosen();
  };
  const actions = ({ id }) => {
    const quote = work.quotes.find((one) => one.id === id);
    if (editor?.quote.id === id) return editor.renew(quote);
    const { words } = chooser;
    const onApply = (changes, newcomer) => correct(work, id, changes, { newcomer, words });
    editor = new Editor(work, quote, {
      onApply,
      onEdit: (action) => EDIT[action](work, id),
      onDescribe: (who, changes) => describe(work, who, changes),
      onJoin: (who, other) => joinWith(work, who, other),
    });
    return editor.node;
  };
  return new ArticleView(work.now.article, { onSelect, actions, keys: KEYS, checking: true });
}

/** Show what can be done with the words that are selected. */
function showChosen() {
  if (!view) return wordBar.show("", 0);
  const text = chooser.spans.length ? textOf(shown.now, chooser.spans) : "";
  return wordBar.show(text, numberOf(shown, view.selected));
}

async function goOn() {
  const next = desk.after(shown.key);
  if (next !== null) openNumber(next);
}

async function save(format) {
  const work = shown;
  try {
    notice.tell(`Writing ${FORMAT_NAMES[format] ?? format} …`);
    await work.turn; // of a correction that is being made
    const name = await download(work.record, format);
    const part = format === "gold" && !work.whole;
    notice.tell(`${name} is in your downloads.${part ? " It says that only a part was checked." : ""}`);
  } catch (error) {
    notice.complain(error);
  }
}

async function saveCheck(checked, format) {
  try {
    notice.tell("Writing the check …");
    notice.tell(`${await downloadCheck(checked, format)} is in your downloads.`);
  } catch (error) {
    notice.complain(error);
  }
}

/** What the letters do for the article that is shown, and the quote that is looked at. */
function act(key) {
  const { selected } = view;
  const here = selected ?? idOf(document.activeElement);
  const quote = shown.quotes.some((one) => one.id === here);
  const deeds = {
    n: add,
    u: () => shown.corrections && undo(),
    w: () => checkWhole(!shown.whole),
    d: () => view.filters.flip("doubtful"),
    c: () => view.filters.flip("unchecked"),
    ".": () => !tools.next.hidden && goOn(),
    "?": () => view.explain(),
    ...(quote && {
      y: () => right(shown, here, { back: false }),
      x: () => edit(shown, "remove", here),
      a: () => editor?.quote.id === here && editor.alike.length && alike(shown, here),
      s: () => {
        view.select(here);
        document.getElementById("fix-speaker").focus();
      },
    }),
  };
  deeds[key]?.();
  return key in deeds;
}

function pressed(event) {
  const typing = event.target.matches("input, textarea, select");
  if (shown === CHECK) check.pressed(event);
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && view && !typing && shown.corrections) {
    event.preventDefault();
    undo();
  } else if (event.ctrlKey || event.metaKey || event.altKey || !view) return;
  else if (event.key === "Escape" && event.target.closest(".correct")) {
    event.preventDefault();
    event.stopPropagation();
    document.getElementById("record-title").focus({ preventScroll: true });
  } else if (typing && event.target.type !== "checkbox") return;
  else if (chooser.pressed(event)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === "Escape" && wordBar.node.contains(event.target)) {
    chooser.clear();
    view.text.focus({ preventScroll: true });
  } else if (!event.target.matches("pre") && act(event.key)) event.preventDefault();
  else if (!view.node.contains(event.target)) view.pressed(event);
}

function dragged(event) {
  if (settings.run || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault(); // else the browser would leave the page for the file
  desk.node.classList.add("over");
}

function dropped(event) {
  if (settings.run || !event.dataTransfer.files.length) return;
  event.preventDefault();
  desk.node.classList.remove("over");
  location.hash = "";
  desk.take(event.dataTransfer.files[0]);
}

start();
