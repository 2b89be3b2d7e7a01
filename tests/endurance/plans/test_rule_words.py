"""Every rule of a plan has its line in the documentation, and no line is left over."""

import pathlib
import re

SRC = pathlib.Path(__file__).resolve().parents[3]
PAGE = SRC / "docs" / "science" / "plan_rules.md"


def test_every_rule_is_documented_once() -> None:
    code = "".join(path.read_text() for path in (SRC / "src/paceline/endurance/plans").glob("rules*.py"))
    made = set(re.findall(r'(?:broken|doubtful|make)\(\s*"([a-z-]+)"', code)) | {"spacing-masters"}
    lines = re.findall(r"^\| `([a-z-]+)` \| (.+?) \| (.+?) \|$", PAGE.read_text(), flags=re.MULTILINE)
    named = [id for id, _, _ in lines]
    assert len(named) == len(set(named)) >= 35
    assert set(named) == made
    assert all(line.endswith(".") or line.endswith(").") for _, _, line in lines)
