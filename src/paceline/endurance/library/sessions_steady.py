"""More threshold, cruise, fartlek and progression runs, written as they are typed."""

from paceline.endurance.library.sessions_notation import (
    ADVANCED,
    CARBS_60,
    EXPERIENCED,
    easy,
    fewer,
    longer,
    more,
    run,
    shorter,
    template,
    typed,
)
from paceline.endurance.library.types import SessionTemplate

WORDS = "Comfortably hard from start to end; you can say a few words."
SMOOTH = "Every change of pace is smooth, and the last part is the quickest."

THRESHOLD_MORE: tuple[SessionTemplate, ...] = (
    template(
        "tempo-25", "Tempo run, 25 min", "threshold", "threshold", "lactate threshold", run(*typed("25' T")),
        "Five minutes more than the classic.", grow=longer(0.10, 30, 7), ease=shorter(9, 15), levels=EXPERIENCED,
        success=WORDS, tags=("build",),
    ),
    template(
        "tempo-30", "Tempo run, 30 min", "threshold", "threshold", "lactate threshold",
        run(*typed("30' T \"Three seconds a kilometre slower than threshold.\"")),
        "Long enough that patience decides.", ease=shorter(9, 20), levels=EXPERIENCED, success=WORDS, tags=("peak",),
    ),
    template(
        "tempo-6k", "6.4 km at threshold", "threshold", "threshold", "lactate threshold",
        run(*typed("6400 m T"), warm=25, cool=15), "Threshold in the middle of a medium-long run.",
        ease=shorter(9, 15), levels=EXPERIENCED, success=WORDS, tags=("build",), source="Pfitzinger",
    ),
    template(
        "tempo-8k", "8 km at threshold", "threshold", "threshold", "lactate threshold",
        run(*typed("8 km T"), warm=25, cool=15), "Four miles grow to five.", ease=shorter(9, 15), levels=ADVANCED,
        success=WORDS, tags=("build",), source="Pfitzinger",
    ),
    template(
        "tempo-9k", "9.7 km at threshold", "threshold", "threshold", "lactate threshold",
        run(*typed("9700 m T"), warm=25, cool=15), "Six miles of controlled hard running.", ease=shorter(9, 15),
        levels=ADVANCED, success=WORDS, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "tempo-11k", "11 km at threshold", "threshold", "threshold", "lactate threshold",
        run(*typed("11 km T"), warm=20, cool=15), "The longest tempo of a marathon season.", ease=shorter(9, 20),
        levels=ADVANCED, success=WORDS, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "half-5k", "4.8 km at half-marathon pace", "threshold", "tempo", "aerobic threshold",
        run(*typed("4800 m HM")), "Race rhythm without race cost.", grow=longer(0.15, 45, 7), ease=shorter(8, 10),
        success=WORDS, tags=("base", "build"), source="Hansons",
    ),
    template(
        "half-10k", "10 km at half-marathon pace", "threshold", "tempo", "aerobic threshold",
        run(*typed("10 km HM")), "Half the race, in training.", ease=shorter(8, 20), levels=ADVANCED, success=WORDS,
        fuel=CARBS_60, tags=("peak",), source="Hansons",
    ),
    template(
        "tempo-2x15", "2 × 15 min threshold", "threshold", "threshold", "lactate threshold",
        run(*typed("2x15' T / 3' jog")), "Half an hour at threshold with a breath in the middle.",
        ease=fewer(9, 1), levels=EXPERIENCED, success=WORDS, tags=("build",),
    ),
)  # fmt: skip

CRUISE_MORE: tuple[SessionTemplate, ...] = (
    template(
        "cruise-5-miles", "5 × 1 mile cruise", "cruise", "threshold", "lactate threshold",
        run(*typed("5x1 mi T / 1' jog")), "The classic: a mile at threshold, a minute off.", grow=more(1, 6, 7),
        ease=fewer(9, 2), levels=ADVANCED, tags=("build",), source="Daniels",
    ),
    template(
        "cruise-2x10", "2 × 10 min cruise", "cruise", "threshold", "lactate threshold",
        run(*typed("2x10' T / 2' jog")), "Twenty minutes at threshold, made friendlier.", grow=more(1, 3, 7),
        ease=fewer(9, 1), tags=("base", "build"),
    ),
    template(
        "cruise-15-12", "15 and 12 min cruise", "cruise", "threshold", "lactate threshold",
        run(*typed("15' T, 4' jog, 12' T")), "Two uneven halves; the shorter one comes tired.", ease=shorter(9, 20),
        levels=EXPERIENCED, tags=("build",), source="Pfitzinger",
    ),
    template(
        "cruise-20-16", "20 and 16 min cruise", "cruise", "threshold", "lactate threshold",
        run(*typed("20' T, 4' jog, 16' T")), "The grown version of two uneven halves.", ease=shorter(9, 25),
        levels=ADVANCED, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "strength-6-miles", "6 × 1 mile a touch over marathon pace", "cruise", "threshold", "aerobic threshold",
        run(*typed("6x1 mi HM / 400 m jog")), "Marathon strength: quicker than the race by ten seconds a mile.",
        ease=fewer(9, 3), levels=EXPERIENCED, tags=("peak",), source="Hansons",
    ),
    template(
        "strength-4x2400", "4 × 2.4 km a touch over marathon pace", "cruise", "threshold", "aerobic threshold",
        run(*typed("4x2400 m HM / 800 m jog")), "The same work in longer pieces.", ease=fewer(9, 2),
        levels=EXPERIENCED, tags=("peak",), source="Hansons",
    ),
    template(
        "strength-3x3200", "3 × 3.2 km a touch over marathon pace", "cruise", "threshold", "aerobic threshold",
        run(*typed("3x3200 m HM / 800 m jog")), "Two miles at a time.", ease=fewer(9, 2), levels=EXPERIENCED,
        tags=("peak",), source="Hansons",
    ),
    template(
        "strength-2x4800", "2 × 4.8 km a touch over marathon pace", "cruise", "threshold", "aerobic threshold",
        run(*typed("2x4800 m HM / 1600 m jog")), "Three miles, twice.", ease=fewer(9, 1), levels=EXPERIENCED,
        tags=("peak",), source="Hansons",
    ),
    template(
        "cruise-8x1k-threshold", "8 × 1 km at threshold", "cruise", "threshold", "lactate threshold",
        run(*typed("8x1 km T / 2' jog")), "Kilometres at the quick end of threshold.", grow=more(1, 10, 7),
        ease=fewer(9, 4), levels=ADVANCED, tags=("build",),
    ),
    template(
        "cruise-6x6", "6 × 6 min, lactate controlled", "cruise", "threshold", "lactate threshold",
        run(*typed("6x6' HM / 1' jog")), "Much threshold work at an effort that can be repeated twice a week.",
        grow=more(1, 8, 6), ease=fewer(8, 3), levels=EXPERIENCED, success="You could have done two more.",
        tags=("base", "build"),
    ),
    template(
        "cruise-10x1k", "10 × 1 km, a minute off", "cruise", "threshold", "lactate threshold",
        run(*typed("10x1 km T / 60\" jog")), "Ten kilometres of threshold in tenths.", ease=fewer(9, 5),
        levels=ADVANCED, tags=("peak",),
    ),
    template(
        "cruise-sandwich", "Threshold, miles, threshold", "cruise", "threshold", "lactate threshold",
        run(*typed("4 km T, 3' jog, 3x1 mi 10K / 2' jog, 4 km T"), warm=20),
        "Quicker miles between two tempos.", ease=fewer(9, 1), levels=ADVANCED, tags=("peak",),
    ),
)  # fmt: skip

FARTLEK_MORE: tuple[SessionTemplate, ...] = (
    template(
        "fartlek-20x1", "20 × 1 min", "fartlek", "threshold", "lactate threshold",
        run(*typed("20x1' 10K / 1' E"), warm=10, strides=0), "Forty minutes without a dull one.",
        grow=more(2, 25, 7), ease=fewer(9, 8), levels=EXPERIENCED, tags=("build",),
    ),
    template(
        "fartlek-5x3", "5 × 3 min with float", "fartlek", "threshold", "lactate threshold",
        run(*typed("5x3' T / 2' E"), warm=10, strides=0), "A first threshold session in the woods.",
        grow=more(1, 7, 7), ease=fewer(9, 3), tags=("base",),
    ),
    template(
        "fartlek-8-6-4-2", "8, 6, 4, 2 min", "fartlek", "threshold", "lactate threshold",
        run(*typed("8' M, 2' jog, 6' T, 2' jog, 4' 10K, 2' jog, 2' 5K"), warm=10, strides=0),
        "Shorter and quicker each time.", ease=shorter(9, 15), success=SMOOTH, tags=("build", "peak"),
    ),
    template(
        "fartlek-kenyan", "Kenyan fartlek 25 × 1 min", "fartlek", "threshold", "lactate threshold",
        run(*typed("25x1' RPE 7-8 / 1' RPE 3"), warm=10, strides=0),
        "Run by feel, in company if you can.", ease=fewer(9, 10), levels=ADVANCED,
        success="The pace of the last five is that of the first five.", tags=("build",),
    ),
    template(
        "fartlek-alternations", "Kilometre alternations, 10K and marathon", "fartlek", "threshold", "lactate threshold",
        run(*typed("6x1 km 10K / 1 km M"), warm=10, strides=0), "Recover while running at marathon pace.",
        grow=more(1, 8, 7), ease=fewer(9, 3), levels=ADVANCED, tags=("peak",), source="Canova",
    ),
    template(
        "fartlek-400-sandwich", "Tempo, 400s, tempo", "fartlek", "threshold", "lactate threshold",
        run(*typed("3 km T, 3' jog, 8x400 m 10K / 200 m jog, 3 km T"), warm=15),
        "Legs that change gear when tired.", ease=fewer(9, 4), levels=ADVANCED, tags=("peak",),
    ),
    template(
        "fartlek-waves", "Waves", "fartlek", "threshold", "lactate threshold",
        run(*typed("9x90\" T / 3' M"), warm=10, strides=0), "Forty minutes that swell and ebb.", ease=fewer(9, 4),
        levels=EXPERIENCED, success="You never stop running well.", tags=("build",),
    ),
    template(
        "fartlek-on-minutes", "On the minute", "fartlek", "threshold", "lactate threshold",
        run(*typed("12x1' T / 1' E"), warm=10, strides=0), "Threshold by the minute: easy to start, hard to spoil.",
        grow=more(2, 16, 7), ease=fewer(9, 6), tags=("base",),
    ),
)  # fmt: skip

PROGRESSION: tuple[SessionTemplate, ...] = (
    template(
        "progression-10k", "10 km in three gears", "progression", "tempo", "lactate threshold",
        easy(*typed("5 km E, 3 km M, 2 km T")), "Starts easy and ends at threshold.",
        ease=shorter(8, 30), success=SMOOTH, tags=("base", "build"),
    ),
    template(
        "progression-thirds", "Hour in thirds", "progression", "tempo", "aerobic threshold",
        easy(*typed("20' E, 20' M \"A little slower than marathon effort.\", 20' M")),
        "Three times twenty minutes, each a little quicker.", ease=shorter(8, 40), levels=EXPERIENCED,
        success=SMOOTH, tags=("base", "build"), source="Canova",
    ),
    template(
        "progression-45", "45 min, last 15 at threshold", "progression", "threshold", "lactate threshold",
        easy(*typed("30' E, 15' T")), "Half an hour to warm up, then work.", ease=shorter(8, 25), success=SMOOTH,
        tags=("build",),
    ),
    template(
        "steady-70", "70 min steady", "progression", "tempo", "aerobic threshold",
        run(*typed("50' M \"A tenth slower than marathon pace.\""), warm=10, strides=0),
        "Aerobic power: faster than easy for a long while.", grow=longer(0.10, 60, 6), ease=shorter(8, 30),
        levels=ADVANCED, success="Breathing steady to the end.", tags=("base", "build"), source="Canova",
    ),
    template(
        "steady-90", "90 min at the upper end of easy", "progression", "endurance", "aerobic",
        easy(*typed("90' E \"The quick end of easy.\"")), "Long and honest, never hard.", grow=longer(0.10, 105, 5),
        ease=shorter(7, 60), levels=EXPERIENCED, fuel=CARBS_60, tags=("base",), source="Canova",
    ),
    template(
        "general-aerobic-14k", "General aerobic 14 km", "progression", "endurance", "aerobic",
        easy(*typed("14 km E \"15–25 % slower than marathon pace.\"")), "The bread of marathon training.",
        grow=longer(0.10, 90, 4), ease=shorter(6, 45), levels=EXPERIENCED, tags=("base", "build"), source="Pfitzinger",
    ),
    template(
        "tempo-ramp-40", "40 min, hardest in the middle", "progression", "threshold", "lactate threshold",
        easy(*typed("13' E, 14' T, 13' E")), "Builds up and comes down by itself.", grow=longer(0.10, 50, 7),
        ease=shorter(8, 30), success="The hard part arrives without a jolt.", tags=("build",),
    ),
    template(
        "cutdown-12k", "12 km cut-down", "progression", "tempo", "lactate threshold",
        easy(*typed("4 km E, 2 km E \"Quicker.\", 2 km M, 2 km HM, 2 km T")),
        "Five seconds a kilometre quicker, every kilometre.", ease=shorter(8, 40), levels=EXPERIENCED, success=SMOOTH,
        tags=("build", "peak"),
    ),
    template(
        "medium-long-steady-end", "20 km, steady at the end", "progression", "tempo", "aerobic threshold",
        easy(*typed("15 km E, 5 km M")), "A midweek long run that ends with purpose.", ease=shorter(8, 70),
        levels=ADVANCED, fuel=CARBS_60, success=SMOOTH, tags=("build", "peak"),
    ),
    template(
        "steady-3x20", "3 × 20 min steady", "progression", "tempo", "aerobic threshold",
        run(*typed("3x18' M / 2' jog"), warm=10, strides=0), "An hour of steady running, in portions.",
        ease=fewer(8, 2), levels=ADVANCED, fuel=CARBS_60, tags=("base", "build"),
    ),
    template(
        "drift-test-70", "Heart-rate drift test", "progression", "endurance", "aerobic",
        easy(*typed("10' E, 60' E \"Even pace on flat ground; compare the halves.\"")),
        "Shows whether an hour is still aerobic.", levels=EXPERIENCED,
        success="Heart rate rises by less than 5 % from the first half to the second.", tags=("test", "base"),
    ),
    template(
        "race-pace-10k", "10 km at race pace", "progression", "tempo", "aerobic threshold",
        run(*typed("9 km MP"), warm=15, strides=4), "Marathon or half-marathon pace, as a whole.",
        grow=longer(0.15, 70, 7), ease=shorter(8, 25), levels=EXPERIENCED, fuel=CARBS_60, tags=("peak",),
    ),
)  # fmt: skip
