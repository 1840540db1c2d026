"""A collecting run: the queues of its hosts, the threads that ask them, one writer."""

from __future__ import annotations

import sqlite3
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from pipeline.errors import FetchError, SourceError, StoreUnwritable, UsageError
from pipeline.sources.collect.addresses import host_of, locate, normalised
from pipeline.sources.collect.fetch import (
    BUSY,
    PAGE_TYPES,
    REDIRECTS,
    Answer,
    Fetcher,
    is_listing,
    retry_after,
)
from pipeline.sources.collect.listings import Link, Listing, read_listing
from pipeline.sources.collect.pace import Pace
from pipeline.sources.collect.robots import Robots
from pipeline.sources.collect.settings import CollectReport, CollectSettings
from pipeline.sources.collect.state import State
from pipeline.sources.collect.writer import WarcFile
from pipeline.sources.locate import is_url

HOPS = 5
"""Redirects followed from one address."""

Role = Literal["seed", "child", "page"]
"""What a user named (a listing or a page), a sitemap of an index, what a listing named."""


@dataclass(frozen=True, slots=True)
class Job:
    """An address to ask."""

    url: str
    role: Role
    hops: int = 0
    attempts: int = 0


def collect(
    sources: Sequence[str], raw: Path, settings: CollectSettings | None = None
) -> CollectReport:
    """Fetch what is new of the given sources into a WARC file in ``raw``.

    Args:
        sources: addresses of feeds, sitemaps, sitemap indexes or pages, or files that hold such a
            listing or one address a line; what each is, its content tells.
        raw: the raw folder; made when it is not there.
        settings: see `CollectSettings`.

    Raises:
        UsageError: no source, one that is neither a web address nor a file with some, or another
            run is collecting into the same folder.
        StoreUnwritable: the raw folder, or the state beside it, cannot be written.
    """
    if not sources:
        raise UsageError("nothing to collect", hint="name a feed, sitemap, page or list of URLs")
    if is_url(raw):
        raise UsageError("pages are collected into a folder", where=str(raw))
    raw = raw.resolve()
    folder = raw.parent / ".factmill" / f"{raw.name}.collect"
    try:
        for place in (raw, folder):
            place.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "lock", timeout=0):
            return _Run(folder, raw, settings or CollectSettings()).work(sources)
    except Timeout as error:
        raise UsageError("another run is collecting into this folder", where=str(raw)) from error
    except (OSError, sqlite3.OperationalError) as error:  # those of the network are caught before
        reason = getattr(error, "strerror", None) or error
        raise StoreUnwritable(
            f"cannot be written: {reason}",
            where=getattr(error, "filename", None) or str(folder),
            hint="see to permissions and space",
        ) from error


def _address(source: str) -> str:
    """What a user names must be right; what a listing names may be refused."""
    try:
        return normalised(source)
    except FetchError as error:
        raise UsageError(error.message, where=source) from error


