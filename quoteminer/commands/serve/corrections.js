"use strict";
// Corrections by hand. A record is never changed: each correction makes a new one. A state is a record and the article
// that the page shows of it (works.js).

const BY_HAND = "corrected by hand";
const ADDED = "added by hand";
const CORRECTED = "corrected"; // the flag of such a quote
const SOURCE_PRONOUNS = /^(?:i|we|you|he|she|it|they|me|us|him|her|them|this|that|these|those|who|which)$/i;
const NAMED = /(?:^|\s)(?!(?:The|A|An|One|Some|His|Her|Their)\b)\p{Lu}/u;

/**
 * The edits of selected words: each returns all quotes of the record anew, given the `quote` that is edited. spans: the
 * selected words, a span for each paragraph. Throws a Trouble where that makes no sense.
 */
const EDITS = {
  add: (state, quote, spans) => {
    const id = Math.max(-1, ...state.record.quotes.map((one) => one.id)) + 1;
    const parts = { ...placed(state, spans), type: typeOf(state, spans), act: "statement", cue: null, mention: null };
    const who = { speaker: null, status: "unresolved", confidence: 1, flags: [CORRECTED], why: ADDED };
    return [...state.record.quotes, { id, ...parts, ...who, checked: stamp() }];
  },
  words: (state, quote, spans) => replaced(state, quote, { ...placed(state, spans), type: typeOf(state, spans) }),
  source: (state, quote, [span]) => replaced(state, quote, { mention: span ? mentionOf(state, span) : null }),
  cue: (state, quote, spans) => replaced(state, quote, { cue: spans.length ? cueOf(state, spans) : null }),
  split: (state, quote, spans) => {
    const inside = spans.flatMap((one) => quote.spans.map((part) => common(one, part))).filter(filled);
    const left = spans.reduce((rest, one) => rest.flatMap((part) => without(part, one)), quote.spans);
    const kept = left.map((one) => trimmed(state, one)).filter((one) => /[\p{L}\p{N}]/u.test(textOf(state, [one])));
    if (!inside.length || !kept.length)
      throw new Trouble("Select a part of this quote’s words, to be a quote of its own.");
    const rest = replaced(state, quote, placed(state, kept));
    const id = Math.max(...rest.map((one) => one.id)) + 1;
    return [...rest, { ...edited(quote, placed(state, inside)), id }];
  },
  join: (state, quote) => {
    const { quotes } = state.record;
    const next = quotes[quotes.indexOf(quote) + 1];
    const spans = joined(state, [...quote.spans, ...next.spans]);
    const parts = { ...placed(state, spans), cue: quote.cue ?? next.cue, mention: quote.mention ?? next.mention };
    return replaced(state, quote, parts).filter((one) => one.id !== next.id);
  },
  remove: (state, quote) => state.record.quotes.filter((one) => one !== quote),
  /** changes: some of speaker (an id, or null for nobody), type, act and spans. */
  correct: (state, quote, { spans = quote.spans, ...changes }) => {
    const status = changes.speaker === null ? "unresolved" : "resolved";
    const why = quote.why === ADDED ? ADDED : BY_HAND;
    const said = "speaker" in changes ? { status, confidence: 1, why } : {};
    return replaced(state, quote, { ...changes, ...placed(state, spans), ...said });
  },
  /** The quotes of another speaker that nobody has checked have the one of this quote. They must still be checked. */
  alike: ({ record }, { speaker }, before) => {
    const said = { speaker, status: speaker === null ? "unresolved" : "resolved", confidence: 1, why: BY_HAND };
    const open = (one) => one.speaker === before && !one.checked;
    return record.quotes.map((one) => (open(one) ? { ...edited(one, said), checked: null } : one));
  },
  /** It is right, or nobody has checked it any more. */
  check: ({ record }, quote, right) => {
    const checked = right ? (quote.checked ?? stamp()) : null;
    return record.quotes.map((one) => (one === quote ? { ...quote, checked } : one));
  },
};

