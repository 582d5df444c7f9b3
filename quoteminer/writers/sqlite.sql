-- The tables of quoteminer's SQLite databases, for an empty database. They begin below; comments in them are kept there.

-- "QMNR", which says what wrote the file.
PRAGMA application_id = 1364020818;
-- Goes up when a table or a column changes.
PRAGMA user_version = 1;
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
  date TEXT,
  author TEXT,
  url TEXT,
  source TEXT,
  meta TEXT,                -- what else the input said, as a JSON object
  text TEXT,                -- the article, where it was asked for
  quote_count INTEGER NOT NULL,
  warnings TEXT NOT NULL,   -- JSON
  model TEXT NOT NULL,
  model_version TEXT NOT NULL
);
CREATE INDEX articles_id ON articles (id);

CREATE TABLE speakers (
  key INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (key),
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
  known TEXT                -- JSON: all that is known of the link
);
CREATE INDEX speakers_article ON speakers (article);
CREATE INDEX speakers_name ON speakers (name);

CREATE TABLE quotes (
  key INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (key),
  speaker INTEGER REFERENCES speakers (key),  -- NULL: nobody is known
  id INTEGER NOT NULL,      -- in its article
  type TEXT NOT NULL,       -- direct, mixed, indirect
  act TEXT NOT NULL,        -- speech, other
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
  why TEXT
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

CREATE VIEW who_said_what AS
SELECT articles.id AS text_id, quotes.id AS quote_id, quotes.text AS quote, speakers.name AS speaker, speakers.role,
  speakers.affiliation, quotes.cue, quotes.type AS quote_type, quotes.confidence, quotes.status, quotes.act,
  articles.title, articles.date, articles.url, articles.source, quotes.start, quotes."end"
FROM quotes
JOIN articles ON articles.key = quotes.article
LEFT JOIN speakers ON speakers.key = quotes.speaker
ORDER BY quotes.key;
