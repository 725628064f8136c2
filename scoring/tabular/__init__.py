"""Files of rows (CSV, Parquet) read into columns, each value in one of its five states."""
