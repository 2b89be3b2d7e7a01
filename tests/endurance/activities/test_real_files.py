"""Real recordings through the whole import: a run with power, a pool swim, a ride and a GPX."""

from pathlib import Path

import pytest

from tests.cast import Cast, Stage

FILES = {
    "fit_run_power/GoldenCheetah__Fr955v19.28andStryd.fit": "running",
    "fit_swim/muktihari__activity_poolswim_with_hr.fit": "swimming",
    "fit_bike_power/thomaschampagne__alexania.fit": "cycling",
    "gpx/thomaschampagne__20170319_run_906581465.gpx": "running",
}


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest, shared: Path) -> Path:
    path = shared / "data" / request.param
    if not path.is_file():
        pytest.skip("this recording is not among the real files")
    return path


async def test_a_real_file_has_a_page(stage: Stage, cast: Cast, file: Path) -> None:
    with file.open("rb") as data:
        answer = await cast.bob.api.post(
            "/api/v1/activities", files=[("files", (file.name, data.read(), "application/octet-stream"))]
        )
    if answer.status_code == 202:
        await stage.run_jobs()
    (made,) = (await cast.bob.api.get("/api/v1/activities")).json()["items"][:1]
    assert made["sport"] == FILES[f"{file.parent.name}/{file.name}"]
    assert made["distance"] > 100
    page = await cast.bob.web.get(f"/activities/{made['id']}")
    assert page.status_code == 200, page.text[:500]
    assert "stream-data" in page.text
    streams = (await cast.bob.api.get(f"/api/v1/activities/{made['id']}/streams?points=500")).json()
    assert 10 < len(streams["time"]) <= 500
