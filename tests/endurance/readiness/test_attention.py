"""Red and falling readiness as evidence; never without consent."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from paceline.endurance.readiness.attention import ATTENTION, RED, from_scores
from paceline.endurance.readiness.types import ScoreOfDay
from paceline.infra.database import SYSTEM
from paceline.infra.ids import new_id
from tests.cast import Cast, Member, Stage

TODAY = date(2026, 6, 11)
WHO = new_id()


def week(*scores: int | None, until: date = TODAY) -> list[ScoreOfDay]:
    bands = ["red" if s is not None and s < 45 else "amber" if s is not None and s < 70 else "green" for s in scores]
    first = until - timedelta(days=len(scores) - 1)
    return [
        ScoreOfDay(first + timedelta(days=n), s, None if s is None else bands[n])  # type: ignore[arg-type]
        for n, s in enumerate(scores)
    ]


@pytest.mark.parametrize(
    ("scores", "rules"),
    [
        ((80, 78, 79, 80), []),
        ((80, 78, 79, 66), []),
        ((80, 78, 79, 65), ["readiness.falling"]),
        ((80, 60), []),
        ((44,), ["readiness.red"]),
        ((45,), []),
        ((80, 78, 60, 31), ["readiness.red"]),
        ((None, None), []),
        ((), []),
        ((80, 30, None), ["readiness.red"]),
        ((80, 30, None, None), []),
    ],
)
def test_each_rule_fires_and_does_not(scores: tuple[int | None, ...], rules: list[str]) -> None:
    assert [one.rule_id for one in from_scores(week(*scores), WHO, TODAY)] == rules


def test_every_step_of_red_is_reached() -> None:
    reached = {one.points for score in range(45) for one in from_scores(week(score), WHO, TODAY)}
    assert reached == {points for _, points in RED}


def test_a_point_or_two_is_no_news_and_another_red_morning_is() -> None:
    one, nearly, next_day = (
        from_scores(week(31), WHO, TODAY)[0],
        from_scores(week(33), WHO, TODAY)[0],
        from_scores(week(31, 31, until=TODAY + timedelta(days=1)), WHO, TODAY + timedelta(days=1))[0],
    )
    assert one.fingerprint == nearly.fingerprint != next_day.fingerprint
    assert from_scores(week(12), WHO, TODAY)[0].remedy.arguments == {"change": "rest"}  # type: ignore[union-attr]


async def score(member: Member, day: date, value: int, band: str) -> None:
    async with member.gear.transactions.open(SYSTEM) as tx:
        await tx.session.execute(
            text(
                "INSERT INTO readiness_score (athlete_id, day, score, band, confidence, coverage, factors, missing,"
                " private_factors, version, computed_at) VALUES (:who, :day, :value, :band, 'high', 1, '[]', '[]', 0, 1, :now)"
            ),
            {"who": member.id, "day": day, "value": value, "band": band, "now": tx.now},
        )


async def test_consent_decides(stage: Stage, cast: Cast) -> None:
    for back, value in ((2, 70), (1, 55), (0, 31)):
        await score(cast.bob, TODAY - timedelta(days=back), value, "red" if value < 45 else "amber")
    blind = await stage.member("Blind Coach", "coach")
    await stage.relate(blind, cast.bob, ("training", "injuries"))
    for coach, rules in ((cast.alice, ["readiness.red"]), (blind, []), (cast.charlie, [])):
        async with coach.tx() as tx:
            assert [one.rule_id for one in await ATTENTION.evidence(tx, cast.bob.id, TODAY)] == rules
