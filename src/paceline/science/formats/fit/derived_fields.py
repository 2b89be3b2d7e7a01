"""Fields of FIT messages that are made from others: packed components, and meanings that depend on another field.

Components and meanings are from the profile table of fitdecode 0.11 (MIT licence, see NOTICE) and from nowhere else.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

# (message, field): its components from the lowest bit, as `field:bits/scale-offset`, + where they roll over.
COMPONENTS: Final = MappingProxyType(
    {
        (18, 14): "124:16/1000",
        (18, 15): "125:16/1000",
        (18, 49): "126:16/5-500",
        (18, 50): "128:16/5-500",
        (18, 71): "127:16/5-500",
        (18, 147): "169:8",
        (18, 148): "170:8",
        (18, 149): "180:8",
        (19, 13): "110:16/1000",
        (19, 14): "111:16/1000",
        (19, 42): "112:16/5-500",
        (19, 43): "114:16/5-500",
        (19, 62): "113:16/5-500",
        (19, 147): "136:8",
        (19, 148): "137:8",
        (20, 2): "78:16/5-500",
        (20, 6): "73:16/1000",
        (20, 8): "6:12/100,5:12/16+",
        (20, 18): "19:8+",
        (20, 28): "29:16+",
        (20, 99): "108:8",
        (21, 2): "3:16",
        (55, 24): "5:5,28:3",
        (80, 2): "3:8,4:8,4:8,4:8,4:8,4:8,4:8,4:8,4:8",
        (81, 2): "3:8,4:8,4:8,4:8,4:8,4:8,4:8,4:8,4:8",
        (101, 24): "22:8",
        (101, 25): "23:8",
        (132, 1): "0:8/256",
        (132, 10): ",".join(["9:12/1024+"] * 10),
        (142, 34): "91:16/5-500",
        (142, 35): "92:16/5-500",
        (142, 54): "93:16/5-500",
        (150, 4): "6:16/5-500",
        (201, 1): "2:4,3:4",
        (202, 1): "2:4,3:4",
        (285, 7): "8:16/1000",
        (372, 1): ",".join(["2:14,3:1,4:1"] * 15),
    }
)
# (message, field): what it means, as `name/scale|field=code`, when the other field has one of the codes; > components.
MEANINGS: Final = MappingProxyType(
    {
        (0, 2): "favero_product|1=263 garmin_product|1=1,1=15,1=13,1=89",
        (18, 10): "total_strides|5=1,5=11 total_strokes|5=2,5=5,5=15,5=37",
        (18, 18): "avg_running_cadence|5=1",
        (18, 19): "max_running_cadence|5=1",
        (19, 10): "total_strides|25=1,25=11 total_strokes|25=2,25=5,25=15,25=37",
        (19, 17): "avg_running_cadence|25=1",
        (19, 18): "max_running_cadence|25=1",
        (21, 3): (
            "auto_activity_detect_duration|0=54 battery_level/1000|0=11 cad_high_alert|0=17 cad_low_alert|0=18 "
            "calorie_duration_alert|0=25 comm_timeout|0=47 course_point_index|0=10 "
            "distance_duration_alert/100|0=24 dive_alert|0=56 fitness_equipment_state|0=27 "
            "gear_change_data|0=42,0=43>11:8,12:8,9:8,10:8 hr_high_alert|0=13 hr_low_alert|0=14 "
            "power_high_alert|0=19 power_low_alert|0=20 radar_threat_alert|0=75>21:8,22:8,23:8/10,24:8/10 "
            "rider_position|0=44 speed_high_alert/1000|0=15 speed_low_alert/1000|0=16 sport_point|0=33>7:16,8:16 "
            "time_duration_alert/1000|0=23 timer_trigger|0=0 virtual_partner_speed/1000|0=12"
        ),
        (21, 15): "auto_activity_detect_start_timestamp|0=54",
        (23, 1): "ant_device_type|25=0 antplus_device_type|25=1 ble_device_type|25=3 local_device_type|25=5",
        (23, 4): "favero_product|2=263 garmin_product|2=1,2=15,2=13,2=89",
        (27, 2): (
            "duration_calories|1=4 duration_distance/100|1=1 duration_hr|1=2,1=3 duration_power|1=14,1=15 "
            "duration_reps|1=29 duration_step|1=6,1=7,1=8,1=9,1=10,1=11,1=12,1=13 duration_time/1000|1=0,1=28"
        ),
        (27, 4): (
            "repeat_calories|1=9 repeat_distance/100|1=8 repeat_hr|1=10,1=11 repeat_power|1=12,1=13 "
            "repeat_steps|1=6 repeat_time/1000|1=7 target_cadence_zone|3=3 target_hr_zone|3=1 "
            "target_power_zone|3=4 target_speed_zone|3=0 target_stroke_type|3=11"
        ),
        (27, 5): (
            "custom_target_cadence_low|3=3 custom_target_heart_rate_low|3=1 custom_target_power_low|3=4 "
            "custom_target_speed_low/1000|3=0"
        ),
        (27, 6): (
            "custom_target_cadence_high|3=3 custom_target_heart_rate_high|3=1 custom_target_power_high|3=4 "
            "custom_target_speed_high/1000|3=0"
        ),
        (27, 20): (
            "secondary_target_cadence_zone|19=3 secondary_target_hr_zone|19=1 secondary_target_power_zone|19=4 "
            "secondary_target_speed_zone|19=0 secondary_target_stroke_type|19=11"
        ),
        (27, 21): (
            "secondary_custom_target_cadence_low|19=3 secondary_custom_target_heart_rate_low|19=1 "
            "secondary_custom_target_power_low|19=4 secondary_custom_target_speed_low/1000|19=0"
        ),
        (27, 22): (
            "secondary_custom_target_cadence_high|19=3 secondary_custom_target_heart_rate_high|19=1 "
            "secondary_custom_target_power_high|19=4 secondary_custom_target_speed_high/1000|19=0"
        ),
        (28, 1): "favero_product|0=263 garmin_product|0=1,0=15,0=13,0=89",
        (38, 3): "max_per_file|2=1 max_per_file_type|2=2 num_per_file|2=0",
        (55, 3): "steps|5=6,5=1 strokes/2|5=2,5=5",
        (72, 2): "favero_product|1=263 garmin_product|1=1,1=15,1=13,1=89",
        (106, 1): "favero_product|0=263 garmin_product|0=1,0=15,0=13,0=89",
        (142, 10): "total_strokes|23=2",
        (159, 1): "analog_layout|0=1 digital_layout|0=0",
        (167, 1): "accel_cal_factor|0=0 gyro_cal_factor|0=1",
        (210, 1): "baro_cal_factor|0=3",
        (258, 20): "heart_rate_antplus_device_type|19=1 heart_rate_local_device_type|19=5",
    }
)
# Component targets where zero means 'nothing measured': gears and their numbers in event messages.
NEVER_ZERO: Final = frozenset({(21, 9), (21, 10), (21, 11), (21, 12)})


class Component(NamedTuple):
    """Some bits of a packed field, and the field they stand for."""

    target: int
    bits: int
    scale: float
    offset: float
    rolls_over: bool


class Meaning(NamedTuple):
    """What a field says when the other fields named in `when` hold one of these codes."""

    name: str
    scale: float
    offset: float
    when: tuple[tuple[int, float], ...]
    components: tuple[Component, ...]


@lru_cache(maxsize=256)
def components(message: int, field: int) -> tuple[Component, ...]:
    return _components(COMPONENTS.get((message, field), ""))


@lru_cache(maxsize=256)
def meanings(message: int, field: int) -> tuple[Meaning, ...]:
    return tuple(_meaning(text) for text in MEANINGS.get((message, field), "").split())


def scaled(text: str) -> tuple[str, float, float]:
    """`word/scale-offset` in its three parts; the scale is 1 and the offset 0 where they are not written."""
    text, _, rest = text.partition("/")
    scale, _, offset = rest.partition("-")
    return text, float(scale or 1), float(offset or 0)


def _components(text: str) -> tuple[Component, ...]:
    return tuple(_component(part) for part in text.split(",")) if text else ()


def _component(text: str) -> Component:
    target, _, rest = text.partition(":")
    bits, scale, offset = scaled(rest.rstrip("+"))
    return Component(int(target), int(bits), scale, offset, text.endswith("+"))


def _meaning(text: str) -> Meaning:
    head, _, packed = text.partition(">")
    word, _, codes = head.partition("|")
    name, scale, offset = scaled(word)
    when = tuple((int(field), float(code)) for field, _, code in (pair.partition("=") for pair in codes.split(",")))
    return Meaning(name, scale, offset, when, _components(packed))
