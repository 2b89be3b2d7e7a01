"""A worker's file says whether it lives; those of other databases and machines are none of our business."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from paceline.infra import attendance
from paceline.infra.attendance import Attendance


def test_who_lives_has_not_fallen(tmp_path: Path) -> None:
    here = Attendance(tmp_path / "workers", "paceline")
    assert here.fallen() == []
    here.begin(3)
    assert here.fallen() == []
    here.end(3)
    here.end(3)
    assert list((tmp_path / "workers").iterdir()) == []


def test_who_was_killed_is_found_by_the_next_of_the_same_database(tmp_path: Path) -> None:
    script = "import sys, pathlib; from paceline.infra.attendance import Attendance;"
    script += "Attendance(pathlib.Path(sys.argv[1]), 'paceline').begin(7)"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, env={**os.environ})
    here = Attendance(tmp_path, "paceline")
    assert Attendance(tmp_path, "paceline_demo").fallen() == []
    assert here.fallen() == [7]
    here.end(7)
    assert here.fallen() == []


def test_a_later_process_with_the_same_number_is_another(tmp_path: Path) -> None:
    here = Attendance(tmp_path, "paceline")
    here.begin(1)
    file = tmp_path / "paceline.1"
    host, pid, born = file.read_text().split()
    file.write_text(f"{host} {pid} {born}1")
    assert here.fallen() == [1]


def test_other_machines_and_half_written_files_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Attendance(tmp_path, "paceline")
    (tmp_path / "paceline.4").write_text("")
    (tmp_path / "paceline.note").write_text("a b c")
    monkeypatch.setattr(attendance.socket, "gethostname", lambda: "elsewhere")
    here.begin(5)
    monkeypatch.undo()
    (tmp_path / "paceline.5").write_text((tmp_path / "paceline.5").read_text() + "1")
    assert here.fallen() == []
