"""What can be wrong with what is recorded of people: the one list of rules. Pure: no Django.

A fact is *missing*; or it is *undecided*, known too loosely for some target on the day; or facts
are a *contradiction*: they cannot all be right. What no target can look past (missing,
undecided) is read off the people frame by whoever measures; see contradictions.py for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from apps.cadres.codes import LADDERS


class Severity(StrEnum):
    """What is wrong with a fact."""

    MISSING = "missing"
    UNDECIDED = "undecided"
    CONTRADICTION = "contradiction"


class Fact(StrEnum):
    """The fact that mending settles; NONE when no target looks at it."""

    BORN = "born"
    GENDER = "gender"
    QUALIFICATION = "qualification"
    TRAINING = "training"
    PERSON = "person"  # whether the record stands for a person of its own
    NONE = ""


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong, and the fact that is settled by mending it."""

    code: str
    severity: Severity
    fact: Fact
    kind: str = ""  # of the qualification


def _rules() -> tuple[Rule, ...]:
    missing, undecided, wrong = Severity.MISSING, Severity.UNDECIDED, Severity.CONTRADICTION
    return (
        Rule("no_born", missing, Fact.BORN),
        Rule("no_gender", missing, Fact.GENDER),
        *(Rule(f"no_{kind}", missing, Fact.QUALIFICATION, kind) for kind in LADDERS),
        Rule("born_day", undecided, Fact.BORN),
        *(Rule(f"{kind}_day", undecided, Fact.QUALIFICATION, kind) for kind in LADDERS),
        Rule("training_day", undecided, Fact.TRAINING),
        Rule("number_gender", wrong, Fact.GENDER),
        Rule("number_born", wrong, Fact.BORN),
        Rule("number_province", wrong, Fact.NONE),
        Rule("number_sealed", wrong, Fact.NONE),
        Rule("young_post", wrong, Fact.BORN),
        Rule("early_award", wrong, Fact.BORN),
        Rule("early_training", wrong, Fact.BORN),
        Rule("same_post", wrong, Fact.NONE),
        Rule("duplicate", wrong, Fact.PERSON),
    )


RULES = _rules()
RULE = {rule.code: rule for rule in RULES}
