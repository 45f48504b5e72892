"""Mailing notices: plain text, in the reader's language, with a link and no figures or people."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.notices.models import Notice
from apps.notices.words import said

# Waiting twice as long each time, up to an hour, this is about a day.
MOST_TRIES = 28
_LONGEST_WAIT = 60


def send_due() -> int:
    """Mail what is due; return how many messages the server took."""
    if not settings.EMAIL_HOST:
        return 0
    sent = 0
    while (taken := _send_next()) is not None:
        sent += taken
    return sent


@transaction.atomic
def _send_next() -> bool | None:
    """Mail one notice and say whether the server took it; None when none is due.

    The row stays locked while the server has the message, so that nobody else sends it too.
    """
    due = Notice.objects.due_for_mail().select_related("user").order_by("mail_due_at", "pk")
    notice = due.select_for_update(skip_locked=True, of=("self",)).first()
    if notice is None:
        return None
    try:
        message_of(notice).send()
    except (smtplib.SMTPException, OSError) as error:
        _put_off(notice, is_final=_is_final(error))
        return False
    Notice.objects.filter(pk=notice.pk).update(
        mail=Notice.Mail.SENT, mail_tries=notice.mail_tries + 1
    )
    return True


def send_at_once(**words: Any) -> bool:
    """Send a message that may not be kept, such as a link with a secret; say whether it went."""
    if not settings.EMAIL_HOST:
        return False
    try:
        EmailMessage(**words, headers={"Auto-Submitted": "auto-generated"}).send()
    except (smtplib.SMTPException, OSError):
        return False
    return True


def _put_off(notice: Notice, *, is_final: bool) -> None:
    tries = notice.mail_tries + 1
    wait = timedelta(minutes=min(2 ** (tries - 1), _LONGEST_WAIT))
    is_over = is_final or tries >= MOST_TRIES
    Notice.objects.filter(pk=notice.pk).update(
        mail=Notice.Mail.GIVEN_UP if is_over else Notice.Mail.WAITING,
        mail_tries=tries,
        mail_due_at=Now() + wait,
    )


def _is_final(error: Exception) -> bool:
    """Whether the server refused the address for good (RFC 5321: codes from 500)."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _said in error.recipients.values())


def message_of(notice: Notice) -> EmailMessage:
    """Return the message of a notice; a second copy would carry the same identity."""
    site = settings.SITE_URL
    with override(notice.user.language):
        sentence = said(notice.code, notice.values)
        body = "\n\n".join(
            [
                str(sentence.title),
                str(sentence.text),
                site + reverse("notice", args=[notice.pk]),
                _("You get this because you asked for notices by e-mail. Change it here: %s")
                % (site + reverse("notices")),
            ]
        )
        host = urlsplit(site).hostname
        return EmailMessage(
            subject=" ".join(str(sentence.title).split()),
            body=f"{body}\n",
            to=[notice.user.email],
            headers={
                "Message-ID": f"<notice-{notice.pk}@{host}>",
                "Auto-Submitted": "auto-generated",
            },
        )
