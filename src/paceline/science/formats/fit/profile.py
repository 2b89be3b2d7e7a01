"""The part of the FIT profile we read and write: message and field numbers, scales, and the words for codes.

Numbers, codes and scales are from the profile table of fitdecode 0.11 (MIT licence, see NOTICE); the words are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

# Seconds from 1970-01-01 to the FIT epoch, 1989-12-31T00:00:00Z (FIT protocol, type date_time).
FIT_EPOCH: Final = 631_065_600
DEGREES_PER_SEMICIRCLE: Final = 180.0 / 2**31

FILE_ID, SPORT, SESSION, LAP, RECORD, EVENT, DEVICE_INFO = 0, 12, 18, 19, 20, 21, 23
WORKOUT, WORKOUT_STEP, ACTIVITY, HRV, LENGTH, HR = 26, 27, 34, 78, 101, 132
FIELD_DESCRIPTION, DEVELOPER_DATA_ID, SET = 206, 207, 225
WANTED: Final = (
    *(FILE_ID, SPORT, SESSION, LAP, RECORD, EVENT, DEVICE_INFO, WORKOUT, ACTIVITY, HRV, LENGTH, HR),
    *(FIELD_DESCRIPTION, DEVELOPER_DATA_ID, SET),
)
TIMESTAMP: Final = 253
STRING: Final = 7


@dataclass(frozen=True, slots=True)
class BaseType:
    """How one number is stored, and the value that means 'nothing measured'."""

    code: str
    size: int
    invalid: int | None


BASE_TYPES: Final = MappingProxyType(
    {
        0: BaseType("u1", 1, 0xFF),
        1: BaseType("i1", 1, 0x7F),
        2: BaseType("u1", 1, 0xFF),
        3: BaseType("i2", 2, 0x7FFF),
        4: BaseType("u2", 2, 0xFFFF),
        5: BaseType("i4", 4, 0x7FFFFFFF),
        6: BaseType("u4", 4, 0xFFFFFFFF),
        8: BaseType("f4", 4, None),
        9: BaseType("f8", 8, None),
        10: BaseType("u1", 1, 0),
        11: BaseType("u2", 2, 0),
        12: BaseType("u4", 4, 0),
        13: BaseType("u1", 1, 0xFF),
        14: BaseType("i8", 8, 0x7FFFFFFFFFFFFFFF),
        15: BaseType("u8", 8, 0xFFFFFFFFFFFFFFFF),
        16: BaseType("u8", 8, 0),
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its scale; the value in SI units is `(raw / scale - offset) * unit`."""

    number: int
    base: str = "u2"
    scale: float = 1.0
    offset: float = 0.0
    unit: float = 1.0


# The first field that has a value wins; the first is also the one we write.
RECORD_CHANNELS: Final = MappingProxyType(
    {
        "latitude": (Field(0, "i4", 1 / DEGREES_PER_SEMICIRCLE),),
        "longitude": (Field(1, "i4", 1 / DEGREES_PER_SEMICIRCLE),),
        "altitude": (Field(78, "u4", 5, 500), Field(2, "u2", 5, 500)),
        "distance": (Field(5, "u4", 100),),
        "speed": (Field(73, "u4", 1000), Field(6, "u2", 1000)),
        "heart_rate": (Field(3, "u1"),),
        "power": (Field(7, "u2"),),
        "temperature": (Field(13, "i1"),),
        "core_temperature": (Field(139, "u2", 100),),
        "vertical_speed": (Field(32, "i2", 1000),),
        "vertical_oscillation": (Field(39, "u2", 10, unit=0.001),),
        "ground_contact_time": (Field(41, "u2", 10, unit=0.001),),
        "ground_contact_balance": (Field(84, "u2", 100),),
        "vertical_ratio": (Field(83, "u2", 100),),
        "step_length": (Field(85, "u2", 10, unit=0.001),),
        "respiration_rate": (Field(108, "u2", 100), Field(99, "u1")),
        "muscle_oxygen": (Field(57, "u2", 10),),
        "total_hemoglobin": (Field(54, "u2", 100),),
    }
)
CADENCE, FRACTIONAL_CADENCE, CADENCE_256, COMPRESSED_SPEED_DISTANCE = 4, 53, 52, 8

