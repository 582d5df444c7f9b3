"use strict";
// The form that corrects a quote, below its record.

const KINDS = { person: "a person", org: "an organisation", unnamed: "somebody unnamed" };
const ACTS = { speech: "said or written", other: "thought or planned" };
const [NOBODY_MEANT, SOMEBODY_NEW] = ["nobody", "new"];

class Editor {
  /**
   * work: the article of the quote. words: its words, as [start, end]. onApply(changes, newcomer): correct it;
   * onEdit(action): one of EDITS that needs no selected words; onMove(spans): its ends would be these.
   */
  constructor(work, quote, { words, onApply, onEdit, onMove }) {
    Object.assign(this, { work, quote, words, onApply, onEdit, onMove, spans: quote.spans });
    this.speaker = el("select", { id: "fix-speaker", onchange: () => this.toggle() }, this.speakers());
    this.speaker.value = quote.speaker ?? NOBODY_MEANT;
    this.name = el("input", { id: "fix-name", autocomplete: "off", maxlength: 200 });
    this.kind = el("select", { id: "fix-kind" }, options(KINDS));
    const types = Object.fromEntries(Object.keys(TYPES).map((one) => [one, one]));
    this.type = el("select", { id: "fix-type" }, options(types));
    this.type.value = quote.type;
    this.act = el("select", { id: "fix-act" }, options(ACTS));
    this.act.value = quote.act;
    this.fault = el("p", { class: "fault", role: "alert" });
    this.node = this.form();
    this.toggle();
  }

  speakers() {
    const known = [...this.work.roster].sort((a, b) => a.name.localeCompare(b.name, "en"));
    return [
      ...known.map((one) => el("option", { value: one.id }, one.name)),
      el("option", { value: NOBODY_MEANT }, "Nobody is named"),
      el("option", { value: SOMEBODY_NEW }, "Somebody else …"),
    ];
  }

  form() {
    this.newcomer = el("div", { class: "newcomer" }, field("Name", this.name), field("Is", this.kind));
    const form = el("form", { class: "correct", "aria-label": "Correct this quote", novalidate: true }, [
      field("Speaker", this.speaker),
      this.newcomer,
      el("div", { class: "pair" }, field("Type", this.type), field("Said or thought", this.act)),
      this.ends(),
      this.fault,
      el("div", { class: "row" }, [
        el("button", { class: "strong", id: "fix" }, "Correct"),
        this.button("remove", "This is no quote"),
      ]),
      el("div", { class: "row others" }, this.others()),
    ]);
    form.addEventListener("submit", (event) => this.apply(event));
    return form;
  }

  button(action, name, title = null) {
    return button(name, () => this.onEdit(action), { class: "weak", id: action, title });
  }

  others() {
    const { quotes } = this.work.now.record;
    return [
      quotes.at(-1) !== this.quote && this.button("join", "Join with the next"),
      this.quote.mention &&
        this.button("source", `Unmark “${shortened(this.quote.mention.text)}”`, "This does not name the speaker"),
      this.quote.cue && this.button("cue", `Unmark “${this.quote.cue.text}”`, "This does not say how"),
    ];
  }

  /** Buttons that move the ends of the quote, a word at a time. */
  ends() {
    this.shown = el("output", { id: "ends" });
    const step = (end, by) => {
      const label = `${end ? "End" : "Start"} one word ${by < 0 ? "earlier" : "later"}`;
      return button(by < 0 ? "‹" : "›", () => this.move(end, by), { class: "weak", "aria-label": label, title: label });
    };
    this.show();
    const steps = (end) =>
      el(
        "div",
        { class: "field" },
        el("span", { class: "facts" }, end ? "End" : "Start"),
        el("span", {}, step(end, -1), step(end, 1)),
      );
    return el("div", { class: "ends", role: "group", "aria-label": "Start and end" }, steps(0), this.shown, steps(1));
  }

  show() {
    this.shown.value = shortened(textOf(this.work.now, this.spans));
  }

  /** end: 0 for the start, 1 for the end. It stays in its paragraph, and the part keeps a word. */
  move(end, by) {
    const at = end ? this.spans.length - 1 : 0;
    const part = [...this.spans[at]];
    const from = part[end];
    const inside = from - end; // a letter of it next to that end
    const [start, stop] = this.work.now.article.paragraphs.find((one) => one[0] <= inside && inside < one[1]);
    const edges = this.words.filter((one) => one[0] >= start && one[1] <= stop).map((one) => one[end]);
    part[end] = (by < 0 ? edges.findLast((one) => one < from) : edges.find((one) => one > from)) ?? from;
    if (filled(part)) this.spans = this.spans.with(at, part);
    this.show();
    this.onMove(this.spans);
  }

  toggle() {
    this.newcomer.hidden = this.speaker.value !== SOMEBODY_NEW;
  }

  apply(event) {
    event.preventDefault();
    this.fault.textContent = "";
    const newcomer = this.speaker.value === SOMEBODY_NEW ? this.named() : null;
    if (this.speaker.value === SOMEBODY_NEW && !newcomer) return;
    const chosen = this.speaker.value === NOBODY_MEANT ? null : Number(this.speaker.value);
    const speaker = newcomer ? newcomer.id : chosen;
    this.onApply({ speaker, type: this.type.value, act: this.act.value, spans: this.spans }, newcomer);
  }

  /** Somebody else, by the name that was typed; null where there is none yet. */
  named() {
    const name = this.name.value.trim().replace(/\s+/gu, " ");
    this.name.toggleAttribute("aria-invalid", !name);
    if (name) return speakerNamed(name, this.kind.value, this.work.roster);
    this.fault.textContent = "Type a name.";
    this.name.focus();
    return null;
  }
}

function options(names) {
  return Object.entries(names).map(([value, name]) => el("option", { value }, name));
}
