"""Threshold power from the tests riders do: a ramp, 20, 8, twice 8 or 60 minutes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.efforts import best_by_time
from paceline.science.endurance.measure import Metric, measured, undefined
from paceline.science.endurance.streams import Array

Protocol: TypeAlias = Literal["ramp", "twenty_minutes", "eight_minutes", "two_eights", "hour"]

# Share of what was held that is threshold. 95 % of 20 minutes: Allen & Coggan, after five all-out minutes; 90 % of
# eight: Carmichael & Rutberg, The Time-Crunched Cyclist; 75 % of the best minute of a ramp of one-minute steps: as
# trainer programs do it, without a study that all of them rest on; an hour is the definition.
SHARES: Mapping[Protocol, float] = {
    "ramp": 0.75, "twenty_minutes": 0.95, "eight_minutes": 0.90, "two_eights": 0.90, "hour": 1.0,
}  # fmt: skip
SECONDS: Mapping[Protocol, int] = {
    "ramp": 60, "twenty_minutes": 1200, "eight_minutes": 480, "two_eights": 480, "hour": 3600,
}  # fmt: skip
PLAUSIBLE = (30.0, 700.0)  # W of threshold
OPENING = 300  # s of hard riding that go before the twenty minutes
APART = 0.08  # two eights that differ more were not both all-out, or not rested between [own synthesis]
ROUGH = "A ramp is short: sprinters read too high from it, and people who tire late too low."
NO_OPENING = "Without five hard minutes before them, 95 % of twenty minutes reads a little high."


@dataclass(frozen=True, slots=True)
class HeldEffort:
    """What a test's effort held: watts over `duration` seconds from the second `start` of the recording."""

    value: float
    start: int
    duration: int


@dataclass(frozen=True, slots=True)
class FtpTest:
    """The threshold in watts, or why there is none, with the efforts of the recording it comes from."""

    ftp: Metric
    efforts: tuple[HeldEffort, ...] = ()


def ftp_of_test(protocol: Protocol, watts: Sequence[float]) -> Metric:
    """Threshold power from mean watts: of the best minute, of the effort, or of both efforts of eight minutes."""
    needed = 2 if protocol == "two_eights" else 1
    if len(watts) != needed or not all(math.isfinite(value) and value > 0 for value in watts):
        return undefined(
            "This test needs the mean power of both efforts." if needed == 2 else "This test needs one mean power."
        )
    ftp = SHARES[protocol] * sum(watts) / needed
    if not PLAUSIBLE[0] <= ftp <= PLAUSIBLE[1]:
        return undefined("Threshold power lies between 30 and 700 W. Is the power right?")
    if needed == 2 and max(watts) > (1 + APART) * min(watts):
        return measured(ftp, "The two efforts differ by more than 8 %, so one of them was not all there was.")
    return measured(ftp, ROUGH if protocol == "ramp" else None)


def ftp_of_recording(protocol: Protocol, power: Array) -> FtpTest:
    """The same from the watts of a recording at 1 Hz, with the efforts found in it."""
    length = SECONDS[protocol]
    found = _two_best(power, length) if protocol == "two_eights" else _best(power, length)
    if not found:
        return FtpTest(undefined(f"The recording has no {_words(protocol)} with power."))
    ftp = ftp_of_test(protocol, [effort.value for effort in found])
    if ftp.value is None:
        return FtpTest(ftp)
    if protocol == "ramp" and not _rose(power, found[0]):
        return FtpTest(undefined("The best minute is not the end of a ramp: power did not rise towards it."))
    if protocol == "twenty_minutes" and not _opened(power, found[0]):
        return FtpTest(measured(ftp.value, NO_OPENING), found)
    return FtpTest(ftp, found)


def _best(power: Array, seconds: int) -> tuple[HeldEffort, ...]:
    return tuple(HeldEffort(one.value, one.start, seconds) for one in best_by_time(_ridden(power), [seconds], "zero"))


def _two_best(power: Array, seconds: int) -> tuple[HeldEffort, ...]:
    """The two efforts that do not overlap and together are the most, the earlier first."""
    total = np.concatenate(([0.0], np.cumsum(_ridden(power))))
    means = (total[seconds:] - total[:-seconds]) / seconds if total.size > seconds else np.zeros(0)
    if means.size <= seconds:
        return ()
    until = np.maximum.accumulate(means[:-seconds])  # the best that ended before each later start
    second = int(np.argmax(until + means[seconds:])) + seconds
    first = int(np.argmax(means[: second - seconds + 1]))
    return tuple(HeldEffort(float(means[start]), start, seconds) for start in (first, second))


def _ridden(power: Array) -> Array:
    return np.where(np.isfinite(power) & (power > 0) & (power < 3000), power, 0.0)


def _rose(power: Array, best: HeldEffort) -> bool:
    """Whether each of the three blocks of three minutes up to the best minute was harder than the one before."""
    end = best.start + best.duration
    if end < 540:
        return False
    blocks = [float(_ridden(power)[end - 180 * n : end - 180 * (n - 1)].mean()) for n in (3, 2, 1)]
    return blocks[0] < blocks[1] < blocks[2]


def _opened(power: Array, twenty: HeldEffort) -> bool:
    before = best_by_time(_ridden(power)[: twenty.start], [OPENING], "zero")
    return bool(before) and before[0].value >= twenty.value


def _words(protocol: Protocol) -> str:
    many = SECONDS[protocol] // 60
    return "two efforts of 8 minutes" if protocol == "two_eights" else f"{many} minute{'s' if many > 1 else ''}"
