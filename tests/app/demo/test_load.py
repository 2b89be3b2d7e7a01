"""Loading: through the product's own actions, only into a marked database, the same twice."""

import hashlib
from argparse import Namespace
from collections.abc import AsyncGenerator, Generator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from httpx2 import ASGITransport, AsyncClient

from paceline.app import boot
from paceline.app.asgi import create_app
from paceline.app.commands import demo as command
from paceline.app.demo import marking
from paceline.app.demo.load import Wanted, fill, forget_files
from paceline.app.demo.offered import OfferedPeople
from paceline.app.registry import slices
from paceline.infra.clock import FixedClock
from paceline.infra.database import SYSTEM, DatabaseAddress
from paceline.infra.database.address import SYSTEM_ROLE
from paceline.infra.machinery import Machinery
from paceline.infra.postgres import Cluster
from paceline.kit.errors import Conflict, Forbidden
from paceline.ui import jinja
from tests.cast import NOW
from tests.conftest import new_database

TWO = ("nell.abarrow", "callum.dreeve")
WEEKS = 8
WANTED = Wanted(1, NOW + timedelta(hours=4), TWO, WEEKS)


def demo_settings(settings: boot.Settings, data: Path) -> boot.Settings:
    instance = settings.instance.model_copy(update={"data": data, "demo": True})
    return boot.Settings(
        instance, settings.database, settings.secrets, settings.storage, settings.mail, settings.outbound
    )


@pytest.fixture(scope="module")
def loaded(
    cluster: Cluster, settings: boot.Settings, tmp_path_factory: pytest.TempPathFactory
) -> Generator[tuple[DatabaseAddress, boot.Settings]]:
    """Two people's eight weeks."""
    own = demo_settings(settings, tmp_path_factory.mktemp("demo"))
    with new_database(cluster) as address:
        fill(own, address, WANTED, processes=1)
        yield address, own


