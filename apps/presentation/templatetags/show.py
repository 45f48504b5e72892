"""What templates need to show a value: filters for numbers and dates, tags for shapes."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.presentation import labels, marks, numbers

register = template.Library()
register.filter("whole", numbers.whole)
register.filter("day", numbers.day)
register.filter("moment", numbers.moment)
register.filter("partial", numbers.partial)
register.filter("threshold", numbers.threshold)
register.filter("label", labels.word)
register.filter("level", labels.level)
register.filter("target_name", labels.target_name)


@register.filter
def ratio(score: Any) -> str:
    """Write a score's ratio, as a range when some are unknown."""
    return numbers.ratio_of(score)


@register.filter
def known_ratio(score: Any) -> str:
    """Write a score's ratio of those who are known to meet it, without the range."""
    return numbers.known_ratio_of(score)


@register.filter
def parts(score: Any) -> str:
    """Write the counts that a score's ratio is made of."""
    return numbers.parts(score.met, score.population)


@register.filter
def persons(score: Any) -> SafeString:
    """Say in a few words how many are short or to spare."""
    return marks.persons(score)


@register.filter
def persons_sentence(score: Any) -> SafeString:
    """Say in a sentence how many are short, by replacing and by adding, or to spare."""
    return marks.persons_sentence(score)


@register.filter
def in_fives(count: int) -> int:
    """Round a number of people to the nearest five, for who may not see them."""
    return 5 * ((count + 2) // 5)


@register.filter
def roughly(count: int | None) -> str:
    """Write a number that is only roughly known; None where it is under ten."""
    return (
        _("under 10") if count is None else _("about %(count)s") % {"count": numbers.whole(count)}
    )


@register.simple_tag
def icon(name: str, words: str = "") -> SafeString:
    """Draw an icon of the sprite; without words it is decoration."""
    said = (
        format_html('role="img" aria-label="{}"', words)
        if words
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"/></svg>', said, static("vendor/icons.svg"), name
    )


@register.simple_tag
def verdict(code: str) -> SafeString:
    """Show a verdict: shape, word, colour."""
    return marks.verdict(labels.VERDICTS[code])


@register.simple_tag
def shape(code: str, words: str = "") -> SafeString:
    """Draw a verdict's or a count's shape alone, where its word stands beside it."""
    look = labels.VERDICTS.get(code) or labels.COUNTS[code]
    return marks.shape(look, words)


@register.simple_tag
def bullet(score: Any, scale_bp: int) -> SafeString:
    """Draw a score against its threshold on a scale from 0."""
    return marks.bullet(score, scale_bp)


@register.simple_tag
def bullet_axis(score: Any, scale_bp: int) -> SafeString:
    """Draw the scale under a large bullet."""
    return marks.bullet_axis(score, scale_bp)


@register.filter
def verdict_word(code: str) -> Any:
    """Return a verdict's word."""
    return labels.VERDICTS[code].word


@register.filter
def words(text: str) -> list[str]:
    """Split a text at its spaces."""
    return text.split()
