"""Decisions and words of today, without a database: what counts as a hard day or a jump in load, and how a change is named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from paceline.endurance.today.following import follow
from paceline.science.endurance.adaptation import Adaptation, Kind, Reason, Situation, adapt
from paceline.science.endurance.returning import Standing
from paceline.science.endurance.structure import Repeats, Single, Structure, describe, estimate

# Tempo begins at 0.85 of threshold (Allen & Coggan); 7 of 10 is "very hard" on the session-RPE scale (Foster 2001).
HARD_INTENSITY = 0.85
HARD_RPE = 7.0
# Runs over 1.3 times the longest of the month went with the clearest rise in injuries (Frandsen et al. 2025).
SPIKES = frozenset({"moderate", "large"})
STEEP_RAMP = 8.0  # CTL points a week, the upper end of what coaches commonly allow
EASY = {"running": "Easy jog", "cycling": "Easy ride", "swimming": "Easy swim"}
# The year alone does not tell whether an eighteenth birthday has been; until it surely has, nothing is added.
ADULT_FROM = 18
RACE_STAYS = Reason("race-day", "A race stays as it is. Whether to start is yours and your coach’s to decide.")


@dataclass(frozen=True, slots=True)
class WayBack:
    """Where a way back to training stands today; `is_second` is a second session of the day."""

    kind: str
    standing: Standing
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class Yesterday:
    """What one session of yesterday says about how hard the day was."""

    intensity: float | None
    rpe: float | None
    was_hard_workout: bool


def hard(sessions: Sequence[Yesterday]) -> bool:
    """Whether yesterday was hard; a day without a session was not."""
    return any(
        (one.intensity or 0.0) >= HARD_INTENSITY or (one.rpe or 0.0) >= HARD_RPE or one.was_hard_workout
        for one in sessions
    )


def spiked(spike_band: str | None, ramp: float | None) -> bool | None:
    """Whether load has jumped; None when there is nothing to tell it from."""
    if spike_band is None and ramp is None:
        return None
    return spike_band in SPIKES or (ramp is not None and ramp > STEEP_RAMP)


def why_unknown(sentence: str | None) -> str | None:
    """The part of “Unknown, because …” that another sentence can take up."""
    if sentence is None:
        return None
    return sentence.removeprefix("Unknown, because ").split(". ")[0].rstrip(".")


def decide(
    structure: Structure,
    situation: Situation,
    *,
    is_race: bool,
    way_back: WayBack | None = None,
    remarks: Sequence[tuple[str, str]] = (),
) -> Adaptation:
    """The day's version of a session; a race is never changed, but its doubts are said.

    `remarks` are said beside whatever is trained; on a day of rest there is nothing to remark on.
    """
    found = adapt(structure, situation)
    if way_back is not None:
        found = follow(structure, found, way_back.standing, way_back.kind, is_second=way_back.is_second)
    said = tuple(
        Reason(rule, sentence) for rule, sentence in remarks if rule not in {one.rule for one in found.reasons}
    )
    if is_race and found.kind != "keep":
        return Adaptation("keep", structure, (), (*found.reasons, RACE_STAYS, *said))
    return found if found.structure is None else replace(found, reasons=(*found.reasons, *said))


@dataclass(frozen=True, slots=True)
class LongestRun:
    """The longest run of the last 30 days, by distance and by time; None where there was none, or it was not asked."""

    metres: float | None
    seconds: float | None = None


def run_ratio(sport: str, metres: float | None, seconds: float, longest: LongestRun) -> float | None:
    """A planned run against the longest of the last 30 days; by time where its distance is not known."""
    if sport != "running":
        return None
    if metres and longest.metres:
        return metres / longest.metres
    return seconds / longest.seconds if longest.seconds else None


def held_back(*, day_year: int, birth_year: int | None, has_way_back: bool, hard_weather: bool) -> str | None:
    """What forbids more than planned whatever the rest says; None when nothing does."""
    if birth_year is not None and day_year - birth_year <= ADULT_FROM:
        return "growing"
    if has_way_back:
        return "coming back"
    return "weather" if hard_weather else None


def title_of(kind: Kind, title: str, adapted: Structure | None) -> str:
    """What the session is called for the day."""
    if adapted is None:
        return "Rest"
    if kind == "swap_easy" and any(isinstance(one, Repeats) for one in adapted.segments):
        return describe(adapted).title
    if kind == "swap_easy" and all(isinstance(s, Single) and s.step.target.pace == "walk" for s in adapted.segments):
        return f"Brisk walk, {round(estimate(adapted).duration / 60)} min"
    if kind == "swap_easy":
        return f"{EASY.get(adapted.sport, 'Easy movement')}, {round(estimate(adapted).duration / 60)} min"
    return title if kind == "keep" else describe(adapted).title or title


def repetitions(structure: Structure) -> int:
    """How many repetitions of work there are."""
    return sum(s.repeats * s.sets for s in structure.segments if isinstance(s, Repeats) and s.kind == "interval")


def pill(kind: Kind, original: Structure, adapted: Structure | None) -> str:
    """The change in a few words: “Adjusted, 6 → 5 reps”."""
    if adapted is None:
        return "Rest instead"
    if kind == "keep":
        return "As planned"
    if kind == "swap_easy":
        return "Easy instead"
    before, after = repetitions(original), repetitions(adapted)
    if before != after:
        return f"Adjusted, {before} → {after} reps"
    minutes = [round(estimate(one).duration / 60) for one in (original, adapted)]
    return f"{'Longer' if minutes[1] > minutes[0] else 'Shorter'}, {minutes[0]} → {minutes[1]} min"


VERDICTS: dict[Kind, str] = {
    "keep": "Train as planned",
    "easier": "Train, with a little less of it",
    "shorter": "Train, but keep it short",
    "swap_easy": "Go easy today",
    "rest": "Rest today",
    "progress": "A good day for a little more",
}


def verdict(
    kinds: Sequence[Kind], *, checked_in: bool, race_today: bool, all_done: bool, planned: int, resting: bool
) -> str:
    """The day in one sentence."""
    if race_today and not all_done:
        return "Race day"
    if planned and all_done:
        return "Done for today" if planned == 1 else "All sessions done"
    if resting or not planned:
        return "Rest day" if resting else "Nothing planned today"
    if not checked_in:
        return "Check in, then today’s session fits the day"
    order: tuple[Kind, ...] = ("rest", "swap_easy", "shorter", "easier", "progress", "keep")
    return next((VERDICTS[kind] for kind in order if kind in kinds), "Train as planned")
