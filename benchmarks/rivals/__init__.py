"""The job as it is done without the engine; each module has a `score` from one Parquet file to another."""