/**
 * The record with these quotes, in text order, and whoever of the roster speaks in them; roster: all who may be meant,
 * also those who have no quote at present. Quotes keep their ids.
 */
function withQuotes(record, quotes, roster) {
  const said = (speaker) => quotes.filter((quote) => quote.speaker === speaker.id).map((quote) => quote.id);
  const speakers = roster.map((speaker) => ({ ...speaker, quotes: said(speaker) }));
  return {
    ...record,
    quotes: [...quotes].sort((a, b) => a.start - b.start),
    speakers: speakers.filter((speaker) => speaker.quotes.length),
  };
}

/** The record whose quotes were all looked at and of which none is missing; or no longer. */
function wholeOf(record, whole) {
  const quotes = record.quotes.map((one) => (whole && !one.checked ? { ...one, checked: stamp() } : one));
  return { ...record, quotes, checked: whole ? stamp() : null };
}

/** The record in which a speaker has another name, role or affiliation. changes: some of these; null for none. */
function described(record, id, changes) {
  const { name } = changes;
  if (name && record.speakers.some((one) => one.id !== id && sameName(one.name, name)))
    throw new Trouble(`${name} is quoted in this article already. Choose ${name} under “Is the same as”.`);
  const facts = ["role", "affiliation"].filter((fact) => fact in changes);
  const byHand = Object.fromEntries(facts.map((fact) => [`${fact}_confidence`, changes[fact] === null ? null : 1]));
  const change = (speaker) => {
    const aliases = speaker.aliases.filter((alias) => alias !== name);
    return { ...speaker, ...changes, ...byHand, aliases };
  };
  return { ...record, speakers: record.speakers.map((one) => (one.id === id ? change(one) : one)) };
}

/** The record in which a speaker is somebody else of the roster, who gets the quotes, names and mentions of both. */
function joinedSpeakers(record, id, other, roster) {
  const [gone, kept] = [id, other].map((number) => roster.find((one) => one.id === number));
  const names = [...new Set([...kept.aliases, gone.name, ...gone.aliases])];
  const mentions = new Map([...kept.mentions, ...gone.mentions].map((span) => [String(span), span]));
  const person = {
    ...kept,
    ...factOf(kept.role === null ? gone : kept, "role"),
    ...factOf(kept.affiliation === null ? gone : kept, "affiliation"),
    aliases: names.filter((name) => name !== kept.name),
    mentions: [...mentions.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]),
    known: kept.known?.key ? kept.known : (gone.known ?? kept.known),
  };
  const flagged = (quote) => [...quote.flags.filter((flag) => flag !== CORRECTED), CORRECTED];
  const move = (quote) => ({ ...quote, speaker: other, flags: flagged(quote) });
  const quotes = record.quotes.map((quote) => (quote.speaker === id ? move(quote) : quote));
  return withQuotes(record, quotes, [...roster.filter((one) => one.id !== other), person]);
}

/** A role or an affiliation with its confidence. */
function factOf(speaker, fact) {
  const confidence = `${fact}_confidence`;
  return { [fact]: speaker[fact], [confidence]: speaker[confidence] ?? null };
}

function sameName(name, other) {
  return name.toLowerCase() === other.toLowerCase();
}

/** True if a speaker is one of others, by a name or by a place in the article where both are named. */
function isAmong(speaker, others) {
  const names = [speaker.name, ...speaker.aliases];
  const places = new Set(speaker.mentions.map(String));
  return others.some(
    (other) =>
      [other.name, ...other.aliases].some((name) => names.some((own) => sameName(own, name))) ||
      other.mentions.some((span) => places.has(String(span))),
  );
}

/** The speaker of a name that was typed: one of the roster, else a new one. */
function speakerNamed(name, kind, roster) {
  const known = roster.find((one) => sameName(one.name, name));
  const nothing = { role: null, affiliation: null, aliases: [], mentions: [], quotes: [], known: null };
  return known ?? { id: newId(roster), name, kind, ...nothing };
}

