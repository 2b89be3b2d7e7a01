"""An activity in one row: totals, averages, intensity and load, each known or with the reason why not."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from paceline.science.endurance import streams
from paceline.science.endurance.grade import grade_along, graded_speed, normalized_graded_speed
from paceline.science.endurance.heart import Sex, heart_rate_stress_score, trimp
from paceline.science.endurance.load import Load, activity_load
from paceline.science.endurance.measure import Metric, measured, undefined
from paceline.science.endurance.power import (
    decoupling,
    efficiency_factor,
    normalized_power,
    variability_index,
)
from paceline.science.endurance.sports import family
from paceline.science.endurance.streams import Array, Pause, even_seconds, in_order

ABSURD = 1e9  # no channel has such a value in its unit
STEADY = 1.05  # Friel: decoupling means little when the variability index is higher
DECOUPLING_WARM_UP = 600.0  # s
DECOUPLING_LEAST = 2400.0  # s
TOP_SPEED = {"running": 12.5, "walking": 5.0, "cycling": 35.0, "swimming": 3.0, "other": 60.0}  # m/s, plausible peaks


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What is known about the athlete for this sport: bpm, W, m/s, kg."""

    max_hr: float | None = None
    resting_hr: float | None = None
    lthr: float | None = None
    ftp: float | None = None
    threshold_speed: float | None = None
    sex: Sex | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Lap:
    """One lap or pool length as the device totalled it: epoch seconds, seconds, metres."""

    start: float
    duration: float
    distance: float | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """SI units throughout; a None has its sentence in `reasons` under the field's name, a doubtful value in
    `cautions`. `intensity` is a fraction of threshold, `timer` the elapsed time less pauses."""

    elapsed: float | None
    timer: float | None
    moving: float | None
    distance: float | None
    ascent: float | None
    descent: float | None
    average_speed: float | None
    max_speed: float | None
    average_heart_rate: float | None
    max_heart_rate: float | None
    average_power: float | None
    max_power: float | None
    normalized_power: float | None
    graded_speed: float | None
    average_cadence: float | None
    average_temperature: float | None
    decoupling: float | None
    efficiency_factor: float | None
    variability_index: float | None
    intensity: float | None
    load: Load
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    cautions: Mapping[str, str] = field(default_factory=dict[str, str])


def summarise(
    time: Array,
    channels: Mapping[str, Array],
    sport: str,
    pauses: Sequence[Pause] = (),
    laps: Sequence[Lap] = (),
    thresholds: Thresholds | None = None,
    rpe: float | None = None,
) -> Summary:
    """Everything the recording supports. Channels: speed, distance, altitude, heart_rate, power, cadence,
    temperature, latitude, longitude; any may be absent, as may samples altogether when laps carry the totals."""
    recording = _Recording(time, channels, sport, tuple(pauses), tuple(laps))
    known = thresholds or Thresholds()
    metrics = recording.totals() | recording.averages()
    metrics |= _derived(recording, metrics)
    load = _load(recording, metrics, known, rpe)
    metrics["intensity"] = _intensity(load, recording.recorded, recording.kind)
    return Summary(
        **{name: metric.value for name, metric in metrics.items()},
        load=load,
        reasons={name: metric.reason for name, metric in metrics.items() if metric.reason},
        cautions={name: metric.caution for name, metric in metrics.items() if metric.caution},
    )


