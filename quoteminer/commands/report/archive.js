"use strict";
// The articles in the page. Summaries are read at once, an article when it is first shown.

class Archive {
  constructor(root) {
    this.blocks = [...root.querySelectorAll("script.article")];
    this.summaries = [...root.querySelectorAll("script.summary")].map((block) => JSON.parse(block.textContent));
    this.read = new Map();
    this.posts = postsOf(this.summaries);
  }

  /** The key of a speaker in all articles: the row of the user's list, else the name, with the role where
   * one name has several. */
  keyOf(who) {
    const name = nameKey(who);
    return (this.posts.get(name)?.size ?? 0) > 1 ? `${name} ${postKey(who)}` : name;
  }

  get size() {
    return this.blocks.length;
  }

  article(number) {
    if (!this.read.has(number)) this.read.set(number, JSON.parse(this.blocks[number].textContent));
    return this.read.get(number);
  }

  /**
   * The speakers of these articles, by falling number of words; those without a name, and nobody known, last. One name with
   * different roles or affiliations may be several people, who are kept apart; `quoteminer people` compares them.
   */
  people(summaries = this.summaries) {
    const people = new Map();
    summaries.forEach((summary, number) => {
      for (const share of summary.speakers) {
        const key = this.keyOf(share);
        if (!people.has(key)) people.set(key, newPerson(share, key));
        const person = people.get(key);
        person.words += share.words;
        person.quotes += share.quotes;
        person.articles.add(number);
        if (share.pronouns && (!person.pronouns || person.pronouns_guessed)) {
          Object.assign(person, { pronouns: share.pronouns, pronouns_guessed: share.pronouns_guessed });
        }
        if (!(key in NAMELESS) && !postOf(person))
          for (const name of POST) person[name] = share[name];
      }
    });
    const known = [...people.values()].filter((one) => one.key !== "nobody");
    const total = summaries.reduce((sum, one) => sum + one.words, 0) - (people.get("nobody")?.words ?? 0);
    for (const one of known) one.percent = total ? (100 * one.words) / total : 0;
    const last = (one) => Object.keys(NAMELESS).indexOf(one.key);
    return [...people.values()].sort((a, b) => last(a) - last(b) || b.words - a.words || (a.name < b.name ? -1 : 1));
  }
}

/** Of each name, what the articles say that its bearers are. */
function postsOf(summaries) {
  const posts = new Map();
  for (const share of summaries.flatMap((one) => one.speakers)) {
    const name = nameKey(share);
    if (share.key || name in NAMELESS || !postOf(share)) continue;
    posts.set(name, (posts.get(name) ?? new Set()).add(postKey(share)));
  }
  return posts;
}

function newPerson(share, key) {
  return { ...share, ...NAMELESS[key], key, id: key, words: 0, quotes: 0, articles: new Set() };
}

const POST = ["role", "affiliation", "role_confidence", "affiliation_confidence"];

/** Speakers without a name, who stand last. */
const NAMELESS = {
  unnamed: { name: "Unnamed sources", role: null, affiliation: null },
  nobody: { name: NOBODY, role: null, affiliation: null },
};

/** The role and affiliation of a speaker, "Mayor" and "mayor" being one. */
function postKey(who) {
  return [who.role, who.affiliation].filter(Boolean).join(", ").toLowerCase();
}

/** The key that speakers of one name share. */
function nameKey(who) {
  if (who.id === null) return "nobody";
  if (who.key) return `key ${who.key}`;
  return who.kind === "unnamed" ? "unnamed" : `${who.kind} ${who.name.toLowerCase()}`;
}
