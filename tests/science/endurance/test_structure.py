"""The workout structure: round trip, refusals with sentences, sums, words and scaling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.structure import (
    End,
    InvalidStructure,
    PowerRange,
    Range,
    Repeats,
    Single,
    Step,
    Structure,
    Target,
    change_repeats,
    describe,
    estimate,
    flatten,
    from_json,
    main_seconds,
    pad,
    problems,
    scale,
    to_json,
)

SEED = {
    "segments": [
        {
            "type": "warmup",
            "duration_seconds": 600,
            "distance_meters": None,
            "pace_target": "easy",
            "notes": "Easy jog",
        },
        {
            "type": "interval",
            "repeats": 6,
            "work": {"duration_seconds": None, "distance_meters": 800, "pace_target": "5K", "notes": None},
            "recovery": {"duration_seconds": None, "distance_meters": 400, "pace_target": "jog", "notes": None},
        },
        {"type": "cooldown", "duration_seconds": 600, "distance_meters": None, "pace_target": "easy", "notes": None},
    ]
}


def ends() -> st.SearchStrategy[End]:
    number = st.floats(50, 200, allow_nan=False)
    kinds = st.sampled_from(
        ["duration", "distance", "heart_rate_above", "heart_rate_below", "power_above", "power_below", "calories"]
    )
    return st.one_of(st.just(End("lap")), st.builds(End, kinds, number))


def steps() -> st.SearchStrategy[Step]:
    low_high = st.tuples(st.floats(1, 5), st.floats(5, 10))
    targets = st.builds(
        Target,
        pace=st.none() | st.sampled_from(["walk", "jog", "E", "M", "MP", "HM", "T", "10K", "5K", "I", "3K", "R"]),
        heart_rate_zone=st.none() | st.integers(1, 7),
        power=st.none() | st.builds(PowerRange, st.floats(0.2, 1), st.floats(1, 3)),
        rpe=st.none() | low_high.map(lambda pair: Range(*pair)),
        cue=st.none() | st.text(min_size=1, max_size=20),
    )
    return st.builds(Step, ends(), targets, st.none() | st.text(min_size=1, max_size=20))


def structures() -> st.SearchStrategy[Structure]:
    single = st.builds(Single, st.sampled_from(["warmup", "steady", "cooldown"]), steps())
    one_set = st.builds(
        Repeats,
        steps(),
        st.none() | steps(),
        st.integers(1, 60),
        kind=st.sampled_from(["interval", "strides", "drills"]),
    )
    sets = st.builds(Repeats, steps(), steps(), st.integers(1, 10), st.integers(2, 4), steps())
    segments = st.lists(st.one_of(single, one_set, sets), min_size=1, max_size=6).map(tuple)
    return st.builds(Structure, st.sampled_from(["running", "cycling", "swimming", "strength"]), segments)


@given(structures())
def test_json_round_trip_is_exact(structure: Structure) -> None:
    assert problems(structure) == ()
    assert from_json(to_json(structure)) == structure


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "segments", "work", "repeats", "duration_seconds", "pace_target", "version", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_read_or_refused_with_sentences(value: object) -> None:
    try:
        structure = from_json(value)
    except InvalidStructure as refused:
        assert refused.problems
        assert all(problem.sentence.endswith(".") for problem in refused.problems)
    else:
        assert problems(structure) == ()


def test_reads_the_first_form_of_the_format() -> None:
    structure = from_json(SEED)
    assert (structure.version, structure.sport, len(structure.segments)) == (2, "running", 3)
    assert describe(structure).title == "6 × 800 m 5K pace, 400 m jog"
    assert estimate(structure, {"T": 4.0}).distance == pytest.approx(6 * 1200 + 1200 * 4.0 * 0.8)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("version", {"version": 3}),
        ("sport", {"sport": "chess"}),
        ("segments", {"segments": []}),
        ("segments", {"segments": 5}),
        ("colour", {"colour": "red"}),
        ("segments[0].type", {"segments": [{"type": "nap", "duration_seconds": 60}]}),
        ("segments[0]", {"segments": [{"type": "steady"}]}),
        ("segments[0]", {"segments": [{"type": "steady", "duration_seconds": 60, "distance_meters": 100}]}),
        ("segments[0]", {"segments": [{"type": "steady", "duration_seconds": 4}]}),
        ("segments[0]", {"segments": [{"type": "steady", "distance_meters": 10}]}),
        ("segments[0].pace_target", {"segments": [{"type": "steady", "duration_seconds": 60, "pace_target": "Z9"}]}),
        (
            "segments[0].rpe",
            {"segments": [{"type": "steady", "duration_seconds": 60, "rpe_target": {"low": 7, "high": 5}}]},
        ),
        (
            "segments[0].repeats",
            {"segments": [{"type": "interval", "repeats": 61, "work": {"duration_seconds": 60}}]},
        ),
        (
            "segments[0].set_recovery",
            {
                "segments": [
                    {
                        "type": "interval",
                        "repeats": 2,
                        "work": {"duration_seconds": 60},
                        "set_recovery": {"duration_seconds": 60},
                    }
                ]
            },
        ),
        ("segments[0].duration_seconds", {"segments": [{"type": "steady", "duration_seconds": True}]}),
        ("segments[0].duration_seconds", {"segments": [{"type": "steady", "duration_seconds": 10**400}]}),
    ],
)
def test_refuses_with_the_place(path: str, change: dict[str, object]) -> None:
    with pytest.raises(InvalidStructure) as refused:
        from_json({**SEED, **change})
    assert path in [problem.path for problem in refused.value.problems]


def test_names_every_problem_at_once() -> None:
    bad = {"sport": "chess", "segments": [{"type": "steady"}, {"type": "nap"}]}
    with pytest.raises(InvalidStructure) as refused:
        from_json(bad)
    assert len(refused.value.problems) == 3


def _threshold(repeats: int = 5, sets: int = 1) -> Structure:
    work = Step(End("duration", 360), Target(pace="T"))
    rest = Step(End("duration", 60), Target(pace="jog"))
    easy = Step(End("duration", 600), Target(pace="E"))
    between = Step(End("duration", 180), Target(pace="walk")) if sets > 1 else None
    block = Repeats(work, rest, repeats, sets, between)
    return Structure("running", (Single("warmup", easy), block, Single("cooldown", easy)))


def test_an_hour_at_threshold_is_a_load_of_100() -> None:
    hour = Structure("running", (Single("steady", Step(End("duration", 3600), Target(pace="T"))),))
    assert estimate(hour).load == pytest.approx(100)
    assert estimate(hour).hard_minutes == 60
    assert estimate(hour).distance is None
    assert estimate(hour, {"T": 4.0}).distance == 14_400


def test_flatten_marks_repetitions_and_sets() -> None:
    flat = flatten(_threshold(2, 2))
    marks = [(f.role, f.repetition, f.set) for f in flat]
    assert marks[1] == ("work", (1, 2), (1, 2))
    assert marks[5] == ("set_recovery", None, (1, 2))
    assert [f.zone for f in flat] == [2, 4, 1, 4, 1, 1, 4, 1, 4, 1, 2]
    assert sum(f.seconds for f in flat) == 1200 + 4 * 420 + 180


@given(structures())
def test_time_is_split_without_loss(structure: Structure) -> None:
    total = estimate(structure)
    parts = total.easy_seconds + total.moderate_seconds + total.hard_seconds
    assert parts == pytest.approx(total.duration)
    assert sum(f.seconds for f in flatten(structure)) == pytest.approx(total.duration)
    assert total.load >= 0


def test_describe_says_it_in_words() -> None:
    words = describe(_threshold())
    assert words.title == "5 × 6 min threshold, 1 min jog"
    assert words.warmup == "10 min easy"
    assert describe(_threshold(2, 2)).title == "2 × (2 × 6 min threshold, 1 min jog), 3 min walk between sets"


def test_power_zones_follow_coggan() -> None:
    def zone(fraction: float) -> int:
        step = Step(End("duration", 60), Target(power=PowerRange(fraction, fraction)))
        return flatten(Structure("cycling", (Single("steady", step),)))[0].zone

    assert [zone(f) for f in (0.5, 0.7, 0.85, 1.0, 1.1, 1.4, 1.8)] == [1, 2, 3, 4, 5, 6, 7]


@given(structures(), st.floats(0.1, 1.0))
def test_scaling_down_never_adds(structure: Structure, factor: float) -> None:
    smaller = scale(structure, factor)
    assert problems(smaller) == ()
    assert main_seconds(smaller) <= main_seconds(structure) + 1e-6


def test_scale_changes_the_number_not_the_pace() -> None:
    smaller = scale(_threshold(), 0.8)
    assert smaller == _threshold(4)
    assert change_repeats(_threshold(), -9) == _threshold(1)
    assert change_repeats(_threshold(), 1) == _threshold(6)


def test_pad_lasts_exactly_as_long_as_asked() -> None:
    padded = pad(_threshold(), 4500)
    assert padded is not None
    assert estimate(padded).duration == 4500
    assert main_seconds(padded) == main_seconds(_threshold())
    assert pad(_threshold(), 2400) is None
