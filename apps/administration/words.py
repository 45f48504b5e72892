"""How accounts stand, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# State: its word, its look.
STATES: dict[str, tuple[str | Promise, str]] = {
    "active": (_("in use"), "active"),
    "never": (_("never signed in"), "waiting"),
    "invited": (_("invited"), "waiting"),
    "late": (_("invitation expired"), "failed"),
    "waiting": (_("waiting for a second person"), "waiting"),
    "ended": (_("roles ended"), "past"),
    "none": (_("no role"), "past"),
    "off": (_("switched off"), "failed"),
}
# Filters of the list, with their words.
FILTERS: dict[str, str | Promise] = {
    "active": _("in use"),
    "never": _("never signed in"),
    "invited": _("invited"),
    "waiting": _("waiting for a second person"),
    "ended": _("roles ended"),
    "off": _("switched off"),
}
HELD: dict[str, str | Promise] = {
    "in_force": _("in force"),
    "to_come": _("to come"),
    "over": _("ended"),
}
# What a link that does not open says: a title, and what to do.
LINKS: dict[str, tuple[str | Promise, str | Promise]] = {
    "unknown": (
        _("This link does not open anything"),
        _("It was not copied whole, or a newer one has replaced it. Ask for a new invitation."),
    ),
    "used": (
        _("This link has been used"),
        _(
            "If it was you, sign in with your user name and the password that you chose. If it was"
            " not you, tell the coordinator at once."
        ),
    ),
    "withdrawn": (
        _("This link has been taken back"),
        _("A newer one has replaced it, or the invitation ended. Ask for a new invitation."),
    ),
    "late": (
        _("This link has expired"),
        _("A link works for 72 hours. Ask whoever gave it to you for a new invitation."),
    ),
    "off": (
        _("This account is switched off"),
        _("Ask the coordinator if you think that it should not be."),
    ),
    "unconfirmed": (
        _("This link waits for a second person"),
        _(
            "A link to city-wide rights opens once a second person has confirmed it. Come back"
            " then."
        ),
    ),
}
