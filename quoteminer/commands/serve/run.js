"use strict";
// The start view of a run: its articles, those first that need a look most.

const MOST_LISTED = 200;

class RunDesk {
  /** onOpen(number): the article of that number is to be shown. */
  constructor({ path, onOpen }) {
    this.onOpen = onOpen;
    this.rows = [];
    this.done = el("p", { class: "facts", role: "status" });
    this.open = el("input", { type: "checkbox", id: "open", onchange: () => this.list() });
    this.next = button("Go on with the next", () => onOpen(this.after(null)), { class: "strong", id: "next" });
    this.found = el("section", { class: "lists", "aria-label": "Articles" });
    this.node = el("div", { class: "desk" }, [
      el("h1", {}, "Check what was found"),
      el("p", { class: "facts" }, words(path)),
      this.done,
      el("div", { class: "row" }, this.next, el("label", { class: "choice" }, this.open, "only what is not done")),
      readerField(),
      this.found,
    ]);
  }

  /** Ask how far all articles are by now. */
  async show() {
    const rows = await askJson("/api/articles");
    const before = new Map(this.rows.map(({ number }, at) => [number, at]));
    this.rows = before.size ? rows.sort((a, b) => before.get(a.number) - before.get(b.number)) : rows;
    const sum = (count) => rows.reduce((total, one) => total + count(one), 0);
    const quotes = `${sum((one) => one.checked).toLocaleString("en")} of ${counted(
      sum((one) => one.quotes),
      "quote",
    )}`;
    const whole = `${sum((one) => Number(one.whole)).toLocaleString("en")} of ${counted(rows.length, "article")}`;
    this.done.textContent = `${quotes} checked · ${whole} done`;
    this.next.hidden = this.after(null) === null;
    this.list();
  }

  list() {
    const rows = this.rows.filter((one) => !(this.open.checked && one.whole));
    const item = (row) => {
      const doubtful = row.doubtful ? ` · ${row.doubtful} doubtful` : "";
      const facts = `${row.whole ? "✓ done · " : ""}${row.checked} of ${row.quotes} checked${doubtful}`;
      return entry(row.title, facts, () => this.onOpen(row.number));
    };
    const more = rows.length - MOST_LISTED;
    this.found.replaceChildren(
      list("ul", {}, rows.slice(0, MOST_LISTED).map(item)),
      more > 0 ? el("p", { class: "facts" }, `${more.toLocaleString("en")} more follow when these are done.`) : "",
    );
  }

  /** Note how far an article is. */
  update(work) {
    const row = this.rows.find(({ number }) => number === work.key);
    if (row) row.whole = work.whole;
  }

  /** The number of the next article that is not done, behind one (null: the first); null where all are. */
  after(number) {
    const at = this.rows.findIndex((row) => row.number === number);
    const turned = [...this.rows.slice(at + 1), ...this.rows.slice(0, Math.max(at, 0))];
    return turned.find((row) => !row.whole && row.number !== number)?.number ?? null;
  }
}
