"use strict";
// Where articles and their corrections last: in this browser (IndexedDB), or in a run (the server). Both places have
// load(key), which gives a Work or null, and write(work, record, history), which keeps a correction or throws.

/** Somebody else, or another tab, was faster: nothing was kept. */
class Outdated extends Trouble {}

const database = new Promise((resolve, reject) => {
  // Some browsers throw here, and the promise is rejected, where they keep nothing.
  const asked = indexedDB.open("quoteminer", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("articles", { keyPath: "key", autoIncrement: true });
    asked.result.createObjectStore("histories", { keyPath: "key" });
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
database.catch(() => {}); // told where something is to be kept

/** Do something with a table of the database in one transaction. work(table, give): give(value) is what comes back. */
async function within(name, mode, work) {
  const transaction = (await database).transaction(name, mode, { durability: "strict" });
  return new Promise((resolve, reject) => {
    let value;
    transaction.oncomplete = () => resolve(value);
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore(name), (given) => (value = given));
  });
}

function rowOf(name, key) {
  return within(name, "readonly", (table, give) => {
    table.get(key).onsuccess = ({ target }) => give(target.result);
  });
}

/** The articles that were pasted or dropped here. */
class Browser {
  constructor() {
    this.works = new Map();
    this.lasting = true;
  }

  /** Read all that was kept. */
  async start() {
    const all = (table, give) => (table.getAll().onsuccess = ({ target }) => give(target.result));
    try {
      for (const row of await within("articles", "readonly", all)) this.works.set(row.key, new Work(row, this));
    } catch {
      this.lasting = false;
    }
  }

  async load(key) {
    return this.works.get(key) ?? null;
  }

  /** The article of these words that was read before, null for none. */
  same(text, acts) {
    return [...this.works.values()].find((work) => work.base.text === text && work.acts === acts) ?? null;
  }

  /** The article whose last state is this record, null for none. */
  sameRecord({ text, quotes, speakers, checked = null }) {
    const all = [...this.works.values()].filter((work) => work.base.text === text);
    return all.find((work) => sameState(work.history.at(-1), { quotes, speakers, checked })) ?? null;
  }

  /** Keep an article that was read: record, what was found, and article, what the page shows of it. */
  async add(record, article, acts) {
    const { quotes, speakers, checked = null, ...base } = record;
    const looks = looksOf(article.shares);
    const title = shownTitle(article);
    const row = { version: 0, base, title, acts, history: [{ quotes, speakers, checked }], looks, roster: speakers };
    const work = new Work(row, this);
    await this.keep(work, row);
    work.key ??= Math.max(0, ...this.works.keys()) + 1;
    this.works.set(work.key, work);
    work.show(article);
    return work;
  }

  async write(work, record, history) {
    const article = await viewOf(record);
    await this.keep(work, { ...work.row, history, roster: work.roster });
    return { article };
  }

  /** Keep a row, unless another tab has kept another one since this was read. */
  async keep(work, row) {
    const next = { ...row, version: work.version + 1 };
    if (work.key) next.key = work.key;
    let late = false;
    try {
      work.key = await within("articles", "readwrite", (table, give) => {
        const put = () => (table.put(next).onsuccess = ({ target }) => give(target.result));
        if (!work.key) return put();
        return (table.get(work.key).onsuccess = ({ target }) => {
          late = target.result?.version !== work.version;
          if (late) give(work.key);
          else put();
        });
      });
    } catch {
      this.lasting = false; // no room, or no database: the page has it still
    }
    if (late) throw new Outdated("This article was corrected in another tab. It is shown as it is there now.");
    work.version = next.version;
  }

  /** The row of an article as it is now; null if it is gone. */
  async fresh(work) {
    return (await rowOf("articles", work.key)) ?? null;
  }

  /** Forget an article with all corrections. */
  async remove(work) {
    this.works.delete(work.key);
    if (this.lasting) await within("articles", "readwrite", (table) => table.delete(work.key));
  }
}

/** The articles of a run. path: its folder, a name for the histories that this browser keeps. */
class Run {
  constructor(path) {
    Object.assign(this, { path, works: new Map(), lasting: true });
  }

  async start() {}

  async load(number) {
    const known = this.works.get(number);
    const row = await this.row(number);
    if (known?.version === row.version) return known;
    const work = new Work(row, this);
    this.works.set(number, work);
    return work;
  }

  /**
   * An article of the run as it is now. What was corrected here before can still be undone if nobody has gone on; a
   * step that the browser kept and the run did not, since one of them stopped, is left out.
   */
  async row(key) {
    const { version, found, looks, article } = await askJson(`/api/articles/${key}`);
    const { quotes, speakers, checked = null, ...base } = article.record;
    const kept = await rowOf("histories", `${this.path} ${key}`).catch(() => null);
    const now = { quotes, speakers, checked };
    const at = kept?.history.findLastIndex((state) => sameState(state, now)) ?? -1;
    const history = at < 0 ? [now] : kept.history.slice(0, at + 1);
    const all = [found, ...history.map((state) => state.speakers)].flat();
    const roster = [...new Map(all.map((one) => [one.id, one])).values()];
    return { key, version, base, history, looks: looksOf(looks), roster, article };
  }

  async write(work, record, history) {
    const key = `${this.path} ${work.key}`;
    await within("histories", "readwrite", (table) => table.put({ key, history })).catch(() => {});
    const headers = { "If-Match": `"${work.version}"` };
    const { article, version } = await askJson(`/api/articles/${work.key}`, record, { method: "PUT", headers });
    work.version = version;
    return { article };
  }

  fresh(work) {
    return this.row(work.key);
  }
}

/** True if two states have the same corrections: each has a time of its own. */
function sameState(one, other) {
  const facts = ({ quotes, speakers, checked }) => [
    quotes.map(({ id, speaker, type, act, spans, checked }) => [id, speaker, type, act, spans, checked?.time]),
    speakers.map(({ id, name, role, affiliation }) => [id, name, role, affiliation]).sort(([a], [b]) => a - b),
    checked?.time,
  ];
  return JSON.stringify(facts(one)) === JSON.stringify(facts(other));
}

function looksOf(shares) {
  return shares.filter(({ id }) => id !== null).map(({ id, tag, colour }) => ({ id, tag, colour }));
}
