"""Who read or took out which personal data. Text and keys only: history blocks nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessLog(models.Model):
    """One reading or export of personal data."""

    class Act(models.TextChoices):
        """What was done with the data."""

        READ = "read", _("read")
        LIST = "list", _("listed")
        EXPORT = "export", _("exported")

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    username = models.CharField(max_length=150, db_index=True)
    act = models.CharField(max_length=10, choices=Act)
    kind = models.CharField(max_length=30, help_text=_("what was read: cadre, population"))
    key = models.CharField(max_length=200, db_index=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("access")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.username} {self.act} {self.kind} {self.key}"
