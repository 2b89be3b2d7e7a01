"""What a job is: a named coroutine with the worker's tools and identifiers as arguments."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from procrastinate import RetryStrategy

from paceline.infra.database import SYSTEM, Actor

if TYPE_CHECKING:
    from paceline.infra.machinery import Machinery
    from paceline.infra.tx import Tx

PATIENT = RetryStrategy(max_attempts=6, exponential_wait=4)


@dataclass(frozen=True, slots=True)
class Work:
    """A worker's hands while it does one job: transactions it opens itself, and the machinery."""

    machinery: "Machinery"
    attempt: int = 1

    @asynccontextmanager
    async def open(self, actor: Actor = SYSTEM) -> AsyncGenerator["Tx"]:
        """A transaction on behalf of the actor; long jobs open several and so keep what is done."""
        async with self.machinery.transactions.open(actor) as tx:
            yield tx


@dataclass(frozen=True, slots=True)
class JobDefinition:
    """One kind of job.

    `one_waiting` and `one_running` are templates over the arguments: the same work is not queued, or not run, twice at a time.
    """

    name: str
    run: Callable[..., Awaitable[None]]
    queue: str = "default"
    priority: int = 0
    retry: RetryStrategy | None = None
    cron: str | None = None
    one_waiting: str | None = None
    one_running: str | None = None

    def lock(self, template: str | None, arguments: Mapping[str, Any]) -> str | None:
        """The lock a template names for these arguments."""
        return None if template is None else f"{self.name}/{template.format(**arguments)}"


@dataclass(slots=True)
class Jobs:
    """The jobs of one slice; `@jobs.job("verb_noun")` adds one, list the group in the manifest."""

    slice: str
    definitions: list[JobDefinition] = field(default_factory=list[JobDefinition])

    def job(
        self,
        name: str,
        *,
        queue: str = "default",
        priority: int = 0,
        retry: RetryStrategy | None = PATIENT,
        cron: str | None = None,
        one_waiting: str | None = None,
        one_running: str | None = None,
    ) -> Callable[[Callable[..., Awaitable[None]]], JobDefinition]:
        """Decorates `async def verb_noun(work: Work, *, some_id: str)`; periodic ones have a cron and no arguments."""

        def decorate(run: Callable[..., Awaitable[None]]) -> JobDefinition:
            definition = JobDefinition(
                f"{self.slice}:{name}", run, queue, priority, retry, cron, one_waiting, one_running
            )
            self.definitions.append(definition)
            return definition

        return decorate
