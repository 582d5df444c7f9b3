-- The tables of quoteminer statements, behind views.sql: utterances that several articles quote. Empty without them.

CREATE TABLE statements (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,       -- the fullest wording
  differs TEXT,             -- how its wordings differ, gravest first: number, cut
  speaker TEXT,             -- who says it in most articles
  speakers TEXT,            -- with their numbers of articles
  articles INTEGER NOT NULL,
  quotes INTEGER NOT NULL,
  wordings INTEGER NOT NULL,
  first_day TEXT,
  last_day TEXT
);
CREATE TABLE statement_quotes (
  statement INTEGER NOT NULL REFERENCES statements (key),
  quote INTEGER NOT NULL REFERENCES quotes (key),
  wording INTEGER NOT NULL, -- 1 came first
  differs TEXT,             -- from the fullest wording
  differences TEXT          -- in words
);
CREATE INDEX statement_quotes_statement ON statement_quotes (statement);
CREATE INDEX statement_quotes_quote ON statement_quotes (quote);

-- Who had which wording of a statement, and when.
CREATE VIEW wordings AS
SELECT statement, wording, day, outlet, each_quote.name AS speaker, each_quote.quote, statement_quotes.differs,
  differences, report, text_id, quote_id, statements.articles, statements.name AS fullest
FROM statement_quotes
JOIN statements ON statements.key = statement
JOIN each_quote ON each_quote.key = statement_quotes.quote;
