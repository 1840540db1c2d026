"""robots.txt (RFC 9309), read once a host and run."""

from __future__ import annotations

from urllib.parse import urlsplit

from protego import Protego

from pipeline.errors import FetchError
from pipeline.sources.collect.fetch import Answer, Fetcher

LIMIT = 512 * 1024
"""RFC 9309, section 2.5: at least 500 KiB are to be read; the rest is left."""

HOPS = 5
LONGEST_DELAY = 60.0


class Robots:
    """What the hosts of a run allow. One host is asked by one thread at a time."""

    def __init__(self, fetcher: Fetcher, token: str) -> None:
        self._fetcher, self._token = fetcher, token
        self._rules: dict[str, Protego | None] = {}

    def check(self, url: str) -> None:
        """Refuse what the host does not allow. No robots.txt (4xx) allows all.

        Raises:
            FetchError: not allowed; transient when robots.txt could not be had (5xx, no answer).
        """
        rules = self._rules_of(url)
        if rules is None:
            raise FetchError("its robots.txt could not be had", where=url, transient=True)
        if not rules.can_fetch(url, self._token):
            raise FetchError("robots.txt does not allow it", where=url)

    def delay(self, url: str) -> float:
        """Seconds between requests that the host asks for, at most `LONGEST_DELAY`."""
        rules = self._rules_of(url)
        asked = rules.crawl_delay(self._token) if rules else None
        return min(float(asked or 0.0), LONGEST_DELAY)

    def _rules_of(self, url: str) -> Protego | None:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = self._read(f"{site}/robots.txt")
        return self._rules[site]

    def _read(self, url: str) -> Protego | None:
        answer = self._answer(url)
        if answer is None or answer.status >= 500 or answer.status == 429:
            return None
        if answer.status != 200:
            return Protego.parse("")
        try:
            text = answer.plain(LIMIT).decode("utf-8", errors="replace")
        except FetchError:
            return None
        return Protego.parse(text.replace("\0", ""))

    def _answer(self, url: str) -> Answer | None:
        """After redirects; None when no answer is to be had."""
        for _ in range(HOPS + 1):
            try:
                answer = self._fetcher.get(url, limit=lambda _: LIMIT)
                if (location := answer.location) is None:
                    return answer
            except FetchError:
                return None
            url = location
        return None
