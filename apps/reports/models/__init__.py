"""Reports and what they are made from."""

from apps.reports.models.reports import Report, ReportFile, ReportQuerySet

__all__ = ["Report", "ReportFile", "ReportQuerySet"]
