"""Carry out a reorganisation from a file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.errors import RuleError
from apps.reorganisation.foreseeing import Foreseen, foresee
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.services import apply, prepare, undo


class Command(BaseCommand):
    """The shell's door to reorganisations."""

    help = "Carry out a reorganisation described in a JSON file, or say what it would do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file and the user who answers for it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the user who carries it out")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--undo", action="store_true", help="take back the same decision")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what happens; unless it is a dry run, do it, whole or not at all."""
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(_("There is no active user %s.") % options["by"])
        body = _read(options["file"])
        try:
            if options["undo"]:
                self._take_back(body, by)
            else:
                self._carry_out(body, by, is_dry=options["dry_run"])
        except RuleError as error:
            raise CommandError(str(error)) from error

    def _carry_out(self, body: Any, by: User, *, is_dry: bool) -> None:
        now = timezone.now()
        with transaction.atomic():
            draft = prepare(body=body, by=by)
            found = foresee(reorganisation=draft, by=by, now=now)
            if is_dry:
                transaction.set_rollback(True)
            else:
                apply(reorganisation=draft, by=by, now=now)
        self.stdout.write("\n".join(_told(found)))
        done = _("Nothing was changed: this was a dry run.") if is_dry else _("Applied.")
        self.stdout.write(done)

    def _take_back(self, body: Any, by: User) -> None:
        decision = body.get("decision") if isinstance(body, dict) else None
        applied = Reorganisation.objects.filter(
            decision=decision or "", state=Reorganisation.State.APPLIED
        ).first()
        if applied is None:
            raise CommandError(_("No reorganisation by this decision is applied."))
        undo(reorganisation=applied, by=by, now=timezone.now())
        self.stdout.write(_("Undone."))


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(_("The file cannot be read: %s") % error.strerror) from error
    except ValueError as error:
        raise CommandError(_("The file is not JSON: %s") % error) from error


def _told(foreseen: Foreseen) -> list[str]:
    """Say what happens, line by line: counts, ways, figures before and after, roles left over."""
    found, plan = foreseen.found, foreseen.plan
    said = [
        _("%(decision)s from %(day)s: %(name)s")
        % {"decision": plan.decision, "day": plan.effective_on.isoformat(), "name": plan.name},
        _("Posts that end: %(ending)s; that begin: %(beginning)s; people who leave: %(leaving)s")
        % {
            "ending": found.ending(),
            "beginning": sum(post.has_begun for post, _to in found.going),
            "leaving": len({post.cadre_id for post in found.leaving}),
        },
    ]
    said += [f"{source} > {to}: {count}" for (source, to), count in sorted(found.people().items())]
    for line in foreseen.lines:
        before, after = (
            f"{score.met}/{score.not_met}/{score.unknown}" if score else "-"
            for score in (line.before, line.after)
        )
        said.append(f"{line.unit} {line.version.target.code}: {before} > {after}")
    for role in foreseen.roles:
        words = {"user": role.user.username, "role": role.role, "unit": role.unit.key}
        said.append(_("%(user)s stays %(role)s of %(unit)s, which ends") % words)
    return said