class _Recording:
    """The channels cleaned once: samples in order, infinities missing, and the 1 Hz views the averages need."""

    def __init__(
        self, time: Array, channels: Mapping[str, Array], sport: str, pauses: tuple[Pause, ...], laps: tuple[Lap, ...]
    ) -> None:
        keep = in_order(time)
        self.time = time[keep]
        self.channels = {name: _finite(values[keep]) for name, values in channels.items()}
        self.kind, self.pauses, self.laps = family(sport), pauses, laps
        self.seconds = streams.sample_seconds(self.time, pauses, streams.longest_step(self.time))
        self.recorded = self._recorded()
        self.distance = self._distance()
        self.speed = self._speed()
        self.graded = self._graded()
        self.graded_even = self._even(self.graded) if self.kind in ("running", "walking") else np.zeros(0)
        self.power_even = self._even(self.channel("power"))

    def channel(self, name: str) -> Array:
        return self.channels.get(name, np.full(self.time.size, np.nan))

    def totals(self) -> dict[str, Metric]:
        elapsed = self._elapsed()
        timer = elapsed.then(lambda seconds: seconds - self._paused())
        climb = streams.ascent_descent(self.channel("altitude"))
        return {
            "elapsed": elapsed,
            "timer": timer,
            "moving": self._moving(timer),
            "distance": self._total_distance(),
            "ascent": climb.ascent,
            "descent": climb.descent,
        }

    def averages(self) -> dict[str, Metric]:
        heart_rate, power = self.channel("heart_rate"), self.channel("power")
        return {
            "average_heart_rate": self._mean(heart_rate, "heart rate", above_zero=True),
            "max_heart_rate": _highest(np.where(heart_rate > 0, heart_rate, np.nan), "heart rate"),
            "average_power": _mean_power(self.power_even),
            "max_power": _highest(power, "power"),
            "normalized_power": normalized_power(self.power_even),
            "graded_speed": self._normalized_speed(),
            "average_cadence": self._mean(self.channel("cadence"), "cadence", above_zero=True),
            "average_temperature": self._mean(self.channel("temperature"), "temperature", above_zero=False),
            "max_speed": _highest(np.where(self.speed <= TOP_SPEED[self.kind], self.speed, np.nan), "speed"),
        }

    def _recorded(self) -> float:
        """Seconds under load: the recorded ones when samples are dense, else the stopwatch (a manual or gym log)."""
        if self.time.size < 2:
            return math.fsum(lap.duration for lap in self.laps)
        if float(np.median(np.diff(self.time))) <= streams.LONGEST_GAP:
            return float(streams.even_clock(self.time, self.pauses).size)
        return max(0.0, float(self.time[-1] - self.time[0]) - self._paused())

    def _elapsed(self) -> Metric:
        if self.time.size >= 2 or not self.laps:
            return streams.elapsed_time(self.time)
        first = min(lap.start for lap in self.laps)
        return measured(max(lap.start + lap.duration for lap in self.laps) - first)

    def _paused(self) -> float:
        if self.time.size < 2:
            return 0.0
        before, after = streams.paused_until(self.time[[0, -1]], self.pauses)
        return float(after - before)

    def _moving(self, timer: Metric) -> Metric:
        """Pool lengths, the gym and the trainer record distance in jumps or not at all: there the stopwatch counts."""
        if self.kind in ("swimming", "other") and not np.isfinite(self.channel("speed")).any():
            return timer
        if timer.value is not None and not (self.speed > 0).any():
            return measured(timer.value, "No speed was recorded, so this is the stopwatch time.")
        return streams.moving_time(
            self.time, speed=self.channels.get("speed"), distance=self.distance, pauses=self.pauses
        )

    def _distance(self) -> Array:
        if np.isfinite(self.channel("distance")).any():
            return self.channel("distance")
        return streams.distance_from_positions(self.channel("latitude"), self.channel("longitude"))

    def _total_distance(self) -> Metric:
        known = self.distance[np.isfinite(self.distance)]
        if known.size:
            return measured(max(0.0, float(known.max())))
        lengths = [lap.distance for lap in self.laps if lap.distance is not None]
        return measured(math.fsum(lengths)) if lengths else undefined("No distance was recorded.")

    def distance_in(self, moving: float, total: float) -> float:
        """The metres that belong to the moving time; all of them where that is the stopwatch's."""
        seconds = streams.moving_seconds(self.time, self.speed, self.pauses)
        if not math.isclose(float(seconds.sum()), moving, abs_tol=1e-3):
            return total
        covered = streams.distance_moving(self.distance, seconds).value
        return total if covered is None else covered

    def _speed(self) -> Array:
        if np.isfinite(self.channel("speed")).any():
            return self.channel("speed")
        return streams.speed_from_distance(self.time, self.distance)

    def _graded(self) -> Array:
        plausible = np.where(self.speed <= TOP_SPEED[self.kind], self.speed, np.nan)
        return graded_speed(plausible, grade_along(self.distance, self.channel("altitude")))

    def _normalized_speed(self) -> Metric:
        if self.kind not in ("running", "walking"):
            return undefined("Graded pace is for running and walking.")
        return normalized_graded_speed(self.graded_even)

    def _even(self, values: Array) -> Array:
        return even_seconds(self.time, values, self.pauses) if np.isfinite(values).any() else np.zeros(0)

    def _mean(self, values: Array, name: str, above_zero: bool) -> Metric:
        """Weighted by the time each sample stands for; plain when the clock says nothing."""
        known = np.isfinite(values) & ((values > 0) | (not above_zero))
        if not known.any():
            return undefined(f"No {name} was recorded.")
        weights = self.seconds[known]
        return measured(float(np.average(values[known], weights=weights if weights.sum() > 0 else None)))


