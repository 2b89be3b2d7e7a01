"""Which session follows which when one has been mastered: ladders from the first to the hardest of a kind."""

from collections.abc import Mapping
from itertools import pairwise

LADDERS: tuple[tuple[str, ...], ...] = (
    ("walk-run-30", "easy-45", "easy-60", "easy-rolling-75"),
    ("easy-9k-strides", "easy-12k-strides"),
    ("long-easy", "long-2h", "long-150"),
    ("medium-long", "medium-long-18k"),
    ("mp-3x15", "mp-steady-10", "mp-long-13", "mp-long-16", "mp-long-19", "mp-long-22"),
    ("mp-10-on-off", "mp-alternations", "mp-mile-alternations"),
    ("tempo-20", "tempo-25", "tempo-6k", "tempo-8k", "tempo-9k", "tempo-11k"),
    ("tempo-2x12", "tempo-2x15"),
    ("half-5k", "half-10k"),
    ("cruise-2x10", "cruise-15-12", "cruise-20-16"),
    ("cruise-5x5", "cruise-5x6", "cruise-6x6"),
    ("cruise-4x1600", "cruise-5-miles"),
    ("cruise-8x1k", "cruise-10x1k"),
    ("vo2-5x2", "vo2-5x3", "vo2-4x4"),
    ("vo2-4x800", "vo2-6x800", "vo2-5x1000", "vo2-4x1200", "vo2-5x1200"),
    ("rep-6x200", "rep-8x200", "rep-6x400"),
    ("hill-8x30", "hill-8x60", "hill-10x60"),
    ("fartlek-on-minutes", "fartlek-10x1", "fartlek-20x1", "fartlek-kenyan"),
    ("fartlek-5x3", "fartlek-6x3"),
    ("progression-45", "progression-10k", "cutdown-12k"),
    ("race-half-6x1k", "race-half-3x3k", "race-half-3x5k"),
    ("race-10k-8x800", "race-10k-6x1600"),
    ("ultra-long-trail", "ultra-trail-330"),
    ("ultra-second-day", "ultra-b2b-second", "ultra-b2b-four"),
    ("ultra-night", "ultra-night-180"),
    ("bike-endurance", "bike-long", "bike-gravel-5h"),
    ("bike-tempo-3x15", "bike-tempo-2x30", "bike-tempo-2x45"),
    ("bike-sweetspot-3x12", "bike-sweetspot-2x20", "bike-threshold-2x20"),
    ("bike-vo2-5x4", "bike-vo2-5x5"),
    ("strength-first", "strength-runner"),
    ("strength-maintain", "strength-hills-legs"),
    ("swim-recovery", "swim-endurance", "swim-pyramid"),
    ("swim-threshold", "swim-css-400"),
)
NEXT: Mapping[str, str] = {low: high for ladder in LADDERS for low, high in pairwise(ladder)}
PREVIOUS: Mapping[str, str] = {high: low for low, high in NEXT.items()}
