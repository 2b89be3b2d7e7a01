"""A metric is a finite value or a reason, never both and never neither."""

import math
import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.catalogue import CATALOGUE
from paceline.science.endurance.measure import Metric, measured, positive, undefined


def test_undefined_must_say_why() -> None:
    with pytest.raises(ValueError, match="say why"):
        Metric(None)
    with pytest.raises(ValueError, match="finite"):
        Metric(math.inf)
    with pytest.raises(ValueError, match="no reason"):
        Metric(1.0, "because")


@given(st.floats())
def test_measured_never_holds_inf_or_nan(value: float) -> None:
    metric = measured(value)
    assert (metric.value == value) if math.isfinite(value) else (metric.value is None and metric.reason is not None)


def test_undefined_passes_through_a_function_with_its_reason() -> None:
    assert undefined("No power.").then(lambda value: value * 2) == Metric(None, "No power.")
    assert measured(2.0, "careful").then(lambda value: value * 2) == Metric(4.0, None, "careful")


@pytest.mark.parametrize("value", [None, 0.0, -1.0, math.nan, math.inf])
def test_unusable_thresholds(value: float | None) -> None:
    assert not positive(value)


def test_catalogue_names_each_metric_once_with_a_source() -> None:
    assert len(CATALOGUE) >= 30
    for key, info in CATALOGUE.items():
        assert key == info.id
        assert info.source
        assert info.version >= 1
        assert info.valid_range is None or info.valid_range[0] < info.valid_range[1]


@pytest.mark.parametrize("metric", sorted(CATALOGUE))
def test_each_metric_has_a_page_that_names_its_test(metric: str) -> None:
    root = pathlib.Path(__file__).resolve().parents[3]
    page = (root / "docs" / "science" / f"{metric}.md").read_text()
    tests = re.findall(r"tests/science/endurance/test_\w+\.py", page)
    assert tests
    assert all((root / path).is_file() for path in tests)
