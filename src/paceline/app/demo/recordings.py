"""What a watch writes down of a session: speed, heart rate, power, place and height, second by second."""

from dataclasses import dataclass, replace

import numpy as np

from paceline.app.demo.places import degrees, length_of_round, round_of, wander
from paceline.app.demo.types import Leg, Outing, Place
from paceline.science.endurance.grade import pace_factor
from paceline.science.endurance.streams import Array
from paceline.science.formats import Lap, Length, Recording

DEVICE = "Demonstration watch"
POOL = 25.0
REST_EVERY = 8  # lengths
STEEPEST = 0.28
FLAT = 0.25
SETTLING = 5
AIR = 0.5 * 1.2 * 0.36  # half the density of air times a rider's drag area, kg/m
ROLLING = 0.006 * 9.81
MACHINE = 9.0  # a bicycle's mass, kg


def recording_of(outing: Outing, place: Place) -> Recording:
    """The whole recording, the same for the same outing."""
    rng = np.random.default_rng(outing.seed)
    if outing.sport == "swimming":
        return _swim(outing, rng)
    time = np.arange(0.0, outing.seconds + 1, outing.step or 5)
    effort = _effort(outing, time, rng)
    channels = (
        _ride(outing, place, time, effort, rng) if outing.sport == "cycling" else _run(outing, place, time, effort, rng)
    )
    channels["heart_rate"] = heart_rate(outing, time, effort, rng)
    if not outing.indoor:
        channels["temperature"] = np.round(outing.temperature + 1.5 * time / 3600 + 0.3 * wander(len(time), 60, rng))
    time, pauses = _with_stop(outing, time, rng)
    return _recording(outing, time, channels, pauses)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a training diary says of a session."""

    metres: float | None
    heart_rate: float | None


def totals_of(outing: Outing) -> Totals:
    """Distance and heart rate as somebody would write them down; nothing for what has no watch at all."""
    if outing.sport == "strength":
        return Totals(None, None)
    effort = sum(leg.intensity * leg.seconds for leg in outing.legs) / outing.seconds
    speed = effort * outing.body.threshold_speed
    if outing.sport == "cycling":
        speed = float(_speed_of_power(np.array([outing.body.ftp * effort]), outing.body.weight + MACHINE)[0])
    if outing.sport == "swimming":
        speed = effort * outing.body.swim_speed * 0.9
    beats = outing.body.lthr * (0.25 + 0.75 * effort) + outing.strain
    return Totals(round(outing.metres or speed * outing.seconds, -2), float(round(beats)))


def _effort(outing: Outing, time: Array, rng: np.random.Generator) -> Array:
    """Intensity by second: the legs one after another, reached within seconds, never quite even."""
    ends = np.cumsum([leg.seconds for leg in outing.legs])
    which = np.minimum(np.searchsorted(ends, time, side="right"), len(ends) - 1)
    wanted = np.array([leg.intensity for leg in outing.legs])[which]
    slow = max(2, 12 // (outing.step or 5))
    smooth = _lagged(wanted, slow)
    return np.clip(smooth * (1 + 0.018 * wander(len(time), 25, rng)), 0.2, 1.6)


def _lagged(values: Array, samples: float) -> Array:
    """The values as something slow follows them, `samples` to cover two thirds of a change."""
    kernel: Array = np.exp(-np.arange(int(samples * 5) + 1, dtype=np.float64) / samples)
    kernel /= kernel.sum()
    padded = np.concatenate((np.full(len(kernel) - 1, values[0]), values))
    return np.convolve(padded, kernel, "valid")


def heart_rate(outing: Outing, time: Array, effort: Array, rng: np.random.Generator) -> Array:
    """Follows effort with half a minute's delay, drifts up with time and heat, stands higher when tired."""
    body = outing.body
    start = body.resting_hr + 28
    # A straight line through threshold: 0.8 of threshold effort is 0.85 of threshold heart rate.
    wanted = body.lthr * (0.25 + 0.75 * effort)
    lag = 32 / (outing.step or 5)
    beats = _lagged(np.concatenate(([start], wanted)), max(1.0, lag))[1:]
    beats = start + (beats - start) * (1 - np.exp(-(time + 4) / 45))
    heat = max(0.0, outing.temperature - 15) * 0.0022
    drift = 1 + (0.018 + heat) * np.minimum(time / 3600, 4)
    beats = beats * drift + outing.strain + 1.1 * wander(len(time), 12, rng)
    return np.round(np.clip(beats, body.resting_hr + 8, body.max_hr - 1))


