"""The short way of hot lists answers what the endpoint would, and leaves everything unusual to it."""

import pytest
from fastapi import APIRouter, FastAPI

from paceline.app.gates import GatedRouter
from paceline.app.quick import quick_plans
from paceline.core.identity import quick
from paceline.endurance.activities.listing.statement import own_list
from tests.cast import Cast
from tests.endurance.activities.make import fit, upload


async def test_both_ways_give_the_same_page(cast: Cast) -> None:
    for minutes in (10, 20, 30):
        await cast.bob.api.post("/api/v1/activities", **upload(fit(minutes=minutes)))
    path = "/api/v1/activities?limit=1"
    quickly = (await cast.bob.api.get(path)).json()
    ordinarily = (await cast.bob.api.get(f"{path}&athlete_id={cast.bob.id}")).json()
    assert quickly == ordinarily == (await cast.bob.web.get(path)).json()
    assert len(quickly["items"]) == 1
    following = f"{path}&cursor={quickly['next_cursor']}"
    assert (await cast.bob.api.get(following)).json() == (await cast.bob.web.get(following)).json()
    assert (await cast.bob.api.get(following)).json()["items"][0]["id"] != quickly["items"][0]["id"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "limit=²", "cursor=x", "limit=1&limit=2", "sport=running"]
)
def test_what_is_unusual_is_left_to_the_endpoint(query: str) -> None:
    assert own_list(query) is None


@pytest.mark.parametrize(
    ("query", "status"), [("limit=0", 422), ("limit=201", 422), ("cursor=x", 422), ("sport=running", 200)]
)
async def test_and_the_endpoint_says_what_is_wrong(cast: Cast, query: str, status: int) -> None:
    assert (await cast.bob.api.get(f"/api/v1/activities?{query}")).status_code == status


async def test_only_the_signed_in(cast: Cast) -> None:
    answer = await cast.bob.api.get("/api/v1/activities", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401


def test_only_fixed_paths_can_be_quick() -> None:
    router = APIRouter()

    @router.get("/things/{number}")
    @quick(own_list)
    async def thing(number: int) -> int:
        return number

    app = FastAPI()
    app.include_router(GatedRouter(router, depth=0))
    with pytest.raises(ValueError, match="fixed path"):
        quick_plans(app.routes)


def test_a_gate_lets_through_what_its_router_answers() -> None:
    router = APIRouter()

    @router.get("/things")
    async def things() -> list[int]:
        return []

    gated = GatedRouter(router, depth=0)
    app = FastAPI()
    app.include_router(gated)
    assert str(app.url_path_for("things")) == "/things"
    assert gated._starts == {"things"}
