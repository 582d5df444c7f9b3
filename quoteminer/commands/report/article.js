"use strict";
// The view of one article: its text with the quotes, its speakers, and the record of the selected quote.

class ArticleView {
  /**
   * article: what quoteminer.commands.report.page.article_data gives. onSelect(id): the quote of that id is looked at; null:
   * none any more. actions(quote, who): elements that stand in the record of a quote, such as a form; null for none.
   * keys: further keys and what they do. checking: quotes are checked one after the other.
   */
  constructor(article, { onSelect = () => {}, actions = null, keys = [], checking = false } = {}) {
    Object.assign(this, { onSelect, actions, keys });
    this.speaker = undefined; // null is "nobody known"
    this.filters = new Filters({
      label: "Search",
      acts: Object.keys(ACTS).filter((act) => article.record.quotes.some((quote) => quote.act === act)),
      doubtful: checking || article.doubtful.length > 0,
      unchecked: checking || article.record.quotes.some((quote) => quote.checked),
      onChange: () => this.refresh(),
    });
    this.draw(article);
    this.refresh();
  }

  draw(article) {
    this.article = article;
    this.quotes = article.record.quotes;
    this.cast = castOf(article);
    this.selected = null;
    this.pieces = new Map(this.quotes.map((quote) => [quote.id, []]));
    this.tags = new Map();
    this.node = this.build();
  }

  /** Show the article anew, since its record was corrected. What is filtered, looked at and folded stays so. */
  update(article) {
    const { node, selected } = this;
    const folds = [...node.querySelectorAll("details.fold")].map((one) => one.open);
    const top = window.scrollY;
    this.draw(article);
    [...this.node.querySelectorAll("details.fold")].forEach((one, at) => (one.open = folds[at] ?? one.open));
    node.replaceWith(this.node);
    if (this.speaker !== undefined && !this.cast.has(this.speaker)) this.speaker = undefined;
    this.refresh();
    if (this.shown.some((quote) => quote.id === selected)) this.select(selected);
    else if (selected !== null) this.onSelect(null);
    window.scrollTo(0, top);
  }

  build() {
    const attributes = { id: "text", tabindex: "-1", "aria-label": "Article" };
    this.text = el("article", attributes, this.content());
    this.text.addEventListener("click", (event) => this.clicked(event));
    this.status = el("output", { class: "status", "aria-live": "polite" });
    this.clear = button("Show all", () => this.reset(), { class: "clear" });
    this.summary = el("p", { class: "shown" }, this.status, this.clear);
    this.panel = el("section", { class: "record", id: "record", "aria-labelledby": "record-title", hidden: true });
    const aside = el("div", { class: "aside" }, legend(this.keys), this.panel);
    const node = el("div", { class: "view article" }, this.side(), this.text, aside);
    node.addEventListener("keydown", (event) => this.pressed(event));
    return node;
  }

  side() {
    const people = fold(el("h2", {}, "Speakers by quoted words"), this.people());
    const pronouns = pronounsPart([...this.cast.values()]);
    return sideColumn([fold("Filter", this.filters.node), this.summary, people, pronouns, aboutOf(this.article)]);
  }

  /** The title, which may be one of the paragraphs, the facts below it, and the text. */
  content() {
    const { title, heading, record, words } = this.article;
    const facts = el("p", { class: "facts" }, factLine(record.quotes.length, this.cast, words));
    const paragraphs = paragraphsOf(this.article, (layer) => this.piece(layer));
    if (heading === null) return [el("h1", { dir: "auto" }, title), facts, paragraphs];
    return [...paragraphs.slice(0, heading + 1), facts, ...paragraphs.slice(heading + 1)];
  }

  piece({ kind, quote }) {
    const who = this.cast.get(quote.speaker);
    const doubtful = isDoubtful(quote, this.article) && "doubtful";
    const names = [kind, kind === "quote" && quote.type, doubtful, colourOf(who)].filter(Boolean).join(" ");
    const node = el(kind === "quote" ? "mark" : "span", { class: names, "data-quote": quote.id });
    if (kind === "quote" && !this.tags.has(quote.id)) node.append(this.tag(quote, who));
    this.pieces.get(quote.id).push(node);
    return node;
  }

