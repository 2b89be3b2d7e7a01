"""An import whose worker is killed, and then its database server, ends complete, with nothing twice."""

import io
import json
import signal
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from paceline.science.formats import Recording, encode_activity
from tests.app.instance import Instance

FILES = 60
WORDS = {"email": "ida@example.org", "password": "four words of mine"}


def archive() -> bytes:
    """A run of forty minutes a day."""
    second = np.arange(2400.0)
    channels = {"distance": second * 3.1, "heart_rate": 140 + np.round(10 * np.sin(second / 60))}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for day in range(FILES):
            start = 1_700_000_000.0 + 86_400 * day
            run = Recording(
                format="fit",
                sport="running",
                start=start,
                time=start + second,
                channels=MappingProxyType(channels),
            )
            zipped.writestr(f"{day}.fit", encode_activity(run))
    return out.getvalue()


class Member:
    """Somebody with an account there."""

    def __init__(self, instance: Instance) -> None:
        self.site = f"http://127.0.0.1:{instance.port}"
        self.token = ""
        made = self.ask("/auth/register", json.dumps({**WORDS, "name": "Ida", "time_zone": "UTC"}).encode())
        self.token = made["access_token"]

    def ask(self, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        headers = {"Content-Type": kind, "Origin": self.site, "Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(f"{self.site}/api/v1{path}", body, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def upload(self, data: bytes) -> str:
        head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="all.zip"\r\n\r\n'
        kept = self.ask("/activities", head + data + b"\r\n--x--\r\n", "multipart/form-data; boundary=x")
        return f"/imports/{kept['import_id']}"

    def imported(self, place: str) -> int:
        """How many files are through; none known while the database is away."""
        try:
            return self.ask(place)["counts"].get("imported", 0)
        except OSError:
            return -1


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path, PACELINE_REGISTRATION="open")
    yield made
    made.process.send_signal(signal.SIGINT)
    assert made.process.wait(timeout=30) == 0


def wait_until_some(instance: Instance, member: Member, place: str, least: int) -> int:
    until = time.monotonic() + 60
    while (done := member.imported(place)) < least:
        assert time.monotonic() < until, instance.log.read_text()[-3000:]
        time.sleep(0.03)
    return done


def test_an_import_survives_the_death_of_its_worker_and_of_its_database(instance: Instance) -> None:
    instance.until(lambda: instance.is_well)
    member = Member(instance)
    place = member.upload(archive())
    assert wait_until_some(instance, member, place, 1) < FILES
    instance.child("paceline worker").kill()
    assert wait_until_some(instance, member, place, 30) < FILES
    instance.child("cluster_name=").kill()
    wait_until_some(instance, member, place, FILES)
    instance.until(lambda: member.ask(place)["state"] == "done")
    runs = member.ask("/activities?limit=200")["items"]
    assert len(runs) == len({run["started_at"] for run in runs}) == FILES
    assert {file["state"] for file in member.ask(place)["files"]} == {"imported", "opened"}
