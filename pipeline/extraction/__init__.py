"""CleanArticle -> Facts: the spaCy pipeline, its components, and the extractors behind them."""
