"use strict";
// The record of one quote as a panel.

/**
 * The elements of the panel. buttons: elements for its head. actions(quote, who): more elements above the facts,
 * or null.
 */
function recordOf(article, quote, who, { buttons = [], actions = null } = {}) {
  const post = postOf(who);
  const rival = rivalOf(quote, article);
  const { quotes } = article.record;
  const place = `Quote ${quotes.indexOf(quote) + 1} of ${quotes.length}`;
  return [
    el("header", {}, el("h2", { tabindex: "-1", id: "record-title" }, place), buttons),
    el("p", { class: "speaker" }, [
      tagOf(who),
      " ",
      el("b", {}, words(who.name)),
      rival && el("span", { class: "rival" }, "or ", words(rival), "?"),
      post && el("span", {}, words(post)),
    ]),
    el("blockquote", { dir: "auto", class: colourOf(who) }, quote.text),
    actions?.(quote, who),
    factsOf(article, quote, who),
    el("details", {}, el("summary", {}, "The record as JSON"), jsonOf(quote)),
  ];
}

function factsOf(article, quote, who) {
  return factsList([
    ["Type", quote.act === "statement" ? quote.type : `${quote.type} ${quote.act}`],
    ["Confidence", isByHand(quote) ? null : confidenceOf(quote, article)],
    ["Checked", quote.checked && shownCheck(quote.checked)],
    ["Time", quote.time === undefined ? null : clock(quote.time)],
    ["Status", quote.status === "resolved" ? null : quote.status],
    ["Why", quote.why],
    ["Named as", quote.mention && [words(quote.mention.text), ` (${quote.mention.kind})`]],
    ["How", quote.cue && words(quote.cue.text)],
    ["Said", quote.flags.includes("negated") ? "no: the words were not said, or denied" : null],
    ["Pronouns", who.pronouns && `${who.pronouns}${who.pronouns_guessed ? " (a guess from the name)" : ""}`],
    ["Also called", who.aliases?.length ? words(who.aliases.join("; ")) : null],
    ["In your list", knownOf(who.known)],
    ["Notes", quote.flags.join(", ")],
    ["Id", quote.id],
    ["Page", quote.page],
    ["Characters", `${quote.start}–${quote.end}`],
  ]);
}

/** "0:07", "12:03", "1:02:03". */
function clock(time) {
  const [hours, minutes, seconds] = [time / 3600, (time / 60) % 60, time % 60].map(Math.floor);
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

function confidenceOf(quote, article) {
  return el("span", { class: "confidence" }, bar(100 * quote.confidence), shownConfidence(quote, article));
}

/** "by Ana, 2 November 2026". */
function shownCheck({ by, time }) {
  const date = new Date(time);
  const day = Number.isNaN(date.valueOf()) ? time : date.toLocaleDateString("en-GB", { dateStyle: "long" });
  return words([by && `by ${by}`, day].filter(Boolean).join(", "));
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
function quotesTable(article, quotes, cast) {
  const names = ["Id", "Speaker", "Quote", "Type", "Confidence", "Named as", "Why"];
  const head = names.map((name) => el("th", { scope: "col" }, name));
  const rows = quotes.map((quote) => {
    const { name } = cast.get(quote.speaker);
    const source = quote.mention?.text ?? "";
    const cells = [quote.id, name, phraseOf(quote), quote.type, shownConfidence(quote, article), source, quote.why];
    const row = cells.map((cell) => el("td", {}, words(String(cell))));
    return el("tr", {}, row);
  });
  return el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows));
}
