"""The closed list of block kinds. docs/cleaning.md is generated from it."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a block is. The first six belong to the article; the others are dropped from it."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE_ROW = "table_row"

    BYLINE = "byline"
    CAPTION = "caption"
    BIO = "bio"
    CONSENT = "consent"
    LEGAL = "legal"
    NAVIGATION = "navigation"
    SHARING = "sharing"
    CONTROLS = "controls"
    SUBSCRIPTION = "subscription"
    DONATION = "donation"
    ADVERT = "advert"
    RELATED = "related"
    COMMENTS = "comments"
    DUPLICATE = "duplicate"
    TEMPLATE = "template"
    BOILERPLATE = "boilerplate"


ARTICLE_KINDS = frozenset(
    {Kind.TITLE, Kind.HEADING, Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.TABLE_ROW}
)

MEANINGS: dict[Kind, str] = {
    Kind.TITLE: "the article's title; kept once, as the first line of the text",
    Kind.HEADING: "a heading inside the article",
    Kind.PARAGRAPH: "a paragraph of the article",
    Kind.LIST_ITEM: "an item of a list that belongs to the article",
    Kind.QUOTE: "a quotation set off as a block of its own (HTML only)",
    Kind.TABLE_ROW: "a row of a table that belongs to the article, cells separated by ` | `",
    Kind.BYLINE: "author, date or section line; read for metadata, then dropped",
    Kind.CAPTION: "caption or credit of a picture",
    Kind.BIO: "who the author is",
    Kind.CONSENT: "consent banner, preference centre, cookie table, privacy notice",
    Kind.LEGAL: "copyright line, imprint, terms of use",
    Kind.NAVIGATION: "menu, breadcrumb, list of links",
    Kind.SHARING: "share, follow, print and e-mail links",
    Kind.CONTROLS: "text size, contrast, player and gallery controls, search and log-in forms",
    Kind.SUBSCRIPTION: "newsletter, subscription or paywall appeal",
    Kind.DONATION: "appeal for donations or support",
    Kind.ADVERT: "advertisement, sponsored or affiliate note",
    Kind.RELATED: "links to other articles",
    Kind.COMMENTS: "readers' comments and the form for them",
    Kind.DUPLICATE: "says again what an earlier block says",
    Kind.TEMPLATE: "recurs over the site's documents",
    Kind.BOILERPLATE: "not the article, of no kind that a rule names",
}


def kinds_table() -> str:
    """The kinds as a Markdown table, for docs/cleaning.md."""
    rows = [
        f"| `{kind}` | {'kept' if kind in ARTICLE_KINDS else 'dropped'} | {meaning} |"
        for kind, meaning in MEANINGS.items()
    ]
    return "\n".join(["| kind | | what it is |", "| --- | --- | --- |", *rows])
