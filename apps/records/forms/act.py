"""What the forms on people share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.selectors import Change, changes_of
from apps.cadres import codes
from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    PlannedRetirement,
    Qualification,
    Training,
)
from apps.cadres.words import capital, qualification_word
from apps.entry.forms import EntryForm
from apps.presentation import labels, numbers

FACT_MODELS = (Appointment, Qualification, Training, Appraisal, PlannedRetirement)


class ActForm(EntryForm):
    """The form of one act on one person, or of none yet."""

    # A Cadre; None in forms that are about nobody yet, or about many.
    cadre: Any

    def __init__(
        self, data: Any = None, *, user: User, today: date, cadre: Cadre | None = None, **more: Any
    ) -> None:
        self.cadre = cadre
        super().__init__(data, user=user, today=today, **more)

    def present_posts(self) -> list[str]:
        """Return the posts that the person holds on the day, a line each."""
        if self.cadre is None:
            return []
        held = self.cadre.appointments.as_of(self.today).select_related("unit")
        since = _("since")
        return [
            f"{post.title}, {post.unit.name}"
            + (f", {since} {numbers.partial(post.start_on)}" if post.start_on else "")
            for post in held
        ]

    def history(self) -> Sequence[Change]:
        """Return the latest changes of the person's record."""
        if self.cadre is None:
            return ()
        return changes_of(self.cadre, *((model, "cadre_id") for model in FACT_MODELS), limit=20)

    def goes_to(self, done: Any) -> str:
        """Go to the person, as long as the user still knows them."""
        if isinstance(done, Cadre):
            known = Cadre.objects.known_to(self.user, self.today)
            if known.filter(pk=done.pk).exists():
                return reverse("cadre", args=[done.key])
        return reverse("records")


def level_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every level of every ladder, by kind, as ``kind:level``."""
    return [
        (
            labels.word(kind, "QUALIFICATION_KINDS"),
            [(f"{kind}:{level}", _level_of(kind, level)) for level in ladder],
        )
        for kind, ladder in codes.LADDERS.items()
    ]


def new_level_choices() -> list[tuple[str, Any]]:
    """Return the same after one that has to be left: none is taken by default."""
    return [("", _("choose")), *level_choices()]


def _level_of(kind: str, level: str) -> str:
    return capital(qualification_word(kind, level, labels.language()))
