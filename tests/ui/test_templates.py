"""House rules for templates, style sheets and scripts of the design system."""

import re
from pathlib import Path
from typing import Any

import pytest

import paceline.ui
from paceline.ui import jinja, nav
from paceline.ui.i18n import gettext, ngettext, speaking

UI = Path(paceline.ui.__file__).parent
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
CSS = sorted((UI / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((UI / "static" / "js").rglob("*.js"))
FORBIDDEN = {
    r"\sstyle\s*=": "inline style",
    r"\son[a-z]+\s*=\s*[\"']": "inline handler",
    r"\|\s*safe\b": "unescaped output",
    r"hx-on": "htmx code in an attribute",
    r"[\"']js:": "htmx code in an attribute",
    r"(src|href)=[\"']https?:": "another host",
    r"<script(?![^>]*(src=|application/json|importmap))": "inline script",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_templates_hold_no_code_and_no_style(path: Path) -> None:
    text = path.read_text()
    found = [why for rule, why in FORBIDDEN.items() if re.search(rule, text)]
    assert found == []
    assert text.count("\n") <= 160
    if path.parent.name != "mail":
        assert "<style" not in text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('<p style="x">', "inline style"),
        ("<a onclick='x'>", "inline handler"),
        ("{{ x|safe }}", "unescaped output"),
        ("<script>x</script>", "inline script"),
    ],
)
def test_the_rules_catch_what_they_are_for(line: str, why: str) -> None:
    assert why in [reason for rule, reason in FORBIDDEN.items() if re.search(rule, line)]


@pytest.mark.parametrize("path", CSS, ids=lambda p: p.name)
def test_style_sheets_are_short_layered_and_local(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 250
    assert re.search(r"^@layer (reset|tokens|base|components|modules|utilities) \{", text, re.MULTILINE)
    assert not re.search(r"url\((?!\"data:)", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_scripts_are_short_and_never_evaluate(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 150
    assert text.startswith("// ")
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|setAttribute\('style'", text)


def test_every_controller_named_in_a_template_exists() -> None:
    names = {
        name
        for path in TEMPLATES
        for attribute in re.findall(r'data-controller="([^"{]+)"', path.read_text())
        for name in attribute.split()
    }
    held = {path.stem for path in (UI / "static" / "js" / "controllers").glob("*.js")}
    assert names
    assert names <= held


def test_every_macro_is_in_the_gallery_or_the_frame(engine: jinja.Engine) -> None:
    macros = set(vars(engine.macros))
    used = {name for path in TEMPLATES for name in re.findall(r"ui\.([a-z_]+)\(", path.read_text())}
    within = {
        name
        for path in (UI / "templates/ui/macros").glob("*.html")
        for name in re.findall(r"\b([a-z_]+)\(", path.read_text())
    }
    assert len(macros) >= 25
    assert macros - used - within == set()


def test_navigation_marks_the_most_specific_page(cast: Any) -> None:
    here = nav.current_item(cast.NAV, "/calendar/2026-06")
    assert here is not None
    assert here.key == "calendar"
    assert nav.current_item(cast.NAV, "/calendars") is None
    menu = nav.menu_for(cast.NAV, cast.IDA, "/plan")
    assert [name for name, _ in menu.groups] == ["", "Season"]
    assert [link.item.key for link in menu.tabs] == ["today", "calendar", "log", "fitness", "messages"]
    assert menu.workspaces == ("athlete", "coach")
    assert menu.elsewhere
    assert not nav.menu_for(cast.NAV, cast.IDA, "/calendar").elsewhere
    assert not nav.menu_for(cast.NAV, cast.IDA, "/settings/profile").elsewhere


def test_settings_stay_out_of_the_sidebar(cast: Any) -> None:
    feed = nav.NavItem("feed", "Calendar feed", "link", "/settings/calendar", "athlete", order=9, kind="setting")
    sharing = nav.NavItem("sharing", "Sharing", "shield", "/settings/sharing", "athlete", group="You", order=8)
    menu = nav.menu_for([*cast.NAV, feed, sharing], cast.IDA, "/settings/calendar")
    assert [item.key for item in menu.settings] == ["sharing", "feed"]
    assert "feed" not in [link.item.key for _, links in menu.groups for link in links]
    assert nav.menu_for([*cast.NAV, feed], cast.IDA, "/today").actions == [cast.NAV[2]]


def test_without_a_catalogue_english_is_spoken() -> None:
    with speaking("nn"):
        assert gettext("Save") == "Save"
        assert ngettext("one race", "races", 2) == "races"
