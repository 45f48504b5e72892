"""Forgetting a person in what is neither a fact nor history: drafts, lists, workbooks, answers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.api.once import forget_answers
from apps.audit.gaps import remove
from apps.cadres.models import Cadre
from apps.common.errors import RuleError
from apps.entry.models import Draft
from apps.entry.services import fields_of
from apps.imports.models import Batch, Problem, Question
from apps.imports.services import beside, forget_file, put_away
from apps.privacy import held
from apps.privacy.unlogging import NOBODY
from apps.privacy.whose import Whose, texts_in
from apps.reorganisation.models import Reorganisation
from apps.reports.models import ListRequest, LongList
from apps.scenarios.models import Scenario

_TAGS = re.compile(r"<[^>]*>")
_MOST_TEXT = 200 * 1024 * 1024
# What a batch says of its rows, each as it is when it says nothing.
_SAID = ("readings", "samples", "kept")


def forget_copies(cadre: Cadre, whose: Whose) -> None:
    """Delete every copy that names the person; RuleError while a workbook is being written."""
    _forget_workbooks(cadre, whose)
    held.drafts_about(whose.keys).delete()
    _delete(Draft, [d.pk for d in Draft.objects.all() if _names(whose, fields_of(d), d.label)])
    held.lists_with(cadre).delete()
    asked = LongList.objects.only("query", "entry")
    _delete(
        LongList, [row.pk for row in asked if _names(whose, unquote_plus(row.query), row.entry)]
    )
    held.lookups_of(cadre).delete()
    forget_answers(whose.is_named_in)


def forget_in_plans(whose: Whose, *, by: str, reason: str) -> None:
    """Take the person out of what names them among others: plans, lists asked for, scenarios."""
    rows = ListRequest.objects.iterator()
    named = [row.pk for row in rows if _names(whose, unquote_plus(row.query), row.words)]
    _drop_versions(ListRequest, named, by, reason)
    ListRequest.objects.filter(pk__in=named).update(query="", words={})
    plans = held.plans_naming(whose.keys)
    _drop_versions(Reorganisation, [row.pk for row in plans], by, reason)
    for row in plans:
        Reorganisation.objects.filter(pk=row.pk).update(plan=_unnamed(row.plan, whose))
    for scenario in Scenario.objects.iterator():
        _forget_in_scenario(scenario, whose)


def _forget_in_scenario(scenario: Scenario, whose: Whose) -> None:
    """Empty the words of a scenario that name the person, and what was typed for a number."""
    said: dict[str, Any] = {}
    if _names(whose, scenario.name):
        said["name"] = f"… {scenario.pk}"
    if _names(whose, scenario.words):
        said["words"] = ""
    # A number may be somebody's staff number by chance.
    numbers = {
        name: [text for text in typed if text.isdecimal() or not whose.is_named_in(text)]
        for name, typed in scenario.numbers.items()
    }
    if numbers != scenario.numbers:
        said["numbers"] = numbers
    if said:
        Scenario.objects.filter(pk=scenario.pk).update(**said)


def _drop_versions(model: Any, pks: list[int], by: str, reason: str) -> None:
    versions = model.events.rel.related_model
    old = versions.objects.filter(pgh_obj_id__in=pks).values_list("pgh_id", flat=True)
    remove(versions._meta.db_table, list(old), by=by, reason=reason)


def _unnamed(value: Any, whose: Whose) -> Any:
    """Return plain values with another word in the place of the person's staff numbers."""
    if isinstance(value, dict):
        return {_unnamed(name, whose): _unnamed(part, whose) for name, part in value.items()}
    if isinstance(value, list):
        return [_unnamed(part, whose) for part in value]
    return NOBODY if value in whose.keys else value


def _names(whose: Whose, *values: Any) -> bool:
    return any(whose.is_named_in(text) for text in texts_in(list(values)))


def _delete(model: Any, pks: list[int]) -> None:
    model.objects.filter(pk__in=pks).delete()


def _forget_workbooks(cadre: Cadre, whose: Whose) -> None:
    for batch in Batch.objects.exclude(file="").select_for_update():
        if not any(whose.is_named_in(text) for text in _texts_of(batch)):
            continue
        if batch.is_working:
            raise RuleError(_("A workbook that names the person is being worked on; try later."))
        put_away(batch) if batch.is_open else forget_file(batch)
        batch.save()
    # A batch that wrote facts of the person may have remarks on their row that name nobody.
    wrote = Batch.objects.filter(context__in=held.contexts_of(cadre.pk))
    Problem.objects.filter(batch__in=wrote).delete()
    held.former_rows_of(cadre).delete()
    held.reorganised_rows_of(cadre).delete()
    held.destinations_of(cadre).delete()
    held.questions_about(cadre).delete()
    said = Question.objects.iterator()
    _delete(Question, [q.pk for q in said if _names(whose, q.said, q.candidates)])
    about = Problem.objects.filter(~Q(value="") | ~Q(message="")).iterator()
    _delete(Problem, [p.pk for p in about if _names(whose, p.value, p.message)])
    for batch in Batch.objects.iterator():
        _forget_in(batch, whose)


def _forget_in(batch: Batch, whose: Whose) -> None:
    """Empty what a batch says of its rows, where it names the person."""
    said: dict[str, Any] = {
        name: type(getattr(batch, name))() for name in _SAID if _names(whose, getattr(batch, name))
    }
    said |= {name: "…" for name in ("name", "reason") if whose.is_named_in(getattr(batch, name))}
    if said:
        Batch.objects.filter(pk=batch.pk).update(**said)


def _texts_of(batch: Batch) -> Iterator[str]:
    """Yield the texts of a kept file and of what is kept beside it."""
    for path in (Path(batch.path), beside(batch)):
        if path.exists():
            yield from _texts_at(path)


def _texts_at(path: Path) -> Iterator[str]:
    if not zipfile.is_zipfile(path):
        yield path.read_bytes()[:_MOST_TEXT].decode("utf-8", "replace")
        return
    with zipfile.ZipFile(path) as parts:
        for part in parts.infolist():
            with parts.open(part) as file:
                # Markup may stand within a name.
                text = file.read(_MOST_TEXT).decode("utf-8", "replace")
            yield _TAGS.sub("", text)
            yield _TAGS.sub(" ", text)
