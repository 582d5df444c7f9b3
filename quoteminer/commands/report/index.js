"use strict";
// The view of several articles: totals, speakers, the list of articles, and quotes found in all of them.

const MOST_PEOPLE = 12;
const MOST_FOUND = 100;
const ORDERS = {
  "as given": () => 0,
  "newest first": (a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0),
  "most quotes": (a, b) => b.quotes - a.quotes,
  "most quoted words": (a, b) => b.words - a.words,
  "most doubtful quotes": (a, b) => b.doubtful - a.doubtful,
  title: (a, b) => a.title.localeCompare(b.title, "en"),
};

class IndexView {
  constructor(archive, { title }) {
    this.archive = archive;
    this.speaker = undefined;
    this.people = archive.people();
    this.most = Math.max(0, ...this.people.map((who) => who.words));
    const doubtful = archive.summaries.some((one) => one.doubtful);
    this.filters = new Filters({ label: "Search all quotes", doubtful, onChange: () => this.later() });
    this.node = this.build(title);
    this.refresh();
  }

  build(title) {
    this.status = el("output", { class: "status", "aria-live": "polite" });
    this.clear = button("Show the articles", () => this.reset(), { class: "clear" });
    this.main = el("section", { id: "text", tabindex: "-1", class: "list", "aria-label": "Articles" });
    const orders = Object.keys(ORDERS).map((name) => el("option", {}, name));
    this.order = el("select", { id: "order", onchange: () => this.refresh() }, orders);
    const side = sideColumn([
      fold("Find quotes", this.filters.node),
      (this.summary = el("p", { class: "shown" }, this.status, this.clear)),
      fold(el("h2", {}, "Speakers by quoted words"), this.chart()),
      pronounsPart(this.people, this.pronounGroups()),
    ]);
    const node = el("div", { class: "view index" }, [
      el("div", { class: "head" }, el("h1", {}, words(title)), el("p", { class: "facts" }, this.totals())),
      side,
      this.main,
    ]);
    node.addEventListener("keydown", (event) => this.pressed(event));
    return node;
  }

  totals() {
    const sum = (count) => this.archive.summaries.reduce((total, one) => total + count(one), 0);
    const quotes = sum((one) => one.quotes);
    const doubtful = sum((one) => one.doubtful);
    const types = Object.keys(TYPES).map((type) => `${sum((one) => one.types[type]).toLocaleString("en")} ${type}`);
    const all = `${counted(quotes, "quote")} (${types.join(", ")})`;
    const words = sum((one) => one.words);
    return [counted(this.archive.size, "article"), all, `${doubtful} doubtful`, counted(words, "quoted word")].join(
      " · ",
    );
  }

  chart() {
    this.buttons = new Map(this.people.map((who) => [who.key, this.person(who)]));
    const items = [...this.buttons.values()].map((one, at) => el("li", { hidden: at >= MOST_PEOPLE }, one));
    const showAll = () => {
      for (const item of items) item.hidden = false;
      more.remove();
      items[MOST_PEOPLE].firstChild.focus();
    };
    const more = button(`Show all ${items.length}`, showAll, { class: "more", hidden: items.length <= MOST_PEOPLE });
    const note = el(
      "p",
      { class: "facts note" },
      "Speakers of one name and role are counted together; they may be several people.",
    );
    return [note, el("ul", { class: "people plain", "aria-label": "Speakers by quoted words" }, items), more];
  }

  pronounGroups() {
    const groups = articleGroups(this.archive.summaries);
    return groups.map(([name, summaries]) => [name, this.archive.people(summaries)]);
  }

  person(who) {
    const press = () => this.only(this.speaker === who.key ? undefined : who.key);
    const button = personButton({ ...who, colour: null }, this.most, press);
    button.querySelector(".count").append(` · ${counted(who.articles.size, "article")}`);
    return button;
  }

  only(speaker) {
    this.speaker = speaker;
    this.refresh();
  }

  reset() {
    this.filters.reset();
    this.only(undefined);
    this.filters.search.focus();
  }

