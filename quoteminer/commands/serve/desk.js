"use strict";
// The start view: articles pasted or from a file, and the list of those that were read.

const LONG = 70; // letters of a title that the lists show

const SAMPLE = {
  id: "sample",
  meta: {},
  text: `Night ferry to sail again from May

The night ferry between Port Ellis and Sandholm will return in May after a break of eleven years, the shipping company Norr Line said on Tuesday.

“We should never have sold the old ship,” said Ingrid Solheim, the company’s director. “Now we have the ship, and we have the crew.”

The harbour board had feared that the old quay would not carry the new ramp. Its engineer, Tomás Reyes, said that tests in the winter had shown “no crack wider than a hair”.

Not everybody is glad. “I moved here because the nights were quiet,” Ellen Marsh, who lives above the quay, told the town council. She wants the ship to use the outer harbour.

According to Norr Line, a ticket will cost less than the train. Karim Aziz, the mayor, hopes that the island’s hotels will open earlier.
`,
};

class Desk {
  /**
   * limits: characters of an article, bytes of a file. place: where articles last. onOpen(work): it is to be shown.
   * onChecked(checked): a draft was checked; checked: what checkOf gives.
   */
  constructor({ limits, place, onOpen, onChecked }) {
    Object.assign(this, { limits, place, onOpen, onChecked });
    this.stopping = null; // what ends the waiting for an answer
    this.found = []; // the articles of the file that was taken last
    this.node = this.build();
    this.measure();
  }

  build() {
    this.text = textField("article", 14);
    this.text.setAttribute("aria-describedby", "length");
    this.text.addEventListener("input", () => this.measure());
    this.length = el("p", { class: "facts", id: "length" });
    this.file = el("input", { type: "file", id: "file" });
    this.file.addEventListener("change", () => this.file.files.length && this.take(this.file.files[0]));
    this.thoughts = el("input", { type: "checkbox", id: "thoughts" });
    this.read = el("button", { class: "strong", id: "read" }, "Find quotes");
    this.sources = el("div", { class: "sources" });
    this.addSource();
    this.stop = button("Stop waiting", () => this.stopping?.abort(), { class: "weak", id: "stop", hidden: true });
    this.status = el("p", { role: "status", class: "facts" });
    this.fault = el("p", { role: "alert", class: "fault" });
    this.fromFile = el("section", { class: "lists" });
    this.before = el("section", { class: "lists" });
    return el("div", { class: "desk" }, [
      el("h1", {}, "Who said what?"),
      el(
        "p",
        { class: "facts" },
        "Paste an English news article, or drop a file on this page. Texts go to this server only; what was read stays in this browser until you forget it.",
      ),
      this.before,
      this.form(),
      this.fromFile,
      readerField(),
    ]);
  }

