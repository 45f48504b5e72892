"""What the frame of every page needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from apps.accounts.access import permissions_of
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.metrics.selectors import night_notice
from apps.notices.selectors import bell
from apps.presentation.filters import Filters

# Name of the page, its word, the permission that opens it, whether it keeps day and plan.
PAGES: tuple[tuple[str, str | Promise, Permission, bool], ...] = (
    ("home", _("Overview"), Permission.FIGURES_VIEW, True),
    ("plan", _("Plan and targets"), Permission.FIGURES_VIEW, True),
    ("cadres", _("Cadres"), Permission.PEOPLE_VIEW, True),
    ("records", _("Update"), Permission.PEOPLE_EDIT, False),
    ("imports", _("Import from Excel"), Permission.PEOPLE_EDIT, False),
    ("reports", _("Reports"), Permission.FIGURES_VIEW, False),
    ("quality", _("Data quality"), Permission.FIGURES_VIEW, True),
    ("units", _("Units"), Permission.FIGURES_VIEW, True),
    ("coordination", _("Coordination"), Permission.UNITS_EDIT, False),
    ("runs", _("Runs and jobs"), Permission.JOBS_MANAGE, False),
    ("log", _("Access log"), Permission.LOGS_VIEW, False),
    ("accounts", _("Accounts"), Permission.USERS_EDIT, False),
)
# Pages that belong to another's place in the navigation.
_UNDER = {
    "unit": "home",
    "unit_mix": "home",
    **dict.fromkeys(("unit_try", "scenarios", "scenarios_compare"), "home"),
    "target": "plan",
    "target_changes": "plan",
    "target_ahead": "plan",
    "plan_page": "plan",
    "plan_publish": "plan",
    "plan_correct": "plan",
    "target_publish": "plan",
    "target_revise": "plan",
    "target_correct": "plan",
    "target_threshold": "plan",
    "target_withdraw": "plan",
    "cadre": "cadres",
    "report": "reports",
    "report_ask": "reports",
    "report_code": "reports",
    "report_imprint": "reports",
    "report_issue": "reports",
    "schedules": "reports",
    "schedule": "reports",
    "schedule_add": "reports",
    "list": "reports",
    "list_cadres": "reports",
    "list_units": "reports",
    "list_who": "reports",
    "import_batch": "imports",
    "import_columns": "imports",
    "import_upload": "imports",
    "record_register": "records",
    "record_act": "records",
    "record_fact": "records",
    "record_course": "records",
    "record_ratings": "records",
    "record_look_up": "records",
    "record_receive": "records",
    "record_number": "records",
    **dict.fromkeys(("subject_requests", "subject_request", "subject_request_new"), "records"),
    "unit_history": "units",
    "unit_open": "units",
    "unit_act": "units",
    **dict.fromkeys(
        ("tables", "table", "table_new", "table_head", "column_new", "column"), "reports"
    ),
    "jobs": "runs",
    "changes": "log",
    "retention": "log",
    "grants_of_day": "log",
    **dict.fromkeys(("account", "account_invite", "grant_requests", "role_grant"), "accounts"),
}


@dataclass(frozen=True)
class Entry:
    """One page of the navigation."""

    word: str | Promise
    href: str
    is_current: bool


def navigation(request: HttpRequest) -> list[Entry]:
    """Return the pages that the user may open."""
    held = permissions_of(request.user)  # type: ignore[arg-type]
    match = request.resolver_match
    name = match.url_name if match else None
    here = _UNDER.get(name or "", name)
    kept = Filters.read(request.GET).place.query()
    return [
        Entry(word, reverse(page) + (kept if keeps else ""), page == here)
        for page, word, permission, keeps in PAGES
        if permission in held
    ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates the navigation, the night's notice and the rights of a signed-in user."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return {}
    held = SimpleLazyObject(lambda: permissions_of(request.user))  # type: ignore[arg-type]
    return {
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "bell": SimpleLazyObject(lambda: bell(request.user)),  # type: ignore[arg-type]
        "night": SimpleLazyObject(lambda: night_notice(timezone.now())),
        "may_see_figures": SimpleLazyObject(lambda: Permission.FIGURES_VIEW in held),
        "may_edit_people": SimpleLazyObject(lambda: Permission.PEOPLE_EDIT in held),
        "may_edit_plans": SimpleLazyObject(lambda: Permission.PLANS_EDIT in held),
        "may_take_out": SimpleLazyObject(lambda: Permission.EXPORT in held),
        "may_see_people": SimpleLazyObject(lambda: Permission.PEOPLE_VIEW in held),
    }
