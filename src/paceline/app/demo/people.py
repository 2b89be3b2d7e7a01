"""The people of the demonstration. All of them, and the places and races around them, are invented."""

from paceline.app.demo.types import Coach, Event, Habit, Injury, Persona, Place

FJORD = Place("Havnvik", 59.905, 10.735, 20, 60, 6.5, 11)
LAKE = Place("Seeland", 47.372, 8.548, 410, 75, 10, 9.5)
DOWNS = Place("Marl Downs", 50.874, -0.118, 40, 70, 11, 6)
RIDGE = Place("Monte Arso", 45.062, 7.703, 260, 130, 12.5, 10)
PLAINS = Place("Flintrock", 40.018, -105.262, 1620, 80, 10, 12)
CANAL = Place("Oosterkade", 52.368, 4.901, 2, 8, 10.5, 7.5)
BAY = Place("Minamiura", 35.322, 139.551, 12, 55, 16, 9.5)

COACHES = (
    Coach("marit.okonjo", "Marit Okonjo", "Europe/Oslo"),
    Coach("tomas.reiterhof", "Tomás Reiterhof", "Europe/Zurich"),
)
ADMINISTRATOR = Coach("dag.holmsund", "Dag Holmsund", "Europe/Oslo")
SWIM_AND_GYM = (
    Habit(0, "swimming", 45, 0.86, "Pool, technique"),
    Habit(3, "swimming", 50, 0.93, "Pool, endurance"),
    Habit(5, "cycling", 95, 0.68, "Endurance ride"),
)
GYM = (Habit(0, "strength", 40, 0.5, "Runner’s strength"),)

