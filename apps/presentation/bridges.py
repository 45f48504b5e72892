"""What changed between two days, in words and as a waterfall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.metrics.core.bridge import ABSENT, PARTS, Counts
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN
from apps.presentation import labels, numbers

MINUS = "\u2212"
COUNTED = ("met", "not_met", "unknown")
# A part, its word, and what it takes for a person to stand in it.
PART_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "corrected": (
        gettext_lazy("Records corrected"),
        gettext_lazy("more became known of the same day after its figures were published"),
    ),
    "target_changed": (
        gettext_lazy("Target changed"),
        gettext_lazy("the target began, ended or was defined otherwise"),
    ),
    "joined": (gettext_lazy("Joined service"), gettext_lazy("served nowhere in the city before")),
    "moved_in": (gettext_lazy("Moved in"), gettext_lazy("from another unit, or with a unit")),
    "left": (gettext_lazy("Left service"), gettext_lazy("serve nowhere in the city any more")),
    "moved_out": (gettext_lazy("Moved out"), gettext_lazy("to another unit, or with a unit")),
    "reclassified": (
        gettext_lazy("Post reclassified"),
        gettext_lazy("another post, other management or another kind of unit"),
    ),
    "qualified": (
        gettext_lazy("Gained a degree or level"),
        gettext_lazy("of education or of political theory"),
    ),
    "trained": (gettext_lazy("Trained"), gettext_lazy("a course completed in time")),
    "training_lapsed": (
        gettext_lazy("Training lapsed"),
        gettext_lazy("the course lies too far back by now"),
    ),
    "aged_out": (gettext_lazy("Passed an age"), gettext_lazy("a birthday came in between")),
}
# In a sentence, with the number of people.
_SAID: dict[str, str | Promise] = {
    "corrected": gettext_lazy("records corrected (%s)"),
    "target_changed": gettext_lazy("the target changed (%s)"),
    "joined": gettext_lazy("joined (%s)"),
    "moved_in": gettext_lazy("moved in (%s)"),
    "left": gettext_lazy("left (%s)"),
    "moved_out": gettext_lazy("moved out (%s)"),
    "reclassified": gettext_lazy("posts reclassified (%s)"),
    "qualified": gettext_lazy("gained a degree or level (%s)"),
    "trained": gettext_lazy("trained (%s)"),
    "training_lapsed": gettext_lazy("training lapsed (%s)"),
    "aged_out": gettext_lazy("passed an age (%s)"),
}
_STATES = {MET: "met", NOT_MET: "not_met", UNKNOWN: "unknown", OUTSIDE: "outside"}


def part_word(part: str) -> str:
    """Return the word for a part."""
    return str(PART_WORDS[part][0])


def part_meaning(part: str) -> str:
    """Say what stands in a part."""
    return str(PART_WORDS[part][1])


def count_word(count: str) -> str:
    """Return the word for one of the counts."""
    return str(labels.COUNTS[count].word)


def state_word(code: int) -> str:
    """Return the word for how a person counts."""
    return _("Not here") if code == ABSENT else str(labels.COUNTS[_STATES[code]].word)


def signed(change: int) -> str:
    """Write a change with its sign; a dash where there is none."""
    if not change:
        return numbers.DASH
    return f"{'+' if change > 0 else MINUS}{numbers.whole(abs(change))}"


def sentence(before: Counts, after: Counts, parts: Mapping[str, Counts]) -> str:
    """Say by how much the number of those who meet the condition changed, and what did it."""
    ups = [_told(part, parts[part][0]) for part in PARTS if parts[part][0] > 0]
    downs = [_told(part, -parts[part][0]) for part in PARTS if parts[part][0] < 0]
    if after[0] == before[0]:
        head = _("%(after)s of %(all)s people meet it, as many as of %(all_before)s before")
    elif after[0] > before[0]:
        head = _("%(after)s of %(all)s people meet it, up from %(before)s of %(all_before)s")
    else:
        head = _("%(after)s of %(all)s people meet it, down from %(before)s of %(all_before)s")
    counts = (before[0], sum(before), after[0], sum(after))
    names = ("before", "all_before", "after", "all")
    head %= dict(zip(names, map(numbers.whole, counts), strict=True))
    why = [
        text % {"why": ", ".join(told)}
        for text, told in ((_("more by: %(why)s"), ups), (_("fewer by: %(why)s"), downs))
        if told
    ]
    return f"{'; '.join([head, *why])}."


def _told(part: str, count: int) -> str:
    return str(_SAID[part]) % numbers.whole(count)


@dataclass(frozen=True)
class Bar:
    """One part of the waterfall: by how much it changes each count, and where its bar lies."""

    part: str
    changes: Counts
    drawn: SafeString

    @property
    def word(self) -> str:
        """The word for the part."""
        return part_word(self.part)

    @property
    def meaning(self) -> str:
        """What stands in the part."""
        return part_meaning(self.part)


def waterfall(before: int, parts: Mapping[str, Counts]) -> list[Bar]:
    """Return the parts in which anything moved, each with its bar for those who meet it.

    A bar begins where the one above ended; all lie on one scale, from the least to the most that
    the running count comes to.
    """
    shown = [part for part in PARTS if any(parts[part])]
    steps = [before]
    for part in shown:
        steps.append(steps[-1] + parts[part][0])
    low, high = min(steps), max(steps)
    return [
        Bar(part, parts[part], _bar(steps[i], steps[i + 1], low, max(high - low, 1)))
        for i, part in enumerate(shown)
    ]


def _bar(start: int, end: int, low: int, span: int) -> SafeString:
    """Draw a floating bar with a tick where it ends; the colours are those of the counts."""
    left, right = (_permille(value - low, span) for value in sorted((start, end)))
    kind = "up" if end > start else "down" if end < start else "level"
    tick = _permille(end - low, span)
    return mark_safe(
        f'<svg class="fall {kind}" aria-hidden="true"><rect class="b" x="{_percent(left)}"'
        f' width="{_percent(right - left)}"/><rect class="t" x="{_percent(tick)}"/></svg>'
    )


def _permille(value: int, whole: int) -> int:
    return (2000 * value + whole) // (2 * whole)


def _percent(permille: int) -> str:
    return f"{permille // 10}.{permille % 10}%"


def went(was: int, now: int) -> SafeString:
    """Show how a person counted before a part, and after it."""
    return format_html(
        '<span>{} <span aria-hidden="true">→</span><span class="spoken">{}</span> {}</span>',
        state_word(was),
        _("then"),
        state_word(now),
    )


def shifts(rows: Sequence[tuple[str, int, int]], people: tuple[int, int]) -> SafeString:
    """Write the weights of some units: name, people before, people after, of all ``people``."""
    said = [
        (name, f"{numbers.parts(before, people[0])} → {numbers.parts(after, people[1])}")
        for name, before, after in rows
    ]
    return format_html_join(", ", "<b>{}</b> ({})", said)
