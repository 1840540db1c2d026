"""What a collecting run may be told, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline import __version__
from pipeline.errors import SettingsError
from pipeline.sources.limits import MEBIBYTE, SourceLimits

AGENT = f"Factmill/{__version__}"


@dataclass(frozen=True, slots=True)
class CollectSettings:
    """Settings of one run.

    Args:
        agent: how the run names itself; robots.txt rules are looked up for its first word, up to
            the slash.
        delay: seconds between two requests to one host; robots.txt may ask for more.
        limit: pages to fetch in this run; the others wait for the next one.
        refresh_days: fetch a page again after so many days, if it changed; None: only when the
            sitemap or feed names a later date.
        allow_private: also ask hosts on private and local addresses.
        hosts_at_once: hosts that are asked at the same time; one request at a time each.
        page_seconds: how long one answer may take, from the first byte sent to the last received.
        max_page_bytes: size of one page as it travels.
        max_listing_bytes: size of a feed or sitemap, also unpacked (sitemaps.org: 50 MB).
        max_links: links taken from one feed or sitemap (sitemaps.org: 50,000).
        max_listings: feeds and sitemaps followed in one run, those in sitemap indexes included.
        attempts: how often a page is tried in one run when the server is busy or out of reach.
        patience: seconds; a server that asks for a longer pause is left for the next run.
    """

    agent: str = AGENT
    delay: float = 1.0
    limit: int | None = None
    refresh_days: float | None = None
    allow_private: bool = False
    hosts_at_once: int = 8
    page_seconds: float = 30.0
    max_page_bytes: int = SourceLimits().max_document_bytes
    max_listing_bytes: int = 50 * MEBIBYTE
    max_links: int = 50_000
    max_listings: int = 1_000
    attempts: int = 3
    patience: float = 120.0

    def __post_init__(self) -> None:
        if not self.delay >= 0 or not self.page_seconds > 0:  # so that NaN is neither
            raise SettingsError("delay must not be negative, page_seconds must be positive")
        if self.limit is not None and self.limit < 1:
            raise SettingsError(f"limit must be 1 or more, not {self.limit}")
        if self.refresh_days is not None and not self.refresh_days >= 0:
            raise SettingsError(f"refresh must not be negative: {self.refresh_days}")
        printable = self.agent.isascii() and self.agent.isprintable()
        if not printable or not self.agent.partition("/")[0].strip():
            raise SettingsError(f"the agent must be a name in printable ASCII: {self.agent!r}")

    @property
    def token(self) -> str:
        """The product token that robots.txt knows us by (RFC 9309, section 2.2.1)."""
        return self.agent.partition("/")[0].split()[0]


@dataclass(slots=True)
class CollectReport:
    """What a run did.

    ``pages`` were written, ``unchanged`` the server said so, ``known`` were not asked for again,
    ``waiting`` are left for the next run. ``skipped`` are answers that are no pages (pictures,
    PDF); ``refused`` were not asked for, ``failed`` gave no answer that is of use; both are pairs
    of address and reason.
    """

    listings: int = 0
    pages: int = 0
    unchanged: int = 0
    known: int = 0
    redirects: int = 0
    skipped: int = 0
    waiting: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    seconds: float = 0.0
