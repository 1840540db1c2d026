"""Charts as Vega-Lite: bars and heat maps in the colours of the page.

Colours are CSS variables, which the SVG resolves, so that a chart follows dark mode by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Spec = dict[str, Any]
COLOURS = tuple(f"var(--c{number})" for number in range(1, 9))


def stacked_bars(
    values: Sequence[dict[str, Any]],
    x: str,
    colour: str,
    order: Sequence[str],
    domain: Sequence[str],
) -> Spec:
    """Counts ``n`` by ``x``, which has the values ``domain``, stacked by ``colour``."""
    return _spec(
        values,
        240,
        mark={"type": "bar", "cornerRadiusEnd": 1},
        encoding={
            "x": _ordinal(x, domain),
            "y": {"field": "n", "type": "quantitative", "aggregate": "sum", "title": None,
                  "axis": {"tickMinStep": 1, "format": ",d"}},
            "color": _nominal(colour, order),
            "order": {"field": "rank"},
            "tooltip": _tooltip(x, colour),
        },
    )  # fmt: skip


def bars(
    values: Sequence[dict[str, Any]],
    y: str,
    colour: str,
    colours: dict[str, str],
) -> Spec:
    """One bar a ``y``, as long as ``n``, in the order given."""
    return _spec(
        values,
        22 * len({value[y] for value in values}),
        mark={"type": "bar", "cornerRadiusEnd": 2},
        encoding={
            "y": {"field": y, "type": "nominal", "sort": None, "title": None,
                  "axis": {"labelLimit": 130}},
            "x": {"field": "n", "type": "quantitative", "title": None,
                  "axis": {"format": "~s", "tickCount": 4}},
            "color": {"field": colour, "type": "nominal", "title": None,
                      "scale": {"domain": list(colours), "range": list(colours.values())},
                      "legend": {"orient": "top"}},
            "tooltip": _tooltip(y, colour),
        },
    )  # fmt: skip


def heat(
    values: Sequence[dict[str, Any]],
    x: str,
    y: str,
    order: Sequence[str],
    domain: Sequence[str],
    colour: str,
) -> Spec:
    """Squares of one colour, the stronger the larger ``n``; rows in ``order``."""
    return _spec(
        values,
        24 * len(order),
        mark={"type": "rect", "cornerRadius": 2, "color": colour},
        encoding={
            "x": _ordinal(x, domain),
            "y": {"field": y, "type": "nominal", "sort": list(order), "title": None,
                  "axis": {"labelLimit": 150}},
            "opacity": {"field": "n", "type": "quantitative", "legend": None,
                        "scale": {"range": [0.28, 1], "type": "sqrt"}},
            "tooltip": _tooltip(y, x),
        },
    )  # fmt: skip


def _spec(values: Sequence[dict[str, Any]], height: Any, **rest: Any) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": list(values)},
        "width": "container",
        "height": height,
        "config": CONFIG,
        **rest,
    }


def _nominal(field: str, order: Sequence[str]) -> Spec:
    return {
        "field": field, "type": "nominal", "title": None, "sort": list(order),
        "scale": {"domain": list(order), "range": list(COLOURS[: len(order)])},
        "legend": {"orient": "top", "columns": {"expr": "max(1, floor(width / 190))"},
                   "labelLimit": 170},
    }  # fmt: skip


MOST_LABELS = 9


def _ordinal(field: str, domain: Sequence[str]) -> Spec:
    """An axis with all of ``domain``, so that gaps show; labels at most `MOST_LABELS` of it."""
    every = max(1, -(-len(domain) // MOST_LABELS))
    axis = {
        "values": list(domain[::-1][::every][::-1]),
        "labelAngle": 0,
        "labelOverlap": "greedy",
        "labelSeparation": 6,
    }
    scale = {"domain": list(domain)}
    return {"field": field, "type": "ordinal", "title": None, "axis": axis, "scale": scale}


def _tooltip(*fields: str) -> list[Spec]:
    return [
        *({"field": field, "type": "nominal"} for field in fields),
        {"field": "n", "type": "quantitative", "format": ",", "title": "count"},
    ]


CONFIG: Spec = {
    "background": "transparent",
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--soft)", "titleColor": "var(--soft)", "gridColor": "var(--line)",
        "domainColor": "var(--line)", "tickColor": "var(--line)", "labelFontSize": 12,
        "labelPadding": 6,
    },
    "axisX": {"grid": False},
    "legend": {"labelColor": "var(--ink)", "labelFontSize": 12, "symbolType": "square"},
}  # fmt: skip
