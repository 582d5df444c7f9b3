"use strict";
// Selection of words in the article by mouse, touch or keyboard. Positions are code points.

const SEGMENTERS = ["word", "sentence"].map((granularity) => new Intl.Segmenter("en", { granularity }));

/** The words (punctuation marks among them) and the sentences of a text, as [start, end]. */
function segmentsOf(text) {
  return SEGMENTERS.map((segmenter) => {
    const spans = [];
    let at = 0;
    for (const { segment } of segmenter.segment(text)) {
      const start = at;
      at += [...segment].length;
      if (segment.trim()) spans.push([start, at]);
    }
    return spans;
  });
}

/** The text node at an offset in a node, and the offset in that; last: of an end, which is behind a letter. */
function placeIn(node, offset, last) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { length } = walker.currentNode.data;
    if (last ? offset <= length : offset < length) return [walker.currentNode, offset];
    offset -= length;
  }
  return [node, node.childNodes.length];
}

class Chooser {
  /** onChange(): other words are selected. onEnter(): the reader is done with selecting. */
  constructor({ onChange, onEnter }) {
    Object.assign(this, { onChange, onEnter, view: null, spans: [], from: 0, to: 0 });
    document.addEventListener("selectionchange", () => this.view && this.read());
  }

  /** Go on with the article that this view shows now; null: with none. */
  watch(view) {
    if (view && view.article.record.text !== this.text) {
      this.text = view.article.record.text;
      [this.words, this.sentences] = segmentsOf(this.text);
      this.unit = unitOffsets(this.text);
      this.starts = this.sentences.map(([start]) => this.words.findIndex((word) => word[0] >= start));
    }
    this.view = view;
    this.clear();
  }

  clear() {
    getSelection().removeAllRanges();
    this.take([]);
  }

  /** The elements of the paragraphs, in the order of article.paragraphs. */
  get nodes() {
    const nodes = [...this.view.text.children].filter((one) => one.dir);
    return nodes.slice(this.view.article.heading === null ? 1 : 0);
  }

  read() {
    const selection = getSelection();
    const inText = !selection.isCollapsed && this.view.text.contains(selection.anchorNode);
    this.take(inText ? this.spansIn(selection.getRangeAt(0)) : []);
  }

  take(spans) {
    if (String(spans) === String(this.spans)) return;
    this.spans = spans;
    if (spans.length) {
      const first = this.words.findIndex(([start]) => start === spans[0][0]);
      const last = this.words.findIndex(([, end]) => end === spans.at(-1)[1]);
      if (Math.min(this.from, this.to) !== first || Math.max(this.from, this.to) !== last)
        [this.from, this.to] = [first, last];
    }
    this.onChange();
  }

  /** The whole words that a range touches, a span for each paragraph. */
  spansIn(range) {
    const spans = [];
    this.nodes.forEach((node, at) => {
      if (!range.intersectsNode(node)) return;
      const inside = new Range();
      inside.selectNodeContents(node);
      const before = inside.cloneRange();
      if (inside.compareBoundaryPoints(Range.START_TO_START, range) < 0)
        inside.setStart(range.startContainer, range.startOffset);
      if (inside.compareBoundaryPoints(Range.END_TO_END, range) > 0) inside.setEnd(range.endContainer, range.endOffset);
      before.setEnd(inside.startContainer, inside.startOffset);
      const start = this.view.article.paragraphs[at][0] + [...before.toString()].length;
      const end = start + [...inside.toString()].length;
      const words = this.words.filter((word) => word[1] > start && word[0] < end);
      if (words.length) spans.push([words[0][0], words.at(-1)[1]]);
    });
    return spans;
  }

  /** The place of a position in the page, as ranges take it. */
  place(at, last) {
    const { paragraphs } = this.view.article;
    const found = paragraphs.findLastIndex(([start]) => (last ? start < at : start <= at));
    const number = Math.max(found, 0);
    return placeIn(this.nodes[number], this.unit(at) - this.unit(paragraphs[number][0]), last);
  }

  /** Select from one word to another, by their numbers. */
  select(from, to) {
    const forward = from <= to;
    [this.from, this.to] = [from, to];
    const base = this.place(this.words[from][forward ? 0 : 1], !forward);
    const extent = this.place(this.words[to][forward ? 1 : 0], forward);
    getSelection().setBaseAndExtent(...base, ...extent);
    this.read();
    const { top, bottom } = getSelection().getRangeAt(0).getBoundingClientRect();
    const [high, low] = [innerHeight * 0.1, innerHeight * 0.5]; // below may be a record, and the bar
    if (forward ? bottom > low : top > low) window.scrollBy(0, (forward ? bottom : top) - low);
    else if (forward ? bottom < high : top < high) window.scrollBy(0, (forward ? bottom : top) - high);
  }

  /** Select a word to begin with: behind the quote of this end, else the first one in sight. */
  begin(end) {
    this.view.text.focus({ preventScroll: true });
    const number = this.nodes.findIndex((node) => node.getBoundingClientRect().bottom > 0);
    const start = end ?? this.view.article.paragraphs[Math.max(number, 0)]?.[0] ?? 0;
    const first = this.words.findIndex((word) => word[0] >= start);
    if (this.words.length) this.select(Math.max(first, 0), Math.max(first, 0));
  }

  /** Do what a key says; returns whether it says anything. */
  pressed({ key, shiftKey, target }) {
    if (!this.spans.length || (target !== this.view.text && target !== document.body)) return false;
    const { to, starts } = this;
    const ends = [...starts.slice(1).map((start) => start - 1), this.words.length - 1];
    const next = {
      ArrowRight: () => to + 1,
      ArrowLeft: () => to - 1,
      ArrowDown: () => (shiftKey ? ends : starts).find((at) => at > to),
      ArrowUp: () => starts.findLast((at) => at < to),
    }[key]?.();
    if (this.words[next]) this.select(shiftKey ? this.from : next, next);
    else if (key === "Enter") this.onEnter();
    else if (key === "Escape") this.clear();
    else return key.startsWith("Arrow");
    return true;
  }
}

/** The bar of edits for the selected words. onUse(action): one of EDITS. */
class WordBar {
  constructor({ onUse }) {
    const use = (action, name, look = "weak") =>
      button(name, () => onUse(action), { class: look, id: `use-${action}` });
    this.words = el("output", {});
    this.first = use("add", "New quote", "strong");
    this.label = el("span", {});
    this.others = el("span", { class: "row", role: "group" }, [
      this.label,
      use("words", "All its words"),
      use("source", "Names its speaker"),
      use("cue", "Says how"),
      use("split", "A quote of its own"),
    ]);
    const attributes = { class: "chosen", role: "group", "aria-label": "Selected words", hidden: true };
    this.node = el("div", attributes, this.words, this.first, this.others);
    this.node.addEventListener("mousedown", (event) => event.preventDefault()); // which would end the selection
  }

  /** text: the selected words, "" for none. number: that of the quote that is looked at; 0 for none. */
  show(text, number) {
    this.node.hidden = !text;
    this.words.value = shortened(text);
    this.others.hidden = !number;
    this.label.textContent = `Quote ${number}:`;
    this.others.setAttribute("aria-label", `For quote ${number}`);
  }
}

/** The first and the last words of a text. */
function shortened(text) {
  const words = text.split(/\s+/u);
  return words.length > 7 ? `${words.slice(0, 3).join(" ")} … ${words.slice(-3).join(" ")}` : words.join(" ");
}
