"""Every endurance metric with its unit, validity, version and source, for reference pages and recomputation."""

from collections.abc import Mapping

from paceline.science.endurance.measure import MetricInfo

DANIELS = "Daniels & Gilbert 1979; Daniels' Running Formula, 3rd ed. 2014"
COGGAN = "Coggan 2003; Allen & Coggan, Training and Racing with a Power Meter"
BANISTER = "Banister 1991; Morton, Fitz-Clarke & Banister 1990"
OWN = "own synthesis; see the page"

_ALL = (
    MetricInfo("vdot", "VDOT", "ml/kg/min", 1, "running", (20, 90), 1, DANIELS),
    MetricInfo("race_time", "Race time from VDOT", "s", 0, "running", None, 1, DANIELS),
    MetricInfo("training_speeds", "Training speeds", "m/s", 2, "running", (20, 90), 1, DANIELS),
    MetricInfo("riegel", "Riegel prediction", "s", 0, "running", None, 1, "Riegel 1981, American Scientist 69:285"),
    MetricInfo("heart_rate_zones", "Heart-rate zones", "bpm", 0, "any", None, 1, "Karvonen 1957; Friel"),
    MetricInfo("power_zones", "Power zones", "W", 0, "cycling", None, 1, COGGAN),
    MetricInfo("pace_zones", "Pace zones", "m/s", 2, "running", None, 1, "GoldenCheetah defaults"),
    MetricInfo("time_in_zones", "Time in zones", "s", 0, "any", (0, float("inf")), 1, OWN),
    MetricInfo("moving_time", "Moving time", "s", 0, "any", (0, float("inf")), 1, OWN),
    MetricInfo("ascent", "Ascent and descent", "m", 0, "any", (0, float("inf")), 1, "hysteresis as in GoldenCheetah"),
    MetricInfo("normalized_power", "Normalized power", "W", 0, "cycling", (0, 3000), 1, COGGAN),
    MetricInfo("intensity_factor", "Intensity factor", "1", 2, "any", (0, 2), 1, COGGAN),
    MetricInfo("training_stress_score", "Training stress score", "points", 0, "cycling", (0, 2000), 1, COGGAN),
    MetricInfo("variability_index", "Variability index", "1", 2, "cycling", (0.9, 10), 1, COGGAN),
    MetricInfo("efficiency_factor", "Efficiency factor", "1", 2, "any", (0, 5), 1, "Friel"),
    MetricInfo("decoupling", "Aerobic decoupling", "%", 1, "any", (-100, 100), 1, "Friel"),
    MetricInfo("graded_speed", "Graded speed", "m/s", 2, "running", (0, 15), 1, "Minetti 2002; Robb (Strava) 2017"),
    MetricInfo(
        "running_stress_score", "Running stress score", "points", 0, "running", (0, 2000), 1, "TrainingPeaks rTSS"
    ),
    MetricInfo("trimp", "Training impulse", "AU", 0, "any", (0, 5000), 1, BANISTER),
    MetricInfo("heart_rate_stress_score", "Heart-rate stress score", "points", 0, "any", (0, 2000), 1, BANISTER),
    MetricInfo(
        "session_load", "Load from exertion", "points", 0, "any", (0, 3360), 1, "Friel's RPE table; Foster 2001"
    ),
    MetricInfo("load", "Load", "points", 0, "any", (0, 3360), 1, OWN),
    MetricInfo("fitness", "Fitness, fatigue and form", "points/day", 1, "any", None, 1, "Banister 1975; Coggan"),
    MetricInfo("best_efforts", "Best efforts", "s or the channel's unit", 1, "any", None, 1, "exact search"),
    MetricInfo("hrv", "Heart rate variability", "ln ms", 2, "any", (0, 7), 1, "Task Force 1996; Plews 2012"),
    MetricInfo("sleep_debt", "Sleep debt", "h", 1, "any", (0, 56), 1, "Watson et al. 2015, Sleep 38:843"),
    MetricInfo("readiness", "Readiness", "points", 0, "any", (0, 100), 1, OWN),
    MetricInfo("acute_chronic_ratio", "Acute to chronic ratio", "1", 2, "any", (0, 10), 1, "Williams et al. 2017"),
    MetricInfo("ramp_rate", "Ramp rate", "points/week", 1, "any", None, 1, "intervals.icu convention"),
    MetricInfo("session_spike", "Single-session spike", "1", 2, "running", (0, 20), 1, "Frandsen et al. 2025"),
    MetricInfo("monotony", "Monotony and strain", "1", 2, "any", (0, 50), 1, "Foster 1998, MSSE 30:1164"),
)

CATALOGUE: Mapping[str, MetricInfo] = {info.id: info for info in _ALL}
