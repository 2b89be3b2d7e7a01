"""Thresholds proposed from evidence: what, by which method, from which efforts, and how sure.

A proposal never lowers a threshold because hard efforts are missing: only a session meant as a test can.
Methods: Friel (last 20 of a 30-minute time trial), Allen & Coggan (95 % of 20 minutes), Monod & Scherrer 1965
(critical power); the rules of confidence are our own [own synthesis].
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, TypeAlias

from paceline.science.endurance.evidence import HIGHEST_BEAT, LOWEST_BEAT, Effort, EffortKind
from paceline.science.endurance.measure import positive
from paceline.science.endurance.wellness import known

Confidence: TypeAlias = Literal["high", "medium", "low"]
AgeFormula: TypeAlias = Literal["tanaka", "gellish", "nes", "gulati_women", "fox"]
Quantity: TypeAlias = Literal["lthr", "ftp", "threshold_speed", "max_hr", "resting_hr"]

FTP_OF_TWENTY = 0.95  # Allen & Coggan
LTHR_OF_TWENTY = 0.95  # common practice of cycling federations; not from a study
# Of the speed held for 30 and for 20 minutes, what lasts an hour by Riegel's exponent of 1.06: (60/t)^(1/1.06 - 1).
SPEED_OF_THIRTY, SPEED_OF_TWENTY = 0.96, 0.94
COUPLED = 5.0  # percent of drift up to which an effort was steady
HARD_SHARE = 0.85  # of maximum heart rate; most thresholds lie above (median 93 %, range 79 to 98) [own synthesis]
MARGIN = 0.01  # a rise smaller than this share is noise
AGREE = 0.03
RECENT = 42  # days; older evidence is worth less
# Maximum heart rate as a - b x age; each is off by 7 to 12 bpm for one in three people. Tanaka, Monahan & Seals 2001
# (J Am Coll Cardiol 37:153); Gellish 2007; Nes 2013; Gulati 2010, women; Fox 1971, which no study stands behind.
AGE_FORMULAS: dict[AgeFormula, tuple[float, float]] = {
    "tanaka": (208.0, 0.7), "gellish": (207.0, 0.7), "nes": (211.0, 0.64), "gulati_women": (206.0, 0.88),
    "fox": (220.0, 1.0),
}  # fmt: skip
ADULT = (18.0, 90.0)  # years the formula was fitted to
UNLIKELY = 25.0  # bpm above the formula, some two and a half standard deviations
MORNINGS = 7
RESTING = (25.0, 110.0)  # bpm
NOT_LOWER = "Nothing here is above the threshold on file, and missing hard efforts are no reason to lower it."


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed value in bpm, W or m/s with its method and evidence; or None with the reason."""

    quantity: Quantity
    value: float | None
    method: str = ""
    evidence: tuple[Effort, ...] = ()
    confidence: Confidence = "low"
    reason: str | None = None
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class _Method:
    """How one kind of effort becomes a threshold."""

    kind: EffortKind
    share: float
    words: str
    confidence: Confidence
    test_share: float | None = None

    def value(self, effort: Effort) -> float:
        """Friel: what is held for 30 minutes alone, as a test, is what is held for an hour in a race."""
        return effort.value * (self.test_share if effort.test and self.test_share is not None else self.share)


_LTHR = (
    _Method("half_hour_test", 1.0, "mean of the last 20 of 30 hard minutes", "medium"),
    _Method("best_60", 1.0, "best 60 minutes", "medium"),
    _Method("best_20", LTHR_OF_TWENTY, "95 % of the best 20 minutes", "low"),
)
_FTP = (
    _Method("best_60", 1.0, "best 60 minutes", "medium"),
    _Method("critical", 1.0, "critical power", "medium"),
    _Method("best_20", FTP_OF_TWENTY, "95 % of the best 20 minutes", "low"),
)
_SPEED = (
    _Method("best_60", 1.0, "best 60 minutes", "medium"),
    _Method("critical", 1.0, "critical speed", "medium"),
    _Method("best_30", SPEED_OF_THIRTY, "best 30 minutes", "medium", test_share=1.0),
    _Method("best_20", SPEED_OF_TWENTY, "94 % of the best 20 minutes", "low"),
)


def propose_lthr(
    efforts: Sequence[Effort], *, current: float | None = None, max_hr: float | None = None, today: int | None = None
) -> Proposal:
    """Lactate threshold heart rate from hard, steady efforts (`heart_rate_efforts`)."""

    top = max_hr if max_hr is not None and positive(max_hr) else None

    def usable(effort: Effort) -> bool:
        steady = effort.drift is None or effort.drift < COUPLED
        proven = effort.test or (current is not None and positive(current) and effort.value > current)
        hard = proven or (top is not None and effort.value >= HARD_SHARE * top)
        return steady and hard and LOWEST_BEAT <= effort.value <= (top or HIGHEST_BEAT)

    return _propose("lthr", _LTHR, efforts, usable, current, today)


def propose_ftp(efforts: Sequence[Effort], *, current: float | None = None, today: int | None = None) -> Proposal:
    """Functional threshold power from 20 and 60 minutes and a fitted critical power (kind `critical`)."""
    return _propose("ftp", _FTP, efforts, lambda effort: 30 <= effort.value <= 700, current, today)


