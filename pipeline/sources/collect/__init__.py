"""`factmill collect`: pages that URL lists, feeds and sitemaps name, as WARC files in ``raw/``::

    from pipeline.sources.collect import CollectSettings, collect
    collect(["https://example.org/feed.xml"], Path("raw"), CollectSettings())

What comes from the network is hostile: see `pipeline.sources.collect.addresses` for what may be
asked, `fetch` for what an answer may cost, `listings` for how XML is read.
"""

from pipeline.sources.collect.run import collect
from pipeline.sources.collect.settings import CollectReport, CollectSettings

__all__ = ["CollectReport", "CollectSettings", "collect"]
