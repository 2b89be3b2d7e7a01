"""Reference values kept beside the checkout; tests that read them are skipped where they are absent."""

import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

ORACLES = pathlib.Path(__file__).resolve().parents[4] / "shared" / "oracles"


@pytest.fixture(scope="session")
def oracle() -> Callable[[str], Any]:
    def load(name: str) -> Any:
        path = ORACLES / f"{name}.json"
        if not path.exists():
            pytest.skip(f"reference values {name} are not beside this checkout")
        return json.loads(path.read_text())

    return load
