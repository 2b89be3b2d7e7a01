"""What tests of imports share: many files at once, archives, and how an import stands."""

import io
import zipfile
from typing import Any

from tests.cast import Member
from tests.endurance.activities.make import START, fit

DAY = 86_400


def zipped(**files: bytes) -> bytes:
    """An archive; `__` in a name stands for the dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return packed.getvalue()


async def begun(member: Member, *files: tuple[str, bytes]) -> str:
    """Upload several files; the import they became."""
    body = [("files", (name, data, "application/octet-stream")) for name, data in files]
    answer = await member.api.post("/api/v1/activities", files=body)
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/v1/imports/{answer.json()['import_id']}"
    return answer.json()["import_id"]


def several(many: int, first: int = 0) -> list[tuple[str, bytes]]:
    """Short runs, one a day."""
    return [(f"{n}.fit", fit(minutes=10 + n % 5, start=START - n * DAY)) for n in range(first, first + many)]


async def state(member: Member, import_id: str) -> dict[str, Any]:
    """The import as the API tells it."""
    return (await member.api.get(f"/api/v1/imports/{import_id}")).json()


async def steer(member: Member, import_id: str, verb: str) -> tuple[int, dict[str, Any]]:
    """Press one of the buttons."""
    answer = await member.api.post(f"/api/v1/imports/{import_id}/{verb}")
    return answer.status_code, answer.json()


async def listed(member: Member) -> list[str]:
    """The activities that count."""
    return [one["id"] for one in (await member.api.get("/api/v1/activities?limit=200")).json()["items"]]
