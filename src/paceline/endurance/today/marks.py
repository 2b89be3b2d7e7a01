"""A mark of everything a person's own day is made of: the same mark means that the same page would come out."""

from uuid import UUID

from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx

# Each row's `xmin` is the transaction that wrote it: whatever adds, changes or removes a row the page reads, in whichever
# slice, gives another mark. What happened last is in it too, so that a new source of the day that tells an event counts.
# Days reach a little further than the page, which spares looking up the person's clock first.
# Fitness reads all loads; the state of metrics is written with every change of one.
MARK = """
WITH mine AS (
    SELECT (%(now)s::timestamptz AT TIME ZONE time_zone)::date AS day, xmin::text AS mark
    FROM identity_person WHERE account_id = %(actor)s
)
SELECT sha256(convert_to(concat_ws('|', mine.day, mine.mark,
    (SELECT xmin FROM athletes_profile WHERE athlete_id = %(actor)s),
    (SELECT id FROM audit_entry WHERE athlete_id = %(actor)s ORDER BY id DESC LIMIT 1),
    (SELECT string_agg(concat(id, xmin), ',' ORDER BY id) FROM activities_activity
        WHERE athlete_id = %(actor)s AND deleted_at IS NULL AND day BETWEEN %(now)s::timestamptz::date - 15 AND %(now)s::timestamptz::date + 7),
    (SELECT concat(xmin, stale_from) FROM metrics_state WHERE athlete_id = %(actor)s),
    (SELECT string_agg(concat(metric, xmin), ',' ORDER BY metric) FROM metrics_version WHERE athlete_id = %(actor)s),
    (SELECT string_agg(concat(day, xmin), ',' ORDER BY day) FROM checkins_checkin
        WHERE athlete_id = %(actor)s AND day >= %(now)s::timestamptz::date - 61),
    (SELECT max(day) FROM checkins_checkin WHERE athlete_id = %(actor)s),
    (SELECT string_agg(concat(day, place, xmin), ',' ORDER BY day, place) FROM checkins_pain
        WHERE athlete_id = %(actor)s AND day >= %(now)s::timestamptz::date - 61),
    (SELECT string_agg(concat(day, xmin), ',' ORDER BY day) FROM readiness_score
        WHERE athlete_id = %(actor)s AND day BETWEEN %(now)s::timestamptz::date - 8 AND %(now)s::timestamptz::date + 1),
    (SELECT string_agg(concat(day, xmin), ',' ORDER BY day) FROM readiness_pain
        WHERE athlete_id = %(actor)s AND day BETWEEN %(now)s::timestamptz::date - 1 AND %(now)s::timestamptz::date + 1),
    (SELECT string_agg(concat(id, xmin), ',' ORDER BY id) FROM calendar_workout
        WHERE athlete_id = %(actor)s AND deleted_at IS NULL AND day BETWEEN %(now)s::timestamptz::date - 7 AND %(now)s::timestamptz::date + 7),
    (SELECT string_agg(one, ',') FROM (SELECT concat(id, xmin) AS one FROM calendar_workout
        WHERE athlete_id = %(actor)s AND deleted_at IS NULL AND is_race AND NOT draft AND day >= %(now)s::timestamptz::date - 1 ORDER BY day, position LIMIT 3) AS races),
    (SELECT string_agg(concat(done.id, done.xmin), ',' ORDER BY done.id) FROM calendar_completion AS done
        JOIN calendar_workout AS planned ON planned.id = done.workout_id AND planned.deleted_at IS NULL
        WHERE planned.athlete_id = %(actor)s AND planned.day BETWEEN %(now)s::timestamptz::date - 1 AND %(now)s::timestamptz::date + 1 AND NOT done.dormant),
    (SELECT concat(id, xmin) FROM plans_plan WHERE athlete_id = %(actor)s AND status = 'published'),
    (SELECT string_agg(concat(id, xmin), ',' ORDER BY id) FROM today_briefing WHERE athlete_id = %(actor)s AND day BETWEEN %(now)s::timestamptz::date - 1 AND %(now)s::timestamptz::date + 1),
    (SELECT concat(xmin, %(now)s::timestamptz - fetched_at > interval '12 hours') FROM today_weather WHERE athlete_id = %(actor)s),
    (SELECT string_agg(concat(why.briefing_id, why.position, why.xmin), ',' ORDER BY why.briefing_id, why.position)
        FROM today_reason AS why JOIN today_briefing AS said ON said.id = why.briefing_id
        WHERE said.athlete_id = %(actor)s AND said.day BETWEEN %(now)s::timestamptz::date - 1 AND %(now)s::timestamptz::date + 1)
), 'UTF8')) FROM mine
"""


async def mark_of(tx: Tx, person: UUID) -> bytes:
    """The mark of the acting person's own day now."""
    return bytes((await ask(tx.session, MARK, {"actor": person, "now": tx.now}))[0][0])