SESSION_STATED: Final = MappingProxyType(
    {
        "elapsed": (Field(7, "u4", 1000),),
        "timer": (Field(8, "u4", 1000),),
        "moving": (Field(59, "u4", 1000),),
        "distance": (Field(9, "u4", 100),),
        "calories": (Field(11),),
        "avg_speed": (Field(124, "u4", 1000), Field(14, "u2", 1000)),
        "max_speed": (Field(125, "u4", 1000), Field(15, "u2", 1000)),
        "avg_heart_rate": (Field(16, "u1"),),
        "max_heart_rate": (Field(17, "u1"),),
        "avg_cadence": (Field(18, "u1"),),
        "max_cadence": (Field(19, "u1"),),
        "avg_power": (Field(20),),
        "max_power": (Field(21),),
        "ascent": (Field(22),),
        "descent": (Field(23),),
        "normalized_power": (Field(34),),
        "training_stress_score": (Field(35, "u2", 10),),
        "intensity_factor": (Field(36, "u2", 1000),),
        "threshold_power": (Field(45),),
        "pool_length": (Field(44, "u2", 100),),
        "work": (Field(48, "u4"),),
        "training_effect": (Field(24, "u1", 10),),
        "avg_temperature": (Field(57, "i1"),),
        "rating_of_perceived_exertion": (Field(193, "u1", 10),),
    }
)
LAP_STATED: Final = MappingProxyType(
    {
        "elapsed": (Field(7, "u4", 1000),),
        "timer": (Field(8, "u4", 1000),),
        "distance": (Field(9, "u4", 100),),
        "avg_speed": (Field(110, "u4", 1000), Field(13, "u2", 1000)),
        "avg_heart_rate": (Field(15, "u1"),),
        "max_heart_rate": (Field(16, "u1"),),
        "avg_cadence": (Field(17, "u1"),),
        "avg_power": (Field(19),),
        "ascent": (Field(21),),
    }
)

# FIT type "sport" → our sport; codes that are not named here are "other".
SPORTS: Final = MappingProxyType(
    {
        1: "running",
        2: "cycling",
        3: "multisport",
        5: "swimming",
        11: "walking",
        12: "skiing",
        13: "skiing",
        15: "rowing",
        16: "hiking",
        17: "hiking",
        18: "multisport",
        21: "cycling",
        35: "hiking",
        65: "other",
    }
)
# What we write for each of our sports.
SPORT_CODES: Final = MappingProxyType(
    {
        "running": 1,
        "cycling": 2,
        "swimming": 5,
        "strength": 10,
        "walking": 11,
        "skiing": 12,
        "rowing": 15,
        "hiking": 17,
        "multisport": 18,
        "other": 0,
    }
)
# A sport that is only told by its sub-sport (FIT files it under fitness_equipment or training).
SPORT_OF_SUB_SPORT: Final = MappingProxyType(
    {1: "running", 5: "cycling", 6: "cycling", 14: "rowing", 20: "strength", 27: "walking", 45: "running"}
)
# Sports whose code says more than our word for it.
SUB_SPORT_OF_SPORT: Final = MappingProxyType(
    {3: "transition", 12: "cross_country", 13: "alpine", 16: "mountaineering", 21: "e_bike", 35: "snowshoeing"}
)
SUB_SPORTS: Final = MappingProxyType(
    {
        1: "treadmill",
        2: "street",
        3: "trail",
        4: "track",
        5: "spin",
        6: "indoor",
        7: "road",
        8: "mountain",
        9: "downhill",
        11: "cyclocross",
        12: "hand_cycling",
        13: "track",
        14: "indoor",
        15: "elliptical",
        16: "stair_climbing",
        17: "pool",
        18: "open_water",
        19: "flexibility",
        20: "strength",
        25: "indoor",
        26: "cardio",
        27: "indoor",
        28: "e_bike",
        29: "bmx",
        30: "casual",
        31: "speed_walking",
        32: "transition",
        33: "transition",
        34: "transition",
        37: "backcountry",
        38: "resort",
        42: "skate",
        43: "yoga",
        44: "pilates",
        45: "indoor",
        46: "gravel",
        47: "e_bike",
        48: "commuting",
        49: "mixed_surface",
        58: "virtual",
        59: "obstacle",
        67: "ultra",
        70: "hiit",
    }
)
# The code for a sub-sport depends on the sport where FIT has several words for one of ours.
SUB_SPORT_CODES: Final = MappingProxyType(
    {
        ("running", "indoor"): 45,
        ("cycling", "indoor"): 6,
        ("rowing", "indoor"): 14,
        ("walking", "indoor"): 27,
        ("skiing", "indoor"): 25,
        ("running", "track"): 4,
        ("cycling", "track"): 13,
    }
)
STROKES: Final = MappingProxyType(
    {0: "freestyle", 1: "backstroke", 2: "breaststroke", 3: "butterfly", 4: "drill", 5: "mixed", 6: "medley"}
)
EXERCISES: Final = MappingProxyType(
    dict(
        enumerate(
            "Bench press|Calf raise|Cardio|Carry|Chop|Core|Crunch|Curl|Deadlift|Flye|Hip raise|Hip stability|Hip swing|"
            "Hyperextension|Lateral raise|Leg curl|Leg raise|Lunge|Olympic lift|Plank|Plyometrics|Pull-up|Push-up|Row|"
            "Shoulder press|Shoulder stability|Shrug|Sit-up|Squat|Total body|Triceps extension|Warm-up|Run".split("|")
        )
    )
)
LAP_TRIGGERS: Final = MappingProxyType(
    {
        0: "manual",
        1: "time",
        2: "distance",
        3: "position",
        4: "position",
        5: "position",
        6: "position",
        7: "session_end",
        8: "equipment",
    }
)
TIMER_EVENT, START_EVENT, STOP_ALL_EVENT = 0, 0, 4
STOP_EVENTS: Final = frozenset({1, 4, 8, 9})

