"""The whole pages of our own in models/cleaning/data: their format, and how they are read."""

from __future__ import annotations

from pathlib import Path

from models.cleaning.dataset import DATA, own_pages

FILE = "# a note\n@ harbourbeat en\nD\tMenu\nB\nK\tA sentence\twith a tab.\n@ other en\nI\tTitle\n"


def test_pages_are_read_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "pages_01.txt").write_text(FILE, encoding="utf-8")
    first, second = own_pages(tmp_path)
    assert (first.id, first.labels) == ("page-harbourbeat", "DBK")
    assert first.lines == ("Menu", "", "A sentence\twith a tab.")
    assert (second.id, second.labels, second.lines) == ("page-other", "I", ("Title",))


def test_every_page_of_ours_is_labelled() -> None:
    pages = list(own_pages(DATA))
    assert len({page.site for page in pages}) == len(pages) >= 75
    for page in pages:
        assert len(page.lines) == len(page.labels)
        assert set(page.labels) <= set("KDCIMB"), page.id
        assert all(bool(t) == (c != "B") for t, c in zip(page.lines, page.labels, strict=True))
        assert {"K", "D"} <= set(page.labels), page.id
