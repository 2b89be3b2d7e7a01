"""Easy runs, long runs and marathon-specific runs."""

from paceline.endurance.library.sessions_notation import (
    ADVANCED,
    CARBS_60,
    CARBS_80,
    EXPERIENCED,
    TALK,
    easy,
    effort,
    fewer,
    km,
    longer,
    metres,
    minutes,
    more,
    run,
    seconds,
    shorter,
    steady,
    template,
    times,
)
from paceline.endurance.library.types import SessionTemplate

EASY: tuple[SessionTemplate, ...] = (
    template(
        "recovery-30", "Recovery run", "easy", "recovery", "aerobic", easy(steady(minutes(30, "jog"))),
        "Keeps the legs moving the day after something hard.", success=TALK, tags=("any-phase",),
    ),
    template(
        "easy-45", "Easy run", "easy", "endurance", "aerobic", easy(steady(minutes(45, "E"))),
        "Builds the aerobic base without costing tomorrow.",
        grow=longer(0.10, 75, 4), ease=shorter(6, 20), success=TALK, tags=("any-phase",),
    ),
    template(
        "easy-60", "Easy run, an hour", "easy", "endurance", "aerobic", easy(steady(minutes(60, "E"))),
        "An hour of aerobic running.", grow=longer(0.10, 90, 4), ease=shorter(6, 30), success=TALK,
        levels=EXPERIENCED,
    ),
    template(
        "easy-strides", "Easy run with strides", "easy", "endurance", "aerobic",
        easy(steady(minutes(50, "E")), strides=6),
        "Easy running, then six short accelerations that keep the stride quick.",
        grow=longer(0.10, 75, 4), ease=shorter(6, 20), success=TALK, tags=("base", "taper"), source="Pfitzinger",
    ),
    template(
        "walk-run-30", "Walk and run", "easy", "endurance", "aerobic",
        easy(times(6, minutes(4, "E"), minutes(1, "walk"))),
        "Makes the first weeks of running gentle.",
        grow=more(1, 12, 4), ease=fewer(6, 3), levels=("beginner",), success=TALK, tags=("return", "first-weeks"),
    ),
    template(
        "shakeout-20", "Shake-out", "easy", "recovery", "aerobic", easy(steady(minutes(20, "E")), strides=4),
        "Loosens the legs the day before a race.", success="You feel better after it than before.", tags=("taper",),
    ),
    template(
        "aerobic-trail-40", "Trail run by heart rate", "easy", "endurance", "aerobic",
        easy(steady(minutes(40, effort(3, 4, "Walk the steep parts")))),
        "Easy running on soft, uneven ground.", grow=longer(0.10, 75, 4), ease=shorter(6, 20), success=TALK,
        tags=("trail",),
    ),
)  # fmt: skip

LONG: tuple[SessionTemplate, ...] = (
    template(
        "long-easy", "Long run", "long", "long", "aerobic", easy(steady(minutes(90, "E"))),
        "Teaches the body to keep going: the most important run of the week.",
        grow=longer(0.10, 150, 5), ease=shorter(7, 45), fuel=CARBS_60, success=TALK, tags=("any-phase",),
    ),
    template(
        "long-progression", "Long run, faster at the end", "long", "long", "aerobic threshold",
        run(steady(minutes(20, "M")), warm=75, cool=5, strides=0),
        "Practises running well on tired legs.",
        grow=longer(0.20, 40, 6), ease=shorter(8, 10), fuel=CARBS_60, levels=EXPERIENCED,
        success="The last part is the fastest, and not all-out.", tags=("build", "peak"),
    ),
    template(
        "long-fast-finish", "Long run with a fast finish", "long", "long", "aerobic threshold",
        run(steady(km(4, "HM")), warm=95, cool=5, strides=0),
        "Ends a long run near race pace.", grow=longer(0.25, 30, 7), ease=shorter(9, 10), fuel=CARBS_60,
        levels=EXPERIENCED, tags=("peak",),
    ),
    template(
        "long-surges", "Long run with surges", "long", "long", "aerobic threshold",
        run(times(10, minutes(1, "T"), minutes(4, "E")), warm=40, cool=15, strides=0),
        "Ten short surges break up a long run and wake up the legs.",
        grow=more(1, 12, 6), ease=fewer(8, 4), fuel=CARBS_60, levels=EXPERIENCED, tags=("build",),
    ),
    template(
        "long-hilly", "Hilly long run", "long", "long", "aerobic",
        easy(steady(minutes(110, effort(3, 4, "Climb steadily, run down relaxed")))),
        "Strength and patience on rolling ground.",
        grow=longer(0.10, 165, 5), ease=shorter(7, 60), fuel=CARBS_60, success=TALK, tags=("base", "build"),
    ),
    template(
        "medium-long", "Medium-long run", "long", "long", "aerobic", easy(steady(minutes(80, "E"))),
        "A second, shorter long run in the middle of the week.",
        grow=longer(0.10, 110, 4), ease=shorter(6, 50), levels=EXPERIENCED, success=TALK, source="Pfitzinger",
    ),
)  # fmt: skip

