"use strict";
// The form below the record of a quote, where it is corrected.

const KINDS = { person: "a person", org: "an organisation", unnamed: "somebody unnamed" };
const [NOBODY_MEANT, SOMEBODY_NEW] = ["nobody", "new"];

class Editor {
  /** work: whose quote it is. onApply(changes, newcomer), onRemove(): what is to become of it. */
  constructor(work, quote, { onApply, onRemove }) {
    this.work = work;
    this.quote = quote;
    this.onApply = onApply;
    this.speaker = el("select", { id: "fix-speaker", onchange: () => this.toggle() }, this.speakers());
    this.speaker.value = quote.speaker ?? NOBODY_MEANT;
    this.name = el("input", { id: "fix-name", autocomplete: "off", maxlength: 200 });
    this.kind = el("select", { id: "fix-kind" }, options(KINDS));
    this.type = el("select", { id: "fix-type" }, options(Object.fromEntries(Object.keys(TYPES).map((one) => [one, one]))));
    this.type.value = quote.type;
    this.fault = el("p", { class: "fault", role: "alert" });
    this.node = this.form(onRemove);
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

  form(onRemove) {
    this.newcomer = el("div", { class: "newcomer" }, field("Name", this.name), field("Is", this.kind));
    const form = el("form", { class: "correct", "aria-label": "Correct this quote", novalidate: true }, [
      el("div", { class: "pair" }, field("Speaker", this.speaker), field("Type", this.type)),
      this.newcomer,
      this.fault,
      el("div", { class: "row" }, [
        el("button", { class: "strong", id: "fix" }, "Correct"),
        el("button", { type: "button", class: "weak", id: "remove", onclick: onRemove }, "This is no quote"),
      ]),
    ]);
    form.addEventListener("submit", (event) => this.apply(event));
    return form;
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
    this.onApply({ speaker: newcomer ? newcomer.id : chosen, type: this.type.value }, newcomer);
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

/** A control below its label. */
function field(name, control) {
  return el("div", { class: "field" }, el("label", { for: control.id }, name), control);
}

function options(names) {
  return Object.entries(names).map(([value, name]) => el("option", { value }, name));
}
