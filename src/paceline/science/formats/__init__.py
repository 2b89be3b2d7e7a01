"""Activity and workout files: FIT, GPX and TCX bytes to recordings in SI units, and back to files for watches."""

from .archive import PackedFile, unpack
from .decoding import decode, sniff
from .fit_activity import encode_activity
from .fit_workout import WatchDuration, WatchRepeat, WatchStep, WatchTarget, encode_workout
from .gpx import decode_course
from .recording import Course, Decoded, Lap, Length, Recording, Unreadable

__all__ = [
    "Course",
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
    "decode",
    "decode_course",
    "encode_activity",
    "encode_workout",
    "sniff",
    "unpack",
]
