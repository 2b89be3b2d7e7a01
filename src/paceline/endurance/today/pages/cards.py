"""What templates of today draw: sessions as cards, factors as lines, the week as bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar import session_view, training_speeds_of
from paceline.endurance.readiness import DayReadiness
from paceline.endurance.today.rules import pill, verdict
from paceline.endurance.today.types import BriefingView, DayOfWeek, SessionOfDay, Today
from paceline.science.endurance.structure import Structure, estimate, from_json
from paceline.ui import svg

TONES = {
    "keep": "positive",
    "easier": "caution",
    "shorter": "caution",
    "swap_easy": "caution",
    "rest": "critical",
    "progress": "accent",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """One version of a session: its profile, its steps and what it amounts to."""

    title: str
    sport: str
    profile: Sequence[svg.Step]
    rows: Sequence[object]
    words: str
    seconds: float | None
    metres: float | None
    load: float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Planned against done, one measure."""

    measure: str
    planned: float | None
    done: float | None

    @property
    def share(self) -> float | None:
        """Done as a share of planned; None where either is not known."""
        return self.done / self.planned if self.planned and self.done is not None else None


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session of today as it is shown; `original` is set when something else is shown in front."""

    session: SessionOfDay
    shown: Drawing
    original: Drawing | None
    briefing: BriefingView | None
    pill: str
    tone: str
    compared: tuple[Compared, ...]
    primary: bool = False


@dataclass(frozen=True, slots=True)
class WeekStrip:
    """The week with its sums; seconds and load."""

    days: Sequence[DayOfWeek]
    most: float
    done_seconds: float
    planned_seconds: float
    done_load: float
    planned_load: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The day in a sentence and the sentences behind it."""

    sentence: str
    reasons: Sequence[str]
    withheld: int
    against_usual: str


def cards_of(found: Today) -> list[SessionCard]:
    """Every session of the day; the first that is still to do has the page's one primary button."""
    cards = [card_of(one, found.athlete) for one in found.sessions]
    first = next((n for n, card in enumerate(cards) if card.session.status == "planned"), None)
    if first is None or found.checked_in is False:
        return cards
    return [_with_button(card) if n == first else card for n, card in enumerate(cards)]


def _with_button(card: SessionCard) -> SessionCard:
    return SessionCard(
        card.session, card.shown, card.original, card.briefing, card.pill, card.tone, card.compared, primary=True
    )


def card_of(session: SessionOfDay, athlete: Athlete) -> SessionCard:
    """A session with what the briefing proposes in front, until it is answered otherwise."""
    briefing = session.briefing
    current = _drawing(session.title, session.current, athlete, session.sport, session)
    if briefing is None or session.done is not None:
        return SessionCard(session, current, None, briefing, "", "neutral", _compared(session))
    original = from_json(briefing.original)
    adapted = None if briefing.adapted is None else from_json(briefing.adapted)
    as_planned = _drawing(session.planned_title, original, athlete, session.sport)
    proposed = _drawing(briefing.title, adapted, athlete, session.sport)
    shows_change = briefing.kind != "keep" and briefing.choice != "kept_original"
    words = "" if briefing.kind == "keep" and not session.is_adapted else pill(briefing.kind, original, adapted)
    if briefing.choice == "kept_original":
        words = "Kept as planned"
    shown, other = (proposed, as_planned) if shows_change else (as_planned, None)
    return SessionCard(session, shown, other, briefing, words, TONES[briefing.kind] if shows_change else "neutral", ())


def _drawing(
    title: str, structure: Structure | None, athlete: Athlete, sport: str, session: SessionOfDay | None = None
) -> Drawing:
    """`sport` is that of a session without steps; one with steps may have been swapped for another."""
    if structure is None:
        seconds, metres, load = (session.duration, session.distance, session.load) if session else (0.0, None, 0.0)
        return Drawing(title, sport, (), (), "", seconds, metres, load)
    view = session_view(structure, athlete)
    total = estimate(structure, training_speeds_of(athlete, structure.sport))
    return Drawing(
        title, structure.sport, view.profile, view.rows, view.words, total.duration, total.distance, total.load
    )


def _compared(session: SessionOfDay) -> tuple[Compared, ...]:
    return tuple(Compared(*pair) for pair in session.done.pairs) if session.done else ()


def week_of(days: Sequence[DayOfWeek]) -> WeekStrip:
    """The strip of seven days, drawn by time."""
    return WeekStrip(
        days,
        max((max(one.planned_seconds, one.done_seconds) for one in days), default=0.0),
        sum(one.done_seconds for one in days),
        sum(one.planned_seconds for one in days),
        sum(one.done_load for one in days),
        sum(one.planned_load for one in days),
    )


def verdict_of(found: Today) -> Verdict:
    """The day in one sentence, why, and how readiness compares with the week."""
    work = [one for one in found.sessions if one.status != "rest"]
    briefings = [one.briefing for one in work if one.briefing is not None and one.done is None]
    sentence = verdict(
        [one.kind for one in briefings],
        checked_in=found.checked_in is not False,
        race_today=any(one.is_race for one in work),
        all_done=all(one.done is not None for one in work),
        planned=len(work),
        resting=bool(found.sessions) and not work,
    )
    reasons = dict.fromkeys(reason.sentence for one in briefings for reason in one.reasons)
    return Verdict(
        sentence, list(reasons), sum(one.withheld for one in briefings), against_usual(found.readiness, found.usual)
    )


def against_usual(readiness: DayReadiness | None, usual: float | None) -> str:
    """“12 under your 7-day average”; empty when either is not known."""
    if readiness is None or readiness.score is None or usual is None:
        return ""
    gap = round(readiness.score - usual)
    if gap == 0:
        return "Level with your 7-day average"
    return f"{abs(gap)} {'over' if gap > 0 else 'under'} your 7-day average"
