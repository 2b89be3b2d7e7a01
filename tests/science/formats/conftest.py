"""Real files beside the checkout, when they are there."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


@pytest.fixture(scope="session")
def real_files() -> list[Path]:
    """Every FIT, GPX and TCX file of the shared samples."""
    folders = [folder for pattern in ("fit_*", "gpx*", "tcx*") for folder in sorted(SHARED.glob(pattern))]
    files = [path for folder in folders for path in sorted(folder.iterdir())]
    if not files:
        pytest.skip("no shared sample files beside the checkout")
    return files
