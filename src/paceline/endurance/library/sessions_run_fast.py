"""Threshold, cruise, VO2max, repetition, hill and fartlek sessions for runners."""

from paceline.endurance.library.sessions_notation import (
    ADVANCED,
    EXPERIENCED,
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

COMFORTABLY_HARD = "Comfortably hard from start to end; you can say a few words."

THRESHOLD: tuple[SessionTemplate, ...] = (
    template(
        "tempo-20", "Tempo run", "threshold", "threshold", "lactate threshold", run(steady(minutes(20, "T"))),
        "Lifts the pace you can hold for an hour.",
        grow=longer(0.15, 30, 7, 1.2), ease=shorter(9, 10), success=COMFORTABLY_HARD, tags=("build",), source="Daniels",
    ),
    template(
        "tempo-2x12", "2 × 12 min threshold", "threshold", "threshold", "lactate threshold",
        run(times(2, minutes(12, "T"), minutes(3, "jog"))), "The same work in two halves.",
        grow=more(1, 3, 7, 1.1), ease=fewer(9, 1), success=COMFORTABLY_HARD, tags=("build",),
    ),
    template(
        "tempo-long-40", "Long tempo", "threshold", "tempo", "aerobic threshold", run(steady(minutes(40, "HM"))),
        "A long stretch between half-marathon and marathon effort.",
        grow=longer(0.10, 60, 7), ease=shorter(9, 20), levels=EXPERIENCED, success=COMFORTABLY_HARD,
        tags=("peak",), source="Pfitzinger",
    ),
    template(
        "tempo-progressive", "Progressive tempo", "threshold", "tempo", "lactate threshold",
        run(steady(minutes(12, "M")), steady(minutes(10, "HM")), steady(minutes(8, "T"))),
        "From marathon effort to threshold, a notch at a time.",
        grow=longer(0.10, 45, 7), ease=shorter(9, 15), success="Each part is a little faster.", tags=("build",),
    ),
    template(
        "steady-30", "Steady run", "threshold", "tempo", "aerobic threshold", run(steady(minutes(30, "M")), warm=10),
        "Stronger than easy, well short of hard.", grow=longer(0.15, 50, 6), ease=shorter(8, 15),
        success="Breathing deep but under control.", tags=("base",),
    ),
)  # fmt: skip

CRUISE: tuple[SessionTemplate, ...] = (
    template(
        "cruise-5x5", "Cruise intervals 5 × 5 min", "cruise", "threshold", "lactate threshold",
        run(times(5, minutes(5, "T"), minutes(1, "jog"))), "More time at threshold than one piece would allow.",
        grow=more(1, 7, 7), ease=fewer(9, 2), tags=("base", "build"), source="Daniels",
    ),
    template(
        "cruise-5x6", "Cruise intervals 5 × 6 min", "cruise", "threshold", "lactate threshold",
        run(times(5, minutes(6, "T"), minutes(1, "jog"))), "Controlled work just under the red line.",
        grow=more(1, 6, 7), ease=fewer(9, 2), levels=EXPERIENCED, tags=("build",),
    ),
    template(
        "cruise-3x10", "3 × 10 min threshold", "cruise", "threshold", "lactate threshold",
        run(times(3, minutes(10, "T"), minutes(2, "jog"))), "Threshold in three portions.",
        grow=more(1, 4, 7), ease=fewer(9, 2), levels=EXPERIENCED, tags=("build", "peak"),
    ),
    template(
        "cruise-4x1600", "4 × 1600 m threshold", "cruise", "threshold", "lactate threshold",
        run(times(4, metres(1600, "T"), minutes(1, "jog"))), "The classic cruise session.",
        grow=more(1, 6, 7), ease=fewer(9, 2), levels=EXPERIENCED, tags=("build",), source="Daniels",
    ),
    template(
        "cruise-6x3", "6 × 3 min threshold", "cruise", "threshold", "lactate threshold",
        run(times(6, minutes(3, "T"), minutes(1, "jog"))), "A first taste of threshold in short pieces.",
        grow=more(1, 8, 7), ease=fewer(9, 3), tags=("base",),
    ),
    template(
        "cruise-8x1k", "8 × 1 km at 10K to half pace", "cruise", "threshold", "lactate threshold",
        run(times(8, km(1, "HM"), seconds(60, "jog"))), "Rhythm with short breaks.",
        grow=more(1, 10, 7), ease=fewer(9, 4), levels=EXPERIENCED, tags=("peak",),
    ),
)  # fmt: skip

VO2MAX: tuple[SessionTemplate, ...] = (
    template(
        "vo2-5x3", "5 × 3 min hard", "vo2max", "vo2", "vo2max",
        run(times(5, minutes(3, "I"), minutes(2, "jog"))), "Works the heart near its maximum.",
        grow=more(1, 7, 8, 1.0), ease=fewer(10, 2), tags=("build", "peak"), source="Daniels",
    ),
    template(
        "vo2-4x4", "4 × 4 min hard", "vo2max", "vo2", "vo2max",
        run(times(4, minutes(4, "I"), minutes(3, "jog"))), "Long enough to spend most of it near VO2max.",
        grow=more(1, 6, 8, 1.0), ease=fewer(10, 2), levels=EXPERIENCED, tags=("peak",), source="Daniels",
    ),
    template(
        "vo2-8x2", "8 × 2 min hard", "vo2max", "vo2", "vo2max",
        run(times(8, minutes(2, "I"), minutes(1.5, "jog"))), "Short enough to keep the form.",
        grow=more(1, 12, 8, 1.0), ease=fewer(10, 3), tags=("build",), source="Daniels",
    ),
    template(
        "vo2-5x1000", "5 × 1000 m", "vo2max", "vo2", "vo2max",
        run(times(5, metres(1000, "I"), minutes(3, "jog"))), "The standard: even laps, even breath.",
        grow=more(1, 7, 8, 1.0), ease=fewer(10, 2), levels=EXPERIENCED, tags=("build", "peak"), source="Daniels",
    ),
    template(
        "vo2-6x800", "6 × 800 m", "vo2max", "vo2", "vo2max",
        run(times(6, metres(800, "5K"), metres(400, "jog"))), "5K pace on short recovery.",
        grow=more(1, 8, 8, 1.0), ease=fewer(10, 3), levels=EXPERIENCED, tags=("build",), source="Pfitzinger",
    ),
    template(
        "vo2-30-30", "30/30s", "vo2max", "vo2", "vo2max",
        run(times(12, seconds(30, "3K"), seconds(30, "jog"))), "Half a minute on, half a minute off.",
        grow=more(2, 24, 8, 1.0), ease=fewer(10, 6), tags=("base", "build"), source="Billat",
    ),
)  # fmt: skip

REPETITION: tuple[SessionTemplate, ...] = (
    template(
        "rep-8x200", "8 × 200 m", "repetition", "sprint", "anaerobic",
        run(times(8, metres(200, "R"), metres(200, "jog"))), "Fast and loose: running economy.",
        grow=more(2, 12, 8, 1.1), ease=fewer(10, 4), tags=("build",), source="Daniels",
    ),
    template(
        "rep-6x400", "6 × 400 m", "repetition", "sprint", "anaerobic",
        run(times(6, metres(400, "R"), metres(400, "jog"))), "Speed that lasts a lap.",
        grow=more(1, 10, 8, 1.1), ease=fewer(10, 3), levels=EXPERIENCED, tags=("build",), source="Daniels",
    ),
    template(
        "rep-2x6x200", "2 × (6 × 200 m)", "repetition", "sprint", "anaerobic",
        run(times(6, metres(200, "R"), metres(200, "jog"), sets=2, between=minutes(4, "jog"))),
        "Two portions of speed with a real break.", ease=fewer(10, 3), levels=ADVANCED, tags=("peak",),
    ),
    template(
        "rep-10x300", "10 × 300 m", "repetition", "sprint", "anaerobic",
        run(times(10, metres(300, "3K"), metres(300, "jog"))), "Smooth speed between mile and 3K pace.",
        grow=more(1, 12, 8, 1.1), ease=fewer(10, 4), levels=EXPERIENCED, tags=("peak",),
    ),
    template(
        "rep-12x400-5k", "12 × 400 m at 5K pace", "repetition", "vo2", "vo2max",
        run(times(12, metres(400, "5K"), metres(400, "jog"))), "Quick laps with full control.",
        grow=more(1, 16, 8, 1.0), ease=fewer(10, 5), levels=EXPERIENCED, tags=("build",), source="Hansons",
    ),
)  # fmt: skip

HILLS: tuple[SessionTemplate, ...] = (
    template(
        "hill-sprints", "Hill sprints 8 × 10 s", "hills", "sprint", "neuromuscular",
        run(times(8, seconds(10, effort(10, cue="Steep, all-out, tall")), minutes(2, "walk")), strides=0),
        "Strength for the stride in ten-second pieces.",
        grow=more(1, 12, 8, 1.2), ease=fewer(10, 4), tags=("base",),
    ),
    template(
        "hill-8x30", "Hills 8 × 30 s", "hills", "sprint", "anaerobic",
        run(times(8, seconds(30, effort(9, cue="Up with quick feet")), seconds(90, "jog")), strides=0),
        "Power without the pounding.", grow=more(1, 12, 8, 1.2), ease=fewer(10, 4), tags=("base",),
    ),
    template(
        "hill-8x60", "Hills 8 × 60 s", "hills", "vo2", "vo2max",
        run(times(8, seconds(60, effort(8, cue="5–7 % grade")), minutes(2, "jog"))), "5K effort, uphill.",
        grow=more(1, 12, 8), ease=fewer(10, 3), tags=("base", "build"),
    ),
    template(
        "hill-6x90", "Hills 6 × 90 s", "hills", "vo2", "vo2max",
        run(times(6, seconds(90, effort(8, cue="10K effort, uphill")), minutes(2.5, "jog"))), "Longer, steadier climbs.",
        grow=more(1, 10, 8), ease=fewer(10, 3), tags=("build",),
    ),
    template(
        "hill-5x3", "Hills 5 × 3 min", "hills", "threshold", "lactate threshold",
        run(times(5, minutes(3, effort(7, cue="4–6 % grade, strong and even")), minutes(3, "jog"))),
        "Threshold effort on a gentle climb.", grow=more(1, 7, 7), ease=fewer(9, 2), tags=("build",),
    ),
    template(
        "hill-downhill", "Downhill 6 × 2 min", "hills", "tempo", "strength",
        run(times(6, minutes(2, effort(5, cue="Quick, short steps downhill")), minutes(4, effort(3, cue="Hike back up")))),
        "Prepares the thighs for long descents.", ease=fewer(7, 3), levels=EXPERIENCED, tags=("peak", "trail"),
    ),
)  # fmt: skip

FARTLEK: tuple[SessionTemplate, ...] = (
    template(
        "fartlek-10x1", "10 × 1 min", "fartlek", "threshold", "lactate threshold",
        run(times(10, minutes(1, "10K"), minutes(1, "E")), warm=10, strides=0), "Play with pace; nobody is timing.",
        grow=more(2, 20, 7), ease=fewer(9, 4), tags=("base", "build"),
    ),
    template(
        "fartlek-pyramid", "Pyramid 1-2-3-2-1", "fartlek", "threshold", "lactate threshold",
        run(*(times(1, minutes(n, "T"), minutes(n, "E")) for n in (1, 2, 3, 2, 1)), warm=10, strides=0),
        "Up and down again by feel.", success="The way down feels easier than the way up.", tags=("base",),
    ),
    template(
        "fartlek-mona", "Mona fartlek", "fartlek", "vo2", "vo2max",
        run(
            times(2, seconds(90, "10K"), seconds(90, "E")),
            times(4, seconds(60, "5K"), seconds(60, "E")),
            times(4, seconds(30, "3K"), seconds(30, "E")),
            times(4, seconds(15, "R"), seconds(15, "E")),
        ),
        "Twenty minutes that go by quickly.", levels=EXPERIENCED, tags=("build",),
    ),
    template(
        "fartlek-6x3", "6 × 3 min with float", "fartlek", "threshold", "lactate threshold",
        run(times(6, minutes(3, "T"), minutes(2, "E")), warm=10), "The float keeps moving: no standing about.",
        grow=more(1, 8, 7), ease=fewer(9, 3), tags=("build",),
    ),
    template(
        "fartlek-3-2-1", "3-2-1 minutes", "fartlek", "threshold", "lactate threshold",
        run(
            times(3, minutes(3, "T"), minutes(1, "jog")),
            times(3, minutes(2, "10K"), minutes(1, "jog")),
            times(3, minutes(1, "5K"), minutes(1, "jog")),
        ),
        "Three gears in one session.", levels=EXPERIENCED, tags=("build", "peak"),
    ),
)  # fmt: skip
