"use strict";
// The frame around the views: skip links, light or dark, folds on a phone and on paper.

/** Further links behind the first one of the page, which skips to its content. */
function addSkips() {
  for (const [id, text] of [
    ["side", "Skip to filters and speakers"],
    ["text", "Skip to the text"],
  ]) {
    document.querySelector("a.skip").after(el("a", { class: "skip", href: `#${id}` }, text));
  }
  document.addEventListener("click", skip);
}

/** Skip links move the focus and leave the address alone, which names the article. */
function skip(event) {
  const link = event.target.closest("a.skip");
  if (!link) return;
  event.preventDefault();
  document.querySelector(link.getAttribute("href")).focus();
}

function foldOnSmallScreens(node) {
  if (matchMedia("(max-width: 60rem)").matches)
    for (const fold of node.querySelectorAll("details.fold")) fold.open = false;
}

function themeButton() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = button("Dark", press, { class: "theme", "aria-pressed": String(dark) });
  function press() {
    const on = theme.getAttribute("aria-pressed") !== "true";
    theme.setAttribute("aria-pressed", String(on));
    document.documentElement.dataset.theme = on ? "dark" : "light";
  }
  return theme;
}

/** Print all that is folded, and the quotes of an article as a table. current(): the view that is shown. */
function printWhole(stage, current) {
  window.addEventListener("beforeprint", () => {
    unfold(stage);
    if (current() instanceof ArticleView) current().node.append(current().paper());
  });
  window.addEventListener("afterprint", () => {
    foldBack(stage);
    for (const one of stage.querySelectorAll("section.paper")) one.remove();
  });
}

/** Open what is folded, for paper. */
function unfold(root) {
  for (const one of root.querySelectorAll("details:not([open])")) {
    one.open = true;
    one.dataset.folded = "";
    one.dispatchEvent(new Event("toggle"));
  }
}

function foldBack(root) {
  for (const one of root.querySelectorAll("details[data-folded]")) {
    one.open = false;
    delete one.dataset.folded;
  }
}
