"use strict";
// The form that corrects a quote, below its record. Each choice is a correction at once.

const KINDS = { person: "a person", org: "an organisation", unnamed: "somebody unnamed" };
const [NOBODY_MEANT, SOMEBODY_NEW] = ["nobody", "new"];

class Editor {
  /**
   * work: the article of the quote. onApply(changes, newcomer): correct it, as main.js does. onEdit(action): one of
   * EDITS that needs no selected words. onDescribe(id, changes) and onJoin(id, other): correct its speaker.
   */
  constructor(work, quote, { onApply, onEdit, onDescribe, onJoin }) {
    Object.assign(this, { work, onApply, onEdit, onDescribe, onJoin });
    this.speaker = el("select", { id: "fix-speaker", "aria-keyshortcuts": "s", onchange: () => this.chosen() });
    this.before = undefined; // who spoke before the reader chose; undefined: the reader has not
    this.typing = false; // the speaker is chosen by letters or arrows, of which more may come
    this.speaker.addEventListener("keydown", (event) => {
      this.typing = event.key !== "Enter";
      if (this.typing || this.speaker.value === SOMEBODY_NEW) return;
      event.preventDefault(); // some browsers would open the list
      this.leave();
    });
    this.speaker.addEventListener("pointerdown", () => (this.typing = false));
    this.kind = el("select", { id: "fix-kind" }, options(KINDS));
    this.name = el("input", { id: "fix-name", autocomplete: "off", maxlength: 200, onchange: () => this.named() });
    const types = Object.fromEntries(Object.keys(TYPES).map((type) => [type, type]));
    this.type = el("select", { id: "fix-type" }, options(types));
    this.act = el("select", { id: "fix-act" }, options(Object.fromEntries(Object.keys(ACTS).map((act) => [act, act]))));
    for (const [name, list] of [
      ["type", this.type],
      ["act", this.act],
    ])
      list.addEventListener("change", () => this.onApply({ [name]: list.value }));
    this.node = this.form();
    this.renew(quote);
  }

  /** Go on with the quote as it is now. */
  renew(quote) {
    this.quote = quote;
    this.fill();
    this.fillPerson();
    this.type.value = quote.type;
    this.act.value = quote.act;
    this.shown.value = shortened(quote.text);
    this.right.setAttribute("aria-pressed", String(Boolean(quote.checked)));
    this.right.textContent = quote.checked ? "✓ Checked" : "Right";
    this.others.replaceChildren(...this.buttons().filter(Boolean));
    this.also.hidden = !this.alike.length;
    if (this.alike.length) this.also.textContent = `Also ${this.work.othersOf(this.before)}`;
    return this.node;
  }

  /** The other quotes of who spoke before, where the reader has chosen somebody else. */
  get alike() {
    return this.quote.speaker === this.before ? [] : this.work.openOf(this.before);
  }

  /** Offer everybody whom the article names. */
  fill() {
    const typing = this.speaker.value === SOMEBODY_NEW && this.name.value;
    const quoted = new Set(this.work.quotes.map((one) => one.speaker));
    const group = (label, some) => {
      const sorted = [...some].sort((a, b) => a.name.localeCompare(b.name, "en"));
      const items = sorted.map((one) => el("option", { value: one.id }, one.name));
      return items.length ? el("optgroup", { label }, items) : null;
    };
    const { choices } = this.work;
    const groups = [
      group(
        "Quoted",
        choices.filter((one) => quoted.has(one.id)),
      ),
      group(
        "Named",
        choices.filter((one) => !quoted.has(one.id)),
      ),
      el("option", { value: NOBODY_MEANT }, "Nobody is named"),
      el("option", { value: SOMEBODY_NEW }, "Somebody else …"),
    ];
    this.speaker.replaceChildren(...groups.filter(Boolean));
    this.speaker.value = typing ? SOMEBODY_NEW : (this.quote.speaker ?? NOBODY_MEANT);
    this.newcomer.hidden = !typing;
  }

  /** Show the speaker of the quote as described now, and whom it can be joined with. */
  fillPerson() {
    const { speaker } = this.quote;
    const who = this.work.roster.find((one) => one.id === speaker);
    this.person.hidden = !who;
    if (!who) return;
    this.person.firstChild.textContent = `${who.name} in the whole article`;
    for (const [name, input] of Object.entries(this.described)) input.value = who[name] ?? "";
    const others = this.work.choices.filter((one) => one.id !== speaker);
    const sorted = others.sort((a, b) => a.name.localeCompare(b.name, "en"));
    const items = sorted.map((one) => el("option", { value: one.id }, one.name));
    this.same.replaceChildren(...items);
    this.joining.hidden = !items.length;
  }

  /** The part of the form that describes the speaker. */
  aboutPerson() {
    const input = (name) => {
      const change = ({ target }) => this.describe(name, cleanName(target.value));
      return el("input", { id: `who-${name}`, autocomplete: "off", maxlength: 200, onchange: change });
    };
    const names = ["name", "role", "affiliation"];
    this.described = Object.fromEntries(names.map((name) => [name, input(name)]));
    this.same = el("select", { id: "who-same" });
    const join = button("Join", () => this.onJoin(this.quote.speaker, Number(this.same.value)), {
      class: "weak",
      id: "who-join",
    });
    this.joining = el("div", { class: "joining" }, field("Is the same as", this.same), join);
    const { name, role, affiliation } = this.described;
    return el("details", { class: "everywhere" }, [
      el("summary", {}),
      field("Name", name),
      el("div", { class: "pair" }, field("Role", role), field("Affiliation", affiliation)),
      this.joining,
    ]);
  }

