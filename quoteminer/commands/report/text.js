"use strict";
// The text of an article with its quotes marked. The text is unchanged except for the space between
// paragraphs.

const MOST_MARKED = 2000; // places that a search shows; all are counted
const PARAGRAPHS = { heading: "h2", byline: "p", dateline: "p", caption: "p", sources: "p" };

/** Turns offsets in code points, as records have them, into offsets in UTF-16 units, as strings here have them. */
function unitOffsets(text) {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (at) => at;
  const units = new Uint32Array(text.length + 1);
  let points = 0;
  let unit = 0;
  for (const point of text) {
    units[points++] = unit;
    unit += point.length;
  }
  units[points] = unit;
  return (at) => units[Math.min(at, points)];
}

/** The spans to be marked: the quotes' own words, and the words that report them and name their source. */
function layersOf(quotes, unit) {
  const layers = [];
  for (const quote of quotes) {
    const add = (kind, start, end) => layers.push({ kind, quote, start: unit(start), end: unit(end) });
    for (const [start, end] of quote.spans) add("quote", start, end);
    if (quote.mention) add("who", quote.mention.start, quote.mention.end);
    for (const [start, end] of quote.cue ? (quote.cue.spans ?? [[quote.cue.start, quote.cue.end]]) : []) {
      add("cue", start, end);
    }
  }
  return layers.filter((one) => one.start < one.end).sort(outerFirst);
}

function outerFirst(a, b) {
  return a.start - b.start || b.end - a.end || (b.kind === "quote") - (a.kind === "quote") || a.quote.id - b.quote.id;
}

/**
 * Put a stretch of the text into a node, with an element for each layer. A layer that ends inside another one is cut in
 * two there, so that the elements nest.
 *
 * layers: sorted by outerFirst. make(layer): its element; called once for each piece of it.
 */
function fillMarked(root, text, from, to, layers, make) {
  const inside = layers.filter((one) => one.start < to && one.end > from);
  const edges = inside.flatMap((one) => [Math.max(one.start, from), Math.min(one.end, to)]);
  const cuts = [...new Set([from, to, ...edges])].sort((a, b) => a - b);
  let next = 0;
  let active = [];
  let open = [];
  for (let at = 0; at + 1 < cuts.length; at++) {
    active = active.filter((one) => one.end > cuts[at]);
    while (next < inside.length && inside[next].start <= cuts[at]) active.push(inside[next++]);
    open = reopened(root, open, active, make);
    (open.at(-1)?.node ?? root).append(upright(text.slice(cuts[at], cuts[at + 1])));
  }
}

/** The elements that are open for these layers, the outermost first; those that are open already stay. */
function reopened(root, open, active, make) {
  let kept = 0;
  while (kept < open.length && open[kept].layer === active[kept]) kept++;
  const now = open.slice(0, kept);
  for (const layer of active.slice(kept)) {
    const node = make(layer);
    (now.at(-1)?.node ?? root).append(node);
    now.push({ layer, node });
  }
  return now;
}

/** The article's paragraphs as elements. `make` as for fillMarked. */
function paragraphsOf(article, make) {
  const text = article.record.text;
  const unit = unitOffsets(text);
  const layers = layersOf(article.record.quotes, unit);
  return article.paragraphs.map(([start, end, kind], at) => {
    const name = at === article.heading ? "h1" : (PARAGRAPHS[kind] ?? "p");
    const node = el(name, { class: kind, dir: "auto" });
    fillMarked(node, text, unit(start), unit(end), layers, make);
    return node;
  });
}

/** Show where a pattern occurs in these nodes; returns how often. Browsers that can't mark ranges only count. */
function highlight(nodes, pattern) {
  const ranges = [];
  let places = 0;
  for (const node of pattern ? nodes : []) places += addRanges(ranges, node, pattern);
  if (window.Highlight && CSS.highlights) CSS.highlights.set("found", new Highlight(...ranges));
  return places;
}

/** Add the range of each place; returns how many places there are. */
function addRanges(ranges, node, pattern) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const pieces = [];
  let text = "";
  while (walker.nextNode()) {
    pieces.push({ node: walker.currentNode, start: text.length });
    text += walker.currentNode.data;
  }
  const place = (at, last) => {
    const piece = pieces.findLast((one) => (last ? one.start < at : one.start <= at));
    return [piece.node, at - piece.start];
  };
  const matches = [...text.matchAll(pattern)];
  for (const { 0: words, index } of matches.slice(0, Math.max(MOST_MARKED - ranges.length, 0))) {
    const range = new Range();
    range.setStart(...place(index, false));
    range.setEnd(...place(index + words.length, true));
    ranges.push(range);
  }
  return matches.length;
}