def _run(outing: Outing, place: Place, time: Array, effort: Array, rng: np.random.Generator) -> dict[str, Array]:
    level = effort * outing.body.threshold_speed
    speed, channels = _over_ground(outing, place, time, level, rng)
    walking = speed < 2.0
    cadence = np.where(walking, 112 + 6 * speed, 150 + 8.2 * speed) + 1.5 * wander(len(time), 20, rng)
    return {**channels, "speed": speed, "cadence": np.round(cadence)}


def _over_ground(
    outing: Outing, place: Place, time: Array, level: Array, rng: np.random.Generator
) -> tuple[Array, dict[str, Array]]:
    """Speed on the slopes of a round, and the track; indoors there is neither slope nor track."""
    step = time[1] - time[0]
    if outing.indoor:
        return level, {"distance": _distance(level, step)}
    wanted = outing.metres or float(level.sum() * step)
    # Repetitions are run where it is flat.
    ground = replace(place, relief=place.relief * FLAT) if len(outing.legs) > 3 else place
    way = round_of(ground, length_of_round(wanted, outing.sport, rng), rng)
    speed, distance = level, _distance(level, step)
    for _ in range(SETTLING):
        # Where somebody is depends on how fast they were, and that on the slopes behind them; few rounds settle it.
        share = wanted / float(distance[-1])
        slope = _slope(distance * share, way.at(distance * share)[2])
        speed = level / (pace_factor(slope) if outing.sport == "running" else 1 + np.where(slope > 0, 3.4, 1.7) * slope)
        if outing.metres:
            speed = speed * (outing.metres / float(speed[:-1].sum() * step))
        distance = _distance(speed, step)
    # The round is as long as the session was, with the same slopes.
    share = wanted / float(distance[-1])
    east, north, height = way.at(distance * share)
    east, north, height = east / share, north / share, place.altitude + (height - place.altitude) / share
    latitude, longitude = degrees(place, east, north, rng)
    altitude = np.round(height * 5) / 5
    return speed, {"distance": distance, "altitude": altitude, "latitude": latitude, "longitude": longitude}


def _slope(distance: Array, height: Array) -> Array:
    rise = np.gradient(height) / np.maximum(np.gradient(distance), 0.3)
    return np.clip(rise, -STEEPEST, STEEPEST)


def _distance(speed: Array, step: float) -> Array:
    return np.concatenate(([0.0], np.cumsum(speed[:-1] * step)))


def _ride(outing: Outing, place: Place, time: Array, effort: Array, rng: np.random.Generator) -> dict[str, Array]:
    body = outing.body
    power: Array = np.maximum(0.0, body.ftp * effort * (1 + 0.1 * wander(len(time), 4, rng)))
    level = _speed_of_power(power, body.weight + MACHINE)
    speed, channels = _over_ground(outing, place, time, _lagged(level, 4), rng)
    if not outing.indoor:
        slope = _slope(channels["distance"], channels["altitude"])
        power = np.asarray(
            np.where(slope < -0.035, power * 0.35, power * (1 + np.clip(slope, -0.03, 0.08))), dtype=np.float64
        )
    cadence = 84 + 8 * (effort - 0.7) + 2.5 * wander(len(time), 15, rng)
    return {**channels, "speed": speed, "power": np.rint(power), "cadence": np.rint(cadence)}


def _speed_of_power(power: Array, mass: float) -> Array:
    """Level speed at a power, by a few steps of Newton's method."""
    speed = np.full(len(power), 8.0)
    for _ in range(5):
        wanted = AIR * speed**3 + ROLLING * mass * speed - power
        speed = np.maximum(1.5, speed - wanted / (3 * AIR * speed**2 + ROLLING * mass))
    return speed


