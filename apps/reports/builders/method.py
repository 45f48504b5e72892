"""How the figures are made, in half a page; every report carries it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.metrics.progress import Progress
from apps.presentation import numbers


def method(found: Progress) -> list[str]:
    """Return the paragraphs on how to read the figures."""
    texts = [
        _(
            "Everyone with a primary post in force on %(day)s in the unit or below it is looked at"
            " once. The population and the condition of each target are those of its version in"
            " force on that day."
        )
        % {"day": numbers.day(found.day)},
        _(
            "Each person counted meets the condition, does not meet it, or is unknown because the"
            " record does not settle it. Unknown is not “no”: the ratio is given as a range from"
            " the share that certainly meets the condition to the share that could. A target is"
            " met when the certain share reaches the threshold, not met when even the possible"
            " share does not, and undetermined otherwise."
        ),
        _(
            "Counts are whole numbers added up over the units; ratios are made from these sums and"
            " never averaged, and are compared with the threshold before they are rounded. People"
            " short when replacing: how many of those counted would have to be others; when"
            " adding: how many new people who meet the condition would be needed."
        ),
    ]
    if any(aim.is_expected for aim in found.aims):
        texts.append(
            _(
                "The outlook keeps everyone in the present post until its known end or the"
                " statutory retirement age (Decree 135/2020/NĐ-CP) and lets ages advance; nothing"
                " else is assumed."
            )
        )
    notes = [note for note in (_provisional(aim.version) for aim in found.aims) if note]
    return [*texts, *(_("Provisional: %s") % note for note in dict.fromkeys(notes))]


def _provisional(version: object) -> str:
    name = "provisional" if numbers.is_vietnamese() else "provisional_en"
    return str(getattr(version, name) or getattr(version, "provisional", ""))
