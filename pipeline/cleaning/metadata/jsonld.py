"""JSON-LD of a page: the node that describes the article (schema.org vocabulary)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pipeline.cleaning.words import words

_ARTICLES = words(
    "article newsarticle blogposting reportagenewsarticle analysisnewsarticle opinionnewsarticle "
    "backgroundnewsarticle reviewnewsarticle liveblogposting report scholarlyarticle techarticle "
    "socialmediaposting discussionforumposting advertisercontentarticle satiricalarticle "
    "medicalscholarlyarticle review recipe howto"
)
_PAGES = frozenset(("webpage", "itempage", "medicalwebpage", "aboutpage", "faqpage"))
_MOST_NODES = 2000
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """The article's node. Dates are as printed; ``authors`` are names not yet cleaned."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


def read_jsonld(scripts: Iterable[str], *, page_url: str | None = None) -> LinkedArticle | None:
    """The article among the nodes of all JSON-LD scripts of a page.

    Of several article nodes (related stories have them too) the one of this page's address is
    taken, else the first; a node of kind WebPage stands in where there is none.
    """
    nodes: list[dict[str, Any]] = []
    for script in scripts:
        nodes += _nodes(_loads(script))
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    chosen = _chosen(nodes, page_url)
    return _article(chosen, by_id) if chosen is not None else None


def _loads(script: str) -> Any:
    """The script's JSON; None when it is broken beyond the usual (line breaks in strings)."""
    with suppress(ValueError, RecursionError):
        return json.loads(script.strip().rstrip(";"), strict=False)
    text = _AROUND.sub("", script).strip().rstrip(";")
    for attempt in (text, html.unescape(text), re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


_AROUND = re.compile(r"^\s*(?:<!--|/\*.*?\*/|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*;?\s*$")
"""Comment signs around a script."""


def _nodes(data: Any) -> list[dict[str, Any]]:
    """All objects, in order of nesting, from the outside."""
    found: list[dict[str, Any]] = []
    level = [data]
    for _ in range(_DEEPEST):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                found.append(item)
                below += item.values()
            elif isinstance(item, list):
                below += item
        level = [item for item in below if isinstance(item, (dict, list))]
        if not level or len(found) > _MOST_NODES:
            break
    return found[:_MOST_NODES]


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {str(kind).rsplit("/", 1)[-1].lower() for kind in listed if kind}


def _chosen(nodes: list[dict[str, Any]], page_url: str | None) -> dict[str, Any] | None:
    typed = [(node, _types(node)) for node in nodes]
    articles = [node for node, types in typed if types & _ARTICLES]
    pages = [node for node, types in typed if types & _PAGES]
    dated = [node for node in articles if node.get("datePublished") or node.get("author")]
    if page_url:
        wanted = _bare(page_url)
        for node in dated:
            if any(_bare(url) == wanted for url in _urls(node)):
                return node
    return next(iter(dated or articles or [p for p in pages if p.get("datePublished")]), None)


def _urls(node: dict[str, Any]) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/$", "", url)


def _article(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> LinkedArticle:
    authors = [
        name
        for item in _listed(node.get("author"))
        if not _is(item, by_id, "organization", "newsmediaorganization", "corporation", "brand")
        for name in _name(item, by_id)
    ]
    publisher = [
        name
        for item in _listed(node.get("publisher"))
        if not _is(item, by_id, "person")
        for name in _name(item, by_id)
    ]
    return LinkedArticle(
        title=_text(node.get("headline")) or _text(node.get("name")),
        authors=tuple(authors),
        published=_text(node.get("datePublished")) or _text(node.get("dateCreated")),
        publisher=next(iter(publisher), None),
        url=next((url for url in _urls(node) if url.startswith("http")), None),
        language=_text(node.get("inLanguage")),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _is(item: Any, by_id: dict[str, dict[str, Any]], *kinds: str) -> bool:
    """Whether a node, or what it refers to, is of one of ``kinds`` (a personal site's publisher is
    Person and Organization at once: then it is a person)."""
    if not isinstance(item, dict):
        return False
    types = _types(item) | _types(by_id.get(str(item.get("@id")), {}))
    return bool(types & set(kinds)) and ("person" in kinds or "person" not in types)


def _name(item: Any, by_id: dict[str, dict[str, Any]]) -> list[str]:
    """Names of a Person node, a reference to one, or a plain string; none of an Organization."""
    if isinstance(item, str):
        return [item]
    if not isinstance(item, dict):
        return []
    if "name" not in item and str(item.get("@id")) in by_id:
        item = by_id[str(item["@id"])]
    return [name for entry in _listed(item.get("name")) if (name := _text(entry))]


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None
