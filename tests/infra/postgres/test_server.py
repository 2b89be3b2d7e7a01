"""The log stays small and is never written through a link."""

from pathlib import Path

import pytest

from paceline.infra.postgres import server
from paceline.infra.postgres.account import Account
from paceline.infra.postgres.server import last_lines, open_log, rotate, surroundings


def test_a_large_log_is_moved_aside_while_it_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "LARGEST_LOG", 10)
    path = tmp_path / "postgres.log"
    with open_log(path) as log:
        for text in (b"first, and long", b"second, and long", b"short"):
            log.write(text)
            log.flush()
            rotate(path)
    assert path.read_text() == "short"
    assert (tmp_path / "postgres.log.1").read_text() == "second, and long"


def test_a_link_in_place_of_the_log_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep")
    (tmp_path / "postgres.log").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="symbolic links"):
        open_log(tmp_path / "postgres.log")
    assert (tmp_path / "precious").read_text() == "keep"


def test_the_last_lines_skip_empty_ones() -> None:
    assert last_lines("1\n2\n\n3\n4\n5\n6\n\n") == "2\n3\n4\n5\n6"
    assert last_lines("\n") == "(it said nothing)"


def test_the_server_does_not_inherit_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/elsewhere")
    monkeypatch.setenv("SECRET", "x")
    environment = surroundings(tmp_path, Account("me", 1, 1, switched=False))["env"]
    assert not {"PGDATA", "SECRET"} & set(environment)
    assert environment["LC_ALL"] == "C"
