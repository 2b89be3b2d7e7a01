"""The rules of the house: each finds its bad example, passes its good one, and nothing in the product breaks one."""

from pathlib import Path

import pytest

from tools.lints.finding import Module, Template
from tools.lints.links import Link, leads_somewhere, links_in_module, links_in_template
from tools.lints.markup import TEMPLATE_RULES
from tools.lints.python import PYTHON_RULES
from tools.lints.running import dead_links, style_findings

HOME = "endurance/calendar/actions.py"
PYTHON = [
    (
        "reach-in",
        "from paceline.core import relationships\nrelationships.model.Invitation\n",
        "from paceline.core import relationships\nrelationships.Invitation\n",
    ),
    (
        "transaction",
        "async def f(tx):\n    await tx.session.commit()\n",
        "async def f(tx):\n    await tx.session.flush()\n",
    ),
    (
        "transaction",
        "async def f(tx):\n    await tx.session.rollback()\n",
        "async def f(tx):\n    tx.session.begin_nested()\n",
    ),
    ("clock", "import time\ntime.monotonic()\n", "def f(tx):\n    return tx.now\n"),
    (
        "clock",
        "from datetime import datetime\ndatetime.now()\n",
        "from datetime import datetime\ndatetime.fromisoformat('2026')\n",
    ),
    ("clock", "import datetime\ndatetime.date.today()\n", "def f(tx, athlete):\n    return tx.today(athlete)\n"),
    ("clock", "from time import time\n", "from time import struct_time\n"),
    ("clock", "from sqlalchemy import func\nfunc.now()\n", "from sqlalchemy import func\nfunc.count()\n"),
    (
        "sql",
        "from sqlalchemy import text\ndef f(x):\n    return text(f'SELECT {x}')\n",
        "from sqlalchemy import text\nONE = '1'\nQ = text(f'SELECT {ONE}')\n",
    ),
    (
        "sql",
        "from sqlalchemy import text\nq = text('SELECT %s' % 1)\n",
        "from sqlalchemy import text\nq = text('SELECT :one')\n",
    ),
    ("sql", "from sqlalchemy import text\nq = text('SELECT {}'.format(1))\n", "def text(x): ...\ntext('x'.upper())\n"),
    (
        "swallow",
        "try:\n    f()\nexcept Exception:\n    pass\n",
        "try:\n    f()\nexcept Exception:\n    g()\n    raise\n",
    ),
    (
        "swallow",
        "try:\n    f()\nexcept:  # noqa\n    pass\n",
        "try:\n    f()\nexcept Exception:  # noqa: BLE001 - health reports every failure\n    pass\n",
    ),
    ("print", "print('x')\n", "tell('x')\n"),
]
MARKUP = [
    ("safe", "{{ note|safe }}", "{{ note }} is safe"),
    ("safe", "{{ note | safe }}", "{{ ui.banner(note) }}"),
    ("style", '<p style="color: red">', '<p class="meta" data-style="x">'),
    ("style", "<style>p {}</style>", '<link rel="stylesheet" href="/static/x.css">'),
    ("script", "<script>go()</script>", '<script src="/static/x.js"></script>'),
    ("script", '<script type="module">go()</script>', '<script type="application/json">{}</script>'),
    ("script", '<a onclick="go()">', '<a data-action="click->go#now" data-once="1">'),
    ("script", '<a {% if x > 1 %} onload = "x"{% endif %}>', "{% if on == 1 %}<a>{% endif %}"),
    ("htmx", '<p hx-on:click="x()">', '<p hx-get="/today">'),
    ("htmx", """<p hx-vals='js:{a: 1}'>""", """<p hx-vals='{"a": 1}'>"""),
    ("htmx", '<a href="javascript:x()">', '<a href="/javascript">'),
]
ROUTES = [("GET", "/people/{athlete_id}/calendar"), ("POST", "/check-in"), ("GET", "/today"), ("POST", "/x/{id}/pause")]
LINKS = [
    ('<a href="/tomorrow">', '<a href="/today?day={{ day }}#top">'),
    ('<a href="/people/{{ one.id }}/plans">', '<a href="/people/{{ one.id }}/calendar">'),
    ('<form method="post" action="/today">', '<form method="post" action="/check-in">'),
    ('<form action="/check-in">', '<form action="/today">'),
    ('<p hx-post="/today">', '<p hx-get="/today">'),
    ('{{ ui.button("x", href="/people/" ~ one.id) }}', '{{ ui.button("x", href="/people/" ~ one.id ~ "/calendar") }}'),
    ('{% set base = "/y/" ~ id %}', '{% set base = "/x/" ~ id %}<form method="post" action="{{ base }}/pause">'),
    ('<a href="/today{% if x %}/more{% endif %}">', '<a href="/today{% if x %}?next={{ x }}{% endif %}">'),
]


@pytest.mark.parametrize(("rule", "bad", "good"), PYTHON)
def test_python_rules(rule: str, bad: str, good: str) -> None:
    assert list(PYTHON_RULES[rule](Module(HOME, bad))) != []
    assert list(PYTHON_RULES[rule](Module(HOME, good))) == []


def test_a_slice_may_look_into_itself(tmp_path: Path) -> None:
    (tmp_path / "core" / "orgs").mkdir(parents=True)
    (tmp_path / "core" / "orgs" / "model.py").touch()
    source = "from paceline.core import orgs\norgs.model\n"
    assert list(PYTHON_RULES["reach-in"](Module("core/orgs/actions.py", source, tmp_path))) == []
    assert list(PYTHON_RULES["reach-in"](Module("core/audit/actions.py", source, tmp_path))) != []


@pytest.mark.parametrize(
    ("bad", "good"), [("core/x/utils.py", "core/x/rules.py"), ("infra/job_manager.py", "infra/worker.py")]
)
def test_names_of_modules(bad: str, good: str) -> None:
    assert list(PYTHON_RULES["drawer"](Module(bad, ""))) != []
    assert list(PYTHON_RULES["drawer"](Module(good, ""))) == []


@pytest.mark.parametrize(("rule", "bad", "good"), MARKUP)
def test_template_rules(rule: str, bad: str, good: str) -> None:
    assert list(TEMPLATE_RULES[rule](Template("core/x/templates/x/page.html", bad))) != []
    assert list(TEMPLATE_RULES[rule](Template("core/x/templates/x/page.html", good))) == []


@pytest.mark.parametrize(("bad", "good"), LINKS)
def test_links_in_templates(bad: str, good: str) -> None:
    def dead(text: str) -> list[Link]:
        found = links_in_template(Template("core/x/templates/x/page.html", text))
        return [link for _, link in found if not leads_somewhere(link, ROUTES)]

    assert dead(bad) != []
    assert dead(good) == []
    assert list(links_in_template(Template("core/x/templates/x/page.html", good))) != []


def test_links_in_modules() -> None:
    source = (
        "see('/check-in')\nsee(f'/people/{x}/calendar', flash='/no')\nNavItem('a', 'b', 'c', '/today')\nf(undo='/x')\n"
    )
    found = [link for _, link in links_in_module(Module(HOME, source))]
    assert [leads_somewhere(link, ROUTES) for link in found] == [False, True, True, False]


def test_the_product_keeps_the_rules() -> None:
    assert "\n".join(str(one) for one in style_findings()) == ""


def test_no_address_leads_nowhere() -> None:
    assert "\n".join(str(one) for one in dead_links()) == ""
