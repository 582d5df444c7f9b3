"""Run on a Ray cluster: Ray Data reads, actors mine, and Parquet is written to a folder that all
machines reach."""
