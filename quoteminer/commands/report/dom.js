"use strict";
// Shared functions. Texts become text nodes and attributes only, never markup.

const NOBODY = "No speaker known";
const COUNTED_FOR_NOBODY = "Counted for nobody"; // also quotes with a speaker that are improbable or negated

/** An element: el("p", { class: "x", onclick: f }, "text", [child, child]). null, undefined and false are left out. */
function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  const shown = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  node.append(...shown.map((child) => (typeof child === "string" ? upright(child) : child)));
  return node;
}

/** A button. What it shows may be several elements. */
function button(shown, onclick, attributes = {}) {
  return el("button", { type: "button", ...attributes, onclick }, shown);
}

/** A control below its label. */
function field(label, control) {
  return el("div", { class: "field" }, el("label", { for: control.id }, label), control);
}

/** The text, of the same length, without what would turn its letters around: a quote must be read as it was given. */
function upright(text) {
  return text.replace(/[\u202d\u202e]/g, "\ufffd");
}

/** "1 quote", "2 quotes". */
function counted(number, thing) {
  return `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
}

/** Words of unknown direction inside a line of ours. */
function words(text) {
  return el("bdi", {}, text);
}

/** A bar of so many percent. What it says must stand beside it in words. */
function bar(percent) {
  const inner = el("span");
  inner.style.inlineSize = `${Math.min(Math.max(percent, 0), 100)}%`;
  return el("span", { class: "bar", "aria-hidden": "true" }, inner);
}

/** The class that sets the colours of a speaker: --tint for grounds, --strong for letters and lines. */
function colourOf(who) {
  if (who.id === null) return "c-nobody";
  return who.colour === null || who.colour === undefined ? "c-other" : `c-${who.colour}`;
}

/** The tag of a speaker, for those who see; screen readers get the name from what stands beside it. */
function tagOf(who) {
  return el("span", { class: `tag ${colourOf(who)}`, "aria-hidden": "true" }, who.tag);
}

const SURE = 0.75; // of a role and an affiliation, as quoteminer.records.parts has it

/** "chairman, TCL Technology Group", or ""; "chairman ?" where the role is doubtful. */
function postOf(who) {
  const doubtful = (name) => (who[`${name}_confidence`] ?? 1) < SURE;
  const shown = (name) => (who[name] && doubtful(name) ? `${who[name]} ?` : who[name]);
  return ["role", "affiliation"].map(shown).filter(Boolean).join(", ");
}

/** Everybody who is quoted in an article, by id, who says most first; null is nobody known. */
function castOf(article) {
  const speakers = new Map(article.record.speakers.map((one) => [one.id, one]));
  return new Map(article.shares.map((share) => [share.id, { name: NOBODY, ...speakers.get(share.id), ...share }]));
}

function isDoubtful(quote, article) {
  return article.doubtful.includes(quote.id);
}

/** The words for a list, as `Quote.phrase`: up to three follow the cue that stands right before them. */
function phraseOf(quote) {
  const { cue, text, start } = quote;
  const few = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length <= 3;
  return cue && few && cue.end + 1 === start && /[\p{L}\p{N}]$/u.test(cue.text) ? `${cue.text} ${text}` : text;
}

/** The name of a second candidate for the speaker that was close, or "". */
function rivalOf(quote, article) {
  return article.rivals[quote.id] ?? "";
}

/** True if somebody said who speaks: there is nothing to be confident of. */
function isByHand(quote) {
  return / by hand$/.test(quote.why);
}

/** "0.9", "0.59, doubtful": with the two digits that doubt goes by; "by hand" where somebody said who speaks. */
function shownConfidence(quote, article) {
  if (isByHand(quote)) return "by hand";
  return Number(quote.confidence.toFixed(2)) + (isDoubtful(quote, article) ? ", doubtful" : "");
}

/** A part that can be folded away, and is on small screens. */
function fold(name, ...content) {
  return el("details", { class: "fold", open: true }, el("summary", {}, name), content);
}

/** The column of filters and speakers. */
function sideColumn(content) {
  return el("section", { class: "side", id: "side", tabindex: "-1", "aria-label": "Filters and speakers" }, content);
}

/** A list with an item for each of these. */
function list(name, attributes, items) {
  return el(
    name,
    attributes,
    items.map((item) => el("li", {}, item)),
  );
}
