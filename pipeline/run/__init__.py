"""Runs: plan what is new, process it in batches, publish, report. Knows nothing of Prefect."""
