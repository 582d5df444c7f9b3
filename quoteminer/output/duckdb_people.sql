-- The tables of quoteminer people as views for DuckDB. duckdb.py fills in what stands in double braces.

CREATE VIEW persons AS
SELECT CAST(person AS BIGINT) AS key, name, kind, "key" AS known_key, roles, affiliations, spellings,
  CAST(articles AS BIGINT) AS articles, CAST(quotes AS BIGINT) AS quotes, CAST(words AS BIGINT) AS words,
  first_date AS first_day, last_date AS last_day
FROM read_csv({{persons}}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"');

-- The person of each speaker of each article; ids that look like formulas have an apostrophe in the table.
CREATE VIEW appearances AS
SELECT regexp_replace(text_id, '^''(''*[=+@-])', '\1') AS text_id, CAST(speaker_id AS BIGINT) AS speaker_id,
  CAST(person AS BIGINT) AS person
FROM read_csv({{speakers}}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"');