FILE_ACTIVITY, FILE_WORKOUT = 4, 5
# Files that are not activities → what to tell the athlete.
OTHER_FILES: Final = MappingProxyType(
    {
        1: "This is a device file with capabilities, not a recorded activity.",
        2: "This is a settings file of your device, not a recorded activity.",
        3: "This is a sport settings file of your device, not a recorded activity.",
        5: "This is a workout to follow on a watch, not a recorded activity.",
        6: "This is a course to follow, not a recorded activity.",
        7: "This is a training schedule, not a recorded activity.",
        9: "This is a weight file, not a recorded activity.",
        10: "This is a file of totals, not a recorded activity.",
        11: "This is a file of goals, not a recorded activity.",
        14: "This is a blood pressure file, not a recorded activity.",
        15: "This is a daily monitoring file (steps and heart rate of a day), not a recorded activity.",
        28: "This is a daily monitoring file (steps and heart rate of a day), not a recorded activity.",
        32: "This is a daily monitoring file (steps and heart rate of a day), not a recorded activity.",
        34: "This is a segment file, not a recorded activity.",
        35: "This is a list of segments, not a recorded activity.",
    }
)

GARMIN, DEVELOPMENT = 1, 255
MANUFACTURERS: Final = MappingProxyType(
    {
        1: "Garmin",
        6: "SRM",
        7: "Quarq",
        9: "Saris",
        15: "Garmin",
        16: "Timex",
        23: "Suunto",
        32: "Wahoo",
        37: "Magellan",
        38: "o-synce",
        40: "Concept2",
        41: "Shimano",
        48: "Pioneer",
        54: "IpBike",
        67: "BKOOL",
        68: "CatEye",
        69: "Stages",
        70: "Sigma",
        71: "TomTom",
        73: "Wattbike",
        76: "Moxy",
        86: "Elite",
        87: "Nielsen-Kellerman",
        89: "Tacx",
        95: "Stryd",
        107: "Magene",
        112: "Bryton",
        115: "iGPSPORT",
        118: "WaterRower",
        122: "Johnson Health Tech",
        123: "Polar",
        143: "Keiser",
        144: "Zwift",
        258: "Lezyne",
        260: "Zwift",
        263: "Favero",
        265: "Strava",
        267: "Bryton",
        268: "SRAM",
        272: "Magellan",
        281: "TrainerRoad",
        282: "Wahoo SYSTM",
        289: "Hammerhead",
        294: "Coros",
        305: "WHOOP",
        307: "OneLap",
        309: "FORM",
        310: "Decathlon",
        315: "RGT Cycling",
        326: "Nike",
        331: "MyWhoosh",
    }
)
GARMIN_PRODUCTS: Final = MappingProxyType(
    {
        717: "Forerunner 405",
        988: "Forerunner 60",
        1018: "Forerunner 310XT",
        1036: "Edge 500",
        1124: "Forerunner 110",
        1169: "Edge 800",
        1325: "Edge 200",
        1328: "Forerunner 910XT",
        1345: "Forerunner 610",
        1482: "Forerunner 10",
        1499: "Swim",
        1551: "Fenix",
        1561: "Edge 510",
        1567: "Edge 810",
        1623: "Forerunner 620",
        1632: "Forerunner 220",
        1736: "Edge Touring",
        1765: "Forerunner 920XT",
        1836: "Edge 1000",
        1903: "Forerunner 15",
        1907: "Vivoactive",
        1967: "Fenix 2",
        1988: "Epix",
        2050: "Fenix 3",
        2067: "Edge 520",
        2147: "Edge 25",
        2148: "Forerunner 25",
        2153: "Forerunner 225",
        2156: "Forerunner 630",
        2157: "Forerunner 230",
        2158: "Forerunner 735XT",
        2204: "Edge Explore 1000",
        2337: "Vivoactive HR",
        2413: "Fenix 3 HR",
        2431: "Forerunner 235",
        2503: "Forerunner 35",
        2530: "Edge 820",
        2544: "Fenix 5S",
        2604: "Fenix 5X",
        2691: "Forerunner 935",
        2697: "Fenix 5",
        2700: "Vivoactive 3",
        2713: "Edge 1030",
        2886: "Forerunner 645",
        2888: "Forerunner 645 Music",
        2900: "Fenix 5S Plus",
        2909: "Edge 130",
        3011: "Edge Explore",
        3076: "Forerunner 245",
        3077: "Forerunner 245 Music",
        3110: "Fenix 5 Plus",
        3111: "Fenix 5X Plus",
        3112: "Edge 520 Plus",
        3113: "Forerunner 945",
        3121: "Edge 530",
        3122: "Edge 830",
        3224: "Vivoactive 4S",
        3225: "Vivoactive 4",
        3226: "Venu",
        3282: "Forerunner 45",
        3288: "Fenix 6S Pro",
        3287: "Fenix 6S",
        3289: "Fenix 6",
        3290: "Fenix 6 Pro",
        3291: "Fenix 6X",
        3405: "Swim 2",
        3466: "Instinct Solar",
        3558: "Edge 130 Plus",
        3570: "Edge 1030 Plus",
        3589: "Forerunner 745",
        3638: "Enduro",
        3652: "Forerunner 945 LTE",
        3703: "Venu 2",
        3704: "Venu 2S",
        3843: "Edge 1040",
        3851: "Venu 2 Plus",
        3869: "Forerunner 55",
        3888: "Instinct 2",
        3889: "Instinct 2S",
        3905: "Fenix 7S",
        3906: "Fenix 7",
        3907: "Fenix 7X",
        3943: "Epix (Gen 2)",
        3990: "Forerunner 255 Music",
        3991: "Forerunner 255S Music",
        3992: "Forerunner 255",
        3993: "Forerunner 255S",
        4024: "Forerunner 955",
        4061: "Edge 540",
        4062: "Edge 840",
        4155: "Instinct Crossover",
        4169: "Edge Explore 2",
        4257: "Forerunner 265",
        4258: "Forerunner 265S",
        4260: "Venu 3",
        4261: "Venu 3S",
        4315: "Forerunner 965",
        4341: "Enduro 2",
        4374: "Fenix 7S Pro",
        4375: "Fenix 7 Pro",
        4376: "Fenix 7X Pro",
        4394: "Instinct 2X",
        4426: "Vivoactive 5",
        4432: "Forerunner 165",
        4433: "Forerunner 165 Music",
        4440: "Edge 1050",
        4532: "Fenix 8 Solar",
        4536: "Fenix 8",
        4575: "Enduro 3",
        4625: "Vivoactive 6",
    }
)
