"""Workouts as people type them: `10' E, 6x800 I / 400 jog, 10' E` as a structure, and every structure as such a text."""

from __future__ import annotations

from paceline.science.endurance.structure.text_reading import UnreadableText, from_text
from paceline.science.endurance.structure.text_writing import to_text

__all__ = ["UnreadableText", "from_text", "to_text"]
