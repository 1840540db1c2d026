"""How often a host is asked: never faster than its delay, slower when it is busy."""

from __future__ import annotations

from dataclasses import dataclass

GIVE_UP = 5
"""Failures in a row after which a host is left for the next run."""


@dataclass(slots=True)
class Pace:
    """The pace of one host; times are seconds of a monotonic clock."""

    base: float
    patience: float
    delay: float = 0.0
    free_at: float = 0.0
    failures: int = 0
    given_up: bool = False

    def __post_init__(self) -> None:
        self.delay = self.base

    def at_least(self, seconds: float) -> None:
        """The host's robots.txt asks for a longer delay."""
        self.base = max(self.base, seconds)
        self.delay = max(self.delay, self.base)

    def answered(self, now: float) -> None:
        """The host is well: the delay returns to what it was, by half each time."""
        self.failures = 0
        self.delay = max(self.base, self.delay / 2)
        self.free_at = now + self.delay

    def troubled(self, now: float, asked: float | None = None) -> None:
        """Busy or out of reach: twice the delay, or what the server asks for if that is longer."""
        self.failures += 1
        self.delay = max(self.delay * 2, self.base, 0.05)
        wait = max(self.delay, asked or 0.0)
        self.free_at = now + wait
        self.given_up = wait > self.patience or self.failures >= GIVE_UP
