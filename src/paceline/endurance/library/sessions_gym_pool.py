"""More strength, mobility and swimming sessions, written as they are typed."""

from paceline.endurance.library.sessions_notation import (
    EXPERIENCED,
    TALK,
    fewer,
    gym,
    longer,
    more,
    shorter,
    swim,
    template,
    typed,
)
from paceline.endurance.library.types import SessionTemplate

CLEAN = "Every repetition looks like the first, with two left in reserve."
LOOSE = "You feel looser than before, and nothing hurt."

STRENGTH_MORE: tuple[SessionTemplate, ...] = (
    template(
        "strength-first", "First strength session", "strength", "strength", "strength",
        gym(*typed(
            "2x40\" RPE 4-5 cue \"Squats to a chair\" / 60\" RPE 1 cue \"Rest\","
            " 2x40\" RPE 4-5 cue \"Bridges\" / 60\" RPE 1 cue \"Rest\","
            " 2x40\" RPE 4-5 cue \"Calf raises, both legs\" / 60\" RPE 1 cue \"Rest\","
            " 2x30\" RPE 4-5 cue \"Plank on the knees\" / 60\" RPE 1 cue \"Rest\"", "strength"
        )),
        "Learns the movements before any weight.", grow=more(1, 3, 5, 1.2), ease=fewer(7, 1), success=CLEAN,
        levels=("beginner",), tags=("base", "first-weeks"),
    ),
    template(
        "strength-hills-legs", "Strength for climbing", "strength", "strength", "strength",
        gym(*typed(
            "3x45\" RPE 6-7 cue \"Step-ups on a knee-high box\" / 75\" RPE 1 cue \"Rest\","
            " 3x45\" RPE 6-7 cue \"Walking lunges\" / 75\" RPE 1 cue \"Rest\","
            " 3x40\" RPE 6-7 cue \"Slow step-downs\" / 75\" RPE 1 cue \"Rest\"", "strength"
        )),
        "Up strong, down in control.", grow=more(1, 4, 7, 1.2), ease=fewer(9, 1), success=CLEAN,
        tags=("base", "trail"),
    ),
    template(
        "strength-rider", "Rider's strength", "strength", "strength", "strength",
        gym(*typed(
            "4x40\" RPE 7-8 cue \"Squats, six repetitions\" / 2' RPE 1 cue \"Rest\","
            " 3x40\" RPE 6-7 cue \"Hip thrusts\" / 90\" RPE 1 cue \"Rest\","
            " 3x40\" RPE 6 cue \"Rows\" / 60\" RPE 1 cue \"Rest\"", "strength"
        )),
        "Force on the pedals and a back that lasts.", ease=fewer(9, 2), levels=EXPERIENCED, success=CLEAN,
        tags=("base",),
    ),
    template(
        "strength-maintain", "Strength in twenty minutes", "strength", "strength", "strength",
        gym(*typed(
            "2x40\" RPE 6-7 cue \"Split squats\" / 60\" RPE 1 cue \"Rest\","
            " 2x40\" RPE 6-7 cue \"Single-leg calf raises\" / 60\" RPE 1 cue \"Rest\","
            " 2x40\" RPE 6 cue \"Side plank\" / 45\" RPE 1 cue \"Rest\"", "strength"
        )),
        "Keeps in the racing season what the winter built.", ease=fewer(8, 1), success=CLEAN, tags=("peak", "taper"),
    ),
    template(
        "strength-feet", "Feet and ankles", "strength", "strength", "strength",
        gym(*typed(
            "3x40\" RPE 4-5 cue \"Towel curls and toe spreads\" / 30\" RPE 1 cue \"Change feet\","
            " 3x40\" RPE 5 cue \"Single-leg balance, eyes closed\" / 30\" RPE 1 cue \"Change legs\","
            " 3x40\" RPE 5-6 cue \"Slow heel drops on a step\" / 45\" RPE 1 cue \"Rest\"", "strength"
        )),
        "Small muscles that carry every step.", grow=more(1, 4, 6, 1.2), ease=fewer(7, 1), success=CLEAN,
        tags=("return", "any-phase"),
    ),
    template(
        "mobility-hips", "Hips and hamstrings", "strength", "recovery", "strength",
        gym(*typed("14' RPE 1-2 cue \"Ninety-ninety, couch stretch, good mornings without weight\"", "strength")),
        "Gives back what sitting takes.", success=LOOSE, tags=("any-phase", "rest-day"),
    ),
    template(
        "mobility-after-long", "After a long run", "strength", "recovery", "strength",
        gym(*typed("12' RPE 1-2 cue \"Calves, thighs, back: a minute each, breathing out\"", "strength")),
        "Quarter of an hour that pays tomorrow.", success=LOOSE, tags=("any-phase",),
    ),
)  # fmt: skip

SWIM_MORE: tuple[SessionTemplate, ...] = (
    template(
        "swim-pyramid", "Pyramid 100 to 400 m", "swim", "cross", "aerobic",
        swim(*typed("100 m RPE 4, 200 m RPE 4, 300 m RPE 5, 400 m RPE 5, 300 m RPE 5, 200 m RPE 4, 100 m RPE 4", "swimming")),
        "Up and down, with fifteen seconds at each wall.", ease=shorter(7, 15), levels=EXPERIENCED, success=TALK,
    ),
    template(
        "swim-css-400", "4 × 400 m", "swim", "threshold", "lactate threshold",
        swim(*typed("4x400 m RPE 7 / 30\" RPE 1", "swimming")), "Long repeats at critical swim speed.",
        grow=more(1, 5, 7), ease=fewer(9, 2), levels=EXPERIENCED, success="The clock shows the same time four times.",
    ),
    template(
        "swim-100s-descending", "12 × 100 m, quicker by threes", "swim", "threshold", "lactate threshold",
        swim(*typed("3x100 m RPE 5 / 20\" RPE 1, 3x100 m RPE 6 / 20\" RPE 1, 3x100 m RPE 7 / 20\" RPE 1, 3x100 m RPE 8 / 20\" RPE 1", "swimming")),
        "Four gears of a hundred.", ease=fewer(9, 2), success="Each group of three is quicker than the last.",
    ),
    template(
        "swim-recovery", "Easy swim", "swim", "recovery", "aerobic",
        swim(*typed("8x50 m RPE 2-3 / 20\" RPE 1", "swimming")), "Loosens what running tightened.",
        ease=fewer(6, 4), success="You leave the water fresher.", tags=("rest-day",),
    ),
    template(
        "swim-pull-paddles", "Pull and paddles", "swim", "cross", "strength",
        swim(*typed("6x150 m RPE 5 cue \"Pull buoy; small paddles if the shoulders like them\" / 25\" RPE 1", "swimming")),
        "Strength in the stroke.", grow=more(1, 8, 6, 1.2), ease=fewer(7, 3), success="The last one is as long in the stroke.",
    ),
    template(
        "swim-test-400-200", "400 m and 200 m test", "swim", "race", "lactate threshold",
        swim(*typed("400 m RPE 8-9, 8' RPE 1 cue \"Easy swimming\", 200 m RPE 9", "swimming")),
        "The two times give your critical swim speed.", success="Both were even.", tags=("test",),
    ),
    template(
        "swim-long-1500", "1500 m without a stop", "swim", "cross", "aerobic",
        swim(*typed("1500 m RPE 4", "swimming")), "One long, calm piece.", grow=longer(0.10, 60, 5), ease=shorter(6, 15),
        success=TALK, levels=EXPERIENCED,
    ),
)  # fmt: skip
