"use strict";
// The articles that the page holds. Their summaries are read at once, an article itself when it is first asked for.

class Archive {
  constructor(root) {
    this.blocks = [...root.querySelectorAll("script.article")];
    this.summaries = [...root.querySelectorAll("script.summary")].map((block) => JSON.parse(block.textContent));
    this.read = new Map();
  }

  get size() {
    return this.blocks.length;
  }

  article(number) {
    if (!this.read.has(number)) this.read.set(number, JSON.parse(this.blocks[number].textContent));
    return this.read.get(number);
  }

  /**
   * Who speaks in all articles, who says most first; at the end those without a name, and nobody known. Those of one
   * name may be several people: `posts` has what each article says of them, so that it can be seen.
   */
  people() {
    const people = new Map();
    this.summaries.forEach((summary, number) => {
      for (const share of summary.speakers) {
        const key = keyOf(share);
        if (!people.has(key)) people.set(key, newPerson(share, key));
        const person = people.get(key);
        person.words += share.words;
        person.quotes += share.quotes;
        person.articles.add(number);
        if (key in NAMELESS) continue;
        person.posts.add(postOf(share));
      }
    });
    const total = this.summaries.reduce((sum, one) => sum + one.words, 0);
    for (const one of people.values()) one.percent = total ? (100 * one.words) / total : 0;
    const last = (one) => Object.keys(NAMELESS).indexOf(one.key);
    return [...people.values()].sort((a, b) => last(a) - last(b) || b.words - a.words || (a.name < b.name ? -1 : 1));
  }
}

function newPerson(share, key) {
  return { ...share, ...NAMELESS[key], key, id: key, words: 0, quotes: 0, articles: new Set(), posts: new Set() };
}

/** Who can't be told from others of the same kind; they stand last. */
const NAMELESS = {
  unnamed: { name: "Unnamed sources", role: null, affiliation: null },
  nobody: { name: NOBODY, role: null, affiliation: null },
};

/** What tells a speaker from others in all articles: the row of the user's list, else the name. */
function keyOf(who) {
  if (who.id === null) return "nobody";
  if (who.key) return `key ${who.key}`;
  return who.kind === "unnamed" ? "unnamed" : `${who.kind} ${who.name.toLowerCase()}`;
}
