"""Registering, signing in, refreshing and oneself over REST."""

from datetime import timedelta

from paceline.infra.clock import FixedClock
from tests.cast import PASSWORD, Cast, Stage


def someone(**more: str) -> dict[str, str]:
    return {"email": "ida@example.org", "password": PASSWORD, "name": "Ida Solberg", "time_zone": "Europe/Oslo", **more}


async def test_registering_signs_in_and_asks_for_the_mail(stage: Stage) -> None:
    client = await stage.client()
    answer = await client.post("/api/v1/auth/register", json=someone(email="new.athlete@example.org"))
    assert answer.status_code == 201, answer.text
    me = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
    assert me.status_code == 200, me.text
    assert me.json()["email"] == "new.athlete@example.org"
    assert me.json()["email_verified"] is False
    again = await client.post("/api/v1/auth/register", json=someone(email="New.Athlete@example.org"))
    assert again.status_code == 409
    assert again.json()["code"] == "email_taken"
    assert again.headers["content-type"] == "application/problem+json"


async def test_me_needs_a_token(stage: Stage) -> None:
    client = await stage.client()
    assert (await client.get("/api/v1/me")).status_code == 401
    assert (await client.get("/api/v1/me", headers={"Authorization": "Bearer nonsense"})).status_code == 401


async def test_changing_oneself(cast: Cast) -> None:
    answer = await cast.bob.api.patch("/api/v1/me", json={"units": "imperial", "name": "Bobby"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["units"], answer.json()["name"]) == ("imperial", "Bobby")
    refused = await cast.bob.api.patch("/api/v1/me", json={"roles": ["admin"]})
    assert refused.status_code == 422


async def test_refresh_is_good_once_and_briefly_again(stage: Stage, clock: FixedClock) -> None:
    client = await stage.client()
    first = (await client.post("/api/v1/auth/register", json=someone(email="refresher@example.org"))).json()
    second = await client.post("/api/v1/auth/refresh", json={"refresh_token": first["refresh_token"]})
    assert second.status_code == 200, second.text
    clock.advance(timedelta(seconds=20))
    lost = await client.post("/api/v1/auth/refresh", json={"refresh_token": first["refresh_token"]})
    assert lost.json()["refresh_token"] == second.json()["refresh_token"]
    clock.advance(timedelta(seconds=20))
    stolen = await client.post("/api/v1/auth/refresh", json={"refresh_token": first["refresh_token"]})
    assert stolen.status_code == 401
    after = await client.post("/api/v1/auth/refresh", json={"refresh_token": second.json()["refresh_token"]})
    assert after.status_code == 401
