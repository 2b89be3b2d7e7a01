"""The ledger of an athlete in sentences a coach reads; what was not shared never reaches this far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from paceline.core.audit import LedgerEntry
from paceline.kit.days import local_day

# Event name: icon, sentence (facts in braces), tone.
WORDS: Mapping[str, tuple[str, str, str]] = {
    "checkins.submitted": ("heart-pulse", "Checked in.", ""),
    "checkins.changed": ("heart-pulse", "Changed the check-in.", ""),
    "checkins.pain_reported": ("person-standing", "Said the {place} hurts, {level} of 10.", "caution"),
    "checkins.illness_reported": ("heart-pulse", "Said they are ill.", "caution"),
    "checkins.red_flag_raised": ("triangle-alert", "Said something a person should answer.", "critical"),
    "checkins.cycle_logged": ("heart-pulse", "Logged the cycle.", ""),
    "checkins.diary_written": ("notebook-pen", "Wrote the injury diary: {severity} of 100.", ""),
    "today.return_changed": ("footprints", "{change}", ""),
    "wellness.changed": ("moon", "Values of the night and day came in.", ""),
    "readiness.assessed": ("gauge", "Readiness {score}, {band}.", ""),
    "today.answered": ("sliders-horizontal", "{choice}", ""),
    "activities.imported": ("activity", "A session of {day} arrived.", "positive"),
    "activities.changed": ("pencil", "Changed a session of {day}.", ""),
    "activities.deleted": ("trash-2", "Deleted a session of {day}.", ""),
    "activities.restored": ("rotate-ccw", "Brought back a session of {day}.", ""),
    "activities.many_changed": ("activity", "Several sessions were {change} at once.", ""),
    "activities.duplicate_decided": ("check", "Decided which of two recordings of a session counts.", ""),
    "activities.import_finished": ("upload", "An upload was read to its end.", ""),
    "athletes.thresholds_changed": ("gauge", "Thresholds changed.", ""),
    "metrics.recomputed": ("refresh-cw", "Figures were computed anew with an improved formula.", ""),
    "metrics.threshold_dismissed": ("gauge", "A suggested threshold was left as it is.", ""),
    "calendar.added": ("calendar-plus", "A session was planned for {day}.", ""),
    "calendar.rearranged": ("arrow-right-left", "{number} sessions were rearranged, {first} to {last}.", ""),
    "calendar.noted": ("notebook-pen", "A note stands in the calendar from {first} to {last}.", ""),
    "calendar.placed": ("calendar-days", "{number} sessions were planned from {first} to {last}.", ""),
    "calendar.moved": ("arrow-right-left", "A session moved from {from_day} to {day}.", ""),
    "calendar.changed": ("pencil", "The session of {day} was changed.", ""),
    "calendar.removed": ("trash-2", "The session of {day} was taken out.", ""),
    "calendar.restored": ("rotate-ccw", "A session came back on {day}.", ""),
    "calendar.completed": ("check", "The session of {day} is done.", "positive"),
    "calendar.skipped": ("circle-slash", "The session of {day} was skipped.", "caution"),
    "activities.comment_written": ("message-circle", "A comment was written on a session.", ""),
    "activities.comment_changed": ("message-circle", "A comment on a session was changed.", ""),
    "plans.published": ("chart-gantt", "A plan of {workouts} sessions begins on {starts_on}.", "positive"),
    "plans.changed": ("chart-gantt", "The plan has a new version, {version}.", ""),
    "plans.archived": ("archive", "The plan was put away.", ""),
    "plans.phase_turned": ("chart-gantt", "Phase of the plan, {phase}: {verdict}.", ""),
    "plans.change_proposed": ("sparkles", "A change of the plan was proposed.", "caution"),
    "plans.proposal_decided": ("list-checks", "A proposed change of the plan was {status}.", ""),
    "plans.season_changed": ("flag", "The season or one of its races was changed.", ""),
    "relationships.started": ("users", "The coaching began.", "positive"),
    "relationships.paused": ("pause", "The coaching was paused.", ""),
    "relationships.resumed": ("play", "The coaching goes on.", ""),
    "relationships.ended": ("user", "The coaching ended.", ""),
    "relationships.consent_changed": ("shield-check", "Changed what is shared.", ""),
    "desk.opened": ("inbox", "A case was opened in the queue.", "caution"),
    "desk.decided": ("list-checks", "The coach decided on a case.", ""),
    "desk.resolved": ("check", "A case was closed.", "positive"),
}
CHOICES = {
    "accepted": "Took the change to the session of {day}.",
    "kept_original": "Kept the session of {day} as planned.",
}
RETURNS = {
    "started": "A way back to training began.",
    "reported": "Said how a step of the way back went.",
    "finished": "The way back to training is done.",
    "stopped": "The way back to training was stopped.",
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ILLNESS: Mapping[str, tuple[str, str]] = {
    "none": ("Said the illness has passed.", "positive"),
    "above_neck": ("Said there is a cold, above the neck.", "caution"),
    "below_neck": ("Said there is illness with fever, in the chest or below the neck.", "critical"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, in a sentence."""

    day: date
    at: datetime
    icon: str
    sentence: str
    tone: str


def lines_of(entries: Sequence[LedgerEntry], time_zone: str) -> list[Line]:
    """The entries in sentences, in the order given; kinds nobody wrote words for are named plainly."""
    return [_line(entry, time_zone) for entry in entries]


def _line(entry: LedgerEntry, time_zone: str) -> Line:
    icon, sentence, tone = words_for(entry.name, entry.facts) or ("info", _plain(entry.name), "")
    return Line(local_day(entry.at, time_zone), entry.at, icon, sentence, tone)


def words_for(name: str, facts: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Icon, sentence and tone of one entry of the ledger; None when nobody wrote words for its kind."""
    if name not in WORDS:
        return None
    icon, words, tone = WORDS[name]
    if name == "today.answered":
        words = CHOICES.get(str(facts.get("choice")), words)
    if name == "today.return_changed":
        words = RETURNS.get(str(facts.get("change")), words)
    if name == "checkins.illness_reported":
        words, tone = ILLNESS.get(str(facts.get("kind")), (words, tone))
    if name == "readiness.assessed" and facts.get("score") is None:
        words = "Readiness is unknown."
    return icon, words.format_map(_Facts(facts)), tone


class LedgerWords:
    """The same sentences for the coach's case."""

    def timeline_words(self, name: str, facts: Mapping[str, Any]) -> tuple[str, str, str] | None:
        return words_for(name, facts)


class _Facts(dict[str, str]):
    """Facts as words: dates as “11 Jun”, what is missing as a dash."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__({name: _words(value) for name, value in facts.items()})

    def __missing__(self, key: str) -> str:
        return "–"


def _words(value: Any) -> str:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return f"{day.day} {MONTHS[day.month - 1]}"


def _plain(name: str) -> str:
    return f"{name.replace('.', ': ').replace('_', ' ').capitalize()}."
