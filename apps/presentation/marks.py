"""Small marks as SVG and HTML: shapes, bullets, sparklines, persons short or to spare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.presentation import labels, numbers
from apps.presentation.labels import Look


def shape(look: Look, words: str = "", *, css: str = "shape") -> SafeString:
    """Draw a shape; without words it is decoration."""
    said = format_html('role="img" aria-label="{}"', words) if words else 'aria-hidden="true"'
    return mark_safe(f'<svg class="{css} {look.css}" viewBox="0 0 12 12" {said}>{look.shape}</svg>')


def verdict(look: Look) -> SafeString:
    """Show a verdict: shape, word, colour."""
    return format_html(
        '<span class="verdict {}">{}{}</span>', look.css, shape(look, css="shape big"), look.word
    )


def scale_for(scores: Sequence[Any]) -> int:
    """Return a scale in basis points, from 0, that holds every score of a column."""
    counted = [score for score in scores if score.population]
    largest = max(
        [-(-10_000 * (s.met + s.unknown) // s.population) for s in counted]
        + [s.threshold_bp for s in scores],
        default=10_000,
    )
    threshold_bp = max((score.threshold_bp for score in scores), default=10_000)
    for scale in (2 * threshold_bp, 3 * threshold_bp, 5 * threshold_bp):
        if largest <= scale <= 10_000:
            return scale
    return 10_000


def _share(value: int, whole: int) -> str:
    """Return a share as an SVG percentage with at most one decimal, never above 100."""
    permille = min(1000, (2000 * value + whole) // (2 * whole)) if whole else 0
    return f"{permille // 10}.{permille % 10}%" if permille % 10 else f"{permille // 10}%"


def bullet(score: Any, scale_bp: int, *, css: str = "") -> SafeString:
    """Draw a score against its threshold: ground, bar, tick, and a whisker for what is unknown."""
    look = labels.VERDICTS[score.verdict]
    drawn = bullet_parts(score, scale_bp)
    return mark_safe(f'<svg class="bullet {css or look.css}" aria-hidden="true">{drawn}</svg>')


def bullet_parts(score: Any, scale_bp: int) -> str:
    """Return what stands inside a bullet's SVG."""
    tick = _share(score.threshold_bp, scale_bp)
    drawn = f'<rect class="g" width="{tick}"/>'
    if score.population:
        total = score.population * scale_bp
        bar = _share(score.met * 10_000, total)
        drawn += f'<rect class="v" width="{bar}"/>'
        if score.unknown:
            end = _share((score.met + score.unknown) * 10_000, total)
            width = _share(score.unknown * 10_000, total)
            drawn += f'<rect class="w" x="{bar}" width="{width}"/><rect class="e" x="{end}"/>'
    return drawn + f'<rect class="t" x="{tick}"/>'


def bullet_axis(score: Any, scale_bp: int) -> SafeString:
    """Draw the scale under a large bullet: 0, the threshold, the end."""
    tick = _share(score.threshold_bp, scale_bp)
    drawn = '<text x="0" y="14">0</text>'
    near_end = score.threshold_bp * 4 > scale_bp * 3
    if not near_end:
        drawn += f'<text x="100%" y="14" text-anchor="end">{numbers.threshold(scale_bp)}</text>'
    drawn += (
        f'<text class="mark" x="{tick}" y="14" text-anchor="{"end" if near_end else "middle"}">'
        f"{numbers.threshold(score.threshold_bp)}</text>"
    )
    return mark_safe(f'<svg class="bullet-axis" aria-hidden="true">{drawn}</svg>')


def persons(score: Any) -> SafeString:
    """Say in a few words how many are short or to spare."""
    if not score.population:
        return SafeString("")
    if score.verdict == "undetermined" and score.in_fives:
        words, css = _("close"), "open"
    elif score.verdict == "undetermined":
        words, css = _("%(count)s unknown") % {"count": numbers.whole(score.unknown)}, "open"
    elif score.gap_replace:
        words, css = _("short of %(count)s") % {"count": numbers.whole(score.gap_replace)}, "short"
    elif score.slack:
        words, css = _("%(count)s to spare") % {"count": numbers.whole(score.slack)}, "spare"
    else:
        words, css = _("just enough"), "even"
    return format_html('<span class="{}">{}</span>', css, words)


def persons_sentence(score: Any) -> SafeString:
    """Say in a sentence how many are short, by replacing and by adding, or to spare."""
    if score.in_fives:
        return _about_persons(score)
    if not score.population:
        return SafeString(_("Nobody to count."))
    if score.gap_replace:
        return _short(score.gap_replace, score.gap_add)
    if score.slack:
        return format_html(_("{} to spare"), _strong(score.slack))
    return SafeString(_("Just enough"))


def _short(replace: int, add: int | None) -> SafeString:
    if add is None:
        return format_html(_("Short of {}"), _strong(replace))
    return format_html(_("Short of {} (replacing) or {} (adding)"), _strong(replace), _strong(add))


def _about_persons(score: Any) -> SafeString:
    """Say in a sentence what counts in fives leave to be said."""
    if not score.population:
        return SafeString(_("Too few people for figures to be shown."))
    if score.verdict == "undetermined":
        return SafeString(_("Counts in fives do not tell on which side of the threshold it is"))
    if score.gap_replace:
        return format_html(_("Short of about {}"), _strong(score.gap_replace))
    return format_html(_("About {} to spare"), _strong(score.slack))


def _strong(count: int) -> SafeString:
    words = _("1 person") if count == 1 else _("%(count)s people") % {"count": numbers.whole(count)}
    return format_html("<b>{}</b>", words)


def sparkline(values: Sequence[float | None], level: float) -> SafeString:
    """Draw a year in one stroke, with a dot at its end and a dotted line at the threshold."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    low, high = min(known), max(known)
    span = max(high - low, 0.01)
    step = 92 / (len(values) - 1)
    points = [
        (2 + i * step, 22 - 18 * (value - low) / span)
        for i, value in enumerate(values)
        if value is not None
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    mark = 22 - 18 * (level - low) / span
    dotted = f'<path class="level" d="M2 {mark:.1f}h92"/>' if 1 <= mark <= 25 else ""
    end = points[-1]
    return mark_safe(
        f'<svg class="spark" viewBox="0 0 98 26" aria-hidden="true">{dotted}'
        f'<polyline points="{line}"/><circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="2.4"/></svg>'
    )
