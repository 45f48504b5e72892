"""The demonstration accounts: each role, and a neighbour who must see nothing of the first head."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import create_user
from apps.common.errors import RuleError
from apps.units.models import Unit
from apps.units.services import grant_membership

SEEDER = User(username="seed_demo")
PASSWORD = "Hanoi-177-demo"
_ACCOUNTS = (
    ("leader", "Nguyễn Quang Minh", Role.LEADER, "HN"),
    ("head", "Trần Thị Thu Hà", Role.HEAD, "S02"),
    ("head2", "Lê Đức Thắng", Role.HEAD, "N10402"),
    ("officer", "Phạm Ngọc Lan", Role.OFFICER, "S02"),
    ("coordinator", "Vũ Hoàng Nam", Role.COORDINATOR, "HN"),
    ("auditor", "Đặng Thanh Bình", Role.AUDITOR, "HN"),
    ("admin", "Ngô Minh Tuấn", Role.ADMINISTRATOR, "HN"),
)


@transaction.atomic
def create(*, day: date) -> list[tuple[str, str, str]]:
    """Make the accounts that are missing; return user name, role and unit of each."""
    if not settings.DEMO:
        raise RuleError("Demonstration accounts are made only while CADRE_TRACKER_DEMO is on.")
    units = {unit.key: unit for unit in Unit.objects.filter(key__in=[row[3] for row in _ACCOUNTS])}
    rows = []
    for username, full_name, role, key in _ACCOUNTS:
        if key not in units:
            raise RuleError(f"There is no unit {key}: the accounts are for the demonstration data.")
        if not User.objects.filter(username__iexact=username).exists():
            _create(username, full_name, role, units[key], day)
        rows.append((username, role.value, units[key].name))
    return rows


def _create(username: str, full_name: str, role: Role, unit: Unit, day: date) -> None:
    user = create_user(
        username=username,
        full_name=full_name,
        password=PASSWORD,
        is_temporary=False,
        is_for_show=True,
    )
    start = day.replace(month=1, day=1)
    grant_membership(user=user, role=role, unit=unit, start_on=start, by=SEEDER)


def table(rows: list[tuple[str, str, str]]) -> str:
    """Return the accounts as a table for a terminal."""
    lines = [("user name", "role", "unit", "password"), *((*row, PASSWORD) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(4)]
    padded = ["  ".join(c.ljust(w) for c, w in zip(x, widths, strict=True)) for x in lines]
    return "\n".join(line.rstrip() for line in padded)
