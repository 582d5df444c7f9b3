"""The model en_news_large of QuoteMiner, which finds this folder by its entry point and never
imports it."""
