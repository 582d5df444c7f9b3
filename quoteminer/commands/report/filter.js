"use strict";
// The filter of quotes by type, confidence, words and speaker.

const TYPES = {
  direct: "nine letters in ten or more stand between quotation marks",
  mixed: "some words stand between quotation marks",
  indirect: "reported without quotation marks",
};

const ACTS = {
  statement: "something that can be true or false, or an opinion",
  question: "something that was asked",
  request: "something that others are asked, told or advised to do",
  promise: "something that the speaker commits to do, plans, offers, threatens or refuses",
  topic: "only what was spoken of",
  thought: "what was thought, wanted, planned or felt",
};

/** A pattern for typed words in any case, with any spaces and quotation marks; null for none. */
function patternOf(typed) {
  const source = typed
    .trim()
    .replace(/[\^$\\.*+?()[\]{}|/]/gu, "\\$&")
    .replace(/\s+/gu, "\\s+")
    .replace(/['’‘]/gu, "['’‘]")
    .replace(/["“”„]/gu, '["“”„]');
  return source ? new RegExp(source, "giu") : null;
}

function found(pattern, text) {
  pattern.lastIndex = 0;
  return Boolean(text) && pattern.test(text);
}

const ONLY = { doubtful: "only doubtful", unchecked: "only not yet checked" };

/**
 * The form with the filters. `onChange` is called after each change; `acts`: those of the quotes, which are filtered
 * if there are several; `doubtful`, `unchecked`: there are some quotes to filter so.
 */
class Filters {
  constructor({ onChange, label, acts = [], ...some }) {
    this.onChange = onChange;
    this.search = el("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false" });
    this.types = Object.keys(TYPES).map((type) => el("input", { type: "checkbox", value: type, checked: true }));
    this.acts = (acts.length > 1 ? acts : []).map((act) => el("input", { type: "checkbox", value: act, checked: true }));
    const only = Object.keys(ONLY).filter((name) => some[name]);
    this.only = new Map(only.map((name) => [name, el("input", { type: "checkbox", id: `only-${name}` })]));
    this.least = el("input", { type: "range", id: "least", min: 0, max: 1, step: 0.05, value: 0 });
    this.leastShown = el("output", { for: "least" });
    this.node = this.form(label);
    this.read();
  }

  form(label) {
    const form = el("form", { class: "filters", role: "search", "aria-label": "Filter the quotes" }, [
      field(label, this.search),
      el(
        "fieldset",
        {},
        el("legend", {}, "Type"),
        this.types.map(typeChoice),
      ),
      this.acts.length > 0 && el("fieldset", {}, el("legend", {}, "Act"), this.acts.map(actChoice)),
      this.only.size > 0 &&
        el(
          "div",
          {},
          [...this.only].map(([name, box]) => el("label", { class: "choice" }, box, ONLY[name])),
        ),
      field(["Confidence at least ", this.leastShown], this.least),
    ]);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => this.changed());
    return form;
  }

  /** Press a box of ONLY. */
  flip(name) {
    const box = this.only.get(name);
    box.checked = !box.checked;
    this.changed();
  }

  changed() {
    this.read();
    this.onChange();
  }

  read() {
    this.wanted = new Set(this.types.filter((box) => box.checked).map((box) => box.value));
    this.unwanted = new Set(this.acts.filter((box) => !box.checked).map((box) => box.value));
    this.pattern = patternOf(this.search.value);
    this.leastShown.value = Number(this.least.value).toFixed(2);
  }

  /** True if any quote might be left out. */
  get active() {
    const all = [...this.types, ...this.acts].every((box) => box.checked);
    const some = [...this.only.values()].some((box) => box.checked);
    return !all || some || Number(this.least.value) > 0 || this.pattern !== null;
  }

  /** True if a quote is to be shown; `who` said it. */
  passes(quote, who, doubtful) {
    if (this.only.get("doubtful")?.checked && !doubtful) return false;
    if (this.only.get("unchecked")?.checked && quote.checked) return false;
    if (!this.wanted.has(quote.type) || quote.confidence < Number(this.least.value)) return false;
    if (this.unwanted.has(quote.act)) return false;
    const names = [quote.text, quote.mention?.text, who.name, ...(who.aliases ?? [])];
    return !this.pattern || names.some((text) => found(this.pattern, text));
  }

  reset() {
    for (const box of [...this.types, ...this.acts]) box.checked = true;
    for (const box of this.only.values()) box.checked = false;
    this.search.value = "";
    this.least.value = 0;
    this.read();
  }
}

function typeChoice(box) {
  const sample = el("span", { class: `quote ${box.value} c-sample` }, box.value);
  return el("label", { class: "choice", title: `${box.value}: ${TYPES[box.value]}` }, box, sample);
}

function actChoice(box) {
  return el("label", { class: "choice", title: ACTS[box.value] }, box, box.value);
}
