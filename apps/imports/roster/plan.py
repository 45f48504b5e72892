"""The plan of a folder: plan.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.partial import PartialDate
from apps.common.text import clean
from apps.imports.roster.faults import Faults
from apps.imports.roster.tables import short
from apps.targets.conditions import ConditionError, parse_population
from apps.targets.models import Plan, Target, TargetVersion
from apps.targets.services import (
    correct_plan,
    correct_target,
    publish_plan,
    publish_target,
    read_criterion,
)

FILE = "plan.json"


@dataclass(frozen=True)
class Planned:
    """A checked plan: its own fields and those of its targets."""

    fields: dict[str, Any]
    targets: list[dict[str, Any]]


def read(folder: Path, faults: Faults) -> Planned | None:
    """Read plan.json if there is one, noting its faults by path."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        faults.add(FILE, 0, "", _("not UTF-8 text"))
        return None
    except json.JSONDecodeError as error:
        faults.add(FILE, error.lineno, "", _("not JSON: %s") % error.msg)
        return None
    except RecursionError:
        faults.add(FILE, 0, "", _("nested too deeply"))
        return None
    before = len(faults.found)
    planned = _Reading(faults).plan(content)
    return planned if len(faults.found) == before else None


class _Reading:
    """Takes values out of parsed JSON, noting what is missing or of the wrong shape."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def note(self, path: str, reason: str) -> None:
        self.faults.add(FILE, 0, path, reason)

    def text(self, body: Any, name: str, path: str, limit: int) -> str:
        value = body.get(name) if isinstance(body, dict) else None
        text = clean(value) if isinstance(value, str) else ""
        reason = short(limit)(text) if text else _("a text is expected")
        if reason:
            self.note(f"{path}.{name}", reason)
        return text

    def day(self, value: Any, path: str) -> date:
        try:
            return PartialDate.parse(value).full_day
        except (TypeError, ValueError):
            self.note(path, _("a date YYYY-MM-DD is expected"))
            return date.min

    def plan(self, body: Any) -> Planned:
        period = body.get("period") if isinstance(body, dict) else None
        if not isinstance(period, list) or len(period) != 2:
            self.note(
                "$.period", _("two dates are expected: the first day, and the day after the last")
            )
            period = ["0001-01-01", "9999-12-31"]
        fields: dict[str, Any] = {
            "code": self.text(body, "code", "$", 50),
            "name": self.text(body, "name", "$", 300),
            "start_on": self.day(period[0], "$.period[0]"),
            "end_on": self.day(period[1], "$.period[1]"),
        }
        if fields["end_on"] <= fields["start_on"]:
            self.note("$.period", _("the end is not after the start"))
        listed = body.get("targets") if isinstance(body, dict) else None
        if not isinstance(listed, list):
            self.note("$.targets", _("a list is expected"))
            listed = []
        targets = [self.target(part, f"$.targets[{i}]") for i, part in enumerate(listed)]
        codes = [target["code"] for target in targets]
        for i, code in enumerate(codes):
            if code in codes[:i]:
                self.note(f"$.targets[{i}].code", _("the code “%s” stands twice") % code)
        return Planned(fields, targets)

    def target(self, body: Any, path: str) -> dict[str, Any]:
        get = body.get if isinstance(body, dict) else {}.get
        threshold = get("threshold_bp")
        if (
            isinstance(threshold, bool)
            or not isinstance(threshold, int)
            or not 1 <= threshold <= 10_000
        ):
            self.note(f"{path}.threshold_bp", _("a whole number from 1 to 10000 is expected"))
        for name, reader in (("population", parse_population), ("criterion", read_criterion)):
            try:
                reader(get(name))
            except ConditionError as error:
                self.note(f"{path}.{name}{error.path[1:]}", error.reason)
        return {
            "code": self.text(body, "code", path, 50),
            "name": self.text(body, "name", path, 200),
            "population": get("population"),
            "criterion": get("criterion"),
            "threshold_bp": threshold,
            "due_on": self.day(get("due_on"), f"{path}.due_on"),
        }


def write(planned: Planned, *, by: str, dry_run: bool) -> tuple[int, int, int]:
    """Publish the plan; return how many targets are new, corrected and unchanged.

    A target that differs from the recorded one is a correction of its latest version.
    """
    plan = Plan.objects.filter(code=planned.fields["code"]).first()
    user = User(username=by)
    if not dry_run:
        plan = _write_plan(plan, planned.fields, user)
    counts = {"new": 0, "corrected": 0, "unchanged": 0}
    for fields in planned.targets:
        version = _latest(plan, fields["code"])
        said = {name: value for name, value in fields.items() if name != "code"}
        if version is None:
            counts["new"] += 1
            if plan and not dry_run:
                publish_target(plan=plan, by=user, **fields)
        elif _differs(version, said):
            counts["corrected"] += 1
            if not dry_run:
                correct_target(version=version, by=user, **said)
        else:
            counts["unchanged"] += 1
    return counts["new"], counts["corrected"], counts["unchanged"]


def _write_plan(plan: Plan | None, fields: dict[str, Any], user: User) -> Plan:
    if plan is None:
        return publish_plan(**fields, by=user)
    if _differs(plan, fields):
        correct_plan(plan=plan, by=user, targets_follow=True, **fields)
    return plan


def _latest(plan: Plan | None, code: str) -> TargetVersion | None:
    target = Target.objects.filter(plan=plan, code=code).first() if plan else None
    return target.versions.in_order().last() if target else None


def _differs(row: Plan | TargetVersion, fields: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in fields.items())
