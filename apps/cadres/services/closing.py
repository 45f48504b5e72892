"""Closing a unit in which nobody serves any longer."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cadres.selectors import serving_from
from apps.common.errors import RuleError
from apps.units import services as units
from apps.units.models import Unit


@transaction.atomic
def close_unit(*, unit: Unit, on: date, by: User) -> None:
    """Take a unit out of the tree from a day on, unless somebody has a post there then or later.

    Posts beside a primary one count too: none may outlive its unit.
    """
    # The tree first, as whoever changes it does; then those who are giving posts there.
    units.hold_tree()
    Unit.objects.select_for_update().get(pk=unit.pk)
    if serving_from(unit, on):
        # How many is not said: whoever closes units may see counts only.
        message = _(
            "People still have posts in %s on that day or later. Move them or end their posts"
            " first, or choose a later day."
        )
        raise RuleError(message % unit.name, field="on")
    units.close_unit(unit=unit, on=on, by=by)


def hold_open(unit: Unit) -> None:
    """Let nobody close a unit until the present transaction, which gives a post there, ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM units_unit WHERE id = %s FOR KEY SHARE", [unit.pk])
