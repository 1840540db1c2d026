"""Port notices for Factmill: an example of every kind of plug-in."""
