"use strict";
// An article with all its states: as it was read, and after each correction.

const UNTITLED = "Without a title";
const COLOURS = 8; // of speakers, as quoteminer.commands.report.page has them

class Work {
  /**
   * row: what is kept of it. base: the record without what can be corrected. history: quotes, speakers and checked as
   * they were read, and after each correction. looks: colours and tags of the speakers. roster: all who may be meant.
   * place: where it lasts.
   */
  constructor(row, place) {
    this.place = place;
    this.turn = Promise.resolve(); // of the correction that is made
    this.pending = 0; // corrections that are not kept yet
    this.now = null; // the record, and the article that the page shows of it, once it was opened
    this.named = null; // when it is known whom else the article names
    this.take(row);
  }

  take(row) {
    const { key, version, base, title, acts, history, looks, roster, article } = row;
    Object.assign(this, { key, version, base, acts, history, looks, roster: [...roster], merged: null });
    this.known = title; // before the article is opened
    this.meet(history.at(-1).speakers);
    if (article) this.show(article);
  }

  get row() {
    const { key, base, title, acts, history, looks, roster } = this;
    return { key, base, title, acts, history, looks, roster };
  }

  get record() {
    return { ...this.base, ...this.history.at(-1) };
  }

  get title() {
    return this.now?.article.title ?? this.known ?? UNTITLED;
  }

  get corrections() {
    return this.history.length - 1;
  }

  get quotes() {
    return this.history.at(-1).quotes;
  }

  /** "31 of 48 checked" */
  get progress() {
    return `${this.quotes.filter((quote) => quote.checked).length} of ${this.quotes.length} checked`;
  }

  /** The quotes of a speaker that nobody has checked; none of null, nobody known. */
  openOf(speaker) {
    return this.quotes.filter((quote) => quote.speaker === (speaker ?? undefined) && !quote.checked);
  }

  /** "the other 8 quotes of Ana Lee" */
  othersOf(speaker) {
    const { name } = this.roster.find((one) => one.id === speaker);
    const open = this.openOf(speaker).length;
    const all = this.quotes.filter((quote) => quote.speaker === speaker).length;
    const which = open === all ? "other" : "unchecked";
    return open === 1 ? `the ${which} quote of ${name}` : `the ${which} ${open} quotes of ${name}`;
  }

  /** All who may be chosen: the roster without those who were joined with somebody else. */
  get choices() {
    const { speakers } = this.history.at(-1);
    const quoted = new Set(speakers.map((one) => one.id));
    return this.roster.filter((one) => quoted.has(one.id) || !isAmong(one, speakers));
  }

  /** Have these speakers in the roster as they are described now. */
  meet(speakers) {
    this.roster = [...new Map([...this.roster, ...speakers].map((one) => [one.id, one])).values()];
  }

  get whole() {
    return Boolean(this.history.at(-1).checked);
  }

  show(article) {
    this.now = { record: this.record, article: this.dressed(article) };
  }

  /** Have what the page shows. */
  async open() {
    if (!this.now) this.show(await viewOf(this.record));
    return this;
  }

  /** Ask whom the article names besides those who are quoted; only once. */
  learnNames() {
    this.named ??= askJson("/api/named", { text: this.base.text }).then(
      (all) => this.introduce(all),
      () => (this.named = null), // the server is busy: the next time
    );
    return this.named;
  }

  introduce(all) {
    for (const one of all)
      if (!isAmong(one, this.roster)) this.roster.push({ ...one, id: newId(this.roster), quotes: [] });
  }

  /**
   * Go on with another record, made by make(state) when the corrections before are done, and keep it. merged: a name
   * for steps that are undone together. Throws a Trouble, and stays as it is then.
   */
  change(make, merged = null) {
    return this.next(async () => {
      const { quotes, speakers, checked = null } = make(this.now);
      const before = merged && this.merged === merged ? this.history.slice(0, -1) : this.history;
      await this.put([...before, { quotes, speakers, checked }]);
      this.merged = merged;
    });
  }

  /** Take the last correction back. undone: the first quote that it was about and that is there again, or null. */
  undo() {
    return this.next(async () => {
      const before = this.quotes;
      if (this.corrections) await this.put(this.history.slice(0, -1));
      this.undone = this.quotes.find((one) => !before.includes(one))?.id ?? null;
      this.merged = null;
    });
  }

  next(step) {
    this.pending += 1;
    const turn = this.turn.then(step).finally(() => (this.pending -= 1));
    this.turn = turn.catch(() => {});
    return turn;
  }

  async put(history) {
    const { article } = await this.place.write(this, { ...this.base, ...history.at(-1) }, history);
    this.history = history;
    this.meet(history.at(-1).speakers);
    this.show(article);
  }

  /** Go on with what somebody else, or another tab, has made of it. */
  async renew() {
    const row = await this.place.fresh(this);
    if (!row) return;
    this.now = null;
    this.take(row);
    await this.open();
  }

  /** The article with the colours and tags that its speakers had from the start; others get what is free. */
  dressed(article) {
    const looks = new Map(this.looks.map((one) => [one.id, one]));
    const others = article.shares.filter(({ id }) => id !== null && !looks.has(id)).sort((a, b) => a.id - b.id);
    for (const { id, tag } of others) {
      const [tags, colours] = ["tag", "colour"].map((name) => new Set([...looks.values()].map((one) => one[name])));
      const number = [...Array(tags.size + 2).keys()].find((at) => !tags.has(at < 2 ? tag : `${tag}${at}`));
      const colour = [...Array(COLOURS).keys()].find((at) => !colours.has(at)) ?? null;
      looks.set(id, { id, tag: number < 2 ? tag : `${tag}${number}`, colour });
    }
    this.looks = [...looks.values()];
    const shares = article.shares.map((one) => ({ ...one, ...looks.get(one.id) }));
    return { ...article, title: shownTitle(article), shares };
  }
}

/** The title that the server found; the id of a pasted text is none. */
function shownTitle({ title, heading, record }) {
  return heading === null && title === idFor(record.text) ? UNTITLED : title;
}

/** The id of an article that was pasted, for the names of files: its first words. */
function idFor(text) {
  const words = text.trim().slice(0, 200).split("\n")[0].toLowerCase();
  return (
    words
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 6)
      .join("-") ?? "article"
  );
}
