"""Reports and what they are made from."""

from apps.reports.models.list_requests import ListRequest, ListRequestQuerySet
from apps.reports.models.long_lists import LongList, LongListPart
from apps.reports.models.reports import Report, ReportFile, ReportQuerySet
from apps.reports.models.schedules import Schedule, ScheduleQuerySet, Turn
from apps.reports.models.templates import TableTemplate, TableTemplateQuerySet

__all__ = [
    "ListRequest",
    "ListRequestQuerySet",
    "LongList",
    "LongListPart",
    "Report",
    "ReportFile",
    "ReportQuerySet",
    "Schedule",
    "ScheduleQuerySet",
    "TableTemplate",
    "TableTemplateQuerySet",
    "Turn",
]
