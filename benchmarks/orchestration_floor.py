"""A flow that does nothing but what every batch of ours does: the floor of Prefect itself.

``python -m benchmarks.orchestration_floor BATCHES``, with a server in ``PREFECT_API_URL``.
"""

from __future__ import annotations

import sys
from uuid import UUID

from flows.steps import batch_task  # first: it sets Prefect's settings

from prefect import flow, get_run_logger, task  # isort: skip
from prefect.artifacts import create_progress_artifact, update_progress_artifact  # isort: skip
from prefect.cache_policies import NO_CACHE  # isort: skip


@batch_task
def empty_batch(index: int) -> int:
    """In the place of `flows.steps.process_task`."""
    return index


@task(name="empty", task_run_name="empty-{index}", cache_policy=NO_CACHE, persist_result=False)
def empty_publish(index: int) -> int:
    """In the place of `flows.steps.publish_task`."""
    return index


@flow(persist_result=False)
def empty_flow(batches: int) -> None:
    """Two task runs, a line of the log and a step of the progress artifact for each batch."""
    log = get_run_logger()
    artifact = UUID(str(create_progress_artifact(0.0, key="empty-progress")))
    for index in range(batches):
        empty_publish(empty_batch.submit(index).result())
        log.info("batch %d", index)
        update_progress_artifact(artifact, 100.0 * (index + 1) / batches)


if __name__ == "__main__":
    empty_flow(int(sys.argv[1]))