  /** Typing comes faster than all articles can be searched. */
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), 120);
  }

  pressed(event) {
    if (event.key !== "Escape" || this.clear.hidden) return;
    this.reset();
    event.preventDefault();
  }

  refresh() {
    const some = this.speaker !== undefined || this.filters.active;
    for (const [key, button] of this.buttons) button.setAttribute("aria-pressed", String(key === this.speaker));
    this.clear.hidden = !some;
    this.summary.classList.toggle("quiet", !some);
    if (some) this.showFound(this.find());
    else this.showArticles();
  }

  /** The quotes that pass, in all articles. */
  find() {
    const quotes = [];
    for (let number = 0; number < this.archive.size; number++) {
      if (!this.maySpeak(number)) continue;
      const article = this.archive.article(number);
      const cast = castOf(article);
      for (const quote of article.record.quotes) {
        const who = cast.get(quote.speaker);
        const speaks = this.speaks({ ...who, key: who.known?.key });
        if (speaks && this.filters.passes(quote, who, isDoubtful(quote, article)))
          quotes.push({ number, article, quote, who });
      }
    }
    return quotes;
  }

  /** True if the chosen speaker is quoted in an article. Its summary says so; the article need not be read. */
  maySpeak(number) {
    return this.archive.summaries[number].speakers.some((one) => this.speaks(one));
  }

  speaks(who) {
    return this.speaker === undefined || this.archive.keyOf(who) === this.speaker;
  }

  showFound(quotes) {
    const first = quotes.slice(0, MOST_FOUND);
    const articles = new Set(quotes.map((one) => one.number)).size;
    this.status.value = `${counted(quotes.length, "quote")} in ${counted(articles, "article")}`;
    this.main.replaceChildren(
      el("h2", {}, "Quotes"),
      quotes.length > first.length ? el("p", { class: "facts" }, `The first ${MOST_FOUND} are shown.`) : "",
      list("ol", { class: "found" }, first.map(foundQuote)),
    );
    highlight([this.main.querySelector("ol")], this.filters.pattern);
  }

  showArticles() {
    highlight([], null);
    this.status.value = counted(this.archive.size, "article");
    const order = ORDERS[this.order.value];
    const rows = this.archive.summaries.map((summary, number) => ({ ...summary, number })).sort(order);
    this.main.replaceChildren(
      el("div", { class: "bar-head" }, el("h2", {}, "Articles"), el("label", { for: "order" }, "Order ", this.order)),
      list("ol", { class: "articles" }, rows.map(articleRow)),
    );
  }
}

function foundQuote({ number, article, quote, who }) {
  const facts = ` · ${quote.type}, ${shownConfidence(quote, article)} · `;
  return [
    el("p", { class: "words", dir: "auto" }, el("a", { href: `#a${number}q${quote.id}` }, phraseOf(quote))),
    el("p", { class: "facts" }, [
      el("b", {}, words(who.name)),
      postOf(who) && [", ", words(postOf(who))],
      facts,
      words(article.title),
    ]),
  ];
}

function articleRow(summary) {
  const facts = [shownDate(summary.date), counted(summary.quotes, "quote"), counted(summary.words, "quoted word")];
  if (summary.doubtful) facts.push(`${summary.doubtful} doubtful`);
  const named = summary.speakers.filter((one) => one.name !== null);
  return [
    el("h3", {}, el("a", { href: `#a${summary.number}`, dir: "auto" }, summary.title)),
    el("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    named.length ? speakersWithin(named) : null,
  ].filter(Boolean);
}

/** "2 November 2026" of "2026-11-02"; another text as it is. */
function shownDate(date) {
  if (date.length !== 10) return date; // a month or a year
  return new Date(`${date}T00:00`).toLocaleDateString("en-GB", { dateStyle: "long" });
}

/** The speakers of an article: those who say most in a line, all of them below it. */
function speakersWithin(speakers) {
  const share = (one, at) => [at ? ", " : "", words(one.name), ` ${Math.round(one.percent)} %`];
  const line = speakers.slice(0, 3).map(share);
  if (speakers.length <= 3) return el("p", { class: "within" }, line);
  const row = (one) => [words(one.name), `, ${counted(one.quotes, "quote")}, ${one.percent.toFixed(1)} %`];
  const details = el("details", { class: "within" }, el("summary", {}, line, ` and ${speakers.length - 3} more`));
  details.addEventListener(
    "toggle",
    () => details.querySelector("ul") ?? details.append(list("ul", {}, speakers.map(row))),
  );
  return details;
}
