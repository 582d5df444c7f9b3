"use strict";
// The shares of people, and of their words, by the pronouns that the articles use for them.

const PRONOUN_ORDER = ["she", "he", "they", null]; // null: unknown
const MOST_GROUPS = 12;

/** The numbers of people with a name and of their quoted words for each of PRONOUN_ORDER that somebody has. */
function byPronouns(people) {
  const named = people.filter((one) => one.kind === "person" && one.quotes > 0);
  const sum = (rows, count) => rows.reduce((total, one) => total + count(one), 0);
  const all = sum(named, (one) => one.words);
  return PRONOUN_ORDER.map((pronouns) => {
    const rows = named.filter((one) => (one.pronouns ?? null) === pronouns);
    const spoken = sum(rows, (one) => one.words);
    return {
      pronouns,
      people: rows.length,
      guessed: rows.filter((one) => one.pronouns_guessed).length,
      ofPeople: named.length ? (100 * rows.length) / named.length : 0,
      ofWords: all ? (100 * spoken) / all : 0,
    };
  }).filter((row) => row.people);
}

/** Two bars for each of the pronouns: the share of people, and that of their words. */
function pronounBars(people, heading = null) {
  const row = ({ pronouns, people, guessed, ofPeople, ofWords }) => [
    el("span", { class: "name" }, pronouns ?? "unknown"),
    bar(ofPeople),
    el("span", {}, `${people.toLocaleString("en")} (${ofPeople.toFixed(1)} %${guessed ? `; ${guessed} guessed` : ""})`),
    bar(ofWords),
    el("span", {}, `${ofWords.toFixed(1)} % of words`),
  ];
  const rows = byPronouns(people).map(row);
  return rows.length ? [heading && el("h3", {}, words(heading)), list("ul", { class: "pronouns" }, rows)] : null;
}

/**
 * The part of the page about some people, and then about groups of them: [name, people] each. Null without people.
 */
function pronounsPart(people, groups = []) {
  const bars = pronounBars(people);
  if (!bars) return null;
  const note =
    "How the articles refer to people with a name, by pronouns, titles and nouns such as “actress”; not who they are.";
  return fold(
    el("h2", {}, "People by pronouns"),
    el("p", { class: "facts note" }, note),
    bars,
    groups.map(([name, members]) => pronounBars(members, name)),
  );
}

/** Groups of the summaries by outlet, those with most articles first, and by month, each if there are several. */
function articleGroups(summaries) {
  const by = (key) => {
    const groups = new Map();
    for (const one of summaries) if (key(one)) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
    return groups.size > 1 ? [...groups] : [];
  };
  const outlets = by((one) => one.outlet).sort((a, b) => b[1].length - a[1].length);
  const months = by((one) => (/^\d{4}-\d\d/.exec(one.date) ?? [null])[0]).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return [...outlets.slice(0, MOST_GROUPS), ...months.slice(-MOST_GROUPS)];
}
