"""Cases: everything a coach knows and means to do about one athlete: where they stand and why, the timeline, notes and tasks.

Private notes and tasks are the coach's working papers; a shared note is the athlete's to read as well. A slice plugs in
better words for its events with `TimelineWords`.
"""

from paceline.coaching.cases.events import NoteShared
from paceline.coaching.cases.timeline import TimelineWords

__all__ = ["NoteShared", "TimelineWords"]
