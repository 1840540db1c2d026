"""What is claimed of Factmill is measured here: `python -m benchmarks --shared ../shared`."""
