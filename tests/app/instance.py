"""A served instance in a folder of its own, to be looked at and shot at."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def is_gone(process: psutil.Process) -> bool:
    """Ended; whether its parent has taken note of that is another matter, and where nobody does it stays a zombie."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class Instance:
    """A served instance in a folder of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.log = folder / "log"
        environment = {**os.environ, "PACELINE_DATA": str(folder / "data"), "PACELINE_PORT": str(self.port)}
        environment |= settings
        environment.pop("DATABASE_URL", None)
        with self.log.open("wb") as out:
            command = [sys.executable, "-m", "paceline", "serve"]
            self.process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)

    def parts(self) -> dict[str, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return json.load(answer)["parts"]
        except urllib.error.HTTPError as degraded:
            return json.load(degraded)["parts"]
        except (OSError, ValueError):
            return {}

    @property
    def is_well(self) -> bool:
        return set(self.parts().values()) == {"ok"}

    def child(self, word: str) -> psutil.Process:
        tree = psutil.Process(self.process.pid).children(recursive=True)
        return next(one for one in tree if not is_gone(one) and word in " ".join(one.cmdline()))

    def until(self, true: Callable[[], bool], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            assert time.monotonic() < deadline, self.log.read_text()[-3000:]
            time.sleep(0.1)
