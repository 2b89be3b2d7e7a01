"""Every metric describes itself, names the function behind it, and never answers nonsense with nonsense."""

import dataclasses
import math
import pathlib
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paceline.science.endurance.catalogue import CATALOGUE
from paceline.science.endurance.measure import Metric, MetricInfo
from tests.science.endurance.hostile import CHANNEL_NAMES, arguments, dishonest, refused


@pytest.mark.parametrize("info", CATALOGUE.values(), ids=list(CATALOGUE))
def test_each_metric_describes_itself(info: MetricInfo) -> None:
    assert callable(info.compute), f"{info.id} does not say which function gives it"
    assert info.compute.__doc__
    assert info.compute.__module__.startswith("paceline.science.endurance")
    assert info.name
    assert info.unit
    assert 0 <= info.precision <= 3
    assert info.sport in {"any", "running", "cycling", "swimming"}


def test_no_two_metrics_are_the_same_function_or_name() -> None:
    assert len({info.compute for info in CATALOGUE.values()}) == len(CATALOGUE)
    assert len({info.name for info in CATALOGUE.values()}) == len(CATALOGUE)


def test_compute_is_the_last_field_so_that_a_row_may_be_written_without_it() -> None:
    assert [field.name for field in dataclasses.fields(MetricInfo)][-1] == "compute"
    assert MetricInfo("x", "X", "1", 0, "any", None, 1, "a source").compute is None


@pytest.mark.parametrize("id", sorted(CATALOGUE))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_hostile_input_gives_a_finite_number_or_a_reason(id: str, data: st.DataObject) -> None:
    """Empty, one sample, all missing, zero, negative, NaN, infinite; clocks that stand, jump back or pause for hours;
    thresholds of None, zero, negative and infinity. A sentence (ValueError) is an answer; a number must be finite."""
    compute = CATALOGUE[id].compute
    assert compute is not None
    channel, clock = data.draw(st.sampled_from(CHANNEL_NAMES))
    given_: dict[str, Any] = data.draw(arguments(compute, channel, clock))
    if refused(given_):
        return
    try:
        result = compute(**given_)
    except ValueError as problem:
        assert str(problem).endswith("."), problem
        return
    assert dishonest(result) == []
    if isinstance(result, Metric):
        assert result.reason if result.value is None else math.isfinite(result.value)


PAGES = pathlib.Path(__file__).resolve().parents[3] / "docs" / "science"


@pytest.mark.parametrize("info", CATALOGUE.values(), ids=list(CATALOGUE))
def test_each_metric_has_a_page_with_formula_source_validity_and_its_test(info: MetricInfo) -> None:
    page = (PAGES / f"{info.id}.md").read_text()
    if info.id != "readiness":  # a page of its own shape, with its factors as a table
        for heading in ("Formula", "Source", "Validity", "Differs from others"):
            assert f"**{heading}.** " in page, heading
    named = re.findall(r"`(tests/[\w/]+\.py)`", page)
    assert named
    assert all((PAGES.parents[1] / path).exists() for path in named)
