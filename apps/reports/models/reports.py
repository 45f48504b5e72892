"""Reports from the asking to the issuing, with the files that were made."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.metrics.models import Run
from apps.reports.renderers import FORMATS
from apps.targets.models import Plan
from apps.units.models import Unit

KINDS = {
    "progress": _("Progress report"),
    "bm01": _("Form BM01/BNV"),
    "table": _("Statistical table"),
}
PERIODS = {
    "day": _("On a day"),
    "month": _("Month"),
    "quarter": _("Quarter"),
    "half_year": _("Six months"),
    "year": _("Year"),
    "mid_term": _("Mid-term"),
    "final": _("Final"),
}
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
STYLES = {"state": _("State agency"), "party": _("Party agency")}


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports by who may see them."""

    def visible_to(self, user: User, today: date) -> Self:
        """Reports of units whose people the user sees: issued or scheduled; all for their makers.

        Reports state every count as it is, so that they are not for who sees counts only.

        The scope is that of today's tree or, for units that have left it, of the report's day.
        """
        of_people, of_export = (
            in_scope(user, today, permission)
            for permission in (Permission.PEOPLE_VIEW, Permission.EXPORT)
        )
        is_for_all = Q(state=Report.State.ISSUED) | Q(turn__isnull=False)
        return self.filter((of_people & is_for_all) | of_export)

    def made_by(self, user: User, today: date) -> Self:
        """Reports that the user may change: issue, build again, throw away."""
        return self.filter(in_scope(user, today, Permission.EXPORT))


def in_scope(user: User, today: date, permission: Permission, *, day: str = "day") -> Q:
    """Rows whose unit is in the user's scope: in today's tree, or in that of the row's own day."""
    now = Unit.objects.visible_to(user, today, permission)
    # Two levels down: the day stands on the report, and the tree asks for it below the unit.
    then = Unit.objects.visible_to(user, OuterRef(OuterRef(day)), permission)  # type: ignore[arg-type]
    return Q(Exists(now.filter(pk=OuterRef("unit")))) | Q(Exists(then.filter(pk=OuterRef("unit"))))


class Report(models.Model):
    """One report: what was asked for, what it says in figures, and as what it was issued.

    ``figures`` is flat, a value by name; ``digest`` seals it. ``moment`` says which facts were
    known when it was issued: the last version of each table. ``imprint`` holds the words of its
    letterhead and its end; ``saved_table`` the table as it was when the report was asked for;
    ``run`` published the same figures, where there is such a run.
    """

    class State(models.TextChoices):
        """Where the report stands."""

        ASKED = "asked", _("being built")
        DRAFT = "draft", pgettext_lazy("report", "draft")
        ISSUING = "issuing", _("being issued")
        ISSUED = "issued", pgettext_lazy("report", "issued")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("expired")

    WORKING = (State.ASKED, State.ISSUING)

    kind = models.CharField(_("kind"), max_length=20, choices=list(KINDS.items()))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name=_("unit"))
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, related_name="reports", verbose_name=_("plan")
    )
    period = models.CharField(_("period"), max_length=10, choices=list(PERIODS.items()))
    day = models.DateField(_("figures of"))
    before = models.DateField(_("compared with"), null=True)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGES.items()))
    style = models.CharField(_("letterhead"), max_length=5, choices=list(STYLES.items()))
    imprint = models.JSONField(default=dict)
    saved_table = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="reports")
    asked_at = models.DateTimeField(db_default=Now())
    built_at = models.DateTimeField(null=True)
    figures = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    code = models.CharField(_("verification code"), max_length=30, blank=True, db_index=True)
    number = models.CharField(_("number"), max_length=20, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    moment = models.JSONField(default=dict)
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="reports")
    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("report")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "draft", "issuing", "issued", "failed", "expired"]),
                name="report_state_is_a_known_code",
            ),
            models.CheckConstraint(
                condition=Q(period__in=list(PERIODS)), name="report_period_is_a_known_code"
            ),
            models.CheckConstraint(
                condition=Q(language__in=list(LANGUAGES)), name="report_language_is_a_known_code"
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | (~Q(number="") & ~Q(digest="") & ~Q(moment={}) & Q(issued_on__isnull=False)),
                name="an_issued_report_has_number_day_figures_and_moment",
            ),
            models.CheckConstraint(
                condition=Q(kind="table", saved_table__has_keys=["name", "definition"])
                | (~Q(kind="table") & Q(saved_table={})),
                name="a_report_on_a_table_keeps_the_table",
            ),
            models.UniqueConstraint(
                fields=["unit", "number", "issued_on"],
                condition=Q(state="issued"),
                name="a_unit_gives_a_number_once_a_day",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="an_issued_report_stays_as_it_is",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="issued"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.unit_id} {self.day}"

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """Name the kind; of a saved table, the table."""
        if self.kind == "table":
            return gettext("Table: %s") % self.saved_table["name"]
        return str(KINDS.get(self.kind, self.kind))

    @property
    def is_working(self) -> bool:
        """Whether a worker is to move it on."""
        return self.state in self.WORKING

    @property
    def is_issued(self) -> bool:
        """Whether it has a number and stays as it is."""
        return bool(self.state == self.State.ISSUED)


class ReportFile(models.Model):
    """A report in one format: the bytes that everybody gets."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    format = models.CharField(max_length=5)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["report", "format"]
        constraints = [
            models.UniqueConstraint(fields=["report", "format"], name="a_report_has_a_format_once"),
            models.CheckConstraint(
                condition=Q(format__in=FORMATS), name="report_format_is_a_known_code"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="the_files_of_an_issued_report_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Insert,
                declare=[("state_of", "text")],
                func="""
                    SELECT state INTO state_of FROM reports_report
                    WHERE id = COALESCE(OLD.report_id, NEW.report_id);
                    IF state_of = 'issued' THEN
                        RAISE EXCEPTION 'the files of an issued report stay as they are';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.format}"

    def bytes(self) -> Any:
        """Return the content as it was made."""
        return bytes(self.content)
