"""Activity and workout files: FIT, GPX and TCX bytes to recordings in SI units, and back to files for watches."""

from .archive import PackedFile, unpack
from .courses import decode_course
from .decoding import decode, sniff
from .fit_activity import encode_activity
from .fit_course import CoursePoint, encode_course
from .fit_workout import WatchDuration, WatchRepeat, WatchStep, WatchTarget, encode_workout
from .recording import Course, Decoded, Lap, Length, Recording, Unreadable, WorkSet

__all__ = [
    "Course",
    "CoursePoint",
    "Decoded",
    "Lap",
    "Length",
    "PackedFile",
    "Recording",
    "Unreadable",
    "WatchDuration",
    "WatchRepeat",
    "WatchStep",
    "WatchTarget",
    "WorkSet",
    "decode",
    "decode_course",
    "encode_activity",
    "encode_course",
    "encode_workout",
    "sniff",
    "unpack",
]
