"""The page: one file with its charts' library, style and data inside, and no way out."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report.model import Quote, Report
from pipeline.report.sections import shown

HERE = Path(__file__).parent


def render(report: Report) -> str:
    """The HTML of a report; its policy lets nothing run but the two scripts that it names."""
    style, script = _static("report.css"), _static("report.js")
    library = vega() if any(section.charts for section in report.sections) else ""
    scripts = " ".join(_hash(text) for text in (library, script) if text)
    policy = f"default-src 'none'; script-src {scripts}; style-src {_hash(style)}; img-src data:"
    specs = {c.id: c.spec for section in report.sections for c in section.charts}
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            policy=policy,
            style=Markup(style),
            script=Markup(script),
            library=Markup(library),
            specs=Markup(json_in_html(specs)),
        )
    )


@cache
def _environment() -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.globals.update(shown=shown, is_quote=lambda cell: isinstance(cell, Quote))
    return jinja


@cache
def vega() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, from the wheel of vl-convert."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub lacks the default
    return bundle.replace("</script", "<\\/script")


def _static(name: str) -> str:
    return (HERE / "static" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def json_in_html(value: Any) -> str:
    """JSON for a ``<script>``: nothing in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    escapes = {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
    for character, escape in escapes.items():
        text = text.replace(character, escape)
    return text
