"use strict";
// What a reader does to the article that is shown: each step is kept, drawn and told.

/** Add the selected words as a quote; where there are none, begin to select. */
function add() {
  if (chooser.spans.length) return use("add");
  chooser.begin(shown.quotes.find((one) => one.id === view.selected)?.end);
  notice.tell(
    "Select the words of the quote. Keys: arrows move, Shift with arrows selects more, Enter continues, Esc stops.",
  );
  return null;
}

/** Do one of EDITS with the selected words, for the quote that is looked at. */
function use(action) {
  return edit(shown, action, view.selected, chooser.spans);
}

/** changes: some of speaker, type and act; or end and by, as for `moved`. Steps in a list or of the ends count once. */
async function correct(work, id, changes, { newcomer, words }) {
  if (newcomer && !work.roster.includes(newcomer)) work.roster.push(newcomer);
  const make = (state, quote) =>
    EDITS.correct(state, quote, "by" in changes ? { spans: moved(state, quote, words, changes) } : changes);
  if (!(await corrected(work, requoted(work, id, make), `${Object.keys(changes)[0]} ${id}`))) return;
  const quote = work.quotes.find((one) => one.id === id);
  const name = work.roster.find((one) => one.id === quote.speaker)?.name ?? "nobody";
  notice.tell(`Kept: quote ${numberOf(work, id)} is ${quote.type}, by ${name}.`);
  if (newcomer) editor?.leave();
  view.reveal(id); // on a phone the note took some of its place
}

/** Give the other quotes of who spoke before the speaker of this quote, too. */
async function alike(work, id) {
  const { before } = editor;
  const others = work.othersOf(before);
  if (!(await corrected(work, requoted(work, id, (state, quote) => EDITS.alike(state, quote, before))))) return;
  notice.tell(`Kept: ${others} too. They are still to be checked.`);
  editor?.leave();
}

/** changes: another name, role or affiliation of a speaker (null: none), in the whole article. */
async function describe(work, id, changes) {
  if (!(await corrected(work, ({ record }) => described(record, id, changes)))) return editor?.fillPerson();
  const { name } = work.roster.find((one) => one.id === id);
  const [[field, value]] = Object.entries(changes);
  const told = field === "name" ? `the speaker is ${name}` : `the ${field} of ${name} is ${value ?? "not known"}`;
  return notice.tell(`Kept: ${told} in the whole article.`);
}

