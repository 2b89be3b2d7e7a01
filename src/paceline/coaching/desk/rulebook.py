"""Every rule that can bring an athlete into the queue, in words: one table that the page and the reference are made from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its identifier: when it fires, how much it counts, how soon to reply, and where that comes from."""

    id: str
    about: str
    fires: str
    points: str
    reply: str
    source: str


RULES = (
    Rule(
        "checkins.red_flag",
        "Red flag",
        "Chest pain, fainting, signs of bone stress or of too little energy, a pregnancy or an age under 18 was "
        "mentioned in the last three days; no training advice was given that day.",
        "90",
        "1 h for chest pain and fainting; 12 h",
        "Warden et al. 2014 and Mountjoy et al. 2023 for bones and energy; points are our choice",
    ),
    Rule(
        "checkins.diary",
        "Injury diary",
        "A health problem cut training or performance moderately or more, in the diary of this week or the last.",
        "36",
        "24 h",
        "OSTRC-H2, Clarsen et al. 2020; points are our choice",
    ),
    Rule(
        "checkins.pain",
        "Pain",
        "Pain of 4 or more of 10 was said in the last three days; the latest word on each place counts.",
        "30, 36, 44, 55, 70 by level",
        "12 h; 1 h from 7 of 10",
        "Boonstra et al. 2014 for “moderate from 4”; points are our choice",
    ),
    Rule(
        "checkins.illness",
        "Illness",
        "Being ill was said in the last three days: a cold above the neck, or fever and below the neck.",
        "24 or 60",
        "24 h; 4 h with fever",
        "Points are our choice",
    ),
    Rule(
        "checkins.silence",
        "Silence",
        "No check-in for two whole calendar days or more, by somebody who has checked in before.",
        "24, 34, 40, 44 from 2, 4, 7, 14 days",
        "24 h",
        "Our choice",
    ),
    Rule(
        "readiness.red",
        "Red readiness",
        "Readiness of today or yesterday is red.",
        "44, 52, 60 by score",
        "4 h",
        "docs/science/readiness.md; points are our choice",
    ),
    Rule(
        "readiness.falling",
        "Falling readiness",
        "Readiness is 15 or more below its best of the week, on at least four known days.",
        "22",
        "24 h",
        "Our choice",
    ),
    Rule(
        "metrics.session_spike",
        "Longest session",
        "One session was over 1.3 times the longest of the 30 days before. Asked before every weekly share.",
        "24, or 36 over 2 times",
        "24 h",
        "Frandsen et al. 2025; docs/science/session_spike.md",
    ),
    Rule(
        "metrics.ramp",
        "Ramp",
        "Fitness rose by more than 8 in a week.",
        "20, or 28 over 10",
        "24 h",
        "docs/science/ramp_rate.md; points are our choice",
    ),
    Rule(
        "metrics.load_spike",
        "Week against month",
        "The week’s load is over 1.3 times the month’s, the three weeks before it were each trained, their load was at "
        "least 10 a day, and no single session explains it.",
        "16, or 26 over 1.5 times",
        "24 h",
        "Descriptive only (Impellizzeri 2020); docs/science/acute_chronic_ratio.md",
    ),
    Rule(
        "calendar.missed",
        "Missed sessions",
        "Sessions of the last seven days were missed; those still due do not count.",
        "22 a key session, 9 any other, 54 at most",
        "24 h",
        "Our choice",
    ),
    Rule(
        "calendar.short",
        "Sessions cut short",
        "At least three sessions of the last seven days came to less than 70 % of the plan.",
        "22, or 30 below 50 %",
        "48 h",
        "Our choice",
    ),
    Rule(
        "cases.task_late",
        "Late task",
        "A task of your own for the athlete was due before today.",
        "22, 28, 34 from 1, 3, 7 days",
        "24 h",
        "Our choice",
    ),
)


def rules_text(rails: tuple[tuple[str, str], ...]) -> str:
    """The page of the reference: the rules, and what holds back an automatic change."""
    head = "| rule | what | when it counts | points of 100 | reply within | source |\n| --- | --- | --- | --- | --- | --- |"
    rows = [f"| `{one.id}` | {one.about} | {one.fires} | {one.points} | {one.reply} | {one.source} |" for one in RULES]
    held = [f"| `{name}` | {sentence} |" for name, sentence in rails]
    parts = [
        "# Rules of the queue",
        "What brings an athlete into their coach’s queue. The points of everything that holds add up to a risk of at most "
        "100; 70 and more is critical, 45 and more a caution, and below 20 nobody is bothered.",
        "\n".join([head, *rows]),
        "## What holds back an automatic change",
        "\n".join(["| guardrail | in words |", "| --- | --- |", *held]),
    ]
    return "\n\n".join(parts) + "\n"
