"use strict";
// The panels beside the text: speakers, legend, source of the article.

function factLine(quotes, cast, words) {
  const speakers = [...cast.keys()].filter((id) => id !== null).length;
  return `${counted(quotes, "quote")} by ${counted(speakers, "speaker")} · ${counted(words, "quoted word")}`;
}

/** A speaker in a list: tag, name, post, and the bar of quoted words, which is full for who has `most`. */
function personButton(who, most, onclick) {
  const post = postOf(who);
  const shown = [
    tagOf(who),
    el("span", { class: "name" }, words(who.name)),
    post && el("span", { class: "post" }, words(post)),
    bar(most ? (100 * who.words) / most : 0),
    el("span", { class: "count" }, `${counted(who.quotes, "quote")} · ${counted(who.words, "word")}`),
    who.percent !== null && el("span", { class: "percent" }, `${who.percent.toFixed(1)} %`),
  ];
  return button(shown, onclick, { class: `person ${colourOf(who)}`, "aria-pressed": "false" });
}

/** How to read the marks. keys: further keys and what they do. */
function legend(more = []) {
  const sample = (names, text) => el("span", { class: `${names} c-sample` }, text);
  const rows = [
    [sample("quote direct", "Words"), "in a speaker’s colour: a quote"],
    [sample("quote indirect", "underlined"), "indirect; twice underlined: mixed"],
    [sample("quote direct doubtful", "dashed"), "doubtful: no speaker known, a second one close (“?” in its tag), an uncertain speaker, or low confidence"],
    [sample("who", "dotted line"), "names the speaker"],
    [sample("cue", "slanted"), "says how: “told”, “according to”"],
  ];
  const keys = [el("kbd", {}, "j"), " and ", el("kbd", {}, "k"), " go on and back."];
  return el("section", { class: "legend", "aria-label": "How to read the marks" }, [
    el("p", {}, "Choose a quote to see its record: a click, or Enter on its tag. ", keys),
    list(
      "ul",
      {},
      rows.map(([mark, meaning]) => [mark, el("span", {}, meaning)]),
    ),
    more.length > 0 && el("details", { class: "keys" }, el("summary", {}, "All keys"), keysList(more)),
  ]);
}

function keysList(keys) {
  return list(
    "ul",
    {},
    keys.map(([key, meaning]) => [el("kbd", {}, key), ` ${meaning}`]),
  );
}

/** The source and metadata of the article, and its warnings. */
function aboutOf(article) {
  const { id, source, meta, model, warnings } = article.record;
  const plain = Object.entries(meta).filter(([, value]) => ["string", "number"].includes(typeof value));
  const rows = [["Id", id], ["Source", source], ...plain, ["Model", `${model.name} ${model.version}`]];
  const odd = warnings.map((one) => [words(one.message), one.start !== null && ` (character ${one.start})`]);
  const name = warnings.length ? `About, ${counted(warnings.length, "warning")}` : "About";
  return el("details", { class: "fold about" }, el("summary", {}, name), factsList(rows), list("ul", {}, odd));
}

/** Names and values; those without a value are left out. */
function factsList(rows) {
  const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return el(
    "dl",
    {},
    known.map(([name, value]) => [
      el("dt", {}, words(name)),
      el("dd", {}, typeof value === "object" ? value : words(String(value))),
    ]),
  );
}
