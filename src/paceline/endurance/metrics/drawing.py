"""Small drawings of weeks: one bar a week made of parts, as long as the week is against the longest."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from markupsafe import Markup

from paceline.ui.svg import number

HEIGHT = 14


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: how much, and what the style sheet takes its colour from."""

    amount: float
    hook: Literal["z", "series"]
    value: str


_RECT = Markup('<rect data-{}="{}" x="{}%" width="{}%" height="{}" rx="2"/>')
_BAR = Markup('<svg width="100%" height="{}" role="img" aria-label="{}">{}</svg>')


def week_bar(parts: Sequence[Part], most: float, label: str) -> Markup:
    """The parts side by side; the whole width stands for `most`."""
    return _drawn(tuple(parts), most, label)


# Weeks that are over are drawn alike again and again.
@lru_cache(maxsize=4096)
def _drawn(parts: tuple[Part, ...], most: float, label: str) -> Markup:
    x, drawn = 0.0, list[Markup]()
    for part in parts:
        share = max(0.0, part.amount) / most * 100 if most > 0 else 0.0
        if share > 0:
            wide = number(max(0.4, share - 0.3))
            drawn.append(_RECT.format(part.hook, part.value, number(x), wide, HEIGHT))
        x += share
    return _BAR.format(HEIGHT, label, Markup("").join(drawn) or Markup("<g/>"))