  /**
   * The way to a quote without a mouse. Its letters are drawn by the style, so that they are no part of the text; and
   * it is no <button>, since a line could break behind one.
   */
  tag(quote, who) {
    const sure = isByHand(quote) ? "" : `, confidence ${shownConfidence(quote, this.article)}`;
    const rival = rivalOf(quote, this.article);
    const name = rival ? `${who.name} or ${rival}` : who.name;
    const label = `${who.tag}: ${name}, ${quote.type} quote${sure}${quote.checked ? ", checked" : ""}`;
    const attributes = { role: "button", tabindex: "0", "aria-expanded": "false", "aria-controls": "record" };
    const shown = quote.checked ? `${who.tag}\u00a0✓` : rival ? `${who.tag}?` : who.tag;
    const tag = el("span", { class: "tag", "data-tag": shown, "aria-label": label, ...attributes });
    this.tags.set(quote.id, tag);
    return tag;
  }

  people() {
    this.buttons = new Map([...this.cast.values()].map((who) => [who.id, this.person(who)]));
    return el(
      "ul",
      { class: "people", "aria-label": "Speakers by quoted words" },
      [...this.buttons.values()].map((one) => el("li", {}, one)),
    );
  }

  person(who) {
    if (who.id === null && this.article.uncounted.length) who = { ...who, name: COUNTED_FOR_NOBODY };
    const most = Math.max(...[...this.cast.values()].map((one) => one.words));
    return personButton(who, most, () => this.only(this.speaker === who.id ? undefined : who.id));
  }

  /** Show the quotes of one speaker only; undefined: of all. */
  only(speaker) {
    this.speaker = speaker;
    this.refresh();
  }

  reset() {
    this.filters.reset();
    this.only(undefined);
    this.filters.search.focus();
  }

  /** Show how to read the marks, and all keys. */
  explain() {
    this.close();
    const keys = this.node.querySelector("details.keys");
    if (!keys) return;
    keys.open = true;
    keys.firstChild.focus();
  }

  isShown(quote) {
    const nobody = this.speaker === null && this.article.uncounted.includes(quote.id);
    const rightSpeaker = this.speaker === undefined || this.speaker === quote.speaker || nobody;
    const doubtful = isDoubtful(quote, this.article);
    return rightSpeaker && this.filters.passes(quote, this.cast.get(quote.speaker), doubtful);
  }

  refresh() {
    this.shown = this.quotes.filter((quote) => this.isShown(quote));
    const ids = new Set(this.shown.map((quote) => quote.id));
    for (const [id, pieces] of this.pieces) for (const piece of pieces) piece.classList.toggle("off", !ids.has(id));
    for (const [id, tag] of this.tags) tag.hidden = !ids.has(id);
    for (const [id, button] of this.buttons) button.setAttribute("aria-pressed", String(id === this.speaker));
    if (this.selected !== null && !ids.has(this.selected)) this.close({ back: false });
    const places = highlight(
      [...this.text.children].filter((one) => one.dir),
      this.filters.pattern,
    );
    this.tell(places);
  }

  tell(places) {
    const some = this.speaker !== undefined || this.filters.active;
    const all = counted(this.quotes.length, "quote");
    const where = this.filters.pattern ? `; ${counted(places, "place")} in the text` : "";
    this.status.value = (some ? `${this.shown.length} of ${all} shown` : `All ${all} shown`) + where;
    this.clear.hidden = !some;
    this.summary.classList.toggle("quiet", !some);
  }

  clicked(event) {
    const piece = event.target.closest("[data-quote]:not(.off)");
    if (!piece || !(getSelection().isCollapsed || event.target.matches(".tag"))) return;
    this.select(idOf(piece), { into: event.detail === 0 });
  }

  /** Look at a quote. into: go on in its record, as who presses Enter wants. */
  select(id, { into = false } = {}) {
    const quote = this.quotes.find((one) => one.id === id);
    if (!quote) return;
    this.mark(id);
    this.panel.hidden = false;
    const options = { buttons: this.panelButtons(), actions: this.actions };
    this.panel.replaceChildren(...recordOf(this.article, quote, this.cast.get(quote.speaker), options).filter(Boolean));
    this.panel.scrollTop = 0;
    this.reveal(id);
    if (into) this.panel.querySelector("h2").focus({ preventScroll: true });
    this.onSelect(id);
  }

