"""Who is who within a document: one decision per name, with the fullest name as `canonical`."""

from pipeline.extraction.aliases.document import NameMention, resolve_aliases

__all__ = ["NameMention", "resolve_aliases"]