def _derived(recording: _Recording, metrics: Mapping[str, Metric]) -> dict[str, Metric]:
    power, pulse = metrics["normalized_power"], metrics["average_heart_rate"].value
    per_minute = metrics["graded_speed"].then(lambda speed: speed * 60)
    output = power if power.value is not None else per_minute
    variability = variability_index(power.value, metrics["average_power"].value)
    return {
        "average_speed": _average_speed(recording, metrics["distance"], metrics["moving"]),
        "efficiency_factor": efficiency_factor(output.value, pulse),
        "variability_index": variability,
        "decoupling": _decoupling(recording, variability),
    }


def _average_speed(recording: _Recording, distance: Metric, moving: Metric) -> Metric:
    if distance.value is None:
        return undefined("Average speed needs distance.")
    if not moving.value:
        return undefined("Average speed needs time in motion.")
    return measured(recording.distance_in(moving.value, distance.value) / moving.value)


def _decoupling(recording: _Recording, variability: Metric) -> Metric:
    if recording.recorded < DECOUPLING_LEAST:
        return undefined("Decoupling needs at least 40 minutes.")
    power = recording.channel("power")
    has_power = bool(np.isfinite(power).any())
    if not has_power and recording.kind not in ("running", "walking"):
        return undefined("Decoupling needs power, or pace on foot.")
    found = decoupling(
        recording.time, power if has_power else recording.graded, recording.channel("heart_rate"), DECOUPLING_WARM_UP
    )
    if found.value is not None and has_power and (variability.value or 1.0) >= STEADY:
        return measured(found.value, "The effort was uneven, so decoupling says little here.")
    return found


def _load(recording: _Recording, metrics: Mapping[str, Metric], known: Thresholds, rpe: float | None) -> Load:
    heart_rate = recording.channel("heart_rate")
    impulse = trimp(
        recording.time,
        heart_rate,
        max_hr=known.max_hr,
        resting_hr=known.resting_hr,
        sex=known.sex,
        pauses=recording.pauses,
    )
    stress = heart_rate_stress_score(
        impulse.value, max_hr=known.max_hr, resting_hr=known.resting_hr, lthr=known.lthr, sex=known.sex
    )
    swimming = recording.kind == "swimming"
    return activity_load(
        sport=recording.kind,
        duration=recording.recorded,
        normalized_power=metrics["normalized_power"].value,
        ftp=known.ftp,
        graded_speed=metrics["average_speed" if swimming else "graded_speed"].value,
        threshold_speed=known.threshold_speed,
        heart_rate_stress=stress.value,
        rpe=rpe,
    )


def _intensity(load: Load, duration: float, kind: str) -> Metric:
    """The steady fraction of threshold that gives the same load: the inverse of each load's own formula."""
    if load.value is None or duration <= 0:
        return undefined(load.reason)
    if load.method == "duration":
        return undefined("Intensity needs power, pace, heart rate or how hard it felt.")
    power = 3 if kind == "swimming" and load.method == "pace" else 2
    return measured((load.value / (duration / 3600 * 100)) ** (1 / power))


def _mean_power(even: Array) -> Metric:
    if not np.isfinite(even).any():
        return undefined("No power was recorded.")
    return measured(float(np.where(np.isfinite(even), np.maximum(even, 0), 0).mean()))


def _highest(values: Array, name: str) -> Metric:
    known = values[np.isfinite(values)]
    return measured(float(known.max())) if known.size else undefined(f"No {name} was recorded.")


def _finite(values: Array) -> Array:
    as_floats = np.asarray(values, dtype=np.float64)
    return np.where(np.abs(as_floats) < ABSURD, as_floats, np.nan)
