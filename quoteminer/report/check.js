"use strict";
// The page of a check stands without this: keys to go from one quotation to the next, a filter, light or dark.

function startCheck() {
  const main = document.getElementById("main");
  const only = el("button", { type: "button", "aria-pressed": "false" }, "Only what is wrong");
  only.addEventListener("click", () => {
    only.setAttribute("aria-pressed", String(main.classList.toggle("only-wrong")));
  });
  const keys = el("span", {}, el("kbd", {}, "j"), " and ", el("kbd", {}, "k"), " go on and back");
  document.querySelector("header.top").append(el("div", { class: "check-tools" }, only, keys), themeButton());
  document.addEventListener("keydown", (event) => {
    const by = { j: 1, k: -1 }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    const pairs = [...document.querySelectorAll(main.classList.contains("only-wrong") ? ".pair.v-wrong" : ".pair")];
    const at = pairs.indexOf(document.activeElement);
    pairs[at < 0 ? 0 : Math.min(Math.max(at + by, 0), pairs.length - 1)]?.focus();
  });
}

startCheck();
