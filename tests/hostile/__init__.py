"""Inputs that attack the reader, each with the end that it must come to."""
