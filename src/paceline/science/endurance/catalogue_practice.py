"""Metrics of tests, questionnaires, mornings, weather and long races, as the catalogue lists them."""

from paceline.science.endurance import (
    altitude_running,
    critical_tests,
    detection,
    durability,
    endurance_index,
    environment,
    flags,
    grade,
    late_efforts,
    load,
    mornings,
    power_duration,
    questionnaires,
    resistance,
    threshold_tests,
    ultra,
)
from paceline.science.endurance.measure import MetricInfo

PERONNET = "Péronnet, Thibault, Rhodes & McKenzie 1987, MSSE 19:610"

PRACTICE = (
    MetricInfo(
        "ftp_test", "Threshold power from a test", "W", 0, "cycling", threshold_tests.PLAUSIBLE, 1,
        "Allen & Coggan; Carmichael & Rutberg; trainer programs' ramp", compute=threshold_tests.ftp_of_test,
    ),
    MetricInfo(
        "ftp_test_recorded", "Threshold power from a recorded test", "W", 0, "cycling", threshold_tests.PLAUSIBLE, 1,
        "Allen & Coggan; own search for the efforts", compute=threshold_tests.ftp_of_recording,
    ),
    MetricInfo(
        "critical_two_trials", "Critical speed from two trials", "m/s or W", 2, "any", (0, 10_000), 1,
        "Hill 1993, Sports Med 16:237", compute=critical_tests.two_trials,
    ),
    MetricInfo(
        "critical_all_out", "Critical power from three minutes all-out", "W or m/s", 0, "any", (0, 10_000), 1,
        "Burnley et al. 2006, MSSE 38:1995; Vanhatalo et al. 2007, MSSE 39:548", compute=critical_tests.all_out,
    ),
    MetricInfo(
        "endurance_index", "Endurance index", "%/ln", 1, "running", endurance_index.PLAUSIBLE, 1, PERONNET,
        compute=endurance_index.endurance_index,
    ),
    MetricInfo(
        "endurance_profile", "Maximal aerobic speed and endurance", "m/s", 2, "running", endurance_index.SPEEDS, 1,
        PERONNET, compute=endurance_index.endurance_of_races,
    ),
    MetricInfo(
        "endurance_table", "Péronnet and Thibault's table", "m/s", 2, "running", endurance_index.SPEEDS, 1, PERONNET,
        compute=endurance_index.endurance_table,
    ),
    MetricInfo(
        "altitude_slowdown", "Slowdown by altitude", "%", 1, "running", (-2, 40), 1,
        "Péronnet & Thibault 1989, J Appl Physiol 67:453; Péronnet et al. 1991, 70:399",
        compute=altitude_running.altitude_slowdown,
    ),
    MetricInfo(
        "sea_level_power", "Power as at sea level", "W", 0, "cycling", None, 1, "Bassett et al. 1999, MSSE 31:1665",
        compute=environment.sea_level_power,
    ),
    MetricInfo(
        "speed_in_wind", "Speed at equal effort in wind", "m/s", 2, "running", (0, 24), 1,
        "Pugh 1971; Da Silva et al. 2022", compute=resistance.speed_in_wind,
    ),
    MetricInfo(
        "riding_speed", "Speed of a steady ride", "m/s", 2, "cycling", (0, resistance.FASTEST_RIDE), 1,
        "Martin et al. 1998, J Appl Biomech 14:276", compute=resistance.riding_speed,
    ),
    MetricInfo(
        "simple_wet_bulb_globe", "Simple wet-bulb globe temperature", "°C", 1, "any", None, 1,
        "American College of Sports Medicine 1984", compute=environment.simple_wet_bulb_globe,
    ),
    MetricInfo(
        "hooper_index", "Hooper index", "points", 0, "any", (4, 28), 1, "Hooper & Mackinnon 1995, Sports Med 20:321",
        compute=questionnaires.hooper_index,
    ),
    MetricInfo(
        "mclean_wellness", "Wellness by McLean", "points", 0, "any", (5, 25), 1, "McLean et al. 2010, IJSPP 5:367",
        compute=questionnaires.mclean_wellness,
    ),
    MetricInfo(
        "wellness_change", "Wellness against the usual", "SD", 1, "any", None, 1, "own synthesis; see the page",
        compute=questionnaires.wellness_change,
    ),
    MetricInfo(
        "hrv_drop", "Drop of heart rate variability", "SD", 1, "any", None, 1, "Kiviniemi et al. 2007, EJAP 101:743",
        compute=mornings.hrv_drop,
    ),
    MetricInfo(
        "resting_rise", "Rise of resting heart rate", "bpm", 1, "any", (-80, 80), 1, "own synthesis; see the page",
        compute=mornings.resting_rise,
    ),
    MetricInfo(
        "age_predicted_max", "Maximum heart rate from age", "bpm", 0, "any", (120, 210), 1,
        "Tanaka et al. 2001; Gellish 2007; Nes 2013; Gulati 2010; Fox 1971", compute=detection.age_predicted_max,
    ),
    MetricInfo(
        "four_hour_speed", "Speed for four hours", "m/s", 2, "running", ultra.SPEEDS, 1,
        "Riegel 1981, American Scientist 69:285", compute=ultra.four_hour_speed,
    ),
    MetricInfo(
        "ultra_time", "Time over a hilly ultra", "s", 0, "running", (0, 864_000), 1,
        "Minetti et al. 2002; own synthesis, see the page", compute=ultra.ultra_time,
    ),
    MetricInfo(
        "late_efforts", "Efforts late in a session", "W or m/s", 2, "any", None, 1,
        "Maunder et al. 2021, Sports Med 51:1523; own conventions", compute=late_efforts.late_by_work,
    ),
    MetricInfo(
        "season_drop", "Durability of a season", "%", 1, "any", None, 1,
        "Maunder et al. 2021, Sports Med 51:1523; own conventions", compute=late_efforts.season_drop,
    ),
    MetricInfo(
        "decoupling_trend", "Trend of decoupling", "points/month", 2, "any", None, 1,
        "Friel; Theil 1950; Sen 1968", compute=durability.decoupling_trend,
    ),
    MetricInfo(
        "strain", "Strain of a week", "points", 0, "any", None, 1, "Foster 1998, MSSE 30:1164", compute=flags.strain
    ),
    MetricInfo(
        "swimming_stress_score", "Swimming stress score", "points", 0, "swimming", (0, 2000), 1, "TrainingPeaks sTSS",
        compute=grade.swimming_stress_score,
    ),
    MetricInfo(
        "session_rpe", "Session by exertion", "AU", 0, "any", (0, 14_400), 1, "Foster et al. 2001, JSCR 15:109",
        compute=load.session_rpe,
    ),
    MetricInfo(
        "omni_power", "Power from a second to hours", "W", 0, "cycling", None, 1,
        "Puchowicz, Baker & Clarke 2020, J Sports Sci 38:801", compute=power_duration.omni_power,
    ),
)  # fmt: skip
