"""Typed workouts: what they mean, what is refused and where, and that nothing is lost either way."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paceline.science.endurance.structure import (
    End,
    PowerRange,
    Range,
    Repeats,
    Single,
    Sport,
    Step,
    Structure,
    Target,
    UnreadableText,
    describe,
    estimate,
    from_json,
    from_text,
    problems,
    scale,
    to_json,
    to_text,
)

JOG = Target(pace="jog")


def minutes(length: float, target: Target | None = None) -> Step:
    return Step(End("duration", length * 60), target or Target())


def alone(text: str, sport: Sport = "running") -> Step:
    (only,) = from_text(text, sport).segments
    assert isinstance(only, Single)
    return only.step


def test_a_workout_as_it_is_said() -> None:
    easy = minutes(10, Target(pace="E"))
    block = Repeats(Step(End("distance", 800), Target(pace="I")), Step(End("distance", 400), JOG), 6)
    assert from_text("10' E, 6x800 I / 400 jog, 10' E") == Structure(
        "running", (Single("warmup", easy), block, Single("cooldown", easy))
    )


def test_sets_with_the_target_behind_the_bracket() -> None:
    (block,) = from_text('3x(3x30"/30") 120%', "cycling").segments
    work = Step(End("duration", 30), Target(power=PowerRange(1.2, 1.2)))
    assert block == Repeats(work, Step(End("duration", 30)), 3, 3)
    between = from_text('3x(13x30" 120% / 15" 50%) / 3\' 45%', "cycling").segments[0]
    assert isinstance(between, Repeats)
    assert between.set_recovery == minutes(3, Target(power=PowerRange(0.45, 0.45)))


@pytest.mark.parametrize(
    ("text", "end", "target"),
    [
        ("20' @ 88-94% FTP", End("duration", 1200), Target(power=PowerRange(0.88, 0.94))),
        ("5 km @ 4:05/km", End("distance", 5000), Target(speed=Range(4.0816, 4.0816))),
        ("5k 4:10–4:00/km", End("distance", 5000), Target(speed=Range(4.0, 4.1667))),
        ("1 mi 6:00/mi", End("distance", 1609.344), Target(speed=Range(4.4704, 4.4704))),
        ("100m @ 1:40/100m", End("distance", 100), Target(speed=Range(1.0, 1.0))),
        ("30 min 12 km/h", End("duration", 1800), Target(speed=Range(3.3333, 3.3333))),
        ("until lap", End("lap"), Target()),
        ("until HR > 150 Z2", End("heart_rate_above", 150), Target(heart_rate_zone=2)),
        ("until HR < 120", End("heart_rate_below", 120), Target()),
        ("until power > 300 W", End("power_above", 300), Target()),
        ("until under 150 W", End("power_below", 150), Target()),
        ("300 kcal", End("calories", 300), Target()),
        ("until 300 kcal RPE 3-4", End("calories", 300), Target(rpe=Range(3, 4))),
        ("1h15 HR 150", End("duration", 4500), Target(heart_rate=Range(150, 150))),
        ("1 h 15 min HR 140-150 bpm", End("duration", 4500), Target(heart_rate=Range(140, 150))),
        ("2'30\" 250 W", End("duration", 150), Target(power=PowerRange(250, 250, "watts"))),
        ("1:30:00 easy", End("duration", 5400), Target(pace="E")),
        ("5:00 at 10K pace", End("duration", 300), Target(pace="10K")),
        ("90 s half marathon pace", End("duration", 90), Target(pace="HM")),
        ('20 min "tall and quick"', End("duration", 1200), Target()),
    ],
)
def test_every_end_and_target(text: str, end: End, target: Target) -> None:
    step = alone(text)
    assert (step.end, step.target) == (end, target)


@pytest.mark.parametrize(
    ("text", "words", "again"),
    [
        ("8x1 mile MP / 0.5 mi E", "8 × 1 mile marathon pace, 0.5 mile easy", "8x1 mi MP / 0.5 mi E"),
        ("2 miles T", "2 miles threshold", "2 mi T"),
        ("26.5 mi E", "26.5 miles easy", "26.5 mi E"),
        ("804.672 m I", "0.5 mile interval pace", "0.5 mi I"),
        ("1609.34 m T", "1 mile threshold", "1609.34 m T"),
        ("1600 m T", "1600 m threshold", "1600 m T"),
        ("0.3 mi R", "482.803 m repetition pace", "482.8032 m R"),
    ],
)
def test_whole_and_half_miles_stay_miles(text: str, words: str, again: str) -> None:
    structure = from_text(text)
    assert describe(structure).title == words
    assert to_text(structure) == again
    assert from_text(again) == structure


@given(st.integers(1, 600))
def test_no_mile_is_lost_in_the_text(halves: int) -> None:
    structure = Structure("running", (Single("steady", Step(End("distance", halves / 2 * 1609.344))),))
    assert to_text(structure) == f"{halves / 2:g} mi"
    assert from_text(to_text(structure)) == structure


def test_metres_and_minutes_cannot_be_confused() -> None:
    assert alone("100 m").end == alone("100m").end == alone("100").end == End("distance", 100)
    assert alone("100 min").end == alone("100min").end == alone("100'").end == End("duration", 6000)
    assert alone("100 mi").end == End("distance", 160934.4)
    for seconds in (100 * 60, 100):
        assert to_text(Structure("running", (Single("steady", Step(End("duration", seconds))),))) in ("1h40'", '100"')
    assert to_text(Structure("running", (Single("steady", Step(End("distance", 100))),))) == "100 m"


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "Write what to do"),
        ("10 E", 1, 1, "10 of what?"),
        ("10' E, 6x blah", 1, 11, "“blah” is no length"),
        ("10' E\n6x800 Q / 400 jog", 2, 7, "“Q” is no effort"),
        ("10' E 20' T", 1, 7, "“20'” is no effort"),
        ('3x(3x(3x30"))', 1, 6, "deeper"),
        ('3x(30" / 30"', 1, 13, "close it with )"),
        ('3x(30" / 15" / 10")', 1, 14, "close it with )"),
        ("10' E T", 1, 7, "second pace"),
        ("until 150", 1, 1, "until what"),
        ("warm-up: 6x800 I", 1, 1, "one step"),
        ("10' E, 99x800 I", 1, 8, "99 repetitions looks wrong"),
        ("10' E, 2 s T", 1, 8, "2.0 seconds looks wrong"),
        ("10' 400% FTP", 1, 1, "FTP fraction"),
        ("10' 0:00/km", 1, 12, "nought"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(UnreadableText) as caught:
        from_text(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in caught.value.sentence
    assert str(column) in str(caught.value)


def ranges(low: float, high: float) -> st.SearchStrategy[Range]:
    ends = st.one_of(st.floats(low, high), st.integers(int(low) + 1, int(high)).map(float))
    return st.tuples(ends, ends).map(lambda pair: Range(min(pair), max(pair)))


def ends() -> st.SearchStrategy[End]:
    kinds = ["duration", "distance", "heart_rate_above", "heart_rate_below", "power_above", "power_below", "calories"]
    value = st.one_of(st.integers(50, 200), st.integers(5, 40).map(lambda n: n * 5 + 20), st.floats(50, 200))
    return st.one_of(st.just(End("lap")), st.builds(End, st.sampled_from(kinds), value))  # type: ignore[arg-type]


def steps() -> st.SearchStrategy[Step]:
    words = st.none() | st.text(min_size=1, max_size=20)
    shares = ranges(0.2, 3).map(lambda r: PowerRange(r.low, r.high))
    watts = ranges(20, 2500).map(lambda r: PowerRange(r.low, r.high, "watts"))
    targets = st.builds(
        Target,
        pace=st.none() | st.sampled_from(["walk", "jog", "E", "M", "MP", "HM", "T", "10K", "5K", "I", "3K", "R"]),
        heart_rate_zone=st.none() | st.integers(1, 7),
        power=st.none() | shares | watts,
        rpe=st.none() | ranges(1, 10),
        cue=words,
        heart_rate=st.none() | ranges(40, 230),
        speed=st.none() | ranges(0.5, 20),
    )
    return st.builds(Step, ends(), targets, words)


def structures() -> st.SearchStrategy[Structure]:
    single = st.builds(Single, st.sampled_from(["warmup", "steady", "cooldown"]), steps())
    rest = st.none() | steps()
    kinds = st.sampled_from(["interval", "strides", "drills"])
    one_set = st.builds(Repeats, steps(), rest, st.integers(1, 60), kind=kinds)
    sets = st.builds(Repeats, steps(), rest, st.integers(1, 10), st.integers(2, 4), rest, kinds)
    segments = st.lists(st.one_of(single, one_set, sets), min_size=1, max_size=5).map(tuple)
    return st.builds(Structure, st.sampled_from(["running", "cycling", "swimming", "strength"]), segments)


@given(structures())
def test_nothing_is_lost_between_structure_and_text(structure: Structure) -> None:
    assert problems(structure) == ()
    for separator in (", ", "\n"):
        assert from_text(to_text(structure, separator), structure.sport) == structure
    assert from_json(to_json(structure)) == structure


LENGTHS = st.sampled_from(["10'", '90"', "1h15", "800", "5 km", "3 mi", "until lap", "until HR > 150", "200 kcal"])
EFFORTS = st.sampled_from(["", "E", "T", "90%", "88-94% FTP", "250 W", "HR 150", "Z2", "4:05/km", "RPE 7", '"calm"'])


@st.composite
def typed(draw: st.DrawFn) -> str:
    """What somebody might type."""

    def step() -> str:
        return f"{draw(LENGTHS)} {draw(EFFORTS)}".strip()

    def part() -> str:
        shape = draw(st.sampled_from(["{a}", "6x{a}", "6x{a} / {b}", "3x(4x{a} / {b})", "2x(5x{a} / {b}) / {c}"]))
        label = draw(st.sampled_from(["", "strides: "])) if "x" in shape else draw(st.sampled_from(["", "warm-up: "]))
        return label + shape.format(a=step(), b=step(), c=step())

    return draw(st.sampled_from([", ", "\n", "; "])).join(part() for _ in range(draw(st.integers(1, 5))))


@given(typed())
@example("50' E, 6x20\" R")
@example("10' E, 10' E")
@example("until HR > 150\n10'")
def test_nothing_is_lost_between_text_and_structure(text: str) -> None:
    structure = from_text(text)
    assert from_text(to_text(structure)) == structure


@given(st.text(max_size=60) | st.text(alphabet="0123456789x()/'\" ,EmTW%-:k", max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        structure = from_text(text)
    except UnreadableText as problem:
        assert 0 <= problem.at <= len(text)
        assert problem.sentence.rstrip().endswith(".")
    else:
        assert problems(structure) == ()


def test_a_speed_counts_in_sums_and_words() -> None:
    structure = from_text("5 km @ 4:05/km")
    total = estimate(structure, {"T": 1000 / 245})
    assert total.duration == pytest.approx(1225, abs=0.1)
    assert total.zone_seconds[3] == pytest.approx(1225, abs=0.1)
    assert total.load == pytest.approx(1225 / 36, rel=0.01)
    assert describe(structure).title == "5 km 4:05/km"
    assert describe(from_text("30' HR 140-150")).title == "30 min 140–150 bpm"
    assert describe(from_text("10' T, main: until HR < 120")).main == ("10 min threshold", "until under 120 bpm")


def test_newer_targets_are_marked_with_the_version_that_knows_them() -> None:
    assert to_json(from_text("10' T"))["version"] == 1
    assert to_json(from_text("10' HR 150"))["version"] == 2
    assert from_json({"version": 1, "segments": to_json(from_text("10' T"))["segments"]}) == from_text("10' T")


def test_energy_grows_and_what_waits_stays() -> None:
    assert scale(from_text("300 kcal"), 1.1).segments == from_text("330 kcal").segments
    assert scale(from_text("until HR > 150"), 2) == from_text("until HR > 150")
