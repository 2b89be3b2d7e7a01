"""What is drawn in Python is what the macros draw, and what is remembered belongs to one person on one page."""

from dataclasses import replace
from uuid import UUID

import pytest
from markupsafe import Markup

from paceline.ui import jinja
from paceline.ui.format import Formatter
from paceline.ui.kept import figure
from paceline.ui.viewer import Viewer

IDA = Viewer(UUID(int=1), "Ida <b>", "IB", frozenset({"athlete"}), "athlete")


@pytest.mark.parametrize(
    "value", [None, "–", "12", "<b>", Formatter().distance(28_400), Formatter().load(51), Formatter().load(None)]
)
@pytest.mark.parametrize("unit", ["", "km", "<i>"])
def test_figures_are_those_of_the_macro(engine: jinja.Engine, value: str | None, unit: str) -> None:
    macro = engine.environment.get_template("ui/macros/controls.html").module.v  # type: ignore[attr-defined]
    assert figure(value, unit) == macro(value, unit).strip()
    assert isinstance(figure(value, unit), Markup)


def test_icons_are_those_of_the_macro(engine: jinja.Engine) -> None:
    macro = engine.environment.get_template("ui/macros/controls.html").module.icon  # type: ignore[attr-defined]
    for given in (("check",), ("check", "end")):
        assert engine.macros.icon(*given) == macro(*given)
    assert engine.macros.icon("check", **{"class": "end"}) == macro("check", "end")


def test_navigation_is_remembered_for_one_person_on_one_page(engine: jinja.Engine) -> None:
    def key(viewer: Viewer | None, path: str = "/today", theme: str = "auto") -> object:
        return engine.shell(jinja.Rendering(viewer, path, theme)).key

    assert key(IDA) == key(replace(IDA))
    others = [key(None), key(replace(IDA, account_id=UUID(int=2))), key(replace(IDA, workspace="coach"))]
    others += [key(replace(IDA, badges={"desk": 1})), key(IDA, "/plans"), key(IDA, theme="dark")]
    assert len({key(IDA), *others}) == 7
