"""Says how a plan should follow what really happened: missed or too much, ill, in pain, away. It takes load away, never adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from paceline.endurance.plans.rules_change import Closed, eased, lines_between, sparing, taper_from, without_days
from paceline.endurance.plans.rules_edit import added_up, judged
from paceline.endurance.plans.types import Illness, PlanDraft, PlannedWorkout
from paceline.kit.days import days_between, monday

Cause = Literal["pain", "illness", "away", "fell_short", "too_much", "missed_key"]
Scope = Literal["training", "injuries"]

# From 4 of 10 on there is no running; three reports in a fortnight ask for a lighter week [C.3; own choice].
PAIN_STOPS, PAIN_REPORTS = 4, 3
NO_RUNNING_DAYS, LIGHT_DAYS = 3, 7
# Fever or below the neck: two days of rest after the last report, then easy days for as long as it lasted, three at least.
REST_AFTER_FEVER, EASY_AFTER_FEVER = 2, 3
EASY_WITH_A_COLD = 3
# A week done to less than 70 %, twice, is a week that does not fit; more than 120 % twice, or 150 % once, is too much.
SHORT, OVER, FAR_OVER = 0.70, 1.20, 1.50
LIGHT_WEEK, AFTER_MUCH, AFTER_PAIN, AFTER_ILLNESS = 0.80, 0.80, 0.60, 0.60
# A missed key session finds another day within this many; later than that it has been overtaken.
MAKE_UP_DAYS = 3


@dataclass(frozen=True, slots=True)
class WeekDone:
    """Load asked for and done in one week that is over; None where nothing is known."""

    planned: float
    done: float | None


@dataclass(frozen=True, slots=True)
class Happened:
    """What is known today. `pain` are (day, 0–10), `illness` (day, kind) of the last fortnight; `away` are days to come.

    `weeks` are the last whole weeks, the latest last; today's session is not yet due and in none of it.
    """

    today: date
    weeks: tuple[WeekDone, ...] = ()
    missed: tuple[PlannedWorkout, ...] = ()
    pain: tuple[tuple[date, int], ...] = ()
    illness: tuple[tuple[date, Illness], ...] = ()
    away: frozenset[date] = frozenset()
    # Signs for a doctor: while there are any, no rule touches the plan, and the words for them are said elsewhere.
    red_flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Adaptation:
    """A changed plan with the reasons for it; nothing happens until somebody accepts it."""

    cause: Cause
    title: str
    reasons: tuple[str, ...]
    scope: Scope
    draft: PlanDraft
    # The same evidence gives the same words: what was turned down is not proposed again.
    fingerprint: str


Rule = Callable[[PlanDraft, Happened], "Adaptation | None"]


def adaptations(draft: PlanDraft, happened: Happened, closed: Closed) -> tuple[Adaptation, ...]:
    """What speaks most against the plan as it is: health first, then the days, then the load."""
    for rule in () if happened.red_flags else RULES:
        wanted = rule(draft, happened)
        if wanted is None:
            continue
        after = sparing(draft, wanted.draft, lambda day: closed(day) or day < happened.today)
        if lines_between(draft, after):
            return (replace(wanted, draft=after),)
    return ()


def _next_days(start: date, number: int) -> frozenset[date]:
    return frozenset(start + timedelta(days=n) for n in range(number))


def _pain(draft: PlanDraft, happened: Happened) -> Adaptation | None:
    recent = [(day, level) for day, level in happened.pain if (happened.today - day).days <= 2]
    worst = max((level for _, level in recent), default=0)
    days_said = {day for day, level in happened.pain if level >= 2}
    if worst >= PAIN_STOPS and draft.request.sport == "running":
        last = max(day for day, level in recent if level == worst)
        days = _next_days(happened.today, NO_RUNNING_DAYS)
        after = added_up(draft, [w for w in draft.workouts if w.on not in days or w.is_race or draft.beside(w)])
        reasons = (
            f"Pain of {worst} of 10 on {_day(last)}.",
            f"From {PAIN_STOPS} on there is no running: {NO_RUNNING_DAYS} days without, then we look again.",
        )
        return Adaptation("pain", "No running for three days", reasons, "injuries", after, f"pain-{last}-{worst}")
    if len(days_said) >= PAIN_REPORTS:
        days = _next_days(happened.today, LIGHT_DAYS)
        reasons = (f"Pain on {len(days_said)} of the last fourteen days.", "A lighter, easy week lets it settle.")
        after = eased(draft, days, AFTER_PAIN, only_easy=True)
        return Adaptation("pain", "A lighter week", reasons, "injuries", after, f"pains-{monday(happened.today)}")
    return None


def _illness(draft: PlanDraft, happened: Happened) -> Adaptation | None:
    fever = [day for day, kind in happened.illness if kind == "fever"]
    cold = [day for day, kind in happened.illness if kind == "above_neck"]
    if fever and (happened.today - max(fever)).days <= REST_AFTER_FEVER + max(EASY_AFTER_FEVER, len(fever)):
        rest_until = max(fever) + timedelta(days=REST_AFTER_FEVER)
        easy_until = rest_until + timedelta(days=max(EASY_AFTER_FEVER, len(fever)))
        rest = frozenset(days_between(happened.today, rest_until))
        easy = frozenset(days_between(max(happened.today, rest_until + timedelta(days=1)), easy_until))
        after = eased(without_days(draft, rest), easy, AFTER_ILLNESS, only_easy=True)
        reasons = (
            f"Fever, or illness below the neck, on {_day(max(fever))}.",
            f"Rest until {_day(rest_until)}, easy days until {_day(easy_until)}.",
        )
        return Adaptation("illness", "Rest, then easy days", reasons, "injuries", after, f"fever-{max(fever)}")
    if cold and (happened.today - max(cold)).days <= 1:
        days = _next_days(happened.today, EASY_WITH_A_COLD)
        after = eased(draft, days, AFTER_ILLNESS, only_easy=True)
        reasons = (f"A cold on {_day(max(cold))}.", "Short and easy for three days; hard work can wait.")
        return Adaptation("illness", "Three easy days", reasons, "injuries", after, f"cold-{max(cold)}")
    return None


def _away(draft: PlanDraft, happened: Happened) -> Adaptation | None:
    there = sorted({w.on for w in draft.workouts if w.on in happened.away and not w.is_race and w.on >= happened.today})
    if not there:
        return None
    reasons = (
        f"Away on {_list_of(there)}.",
        "What falls out is not made up for: the days around stay as they are.",
    )
    after = without_days(draft, frozenset(there))
    return Adaptation("away", "Clear the days away", reasons, "training", after, f"away-{'-'.join(map(str, there))}")


def _fell_short(draft: PlanDraft, happened: Happened) -> Adaptation | None:
    lately = happened.weeks[-2:]
    shares = [week.done / week.planned for week in lately if week.done is not None and week.planned > 0]
    if len(shares) < 2 or max(shares) >= SHORT or _in_taper(draft, happened.today):
        return None
    days = _next_days(happened.today, 7)
    said = " and ".join(f"{share:.0%}" for share in shares)
    reasons = (
        f"{said} of the planned load in the last two weeks.",
        f"A week at {LIGHT_WEEK:.0%} is one that can be kept; what was missed is not added on top.",
    )
    after = eased(draft, days, LIGHT_WEEK, only_easy=False)
    return Adaptation("fell_short", "A week that fits", reasons, "training", after, f"short-{monday(happened.today)}")


def _too_much(draft: PlanDraft, happened: Happened) -> Adaptation | None:
    lately = happened.weeks[-2:]
    shares = [week.done / week.planned for week in lately if week.done is not None and week.planned > 0]
    twice = len(shares) == 2 and min(shares) > OVER
    once = bool(shares) and shares[-1] > FAR_OVER
    if not (twice or once):
        return None
    said = f"{shares[-1]:.0%} of the planned load last week" + (f", {shares[0]:.0%} the week before" if twice else "")
    reasons = (f"{said}.", "Four easier days, so that the plan goes on from a rested body.")
    after = eased(draft, _next_days(happened.today, 4), AFTER_MUCH, only_easy=True)
    return Adaptation("too_much", "Four easier days", reasons, "training", after, f"much-{monday(happened.today)}")


def _missed_key(draft: PlanDraft, happened: Happened) -> Adaptation | None:
    """The last missed key session on the first of the next days where no rule minds it."""
    missed = [one for one in happened.missed if one.is_key and not one.is_race]
    if not missed or _in_taper(draft, happened.today):
        return None
    one = max(missed, key=lambda w: w.on)
    latest = one.on + timedelta(days=MAKE_UP_DAYS)
    without = added_up(draft, [w for w in draft.workouts if w is not one and w != one])
    for day in days_between(happened.today, latest):
        if monday(day) != monday(one.on) or any(w.on == day and w.is_hard for w in draft.workouts):
            continue
        others = [w for w in without.workouts if w.on != day or w.is_race or draft.beside(w)]
        after = added_up(draft, [*others, replace(one, on=day)])
        if not any(finding.severity != "note" for finding in judged(draft, after)):
            reasons = (f"{one.title} on {_day(one.on)} was not done.", f"{_day(day)} has room for it.")
            title = f"{one.title} on {day:%A}"
            return Adaptation("missed_key", title, reasons, "training", after, f"missed-{one.on}-{one.title}")
    return None


def _in_taper(draft: PlanDraft, today: date) -> bool:
    return draft.request.race_date is not None and today >= taper_from(draft)


RULES: tuple[Rule, ...] = (_pain, _illness, _away, _too_much, _fell_short, _missed_key)


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _list_of(days: Sequence[date]) -> str:
    if len(days) > 3:
        return f"{len(days)} days between {_day(days[0])} and {_day(days[-1])}"
    return ", ".join(_day(day) for day in days)
