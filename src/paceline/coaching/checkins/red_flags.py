"""Red flags: answers and words that no programme should answer with training, and the fixed texts it answers with.

The texts never diagnose and never advise on training; they say who to turn to. They are fixed, so that they can be
reviewed once and hold for everybody. What is looked for is deliberately wide: a needless question is cheaper than a
missed one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

FlagKind = Literal["chest_pain", "fainting", "bone_stress", "low_energy", "pregnancy", "minor"]
KINDS: tuple[FlagKind, ...] = get_args(FlagKind)
# Bones that carry a runner's weight, where severe pain is treated as a possible stress injury until somebody has looked
# (Warden, Davis & Fredericson 2014, J Orthop Sports Phys Ther 44:749).
BEARING = ("foot", "shin", "hip", "groin")
BONE_PAIN = 7
CHEST_PAIN = 1
ADULT = 18
# Three months without a period in somebody who had them (Mountjoy et al. 2023, IOC consensus on REDs, Br J Sports Med 57:1073).
DAYS_WITHOUT_PERIOD = 90


@dataclass(frozen=True, slots=True)
class FlagWords:
    """What a person reads: a heading, the careful text, and what their coach's queue says."""

    title: str
    text: str
    coach: str
    is_urgent: bool = False


WORDS: dict[FlagKind, FlagWords] = {
    "chest_pain": FlagWords(
        "Please have this looked at now",
        "You mentioned pain or pressure in the chest. If it is there now, or comes with breathlessness, sweating or "
        "pain in the arm or jaw, call your emergency number. Otherwise speak to a doctor today. "
        "Paceline gives no training advice today.",
        "Mentioned pain or pressure in the chest. Please call them; Paceline gave no training advice.",
        is_urgent=True,
    ),
    "fainting": FlagWords(
        "Please have this looked at now",
        "You mentioned fainting or nearly fainting. If you feel unwell now, call your emergency number, and do not stay "
        "alone. Otherwise speak to a doctor today. Paceline gives no training advice today.",
        "Mentioned fainting or nearly fainting. Please call them; Paceline gave no training advice.",
        is_urgent=True,
    ),
    "bone_stress": FlagWords(
        "This needs a clinician’s look",
        "What you describe can be a sign of an injured bone. Only an examination can tell. Please speak to a doctor or "
        "physiotherapist within the next days, and keep weight off it as far as you can until then. "
        "Paceline gives no training advice today.",
        "Describes signs that can come from an injured bone. Please speak with them; Paceline gave no training advice.",
    ),
    "low_energy": FlagWords(
        "This is worth talking about",
        "What you describe can mean that your body gets less energy than it needs. It is common, it is nobody’s fault, "
        "and it can be treated. Please speak to a doctor, or to somebody you trust, soon. "
        "Paceline gives no training advice today.",
        "Describes signs that can come from too little energy. Please speak with them gently and without talk of "
        "weight; Paceline gave no training advice.",
    ),
    "pregnancy": FlagWords(
        "Training in pregnancy belongs in good hands",
        "You mentioned a pregnancy. Moving can be good for you both, and how much is for you and your midwife or doctor "
        "to decide; a programme cannot. Paceline gives no training advice today.",
        "Mentioned a pregnancy. Plans need their midwife’s or doctor’s word; Paceline gave no training advice.",
    ),
    "minor": FlagWords(
        "Training while you grow is planned with people",
        "You mentioned that you are under 18. Please plan your training with a coach who knows you and with a parent or "
        "guardian; a programme cannot do that for you. Paceline gives no training advice today.",
        "Mentioned being under 18. Please plan with them and a parent or guardian; Paceline gave no training advice.",
    ),
}

