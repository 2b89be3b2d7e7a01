"""An analysis as text for a terminal."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from paceline.science.endurance.analysis import Analysis, Session
from paceline.science.endurance.sports import family
from paceline.ui.format import Formatter

_SHOWN_LAPS = 60


def render_text(analysis: Analysis, fmt: Formatter | None = None) -> str:
    """Summary, laps and quality notes, one block for each session."""
    lines: list[str] = []
    for session in analysis.sessions:
        lines += [*_session(session, fmt or Formatter()), ""]
    for note in analysis.notes:
        lines.append(f"Note: {note}")
    return "\n".join(lines).rstrip() + "\n"


def _session(session: Session, fmt: Formatter) -> Iterator[str]:
    recording, summary = session.recording, session.summary
    start = datetime.fromtimestamp(recording.start, UTC) + timedelta(seconds=recording.utc_offset or 0)
    clock = f"{start:%Y-%m-%d %H:%M}" + ("" if recording.utc_offset is not None else " UTC")
    yield f"{recording.name or recording.sport.capitalize()}: {clock}"
    yield "  ".join(part for part in (recording.sport, recording.sub_sport, recording.device) if part)
    for label, value, field in _figures(session, fmt):
        reason = summary.reasons.get(field)
        yield f"  {label:<18}{value}" + (f"  ({reason})" if value == "–" and reason else "")
    load = "–" if summary.load.value is None else f"{summary.load.value:.0f}"
    yield f"  {'Load':<18}{load}  ({summary.load.reason})"
    yield from _laps(session, fmt)


def _figures(session: Session, fmt: Formatter) -> list[tuple[str, str, str]]:
    summary, kind = session.summary, family(session.recording.sport)
    pace = {"swimming": fmt.swim_pace, "cycling": fmt.speed}.get(kind, fmt.pace)
    return [
        ("Distance", fmt.distance(summary.distance, 2), "distance"),
        ("Moving time", fmt.duration_exact(summary.moving), "moving"),
        ("Elapsed time", fmt.duration_exact(summary.elapsed), "elapsed"),
        ("Average pace" if pace != fmt.speed else "Average speed", pace(summary.average_speed), "average_speed"),
        ("Climb", fmt.climb(summary.ascent), "ascent"),
        ("Heart rate", fmt.heart_rate(summary.average_heart_rate), "average_heart_rate"),
        ("Power", fmt.power(summary.average_power), "average_power"),
        ("Normalized power", fmt.power(summary.normalized_power), "normalized_power"),
    ]


def _laps(session: Session, fmt: Formatter) -> Iterator[str]:
    laps = session.recording.laps
    if len(laps) < 2:
        return
    yield f"  {len(laps)} laps"
    for number, lap in enumerate(laps[:_SHOWN_LAPS], 1):
        pulse = "" if lap.avg_heart_rate is None else str(fmt.heart_rate(lap.avg_heart_rate))
        yield f"  {number:>4}  {fmt.distance(lap.distance, 2):>10}  {fmt.duration_exact(lap.timer or lap.elapsed):>9}  {pulse}".rstrip()
    if len(laps) > _SHOWN_LAPS:
        yield f"        and {len(laps) - _SHOWN_LAPS} more"
