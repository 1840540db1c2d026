"""Prefect flows over `pipeline`; thin, without text logic."""
