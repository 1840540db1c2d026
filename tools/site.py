"""Hooks of the documentation site: pages that lie outside ``docs/``, and links to them.

The changelog, the model cards and the like stay where a reader of the checkout looks for them.
Links to other files of the checkout become plain text: the site cannot know where they are hosted.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "models/LICENSES.md": "models/licenses.md",
    "models/cleaning/README.md": "models/cleaning.md",
    "models/entities/GUIDE.md": "models/guide.md",
    "models/entities/README.md": "models/entities.md",
}
"""Path in the checkout to path in the site."""
_LINK = re.compile(r"\[(?P<words>[^\]\n]+)\]\((?P<path>[^)#:\s]+)(?P<anchor>#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside."""
    for path, target in OUTSIDE.items():
        if (ROOT / path).is_file():
            content = (ROOT / path).read_text(encoding="utf-8")
            files.append(File.generated(config, target, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links between checkout paths into links between site paths."""
    return relinked(markdown, page.file.src_uri)


def relinked(markdown: str, source: str) -> str:
    """The page with its links as the site needs them.

    Args:
        source: the page's path in the site.
    """
    inside = {site: path for path, site in OUTSIDE.items()}
    home = PurePosixPath(inside.get(source, f"docs/{source}")).parent

    def link(match: re.Match[str]) -> str:
        path = os.path.normpath(home / match["path"])
        target = OUTSIDE.get(path) or (path.removeprefix("docs/") if _on_site(path) else None)
        if target is None:
            return match["words"] if (ROOT / path).exists() else match[0]
        relative = os.path.relpath(target, PurePosixPath(source).parent)
        return f"[{match['words']}]({relative}{match['anchor'] or ''})"

    return _LINK.sub(link, markdown)


def _on_site(path: str) -> bool:
    return path.startswith("docs/") and (ROOT / path).is_file()
