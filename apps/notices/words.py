"""The sentences of notices, by code; said in the reader's language when they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Sentence:
    """What a notice says: in a line, and what to do about it."""

    title: Words
    text: Words


# A caller adds the code of what it has to tell; values are named as in the texts.
SENTENCES: dict[str, Sentence] = {
    "report_ready": Sentence(
        _("%(report)s is ready: %(unit)s"),
        _("A draft with the figures of %(figures_on)s. Read it before it is issued."),
    ),
    "report_failed": Sentence(
        _("%(report)s could not be made: %(unit)s"),
        _("The page of the report says why."),
    ),
    "history_sealed": Sentence(
        _("The history is sealed for %(sealed_on)s"),
        _(
            "Keep this digest where nobody who runs the system can change it; the history is"
            " checked against it: %(digest)s"
        ),
    ),
    "verdicts_lost": Sentence(
        _("Verdicts about to be lost: %(unit)s"),
        _(
            "%(count)s that are met today will no longer be within twelve months, by what is known"
            " now. The first, from %(month)s: %(first)s."
        ),
    ),
    "schedule_stopped": Sentence(
        _("Scheduled reports have stopped: %(unit)s"),
        _(
            "Whoever answered for %(report)s may no longer take reports of the unit out. Somebody"
            " who may can start them again."
        ),
    ),
    "grant_asked": Sentence(
        _("A role waits for your confirmation: %(role)s, %(unit)s"),
        _("It weighs on the whole city, so it takes two people. Confirm or refuse it."),
    ),
    "grant_decided": Sentence(
        _("The role that you asked for is %(state)s: %(role)s, %(unit)s"),
        _("The page of requests says by whom, and why."),
    ),
    "list_asked": Sentence(
        _("%(name)s asks for a list of the whole city: %(list)s"),
        _("It holds people's data, so it takes two people. Confirm or refuse it."),
    ),
    "list_decided": Sentence(
        _("The list of the whole city that you asked for is %(state)s: %(list)s"),
        _("The page of requests says by whom, and why."),
    ),
    "list_ready": Sentence(
        _("The list of the whole city is ready: %(list)s"),
        _("You get its file once, within 24 hours."),
    ),
    "reorganisation_asked": Sentence(
        _("%(name)s asks for a reorganisation to be carried out or undone: %(decision)s"),
        _("It moves units and people, so it takes two people. Look at it, confirm or refuse it."),
    ),
    "reorganisation_refused": Sentence(
        _("The reorganisation that you asked for was refused: %(decision)s"),
        _("Its page says by whom, and why."),
    ),
    "reorganisation_done": Sentence(
        _("The reorganisation was carried out: %(decision)s"),
        _("Units and people are where it sends them; the figures follow within minutes."),
    ),
    "reorganisation_undone": Sentence(
        _("The reorganisation was undone: %(decision)s"),
        _("Units and people stand as before; the figures follow within minutes."),
    ),
    "invitation_asked": Sentence(
        _("A new link for %(name)s waits for your confirmation"),
        _("The account has city-wide rights. Confirm only once you know that the person asked."),
    ),
    "invited_again": Sentence(
        _("A link to set your password anew was made by %(name)s"),
        _("If you did not ask for it, tell the coordinator or an auditor at once."),
    ),
    "factors_dropped": Sentence(
        _("Your second factors were taken away by %(name)s"),
        _("If you did not ask for it, tell the coordinator or an auditor at once."),
    ),
    "grants_told": Sentence(
        _("Roles and accounts on %(day_on)s"),
        _(
            "Roles granted: %(made)s. Ended or shortened: %(ended)s. About to end: %(ending)s."
            " Accounts switched off or on: %(switched)s. Accounts that nobody uses or that hold no"
            " role: %(unused)s."
        ),
    ),
    "requests_due": Sentence(
        _("Requests on personal data on %(day_on)s"),
        _("Late: %(late)s. Due within three days: %(soon)s. The law sets the day for the answer."),
    ),
    "much_pages": Sentence(
        _("%(account)s reads much more than usual"),
        _(
            "%(count)s pages with personal data on %(day_on)s so far; usually %(usual)s a day. The"
            " log says whose."
        ),
    ),
    "much_exports": Sentence(
        _("%(account)s takes out much more than usual"),
        _(
            "%(count)s files with personal data on %(day_on)s so far; usually %(usual)s a day. The"
            " log says which."
        ),
    ),
}


def said(code: str, values: Mapping[str, Any]) -> Sentence:
    """Return a notice's sentence in the language of the moment."""
    filled = {name: _said(name, value) for name, value in values.items()}
    sentence = SENTENCES[code]
    return Sentence(str(sentence.title) % filled, str(sentence.text) % filled)


def _said(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get((get_language() or "")[:2]) or next(iter(value.values())))
    if name.endswith("_on"):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return str(value)


def in_each_language(say: Callable[[], str]) -> dict[str, str]:
    """Return what is said in every language of the site, as the value of a notice."""
    spoken = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            spoken[language] = say()
    return spoken
