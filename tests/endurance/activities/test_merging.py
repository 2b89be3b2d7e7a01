"""Of two recordings of one session nothing is lost that only the second says."""

from typing import Any

from paceline.endurance.activities.files.merging import FLAGS, MEASURED, SAID, merged

EMPTY: dict[str, Any] = {
    **dict.fromkeys((*MEASURED, *SAID, "load", "load_method", "retain_until")),
    **dict.fromkeys(FLAGS, False),
    **dict.fromkeys(("quality", "pauses", "sets", "lengths"), ()),
    **{kind: {} for kind in ("reasons", "cautions")},
    **{"name": "", "notes": "", "load_reason": "", "shareable": True, "ai_allowed": True},
}


def both(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    return merged(EMPTY | first, EMPTY | second, second_is_better=False, first_is_unnamed=False)


def test_feel_gear_and_flags_of_the_second_are_kept_where_the_first_says_nothing() -> None:
    found = both({}, {"feel": 4, "gear_id": "shoes", "race": True, "indoor": True, "rpe": 7})
    assert {name: found[name] for name in ("feel", "gear_id", "race", "indoor", "commute", "rpe")} == {
        "feel": 4,
        "gear_id": "shoes",
        "race": True,
        "indoor": True,
        "commute": False,
        "rpe": 7,
    }


def test_what_the_first_says_stays() -> None:
    found = both({"feel": 2, "gear_id": "old shoes", "commute": True}, {"feel": 4, "gear_id": "shoes"})
    assert (found["feel"], found["gear_id"], found["commute"]) == (2, "old shoes", True)


def test_the_stricter_terms_hold() -> None:
    found = both({"shareable": False}, {"ai_allowed": False})
    assert (found["shareable"], found["ai_allowed"]) == (False, False)
