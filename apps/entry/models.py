"""What was typed and not yet saved."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User


class Draft(models.Model):
    """A form as a user left it, so that nothing typed is lost; gone once it is saved.

    ``subject`` says whom or what the form is about; ``fields`` are its inputs, each a list.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    act = models.CharField(_("act"), max_length=30)
    subject = models.CharField(_("about"), max_length=100, blank=True)
    label = models.CharField(_("shown as"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300)
    fields = models.JSONField(_("fields"))
    saved_at = models.DateTimeField(_("kept"), auto_now=True)

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("draft")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "act", "subject"], name="a_user_keeps_one_draft_of_a_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
