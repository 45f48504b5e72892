"""What is told and taken of imports and reports, which are worked on after the answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.api.serializers.strict import Choice, Day, Shape, Text
from apps.imports.models import Batch
from apps.reports.models import Report
from apps.reports.models.reports import FORMATS, KINDS, LANGUAGES, PERIODS, STYLES

BATCH_ACTS = ("accept", "confirm", "undo", "drop", "check", "again")
REPORT_ACTS = ("again", "drop")


def _codes(codes: object) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]  # type: ignore[attr-defined]


class ProgressShape(Shape):
    """How far a worker is; a total of 0 says that it has not begun."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()


class BatchShape(Shape):
    """An import from upload to undo."""

    id = serializers.IntegerField()
    unit = serializers.CharField(source="unit.key")
    name = serializers.CharField(help_text=_("name of the file"))
    state = serializers.ChoiceField(Batch.State.choices)
    is_working = serializers.BooleanField(help_text=_("a worker moves it on; ask again"))
    progress = ProgressShape(allow_null=True)
    reason = serializers.CharField(help_text=_("why it was given up or refused"))
    faults = serializers.IntegerField(help_text=_("cells that must be mended"))
    questions = serializers.IntegerField(
        source="doubts", help_text=_("doubtful rows, to be answered on the site")
    )
    counts = serializers.JSONField(help_text=_("what the check found, by table"))
    uploaded_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(allow_null=True)
    applied_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)


class Upload(Shape):
    """A workbook for a unit."""

    unit = serializers.CharField(max_length=50, help_text=_("key of the unit"))
    file = serializers.FileField(max_length=300, allow_empty_file=True)


class BatchAct(Shape):
    """What is to be done with an import.

    "accept" takes the columns as they were read, "confirm" has a checked file written, "undo" takes
    back what was written, "drop" gives it up, "check" looks again, "again" tries once more.
    """

    act = Choice(_codes(BATCH_ACTS))


class ProblemShape(Shape):
    """What is wrong with a cell, or worth knowing."""

    id = serializers.IntegerField()
    sheet = serializers.CharField()
    row = serializers.IntegerField()
    column = serializers.CharField()
    heading = serializers.CharField()
    value = serializers.CharField()
    message = serializers.CharField()
    is_fault = serializers.BooleanField()


class ReportShape(Shape):
    """A report from the asking to the issuing."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(_codes(KINDS))
    unit = serializers.CharField(source="unit.key")
    plan = serializers.CharField(source="plan.code", default=None, allow_null=True)
    period = serializers.ChoiceField(_codes(PERIODS))
    day = serializers.DateField()
    before = serializers.DateField(allow_null=True)
    language = serializers.ChoiceField(_codes(LANGUAGES))
    style = serializers.ChoiceField(_codes(STYLES))
    state = serializers.ChoiceField(_codes(Report.State.values))
    is_working = serializers.BooleanField(help_text=_("a worker moves it on; ask again"))
    reason = serializers.CharField(help_text=_("why it failed"))
    run = serializers.IntegerField(source="run_id", allow_null=True)
    number = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    asked_at = serializers.DateTimeField()
    built_at = serializers.DateTimeField(allow_null=True)
    files = serializers.ListField(
        child=serializers.ChoiceField(_codes(FORMATS)),
        source="formats",
        help_text=_("formats to download"),
    )


class NewReport(Shape):
    """What a report is to be about."""

    unit = Text(max_length=50, help_text=_("key of the unit"))
    kind = Choice(_codes(("progress", "bm01")))
    plan = Text(max_length=50, help_text=_("number of the plan"))
    period = Choice(_codes(PERIODS))
    day = Day(help_text=_("a day in the period"))
    language = Choice(_codes(LANGUAGES), default="vi")
    style = Choice(_codes(STYLES), default="state")


class ReportAct(Shape):
    """What is to be done with a draft: built "again", or thrown away ("drop")."""

    act = Choice(_codes(REPORT_ACTS))
