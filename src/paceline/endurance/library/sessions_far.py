"""More trail, ultra and cycling sessions, written as they are typed."""

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
    ride,
    run,
    shorter,
    spin,
    template,
    typed,
)
from paceline.endurance.library.types import SessionTemplate

NO_CRASH = "You could have gone on, and everything you ate stayed down."

ULTRA_MORE: tuple[SessionTemplate, ...] = (
    template(
        "ultra-trail-330", "Five and a half hours on trail", "ultra", "long", "aerobic",
        easy(*typed("5h30' RPE 3-4 cue \"Walk the climbs, eat every half hour\"")),
        "The long day of a 100 km season.", ease=shorter(7, 180), fuel=CARBS_80, levels=ADVANCED, success=NO_CRASH,
        tags=("peak", "trail"),
    ),
    template(
        "ultra-b2b-first", "Back to back: first day", "ultra", "long", "aerobic",
        easy(*typed("4h RPE 3-4 cue \"Tomorrow is the harder half: hold back\"")),
        "Half of a weekend that teaches more than one long day.", ease=shorter(7, 120), fuel=CARBS_80,
        levels=EXPERIENCED, success=NO_CRASH, tags=("back-to-back", "peak", "trail"),
    ),
    template(
        "ultra-b2b-second", "Back to back: second day", "ultra", "long", "aerobic",
        easy(*typed("3h RPE 2-4 cue \"Start slower than feels right\"")),
        "Running on yesterday's legs, as late in a race.", ease=shorter(6, 75), fuel=CARBS_80, levels=EXPERIENCED,
        success=NO_CRASH, tags=("back-to-back", "peak", "trail"),
    ),
    template(
        "ultra-b2b-six", "Back to back: six hours", "ultra", "long", "aerobic",
        easy(*typed("6h RPE 3-4 cue \"Hundred-mile effort; four hours follow tomorrow\"")),
        "For a hundred miles only.", ease=shorter(7, 180), fuel=CARBS_80, levels=ADVANCED, success=NO_CRASH,
        tags=("back-to-back", "100M"),
    ),
    template(
        "ultra-b2b-four", "Back to back: four hours after six", "ultra", "long", "aerobic",
        easy(*typed("4h RPE 2-4 cue \"Walk early, walk often\"")),
        "The morning after six hours.", ease=shorter(6, 90), fuel=CARBS_80, levels=ADVANCED, success=NO_CRASH,
        tags=("back-to-back", "100M"),
    ),
    template(
        "ultra-night-180", "Three hours from ten at night", "ultra", "long", "aerobic",
        easy(*typed("3h RPE 3 cue \"Race lamp, race food, eyes down the trail\"")),
        "Makes the night an ordinary part of running.", ease=shorter(7, 60), fuel=CARBS_80, levels=EXPERIENCED,
        success="You were awake and fed at the end.", tags=("night", "peak"),
    ),
    template(
        "ultra-downhill", "Long descents", "ultra", "tempo", "strength",
        run(*typed("6x5' RPE 5 cue \"Down: short, quick steps, soft knees\" / 7' RPE 3 cue \"Hike back up\""), strides=0),
        "Thighs that last to the end of the last descent.", grow=more(1, 8, 6), ease=fewer(7, 3), levels=EXPERIENCED,
        success="The stairs are easy the day after next.", tags=("build", "trail"),
    ),
    template(
        "ultra-training-race", "50 km as a training race", "ultra", "long", "aerobic",
        easy(*typed("50 km RPE 3-4 cue \"Hundred-mile effort, whatever the field does\"")),
        "A race number, a full rehearsal, no race.", fuel=CARBS_80, levels=ADVANCED, success=NO_CRASH, tags=("peak",),
    ),
    template(
        "ultra-steady-90", "90 min steady inside three hours", "ultra", "long", "aerobic threshold",
        run(*typed("90' Z3 \"The low end.\""), warm=60, cool=30, strides=0),
        "Strength for the part of a race that can still be run.", ease=shorter(8, 40), fuel=CARBS_80, levels=ADVANCED,
        success=NO_CRASH, tags=("peak",),
    ),
    template(
        "ultra-heat-60", "An hour in the heat", "ultra", "endurance", "aerobic",
        easy(*typed("60' RPE 3 cue \"Warm layers or the hot hour; stop when dizzy or chilled\"")),
        "Five or six of these in two weeks prepare for a hot race.", ease=shorter(6, 30), levels=EXPERIENCED,
        fuel="Drink to thirst and weigh yourself: at most 0.3 kg more sweat an hour than last time.",
        success="Heart rate is lower than in the first hour of this kind.", tags=("heat", "taper"),
    ),
    template(
        "ultra-small-hours", "Four hours from three in the morning", "ultra", "long", "aerobic",
        easy(*typed("4h RPE 2-4 cue \"Go to bed early, run into the sunrise\"")),
        "The hour at which most people drop out.", ease=shorter(7, 120), fuel=CARBS_80, levels=ADVANCED,
        success=NO_CRASH, tags=("night", "100M"),
    ),
)  # fmt: skip

