"""Rules for Python modules."""

import ast
from collections.abc import Iterator

from tools.lints.finding import Module, PythonRule

ROOMS = ("core", "coaching", "endurance", "trading", "integrations")
DRAWERS = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "stuff"}
# Who may end a transaction, and why the edge cannot do it there.
MAY_COMMIT = {
    "infra/database/engine.py": "the edge itself",
    "infra/database/migrate.py": "migrations have their own connection",
    "core/identity/api.py": "a failed sign-in is kept in the ledger although the answer is a refusal",
    "core/identity/pages/passwords.py": "a link is not used up by a password that is refused",
    "endurance/activities/importing/uploads.py": "a slow upload must not hold a connection",
}
# Where waiting for a process of the operating system takes the machine's own clock.
MAY_READ_CLOCK = ("infra/clock.py", "infra/sandbox.py", "infra/postgres/", "app/commands/serve.py")
CLOCKS = {
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "localtime", "gmtime"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "func": {"now", "current_timestamp", "clock_timestamp", "localtimestamp"},
}


def reach_in(module: Module) -> Iterator[tuple[int, str]]:
    """Another slice is used through its door, never as `slice.submodule.name`."""
    doors = dict(_doors(module))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in doors:
            folder = module.root.joinpath(*doors[node.value.id])
            if (folder / f"{node.attr}.py").exists() or (folder / node.attr / "__init__.py").exists():
                yield (
                    node.lineno,
                    f"{node.value.id}.{node.attr} lies behind the door of {'.'.join(doors[node.value.id])}",
                )


def _doors(module: Module) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ImportFrom) or node.level or not node.module:
            continue
        parts = node.module.split(".")
        if len(parts) != 2 or parts[0] != "paceline" or parts[1] not in ROOMS:
            continue
        for name in node.names:
            if (parts[1], name.name) != module.slice:
                yield name.asname or name.name, (parts[1], name.name)


def ends_transactions(module: Module) -> Iterator[tuple[int, str]]:
    """Only the edge commits or rolls back."""
    if module.place in MAY_COMMIT:
        return
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"commit", "rollback"}
        ):
            yield node.lineno, f"{ast.unparse(node.func)}() ends a transaction that belongs to the edge"


def reads_clock(module: Module) -> Iterator[tuple[int, str]]:
    """Time comes from the transaction or an injected Clock."""
    if module.place.startswith(MAY_READ_CLOCK):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if node.func.attr in CLOCKS.get(name, ()):
                yield node.lineno, f"{ast.unparse(node.func)}() reads a clock of its own: take tx.now or a Clock"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            for name in node.names:
                if name.name in CLOCKS["time"]:
                    yield node.lineno, f"time.{name.name} is a clock of its own: take tx.now or a Clock"


def builds_sql(module: Module) -> Iterator[tuple[int, str]]:
    """SQL is a constant; values are parameters. Pieces may only be constants of the module itself."""
    constants = {name for name in _module_names(module.tree) if name.isupper()}
    makers = set(_sql_makers(module.tree))
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Call)
            and _called(node) in makers
            and node.args
            and not _is_fixed(node.args[0], constants)
        ):
            yield node.lineno, "SQL put together from values: use parameters, or constants of this module"


def _sql_makers(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"sqlalchemy", "psycopg"}:
            yield from (name.asname or name.name for name in node.names if name.name in {"text", "SQL"})


def _is_fixed(node: ast.expr, constants: set[str]) -> bool:
    if isinstance(node, ast.JoinedStr):
        return all(_is_fixed(part.value, constants) for part in node.values if isinstance(part, ast.FormattedValue))
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and _is_fixed(node.left, constants) and _is_fixed(node.right, constants)
    if isinstance(node, ast.Name):
        return node.id in constants
    return isinstance(node, ast.Constant)


def _module_names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))
        if isinstance(node, ast.ImportFrom):
            yield from (name.asname or name.name for name in node.names)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def is_drawer(module: Module) -> Iterator[tuple[int, str]]:
    """No module is called after nothing in particular."""
    for part in module.place.removesuffix(".py").split("/"):
        if part.lower() in DRAWERS or part.lower().endswith(("_utils", "_helpers", "_manager")):
            yield 1, f"“{part}” says nothing: name the thing it holds"


def swallows(module: Module) -> Iterator[tuple[int, str]]:
    """Catching everything needs a reason on the line, or must raise again."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ExceptHandler) or not _is_broad(node.type):
            continue
        # The last raise of the handler itself, not of a function defined in it.
        again = any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
        reason = module.lines[node.lineno - 1].partition("#")[2].partition(" - ")[2]
        if not again and len(reason.split()) < 3:
            yield node.lineno, "catches everything: name the errors, raise again, or say why after “# noqa: BLE001 - ”"


def _is_broad(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(_is_broad(one) for one in kind.elts)
    return kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})


def prints(module: Module) -> Iterator[tuple[int, str]]:
    """Commands speak through `telling`, processes through the log."""
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"print", "pprint", "breakpoint"}
        ):
            yield node.lineno, f"{node.func.id}() in product code"


PYTHON_RULES: dict[str, PythonRule] = {
    "reach-in": reach_in,
    "transaction": ends_transactions,
    "clock": reads_clock,
    "sql": builds_sql,
    "drawer": is_drawer,
    "swallow": swallows,
    "print": prints,
}
