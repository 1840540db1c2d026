"""`factmill report`: one HTML file about a store, without network.

`aggregates` counts in DuckDB, `sections` turns counts into charts and tables, `page` renders them.
The same store gives the same file. Nothing here is loaded by ``import pipeline``.
"""
