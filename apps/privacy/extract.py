"""Everything that is held of a person, in words, for the person to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.accounts.fields import DERIVED, KEY, rule_of
from apps.accounts.roles import Permission
from apps.audit.accesses import Search, found
from apps.audit.selectors import changes_of, former_values
from apps.cadres.identity import number_of
from apps.cadres.models import Cadre
from apps.common.partial import PartialDate
from apps.common.reach import Reach, beyond_scope
from apps.common.sealing import SealError
from apps.presentation import accesses, numbers
from apps.presentation.changes import in_words
from apps.privacy import held

# The person reads what keepers of the record read.
_READS = frozenset({Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT})
_MOST_CHANGES = 10_000
Row = Sequence[str]


@dataclass(frozen=True)
class Part:
    """One table of the extract."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Row]


def extract(cadre: Cadre) -> list[Part]:
    """Return everything held of a person, from every table, in the reader's language."""
    keys = keys_of(cadre)
    # Drafts and kept lists belong to their users alone; the person is told of all of them.
    with beyond_scope(Reach.TELLING):
        parts = [*_facts(cadre), _history(cadre), _readings(cadre, keys)]
        return [
            *parts,
            _lists(cadre),
            _drafts(keys),
            _workbooks(cadre),
            _reorganised(cadre, keys),
            _lookups(cadre),
        ]


def keys_of(cadre: Cadre) -> list[str]:
    """Return the staff numbers under which a person is or was recorded."""
    return sorted({cadre.key, *former_values(Cadre, cadre.pk, "key")})


def _facts(cadre: Cadre) -> Iterator[Part]:
    for label in held.FACTS:
        model = apps.get_model(label)
        fields = [field for field in model._meta.concrete_fields if _is_told(model, field)]
        rows = [[_said(row, field) for field in fields] for row in held.rows_of(model, cadre)]
        words = [_capital(field.verbose_name) for field in fields]
        yield Part(_capital(model._meta.verbose_name), words, rows)


def _is_told(model: type[models.Model], field: Any) -> bool:
    """Whether a column says something, and not only what another one says for sorting."""
    rule = rule_of(model, field.attname)
    return not field.primary_key and field.related_model is not Cadre and rule not in (KEY, DERIVED)


def _said(row: models.Model, field: Any) -> str:
    if field.name == "personal_number":
        return _number(row)  # type: ignore[arg-type]
    if field.related_model is not None:
        return str(getattr(row, field.name) or "")
    value = getattr(row, field.attname)
    if isinstance(value, PartialDate):
        return numbers.partial(value)
    if value is None or isinstance(value, bool):
        return {True: _("Yes"), False: _("No"), None: ""}[value]
    return str(dict(getattr(field, "flatchoices", ())).get(value, value))


def _number(cadre: Cadre) -> str:
    with suppress(SealError):
        return number_of(cadre)
    return _("sealed; it cannot be opened with the keys of this system")


def _history(cadre: Cadre) -> Part:
    models_of = [v.pgh_tracked_model for v in held.versions_of_facts()]  # type: ignore[attr-defined]
    parts = [(model, "cadre_id") for model in models_of if model is not Cadre]
    changes = in_words(changes_of(cadre, *parts, limit=_MOST_CHANGES), _READS)
    rows = []
    for entry in changes:
        lines = [f"{line.name}: {line.old or '–'} → {line.new or '–'}" for line in entry.lines]
        what = "; ".join(lines or entry.summary)
        rows.append([numbers.moment(entry.at), entry.who, f"{entry.what}, {entry.act_word}", what,
                     entry.reason])  # fmt: skip
    columns = [_("When"), _("Who"), _("What"), _("Change"), _("Reason")]
    return Part(_("History of changes"), columns, rows)


def _readings(cadre: Cadre, keys: Iterable[str]) -> Part:
    rows = []
    for access in _accesses(Search(keys=tuple(keys), person=cadre.pk)):
        rows.append([numbers.moment(access.at), access.username, access.get_act_display(),
                     accesses.kind(access.kind), str(access.detail.get("reason", ""))])  # fmt: skip
    columns = [_("When"), _("Who"), _("Act"), _("What was read"), _("Reason")]
    return Part(_("Who read the record"), columns, rows)


def _accesses(search: Search) -> Iterator[Any]:
    older: int | None = None
    while True:
        page = found(search, older=older)
        yield from (line.access for line in page.lines)
        if not page.has_earlier:
            return
        older = page.lines[-1].access.pk


def _lists(cadre: Cadre) -> Part:
    rows = [
        [numbers.moment(row.asked_at), row.asked_by.full_name, row.title, numbers.day(row.day)]
        for row in held.lists_with(cadre).select_related("asked_by")
    ]
    columns = [_("When"), _("Who"), _("List"), _("Figures of")]
    return Part(_("Lists kept for a week"), columns, rows)


def _drafts(keys: Iterable[str]) -> Part:
    rows = [
        [numbers.moment(row.saved_at), row.user.full_name, row.label,
         json.dumps(row.fields, ensure_ascii=False)]
        for row in held.drafts_about(keys).select_related("user")
    ]  # fmt: skip
    columns = [_("When"), _("Who"), _("Form"), _("What was typed")]
    return Part(_("Forms left before saving"), columns, rows)


def _workbooks(cadre: Cadre) -> Part:
    asked = [(row.batch, row.said) for row in held.questions_about(cadre).select_related("batch")]
    former = held.former_rows_of(cadre).select_related("batch")
    said = [*asked, *((row.batch, row.columns) for row in former)]
    rows = [
        [numbers.moment(batch.uploaded_at), batch.name, json.dumps(words, ensure_ascii=False)]
        for batch, words in said
    ]
    columns = [_("When"), _("Workbook"), _("What it said, or replaced")]
    return Part(_("Workbooks"), columns, rows)


def _reorganised(cadre: Cadre, keys: Iterable[str]) -> Part:
    rows = [
        [row.reorganisation.decision, row.reorganisation.name,
         json.dumps(row.columns, ensure_ascii=False)]
        for row in held.reorganised_rows_of(cadre).select_related("reorganisation")
    ]  # fmt: skip
    rows += [[row.decision, row.name, ""] for row in held.plans_naming(keys)]
    rows += [
        [row.reorganisation.decision, row.reorganisation.name, ""]
        for row in held.destinations_of(cadre).select_related("reorganisation")
    ]
    columns = [_("Decision number"), _("Reorganisation"), _("What it replaced")]
    return Part(_("Reorganisations"), columns, rows)


def _lookups(cadre: Cadre) -> Part:
    rows = [
        [numbers.moment(row.looked_at), row.user.full_name]
        for row in held.lookups_of(cadre).select_related("user")
    ]
    return Part(_("Looked for by number"), [_("When"), _("Who")], rows)


def _capital(words: str | Promise) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]
