"""`paceline serve` on an empty folder: it serves, survives the violent death of each part, and stops without a trace."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.app.instance import Instance, is_gone


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def test_it_serves_heals_and_stops(instance: Instance) -> None:
    instance.until(lambda: instance.is_well)
    family = psutil.Process(instance.process.pid).children(recursive=True)
    for part in ("paceline web", "paceline worker", "cluster_name=", "serve --parts"):
        victim = instance.child(part)
        victim.send_signal(signal.SIGKILL)
        instance.until(lambda gone=victim: is_gone(gone))
        instance.until(lambda: instance.is_well)
    family += psutil.Process(instance.process.pid).children(recursive=True)
    instance.process.send_signal(signal.SIGINT)
    assert instance.process.wait(timeout=30) == 0
    assert [one for one in family if not is_gone(one)] == []


def test_children_do_not_outlive_a_killed_supervisor_and_the_next_start_heals(
    instance: Instance, tmp_path: Path
) -> None:
    instance.until(lambda: instance.is_well)
    family = psutil.Process(instance.process.pid).children(recursive=True)
    instance.process.kill()
    instance.process.wait()
    deadline = time.monotonic() + 30
    while alive := [one for one in family if not is_gone(one)]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.1)
    again = Instance(tmp_path)
    try:
        again.until(lambda: again.is_well)
    finally:
        again.process.send_signal(signal.SIGTERM)
        assert again.process.wait(timeout=30) == 0


def test_what_can_be_seen_of_it_is_named_small_and_apart(instance: Instance) -> None:
    instance.until(lambda: instance.is_well)
    supervisor = psutil.Process(instance.process.pid)
    family = [supervisor, *supervisor.children(recursive=True)]
    parts, web, worker = (instance.child(name) for name in ("serve --parts", "paceline web", "paceline worker"))
    assert sum(one.memory_full_info().pss for one in family) < 400 * 2**20
    assert web.ppid() == worker.ppid() == parts.pid
    assert len(os.listdir(f"/proc/{parts.pid}/task")) == 1
    # What others held too would keep a process from noticing that whoever it listens to has ended.
    assert connections(web) & connections(worker) == set()
    for child in (web, worker):
        assert connections(child) & connections(parts) == {os.readlink(f"/proc/{child.pid}/fd/0")}


def connections(process: psutil.Process) -> set[str]:
    """The pipes and sockets a process holds, but for the standard output and error that all write to."""
    held: set[str] = set()
    for descriptor in Path(f"/proc/{process.pid}/fd").iterdir():
        if int(descriptor.name) not in (1, 2):
            held.add(os.readlink(descriptor))
    return {one for one in held if one.startswith(("pipe:", "socket:"))}


def test_wrong_settings_end_it_with_a_sentence(tmp_path: Path) -> None:
    environment = {**os.environ, "PACELINE_DATA": str(tmp_path / "other"), "PACELINE_PORT": "many"}
    command = [sys.executable, "-m", "paceline", "serve"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "PACELINE_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said_in_words(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = {
            **os.environ,
            "PACELINE_DATA": str(tmp_path / "other"),
            "PACELINE_PORT": str(taken.getsockname()[1]),
        }
        done = subprocess.run(
            [sys.executable, "-m", "paceline", "web"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert "PACELINE_PORT" in done.stderr
    assert "Traceback" not in done.stderr