def propose_threshold_speed(
    efforts: Sequence[Effort], *, current: float | None = None, today: int | None = None
) -> Proposal:
    """Threshold pace, as graded m/s, from 20, 30 and 60 minutes and a fitted critical speed (kind `critical`)."""
    return _propose("threshold_speed", _SPEED, efforts, lambda effort: 0.3 <= effort.value <= 8, current, today)


def propose_max_hr(
    peaks: Sequence[Effort | None], *, current: float | None = None, age: float | None = None, today: int | None = None
) -> Proposal:
    """Maximum heart rate: the highest that was held (`peak_heart_rate`); without a hard one the age formula, an
    estimate. Evidence far above what the age suggests stays in doubt until it is seen twice."""
    seen = [peak for peak in peaks if peak is not None and LOWEST_BEAT <= peak.value <= HIGHEST_BEAT]
    best = max(seen, key=lambda peak: peak.value, default=None)
    expected = age_predicted_max(age)
    if best is not None and (current is None or not positive(current) or best.value > current):
        if current is None and expected is not None and best.value < 0.9 * expected:
            return _by_age(expected, evidence=(best,))
        return Proposal(
            "max_hr", best.value, "highest held for ten seconds", (best,), _peak_trust(best, seen, expected)
        )
    if current is not None and positive(current):
        return Proposal("max_hr", None, reason=NOT_LOWER)
    if expected is None:
        return Proposal("max_hr", None, reason="There is no heart rate to learn from, and no age for an estimate.")
    return _by_age(expected)


def age_predicted_max(age: float | None, formula: AgeFormula = "tanaka") -> float | None:
    """Maximum heart rate from age, for adults: an estimate that is off by 10 bpm for one in three people."""
    if age is None or not ADULT[0] <= age <= ADULT[1]:
        return None
    at_birth, a_year = AGE_FORMULAS[formula]
    return at_birth - a_year * age


def propose_resting_hr(mornings: Sequence[float | None]) -> Proposal:
    """Resting heart rate: the middle of the last 14 mornings. It is measured at rest, so it may go either way."""
    usable = [value for value in known(mornings[-14:]) if RESTING[0] <= value <= RESTING[1]]
    if len(usable) < MORNINGS:
        words = f"Needs {MORNINGS} mornings in the last fourteen; there are {len(usable)}."
        return Proposal("resting_hr", None, reason=words)
    confidence: Confidence = "high" if max(usable) - min(usable) <= 10 else "medium"
    return Proposal("resting_hr", float(median(usable)), f"middle of {len(usable)} mornings", (), confidence)


def _propose(
    quantity: Quantity,
    methods: Sequence[_Method],
    efforts: Sequence[Effort],
    usable: Callable[[Effort], bool],
    current: float | None,
    today: int | None,
) -> Proposal:
    """The highest threshold that an effort proves; a test may also lower what is on file."""
    by_kind = {method.kind: method for method in methods}
    found = [(by_kind[e.kind], e, by_kind[e.kind].value(e)) for e in efforts if e.kind in by_kind and usable(e)]
    if not found:
        return Proposal(quantity, None, reason="There is no hard, steady effort of 20 minutes or more to read it from.")
    tests = [row for row in found if row[1].test]
    latest = max((row[1].day for row in tests if row[1].day is not None), default=None)
    from_test = [row for row in tests if row[1].day == latest]
    if latest is not None:  # a test speaks louder than what was held before it
        found = [row for row in found if row[1].day is None or row[1].day >= latest]
    method, effort, value = max(found, key=lambda row: row[2])
    if current is not None and positive(current) and value <= current * (1 + MARGIN):
        if not from_test:
            return Proposal(quantity, None, reason=NOT_LOWER)
        method, effort, value = max(from_test, key=lambda row: row[2])
        if abs(value / current - 1) <= MARGIN:
            return Proposal(quantity, None, reason="The test agrees with the threshold on file.")
    others = (row for row in found if row[1].activity != effort.activity and abs(row[2] / value - 1) <= AGREE)
    backed = tuple(row[1] for row in others)
    sure = _sure(method, effort, bool(backed), today)
    if quantity != "lthr" and current is None and not effort.test and effort.kind != "critical":
        sure = "low"  # the best of easy sessions is not a threshold, however well two of them agree
    return Proposal(quantity, value, method.words, (effort, *backed[:4]), sure)


def _sure(method: _Method, effort: Effort, backed: bool, today: int | None) -> Confidence:
    """One step up for a test or a second effort that agrees, one down for evidence older than six weeks."""
    ladder: tuple[Confidence, ...] = ("low", "medium", "high")
    step = ladder.index(method.confidence) + int(effort.test or backed)
    if today is not None and effort.day is not None and today - effort.day > RECENT:
        step -= 1
    return ladder[min(max(step, 0), 2)]


def _peak_trust(best: Effort, seen: Sequence[Effort], expected: float | None) -> Confidence:
    twice = sum(peak.value >= best.value - 3 for peak in seen) > 1
    unlikely = expected is not None and best.value > expected + UNLIKELY
    if unlikely:
        return "medium" if twice else "low"
    return "high" if twice else "medium"


def _by_age(expected: float, evidence: tuple[Effort, ...] = ()) -> Proposal:
    return Proposal("max_hr", expected, "208 - 0.7 x age, an estimate", evidence, "low", estimate=True)
