"use strict";
// The toolbar of an article: add a quote, undo corrections, download.

const FORMAT_NAMES = {
  json: "JSON",
  jsonl: "JSON lines",
  csv: "CSV",
  xlsx: "Excel (xlsx)",
  parquet: "Parquet",
  "parquet-quotes": "Parquet, one row a quote",
  sqlite: "SQLite",
  brat: "brat (ZIP)",
  labelstudio: "Label Studio (ZIP)",
  gold: "Checked quotes, for quoteminer evaluate (gold)",
};

/** The controls of the article that is shown. onAdd(), onUndo(), onWhole(whether), onNext(), onDownload(format). */
class Tools {
  constructor(formats, { onAdd, onUndo, onWhole, onNext, onDownload }) {
    const keys = (key) => ({ "aria-keyshortcuts": key, title: `or the key ${key}` });
    const add = button("Add a quote", onAdd, { class: "weak", id: "add", ...keys("n") });
    add.addEventListener("mousedown", (event) => event.preventDefault()); // which would end the selection
    this.progress = el("span", { class: "facts", id: "progress", role: "status" });
    const attributes = { type: "checkbox", id: "checked", "aria-keyshortcuts": "w" };
    this.whole = el("input", { ...attributes, onchange: () => onWhole(this.whole.checked) });
    const title = "No quote is wrong, and none is missing (w)";
    const choice = el("label", { class: "choice", title }, this.whole, "whole article checked");
    this.undo = button("", onUndo, { class: "weak", id: "undo", ...keys("u") });
    this.next = button("Next article", onNext, { class: "weak", id: "next-article", ...keys(".") });
    const names = Object.fromEntries(formats.map((one) => [one, FORMAT_NAMES[one] ?? one]));
    this.format = el("select", { id: "format", "aria-label": "Format" }, options(names));
    const save = button("Download", () => onDownload(this.format.value), { class: "strong", id: "download" });
    this.node = el("div", { class: "tools", role: "group", "aria-label": "This article", hidden: true }, [
      this.progress,
      add,
      this.undo,
      choice,
      this.next,
      this.format,
      save,
    ]);
  }

  /** work: the article that is shown; null for none. next: there is another one to go on with. */
  show(work, next) {
    this.node.hidden = work === null;
    const count = work?.corrections ?? 0;
    this.progress.textContent = work?.progress ?? "";
    this.whole.checked = work?.whole ?? false;
    this.next.hidden = !next;
    this.undo.hidden = !count;
    this.undo.textContent = `Undo (${count})`;
    this.undo.setAttribute("aria-label", `Undo the last of ${counted(count, "correction")}`);
  }
}

/** A line about what was done or went wrong, which screen readers say at once. */
class Notice {
  constructor() {
    this.done = el("p", { role: "status" });
    this.wrong = el("p", { role: "alert" });
    this.warning = ""; // behind all that is told
    const close = button("✕", () => this.clear(), { class: "weak", "aria-label": "Close the note" });
    this.node = el("div", { class: "notice" }, this.done, this.wrong, close);
    this.clear();
  }

  tell(text) {
    this.say(text + this.warning, "");
  }

  /** Something went wrong. What is no Trouble is an error of the page, which the browser's console is to show. */
  complain(error) {
    if (!(error instanceof Trouble)) throw error;
    this.say("", error.message);
  }

  clear() {
    this.say("", "");
  }

  say(done, wrong) {
    this.done.textContent = done;
    this.wrong.textContent = wrong;
    this.node.classList.toggle("on", Boolean(done || wrong));
  }
}
