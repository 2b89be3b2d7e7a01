"""The structure of a workout: what to do, how long and how hard, in any sport."""

from paceline.science.endurance.structure.check import checked, problems
from paceline.science.endurance.structure.codec import from_json, to_json
from paceline.science.endurance.structure.model import (
    End,
    InvalidStructure,
    Pace,
    PowerRange,
    Problem,
    Range,
    Repeats,
    Segment,
    Single,
    Sport,
    Step,
    Structure,
    Target,
)
from paceline.science.endurance.structure.profile import (
    Estimate,
    FlatStep,
    estimate,
    flatten,
)
from paceline.science.endurance.structure.resize import (
    change_repeats,
    main_seconds,
    pad,
    scale,
)
from paceline.science.endurance.structure.text import UnreadableText, from_text, to_text
from paceline.science.endurance.structure.wording import Description, describe

__all__ = [
    "Description",
    "End",
    "Estimate",
    "FlatStep",
    "InvalidStructure",
    "Pace",
    "PowerRange",
    "Problem",
    "Range",
    "Repeats",
    "Segment",
    "Single",
    "Sport",
    "Step",
    "Structure",
    "Target",
    "UnreadableText",
    "change_repeats",
    "checked",
    "describe",
    "estimate",
    "flatten",
    "from_json",
    "from_text",
    "main_seconds",
    "pad",
    "problems",
    "scale",
    "to_json",
    "to_text",
]