CYCLING_MORE: tuple[SessionTemplate, ...] = (
    template(
        "bike-gravel-5h", "Five hours of gravel", "cycling", "long", "aerobic",
        spin(*typed("5h 60-70% \"Eat by the clock.\"", "cycling")), "The long day of a gravel season.",
        grow=longer(0.10, 360, 5), ease=shorter(7, 150), fuel=CARBS_80, levels=EXPERIENCED, success=TALK,
        tags=("peak", "gravel"),
    ),
    template(
        "bike-sweetspot-2x20", "2 × 20 min sweet spot", "cycling", "threshold", "lactate threshold",
        ride(*typed("2x20' 88-94% / 5' 50-55%", "cycling")), "The session most people improve on.",
        grow=more(1, 3, 7), ease=fewer(9, 1), fuel=CARBS_60, tags=("base", "build"),
    ),
    template(
        "bike-sweetspot-3x15", "3 × 15 min at 90 %", "cycling", "threshold", "lactate threshold",
        ride(*typed("3x15' 90% / 5' 50-55%", "cycling")), "Forty-five minutes just below threshold.",
        grow=more(1, 4, 7), ease=fewer(9, 1), fuel=CARBS_60, tags=("build",),
    ),
    template(
        "bike-threshold-2x20", "2 × 20 min threshold", "cycling", "threshold", "lactate threshold",
        ride(*typed("2x20' 95-100% / 5' 50-55%", "cycling")), "Raises the power of an hour.", ease=fewer(9, 1),
        levels=EXPERIENCED, fuel=CARBS_60, tags=("build", "peak"),
    ),
    template(
        "bike-over-under-12", "Over-unders 3 × 12 min", "cycling", "threshold", "lactate threshold",
        ride(*typed("3x(4x2' 95% / 1' 105%) / 5' 50-55%", "cycling")), "Clears lactate under load.",
        ease=fewer(10, 2), levels=EXPERIENCED, tags=("build", "peak"),
    ),
    template(
        "bike-vo2-5x5", "5 × 5 min VO2max", "cycling", "vo2", "vo2max",
        ride(*typed("5x5' 106-115% / 5' 45-55%", "cycling")), "Long enough to breathe as hard as you can.",
        grow=more(1, 6, 8, 1.0), ease=fewer(10, 2), levels=EXPERIENCED, tags=("build", "peak"),
    ),
    template(
        "bike-4x8-hard", "4 × 8 min at 105 %", "cycling", "vo2", "vo2max",
        ride(*typed("4x8' 105-107% / 4' 45-55%", "cycling")), "Between threshold and VO2max, where much is gained.",
        ease=fewer(10, 2), levels=EXPERIENCED, tags=("build",),
    ),
    template(
        "bike-8x1", "8 × 1 min", "cycling", "sprint", "anaerobic",
        ride(*typed("8x1' 130-150% / 3' 45-55%", "cycling")), "For attacks and short walls.", grow=more(1, 10, 8, 1.1),
        ease=fewer(10, 4), levels=EXPERIENCED, tags=("peak",),
    ),
    template(
        "bike-tempo-2x45", "2 × 45 min tempo", "cycling", "tempo", "aerobic threshold",
        ride(*typed("2x45' 80-85% / 10' 50-60%", "cycling")), "The middle of a gravel race.", ease=fewer(8, 1),
        levels=ADVANCED, fuel=CARBS_80, tags=("build", "peak", "gravel"),
    ),
    template(
        "bike-stage-climb", "Stage day: the climb", "cycling", "tempo", "aerobic threshold",
        ride(*typed("2x16' 85-92% / 8' 50-60%", "cycling")), "A stage for the general classification in 75 minutes.",
        ease=fewer(9, 1), fuel=CARBS_60, tags=("stage",),
    ),
    template(
        "bike-stage-breakaway", "Stage day: the breakaway", "cycling", "threshold", "lactate threshold",
        ride(*typed("5x1' 105-120% / 2' 50-60%, 3x10' 95-102% / 5' 50-55%", "cycling")),
        "Surges to get away, then threshold to stay away.", ease=fewer(10, 1), levels=ADVANCED, fuel=CARBS_60,
        tags=("stage", "peak"),
    ),
    template(
        "bike-ramp-test", "Ramp test", "cycling", "race", "vo2max",
        ride(*typed(
            "5' 46%, 4' 60%, 3' 75%, 2' 90%, 1' 100%, 1' 106%, 1' 112%, 1' 118%, 1' 124%, 1' 130%", "cycling"
        ), cool=15),
        "A little more each minute until you stop: 75 % of the best minute is your FTP.",
        success="You stopped because the legs did.", tags=("test",),
    ),
    template(
        "bike-energy-ride", "Ride by energy", "cycling", "endurance", "aerobic",
        spin(*typed("900 kcal 60-70%", "cycling")), "As long as it takes; the meter says when.",
        grow=longer(0.10, 180, 4), ease=shorter(6, 45), fuel=CARBS_60, success=TALK, tags=("base",),
    ),
)  # fmt: skip