PEOPLE = (
    Persona(
        "nell.abarrow", "Nell Abarrow", "Marathon", "marit.okonjo", "Europe/Oslo", FJORD, 34, "female", 58.5, 189, 49,
        "intermediate", 7.2, 5, vdot=49.5, gain=4.0, joined_weeks_ago=34, story="red", habits=GYM,
        events=(
            Event(-395, "10K", "Havnvik Harbour 10", 10_000),
            Event(-208, "half", "Lysfjord Half", 21_097.5),
            Event(31, "marathon", "Havnvik Marathon", 42_195),
        ),
    ),
    Persona(
        "jonas.ferrowen", "Jonas Ferrowen", "Half marathon", "marit.okonjo", "Europe/London", DOWNS, 41, "male", 77.0,
        183, 54, "intermediate", 5.4, 5, vdot=45.0, gain=3.5, joined_weeks_ago=26, checkins=0.8, story="silent",
        events=(Event(-262, "10K", "Marl Downs 10K", 10_000), Event(52, "half", "Seven Gates Half", 21_097.5)),
    ),
    Persona(
        "priya.vendhal", "Priya Vendhal", "10K", "marit.okonjo", "Europe/London", DOWNS, 29, "female", 54.0, 192, 45,
        "advanced", 7.6, 6, vdot=54.5, gain=3.0, joined_weeks_ago=40, hour=6.1, habits=GYM,
        events=(
            Event(-348, "5K", "Pier Five", 5_000),
            Event(-150, "10K", "Marl Downs 10K", 10_000),
            Event(-59, "half", "Chalk Ridge Half", 21_097.5),
            Event(46, "10K", "City Tens", 10_000),
        ),
    ),
    Persona(
        "hugo.lindqvarn", "Hugo Lindqvarn", "Junior, 5K", "marit.okonjo", "Europe/Oslo", FJORD, 17, "male", 61.0, 203,
        48, "intermediate", 4.6, 5, vdot=56.0, gain=6.0, hour=15.6, joined_weeks_ago=24, checkins=0.75,
        events=(
            Event(-310, "5K", "School Five", 5_000),
            Event(-97, "5K", "Midsummer Five", 5_000),
            Event(26, "5K", "Autumn Five", 5_000),
        ),
    ),
    Persona(
        "ruth.castellow", "Ruth Castellow", "67 years, 10K", "marit.okonjo", "Europe/London", DOWNS, 67, "female", 60.0,
        164, 56, "intermediate", 4.4, 4, vdot=35.5, gain=1.0, hour=8.8, joined_weeks_ago=36, checkins=0.97,
        adherence=0.97,
        events=(Event(-240, "10K", "Marl Downs 10K", 10_000), Event(69, "10K", "Frost 10", 10_000)),
    ),
    Persona(
        "amadou.sarreye", "Amadou Sarreye", "Trail, 50 km", "tomas.reiterhof", "Europe/Rome", RIDGE, 38, "male", 70.0,
        187, 46, "advanced", 9.4, 5, vdot=50.5, gain=3.5, trail=True, joined_weeks_ago=30, long_weekday=5,
        events=(
            Event(-280, "marathon", "Arso Trail Marathon", 42_195),
            Event(-121, "half", "Bosco Half", 21_097.5),
            Event(75, "50K", "Monte Arso Ultra", 50_000),
        ),
    ),
    Persona(
        "keiko.marlund", "Keiko Marlund", "Century ride", "tomas.reiterhof", "Asia/Tokyo", BAY, 45, "female", 55.0, 179,
        51, "intermediate", 8.6, 5, sport="cycling", ftp=205, gain=4.0, joined_weeks_ago=26, long_weekday=5,
        events=(Event(-190, "century", "Minamiura Hundred", 160_934), Event(41, "century", "Two Capes Ride", 160_934)),
    ),
    Persona(
        "owen.brandtesh", "Owen Brandtesh", "Gravel, 200 miles", "tomas.reiterhof", "America/Denver", PLAINS, 52, "male",
        79.0, 174, 50, "advanced", 11.0, 5, sport="cycling", ftp=285, gain=4.5, units="imperial", joined_weeks_ago=36,
        hour=5.9, long_weekday=5, checkins=0.85,
        events=(Event(-233, "century", "Flintrock Hundred", 160_934), Event(83, "gravel", "Long Dust 200", 321_869)),
    ),
    Persona(
        "sofia.quillmar", "Sofia Quillmar", "Triathlon, all three", "tomas.reiterhof", "Europe/Zurich", LAKE, 26,
        "female", 60.5, 194, 47, "intermediate", 5.2, 4, vdot=47.5, gain=3.5, ftp=215, swim_speed=1.22,
        joined_weeks_ago=24, habits=SWIM_AND_GYM,
        events=(Event(-176, "10K", "Seeland 10K", 10_000), Event(60, "half", "Seeland Half", 21_097.5)),
    ),
    Persona(
        "mateus.orlanne", "Mateus Orlanne", "Coming back from an Achilles injury", "marit.okonjo", "Europe/Rome", RIDGE,
        33, "male", 73.0, 190, 50, "intermediate", 5.6, 5, vdot=48.0, gain=0.5, joined_weeks_ago=32,
        injury=Injury(63, 35, "left Achilles", 6), story="returning",
        events=(Event(-170, "half", "Po Half", 21_097.5), Event(87, "10K", "Winter Ten", 10_000)),
    ),
    Persona(
        "leila.hartwyn", "Leila Hartwyn", "New runner, first 5K", "marit.okonjo", "Europe/Amsterdam", CANAL, 31,
        "female", 68.0, 191, 66, "beginner", 2.9, 3, vdot=32.5, gain=5.5, weeks=26, hour=7.2, joined_weeks_ago=22,
        adherence=0.88, events=(Event(38, "5K", "Canal Five", 5_000),),
    ),
    Persona(
        "bram.oseiveld", "Bram Oseiveld", "Marathon under three hours", "marit.okonjo", "Europe/Amsterdam", CANAL, 48,
        "male", 70.0, 178, 44, "advanced", 9.2, 6, vdot=54.0, gain=2.5, joined_weeks_ago=44, story="poor_sleep",
        events=(
            Event(-371, "marathon", "Oosterkade Marathon", 42_195),
            Event(-188, "half", "Polder Half", 21_097.5),
            Event(66, "marathon", "Dune Marathon", 42_195),
        ),
    ),
    Persona(
        "yuna.ellerpark", "Yuna Ellerpark", "Track, 5K", "marit.okonjo", "Asia/Tokyo", BAY, 22, "female", 50.0, 197, 46,
        "advanced", 7.4, 6, vdot=57.0, gain=3.5, hour=6.4, joined_weeks_ago=20,
        keeps=frozenset({"cycle", "location"}),
        events=(Event(-205, "5K", "Spring Five", 5_000), Event(-75, "5K", "Bay Five", 5_000), Event(33, "5K", "Lantern Five", 5_000)),
    ),
    Persona(
        "callum.dreeve", "Callum Dreeve", "Rides to stay fit", "tomas.reiterhof", "Europe/London", DOWNS, 58, "male",
        84.0, 168, 58, "intermediate", 6.0, 4, sport="cycling", ftp=225, gain=3.0, hour=7.4, joined_weeks_ago=16,
        story="worn",
    ),
)  # fmt: skip
