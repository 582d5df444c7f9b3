"use strict";
// An article that was read, and every state of it since: as it was read, and after each correction.

class Work {
  /** source: id, text and meta of what was read. record: what was found. article: what the page shows of it. */
  constructor(source, record, article) {
    this.source = source;
    this.states = [{ record, article }];
    this.saved = this.states[0]; // the state that was downloaded last; at first there is nothing to lose
    this.roster = record.speakers;
    this.checked = false; // whether somebody says that all of it is right
    this.busy = false;
  }

  get now() {
    return this.states.at(-1);
  }

  get title() {
    return this.now.article.title;
  }

  get corrections() {
    return this.states.length - 1;
  }

  get unsaved() {
    return this.saved !== this.now;
  }

  /** Go on with other quotes, made by change(state). Throws a Trouble, and stays as it is then. */
  async correct(change, newcomer = null) {
    if (this.busy) throw new Trouble("The correction before this one is not done yet. Try again.");
    this.busy = true;
    try {
      const roster = newcomer && !this.roster.includes(newcomer) ? [...this.roster, newcomer] : this.roster;
      const record = withQuotes(this.now.record, change(this.now), roster);
      this.states.push({ record, article: await viewOf(record) });
      this.roster = roster;
    } finally {
      this.busy = false;
    }
  }

  undo() {
    if (this.corrections && !this.busy) this.states.pop();
  }
}

/** A name for an article that was pasted: its first words. */
function idFor(text) {
  const words = text.trim().slice(0, 200).split("\n")[0].toLowerCase();
  return (
    words
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 6)
      .join("-") ?? "article"
  );
}
