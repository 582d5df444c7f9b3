-- What views.sql is made of, for DuckDB, over the Parquet files of a run. duckdb.py fills in what stands in double braces.

CREATE VIEW articles AS
SELECT id, title, date, day, outlet, author, url, source, meta, text, len(quotes) AS quote_count, quotes, speakers
FROM read_parquet({{articles}});

-- A row for each quote, with its speaker, person and article.
CREATE VIEW each_quote AS
SELECT NULL AS key, spoken.text_id, quote.id AS quote_id, day, outlet, title, url, source, NULL AS report,
  quote.text AS quote, quote.type, quote.act, quote.cue.text AS cue, quote.mention.text AS mention,
  quote.mention.kind AS mention_kind, quote.confidence, quote.status,
  -- Words: what stands between spaces and has a letter or a digit.
  len(regexp_extract_all(quote.text, '{{letters}}*[\p{L}\p{N}]{{letters}}*')) AS words,
  -- As Quote.counts: a speaker, a confidence of at least 0.50 when it is rounded, and not negated.
  CASE WHEN quote.speaker IS NOT NULL AND (quote.checked IS NOT NULL OR quote.confidence > 0.495)
    AND NOT list_contains(quote.flags, 'negated') THEN 1 ELSE 0 END AS counts,
  spoken.text_id AS article, {{person}} AS person, {{name}} AS name, speaker.kind, speaker.role, speaker.affiliation
FROM (
  SELECT *, [one FOR one IN speakers IF one.id = quote.speaker][1] AS speaker
  FROM (
    SELECT id AS text_id, day, outlet, title, url, source, speakers, unnest(quotes) AS quote FROM articles
  ) AS said
) AS spoken
{{join}};
