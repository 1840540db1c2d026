"""Templates with everything escaped, and the few functions they call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.view.article import Mention, fact_columns
from pipeline.view.marks import Piece, nest
from pipeline.view.results import Snippet
from pipeline.view.selection import typed

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **values: Any) -> str:
    """A page of HTML."""
    return environment().get_template(template).render(**values)


@cache
def environment() -> Environment:
    """Jinja with escaping on, and an error for every name that is not given."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.globals.update(
        marked=marked,
        snippet=snippet_html,
        bars=bars,
        fact_columns=fact_columns,
        typed_value=lambda value: "" if value is None else typed(value),
        name_address=name_address,
        address=address,
        page_links=page_links,
    )
    jinja.filters.update(number=lambda value: f"{value:,}", web=web_address)
    return jinja


def address(path: str, **query: object) -> str:
    """``path?name=value`` without what is empty."""
    given = {name: str(value) for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def name_address(entity_id: str | None, label: str, canonical: str) -> str:
    """The page of an entity."""
    if entity_id:
        return address("/name", id=entity_id)
    return address("/name", label=label, name=canonical)


def web_address(url: str | None) -> str | None:
    """``url`` if a link to it is harmless: http or https and nothing else (``javascript:``)."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def page_links(page: int, pages: int) -> list[int | None]:
    """Numbers of pages to link: the ends and the neighbours; None stands for a gap."""
    near = {1, pages, *range(page - 2, page + 3)}
    shown = sorted(number for number in near if 1 <= number <= pages)
    links: list[int | None] = []
    for number in shown:
        if links and links[-1] is not None and number > links[-1] + 1:
            links.append(None)
        links.append(number)
    return links


def snippet_html(snippet: Snippet) -> Markup:
    """A snippet with its marks."""

    def opened(piece: Piece[str], inside: Markup) -> Markup:
        return Markup('<mark class="{}">{}</mark>').format(piece.tag, inside)

    end = len(snippet.text)
    body = _walk(snippet.text, nest(snippet.marks, 0, end), 0, end, opened)
    before, after = ("… " if snippet.cut_before else ""), (" …" if snippet.cut_after else "")
    return Markup("{}{}{}").format(before, body, after)


def marked(text: str, start: int, end: int, pieces: Sequence[Piece[Mention]]) -> Markup:
    """``text[start:end]`` with its mentions marked; each can be hovered and reached by Tab."""
    return _walk(text, pieces, start, end, _mention)


def _walk(
    text: str,
    pieces: Sequence[Piece[Any]],
    start: int,
    end: int,
    wrap: Callable[[Piece[Any], Markup], Markup],
) -> Markup:
    out, at = [], start
    for piece in pieces:
        out.append(escape(text[at : piece.start]))
        out.append(wrap(piece, _walk(text, piece.inside, piece.start, piece.end, wrap)))
        at = piece.end
    out.append(escape(text[at:end]))
    return Markup("").join(out)


_NAME = Markup('<a class="t" href="{href}" aria-describedby="tip-{anchor}">{inside}</a>')
_OTHER = Markup('<span class="t" tabindex="0" aria-describedby="tip-{anchor}">{inside}</span>')
_PLAIN = Markup('<span class="t">{inside}</span>')
_MARK = Markup('<span class="m {table} {kind}"{id}>{inner}{tip}</span>')


def _mention(piece: Piece[Mention], inside: Markup) -> Markup:
    mention, row = piece.tag, piece.tag.row
    entity = mention.table == "entities"
    form = _PLAIN if not piece.first else _NAME if entity and not piece.inside else _OTHER
    href = name_address(row["entity_id"], row["label"], row["canonical"]) if entity else ""
    return _MARK.format(
        table=mention.table,
        kind=row["label"] if entity else "",
        id=Markup(' id="{}"').format(mention.anchor) if piece.first else "",
        inner=form.format(href=href, anchor=mention.anchor, inside=inside),
        tip=_tip(mention, piece.first),
    )


_TIP = Markup('<span class="tip" role="tooltip" dir="ltr"{id}><b>{value}</b>{details}</span>')
_DETAIL = Markup('<span class="row"><i>{}</i> {}</span>')


def _tip(mention: Mention, first: bool) -> Markup:
    details = Markup("").join(_DETAIL.format(name, text) for name, text in mention.details if text)
    identity = Markup(' id="tip-{}"').format(mention.anchor) if first else ""
    return _TIP.format(id=identity, value=mention.value, details=details)


def bars(counts: Sequence[tuple[Any, int]], label: str) -> Markup:
    """A small bar chart as SVG, without a script: one bar a count, in order.

    The numbers themselves stand in the ``label`` and in a title of each bar.
    """
    if not counts:
        return Markup("")
    high, width = max(count for _, count in counts), 640 / len(counts)
    drawn = Markup("").join(_bar(i, width, *item, high) for i, item in enumerate(counts))
    return Markup(
        '<svg class="bars" viewBox="0 0 640 64" role="img" aria-label="{}" '
        'preserveAspectRatio="none">{}</svg>'
    ).format(label, drawn)


_BAR = Markup(
    '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}: {}</title></rect>'
)


def _bar(index: int, width: float, name: Any, count: int, high: int) -> Markup:
    height = max(2.0, 62 * count / high) if count else 0.0
    return _BAR.format(index * width, 64 - height, max(1.0, width - 2), height, name, count)
