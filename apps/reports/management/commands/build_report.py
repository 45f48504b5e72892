"""Build a report from the shell."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.reports.asking import Asked, Standing
from apps.reports.builders.frame import default_imprint
from apps.reports.kinds import KINDS, NoFiguresError
from apps.reports.models import TableTemplate
from apps.reports.models.reports import PERIODS, STYLES
from apps.reports.periods import period_of, plan_days
from apps.reports.renderers import FORMATS, render
from apps.targets.models import Plan
from apps.targets.selectors import plan_for
from apps.units.models import Unit


class Command(BaseCommand):
    """The shell's door to reports: a draft in a file, as the site would build it."""

    help = (
        "Build a draft of a report into a file: the figures of a unit with everything below it on"
        " a day. It holds what the user may see. Status 1, and no file, when it cannot be built."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what the report is about, and how it is set."""
        parser.add_argument("kind", choices=list(KINDS))
        parser.add_argument("--unit", required=True, metavar="KEY")
        parser.add_argument("--as-of", required=True, type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--format", choices=FORMATS, default="pdf")
        parser.add_argument("--language", choices=["vi", "en"], default="vi")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who takes it out")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")
        parser.add_argument("--plan", metavar="NUMBER", help="by default the plan of that day")
        parser.add_argument("--period", choices=list(PERIODS), default="day")
        parser.add_argument("--template", metavar="NAME", help="of the kind table: which one")
        parser.add_argument("--style", choices=list(STYLES), default="state")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, set and write the report."""
        asked, user = self._asked(options), _user(options["by"])
        _check(user, asked)
        kind = KINDS[asked.kind]
        try:
            found = kind.compute(asked)
        except NoFiguresError as error:
            message = _("The unit has no figures on that day: it or the plan is not there.")
            raise CommandError(message) from error
        with override(asked.language):
            document = kind.compose(found, asked, Standing(timezone.now()))
        content = render(document, options["format"])
        try:
            options["out"].write_bytes(content)
        except OSError as error:
            raise CommandError(_("The file cannot be written: %s") % error.strerror) from error
        log_access(
            username=user.username,
            act=AccessLog.Act.EXPORT,
            kind="report",
            key=asked.unit.key,
            report=asked.kind,
            day=asked.day.isoformat(),
            format=options["format"],
        )

    def _asked(self, options: dict[str, Any]) -> Asked:
        unit = Unit.objects.filter(key=options["unit"]).first()
        if unit is None:
            raise CommandError(_("There is no unit with the key %s.") % options["unit"])
        plan, day = self._plan(options), options["as_of"]
        span = plan_days(plan)
        return Asked(
            kind=options["kind"],
            unit=unit,
            day=day,
            language=options["language"],
            plan=plan,
            period=options["period"],
            before=min(period_of(options["period"], day, plan=span).before, day),
            style=options["style"],
            imprint=default_imprint(unit, day, options["style"], options["language"]),
            table=_table(options),
        )

    def _plan(self, options: dict[str, Any]) -> Plan | None:
        if not options["plan"]:
            return plan_for(options["as_of"])
        plan = Plan.objects.filter(code=options["plan"]).first()
        if plan is None:
            raise CommandError(_("There is no plan with the number %s.") % options["plan"])
        return plan


def _table(options: dict[str, Any]) -> dict[str, Any]:
    if options["kind"] != "table":
        return {}
    name, user = options["template"] or "", _user(options["by"])
    seen = list(TableTemplate.objects.visible_to(user, timezone.localdate()))
    found = [table for table in seen if table.name.casefold() == name.casefold()]
    if len(found) != 1:
        named = ", ".join(sorted({table.name for table in seen})) or "–"
        said = {"name": name, "named": named}
        raise CommandError(_("There is no one table “%(name)s”; there are: %(named)s.") % said)
    return found[0].as_asked()


def _user(username: str) -> User:
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise CommandError(_("There is no active user %s.") % username)
    return user


def _check(user: User, asked: Asked) -> None:
    seen = [
        Unit.objects.visible_to(user, day, Permission.EXPORT).filter(pk=asked.unit.pk).exists()
        for day in (timezone.localdate(), asked.day)
    ]
    if not any(seen):
        raise CommandError(_("%(user)s may not take figures of this unit out.") % {"user": user})
