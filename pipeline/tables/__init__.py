"""Facts to Parquet and back: schemas, the store, readers."""
