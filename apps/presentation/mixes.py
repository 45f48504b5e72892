"""A smallest mix in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.cadres.words import qualification_word
from apps.metrics.core.acts import Act, Course, Newcomer
from apps.metrics.core.mix import Limit, Line
from apps.presentation import labels, numbers
from apps.targets.conditions import AgeBelow

Names = Mapping[str, str]


def line_sentence(line: Line, categories: Names) -> str:
    """Say what is to be done and how often: kinds only, nobody's name."""
    count = {"count": numbers.whole(line.count)}
    if isinstance(line.what, Newcomer):
        text = ngettext(
            "Appoint %(count)s new person: %(kind)s",
            "Appoint %(count)s new people: %(kind)s",
            line.count,
        )
        return text % (count | {"kind": newcomer_words(line.what, categories)})
    if isinstance(line.what, Course):
        text = ngettext(
            "Train %(count)s person who serves: %(course)s, by %(day)s",
            "Train %(count)s people who serve: %(course)s, by %(day)s",
            line.count,
        )
        said = {"course": _course(line.what, categories), "day": numbers.day(line.what.on)}
        return text % (count | said)
    text = ngettext(
        "Bring %(count)s person who serves to: %(level)s",
        "Bring %(count)s people who serve to: %(level)s",
        line.count,
    )
    return text % (count | {"level": act_words(line.what, categories)})


def newcomer_words(person: Newcomer, categories: Names) -> str:
    """Say what a new person has to be, and in what kind of post."""
    said = [_sex(person.gender)] if person.gender else []
    if person.age:
        said.append(age_words(person.age))
    said += [act_words(act, categories) for act in person.acts]
    post = person.post
    said.append(
        _("in a post that leads") if post.is_leadership else _("in a post that does not lead")
    )
    manager = labels.word(post.managed_by, "MANAGED_BY")
    said.append(_("managed by: %(manager)s") % {"manager": manager})
    kind = labels.word(post.unit_kind, "UNIT_KINDS")
    return ", ".join([*said, _("in a unit of the kind: %(kind)s") % {"kind": kind}])


def limit_words(limit: Limit, categories: Names) -> str:
    """Name a limit."""
    name, part = limit
    words = {
        "vacancies": _("posts falling vacant"),
        "recruits": _("recruitment quota"),
        "trainings": _("training seats"),
        "qualifications": _("degrees and levels"),
    }
    if not part:
        return words[name]
    of = categories.get(part, part)
    if name == "qualifications":
        of = labels.word(part, "QUALIFICATION_KINDS")
    return f"{words[name]} ({of})"


def _sex(gender: str) -> str:
    return _("a woman") if gender == "female" else _("a man")


def age_words(age: AgeBelow) -> str:
    """Say of a new person that they are young enough."""
    return _("under %(years)s years old") % {"years": age.years}


def act_words(act: Act, categories: Names) -> str:
    """Say what an act gives a person."""
    if isinstance(act, Course):
        return _("with the course: %(course)s") % {"course": _course(act, categories)}
    return qualification_word(act.kind, act.level, labels.language())


def _course(course: Course, categories: Names) -> str:
    return categories.get(course.category, course.category)