MARATHON: tuple[SessionTemplate, ...] = (
    template(
        "mp-long-13", "Long run with 13 km at marathon pace", "marathon", "long", "aerobic threshold",
        run(steady(km(13, "MP")), warm=45, cool=10, strides=0),
        "Rehearses marathon pace in the second half of a long run.",
        grow=longer(0.15, 105, 6), ease=shorter(8, 25), fuel=CARBS_80, levels=EXPERIENCED,
        success="Even pace, and breakfast, gels and shoes all worked.", tags=("peak",), source="Pfitzinger",
    ),
    template(
        "mp-steady-10", "10 km at marathon pace", "marathon", "tempo", "aerobic threshold",
        run(steady(km(10, "MP")), warm=15, cool=10),
        "Makes marathon pace feel ordinary.", grow=longer(0.15, 80, 6), ease=shorter(8, 20), fuel=CARBS_60,
        success="Pace within 3 s/km all the way.", levels=EXPERIENCED, tags=("build", "peak"), source="Hansons",
    ),
    template(
        "mp-3x15", "3 × 15 min at marathon pace", "marathon", "tempo", "aerobic threshold",
        run(times(3, minutes(15, "MP"), minutes(3, "jog"))),
        "Marathon pace in portions that a first marathon can manage.",
        grow=more(1, 4, 6), ease=fewer(8, 2), fuel=CARBS_60, tags=("build",),
    ),
    template(
        "mp-alternations", "Kilometre alternations", "marathon", "tempo", "lactate threshold",
        run(times(6, km(1, "HM"), km(1, "E"))),
        "Learns to clear lactate while still running.",
        grow=more(1, 10, 7), ease=fewer(9, 3), levels=ADVANCED, tags=("peak",), source="Canova",
    ),
    template(
        "mp-4x5k", "4 × 5 km at marathon pace", "marathon", "long", "aerobic threshold",
        run(times(4, km(5, "MP"), km(1, "E")), warm=15, cool=10, strides=0),
        "The big marathon session of the last six weeks.",
        ease=fewer(8, 2), fuel=CARBS_80, levels=ADVANCED, tags=("peak",), source="Canova",
    ),
    template(
        "mp-dress-rehearsal", "Dress rehearsal", "marathon", "tempo", "aerobic threshold",
        run(steady(km(3, "MP")), warm=35, cool=15),
        "Race shoes, race breakfast, race pace: short enough to stay fresh.",
        fuel=CARBS_60, success="Nothing new is left for race day.", tags=("taper",), source="Pfitzinger",
    ),
)  # fmt: skip

