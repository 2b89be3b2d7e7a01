"""What a way back to training makes of a planned session: the step of the ladder in its place, never more than planned."""

from dataclasses import replace

from paceline.science.endurance.adaptation import Adaptation, Reason
from paceline.science.endurance.returning import Standing
from paceline.science.endurance.structure import End, Range, Single, Step, Structure, Target, estimate, scale

IMPACT = frozenset({"running", "hiking"})
STRICTER = frozenset({"illness", "severe-pain", "pain"})
HARD_SECONDS = 300
EASY_SHARE = 0.75  # of the planned time, for an easy run in place of a hard session [own choice]
LEAST_SECONDS = 300.0


def follow(
    structure: Structure, found: Adaptation, today: Standing, kind: str, *, is_second: bool = False
) -> Adaptation:
    """The session on this day of a way back; what rests or eases already for illness or pain stays as it is."""
    if found.reasons[0].rule in STRICTER or found.kind == "rest":
        return found
    reason = Reason("time-off" if kind == "time_off" else "return", f"Way back: {today.sentence}")
    impact = structure.sport in IMPACT
    if today.act == "clinician":
        return _rest(reason)
    if today.act in ("rest", "ask"):
        return _rest(reason) if impact or kind == "illness" else _no_more(structure, found, reason)
    if today.act == "do":
        if kind != "illness" and not impact:
            return _no_more(structure, found, reason)
        if is_second:
            return _rest(Reason(reason.rule, "Way back: one step a day is enough."))
        return _step(structure, today, reason)
    if today.act == "easy_only":
        return _easy(structure, found, reason, EASY_SHARE) if impact else _no_more(structure, found, reason)
    if today.act == "scaled":
        return _easy(structure, found, reason, today.load_share or EASY_SHARE, always=True)
    return replace(_no_more(structure, found, reason), reasons=(*found.reasons, reason))


def _rest(reason: Reason) -> Adaptation:
    return Adaptation("rest", None, ("Rest instead of the session.",), (reason,))


def _no_more(structure: Structure, found: Adaptation, reason: Reason) -> Adaptation:
    """What the day made of it, but nothing on top."""
    if found.kind == "progress":
        return Adaptation("keep", structure, (), (reason,))
    return replace(found, reasons=(*found.reasons, reason))


def _step(structure: Structure, today: Standing, reason: Reason) -> Adaptation:
    """The rung in place of the session; never longer than what was planned."""
    wanted = today.structure
    if wanted is None:
        return _rest(reason)
    if structure.sport not in IMPACT:
        wanted = _steady(structure, estimate(wanted).duration)
    planned = estimate(structure).duration
    if planned < estimate(wanted).duration and planned >= LEAST_SECONDS and structure.sport not in IMPACT:
        wanted = _steady(structure, planned)
    return Adaptation("swap_easy", wanted, (f"{today.title} instead of the session.",), (reason,))


def _easy(structure: Structure, found: Adaptation, reason: Reason, share: float, *, always: bool = False) -> Adaptation:
    total = estimate(structure)
    is_hard = structure.sport != "strength" and total.moderate_seconds + total.hard_seconds >= HARD_SECONDS
    if is_hard:
        seconds = max(LEAST_SECONDS, total.duration * share)
        change = f"{round(seconds / 60)} min easy instead of the session."
        return Adaptation("swap_easy", _steady(structure, seconds), (change,), (reason,))
    if not always or share >= 1:
        return _no_more(structure, found, reason)
    less = scale(structure, share)
    if estimate(less).load >= total.load:
        return _no_more(structure, found, reason)
    return Adaptation("shorter", less, (f"{round(estimate(less).duration / 60)} min instead.",), (reason,))


def _steady(structure: Structure, seconds: float) -> Structure:
    target = Target(pace="jog") if structure.sport == "running" else Target(rpe=Range(2, 3))
    return Structure(structure.sport, (Single("steady", Step(End("duration", seconds // 5 * 5), target)),))
