"""What a run may be told."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.errors import SettingsError
from pipeline.extraction.extractor import ExtractionSettings
from pipeline.sources import SourceLimits

CleaningMode = Literal["auto", "off"]


@dataclass(frozen=True, slots=True)
class RunSettings:
    """Settings of one run.

    Args:
        cleaning: "auto" drops what is not the article; "off" takes the text exactly as given.
        workers: worker processes; 0 works in the calling process; None takes one a core, and the
            calling process for a handful of articles.
        batch_size: articles a batch, the unit of orchestration (DESIGN section 6).
        document_seconds: how long one document may take before it is given up.
        worker_memory_mib: address space of a worker, above which the document at hand is given up;
            0 sets no limit.
        max_failed_share: share of the articles tried, 0 to 1, above which a run counts as failed.
    """

    cleaning: CleaningMode = "auto"
    extraction: ExtractionSettings = field(default_factory=ExtractionSettings)
    limits: SourceLimits = field(default_factory=SourceLimits)
    workers: int | None = None
    batch_size: int = 500
    document_seconds: float = 60.0
    worker_memory_mib: int = 4096
    max_failed_share: float = 0.5

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 0:
            raise SettingsError(f"workers must be 0 or more, not {self.workers}")
        if self.batch_size < 1:
            raise SettingsError(f"batch_size must be 1 or more, not {self.batch_size}")
        if self.document_seconds <= 0:
            raise SettingsError(f"document_seconds must be positive, not {self.document_seconds}")
        if not 0 <= self.max_failed_share <= 1:
            raise SettingsError(f"max_failed_share must be 0 to 1, not {self.max_failed_share}")
        if self.extraction.aliases is not None:
            _check_aliases(Path(self.extraction.aliases))


def _check_aliases(path: Path) -> None:
    """Refuse a file that workers could not read, before there are any."""
    from pipeline.extraction.aliases.overrides import load_overrides

    if not path.is_file():
        raise SettingsError("aliases: no such file", where=str(path))
    load_overrides(path)


def available_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