ULTRA: tuple[SessionTemplate, ...] = (
    template(
        "ultra-long-trail", "Long trail run", "ultra", "long", "aerobic",
        easy(steady(minutes(240, effort(3, 4, "Walk the climbs, eat every half hour")))),
        "Hours on feet at race climb per kilometre.",
        grow=longer(0.10, 360, 5), ease=shorter(7, 90), fuel=CARBS_80, levels=EXPERIENCED, success=TALK,
        tags=("build", "peak"),
    ),
    template(
        "ultra-second-day", "Second-day long run", "ultra", "endurance", "aerobic",
        easy(steady(minutes(120, effort(2, 3, "Tired legs are the point; keep it gentle")))),
        "Runs on the fatigue of the day before.",
        grow=longer(0.10, 240, 4), ease=shorter(6, 60), fuel=CARBS_80, levels=EXPERIENCED, success=TALK,
        tags=("back-to-back",),
    ),
    template(
        "ultra-run-walk", "Long run and walk, nine and one", "ultra", "long", "aerobic",
        easy(times(24, minutes(9, "E"), minutes(1, "walk"))),
        "Rehearses a run and walk rhythm that lasts all day.",
        grow=more(3, 36, 5), ease=fewer(7, 9), fuel=CARBS_80, tags=("peak",),
    ),
    template(
        "ultra-climb-tempo", "Climbs at threshold", "ultra", "threshold", "lactate threshold",
        run(times(3, minutes(10, effort(7, cue="Uphill, run or hike")), minutes(8, effort(2, cue="Run down easily")))),
        "Climbing strength without wrecking the legs.", grow=more(1, 5, 7), ease=fewer(9, 2), tags=("build",),
    ),
    template(
        "ultra-power-hike", "Power hike", "ultra", "endurance", "aerobic",
        easy(steady(minutes(75, effort(4, cue="15–20 % grade, hands on thighs or poles")))),
        "Hiking is a race skill: practise it.", grow=longer(0.10, 120, 5), ease=shorter(7, 30), tags=("base", "build"),
    ),
    template(
        "ultra-night", "Night run", "ultra", "long", "aerobic",
        easy(steady(minutes(150, effort(3, cue="Start after ten in the evening, with the lamp you will race with")))),
        "Makes the dark, the lamp and the stomach familiar.", ease=shorter(7, 60), fuel=CARBS_80, levels=EXPERIENCED,
        success=TALK, tags=("peak",),
    ),
    template(
        "ultra-steady-finish", "Long run, steady in the middle", "ultra", "long", "aerobic threshold",
        run(steady(minutes(40, "M")), warm=90, cool=40, strides=0),
        "A steady block inside a long day.", grow=longer(0.15, 90, 6), ease=shorter(8, 15), fuel=CARBS_80,
        levels=EXPERIENCED, tags=("peak",),
    ),
)  # fmt: skip

RACE: tuple[SessionTemplate, ...] = (
    template(
        "race-5k-5x1k", "5 × 1 km at 5K pace", "race", "vo2", "vo2max",
        run(times(5, km(1, "5K"), minutes(2, "jog"))), "Race pace, in portions.",
        ease=fewer(10, 3), levels=EXPERIENCED, tags=("peak", "5K"),
    ),
    template(
        "race-5k-10x1", "10 × 1 min at 5K pace", "race", "vo2", "vo2max",
        run(times(10, minutes(1, "5K"), minutes(1, "jog"))), "A minute at a time of the pace of race day.",
        grow=more(1, 12, 8, 1.0), ease=fewer(10, 4), tags=("peak", "5K"),
    ),
    template(
        "race-10k-6x1600", "6 × 1600 m at 10K pace", "race", "threshold", "lactate threshold",
        run(times(6, metres(1600, "10K"), minutes(2, "jog"))), "10K pace until it feels natural.",
        grow=more(1, 7, 8), ease=fewer(9, 3), levels=EXPERIENCED, tags=("peak", "10K"),
    ),
    template(
        "race-10k-8x800", "8 × 800 m at 10K pace", "race", "threshold", "lactate threshold",
        run(times(8, metres(800, "10K"), seconds(90, "jog"))), "10K pace in portions that a first 10K can manage.",
        grow=more(1, 10, 8), ease=fewer(9, 3), tags=("peak", "10K"),
    ),
    template(
        "race-half-6x1k", "6 × 1 km at half-marathon pace", "race", "threshold", "lactate threshold",
        run(times(6, km(1, "HM"), seconds(60, "jog"))), "Half-marathon pace, one kilometre at a time.",
        grow=more(1, 10, 7), ease=fewer(9, 2), tags=("peak", "half"),
    ),
    template(
        "race-half-3x3k", "3 × 3 km at half-marathon pace", "race", "threshold", "lactate threshold",
        run(times(3, km(3, "HM"), minutes(3, "jog"))), "Half-marathon rhythm.",
        grow=more(1, 5, 7), ease=fewer(9, 2), tags=("peak", "half"),
    ),
    template(
        "opener", "Opener", "race", "tempo", "neuromuscular",
        run(times(4, seconds(60, "10K"), minutes(2, "jog")), warm=15, cool=10, strides=2),
        "A touch of pace a few days before the race; it should feel too short.",
        success="You want to do more. Do not.", tags=("taper",),
    ),
    template(
        "test-5k", "5 km time trial", "race", "race", "vo2max",
        run(steady(km(5, "5K")), warm=20, cool=15), "A hard, even 5 km sets new training paces.",
        success="The second half is not slower than the first.", tags=("test",),
    ),
    template(
        "test-30-minutes", "30-minute threshold test", "race", "race", "lactate threshold",
        run(steady(minutes(30, "T")), warm=20, cool=15),
        "Average heart rate of the last twenty minutes is your threshold.", success="Even effort to the end.",
        tags=("test",), source="Friel",
    ),
)  # fmt: skip
