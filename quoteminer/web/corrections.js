"use strict";
// Corrections by hand. A record is never changed: each correction makes a new one.

const BY_HAND = "corrected by hand";
const CORRECTED = "corrected"; // the flag of such a quote

/**
 * The record with another speaker and type of a quote. speaker: an id of `roster`, or null for nobody; roster: all who
 * may be meant, also those who have no quote at present.
 */
function withCorrection(record, id, { speaker, type }, roster) {
  const quotes = record.quotes.map((quote) => {
    if (quote.id !== id) return quote;
    const flags = [...quote.flags.filter((one) => one !== CORRECTED), CORRECTED];
    const status = speaker === null ? "unresolved" : "resolved";
    return { ...quote, speaker, type, status, confidence: 1, flags, why: BY_HAND };
  });
  return withQuotes(record, quotes, roster);
}

/** The record without a quote. The others keep their ids. */
function withoutQuote(record, id, roster) {
  return withQuotes(
    record,
    record.quotes.filter((quote) => quote.id !== id),
    roster,
  );
}

/** The record with these quotes and whoever of the roster speaks in them. */
function withQuotes(record, quotes, roster) {
  const said = (speaker) => quotes.filter((quote) => quote.speaker === speaker.id).map((quote) => quote.id);
  const speakers = roster.map((speaker) => ({ ...speaker, quotes: said(speaker) }));
  return { ...record, quotes, speakers: speakers.filter((speaker) => speaker.quotes.length) };
}

/** Who is meant by a name that was typed: somebody of the roster, else somebody new. */
function speakerNamed(name, kind, roster) {
  const known = roster.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const id = Math.max(-1, ...roster.map((one) => one.id)) + 1;
  const nothing = { role: null, affiliation: null, aliases: [], mentions: [], quotes: [], known: null };
  return known ?? { id, name, kind, ...nothing };
}
