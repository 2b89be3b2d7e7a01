"""Runs every rule over the product."""

from collections.abc import Iterator

from paceline.app.asgi import routed
from paceline.app.registry import slices
from tools.lints.finding import Finding, modules, templates
from tools.lints.links import Link, leads_somewhere, links_in_module, links_in_template
from tools.lints.markup import TEMPLATE_RULES
from tools.lints.python import PYTHON_RULES
from tools.routes import routes_of


def findings() -> Iterator[Finding]:
    """Everything that is wrong."""
    yield from style_findings()
    yield from dead_links()


def style_findings() -> Iterator[Finding]:
    """What the rules for Python and templates find."""
    for module in modules():
        for name, rule in PYTHON_RULES.items():
            yield from (Finding(module.place, line, name, sentence) for line, sentence in rule(module))
    for template in templates():
        for name, check in TEMPLATE_RULES.items():
            yield from (Finding(template.place, line, name, sentence) for line, sentence in check(template))


def served_routes() -> list[tuple[str, str]]:
    """Method and path of everything that answers."""
    return [(route.method, route.path) for route in routes_of(routed(slices()))]


def dead_links() -> Iterator[Finding]:
    """Addresses that no route answers."""
    routes = served_routes()
    sources = [(template.place, links_in_template(template)) for template in templates()]
    sources += [(module.place, links_in_module(module)) for module in modules()]
    for place, links in sources:
        yield from (dead(place, line, link) for line, link in links if not leads_somewhere(link, routes))


def dead(place: str, line: int, link: Link) -> Finding:
    """An address that leads nowhere."""
    return Finding(place, line, "link", f"no route answers {link}")
