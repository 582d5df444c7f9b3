-- The tables of quoteminer's SQLite databases, for an empty database. They begin below; comments in them are kept there.

-- "QMNR", which says what wrote the file.
PRAGMA application_id = 1364020818;
-- Goes up when a table or a column changes.
PRAGMA user_version = 4;
PRAGMA encoding = 'UTF-8';
-- No journal: an unfinished file is thrown away (output/files.py).
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = ON;

CREATE TABLE articles (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  name TEXT NOT NULL,       -- the title, where it has one, else the id
  title TEXT,
  date TEXT,                -- as the input has it
  day TEXT,                 -- the date where it can be read: 2016-09-26, 2016-09 or 2016
  outlet TEXT,              -- who published it: what the input says, else the host of the address
  author TEXT,
  url TEXT,
  source TEXT,
  meta TEXT,                -- what else the input said, as a JSON object
  text TEXT,                -- the article, where it was asked for
  report TEXT,              -- address of the article in the report of quoteminer browse
  quote_count INTEGER NOT NULL,
  warnings TEXT NOT NULL,   -- JSON
  model TEXT NOT NULL,
  model_version TEXT NOT NULL
);
CREATE INDEX articles_id ON articles (id);
CREATE INDEX articles_day ON articles (day);

-- Persons and organisations over all articles: the speakers that are one. Those without a name are none of them.
CREATE TABLE persons (
  key INTEGER PRIMARY KEY,  -- 1 is quoted most
  name TEXT NOT NULL,
  kind TEXT NOT NULL,       -- person, org
  known_key TEXT,
  roles TEXT,               -- with their numbers of articles, most first: minister (12) | former minister (3)
  affiliations TEXT,
  spellings TEXT,
  articles INTEGER NOT NULL,
  quotes INTEGER NOT NULL,
  words INTEGER NOT NULL,
  first_day TEXT,
  last_day TEXT
);
CREATE INDEX persons_name ON persons (name);

CREATE TABLE speakers (
  key INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (key),
  person INTEGER REFERENCES persons (key),  -- NULL: has no name
  id INTEGER NOT NULL,      -- in its article
  name TEXT NOT NULL,
  kind TEXT NOT NULL,       -- person, org, unnamed
  role TEXT,
  affiliation TEXT,
  aliases TEXT NOT NULL,    -- JSON
  mentions TEXT NOT NULL,   -- JSON: [[start, end], ...]
  quote_count INTEGER NOT NULL,
  known_status TEXT,        -- linked, ambiguous, none; NULL without a list of known people
  known_key TEXT,
  known_name TEXT,
  known TEXT,               -- JSON: all that is known of the link
  pronouns TEXT,            -- she, he, they: those that the article uses; NULL: it shows none
  pronoun_mentions TEXT NOT NULL,  -- JSON: [[start, end], ...]
  pronouns_guessed INTEGER NOT NULL  -- 1: from the given name
);
CREATE INDEX speakers_article ON speakers (article);
CREATE INDEX speakers_person ON speakers (person);
CREATE INDEX speakers_name ON speakers (name);

CREATE TABLE quotes (
  key INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (key),
  speaker INTEGER REFERENCES speakers (key),  -- NULL: nobody is known
  id INTEGER NOT NULL,      -- in its article
  type TEXT NOT NULL,       -- direct, mixed, indirect
  act TEXT NOT NULL,        -- statement, question, request, promise, topic, thought
  text TEXT NOT NULL,
  start INTEGER NOT NULL,   -- characters from 0
  "end" INTEGER NOT NULL,
  paragraph INTEGER NOT NULL,
  page INTEGER,             -- from 1; NULL: the input has no pages
  spans TEXT NOT NULL,      -- JSON: [[start, end], ...]
  cue TEXT,
  cue_lemma TEXT,
  cue_start INTEGER,
  cue_end INTEGER,
  mention TEXT,
  mention_kind TEXT,        -- name, pronoun, description
  mention_start INTEGER,
  mention_end INTEGER,
  status TEXT NOT NULL,     -- resolved, ambiguous, unresolved
  confidence REAL NOT NULL,
  flags TEXT NOT NULL,      -- JSON
  why TEXT,
  words INTEGER NOT NULL,
  counts INTEGER NOT NULL   -- 1: for its speaker; 0: no speaker is known, it is improbable, or was not said
);
CREATE INDEX quotes_article ON quotes (article);
CREATE INDEX quotes_speaker ON quotes (speaker);

-- Datasette recognises a table that can be searched by content="quotes" in double quotes, and shows a column "name" in
-- place of a key.
CREATE VIRTUAL TABLE quotes_fts USING fts5 (
  text, content="quotes", content_rowid="key", tokenize="porter unicode61 remove_diacritics 2"
);
CREATE TRIGGER quotes_inserted AFTER INSERT ON quotes BEGIN
  INSERT INTO quotes_fts (rowid, text) VALUES (new.key, new.text);
END;
CREATE TRIGGER quotes_deleted AFTER DELETE ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, text) VALUES ('delete', old.key, old.text);
END;
CREATE TRIGGER quotes_updated AFTER UPDATE ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, text) VALUES ('delete', old.key, old.text);
  INSERT INTO quotes_fts (rowid, text) VALUES (new.key, new.text);
END;

CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, text, content="articles", content_rowid="key", tokenize="porter unicode61 remove_diacritics 2"
);
CREATE TRIGGER articles_inserted AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
END;
CREATE TRIGGER articles_updated AFTER UPDATE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
  INSERT INTO articles_fts (rowid, title, text) VALUES (new.key, new.title, new.text);
END;

-- What views.sql is made of: a row for each quote, with its speaker, person and article (in duckdb.sql for DuckDB).
CREATE VIEW each_quote AS
SELECT quotes.key, articles.id AS text_id, quotes.id AS quote_id, articles.day, articles.outlet, articles.title,
  articles.url, articles.source, articles.report || 'q' || quotes.id AS report, quotes.text AS quote, quotes.type,
  quotes.act, quotes.cue, quotes.mention, quotes.mention_kind, quotes.confidence, quotes.status,
  quotes.words, quotes.counts, quotes.article, speakers.person, coalesce(persons.name, speakers.name) AS name,
  speakers.kind, speakers.role, speakers.affiliation
FROM quotes
JOIN articles ON articles.key = quotes.article
LEFT JOIN speakers ON speakers.key = quotes.speaker
LEFT JOIN persons ON persons.key = speakers.person;
