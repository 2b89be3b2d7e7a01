"""What an athlete says of an activity is seen on its page: how it felt, flags, gear, sets, and that it is measured again."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.strength import sets_of, sets_recorded, sets_text
from tests.cast import Cast
from tests.endurance.activities.make import fit, upload
from tests.science.formats.fit_bytes import START as FIT_START
from tests.science.formats.fit_bytes import Fit, session


async def test_feeling_flags_gear_and_sets_are_on_the_page(cast: Cast) -> None:
    web, api = cast.bob.web, cast.bob.api
    made = (await api.post("/api/v1/activities", **upload(fit(), "run.fit"))).json()["id"]
    page = f"/activities/{made}"
    plain = (await web.get(page)).text
    assert 'id="marks"' not in plain
    assert f'href="{page}/corrections"' in plain
    gear = (await api.post("/api/v1/gear", json={"kind": "shoes", "name": "Red <shoes>"})).json()
    sets = [{"exercise": "Squat", "sets": 3, "repetitions": 8, "weight": 60}]
    change = {"feel": 4, "race": True, "commute": True, "indoor": True, "gear_id": gear["id"], "sets": sets}
    assert (await api.patch(f"/api/v1/activities/{made}", json=change)).status_code == 200
    for reader in (web, cast.alice.web):
        told = (await reader.get(page)).text
        for words in ("Felt good", "Race", "Commute", "Indoors", "Red &lt;shoes&gt;", "Squat", f"/gear/{gear['id']}"):
            assert words in told, words
        assert "Being measured again" not in told
        assert f'href="{page}/corrections"' in told
    assert (await cast.charlie.web.get(page)).status_code == 404


async def test_the_page_says_while_it_is_being_measured_and_when_that_failed(cast: Cast) -> None:
    made = (await cast.bob.api.post("/api/v1/activities", **upload(fit(), "run.fit"))).json()["id"]
    mine = update(Activity).where(Activity.id == UUID(made))
    async with cast.bob.tx() as tx:
        await tx.session.execute(mine.values(stale_since=tx.now))
    assert "Being measured again" in (await cast.bob.web.get(f"/activities/{made}")).text
    async with cast.bob.tx() as tx:
        await tx.session.execute(mine.values(stale_since=None, stale_reason="Gone."))
    told = (await cast.bob.web.get(f"/activities/{made}")).text
    assert "Being measured again" not in told
    assert "Could not be measured again" in told


def gym() -> bytes:
    """Two equal sets of squats, one set whose exercise nobody knows, a rest and a plank that is not counted."""
    file = Fit().define(1, 20, [(253, 4, "I"), (3, 1, "B")])
    for second in range(600):
        file.data(1, FIT_START + second, 110)
    file.define(3, 225, [(254, 4, "I"), (0, 4, "I"), (3, 2, "H"), (4, 2, "H"), (5, 1, "B"), (6, 4, "I"), (7, 2, "H")])
    for at, repetitions, weight, active, kind in (
        (0, 8, 60 * 16, 1, 28),
        (60, 0xFFFF, 0xFFFF, 0, 0xFFFF),
        (120, 8, 60 * 16, 1, 28),
        (200, 12, 0, 1, 0xFFFF),
        (300, 0xFFFF, 0xFFFF, 1, 19),
    ):
        file.data(3, FIT_START + at + 40, 40_000, repetitions, weight, active, FIT_START + at, kind)
    return session(file, 2, 600, sport=10, sub=20).done()


async def test_sets_a_device_counted_are_kept_and_shown_and_may_be_edited(cast: Cast) -> None:
    made = (await cast.bob.api.post("/api/v1/activities", **upload(gym(), "gym.fit"))).json()["id"]
    kept = (await cast.bob.api.get(f"/api/v1/activities/{made}")).json()["sets"]
    assert [(one["exercise"], one["sets"], one["repetitions"], one["weight"]) for one in kept] == [
        ("Squat", 2, 8, 60),
        ("Exercise", 1, 12, None),
    ]
    told = (await cast.bob.web.get(f"/activities/{made}")).text
    assert 'id="sets"' in told
    assert "own weight" in told
    assert "Squat 2 x 8 x 60 kg\nExercise 1 x 12" in (await cast.bob.web.get(f"/activities/{made}/details")).text


recorded = st.fixed_dictionaries(
    {
        "exercise": st.sampled_from([None, "Squat", "Pull-up", "Triceps extension"]),
        "repetitions": st.none() | st.integers(0, 2000),
        "weight": st.none() | st.floats(0, 1500),
    }
)


@given(st.lists(recorded, max_size=80))
def test_recorded_sets_are_all_counted_and_can_be_typed(some: list[dict[str, Any]]) -> None:
    found = sets_recorded(some)
    counted = [one for one in some if 1 <= (one["repetitions"] or 0) <= 1000 and (one["weight"] or 0) <= 1000]
    assert sum(one["sets"] for one in found) == len(counted)
    again = sets_of(sets_text(found))
    names = ("exercise", "sets", "repetitions")
    assert [[one[name] for name in names] for one in again] == [[one[name] for name in names] for one in found]
