"""A run on many machines: Ray Data reads, actors mine, Parquet is written to a place that all machines reach."""
