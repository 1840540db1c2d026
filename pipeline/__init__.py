"""Factmill: scraped articles in, Parquet tables out."""

__version__ = "0.1.0"
