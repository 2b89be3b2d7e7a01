"""Compiled modules are kept where that is safe, and only where Python does not keep them itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from paceline.app import bytecode

PRINT = "import sys; from paceline.app.bytecode import keep_bytecode; keep_bytecode(); print(sys.pycache_prefix)"


def prefix_in(folder: Path, **environment: str) -> str:
    """What a fresh process whose Python may not write bytecode decides."""
    chosen = {key: value for key, value in os.environ.items() if key not in ("PYTHONPYCACHEPREFIX", "PACELINE_DATA")}
    chosen |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    done = subprocess.run(
        [sys.executable, "-c", PRINT], env=chosen, cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def unkept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(bytecode, "WITNESSES", ("paceline",))
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(bytecode, "_is_kept_by_python", lambda _name: False)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.setenv("PACELINE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_goes_into_the_data_folder_for_this_process_and_its_children(unkept: Path) -> None:
    bytecode.keep_bytecode()
    expected = str(unkept / "data" / "cache" / "bytecode")
    assert sys.pycache_prefix == expected
    assert os.environ["PYTHONPYCACHEPREFIX"] == expected
    assert not sys.dont_write_bytecode
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
    assert (unkept / "data").stat().st_mode & 0o777 == 0o700


def test_a_dotenv_file_names_the_folder_too(unkept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PACELINE_DATA")
    (unkept / ".env").write_text('PACELINE_DATA="elsewhere"\n')
    bytecode.keep_bytecode()
    assert sys.pycache_prefix == str(unkept / "elsewhere" / "cache" / "bytecode")


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_others_may_write_holds_no_code(unkept: Path, mode: int) -> None:
    (unkept / "data").mkdir()
    (unkept / "data").chmod(mode)
    bytecode.keep_bytecode()
    assert sys.pycache_prefix is None
    assert sys.dont_write_bytecode


def test_a_link_holds_no_code(unkept: Path) -> None:
    (unkept / "foreign").mkdir()
    (unkept / "data").mkdir(mode=0o700)
    (unkept / "data" / "cache").symlink_to(unkept / "foreign")
    assert bytecode.private_cache(unkept / "data", "bytecode") is None


def test_a_file_in_the_way_stops_nothing(unkept: Path) -> None:
    (unkept / "data").write_text("no folder")
    bytecode.keep_bytecode()
    assert sys.pycache_prefix is None


def test_python_is_left_alone_where_it_keeps_bytecode_or_was_told_where(
    unkept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bytecode, "_is_kept_by_python", lambda _name: True)
    bytecode.keep_bytecode()
    assert sys.pycache_prefix is None
    monkeypatch.setattr(bytecode, "_is_kept_by_python", lambda _name: False)
    monkeypatch.setattr(sys, "pycache_prefix", "/chosen")
    bytecode.keep_bytecode()
    assert sys.pycache_prefix == "/chosen"
    assert not (unkept / "data").exists()


def test_a_process_with_kept_bytecode_needs_no_cache(tmp_path: Path) -> None:
    """The witnesses are looked at in earnest: with a cache of its own, Python has nothing to complain of."""
    kept = prefix_in(tmp_path, PYTHONPYCACHEPREFIX=str(tmp_path / "own"))
    assert kept == str(tmp_path / "own")
    assert prefix_in(tmp_path, PACELINE_DATA=str(tmp_path / "data")) in (
        "None",  # the machine's own installation holds bytecode
        str(tmp_path / "data" / "cache" / "bytecode"),
    )
