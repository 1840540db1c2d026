"""`factmill view`: a local web application over a store, to read what the tables hold.

Nothing here is loaded by ``import pipeline``. Requests read one consistent version of the tables
(`Shelf`), search them with DuckDB (`Selection`) and a full-text index beside the ledger
(`SearchIndex`), and are answered by `make_app`. docs/view.md is for users;
docs/decisions/070-starlette-for-the-viewer.md says why it is built this way.
"""
