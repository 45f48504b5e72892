"""Which list somebody wants to take out."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

KINDS = {"cadres": _("List of cadres"), "who": _("Who counts"), "units": _("Units below")}
FORMATS = {"xlsx": "Excel", "csv": "CSV"}


class WantedList(models.Model):
    """Which list is wanted, as its screen was asked for it.

    ``query`` is the query string of the screen, with its day. ``covers`` are the units whose data
    it may hold. ``entry`` is what the access log keeps of it whenever it goes out.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=list(KINDS.items()))
    key = models.CharField(_("unit"), max_length=50, blank=True)
    code = models.CharField(_("target"), max_length=50, blank=True)
    query = models.TextField(blank=True)
    day = models.DateField(_("figures of"))
    title = models.CharField(_("title"), max_length=300)
    format = models.CharField(_("format"), max_length=5, choices=list(FORMATS.items()))
    language = models.CharField(_("language"), max_length=2)
    covers = ArrayField(models.IntegerField())
    entry = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @classmethod
    def names(cls) -> list[str]:
        """Return the fields that say which list it is."""
        return [field.name for field in WantedList._meta.local_fields]