def rows(address: DatabaseAddress, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(address.as_role(SYSTEM_ROLE)) as connection:
        return connection.execute(query.encode()).fetchall()


Loaded = tuple[DatabaseAddress, boot.Settings]


def test_everything_is_there_and_within_bounds(loaded: Loaded) -> None:
    address, _ = loaded
    ((sessions, wrong, beyond, kept),) = rows(
        address,
        "SELECT count(*), count(*) FILTER (WHERE distance < 0 OR elapsed <= 0 OR load < 0 OR average_heart_rate NOT BETWEEN 60 AND 210"
        f" OR max_heart_rate > 210), count(*) FILTER (WHERE started_at > '{WANTED.now.isoformat()}'), count(file_key) FROM activities_activity",
    )
    assert sessions > 50
    assert (wrong, beyond) == (0, 0)
    assert kept > 40
    assert rows(address, "SELECT count(*) FROM checkins_checkin")[0][0] > 60
    assert rows(address, "SELECT count(*) FROM relationships_relationship WHERE status = 'active'") == [(2,)]
    assert rows(address, f"SELECT count(*) FROM audit_entry WHERE at > '{WANTED.now.isoformat()}'") == [(0,)]


def test_what_was_planned_was_matched_with_what_was_done(loaded: Loaded) -> None:
    address, _ = loaded
    today = WANTED.now.date()
    ((planned, done, worst),) = rows(
        address,
        "SELECT count(*), count(c.activity_id), min(c.confidence) FROM calendar_workout w LEFT JOIN calendar_completion c"
        f" ON c.workout_id = w.id WHERE w.deleted_at IS NULL AND w.day < '{today}'",
    )
    assert planned > 40
    assert done >= 0.75 * planned
    assert worst >= 0.6
    assert rows(address, f"SELECT count(*) FROM calendar_workout WHERE day > '{today}'")[0][0] > 10
    assert {status for (status,) in rows(address, "SELECT status FROM plans_plan")} <= {"published", "archived"}


def test_the_one_in_trouble_is_red_today(loaded: Loaded) -> None:
    found = rows(
        loaded[0],
        "SELECT p.name, s.band FROM readiness_score s JOIN identity_person p ON p.account_id = s.athlete_id"
        f" WHERE s.day = '{WANTED.now.date()}'",
    )
    assert ("Nell Abarrow", "red") in found
    assert ("Callum Dreeve", "amber") in found


def test_nothing_waits_in_the_queue_and_nobody_is_told(loaded: Loaded) -> None:
    waiting = rows(loaded[0], "SELECT task_name FROM procrastinate_jobs WHERE task_name NOT LIKE 'schedule%'")
    # What a coach put off comes back by itself.
    assert set(waiting) <= {("desk:wake",)}


def test_the_coaches_have_decided_before(loaded: Loaded) -> None:
    address, now = loaded[0], WANTED.now.isoformat()
    past = rows(
        address,
        f"SELECT decision, at - flagged_at FROM desk_decision WHERE at < '{now}'::timestamptz - interval '5 days'",
    )
    assert len(past) >= 2
    assert {decision for decision, _ in past} <= {"accepted", "modified", "dismissed"}
    assert all(timedelta(0) < waited < timedelta(hours=3) for _, waited in past)
    assert rows(address, "SELECT count(*) FROM desk_intervention WHERE status = 'open' AND closed_at IS NOT NULL") == [
        (0,)
    ]


def test_the_one_in_trouble_has_not_waited_for_hours(loaded: Loaded) -> None:
    found = rows(
        loaded[0],
        "SELECT i.flagged_at, i.reply_due_at FROM desk_intervention i JOIN identity_person p ON p.account_id = i.athlete_id"
        " WHERE p.name = 'Nell Abarrow' AND i.status = 'open'",
    )
    ((flagged, due),) = found
    assert WANTED.now - flagged < timedelta(hours=3)
    assert due > WANTED.now - timedelta(hours=2)


async def test_originals_of_the_last_weeks_can_be_read_back(loaded: Loaded) -> None:
    address, own = loaded
    async with boot.machinery(own, address, clock=FixedClock(WANTED.now)) as machinery:
        for key, digest in rows(
            address, "SELECT file_key, file_sha256 FROM activities_activity WHERE file_key IS NOT NULL LIMIT 5"
        ):
            assert hashlib.sha256(await machinery.storage.get(key)).digest() == digest


FACTS = (
    "SELECT sport, name, started_at, distance, average_heart_rate, load, rpe, encode(file_sha256, 'hex') FROM activities_activity ORDER BY started_at",
    "SELECT day, sleep, energy, recovery, stress, mood, soreness, note, created_at FROM checkins_checkin ORDER BY created_at",
    "SELECT day, title, sport, duration_s, is_key, created_at FROM calendar_workout ORDER BY day, title",
    "SELECT day, score, band FROM readiness_score ORDER BY day, score",
)


def facts(address: DatabaseAddress) -> list[str]:
    return [hashlib.sha256(repr(rows(address, query)).encode()).hexdigest() for query in FACTS]


def test_a_database_with_people_and_no_mark_is_refused(database_address: DatabaseAddress, cast: object) -> None:
    standing = marking.standing_of(database_address)
    assert standing.has_people
    with pytest.raises(Conflict, match="not marked as a demonstration"):
        marking.check_database(standing)
    with pytest.raises(Conflict, match="not emptied"):
        marking.empty(database_address)


def test_an_instance_that_is_no_demonstration_is_refused(settings: boot.Settings) -> None:
    with pytest.raises(Forbidden, match="PACELINE_DEMO=true"):
        marking.check_instance(settings.instance)


def type_into(monkeypatch: pytest.MonkeyPatch, address: DatabaseAddress, own: boot.Settings) -> list[DatabaseAddress]:
    """The command meets this database and fills two people's weeks; the databases it filled."""
    filled: list[DatabaseAddress] = []

    class Here:
        def __enter__(self) -> DatabaseAddress:
            return address

        def __exit__(self, *_: object) -> None:
            return None

    def fill_less(settings: boot.Settings, there: DatabaseAddress, wanted: Wanted) -> None:
        filled.append(there)
        fill(settings, there, wanted, processes=1)

    monkeypatch.setattr(command, "reachable", Here)
    monkeypatch.setattr(command.boot, "load_settings", lambda: own)
    monkeypatch.setattr(command, "Wanted", lambda seed, now: WANTED)
    monkeypatch.setattr(command, "fill", fill_less)
    return filled


def test_loading_twice_is_refused_or_left_alone(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = type_into(monkeypatch, *loaded)
    assert command.load(Namespace(seed=1, if_empty=True)) == 0
    assert command.reset(Namespace(seed=1, if_empty=True)) == 0
    assert capsys.readouterr().out.count("here already") == 2
    assert command.load(Namespace(seed=1, if_empty=False)) == 1
    assert "paceline demo reset" in capsys.readouterr().err
    assert filled == []


def test_a_reset_after_an_interrupted_filling_makes_the_same_again_and_keeps_nothing_old(
    loaded: Loaded,
    cluster: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = demo_settings(loaded[1], tmp_path)
    left = tmp_path / "files/u/somebody/left"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a file")
    with new_database(cluster) as second:
        marking.write_mark(second, marking.UNFINISHED)
        with psycopg.connect(second.as_role(SYSTEM_ROLE)) as connection:
            connection.execute(
                "INSERT INTO identity_account (id, email, password_hash, roles, created_at)"
                " VALUES (gen_random_uuid(), 'half@example.org', '', '{athlete}', now())"
            )
        type_into(monkeypatch, second, own)
        assert not marking.standing_of(second).is_whole
        assert command.reset(Namespace(seed=1, if_empty=True)) == 0
        assert "one click" in capsys.readouterr().out
        assert marking.standing_of(second).is_whole
        assert rows(second, "SELECT count(*) FROM identity_account WHERE email = 'half@example.org'") == [(0,)]
        assert not left.exists()
        assert facts(second) == facts(loaded[0])


@pytest.fixture
async def machinery(loaded: Loaded) -> AsyncGenerator[Machinery]:
    address, own = loaded
    async with boot.machinery(own, address, clock=FixedClock(WANTED.now)) as made:
        yield made


async def test_the_people_are_offered_coaches_first(machinery: Machinery) -> None:
    offered = await OfferedPeople().demo_people(machinery)
    assert [(one.name, one.about) for one in offered] == [
        ("Marit Okonjo", "Coach, 1 athlete"),
        ("Tomás Reiterhof", "Coach, 1 athlete"),
        ("Nell Abarrow", "Marathon in 31 days"),
        ("Callum Dreeve", "Rides to stay fit"),
        ("Dag Holmsund", "Administrator"),
    ]


async def test_the_sign_in_page_offers_them_with_one_click_and_only_in_a_demonstration(
    machinery: Machinery, settings: boot.Settings, app: object
) -> None:
    here = jinja.engine()
    try:
        shown = await _sign_in_page(machinery)
        assert "Nell Abarrow" in shown
        assert "Marathon in 31 days" in shown
        plain = machinery.settings.model_copy(update={"demo": False})
        object.__setattr__(machinery, "settings", plain)
        assert "Nell Abarrow" not in await _sign_in_page(machinery)
        assert await OfferedPeople().demo_people(machinery) == []
    finally:
        jinja.use(here)


async def _sign_in_page(machinery: Machinery) -> str:
    application = create_app(machinery, slices())
    transport = ASGITransport(app=application, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        return (await client.get("/sign-in")).text


async def test_without_the_mark_nobody_is_offered(loaded: Loaded, machinery: Machinery) -> None:
    marking.write_mark(loaded[0], "somebody’s own words")
    try:
        assert await OfferedPeople().demo_people(machinery) == []
    finally:
        marking.write_mark(loaded[0], marking.MARK)
    async with machinery.transactions.open(SYSTEM) as tx:
        assert not tx.actor.account_id


def test_forgetting_files_leaves_other_folders_alone(settings: boot.Settings, tmp_path: Path) -> None:
    own = demo_settings(settings, tmp_path)
    for name in ("files/u/a/b/1", "files/other/c"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(b"x")
    forget_files(own)
    assert not (tmp_path / "files/u/a/b/1").exists()
    assert (tmp_path / "files/other/c").exists()
