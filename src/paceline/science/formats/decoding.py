"""Tells by its content what a file is and hands it to the right parser."""

from __future__ import annotations

import io
from typing import Literal

from .archive import EMPTY_ZIP, GZIP_MAGIC, NESTED, ZIP_MAGIC, gunzip
from .fit.recordings import decode_fit
from .gpx import decode_gpx
from .health import HealthExport, decode_health
from .listed import decode_csv
from .recording import Decoded, Unreadable
from .tables import is_table
from .tcx import decode_tcx

_LOOK_AHEAD = 4_096


def sniff(data: bytes) -> Literal["fit", "gpx", "tcx", "health", "csv", "gzip", "zip"] | None:
    """The kind of file, from its first bytes; extensions lie too often."""
    if data[8:12] == b".FIT":
        return "fit"
    if data.startswith(GZIP_MAGIC):
        return "gzip"
    if data.startswith((ZIP_MAGIC, EMPTY_ZIP)):
        return "zip"
    # UTF-16 text looks like UTF-8 with a zero after every letter.
    head = data[:_LOOK_AHEAD].replace(b"\0", b"").lower()
    places = {kind: _element(head, tag) for kind, tag in (("gpx", b"gpx"), ("tcx", b"trainingcenterdatabase"))}
    found = {kind: place for kind, place in places.items() if place >= 0}
    if b"<healthdata" in head or b"<!doctype healthdata" in head:
        return "health"
    if not found:
        return "csv" if is_table(data[:_LOOK_AHEAD]) else None
    return "gpx" if min(found, key=lambda kind: found[kind]) == "gpx" else "tcx"


def _element(head: bytes, tag: bytes) -> int:
    """Where the element opens, with or without a namespace prefix."""
    place = head.find(b"<" + tag)
    if place < 0:
        prefixed = head.find(b":" + tag)
        place = prefixed if prefixed >= 0 and b"<" in head[max(prefixed - 20, 0) : prefixed] else -1
    return place


def decode(data: bytes, name: str = "") -> Decoded:
    """All recordings of one file, compressed with gzip or not: FIT, GPX, TCX, health data or a table."""
    kind = sniff(data)
    if kind == "gzip":
        data = gunzip(data)
        kind = sniff(data)
        if kind in ("gzip", "zip"):
            raise Unreadable(NESTED)
    if kind == "fit":
        return decode_fit(data)
    if kind == "gpx":
        return decode_gpx(data)
    if kind == "tcx":
        return decode_tcx(data)
    if kind == "health":
        return decode_health(HealthExport(io.BytesIO(data)))
    if kind == "csv":
        return decode_csv(data)
    raise Unreadable(_unknown(data, name, kind))


def _unknown(data: bytes, name: str, kind: str | None) -> str:
    if not data:
        return "This file is empty; export the activity again."
    if kind == "zip":
        return "This is a zip archive; unpack it and upload the files inside."
    if name.lower().endswith((".fit", ".gpx", ".tcx")):
        format_name = name[-3:].upper()
        return f"This file is called {format_name} but its content is not; export the activity again."
    return "This is not a FIT, GPX or TCX file; export the activity as one of these and try again."
