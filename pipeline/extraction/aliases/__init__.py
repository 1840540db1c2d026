"""Who is who within a document: one decision per name, with the fullest name as `canonical`."""

from pipeline.extraction.aliases.document import NameMention, resolve_aliases
from pipeline.extraction.aliases.overrides import Override, load_overrides

__all__ = ["NameMention", "Override", "load_overrides", "resolve_aliases"]
