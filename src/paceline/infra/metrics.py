"""Counts and durations for Prometheus.

Each process has its own registry and answers its own `/metrics`: the web process on its normal port, a worker on the
port its settings name. Prometheus adds the processes up, so nothing is shared between them on disk. The default
collectors of the Python process are left out; the machine's own exporter knows memory and CPU better.
"""

from collections.abc import Generator
from contextlib import contextmanager

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST
REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
JOB_SECONDS = (0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Everything one process measures. Label values are names from the code, never text from a request."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        here = self.registry
        self._requests = Counter(
            "paceline_http_requests_total", "Requests answered.", ["route", "method", "status"], registry=here
        )
        self._request_seconds = Histogram(
            "paceline_http_request_seconds",
            "Time to answer a request; open event streams are not counted.",
            ["route", "method"],
            buckets=REQUEST_SECONDS,
            registry=here,
        )
        self._jobs = Histogram(
            "paceline_job_seconds", "Time a job ran.", ["job", "outcome"], buckets=JOB_SECONDS, registry=here
        )
        self._pool = Gauge("paceline_db_connections_in_use", "Database connections in use.", registry=here)
        self._events = Counter("paceline_events_total", "Events emitted.", ["kind"], registry=here)
        self._streams = Gauge("paceline_sse_clients", "Browsers listening for live updates.", registry=here)
        self._outbound = Histogram(
            "paceline_outbound_seconds",
            "Time a call to another service took.",
            ["purpose", "outcome"],
            buckets=(*REQUEST_SECONDS, 30.0, 60.0),
            registry=here,
        )

    def request(self, route: str, method: str, status: int, seconds: float | None) -> None:
        """One answered request; `seconds` is None for a stream, whose length says nothing about speed."""
        verb = method if method in METHODS else "OTHER"
        self._requests.labels(route, verb, status).inc()
        if seconds is not None:
            self._request_seconds.labels(route, verb).observe(seconds)

    def job(self, name: str, outcome: str, seconds: float) -> None:
        self._jobs.labels(name, outcome).observe(seconds)

    def pool_in_use(self, connections: int) -> None:
        self._pool.set(connections)

    def event(self, kind: str) -> None:
        self._events.labels(kind).inc()

    @contextmanager
    def sse_client(self) -> Generator[None]:
        """Counts one listening browser for as long as the block runs."""
        self._streams.inc()
        try:
            yield
        finally:
            self._streams.dec()

    def outbound(self, purpose: str, outcome: str, seconds: float) -> None:
        self._outbound.labels(purpose, outcome).observe(seconds)

    def render(self) -> bytes:
        """What `/metrics` answers, in Prometheus's text format."""
        return generate_latest(self.registry)


# Like the log, the measurements belong to the process; tests make their own `Metrics()`.
METRICS = Metrics()
