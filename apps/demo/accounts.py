"""The demonstration accounts, one a role."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.roles import ROLE_NAMES, Role
from apps.accounts.services import create_user
from apps.common.errors import RuleError
from apps.units.models import Membership, Unit

PASSWORD = "Hanoi-177-demo"
ACCOUNTS = (
    ("leader", "Nguyễn Quang Minh", Role.LEADER, "HN"),
    ("head", "Trần Thị Thu Hà", Role.HEAD, "S02"),
    ("head2", "Lê Đức Thắng", Role.HEAD, "N00004"),
    ("officer", "Phạm Ngọc Lan", Role.OFFICER, "S02"),
    ("coordinator", "Vũ Hoàng Nam", Role.COORDINATOR, "HN"),
    ("auditor", "Đặng Thanh Bình", Role.AUDITOR, "HN"),
    ("admin", "Ngô Minh Tuấn", Role.ADMINISTRATOR, "HN"),
)


@transaction.atomic
def create(day: date) -> list[tuple[str, str, str]]:
    """Make the accounts that are missing; return user name, role and unit of each."""
    if not settings.DEMO:
        raise RuleError("Demonstration accounts are made only where CADRE_TRACKER_DEMO is on.")
    rows = []
    for username, full_name, role, key in ACCOUNTS:
        unit = Unit.objects.get(key=key)
        if not User.objects.filter(username=username).exists():
            user = create_user(
                username=username, full_name=full_name, password=PASSWORD, is_temporary=False
            )
            Membership.objects.create(
                user=user, role=role, unit=unit, start_on=day.replace(month=1, day=1)
            )
        rows.append((username, str(ROLE_NAMES[role]), unit.name))
    return rows


def table(rows: list[tuple[str, str, str]]) -> str:
    """Return the accounts as a table for a terminal."""
    lines = [("user", "role", "unit", "password"), *((*row, PASSWORD) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(4)]
    return "\n".join(
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )
