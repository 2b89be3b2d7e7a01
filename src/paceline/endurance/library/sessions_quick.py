"""More VO2max, repetition, hill and race-specific runs, written as they are typed."""

from paceline.endurance.library.sessions_notation import (
    ADVANCED,
    CARBS_60,
    EXPERIENCED,
    easy,
    fewer,
    more,
    run,
    shorter,
    template,
    typed,
)
from paceline.endurance.library.types import SessionTemplate

EVEN_LAPS = "The slowest is within two seconds of the quickest."

VO2MAX_MORE: tuple[SessionTemplate, ...] = (
    template(
        "vo2-5x2", "5 × 2 min hard", "vo2max", "vo2", "vo2max", run(*typed("5x2' RPE 8-9 / 1' jog"), warm=18),
        "Two minutes hard by feel, one to gather yourself.", grow=more(1, 8, 8, 1.0), ease=fewer(10, 3),
        tags=("base", "build"), source="Daniels",
    ),
    template(
        "vo2-4x800", "4 × 800 m", "vo2max", "vo2", "vo2max", run(*typed("4x800 m I / 2' jog"), warm=18),
        "The first real intervals of a season.", grow=more(1, 6, 8, 1.0), ease=fewer(10, 2), tags=("build",),
        source="Daniels",
    ),
    template(
        "vo2-4x1200", "4 × 1200 m", "vo2max", "vo2", "vo2max", run(*typed("4x1200 m I / 3' jog"), warm=18),
        "Three laps: long enough for the heart to reach its ceiling.", grow=more(1, 5, 8, 1.0), ease=fewer(10, 2),
        levels=EXPERIENCED, success=EVEN_LAPS, tags=("peak",), source="Daniels",
    ),
    template(
        "vo2-4-miles", "4 × 1 mile at interval pace", "vo2max", "vo2", "vo2max",
        run(*typed("4x1 mi I / 4' jog"), warm=20), "Only when a mile takes five minutes or less.", ease=fewer(10, 2),
        levels=ADVANCED, success=EVEN_LAPS, tags=("peak",), source="Daniels",
    ),
    template(
        "vo2-6x1000", "6 × 1000 m at 5K pace", "vo2max", "vo2", "vo2max",
        run(*typed("6x1 km 5K / 600 m jog"), warm=20), "5K pace with a short jog.", ease=fewer(10, 3),
        levels=ADVANCED, success=EVEN_LAPS, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "vo2-5x1200", "5 × 1200 m at 5K pace", "vo2max", "vo2", "vo2max",
        run(*typed("5x1200 m 5K / 700 m jog"), warm=20), "The staple of marathon build-ups.", grow=more(1, 6, 8, 1.0),
        ease=fewer(10, 2), levels=ADVANCED, success=EVEN_LAPS, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "vo2-3x1600", "3 × 1600 m at 5K pace", "vo2max", "vo2", "vo2max",
        run(*typed("3x1600 m 5K / 800 m jog"), warm=20), "Three long ones that hurt late.", ease=fewer(10, 2),
        levels=EXPERIENCED, success=EVEN_LAPS, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "vo2-1200-1000", "3 × 1200 m and 3 × 1000 m", "vo2max", "vo2", "vo2max",
        run(*typed("3x1200 m 5K / 600 m jog, 3x1 km 3K / 500 m jog"), warm=20), "Down in length, up in pace.",
        ease=fewer(10, 2), levels=ADVANCED, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "vo2-20x200", "20 × 200 m", "vo2max", "vo2", "vo2max",
        run(*typed("20x200 m I / 100 m jog"), warm=18), "Starts every minute, sixteen of them running hard.",
        ease=fewer(10, 10), levels=EXPERIENCED, success=EVEN_LAPS, tags=("build",), source="Daniels",
    ),
)  # fmt: skip

REPETITION_MORE: tuple[SessionTemplate, ...] = (
    template(
        "speed-12x400", "12 × 400 m, 400 m jog", "repetition", "vo2", "vo2max",
        run(*typed("12x400 m 5K / 400 m jog"), warm=18), "The first speed session of a marathon plan.",
        ease=fewer(10, 6), levels=EXPERIENCED, success=EVEN_LAPS, tags=("base", "build"), source="Hansons",
    ),
    template(
        "speed-8x600", "8 × 600 m", "repetition", "vo2", "vo2max",
        run(*typed("8x600 m 5K / 400 m jog"), warm=18), "A lap and a half, eight times.", ease=fewer(10, 4),
        levels=EXPERIENCED, success=EVEN_LAPS, tags=("base", "build"), source="Hansons",
    ),
    template(
        "speed-6x800", "6 × 800 m, 400 m jog", "repetition", "vo2", "vo2max",
        run(*typed("6x800 m 5K / 400 m jog"), warm=18, strides=6), "Two laps with drills before.", ease=fewer(10, 3),
        levels=EXPERIENCED, success=EVEN_LAPS, tags=("build",), source="Hansons",
    ),
    template(
        "speed-5x1k", "5 × 1 km, 400 m jog", "repetition", "vo2", "vo2max",
        run(*typed("5x1 km 5K / 400 m jog"), warm=18), "Kilometres on a short jog.", ease=fewer(10, 3),
        levels=EXPERIENCED, success=EVEN_LAPS, tags=("build",), source="Hansons",
    ),
    template(
        "speed-4x1200", "4 × 1200 m, 500 m jog", "repetition", "vo2", "vo2max",
        run(*typed("4x1200 m 5K / 500 m jog"), warm=18), "Three laps on a short jog.", ease=fewer(10, 2),
        levels=EXPERIENCED, success=EVEN_LAPS, tags=("build",), source="Hansons",
    ),
    template(
        "speed-3-miles", "3 × 1 mile, 800 m jog", "repetition", "vo2", "vo2max",
        run(*typed("3x1 mi 5K / 800 m jog"), warm=18), "The last speed session before strength begins.",
        ease=fewer(10, 2), levels=EXPERIENCED, success=EVEN_LAPS, tags=("build",), source="Hansons",
    ),
    template(
        "rep-200-200-400", "4 × (200, 200, 400 m)", "repetition", "sprint", "anaerobic",
        run(
            *typed("2x200 m R / 200 m jog, 400 m R, 400 m jog, 2x200 m R / 200 m jog, 400 m R, 400 m jog"),
            *typed("2x200 m R / 200 m jog, 400 m R, 400 m jog, 2x200 m R / 200 m jog, 400 m R"), warm=20, strides=6,
        ),
        "Two short and one long, four times round.", levels=EXPERIENCED, success=EVEN_LAPS, tags=("peak",),
        source="Daniels",
    ),
    template(
        "rep-5x600", "5 × 600 m", "repetition", "vo2", "vo2max",
        run(*typed("5x600 m 5K / 350 m jog"), warm=20), "A sharp session in a marathon taper.", ease=fewer(10, 3),
        success=EVEN_LAPS, tags=("taper",), source="Pfitzinger",
    ),
    template(
        "rep-6x200", "6 × 200 m", "repetition", "sprint", "anaerobic",
        run(*typed("6x200 m R / 200 m jog"), warm=20), "Sharpens without tiring.", grow=more(1, 8, 8, 1.1),
        ease=fewer(10, 4), success="You leave wanting more.", tags=("taper", "peak"),
    ),
)  # fmt: skip

HILLS_MORE: tuple[SessionTemplate, ...] = (
    template(
        "hill-sprints-strides", "Hill sprints, then strides", "hills", "sprint", "neuromuscular",
        run(*typed("7x12\" RPE 10 cue \"Steep, tall, all-out\" / 2' walk, strides: 8x100 m R / 100 m walk"), strides=0),
        "Power uphill, then the same power on the flat.", grow=more(1, 10, 8, 1.2), ease=fewer(10, 4),
        levels=EXPERIENCED, tags=("base",), source="Pfitzinger",
    ),
    template(
        "hill-10x60", "Hills 10 × 60 s", "hills", "vo2", "vo2max",
        run(*typed("10x60\" RPE 8 cue \"5–7 % grade\" / 2' jog"), warm=18, strides=0), "5K effort uphill, ten times.",
        ease=fewer(10, 4), levels=EXPERIENCED, tags=("build",),
    ),
    template(
        "hill-5x400", "400 m hills", "hills", "vo2", "vo2max",
        run(*typed("5x400 m RPE 8 cue \"Uphill, quick arms\" / 400 m jog"), warm=18, strides=0),
        "A long hill, run tall.", grow=more(1, 7, 8), ease=fewer(10, 3), tags=("base", "build"),
    ),
    template(
        "hill-circuit", "Hill circuit", "hills", "tempo", "strength",
        run(*typed(
            "2x15' RPE 6-7 cue \"Bound up, stride down, run the flat; over and over\" / 5' jog"
        ), warm=20, strides=0),
        "Six weeks of this made champions.", ease=fewer(9, 1), levels=ADVANCED,
        success="The bounds stay long to the end.", tags=("base",), source="Lydiard",
    ),
    template(
        "hill-climb-30", "Half an hour uphill", "hills", "threshold", "lactate threshold",
        run(*typed("30' RPE 7 cue \"A road climb, or the treadmill at 6–8 %\""), strides=0),
        "Threshold with half the impact.", ease=shorter(9, 15), levels=EXPERIENCED, tags=("build", "trail"),
    ),
    template(
        "hill-up-down-800", "800s up and down", "hills", "vo2", "vo2max",
        run(*typed(
            "3x800 m RPE 8 cue \"Uphill\" / 3' jog, 3x800 m RPE 7 cue \"Downhill, quick feet\" / 3' jog"
        ), warm=18),
        "Climbing and descending at race effort.", ease=fewer(9, 2), levels=ADVANCED, tags=("peak", "trail"),
    ),
    template(
        "hill-hike-run", "3 × 10 min hike and run", "hills", "tempo", "aerobic threshold",
        run(*typed("3x10' Z3 cue \"12–20 % grade: run what runs, hike the rest\" / 6' E"), strides=0),
        "Learns when to walk.", grow=more(1, 5, 7), ease=fewer(8, 2), tags=("base", "build", "trail"),
    ),
)  # fmt: skip

RACE_MORE: tuple[SessionTemplate, ...] = (
    template(
        "race-5k-12x400", "12 × 400 m at 5K pace, a minute off", "race", "vo2", "vo2max",
        run(*typed("12x400 m 5K / 60\" jog"), warm=18), "Race pace on short rest.", ease=fewer(10, 6),
        levels=EXPERIENCED, success=EVEN_LAPS, tags=("peak", "5K"),
    ),
    template(
        "race-10k-3x3k", "3 × 3 km, almost 10K pace", "race", "threshold", "lactate threshold",
        run(*typed("3x3 km T / 3' jog"), warm=18), "Most of the race at three seconds a kilometre slower.",
        ease=fewer(9, 2), levels=ADVANCED, tags=("peak", "10K"),
    ),
    template(
        "race-half-3x5k", "3 × 5 km at half-marathon pace", "race", "threshold", "lactate threshold",
        run(*typed("3x5 km HM / 1 km E"), warm=15), "Fifteen kilometres of the race.", ease=fewer(9, 1),
        levels=ADVANCED, fuel=CARBS_60, tags=("peak", "half"),
    ),
    template(
        "race-half-rehearsal", "Half-marathon rehearsal", "race", "tempo", "aerobic threshold",
        easy(*typed("8 km E, 3200 m HM, strides: 6x100 m R / 100 m walk")), "A touch of the pace, then strides.",
        success="It feels like a promise.", tags=("taper", "half"), source="Pfitzinger",
    ),
    template(
        "race-marathon-sharpen", "Marathon sharpener", "race", "tempo", "aerobic threshold",
        run(*typed("3 km MP, 3' jog, 8x400 m 10K / 200 m jog, 3 km MP"), warm=15),
        "Seven days before: race pace around a little speed.", levels=EXPERIENCED,
        success="The last three kilometres feel easy.", tags=("taper", "marathon"),
    ),
    template(
        "test-critical-speed", "3, 7 and 12 min trials", "race", "race", "vo2max",
        run(*typed("3' RPE 10, 30' jog, 7' RPE 10, 30' jog, 12' RPE 9-10"), warm=20, cool=15),
        "Three honest trials give critical speed and what lies above it.", levels=ADVANCED,
        success="Each trial is even.", tags=("test",),
    ),
)  # fmt: skip