  /** Scroll so far that all of a quote can be seen or, if it is too long, its start. */
  reveal(id) {
    const marks = (this.pieces.get(id) ?? []).filter((piece) => piece.matches("mark"));
    for (const mark of [marks.at(-1), marks[0]]) mark?.scrollIntoView({ block: "nearest" });
  }

  mark(id) {
    for (const piece of this.pieces.get(this.selected) ?? []) piece.classList.remove("on");
    this.tags.get(this.selected)?.setAttribute("aria-expanded", "false");
    this.selected = id;
    for (const piece of this.pieces.get(id) ?? []) piece.classList.add("on");
    this.tags.get(id)?.setAttribute("aria-expanded", "true");
    this.node?.classList.toggle("reading", id !== null);
  }

  panelButtons() {
    return el("span", { class: "steps" }, [
      button("‹", () => this.step(-1, { into: true }), { "aria-label": "Previous quote" }),
      button("›", () => this.step(1, { into: true }), { "aria-label": "Next quote" }),
      button("✕", () => this.close(), { "aria-label": "Close" }),
    ]);
  }

  /** Go to the next quote that is shown, or the one before; into its record, or to its place in the text. */
  step(by, { into = false } = {}) {
    const from = this.selected ?? idOf(document.activeElement);
    const at = this.shown.findIndex((quote) => quote.id === from);
    const next = this.shown[at < 0 ? 0 : Math.min(Math.max(at + by, 0), this.shown.length - 1)];
    if (next) this.go(next.id, { into });
  }

  go(id, { into = false } = {}) {
    const tag = this.tags.get(id);
    if (this.selected !== null || into) this.select(id, { into });
    if (!into) tag?.focus({ preventScroll: true });
    this.reveal(id);
  }

  close({ back = true } = {}) {
    if (this.selected === null) return;
    const tag = this.tags.get(this.selected);
    this.mark(null);
    this.panel.hidden = true;
    if (back) tag?.focus({ preventScroll: true });
    this.onSelect(null);
  }

  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select, pre")) {
      if (event.target === this.filters.search) this.typed(event);
      return;
    }
    const inText = event.target.matches("mark .tag");
    const by = { j: 1, k: -1, ...(inText && { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }) }[event.key];
    if (by) this.step(by, { into: this.panel.contains(event.target) });
    else if (inText && [" ", "Enter"].includes(event.key)) this.select(idOf(event.target), { into: true });
    else if (event.key === "Escape" && this.selected !== null) this.close();
    else if (event.key === "Escape" && this.speaker !== undefined) this.only(undefined);
    else return;
    event.preventDefault();
  }

  typed(event) {
    const { search } = this.filters;
    if (event.key === "Enter" && this.shown.length) this.go(this.shown[0].id);
    else if (event.key === "Escape" && search.value) {
      search.value = "";
      this.filters.changed();
    } else return;
    event.preventDefault(); // else the key would also press what has the focus now
  }

  /** Tables for paper: all quotes with all that is known of them, and then the unlikely ones. */
  paper() {
    const isUnlikely = (quote) => this.article.unlikely.includes(quote.id);
    const unlikely = this.shown.filter(isUnlikely);
    const table = (quotes) => quotesTable(this.article, quotes, this.cast);
    const likely = this.shown.filter((quote) => !isUnlikely(quote));
    const unsure = unlikely.length > 0 && [
      el("h3", {}, `More likely wrong than right: ${unlikely.length}`),
      table(unlikely),
    ];
    const sure = (likely.length > 0 || !unsure) && table(likely);
    return el("section", { class: "paper" }, el("h2", {}, "Quotes"), sure, unsure);
  }
}

/** The id of the quote that an element belongs to; NaN for none. */
function idOf(node) {
  return Number(node?.closest("[data-quote]")?.dataset.quote ?? NaN);
}
