"""Figures of a progress report said in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from apps.metrics.core.verdict import Verdict
from apps.metrics.progress import Aim, Progress
from apps.metrics.score import Score
from apps.presentation import numbers
from apps.presentation.bridges import MINUS, sentence
from apps.presentation.labels import VERDICTS, target_name
from apps.reports.builders.frame import counted


def ratio(score: Score) -> str:
    """Write a score's ratio, as a range while records are unknown."""
    if not score.population:
        return "\u2013"
    return numbers.percent_range(score.met, score.unknown, score.population, score.threshold_bp)


def verdict(score: Score) -> str:
    """Return the word for a verdict."""
    return str(VERDICTS[score.verdict].word)


def gap(score: Score) -> str:
    """Say how many people are short, or to spare."""
    if not score.population:
        return "\u2013"
    if score.verdict == Verdict.MET:
        return _("%s to spare") % numbers.whole(score.slack) if score.slack else _("just enough")
    short = numbers.whole(score.gap_replace or 0)
    if score.gap_add is None:
        return _("%s short") % short
    return _("%(replace)s short (replacing) or %(add)s (adding)") % {
        "replace": short,
        "add": numbers.whole(score.gap_add),
    }


def overall(found: Progress) -> str:
    """Say how many targets are met, not met and undetermined."""
    verdicts = Counter(aim.now.verdict for aim in found.aims)
    said = [
        text % {"count": counted(verdicts[code])}
        for code, text in (
            (Verdict.MET, _("%(count)s met")),
            (Verdict.NOT_MET, _("%(count)s not met")),
            (Verdict.UNDETERMINED, _("%(count)s undetermined")),
            (Verdict.NO_POPULATION, _("%(count)s with nobody to count")),
        )
        if verdicts[code]
    ]
    return _("Of %(all)s targets: %(parts)s.") % {
        "all": counted(len(found.aims)),
        "parts": listed(said),
    }


def standing(aim: Aim) -> str:
    """Say how a unit stands on a target."""
    score = aim.now
    if not score.population:
        return _("nobody is counted.")
    said = _("%(met)s of %(all)s people (%(ratio)s), target %(threshold)s: %(verdict)s") % {
        "met": numbers.whole(score.met),
        "all": numbers.whole(score.population),
        "ratio": ratio(score),
        "threshold": numbers.threshold(score.threshold_bp),
        "verdict": verdict(score).lower(),
    }
    tail = [gap(score).lower()]
    if score.unknown:
        tail.append(_unknown(aim))
    return f"{said}; {'; '.join(tail)}."


def _unknown(aim: Aim) -> str:
    why = [f"{text} ({numbers.whole(count)})" for text, count in _facts(aim) if text]
    said = _("%s unknown") % numbers.whole(aim.now.unknown)
    return f"{said}: {listed(why)}" if why else said


def _facts(aim: Aim) -> Iterable[tuple[str, int]]:
    words = {
        "born": _("birth date not known well enough"),
        "gender": _("sex not recorded"),
        "professional": _("degree not recorded or undated"),
        "political_theory": _("political theory not recorded or undated"),
        "state_management": _("state management not recorded or undated"),
        "training": _("training undated"),
        "post": _("post not recorded"),
    }
    return [(words.get(fact, fact), count) for fact, count in sorted(aim.unknown.items())]


def change(aim: Aim) -> str:
    """Say by how much the count of those who meet the condition changed, and why."""
    if aim.before is None or aim.parts is None:
        return _("no earlier figure to compare with.")
    before, after = ((score.met, score.not_met, score.unknown) for score in (aim.before, aim.now))
    return sentence(before, after, aim.parts)


def at_due(aim: Aim) -> str:
    """Say the figure on the due date: as it was, or as known dates make it."""
    score = aim.due
    if score is None or not score.population:
        return ""
    text = (
        _("by known dates %(met)s of %(all)s people (%(ratio)s) on %(day)s: %(verdict)s, %(gap)s.")
        if aim.is_expected
        else _("%(met)s of %(all)s people (%(ratio)s) on %(day)s: %(verdict)s, %(gap)s.")
    )
    return text % {
        "met": numbers.whole(score.met),
        "all": numbers.whole(score.population),
        "ratio": ratio(score),
        "day": numbers.day(aim.version.due_on),
        "verdict": verdict(score).lower(),
        "gap": gap(score).lower(),
    }


def points(aim: Aim) -> str:
    """Write the change of the ratio since the earlier day in points, with its sign."""
    if aim.before is None or not aim.before.population or not aim.now.population:
        return "\u2013"
    scaled = tenths(aim.now) - tenths(aim.before)
    sign = "+" if scaled > 0 else MINUS if scaled < 0 else ""
    whole, rest = divmod(abs(scaled), 10)
    return f"{sign}{whole}{',' if numbers.is_vietnamese() else '.'}{rest}"


def tenths(score: Score) -> int:
    """Return the certain ratio in tenths of a point, rounded half up."""
    return (2 * score.met * 1000 + score.population) // (2 * score.population)


def named(aim: Aim) -> str:
    """Return a target's name."""
    return target_name(aim.version)


def listed(parts: Sequence[str]) -> str:
    """Join parts as a sentence does."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
