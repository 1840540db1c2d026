"""What each address answers. All of it is read-only; all text goes through escaping templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from pipeline.errors import UsageError
from pipeline.tables.schemas import TableName
from pipeline.view import download as downloads
from pipeline.view import results
from pipeline.view.article import load_article
from pipeline.view.html import render
from pipeline.view.names import PAGE_SIZE, NameKey, list_names, load_name, suggestions
from pipeline.view.searchindex import Indexer
from pipeline.view.selection import SORTS, Selection, read_selection
from pipeline.view.shelf import Edition, Shelf
from pipeline.view.wording import LABELS

_NO_CACHE = {"Cache-Control": "no-store"}


def _shelf(request: Request) -> Shelf:
    return cast(Shelf, request.app.state.shelf)


def _indexer(request: Request) -> Indexer:
    return cast(Indexer, request.app.state.indexer)


def _page(request: Request, template: str, code: int = 200, **values: Any) -> Response:
    html = render(template, store=request.app.state.name, path=request.url.path, **values)
    return HTMLResponse(html, code, headers=_NO_CACHE)


def problem(request: Request, message: str, status: int) -> Response:
    """The page that says what is wrong."""
    return _page(request, "problem.html", status, message=message, status=status)


def _number(request: Request, name: str = "page") -> int:
    typed = request.query_params.get(name, "1")
    return min(int(typed), 10**6) if typed.isascii() and typed.isdigit() and typed != "0" else 1


def search(request: Request) -> Response:
    """The first page: a form, and the documents that match."""
    shelf, indexer = _shelf(request), _indexer(request)
    query: Mapping[str, str] = request.query_params
    wrong: str | None = None
    try:
        selection = read_selection(query)
    except UsageError as error:
        selection, wrong = Selection(), str(error)
    with shelf.now() as edition:
        found = None if wrong else results.find(edition, selection, indexer, _number(request))
        return _page(
            request,
            "search.html",
            400 if wrong else 200,
            selection=selection,
            typed=query if wrong else None,
            wrong=wrong,
            results=found,
            choices=choices(edition),
            sorts=SORTS,
            labels=LABELS,
            problem=indexer.problem,
        )


def choices(edition: Edition) -> Mapping[str, Any]:
    """Sites, currencies and names to choose from, and the store's figures."""
    if not edition.memo:
        with edition.cursor() as cursor:
            edition.memo.update(
                sites=results.sites(cursor)[:500],
                currencies=results.currencies(cursor),
                names=suggestions(cursor),
                overview=results.overview(cursor),
            )
    return edition.memo


def article(request: Request) -> Response:
    """One article."""
    with _shelf(request).now() as edition:
        found = load_article(edition, request.path_params["doc_id"])
    if found is None:
        raise HTTPException(404, "no article goes by this id")
    return _page(request, "article.html", article=found, doc=found.document, labels=LABELS)


def names(request: Request) -> Response:
    """The entities of the store."""
    label = request.query_params.get("label", "")
    part = request.query_params.get("name", "").strip()[:400]
    page = _number(request)
    with _shelf(request).now() as edition, edition.cursor() as cursor:
        listed, total = list_names(cursor, label, part, page)
    return _page(
        request, "names.html", listed=listed, total=total, page=page, part=part, label=label,
        pages=max(1, -(-total // PAGE_SIZE)), labels=LABELS,
    )  # fmt: skip


def name(request: Request) -> Response:
    """All mentions of one entity."""
    query = request.query_params
    key = NameKey(query.get("id", ""), query.get("label", ""), query.get("name", ""))
    with _shelf(request).now() as edition:
        found = load_name(edition, key, _number(request))
    if found is None:
        raise HTTPException(404, "no entity goes by this name")
    return _page(request, "name.html", name=found, labels=LABELS)


def download(request: Request) -> Response:
    """A selection as a file."""
    table, form = request.path_params["table"], request.path_params["form"]
    if table not in downloads.DOWNLOADS or form not in downloads.FORMS:
        raise HTTPException(404, "there is no such file")
    selection = read_selection(request.query_params)
    pieces = downloads.stream(
        _shelf(request), _indexer(request), selection, cast(TableName, table), form
    )
    headers = {"Content-Disposition": f'attachment; filename="{table}.{form}"', **_NO_CACHE}
    return StreamingResponse(pieces, media_type=downloads.MEDIA[form], headers=headers)
