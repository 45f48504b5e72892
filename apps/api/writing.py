"""Doing an act on a person by the form that the site has for it, so that both know the same rules.

What a program sends is checked for its shape first; the form then finds units and dates of the
past, and asks about doubles; its service decides and writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.api.problems import Fault, ProblemError
from apps.cadres.models import Cadre
from apps.entry.fields import UnitField, YesNoField
from apps.entry.merging import MergingForm
from apps.records.forms.act import ActForm
from apps.units.models import Unit


@transaction.atomic
def act(
    form: type[ActForm],
    sent: Mapping[str, Any],
    *,
    user: User,
    today: date,
    cadre: Cadre | None = None,
    subject: Any = None,
) -> Any:
    """Do the act of a form with what was sent, all or nothing; return what the act returns.

    What a correction leaves out stays as it is recorded. Raises ProblemError with the faults, or
    with what must be looked at and confirmed before.
    """
    given: dict[str, Any] = {"user": user, "today": today, "cadre": cadre}
    if subject is not None:
        given["subject"] = subject
    if issubclass(form, MergingForm):
        sent = {**form.recorded(subject), **sent}
    filled = form(_typed(form(**given), sent), **given)
    if not filled.is_valid():
        raise ProblemError("rule", _("Some fields are wrong."), faults=_faults(filled))
    if concerns := filled.unconfirmed():
        listed = [
            {"code": each.code, "text": str(each.text), "details": list(map(str, each.details))}
            for each in concerns
        ]
        message = _("Look at the concerns; then send it again with their codes in “confirm”.")
        raise ProblemError("conflict", message, concerns=listed)
    return filled.apply()


def _faults(form: ActForm) -> list[Fault]:
    return [
        Fault("" if name == "__all__" else name, str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]


def _typed(form: ActForm, sent: Mapping[str, Any]) -> QueryDict:
    """Return what was sent as the form would be filled in."""
    data = QueryDict(mutable=True)
    for name, value in sent.items():
        if name == "confirm":
            data.setlist(name, value)
        elif name in form.fields:
            for place, text in _texts(name, form.fields[name], value):
                data[place] = text
    return data


def _texts(name: str, field: forms.Field, value: Any) -> list[tuple[str, str]]:
    if isinstance(field, UnitField):
        key = value.key if isinstance(value, Unit) else value or ""
        return [(name, key), (f"{name}_key", key)]
    if isinstance(field, forms.BooleanField):
        return [(name, "on")] if value else []
    if isinstance(value, bool) or isinstance(field, YesNoField):
        return [(name, {True: "yes", False: "no"}.get(value, ""))]
    shown = field.prepare_value(value)
    return [(name, "" if shown is None else str(shown))]