  form() {
    const choice = el("label", { class: "choice" }, this.thoughts, "also topics and thoughts");
    const form = el("form", { "aria-label": "Article" }, [
      field("Article or draft", this.text),
      this.length,
      el("div", { class: "row" }, field("or a file: an article, several, or what was downloaded here as JSON", this.file), choice),
      el("div", { class: "row" }, [
        this.read,
        button("Try a sample article", () => this.start(SAMPLE), { class: "weak", id: "sample" }),
        this.stop,
        this.status,
      ]),
      this.fault,
      el("h2", {}, "Do its quotations match the sources?"),
      el("p", { class: "facts" }, "Paste what was said: a transcript, a speech, a release, an interview."),
      this.sources,
      el("div", { class: "row" }, [
        button("Check the quotations against the source", () => this.check(), { class: "weak", id: "check" }),
        button("Add another source", () => this.addSource().focus(), { class: "weak", id: "more" }),
      ]),
    ]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.readPasted();
    });
    return form;
  }

  /** One more field for a source; returns it. */
  addSource() {
    const number = this.sources.children.length + 1;
    const source = textField(`source-${number}`, 6);
    this.sources.append(field(`Source ${number}`, source));
    return source;
  }

  measure() {
    const most = this.limits.characters.toLocaleString("en");
    this.length.textContent = `${[...this.text.value].length.toLocaleString("en")} of ${most} characters`;
  }

  readPasted() {
    const text = this.text.value;
    if (!text.trim()) return this.lacks(this.text, "There is no article yet. Paste one, or choose a file.");
    return this.start({ id: idFor(text), text, meta: {} });
  }

  /** Look for the quotations of the article in the sources. */
  check() {
    const fields = [...this.sources.querySelectorAll("textarea")];
    const sources = fields.map((one) => one.value);
    if (!this.text.value.trim()) return this.lacks(this.text, "There is no article to check yet. Paste one above.");
    if (!sources.some((one) => one.trim()))
      return this.lacks(fields[0], "There is no source yet. Paste what was said.");
    return this.waiting("Checking quotations …", async (signal) => {
      this.onChecked(await checkOf(this.text.value, sources, { signal }));
    });
  }

  lacks(control, fault) {
    this.fault.textContent = fault;
    control.focus();
  }

  /** Show what was found in an article; read it if that was not done before. It stays where it was, whatever happens. */
  async start(source) {
    const { id, text, meta, record } = source; // record: of an article that was read, and corrected perhaps
    const acts = record ? "file" : this.thoughts.checked ? "all" : "speech";
    const before = record ? this.place.sameRecord(record) : this.place.same(text, acts);
    if (before) return this.onOpen(before);
    if (record) {
      return this.waiting("Opening it …", async (signal) => {
        this.onOpen(await this.place.add(record, await viewOf(record, { signal }), acts));
      });
    }
    return this.waiting("Finding quotes …", async (signal) => {
      const record = await askJson("/api/extract", { id, text, meta, acts }, { signal });
      this.onOpen(await this.place.add(record, await viewOf(record, { signal }), acts));
    });
  }

  /** Take the articles out of a file; read it at once where there is one only. */
  async take(file) {
    const taken = await this.waiting(`Opening ${file.name} …`, async (signal) => {
      if (file.size > this.limits.bytes) {
        throw new Trouble(`${file.name} is too large for this page. Use quoteminer extract or quoteminer corpus.`);
      }
      const { articles, errors } = await askJson(`/api/files?name=${encodeURIComponent(file.name)}`, file, { signal });
      this.found = articles;
      this.showFound(file.name, errors);
      if (!articles.length) throw new Trouble(errors[0] ?? `${file.name} has no article.`);
      return articles;
    });
    this.file.value = ""; // the same file may be chosen again
    if (taken?.length === 1) await this.start(taken[0]);
    else if (taken) this.fromFile.querySelector("button").focus();
  }

  /** Do something that takes time; returns what it does, null where it failed or another one is going on. */
  async waiting(what, work) {
    if (this.stopping) return null;
    this.stopping = new AbortController();
    this.fault.textContent = "";
    this.busy(what);
    const later = setTimeout(() => (this.status.textContent = `${what} Others may be in line before you.`), 4000);
    try {
      return await work(this.stopping.signal);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      this.fault.textContent = error.message;
      this.fault.scrollIntoView({ block: "nearest" }); // the button may be far below
      return null;
    } finally {
      clearTimeout(later);
      this.stopping = null;
      this.busy("");
    }
  }

  busy(what) {
    const back = !what && document.activeElement === this.stop;
    this.status.textContent = what;
    this.stop.hidden = !what;
    const buttons = this.node.querySelectorAll("#read, #check");
    for (const one of buttons) one.setAttribute("aria-disabled", String(Boolean(what)));
    this.node.classList.toggle("busy", Boolean(what));
    if (back) this.read.focus();
  }

  showFound(name, errors) {
    const head = `${counted(this.found.length, "article")} in ${name}`;
    const faults = errors.length
      ? el("details", {}, el("summary", {}, `${errors.length} could not be read`), list("ul", {}, errors))
      : null;
    const items = this.found.map((one) => entry(one.title, one.id, () => this.start(one)));
    this.fromFile.replaceChildren(el("h2", {}, words(head)), list("ul", {}, items), ...(faults ? [faults] : []));
  }

  /** List the articles that were read; the last one comes first. */
  show() {
    const item = (work) => {
      const corrected = work.corrections ? ` · ${counted(work.corrections, "correction")}` : "";
      const facts = `${counted(work.quotes.length, "quote")} · ${work.progress}${corrected}`;
      const label = `Forget ${work.title}`;
      const forget = button("✕", () => this.forget(work), { class: "weak", "aria-label": label, title: label });
      return [entry(work.title, facts, () => this.onOpen(work)), forget];
    };
    const items = [...this.place.works.values()].reverse().map(item);
    const own = [el("h2", {}, "Your articles"), list("ul", { class: "kept" }, items)];
    this.before.replaceChildren(...(items.length ? own : []));
  }

  async forget(work) {
    const lost = work.corrections ? ` and ${counted(work.corrections, "correction")}` : "";
    if (!confirm(`Forget “${work.title}”${lost}? This can’t be undone.`)) return;
    await this.place.remove(work);
    this.show();
    this.text.focus({ preventScroll: true });
  }
}

/** A line of a list: the title of an article, facts about it, and what a press does. */
function entry(title, facts, onclick) {
  const shown = [words(title.slice(0, LONG)), el("span", { class: "facts" }, words(facts))];
  return button(shown, onclick, { class: "entry" });
}

/** A field for the name of who checks, which this browser keeps. */
function readerField() {
  const input = el("input", { id: "reader", autocomplete: "name", maxlength: 100, value: reader() });
  input.addEventListener("change", () => nameReader(input.value));
  return field("Your name, kept with what you check", input);
}

/** A field for a text of any language. */
function textField(id, rows) {
  return el("textarea", { id, rows, dir: "auto", spellcheck: "false" });
}
