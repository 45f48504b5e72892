"""What can be typed of acts: each under a name that stays when days, ages or thresholds change.

The names stand in addresses and in what is kept of a scenario.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.metrics.core.acts import Act, Newcomer, PostKind, Question
from apps.metrics.core.mix import Line
from apps.presentation import labels
from apps.presentation.mixes import Names, act_words, age_words
from apps.targets.conditions import AgeBelow
from apps.targets.states import age_cut

# So many kinds of new people can be typed.
GROUPS = range(1, 6)
FEMALE = "female"


@dataclass(frozen=True)
class Offers:
    """What the conditions of a question can tell apart, by name."""

    acts: Mapping[str, Act]
    ages: Mapping[str, AgeBelow]
    posts: Mapping[str, PostKind]
    asks_gender: bool

    @classmethod
    def of(cls, asked: Question, posts: Sequence[PostKind]) -> Offers:
        """Name the acts, the ages and the posts of a question."""
        acts: dict[str, Act] = {}
        for category, courses in asked.courses.items():
            acts |= {f"course-{category}-{at}": one for at, one in enumerate(courses, 1)}
        for kind, awards in asked.awards.items():
            acts |= {f"level-{kind}-{one.level}": one for one in awards}
        ages = sorted(asked.ages, key=lambda tip: age_cut(tip, asked.day))
        return cls(
            acts=acts,
            ages={f"age-{at}": tip for at, tip in enumerate(ages, 1)},
            posts={_post_name(post): post for post in posts},
            asks_gender=asked.asks_gender,
        )

    def newcomer(self, post: str, marks: Sequence[str]) -> Newcomer:
        """Return the kind of new person that a post and some marks describe."""
        # Who is young enough for one condition is so for those that ask for less.
        ages = [tip for name, tip in self.ages.items() if name in marks]
        gender = (FEMALE if FEMALE in marks else "male") if self.asks_gender else ""
        acts = tuple(self.acts[mark] for mark in marks if mark in self.acts)
        return Newcomer(self.posts[post], ages[-1] if ages else None, gender, acts)

    def marks(self, categories: Names) -> list[tuple[str, str]]:
        """Return what can be said of a new person, with its words."""
        said = [(FEMALE, _("a woman"))] if self.asks_gender else []
        said += [(name, age_words(tip)) for name, tip in self.ages.items()]
        return [*said, *((name, act_words(act, categories)) for name, act in self.acts.items())]


def typed(offers: Offers, lines: Sequence[Line]) -> dict[str, list[str]] | None:
    """Return the lines of a mix as they would be typed; None when they are too many kinds."""
    names = {act: name for name, act in offers.acts.items()}
    ages = {tip: name for name, tip in offers.ages.items()}
    found: dict[str, list[str]] = {}
    groups = iter(GROUPS)
    for line in lines:
        if not isinstance(line.what, Newcomer):
            found[f"act-{names[line.what]}"] = [str(line.count)]
            continue
        group = next(groups, None)
        if group is None:
            return None
        found |= _typed_newcomer(group, line, names, ages)
    return found


def _typed_newcomer(
    group: int, line: Line, names: Mapping[Act, str], ages: Mapping[AgeBelow, str]
) -> dict[str, list[str]]:
    person = line.what
    assert isinstance(person, Newcomer)
    marks = [FEMALE] if person.gender == FEMALE else []
    marks += [ages[person.age]] if person.age else []
    marks += [names[act] for act in person.acts]
    return {
        f"new-{group}": [str(line.count)],
        f"post-{group}": [_post_name(person.post)],
        f"who-{group}": marks,
    }


def _post_name(post: PostKind) -> str:
    leads = "leads" if post.is_leadership else "serves"
    return f"{leads}:{post.managed_by}:{post.unit_kind}"


def post_words(post: PostKind) -> str:
    """Say what a post is, in short."""
    leads = _("leads") if post.is_leadership else _("does not lead")
    kind = labels.word(post.unit_kind, "UNIT_KINDS")
    manager = labels.word(post.managed_by, "MANAGED_BY")
    said = {"kind": kind, "leads": leads, "manager": manager}
    return _("%(kind)s, %(leads)s, managed by: %(manager)s") % said
