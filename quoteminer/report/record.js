"use strict";
// The record of one quote, for a person to read.

/**
 * What the panel shows of a quote. buttons: elements for its head. actions(quote, who): more elements below the facts,
 * or null.
 */
function recordOf(article, quote, who, { buttons = [], actions = null } = {}) {
  const post = postOf(who);
  return [
    el("header", {}, el("h2", { tabindex: "-1", id: "record-title" }, `Quote ${quote.id + 1}`), buttons),
    el("p", { class: "speaker" }, tagOf(who), " ", el("b", {}, words(who.name)), post && el("span", {}, words(post))),
    el("blockquote", { dir: "auto", class: colourOf(who) }, quote.text),
    factsOf(article, quote, who),
    actions?.(quote, who),
    el("details", {}, el("summary", {}, "The record as JSON"), jsonOf(quote)),
  ];
}

function factsOf(article, quote, who) {
  const facts = [
    ["Type", quote.act === "other" ? `${quote.type}, a thought` : quote.type],
    ["Confidence", confidenceOf(quote, article.doubtful)],
    ["Status", quote.status === "resolved" ? null : quote.status],
    ["Why", quote.why],
    ["Source here", quote.mention && [words(quote.mention.text), ` (${quote.mention.kind})`]],
    ["Cue", quote.cue && words(quote.cue.text)],
    ["Also called", who.aliases?.length ? words(who.aliases.join("; ")) : null],
    ["In your list", knownOf(who.known)],
    ["Noted", quote.flags.join(", ")],
    ["Characters", `${quote.start}–${quote.end}`],
  ];
  const rows = facts.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
  return el("dl", {}, rows);
}

function confidenceOf(quote, doubtful) {
  const shown = shownConfidence(quote) + (quote.confidence < doubtful ? ", doubtful" : "");
  return el("span", { class: "confidence" }, bar(100 * quote.confidence), shown);
}

function knownOf(known) {
  if (!known) return null;
  if (known.status === "linked") return words(`${known.name} (${known.key})`);
  return known.status === "ambiguous" ? `not sure: ${counted(known.fitting, "row")} fit` : "not there";
}

function jsonOf(value) {
  return el("pre", { tabindex: "0", "aria-label": "JSON" }, JSON.stringify(value, null, 2));
}

/** All quotes of an article as a table, for paper. */
function quotesTable(quotes, cast) {
  const head = ["", "Speaker", "Quote", "Type", "Conf.", "Why"].map((name) => el("th", { scope: "col" }, name));
  const rows = quotes.map((quote) => {
    const who = cast.get(quote.speaker);
    const cells = [quote.id + 1, words(who.name), words(quote.text), quote.type, shownConfidence(quote), quote.why];
    return el("tr", {}, cells.map((cell) => el("td", {}, String(cell) === cell || cell.nodeType ? cell : String(cell))));
  });
  return el("table", { class: "paper" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows));
}
