"""Words around lists of people: tabs, sums, reasons, names of targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.presentation import labels, marks, numbers
from apps.presentation.lists.who_words import why, why_title
from apps.targets.conditions import AgeBelow
from apps.targets.models import TargetVersion

register = template.Library()
register.filter("why", why)
register.filter("why_title", why_title)
GROUPS = ("met", "not_met", "unknown", "outside")
_NOBODY = {
    "met": gettext_lazy("Nobody of the population meets the condition on this day."),
    "not_met": gettext_lazy("Everybody of the population meets the condition, or may meet it."),
    "unknown": gettext_lazy("Every record says what is needed to decide."),
    "outside": gettext_lazy("Everybody who serves here belongs to the population."),
}


@dataclass(frozen=True)
class Tab:
    """One of the four lists."""

    group: str
    word: Any
    count: int
    is_current: bool


@register.filter
def tabs(who: Any, asked: Any) -> list[Tab]:
    """Return the tabs of the four lists with the counts of the figure.

    A list that is not part of the figure shows how many are found.
    """
    return [
        Tab(
            group,
            labels.COUNTS[group].word,
            who.stored.get(group, who.found[group]),
            group == asked.group,
        )
        for group in GROUPS
    ]


@register.filter
def who_sum(who: Any, asked: Any) -> str:
    """Say how the counts make up the population."""
    counts = {group: numbers.whole(count) for group, count in who.stored.items()}
    total = numbers.whole(sum(who.stored.values()))
    return _(
        "Met %(met)s + not met %(not_met)s + unknown %(unknown)s = %(total)s people counted."
    ) % {**counts, "total": total}


@register.filter
def who_head(who: Any, asked: Any) -> str:
    """Say which list is shown and how many are in it."""
    count = who.stored.get(asked.group, who.found[asked.group])
    return _("%(list)s: %(count)s people.") % {
        "list": labels.COUNTS[asked.group].word,
        "count": numbers.whole(count),
    }


@register.filter
def who_changes(who: Any) -> str:
    """Say that the facts changed after the run, and what the lists hold now."""
    said = []
    if who.changed:
        count = numbers.whole(len(who.changed))
        said.append(_("Records changed after this run: %(count)s people.") % {"count": count})
    if not who.is_as_stored:
        found = {group: numbers.whole(who.found[group]) for group in who.stored}
        said.append(
            _(
                "As the records stand now: met %(met)s, not met %(not_met)s, unknown %(unknown)s;"
                " the lists below show these people."
            )
            % found
        )
    else:
        said.append(_("The counts are still the same."))
    return " ".join(said)


@register.filter
def nobody(group: str) -> Any:
    """Say what an empty list means."""
    return _NOBODY[group]


@register.simple_tag
def thin_bullet(score: Any, scale_bp: int) -> SafeString:
    """Draw a small bullet for a table."""
    return marks.bullet(score, scale_bp, css=f"thin {labels.VERDICTS[score.verdict].css}")


@register.filter
def outlook_why(outlook: Any, version: TargetVersion) -> str:
    """Say why people who are met now no longer will be, and how many will be anew."""
    criterion = version.what()
    age = criterion.years if isinstance(criterion, AgeBelow) else None
    lapsed = _("%(count)s will no longer meet the condition")
    if age is not None:
        lapsed = _("%(count)s will reach the age of %(age)s")
    said = [
        (outlook.lapsed, lapsed),
        (outlook.retired, _("%(count)s will retire")),
        (outlook.gone, _("%(count)s will have left the post")),
        (outlook.gained, _("%(count)s will newly meet it")),
    ]
    return ", ".join(
        text % {"count": numbers.whole(count), "age": age} for count, text in said if count
    )


@register.filter
def provisional_note(version: Any) -> str:
    """Return what is provisional about a target, in the reader's language."""
    if not numbers.is_vietnamese() and version.provisional_en:
        return version.provisional_en
    return version.provisional
