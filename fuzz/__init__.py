"""Fuzzing of everything that reads input from outside; see fuzz/README.md."""