_PHRASES: dict[FlagKind, tuple[str, ...]] = {
    "chest_pain": (
        r"chest (is |was |feels? |felt )?(pains?|pressure|tight\w*|hurt\w*|ache\w*|aching|burn\w*|discomfort)",
        r"(pains?|pressure|tight\w*|stabbing|burning|discomfort) (in|on|across|around|over) (my |the )?(chest|heart)",
        r"(tight|painful|heavy) chest",
        r"palpitations?",
        r"heart (was |is |keeps? |kept )?(racing at rest|skipping|fluttering|stopp\w+)",
    ),
    "fainting": (
        r"faint(ed|ing)",
        r"(nearly|almost) fainted",
        r"pass(ed|ing) out",
        r"black(ed|ing) out",
        r"lost consciousness",
        r"collaps(ed|ing)",
        r"syncope",
    ),
    "bone_stress": (
        r"stress (fracture|reaction|injury)s?",
        r"bone (pain|hurts|aches?|injury)",
        r"(shin|foot|hip|groin|tibia|metatarsal|femur|heel)\b.{0,40}\b(at night|in bed|wakes? me|woke me)",
        r"(can ?not|can.?t|could ?n.?t|unable to) (put|bear|take) (any |my )?weight",
        r"hurts? to hop|(can ?not|can.?t) hop",
        r"(pinpoint|point) (pain|tender\w*)",
    ),
    "low_energy": (
        r"(missed|missing|lost|skipped|irregular) (my |a |another |two |three |several )?periods?",
        r"(no|not had (my|a)) period (for|since|in)",
        r"periods? (has |have )?(stopped|gone|disappeared)",
        r"amenorrh?o?ea",
        r"\breds?-?s\b|relative energy deficiency|low energy availability",
        r"(eating disorder|anorexi\w+|bulimi\w+|purg(e|ed|ing))",
        r"(made|making|make) myself (sick|vomit|throw up)",
        r"(skip\w*|stopped eating|not eating|afraid to eat|scared to eat|starv\w+)( \w+){0,2} (meals?|food|weight)|"
        r"(afraid|scared) (of eating|to eat)|starving myself",
    ),
    "pregnancy": (r"pregnan(t|cy)", r"expecting a (baby|child)", r"positive (pregnancy )?test for pregnancy"),
    "minor": (
        r"\bi(.?m| am) (only |just )?(9|1[0-7]|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
        r"( (years|yrs)( old)?| y/?o\b|\s*$|[.,;!?])",
        r"\bmy (9|1[0-7])th birthday",
        r"\bi(.?m| am) (under ?age|a minor|under (18|eighteen))",
    ),
}
_NEVER = r"(no|not|never|without|isn.?t|wasn.?t|aren.?t|don.?t|didn.?t|haven.?t|hasn.?t|neither|nor|denies|free of)"
# A denial reaches a few words ahead, and not over a “but”.
_DENIED = re.compile(rf"\b{_NEVER}\b(?!\s+(only|just))(?:\s+\w+){{0,4}}\s*$")
_CLAUSES = re.compile(r"[.;:!?\n]+|\bbut\b|\bthough\b|\bhowever\b")
_NEGATIVE_TEST = re.compile(r"\bnegative\b")
# What itself begins with a denial is not denied by it.
_PATTERNS = {kind: [re.compile(phrase) for phrase in phrases] for kind, phrases in _PHRASES.items()}


def flags_in_words(words: str) -> frozenset[FlagKind]:
    """What a note mentions and does not deny."""
    text = words.casefold().replace("’", "'")
    ends = [(one.start(), one.end()) for one in _CLAUSES.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(text)]
    clauses = [text[start:stop] for start, stop in zip(starts, stops, strict=True)]
    return frozenset(kind for kind in KINDS if any(_mentions(kind, clause.strip()) for clause in clauses))


def _mentions(kind: FlagKind, clause: str) -> bool:
    for pattern in _PATTERNS[kind]:
        for found in pattern.finditer(clause):
            if _DENIED.search(clause[: found.start()]):
                continue
            if kind == "pregnancy" and _NEGATIVE_TEST.search(clause):
                continue
            return True
    return False


def flags_in_pain(pains: Iterable[tuple[str, int]]) -> frozenset[FlagKind]:
    """What places and levels alone say: pain in the chest at all, severe pain where bones carry weight."""
    found: set[FlagKind] = set()
    for place, level in pains:
        if place == "chest" and level >= CHEST_PAIN:
            found.add("chest_pain")
        if level >= BONE_PAIN and place.rpartition(" ")[2] in BEARING:
            found.add("bone_stress")
    return frozenset(found)


def flags_in_cycle(days_since_period: int | None) -> frozenset[FlagKind]:
    """Three months without a logged period, in somebody who logs them."""
    absent = days_since_period is not None and days_since_period >= DAYS_WITHOUT_PERIOD
    return frozenset({"low_energy"}) if absent else frozenset()


def most_urgent_first(kinds: Iterable[FlagKind]) -> Sequence[FlagKind]:
    """In the order in which a person should read them."""
    return sorted(set(kinds), key=KINDS.index)