def _with_stop(outing: Outing, time: Array, rng: np.random.Generator) -> tuple[Array, tuple[tuple[float, float], ...]]:
    """Some sessions wait once, at a crossing or for water."""
    start = outing.start.timestamp()
    seconds = float(rng.integers(25, 110))
    if outing.is_race or outing.indoor or outing.seconds < 2400 or rng.random() > 0.35:
        return time + start, ()
    at = int(len(time) * rng.uniform(0.3, 0.8))
    shifted = time + start
    shifted[at + 1 :] += seconds
    return shifted, ((float(shifted[at]), float(shifted[at] + seconds)),)


def _recording(
    outing: Outing, time: Array, channels: dict[str, Array], pauses: tuple[tuple[float, float], ...]
) -> Recording:
    elapsed = float(time[-1] - time[0])
    stated = {
        "elapsed": elapsed,
        "timer": elapsed - sum(until - since for since, until in pauses),
        "distance": float(channels["distance"][-1]),
        "calories": float(round(outing.body.weight * outing.seconds / 3600 * 9.5)),
        "rating_of_perceived_exertion": float(outing.rpe),
    }
    return Recording(
        format="fit",
        sport=outing.sport,
        sub_sport=outing.sub_sport,
        start=float(time[0]),
        utc_offset=outing.utc_offset,
        device=DEVICE,
        time=time,
        channels=channels,
        laps=_laps(outing.legs, time, channels, outing.metres),
        pauses=pauses,
        stated=stated,
    )


def _laps(legs: tuple[Leg, ...], time: Array, channels: dict[str, Array], metres: float | None) -> tuple[Lap, ...]:
    """A lap for every leg; an even session gets one each kilometre or five, as watches do by themselves."""
    distance = channels["distance"]
    if len(legs) > 1:
        marks = np.searchsorted(time - time[0], np.cumsum([leg.seconds for leg in legs]))
        trigger = "manual"
    else:
        every = 1000.0 if distance[-1] < 45_000 else 5000.0
        marks = np.searchsorted(distance, np.arange(every, distance[-1], every))
        trigger = "distance"
    edges = np.unique(np.clip(np.concatenate(([0], marks, [len(time) - 1])), 0, len(time) - 1))
    return tuple(
        _lap(a, b, time, channels, trigger) for a, b in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    )


def _lap(first: int, last: int, time: Array, channels: dict[str, Array], trigger: str) -> Lap:
    elapsed, metres = float(time[last] - time[first]), float(channels["distance"][last] - channels["distance"][first])
    beats = channels["heart_rate"][first:last]
    return Lap(
        start=float(time[first]),
        elapsed=elapsed,
        timer=elapsed,
        distance=metres,
        trigger=trigger,
        avg_heart_rate=float(round(float(beats.mean()))),
        max_heart_rate=float(beats.max()),
        avg_speed=metres / elapsed,
        avg_power=float(round(float(channels["power"][first:last].mean()))) if "power" in channels else None,
    )


def _swim(outing: Outing, rng: np.random.Generator) -> Recording:
    """Lengths of a pool with a rest at the wall after every eighth."""
    pace = outing.body.swim_speed * outing.legs[0].intensity
    lengths: list[Length] = []
    at, done = outing.start.timestamp(), 0
    end = at + outing.seconds
    times, metres = [at], [0.0]
    while at < end:
        took = POOL / (pace * (1 + 0.02 * float(rng.standard_normal())))
        lengths.append(Length(at, round(took, 3), float(rng.integers(17, 22)), "freestyle", True))
        at, done = at + took, done + 1
        times.append(at)
        metres.append(done * POOL)
        if done % REST_EVERY == 0 and at < end:
            lengths.append(Length(at, 20.0, None, None, False))
            at += 20.0
            times.append(at)
            metres.append(done * POOL)
    time = np.arange(times[0], times[-1], 5.0)
    distance = np.interp(time, times, metres)
    effort = np.full(len(time), outing.legs[0].intensity) * (1 + 0.02 * wander(len(time), 8, rng))
    beats = np.round(heart_rate(outing, time - time[0], effort, rng) - 6)
    recording = _recording(outing, time, {"distance": distance, "heart_rate": beats}, ())
    stated = {**recording.stated, "distance": metres[-1], "pool_length": POOL}
    return replace(recording, lengths=tuple(lengths), laps=(), stated=stated)