function newId(roster) {
  return Math.max(-1, ...roster.map((one) => one.id)) + 1;
}

/** Who checks something now. */
function stamp() {
  return { by: reader(), time: new Date().toISOString() };
}

function reader() {
  try {
    return localStorage.getItem("reader") ?? "";
  } catch {
    return ""; // this browser keeps nothing
  }
}

/** Keep the name of who checks, for the next time. */
function nameReader(name) {
  try {
    localStorage.setItem("reader", name.trim());
  } catch {
    // then it holds for no time at all, and the name is ""
  }
}

function edited(quote, fields) {
  const old = "speaker" in fields ? [CORRECTED, "unsure-speaker"] : [CORRECTED];
  const flags = [...quote.flags.filter((one) => !old.includes(one)), CORRECTED];
  return { ...quote, ...fields, flags, checked: stamp() };
}

function replaced({ record }, quote, fields) {
  return record.quotes.map((one) => (one === quote ? edited(quote, fields) : one));
}

function textOf({ record }, spans) {
  const points = [...record.text];
  return spans.map(([start, end]) => points.slice(start, end).join("")).join(" […] ");
}

/** The fields of a quote that its parts decide. */
function placed(state, spans) {
  const [start, end] = [spans[0][0], spans.at(-1)[1]];
  const paragraph = Math.max(
    0,
    state.article.paragraphs.findLastIndex((one) => one[0] <= start),
  );
  return { spans, start, end, text: textOf(state, spans), paragraph };
}

function mentionOf(state, [start, end]) {
  const text = textOf(state, [[start, end]]);
  return { text, start, end, kind: SOURCE_PRONOUNS.test(text) ? "pronoun" : NAMED.test(text) ? "name" : "description" };
}

/** A cue. Its dictionary form is that of the same words elsewhere in the article, else the words themselves. */
function cueOf(state, spans) {
  const text = textOf(state, spans);
  const same = state.record.quotes.find((one) => one.cue?.text === text)?.cue;
  const lemma = same?.lemma ?? text.toLowerCase();
  return { text, start: spans[0][0], end: spans.at(-1)[1], lemma, ...(spans.length > 1 && { spans }) };
}

/** The type of a quote: how many of its letters stand between double quotation marks of their paragraph. */
function typeOf({ record, article }, spans) {
  const points = [...record.text];
  let [letters, marked] = [0, 0];
  for (const [from, to] of article.paragraphs.filter(([from, to]) =>
    spans.some((one) => filled(common(one, [from, to]))),
  )) {
    let open = false;
    for (let at = from; at < to; at++) {
      if ('“”„«»"'.includes(points[at])) open = points[at] === '"' ? !open : "“„«".includes(points[at]);
      else if (/[\p{L}\p{N}]/u.test(points[at]) && spans.some(([start, end]) => start <= at && at < end)) {
        letters += 1;
        marked += open;
      }
    }
  }
  return marked >= 0.9 * letters ? "direct" : marked ? "mixed" : "indirect";
}

function common(a, b) {
  return [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
}

function filled([start, end]) {
  return start < end;
}

/** The parts of a span before and behind another one. */
function without([start, end], [from, to]) {
  return [common([start, end], [start, from]), common([start, end], [to, end])].filter(filled);
}

function trimmed(state, [start, end]) {
  const text = textOf(state, [[start, end]]);
  const [before, after] = [text.trimStart(), text.trimEnd()].map((one) => [...text].length - [...one].length);
  return [start + before, end - after];
}

/** The spans in text order; those that meet or have only spaces between them become one. */
function joined(state, spans) {
  const all = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    const between = last && (last[1] < start ? textOf(state, [[last[1], start]]) : "");
    if (last && /^[^\S\n]*$/u.test(between)) all[all.length - 1] = [last[0], Math.max(last[1], end)];
    else all.push([start, end]);
  }
  return all;
}
