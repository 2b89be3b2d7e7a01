"""Cycling sessions, by power as a share of FTP."""

from paceline.endurance.library.sessions_notation import (
    ADVANCED,
    CARBS_60,
    CARBS_80,
    EXPERIENCED,
    TALK,
    fewer,
    ftp,
    longer,
    minutes,
    more,
    ride,
    seconds,
    shorter,
    spin,
    steady,
    template,
    times,
)
from paceline.endurance.library.types import SessionTemplate

CYCLING: tuple[SessionTemplate, ...] = (
    template(
        "bike-recovery", "Recovery spin", "cycling", "recovery", "aerobic", spin(steady(minutes(40, ftp(45, 55)))),
        "Turns the legs over.", success=TALK, tags=("any-phase",),
    ),
    template(
        "bike-endurance", "Endurance ride", "cycling", "endurance", "aerobic", spin(steady(minutes(90, ftp(60, 72)))),
        "The base of everything on a bike.",
        grow=longer(0.10, 180, 4), ease=shorter(6, 45), fuel=CARBS_60, success=TALK, tags=("any-phase",),
    ),
    template(
        "bike-long", "Long ride", "cycling", "long", "aerobic", spin(steady(minutes(180, ftp(58, 70)))),
        "Hours in the saddle at a pace you can talk at.",
        grow=longer(0.10, 480, 5), ease=shorter(7, 90), fuel=CARBS_80, success=TALK, tags=("any-phase",),
    ),
    template(
        "bike-long-tempo", "Long ride with tempo", "cycling", "long", "aerobic threshold",
        ride(times(2, minutes(20, ftp(80, 85)), minutes(10, ftp(55, 65))), warm=60, cool=30),
        "Race effort late in a long ride.",
        grow=more(1, 4, 6), ease=fewer(8, 1), fuel=CARBS_80, tags=("peak",),
    ),
    template(
        "bike-tempo-2x30", "2 × 30 min tempo", "cycling", "tempo", "aerobic threshold",
        ride(times(2, minutes(30, ftp(78, 84)), minutes(5, ftp(50, 55)))), "The effort of a long gravel day.",
        grow=more(1, 3, 6), ease=fewer(8, 1), fuel=CARBS_60, tags=("base", "build"),
    ),
    template(
        "bike-tempo-3x15", "3 × 15 min tempo", "cycling", "tempo", "aerobic threshold",
        ride(times(3, minutes(15, ftp(78, 84)), minutes(4, ftp(50, 55)))), "Tempo in portions, early in the year.",
        grow=more(1, 5, 6), ease=fewer(8, 2), fuel=CARBS_60, tags=("base",),
    ),
    template(
        "bike-sweetspot-3x12", "3 × 12 min sweet spot", "cycling", "threshold", "lactate threshold",
        ride(times(3, minutes(12, ftp(91, 94)), minutes(4, ftp(50, 55)))), "Much gain for moderate strain.",
        grow=more(1, 5, 7), ease=fewer(9, 1), tags=("base", "build"),
    ),
    template(
        "bike-threshold-4x8", "4 × 8 min threshold", "cycling", "threshold", "lactate threshold",
        ride(times(4, minutes(8, ftp(96, 103)), minutes(4, ftp(50, 55)))), "Raises FTP.",
        grow=more(1, 6, 8), ease=fewer(9, 2), tags=("build",),
    ),
    template(
        "bike-over-under", "Over-unders 3 × (4 × 2 and 1 min)", "cycling", "threshold", "lactate threshold",
        ride(
            times(4, minutes(2, ftp(95)), minutes(1, ftp(105)), sets=3, between=minutes(5, ftp(50, 55))),
        ),
        "Surges above threshold, recovery just below it.", ease=fewer(10, 2), levels=EXPERIENCED, tags=("build", "peak"),
    ),
    template(
        "bike-vo2-5x4", "5 × 4 min VO2max", "cycling", "vo2", "vo2max",
        ride(times(5, minutes(4, ftp(107, 115)), minutes(4, ftp(45, 55)))), "Lifts the ceiling.",
        grow=more(1, 7, 8, 1.0), ease=fewer(10, 2), tags=("build", "peak"),
    ),
    template(
        "bike-30-15", "3 × (13 × 30/15 s)", "cycling", "vo2", "vo2max",
        ride(times(13, seconds(30, ftp(115, 120)), seconds(15, ftp(50)), sets=3, between=minutes(3, ftp(45, 50)))),
        "More minutes near VO2max than long intervals give.",
        ease=fewer(10, 6), levels=ADVANCED, tags=("peak",), source="Rønnestad",
    ),
    template(
        "bike-sprints", "10 × 12 s sprints", "cycling", "sprint", "neuromuscular",
        ride(times(10, seconds(12, ftp(200)), minutes(3, ftp(50, 60)))), "Pure power, fully rested.",
        grow=more(1, 14, 8, 1.2), ease=fewer(10, 4), tags=("base",),
    ),
    template(
        "bike-low-cadence", "Low cadence 4 × 8 min", "cycling", "tempo", "strength",
        ride(times(4, minutes(8, ftp(80, 88), "55 turns a minute, seated."), minutes(4, ftp(50, 55)))),
        "Strength on the pedals.", grow=more(1, 6, 7), ease=fewer(9, 2), tags=("base",),
    ),
    template(
        "bike-opener", "Opener ride", "cycling", "tempo", "neuromuscular",
        ride(times(4, minutes(1, ftp(100, 105)), minutes(3, ftp(50, 55))), warm=20, cool=15),
        "Wakes the legs a few days before the race.", success="You want to do more. Do not.", tags=("taper",),
    ),
    template(
        "bike-test-20", "20-minute test", "cycling", "race", "lactate threshold",
        ride(times(1, minutes(5, ftp(110)), minutes(10, ftp(50))), steady(minutes(20, ftp(100, 105)))),
        "95 % of the average power of the last twenty minutes is your FTP.",
        success="Even power to the end.", tags=("test",), source="Friel",
    ),
)  # fmt: skip
