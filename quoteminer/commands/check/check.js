"use strict";
// The view of a check: keys to move between its quotations, and a filter.

class CheckView {
  /** root: the element that holds the sections of report/check.py. */
  constructor(root) {
    this.root = root;
    const press = () => only.setAttribute("aria-pressed", String(root.classList.toggle("only-wrong")));
    const only = button("Only what is wrong", press, { class: "clear", "aria-pressed": "false" });
    const keys = el("span", {}, el("kbd", {}, "j"), " and ", el("kbd", {}, "k"), " go on and back");
    this.tools = el("div", { class: "check-tools" }, only, keys);
  }

  pressed(event) {
    const by = { j: 1, k: -1 }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    const shown = this.root.classList.contains("only-wrong") ? ".pair.v-wrong" : ".pair";
    const pairs = [...this.root.querySelectorAll(shown)];
    const at = pairs.indexOf(document.activeElement);
    pairs[at < 0 ? 0 : Math.min(Math.max(at + by, 0), pairs.length - 1)]?.focus();
  }
}