class _Run:
    """One run. Threads only fetch; queues, state and WARC file belong to the calling thread."""

    def __init__(self, folder: Path, raw: Path, settings: CollectSettings) -> None:
        self._settings = settings
        self._report = CollectReport()
        self._state = State(folder / "state.sqlite")
        self._writer = WarcFile(folder, raw, self._state, settings.agent)
        self._fetcher = Fetcher(settings)
        self._robots = Robots(self._fetcher, settings.token)
        self._queues: dict[str, deque[Job]] = {}
        self._paces: dict[str, Pace] = {}
        self._asked: set[str] = set()
        self._flying: dict[Future[Answer], Job] = {}
        self._threads = ThreadPoolExecutor(settings.hosts_at_once, "collect")

    def work(self, sources: Sequence[str]) -> CollectReport:
        """Do it; what is not finished when interrupted is gone on with by the next run."""
        begun = time.monotonic()
        try:
            for url in self._state.waiting():
                self._enqueue(Job(url, "page"))
            for source in sources:
                self._begin_source(source)
            self._drain()
            self._writer.finish()
        finally:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._fetcher.close()
            self._writer.abandon()
            self._report.waiting = sum(1 for _ in self._state.waiting())
            self._state.close()
        self._report.files = self._writer.finished
        self._report.seconds = time.monotonic() - begun
        return self._report

    def _begin_source(self, source: str) -> None:
        if not is_url(source):
            self._read_file(Path(source))
            return
        url = _address(source)
        known = self._state.page(url)
        if known and known.state != "waiting" and not self._is_due(Link(url)):
            self._report.known += 1
        else:
            self._enqueue(Job(url, "seed"))

    def _read_file(self, path: Path) -> None:
        if not path.is_file():
            raise UsageError("neither a web address nor a file", where=str(path))
        size = self._settings.max_listing_bytes
        most = self._settings.max_links
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UsageError(f"cannot be read: {error.strerror}", where=str(path)) from error
        listing = read_listing(content, None, most=most, limit=size)
        if listing is None:
            raise UsageError(
                "the file names no web addresses", where=str(path), hint="one a line, or a feed"
            )
        self._report.refused.extend(listing.refused)
        children, pages = self._sorted(listing)
        self._state.wait_for(pages, "")
        self._follow(children, pages)

    def _sorted(self, listing: Listing) -> tuple[list[str], list[str]]:
        """Sitemaps to follow, and pages that are due."""
        if listing.kind == "index":
            return [link.url for link in listing.links], []
        due = [link.url for link in listing.links if self._is_due(link)]
        self._report.known += len(listing.links) - len(due)
        return [], due

    def _is_due(self, link: Link) -> bool:
        return self._state.is_due(link, self._settings.refresh_days)

    def _follow(self, children: list[str], pages: list[str]) -> None:
        for url in children:
            self._enqueue(Job(url, "child"))
        for url in pages:
            self._enqueue(Job(url, "page"))

    def _enqueue(self, job: Job) -> None:
        if job.url not in self._asked:
            self._asked.add(job.url)
            queue = self._queue_of(host_of(job.url))
            queue.append(job) if job.role == "page" else queue.appendleft(job)

    def _queue_of(self, host: str) -> deque[Job]:
        if host not in self._queues:
            self._queues[host] = deque()
            self._paces[host] = Pace(self._settings.delay, self._settings.patience)
        return self._queues[host]

    def _drain(self) -> None:
        """Until nothing flies and nothing may be asked any more."""
        while True:
            pause = self._launch()
            if self._flying:
                done, _ = wait(self._flying, timeout=pause, return_when=FIRST_COMPLETED)
                for future in done:
                    self._land(self._flying.pop(future), future)
            elif pause is not None:
                time.sleep(pause)
            else:
                return

    def _launch(self) -> float | None:
        """Ask every host whose time has come; returns the seconds until the next one's has."""
        now = time.monotonic()
        busy = {host_of(job.url) for job in self._flying.values()}
        pauses = []
        for host, queue in self._queues.items():
            pace = self._paces[host]
            if host in busy or pace.given_up or not self._next_of(queue):
                continue
            if pace.free_at > now:
                pauses.append(pace.free_at - now)
            elif len(self._flying) < self._settings.hosts_at_once:
                job = queue.popleft()
                self._flying[self._threads.submit(self._ask, job, self._known(job))] = job
        return min(pauses, default=None)

    def _next_of(self, queue: deque[Job]) -> Job | None:
        """The host's next job; the run's limit holds pages back, not listings."""
        if not queue or (queue[0].role == "page" and self._is_full()):
            return None
        return queue[0]

    def _is_full(self) -> bool:
        if self._settings.limit is None:
            return False
        flying = sum(job.role == "page" for job in self._flying.values())
        return self._report.pages + flying >= self._settings.limit

    def _known(self, job: Job) -> dict[str, str]:
        """Headers that make the request conditional."""
        known = self._state.page(job.url)
        if job.role != "page":
            known = self._state.listing(job.url) or known
        return known.conditions if known else {}

    def _ask(self, job: Job, known: dict[str, str]) -> Answer:
        """In a thread: the request, when address and robots.txt allow it."""
        locate(job.url, allow_private=self._settings.allow_private)
        self._robots.check(job.url)
        return self._fetcher.get(job.url, limit=lambda kind: self._most(job, kind), known=known)

    def _most(self, job: Job, kind: str) -> int:
        if job.role != "page" and is_listing(kind):
            return self._settings.max_listing_bytes
        return self._settings.max_page_bytes if kind in (*PAGE_TYPES, "") else 0

    def _land(self, job: Job, future: Future[Answer]) -> None:
        pace = self._paces[host_of(job.url)]
        now = time.monotonic()
        try:
            answer = future.result()
            pace.at_least(self._robots.delay(job.url))
            if answer.status in BUSY:
                message = f"status {answer.status}"
                pause = retry_after(answer)
                raise FetchError(message, where=job.url, transient=True, pause=pause)
            pace.answered(now)
            self._take(job, answer)
        except FetchError as error:
            self._failed(job, error, pace, now)
        except SourceError as error:  # too large, or a listing that cannot be read
            pace.answered(now)
            if job.role == "page":
                self._state.give_up(job.url)
            self._report.failed.append((job.url, error.message))

    def _failed(self, job: Job, error: FetchError, pace: Pace, now: float) -> None:
        if not error.transient:
            pace.answered(now)
            self._state.drop(job.url)
            self._report.refused.append((job.url, error.message))
            return
        pace.troubled(now, error.pause)
        again = replace(job, attempts=job.attempts + 1)
        if again.attempts < self._settings.attempts and not pace.given_up:
            self._queue_of(host_of(job.url)).appendleft(again)
        else:
            self._report.failed.append((job.url, error.message))

    def _take(self, job: Job, answer: Answer) -> None:
        """An answer that the host is well enough to give."""
        if answer.status == 304:
            self._unchanged(job, answer)
        elif answer.status in REDIRECTS:
            self._redirected(job, answer)
        elif answer.status != 200:
            self._state.keep_page(answer, "gone")
            self._report.failed.append((job.url, f"status {answer.status}"))
        elif job.role == "page" or not self._read_listing(job, answer):
            self._keep(job, answer)

    def _unchanged(self, job: Job, answer: Answer) -> None:
        self._report.unchanged += 1
        if job.role != "page" and self._state.listing(job.url):
            self._report.listings += 1
            self._follow(self._state.children(job.url), [])
        else:
            self._state.keep_page(answer)

    def _redirected(self, job: Job, answer: Answer) -> None:
        """The target is an address of its own, checked and paced as any other."""
        location = answer.location
        if location is None or job.hops >= HOPS:
            raise FetchError("a redirect that leads nowhere", where=job.url)
        self._report.redirects += 1
        if job.role == "page":
            self._state.keep_page(answer, file=self._writer.write(answer))
            if not self._is_due(Link(location)):
                self._report.known += 1
                return
            self._state.wait_for([location], job.url)
        self._enqueue(Job(location, job.role, job.hops + 1))

    def _read_listing(self, job: Job, answer: Answer) -> bool:
        """Follow the links of a listing; False when it is a page."""
        size = self._settings.max_listing_bytes
        data = answer.plain(size)
        listing = read_listing(data, answer.url, most=self._settings.max_links, limit=size)
        if listing is None and job.role == "child":
            raise FetchError("not a sitemap", where=job.url)
        if listing is None:
            return False
        if job.role == "child" and listing.kind == "index":
            raise FetchError("an index of indexes is not followed", where=job.url)
        self._report.listings += 1
        self._report.refused.extend(listing.refused)
        children, pages = self._sorted(listing)
        children = children[: self._settings.max_listings]
        self._state.keep_listing(answer, listing.kind, pages, children)
        self._follow(children, pages)
        return True

    def _keep(self, job: Job, answer: Answer) -> None:
        if answer.kind not in (*PAGE_TYPES, ""):
            self._report.skipped += 1
            self._state.keep_page(answer)
            return
        self._state.keep_page(answer, file=self._writer.write(answer))
        self._report.pages += 1
        self._writer.rotate()
