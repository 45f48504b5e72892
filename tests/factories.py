"""Rows for what the world lacks, with plausible defaults; dates as ISO text or PartialDate."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from itertools import count
from typing import Any

from django.db import connection, transaction

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.cadres.models import Appointment, Cadre, Qualification, Training, TrainingCategory
from apps.common.text import search_key, sort_key
from apps.targets.models import Plan, Target, TargetVersion
from apps.units.lineage import rebuild_lineage
from apps.units.models import Membership, Placement, Unit

_numbers = count(1)
PASSWORD = "một mật khẩu thử nghiệm"
EVERYONE: dict[str, Any] = {"all": []}
UPDATE = "knowledge_update"


def list_training_categories() -> None:
    """Bring back the categories that migrations list, which tests with commits wipe out."""
    module = import_module("apps.cadres.migrations.0001_squashed_0012_restrict_processing")
    TrainingCategory.objects.bulk_create(
        (TrainingCategory(code=code, name_vi=vi, name_en=en) for code, vi, en in module.CATEGORIES),
        ignore_conflicts=True,
    )


def a_user(username: str = "", *, full_name: str = "Người Dùng", **fields: Any) -> User:
    """Create an account that signs in with PASSWORD."""
    user = User(username=username or f"user-{next(_numbers)}", full_name=full_name, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def a_member(username: str, role: Role, unit: Unit, *, full_name: str = "Người Dùng") -> User:
    """Create an account that holds a role for a unit since 2020."""
    user = a_user(username, full_name=full_name)
    Membership.objects.create(user=user, role=role, unit=unit, start_on=date(2020, 1, 1))
    return user


def rebuild_tree() -> None:
    """Bring the closure of the tree up to date after placements were written."""
    with transaction.atomic(), connection.cursor() as cursor:
        rebuild_lineage(cursor)


def a_unit(
    key: str = "",
    *,
    under: Unit | None = None,
    kind: str = "division",
    name: str = "",
    start_on: str | None = None,
    end_on: str | None = None,
) -> Unit:
    """Create a unit with one placement, and bring the closure of the tree up to date."""
    key = key or f"U{next(_numbers)}"
    name = name or f"Đơn vị {key}"
    unit = Unit.objects.create(key=key, name=name, name_key=search_key(name), kind=kind)
    place(unit, under=under, start_on=start_on, end_on=end_on)
    return unit


def place(
    unit: Unit, *, under: Unit | None, start_on: str | None = None, end_on: str | None = None
) -> Placement:
    """Place a unit under a parent for a period, and bring the closure up to date."""
    placed = Placement.objects.create(
        unit=unit, parent=under, name=unit.name, start_on=start_on, end_on=end_on
    )
    rebuild_tree()
    return placed


def new_cadre(
    key: str = "", *, name: str = "", born: str | None = "1980-01-01", gender: str = "female"
) -> Cadre:
    """Return a person who is not saved yet."""
    key = key or f"C{next(_numbers)}"
    name = name or f"Nguyễn Thị {key}"
    return Cadre(
        key=key,
        full_name=name,
        name_key=search_key(name),
        sort_key=sort_key(name),
        born=born,
        gender=gender,
    )


def new_appointment(cadre: Cadre, unit: Unit, **fields: Any) -> Appointment:
    """Return a primary appointment without bounds that is not saved yet."""
    said = {"title": "Chuyên viên", "managed_by": "unit", **fields}
    return Appointment(cadre=cadre, unit=unit, **said)


def a_cadre(key: str = "", *, unit: Unit | None = None, **fields: Any) -> Cadre:
    """Create a person, with a primary appointment when a unit is named.

    Fields of the person are name, born and gender; all others are of the appointment.
    """
    own = {name: fields.pop(name) for name in ("name", "born", "gender") if name in fields}
    cadre = new_cadre(key, **own)
    cadre.save()
    if unit:
        appoint(cadre, unit, **fields)
    return cadre


def appoint(cadre: Cadre, unit: Unit, **fields: Any) -> Appointment:
    """Create an appointment."""
    appointment = new_appointment(cadre, unit, **fields)
    appointment.save()
    return appointment


def qualify(
    cadre: Cadre,
    level: str = "university",
    *,
    kind: str = "professional",
    awarded_on: str | None = None,
) -> Qualification:
    """Create a qualification."""
    return Qualification.objects.create(cadre=cadre, kind=kind, level=level, awarded_on=awarded_on)


def train(cadre: Cadre, completed_on: str | None, *, category: str = UPDATE) -> Training:
    """Create a training."""
    return Training.objects.create(cadre=cadre, category_id=category, completed_on=completed_on)


def a_plan(code: str = "", **fields: Any) -> Plan:
    """Create a plan for 2021 to 2025."""
    said = {"name": "Kế hoạch", "start_on": date(2021, 1, 1), "end_on": date(2026, 1, 1), **fields}
    return Plan.objects.create(code=code or f"KH-{next(_numbers)}", **said)


def a_target(
    criterion: Any,
    *,
    plan: Plan | None = None,
    code: str = "",
    population: Any = None,
    threshold_bp: int = 5000,
    **fields: Any,
) -> TargetVersion:
    """Create a target with one version, in force on every day unless bounds are given."""
    plan = plan or a_plan()
    target = Target.objects.create(
        plan=plan, code=code or f"t{next(_numbers)}", position=plan.targets.count()
    )
    said = {"name": f"Chỉ tiêu {target.code}", "due_on": date(2025, 12, 31), **fields}
    return TargetVersion.objects.create(
        target=target,
        population=EVERYONE if population is None else population,
        criterion=criterion,
        threshold_bp=threshold_bp,
        **said,
    )
