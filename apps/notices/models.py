"""Notices: what a user is told, where it leads, and whether it was seen and mailed."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whose they are and what is still to be done with them."""

    def visible_to(self, user: User) -> Self:
        """The user's own notices."""
        return self.filter(user=user)

    def unseen(self) -> Self:
        """Notices that nobody has looked at."""
        return self.filter(seen_at=None)

    def due_for_mail(self) -> Self:
        """Unseen notices that wait to be mailed to somebody who still may sign in."""
        return self.unseen().filter(
            mail=Notice.Mail.WAITING, mail_due_at__lte=Now(), user__is_active=True
        )


class Notice(models.Model):
    """One thing that a user is told: a sentence by its code, with the values to fill in.

    ``values`` holds texts, days (names that end in ``_on``) and texts by language. ``link`` is the
    page of the site that it is about; of one thing nobody is told again before having seen it.
    """

    class Mail(models.TextChoices):
        """How far the e-mail is."""

        NONE = "none", _("not asked for")
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        GIVEN_UP = "given_up", _("given up")

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("user"))
    code = models.CharField(_("sentence"), max_length=30)
    values = models.JSONField(_("values"), default=dict)
    link = models.CharField(_("page"), max_length=200)
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    mail = models.CharField(_("e-mail"), max_length=10, choices=Mail, default=Mail.NONE)
    mail_tries = models.PositiveSmallIntegerField(_("attempts to send"), default=0)
    mail_due_at = models.DateTimeField(_("next attempt at"), db_default=Now())
    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("notice")
        indexes = [
            models.Index(fields=["mail_due_at"], condition=Q(mail="waiting"), name="notice_to_mail")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "code", "link"],
                condition=Q(seen_at=None),
                name="nobody_is_told_twice_before_looking",
            ),
            models.CheckConstraint(
                condition=Q(mail__in=["none", "waiting", "sent", "given_up"]),
                name="notice_mail_is_a_known_code",
            ),
            models.CheckConstraint(
                condition=Q(link__startswith="/") & ~Q(link__startswith="//"),
                name="a_notice_leads_to_a_page_of_the_site",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.code} {self.link}"