  /** A role or an affiliation may be empty; a name without letters is put back. */
  describe(name, value) {
    if (value || name !== "name") this.onDescribe(this.quote.speaker, { [name]: value || null });
    else this.fillPerson();
  }

  form() {
    this.newcomer = el("div", { class: "newcomer" }, field("Is", this.kind), field("Name", this.name));
    this.fault = el("p", { class: "fault", role: "alert" });
    this.others = el("div", { class: "row others" });
    const title = "They have the same speaker as this quote (a)";
    this.also = this.button("alike", "", { "aria-keyshortcuts": "a", title, hidden: true });
    this.right = this.button("check", "Right", { "aria-keyshortcuts": "y", title: "It is right (y)", class: "strong" });
    this.person = this.aboutPerson();
    const form = el("form", { class: "correct", "aria-label": "Check this quote" }, [
      el("div", { class: "row" }, [
        this.right,
        this.button("remove", "This is no quote", { "aria-keyshortcuts": "x", title: "or the key x" }),
      ]),
      field("Speaker", this.speaker),
      this.newcomer,
      this.also,
      el("div", { class: "pair" }, field("Type", this.type), field("Act", this.act)),
      this.ends(),
      this.fault,
      this.others,
      this.person,
    ]);
    form.addEventListener("submit", (event) => event.preventDefault()); // Enter in the name has changed it already
    return form;
  }

  button(action, name, attributes = {}) {
    return button(name, () => this.onEdit(action), { class: "weak", id: action, ...attributes });
  }

  buttons() {
    const { mention, cue, id } = this.quote;
    const unmark = (action, text, title) => this.button(action, `Unmark “${shortened(text)}”`, { title });
    return [
      this.work.quotes.at(-1)?.id !== id && this.button("join", "Join with the next"),
      mention && unmark("source", mention.text, "This does not name the speaker"),
      cue && unmark("cue", cue.text, "This does not say how"),
    ];
  }

  /** Buttons that move the ends of the quote, a word at a time. */
  ends() {
    this.shown = el("output", { id: "ends" });
    const step = (end, by) => {
      const label = `${end ? "End" : "Start"} one word ${by < 0 ? "earlier" : "later"}`;
      const id = `move-${end}-${by < 0 ? "back" : "on"}`;
      const attributes = { class: "weak", id, "aria-label": label, title: label };
      return button(by < 0 ? "‹" : "›", () => this.onApply({ end, by }), attributes);
    };
    const steps = (end) =>
      el("div", { class: "field" }, [
        el("span", { class: "facts" }, end ? "End" : "Start"),
        el("span", {}, step(end, -1), step(end, 1)),
      ]);
    return el("div", { class: "ends", role: "group", "aria-label": "Start and end" }, steps(0), this.shown, steps(1));
  }

  /** Leave the list of speakers when the reader has chosen: a letter more would choose somebody else. */
  leave() {
    document.getElementById("record-title")?.focus({ preventScroll: true });
  }

  chosen() {
    this.fault.textContent = "";
    const { value } = this.speaker;
    this.newcomer.hidden = value !== SOMEBODY_NEW;
    if (value === SOMEBODY_NEW) this.name.focus();
    else this.apply(value === NOBODY_MEANT ? null : Number(value));
    if (value !== SOMEBODY_NEW && !this.typing) this.leave();
  }

  /** Somebody else, by the name that was typed. */
  named() {
    const name = cleanName(this.name.value);
    this.fault.textContent = name ? "" : "Type a name.";
    this.name.toggleAttribute("aria-invalid", !name);
    if (!name) return;
    const newcomer = speakerNamed(name, this.kind.value, this.work.roster);
    this.name.value = "";
    this.apply(newcomer.id, newcomer);
  }

  /** Somebody chosen on the way through the list is not who spoke before. */
  apply(speaker, newcomer) {
    if (!this.work.openOf(this.before).length) this.before = this.quote.speaker;
    this.onApply({ speaker }, newcomer);
  }
}

/** A name without letters that can't be seen or turn others around; "" where none are left that can be read. */
function cleanName(typed) {
  const name = typed.replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/gu, "");
  const shown = name.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return /[\p{L}\p{N}]/u.test(shown) ? shown : "";
}

/**
 * The spans of a quote with one end moved by a word. end: 0 for the start, 1 for the end; by: -1 or 1. It stays in its
 * paragraph. A part without words goes; the last one keeps a word.
 */
function moved(state, quote, words, { end, by }) {
  const at = end ? quote.spans.length - 1 : 0;
  const part = [...quote.spans[at]];
  const from = part[end];
  const inside = from - end; // a letter of it next to that end
  const [start, stop] = state.article.paragraphs.find((one) => one[0] <= inside && inside < one[1]);
  const edges = words.filter((one) => one[0] >= start && one[1] <= stop).map((one) => one[end]);
  part[end] = (by < 0 ? edges.findLast((one) => one < from) : edges.find((one) => one > from)) ?? from;
  if (!filled(part) && quote.spans.length > 1) return quote.spans.toSpliced(at, 1);
  if (!filled(part) || part[end] === from) throw new Trouble("This end can’t be moved further.");
  return quote.spans.with(at, part);
}

function options(names) {
  return Object.entries(names).map(([value, name]) => el("option", { value }, name));
}
