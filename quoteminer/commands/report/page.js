"use strict";
// The whole page: the view that the address names, light or dark, printing.

const archive = new Archive(document);
const main = document.getElementById("main");
const stage = el("div", { id: "stage" });
const guide = el("nav", { "aria-label": "Articles", hidden: true });
const title = document.title;
let view = null;
let here = null; // the number of the article that is shown; null: the index
let index = null; // kept while an article is read, with its filters
let place = 0; // and how far down it was read

function start() {
  main.prepend(stage);
  document.querySelector("header.top").append(guide, themeButton());
  addSkips();
  document.addEventListener("keydown", (event) => {
    if (event.target === document.body && view instanceof ArticleView) view.pressed(event);
  });
  window.addEventListener("hashchange", route);
  printWhole(stage, () => view);
  route();
}

/** "#a3" is the fourth article, "#a3q5" its sixth quote, "#q5" that of the only one; anything else is the index. */
function route() {
  const [, number, quote] = /^#(?:a(\d+))?(?:q(\d+))?$/.exec(location.hash) ?? [];
  const asked = number !== undefined && Number(number) < archive.size ? Number(number) : null;
  const shown = archive.size === 1 ? 0 : asked;
  if (view === null || shown !== here) show(shown);
  if (shown !== null && quote !== undefined && view.selected !== Number(quote)) view.go(Number(quote), { into: true });
}

function show(number) {
  const first = view === null;
  if (view !== null && view === index) place = window.scrollY;
  here = number;
  view =
    number === null
      ? (index ??= new IndexView(archive, { title }))
      : new ArticleView(archive.article(number), { onSelect: remember });
  stage.replaceChildren(view.node);
  document.title = number === null ? title : `${archive.summaries[number].title} – ${title}`;
  guide.replaceChildren(...(archive.size > 1 ? guideTo(number) : []));
  guide.hidden = number === null;
  document.querySelector(".brand").hidden = number === null;
  if (view !== index || first) foldOnSmallScreens(view.node);
  if (first) return;
  window.scrollTo(0, view === index ? place : 0);
  main.focus({ preventScroll: true });
}

/** Keep the quote in the address, so that the link to it can be copied. */
function remember(id) {
  const article = archive.size === 1 ? "" : `a${here}`;
  history.replaceState(null, "", `#${article}${id === null ? "" : `q${id}`}`);
}

function guideTo(number) {
  if (number === null) return [];
  const link = (to, text) =>
    to >= 0 && to < archive.size ? el("a", { href: `#a${to}` }, text) : el("span", { class: "none" }, text);
  return [
    el("a", { href: "#" }, "All articles"),
    link(number - 1, "Previous"),
    el("span", {}, `${number + 1} of ${archive.size}`),
    link(number + 1, "Next"),
  ];
}

start();