/** Say that a speaker is somebody else of the roster. */
async function joinWith(work, id, other) {
  const [gone, kept] = [id, other].map((number) => work.roster.find((one) => one.id === number).name);
  if (!(await corrected(work, ({ record }) => joinedSpeakers(record, id, other, work.roster)))) return;
  notice.tell(`Kept: ${gone} and ${kept} are one speaker in the whole article.`);
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
const EDIT = {
  check: right,
  alike,
  ...Object.fromEntries(["join", "source", "cue", "remove"].map((one) => [one, (work, id) => edit(work, one, id)])),
};

/** Do one of EDITS; spans: the words that it takes. */
async function edit(work, action, id, spans = []) {
  const number = numberOf(work, id);
  if (action === "remove") leave(id);
  const make = requoted(work, action === "add" ? null : id, (state, quote) => EDITS[action](state, quote, spans));
  if (!(await corrected(work, make))) return;
  const { quotes } = work;
  const added = action === "add" ? Math.max(...quotes.map((one) => one.id)) : id;
  notice.tell(DONE[action](action === "remove" ? number : numberOf(work, added)));
  if (action === "remove") return;
  view.select(added);
  document.getElementById(action === "add" ? "fix-speaker" : "record-title").focus({ preventScroll: true });
  view.reveal(added);
}

/** Say that a quote is right or, with back, take that back; else go on to the next one that nobody has checked. */
async function right(work, id, { back = true } = {}) {
  const was = work.quotes.find((one) => one.id === id)?.checked;
  if (!back || !was) {
    const at = view.shown.findIndex((one) => one.id === id);
    const open = ({ id: other, checked }) => other !== id && !checked;
    const before = work.pending ? [] : view.shown; // those may be checked by now
    goOnTo([...view.shown.slice(at + 1), ...before].find(open));
  }
  const make = (state, quote) => EDITS.check(state, quote, !back || !was);
  if ((back || !was) && !(await corrected(work, requoted(work, id, make)))) {
    if (shown === work) goOnTo(work.quotes.find((one) => one.id === id));
    return;
  }
  if (back && was) return;
  const left = work.quotes.some((one) => !one.checked) ? "" : " If none is missing, tick “whole article checked”.";
  notice.tell(`${work.progress}.${left}`);
}

/** Look at another quote before a step is kept: the next key is for that one. */
function goOnTo(next) {
  if (next) view.go(next.id, { into: view.panel.contains(document.activeElement) });
}

/** Go on from a quote that is taken out. */
function leave(id) {
  const at = view.shown.findIndex((one) => one.id === id);
  const next = view.shown[at + 1] ?? view.shown[at - 1];
  goOnTo(next);
  if (next) return;
  view.close({ back: false });
  view.text.focus({ preventScroll: true });
}

async function checkWhole(whole) {
  const work = shown;
  let unseen = 0;
  const make = ({ record }) => {
    unseen = record.quotes.filter((one) => !one.checked).length;
    return wholeOf(record, whole);
  };
  if (!(await corrected(work, make))) showTools();
  else if (!whole) notice.tell("The article is not done yet.");
  else if (!unseen) notice.tell("The article is done: no quote is wrong, and none is missing.");
  else notice.tell(`The article is done: ${counted(unseen, "quote")} not checked before now counted as right.`);
}

/** Make a correction and show it; returns whether it is made and shown. make(state): another record. */
function corrected(work, make, merged = null) {
  notice.clear();
  return attempt(work, () => work.change(make, merged));
}

/** A correction of one quote. make(state, quote): all quotes anew. */
function requoted(work, id, make) {
  return (state) => {
    const quote = state.record.quotes.find((one) => one.id === id);
    if (!quote && id !== null) throw new Trouble("This quote is there no longer.");
    return withQuotes(state.record, make(state, quote), work.roster);
  };
}

/** Do a step of an article and show what came of it, or why it failed; returns whether it is done and shown. */
async function attempt(work, step) {
  try {
    await step();
  } catch (error) {
    if (error instanceof Outdated) await work.renew().then(() => redraw(work));
    notice.complain(error);
    return false;
  }
  redraw(work);
  notice.warning = place.lasting ? "" : " This browser can’t keep it: download it before you leave.";
  return shown === work; // the reader may have left for another article meanwhile
}

/** Draw an article as it is now. What had the focus has it again, as far as it is still there. */
function redraw(work) {
  if (shown !== work) return;
  const focused = document.activeElement;
  const mark = focused.matches(".tag") ? idOf(focused) : null;
  view.update(work.now.article);
  chooser.watch(view);
  showTools();
  const again = view.tags.get(mark) ?? document.getElementById(focused.id);
  again?.focus({ preventScroll: true });
}

async function undo() {
  const work = shown;
  notice.clear();
  const pressed = document.activeElement.id === "undo";
  if (!(await attempt(work, () => work.undo()))) return;
  const left = work.corrections ? `${counted(work.corrections, "correction")} left.` : "Nothing more to undo.";
  notice.tell(`Undone. ${left}`);
  if (work.undone !== null && pressed && work.corrections) view.reveal(work.undone);
  else if (work.undone !== null) view.go(work.undone);
  else if (!work.corrections) view.text.focus({ preventScroll: true });
}

function numberOf(work, id) {
  return work.quotes.findIndex((one) => one.id === id) + 1;
}
