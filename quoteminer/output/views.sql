-- What a researcher asks first, for SQLite (behind sqlite.sql) and DuckDB (behind duckdb.sql). Both have a view
-- each_quote. Quotes that count for nobody (counts = 0: no speaker is known, it is improbable, or was not said) are left
-- out, but for the first two views.

-- Every quote, with who said it: search it, and sort it by day. each_quote has more columns.
CREATE VIEW who_said_what AS
SELECT day, outlet, name AS speaker, role, affiliation, quote, report, cue, type, kind, confidence, act, text_id,
  quote_id, person, key
FROM each_quote;

-- Named and unnamed sources, by outlet and month. "nobody": quotes that count for nobody.
CREATE VIEW named_and_unnamed AS
SELECT outlet, substr(day, 1, 7) AS month, count(*) AS quotes,
  count(CASE WHEN counts = 1 AND kind = 'person' THEN 1 END) AS persons,
  count(CASE WHEN counts = 1 AND kind = 'org' THEN 1 END) AS organisations,
  count(CASE WHEN counts = 1 AND kind = 'unnamed' THEN 1 END) AS unnamed,
  count(CASE WHEN counts = 0 THEN 1 END) AS nobody,
  round(100.0 * count(CASE WHEN counts = 1 AND kind = 'unnamed' THEN 1 END) / count(*), 1) AS unnamed_percent
FROM each_quote
GROUP BY outlet, substr(day, 1, 7);

-- Who speaks how much, by outlet and month. "percent": of the words that count in that outlet and month.
CREATE VIEW who_speaks AS
SELECT outlet, month, name, kind, quotes, words, articles,
  round(100.0 * words / sum(words) OVER (PARTITION BY outlet, month), 1) AS percent, person
FROM (
  SELECT outlet, substr(day, 1, 7) AS month, person, name, kind, count(*) AS quotes, sum(words) AS words,
    count(DISTINCT article) AS articles
  FROM each_quote
  WHERE counts = 1
  GROUP BY outlet, substr(day, 1, 7), person, name, kind
) AS spoken;

-- The roles in which people are quoted, in the words of the articles, in lower case (in SQLite, A to Z alone).
CREATE VIEW roles AS
SELECT lower(role) AS role, count(DISTINCT person) AS persons, count(*) AS quotes, sum(words) AS words,
  count(DISTINCT article) AS articles, min(day) AS first_day, max(day) AS last_day
FROM each_quote
WHERE counts = 1 AND role IS NOT NULL
GROUP BY lower(role);

-- Who is quoted beside whom: pairs of persons and organisations, with the number of articles that quote both.
CREATE VIEW quoted_together AS
SELECT one.name, other.name AS beside, count(*) AS articles, min(one.day) AS first_day, max(one.day) AS last_day,
  one.person, other.person AS other_person
FROM (SELECT DISTINCT article, day, person, name FROM each_quote WHERE counts = 1 AND person IS NOT NULL) AS one
JOIN (SELECT DISTINCT article, person, name FROM each_quote WHERE counts = 1 AND person IS NOT NULL) AS other
  ON other.article = one.article AND other.person <> one.person
GROUP BY one.person, one.name, other.person, other.name;

-- The pronouns by which articles call persons where they quote them. "called": the most frequent one, NULL if the
-- articles use none, or several equally often. Names count for nothing here.
CREATE VIEW pronouns AS
SELECT name, CASE WHEN he > she AND he > they THEN 'he' WHEN she > he AND she > they THEN 'she'
    WHEN they > he AND they > she THEN 'they' END AS called,
  he, she, they, quotes, words, person
FROM (
  SELECT person, name, count(*) AS quotes, sum(words) AS words,
    count(CASE WHEN lower(mention) IN ('he', 'him', 'his', 'himself') THEN 1 END) AS he,
    count(CASE WHEN lower(mention) IN ('she', 'her', 'hers', 'herself') THEN 1 END) AS she,
    count(CASE WHEN lower(mention) IN ('they', 'them', 'their', 'themself', 'themselves') THEN 1 END) AS they
  FROM each_quote
  WHERE counts = 1 AND kind = 'person' AND person IS NOT NULL
  GROUP BY person, name
) AS called;
