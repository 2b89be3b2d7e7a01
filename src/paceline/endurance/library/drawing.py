"""The profile of a session as steps of a drawing, and its rules for growing in words."""

from collections.abc import Mapping

from paceline.endurance.library.types import Progression, Regression, SessionTemplate
from paceline.science.endurance.structure import Structure, flatten
from paceline.ui import svg


def profile(session: SessionTemplate) -> tuple[svg.Step, ...]:
    """The profile of a session of the library."""
    return profile_of(session.structure)


def profile_of(structure: Structure, speeds: Mapping[str, float] | None = None) -> tuple[svg.Step, ...]:
    """Equal neighbours are joined, so that a long steady run is one piece."""
    steps: list[svg.Step] = []
    for flat in flatten(structure, speeds):
        step = svg.Step(flat.seconds, flat.zone, flat.intensity * 100)
        if steps and (steps[-1].zone, steps[-1].percent) == (step.zone, step.percent):
            step = step._replace(seconds=steps.pop().seconds + step.seconds)
        steps.append(step)
    return tuple(steps)


def growth(rule: Progression) -> str:
    """When and how a session grows."""
    if rule.action == "add_repeat":
        change = f"{rule.amount:g} more repeat{'s' if rule.amount != 1 else ''}, up to {rule.limit:g}"
    else:
        change = f"{rule.amount:.0%} longer, up to {rule.limit / 60:g} min in the main set".replace("%", " %")
    times = "once" if rule.completions_at_least == 1 else f"{rule.completions_at_least} times"
    return (
        f"{change}: after you have done it {times} at an effort of {rule.rpe_at_most:g} of 10 or less, "
        f"with a steady load and pain of {rule.pain_at_most} of 10 at most."
    )


def relief(rule: Regression) -> str:
    """When and how a session shrinks."""
    change = (
        f"{rule.amount:g} repeat{'s' if rule.amount != 1 else ''} fewer"
        if rule.relief == "drop_repeat"
        else f"{rule.amount:.0%} shorter".replace("%", " %")
    )
    signs = [
        f"an effort of {rule.rpe_from:g} of 10" if rule.rpe_from is not None else "",
        f"pain of {rule.pain_from} of 10" if rule.pain_from is not None else "",
        f"a week of {rule.acute_chronic_from:g} times your usual load" if rule.acute_chronic_from is not None else "",
        f"a heart rate that drifts by {rule.drift_from * 100:.0f} %" if rule.drift_from is not None else "",
    ]
    known = [sign for sign in signs if sign]
    return f"{change}: after {' or '.join(known)}." if known else f"{change}."
