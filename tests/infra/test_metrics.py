"""What a process measures, as Prometheus reads it."""

from prometheus_client.parser import text_string_to_metric_families

from paceline.infra.metrics import Metrics


def read(metrics: Metrics) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families(metrics.render().decode())
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def labels(**given: str) -> frozenset[tuple[str, str]]:
    return frozenset(given.items())


def test_everything_measured_can_be_read_back():
    metrics = Metrics()
    metrics.request("/plans/{plan_id}", "GET", 200, 0.02)
    metrics.request("/plans/{plan_id}", "GET", 200, 0.3)
    metrics.job("plans:build_week", "done", 2.0)
    metrics.pool_in_use(3)
    metrics.event("CheckinSubmitted")
    metrics.outbound("strava", "2xx", 0.1)
    with metrics.sse_client(), metrics.sse_client():
        assert read(metrics)["paceline_sse_clients", labels()] == 2
    values = read(metrics)
    assert values["paceline_http_requests_total", labels(route="/plans/{plan_id}", method="GET", status="200")] == 2
    assert (
        values["paceline_http_request_seconds_bucket", labels(route="/plans/{plan_id}", method="GET", le="0.025")] == 1
    )
    assert values["paceline_job_seconds_sum", labels(job="plans:build_week", outcome="done")] == 2
    assert values["paceline_db_connections_in_use", labels()] == 3
    assert values["paceline_events_total", labels(kind="CheckinSubmitted")] == 1
    assert values["paceline_outbound_seconds_count", labels(purpose="strava", outcome="2xx")] == 1
    assert values["paceline_sse_clients", labels()] == 0


def test_invented_methods_cannot_fill_the_memory():
    metrics = Metrics()
    for number in range(50):
        metrics.request("(none)", f"METHOD{number}", 405, None)
    methods = {dict(given).get("method") for name, given in read(metrics) if name == "paceline_http_requests_total"}
    assert methods == {"OTHER"}


def test_a_listening_browser_is_uncounted_even_when_it_breaks_off():
    metrics = Metrics()
    try:
        with metrics.sse_client():
            raise ConnectionError
    except ConnectionError:
        assert read(metrics)["paceline_sse_clients", labels()] == 0


def test_two_sets_of_metrics_do_not_mix():
    one, two = Metrics(), Metrics()
    one.event("A")
    assert b'kind="A"' not in two.render()
