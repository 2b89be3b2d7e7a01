"""More easy, long and marathon runs, written as they are typed."""

from paceline.endurance.library.sessions_notation import (
    ADVANCED,
    CARBS_60,
    CARBS_80,
    EXPERIENCED,
    TALK,
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

EVEN_PACE = "The last kilometre is as quick as the first."

EASY_MORE: tuple[SessionTemplate, ...] = (
    template(
        "easy-rolling-75", "Easy run on rolling ground", "easy", "endurance", "aerobic",
        easy(*typed("75' E \"Let the pace fall uphill, not the effort rise.\"")),
        "Easy running that strengthens the legs without any hard part.",
        grow=longer(0.10, 90, 4), ease=shorter(6, 40), levels=EXPERIENCED, success=TALK, tags=("base", "trail"),
    ),
    template(
        "easy-9k-strides", "9 km and strides", "easy", "endurance", "aerobic",
        easy(*typed("9 km E, strides: 6x100 m R / 100 m walk")),
        "An easy run that ends quick and relaxed.",
        grow=longer(0.10, 75, 4), ease=shorter(6, 25), success=TALK, tags=("any-phase",), source="Pfitzinger",
    ),
    template(
        "easy-12k-strides", "12 km and ten strides", "easy", "endurance", "aerobic",
        easy(*typed("12 km E, strides: 10x100 m R / 100 m walk")),
        "General aerobic running with enough speed to keep the stride open.",
        grow=longer(0.10, 90, 4), ease=shorter(6, 30), levels=EXPERIENCED, success=TALK, tags=("base", "build"),
        source="Pfitzinger",
    ),
    template(
        "recovery-6k-strides", "Recovery run with strides", "easy", "recovery", "aerobic",
        easy(*typed("6 km jog, strides: 7x100 m R / 100 m walk")),
        "Shakes out the last hard day and wakes the legs for the next.",
        ease=shorter(6, 20), success="You finish fresher than you began.", tags=("any-phase",), source="Pfitzinger",
    ),
    template(
        "easy-double-30", "Second run of the day", "easy", "recovery", "aerobic", easy(*typed("30' jog")),
        "Adds easy minutes on a day that already has a run, at least five hours after it.",
        ease=shorter(6, 15), levels=ADVANCED, success="It costs nothing tomorrow.", tags=("double", "build"),
    ),
    template(
        "easy-heart-rate-45", "Easy run under 140 bpm", "easy", "endurance", "aerobic",
        easy(*typed("45' HR 110-140 \"Walk until it falls below when a hill lifts it.\"")),
        "Keeps easy days easy by the heart and not by the watch.",
        grow=longer(0.10, 75, 4), ease=shorter(6, 20), success="The whole run stayed below the line.", tags=("base",),
    ),
)  # fmt: skip

LONG_MORE: tuple[SessionTemplate, ...] = (
    template(
        "long-2h", "Two hours easy", "long", "long", "aerobic", easy(*typed("2h E")),
        "The step from a long run to a very long one.",
        grow=longer(0.10, 150, 5), ease=shorter(7, 75), fuel=CARBS_60, levels=EXPERIENCED, success=TALK,
        tags=("base", "build"),
    ),
    template(
        "long-150", "Two and a half hours", "long", "long", "aerobic", easy(*typed("2h30' E")),
        "The longest easy run that still pays before a marathon: 150 minutes is the cap.",
        ease=shorter(7, 90), fuel=CARBS_60, levels=EXPERIENCED, success=TALK, tags=("peak",), source="Daniels",
    ),
    template(
        "long-26k", "26 km, not slow", "long", "long", "aerobic",
        easy(*typed("13 km E, 13 km E \"10 % slower than marathon pace.\"")),
        "Half easy, half with purpose.", ease=shorter(7, 60), fuel=CARBS_60, levels=ADVANCED, success=EVEN_PACE,
        tags=("build", "peak"), source="Pfitzinger",
    ),
    template(
        "long-32k", "32 km", "long", "long", "aerobic",
        easy(*typed("16 km E \"20 % slower than marathon pace.\", 16 km E \"10 % slower than marathon pace.\"")),
        "The longest run of a marathon season.", ease=shorter(7, 90), fuel=CARBS_80, levels=ADVANCED,
        success=EVEN_PACE, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "medium-long-18k", "Medium-long 18 km", "long", "long", "aerobic", easy(*typed("18 km E")),
        "The midweek long run that makes marathon weeks work.",
        grow=longer(0.10, 130, 5), ease=shorter(7, 60), levels=EXPERIENCED, success=TALK, tags=("base", "build"),
        source="Pfitzinger",
    ),
    template(
        "long-moderate-26k", "26 km on tired legs", "long", "long", "aerobic",
        easy(*typed("26 km E \"Steady all the way; the week before it is part of the session.\"")),
        "The last 26 km of a marathon rather than the first.", ease=shorter(7, 75), fuel=CARBS_60, levels=ADVANCED,
        success=EVEN_PACE, tags=("peak",), source="Hansons",
    ),
    template(
        "long-steps", "Long run in steps", "long", "long", "aerobic threshold",
        easy(*typed("35' E, 30' E \"A notch quicker.\", 25' M, 20' M \"The quickest part.\"")),
        "Four steps, each a little quicker, from easy to marathon effort.",
        ease=shorter(8, 60), fuel=CARBS_60, levels=EXPERIENCED, success="Each step is quicker than the one before.",
        tags=("build", "peak"),
    ),
    template(
        "long-threshold-finish", "Long run, threshold at the end", "long", "long", "lactate threshold",
        run(*typed("4 km T"), warm=100, cool=10, strides=0),
        "Holds threshold when the legs already know the distance.", ease=shorter(9, 10), fuel=CARBS_60,
        levels=ADVANCED, success=EVEN_PACE, tags=("peak",), source="Pfitzinger",
    ),
)  # fmt: skip

MARATHON_MORE: tuple[SessionTemplate, ...] = (
    template(
        "mp-long-16", "Long run with 16 km at marathon pace", "marathon", "long", "aerobic threshold",
        run(*typed("16 km MP"), warm=50, cool=12, strides=0),
        "More of the race in the second half.", ease=shorter(8, 30), fuel=CARBS_80, levels=ADVANCED,
        success=EVEN_PACE, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "mp-long-19", "Long run with 19 km at marathon pace", "marathon", "long", "aerobic threshold",
        run(*typed("19 km MP"), warm=30, cool=10, strides=0),
        "Nearly half the race, at the pace of the race.", ease=shorter(8, 30), fuel=CARBS_80, levels=ADVANCED,
        success=EVEN_PACE, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "mp-long-22", "Long run with 22 km at marathon pace", "marathon", "long", "aerobic threshold",
        run(*typed("22 km MP"), warm=30, cool=10, strides=0),
        "The biggest rehearsal, four weeks before the race.", ease=shorter(8, 40), fuel=CARBS_80, levels=ADVANCED,
        success=EVEN_PACE, tags=("peak",), source="Pfitzinger",
    ),
    template(
        "mp-cutdown-20", "6, 5, 4, 3, 2, 1 km", "marathon", "long", "aerobic threshold",
        run(*typed(
            "6 km MP, 1 km E, 5 km MP, 1 km E, 4 km MP, 1 km E, 3 km MP, 1 km E, 2 km HM, 1 km E, 1 km HM"
        ), warm=10, strides=0),
        "Marathon pace in shrinking pieces, with floats that keep moving.", ease=shorter(9, 40), fuel=CARBS_80,
        levels=ADVANCED, success="The floats are running, not resting.", tags=("peak",), source="Canova",
    ),
    template(
        "mp-special-block", "Marathon, half, 15 km pace", "marathon", "long", "lactate threshold",
        run(*typed("8 km MP, 5' jog, 6 km HM, 5' jog, 6x1 km T / 90\" jog"), warm=10),
        "Three paces on one day, each quicker than the last.", ease=fewer(9, 3), fuel=CARBS_80, levels=ADVANCED,
        success="The kilometres at the end are the quickest.", tags=("peak",), source="Canova",
    ),
    template(
        "mp-tempo-long-tempo", "Tempo, long, tempo", "marathon", "long", "lactate threshold",
        run(*typed("5 km T, 14 km E, 5 km T"), warm=10, strides=0),
        "Threshold before and after a long run.", ease=shorter(9, 50), fuel=CARBS_80, levels=ADVANCED,
        success="The second tempo is as quick as the first.", tags=("peak",),
    ),
    template(
        "mp-mile-alternations", "Mile on, mile off", "marathon", "long", "aerobic threshold",
        run(*typed("8x1 mi MP / 1 mi E \"A minute a mile slower.\""), warm=15, strides=0),
        "A long run that never settles.", grow=more(1, 10, 7), ease=fewer(9, 5), fuel=CARBS_80, levels=ADVANCED,
        success="Every second mile is at marathon pace to three seconds.", tags=("peak",),
    ),
    template(
        "mp-steady-22", "22 km at marathon effort", "marathon", "long", "aerobic threshold",
        run(*typed("22 km M"), warm=15, cool=12, strides=0),
        "Marathon effort for most of a long run, without looking at the pace.", ease=shorter(8, 45), fuel=CARBS_80,
        levels=ADVANCED, success="Effort even, pace whatever it is.", tags=("peak",),
    ),
    template(
        "mp-10-on-off", "Ten kilometres, on and off", "marathon", "tempo", "lactate threshold",
        run(*typed("5x1 km HM / 1 km M")),
        "Three per cent above marathon pace, then recover at speed.", grow=more(1, 8, 7), ease=fewer(9, 3),
        levels=EXPERIENCED, fuel=CARBS_60, tags=("peak",), source="Canova",
    ),
)  # fmt: skip
