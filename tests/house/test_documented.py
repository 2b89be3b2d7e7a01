"""Every setting, event, job and route is in the reference, and what is in it is what the code says."""

import re

import pytest

from paceline.app.asgi import routed
from paceline.app.boot import jobs_of
from paceline.app.registry import slices
from paceline.infra.events import events_by_name
from paceline.infra.settings import variable_of
from tools.reference import FOLDER, events_page, jobs_page, pages, routes_page, settings_groups, settings_page
from tools.routes import routes_of


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_reference_is_current(name: str) -> None:
    assert (FOLDER / name).read_text() == pages()[name], "run: python -m tools.reference"


def test_every_setting_has_a_variable_and_a_sentence() -> None:
    text = settings_page()
    silent: list[str] = []
    for group in settings_groups():
        for name, field in group.model_fields.items():
            assert f"`{variable_of(group, name)}`" in text
            if not field.description:
                silent.append(f"{group.__name__}.{name}")
    assert silent == []


def test_every_event_is_named_after_its_slice_and_the_past() -> None:
    text = events_page()
    known = {s.name for s in slices()}
    for name, kind in events_by_name().items():
        if kind.__module__.startswith("paceline.") and name.split(".")[0] in known:
            assert f"| `{name}` |" in text
            assert re.fullmatch(r"[a-z_]+\.[a-z_]+", name)


def test_every_job_says_what_it_does() -> None:
    text = jobs_page()
    for job in jobs_of(slices()):
        assert f"| `{job.name}` | " in text
        assert job.run.__doc__, job.name


def test_every_route_is_listed_with_who_may_call_it() -> None:
    text = routes_page()
    for route in routes_of(routed(slices())):
        row = next((line for line in text.splitlines() if f"| `{route.path}` |" in line and route.method in line), "")
        assert f"| {route.who} |" in row, route.name
