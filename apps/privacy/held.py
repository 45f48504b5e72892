"""Which tables hold something about a person, and how what they hold is found.

Every table that can hold any is named here: what a person is given of it, or why nothing.
A test fails for a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from apps.audit.selectors import event_models
from apps.cadres.models import Cadre, Lookup
from apps.entry.models import Draft
from apps.imports.checking.comparing import MODELS
from apps.imports.models import Former, Question
from apps.privacy.whose import texts_in
from apps.reorganisation.models import Destination, Reorganisation
from apps.reorganisation.models import Former as Reorganised
from apps.reports.models import LongList

# Tables of which a person is given every row about them, in the order of the extract; the
# versions of their rows follow as history.
FACTS = (
    "cadres.Cadre",
    "cadres.Appointment",
    "cadres.Qualification",
    "cadres.Training",
    "cadres.Appraisal",
    "cadres.Receipt",
    "cadres.PlannedRetirement",
    "cadres.Restriction",
    "privacy.SubjectRequest",
)
# Tables of which a person is given what names them.
NAMING = (
    "entry.Draft",
    "imports.Question",
    "imports.Former",
    "reorganisation.Former",
    "reorganisation.Reorganisation",
    "reorganisation.Destination",
    "reports.LongList",
    "cadres.Lookup",
    "audit.AccessLog",
    "audit.Shown",
)
_COUNTS = "counts of people, and nobody by name or number"
_SETTINGS = "says how something is counted or printed, of nobody in particular"
ELSEWHERE: dict[str, str] = {
    "cadres.ChangedCadre": "a note for seconds that a record changed, by a number of ours",
    "metrics.Standing": "how people count today, worked out from the facts, by a number of ours",
    "metrics.Result": _COUNTS,
    "metrics.Run": _COUNTS,
    "metrics.ProjectedUnit": _COUNTS,
    "reports.Report": _COUNTS,
    "reports.ReportFile": _COUNTS,
    "reports.ListRequest": "who asked for a list of the whole city, and how it was filtered",
    "reports.ListRequestEvent": "versions of such requests",
    "reorganisation.Outlook": _COUNTS,
    "reorganisation.ReorganisationEvent": "versions of plans; the plan itself is in the extract",
    "reports.LongListPart": "the file of a list; that the person is in it is said by its list",
    "reports.Schedule": _SETTINGS,
    "reports.TableTemplate": _SETTINGS,
    "scenarios.Scenario": "numbers by kind supposed for a unit, with words of their maker",
    "targets.TargetVersion": _SETTINGS,
    "targets.TargetVersionEvent": _SETTINGS,
    "imports.Batch": "of a workbook; its rows about the person are in the questions and facts",
    "imports.Problem": "a faulty cell by its row and column; whose row it is, is not recorded",
    "imports.RememberedReading": _SETTINGS,
    "api.KeptAnswer": "sealed for a day, for the program that asked; holds what the facts hold",
    "privacy.RetentionRun": "how many rows were let go of",
    "audit.Gap": "which rows were taken out lawfully, by their numbers",
    "audit.Seal": "digests of rows, from which nothing can be read",
    "jobs.Job": "a piece of work by its kind and day",
    "notices.Notice": "sentences about pages; none names a person of the records",
    "accounts.Identity": "of a user at a provider of identities",
}


def models_that_may_hold_people() -> set[type[models.Model]]:
    """Return the models of ours that point to a person, or have room for anything said of one."""
    found = set()
    for model in apps.get_models():
        is_ours = model.__module__.startswith("apps.")
        if is_ours and any(_may_hold(field) for field in model._meta.concrete_fields):
            found.add(model)
    return found


def _may_hold(field: models.Field) -> bool:
    if field.related_model is Cadre or field.model is Cadre:
        return True
    if field.name in ("cadre_id", "people", "object_id", "subject"):
        return True
    has_room = isinstance(field, models.JSONField | models.BinaryField | models.TextField)
    return has_room and not field.name.startswith("pgh_")


def versions_of_facts() -> list[type[models.Model]]:
    """Return the tables of versions of what is told in the extract as facts."""
    facts = {apps.get_model(label) for label in FACTS}
    return [m for m in event_models() if m.pgh_tracked_model in facts]  # type: ignore[attr-defined]


def rows_of(model: type[models.Model], cadre: Cadre) -> models.QuerySet:
    """Return the rows of a table of facts that are about a person."""
    column = "pk" if model is Cadre else "cadre"
    return model._default_manager.filter(**{column: cadre.pk}).order_by("pk")


def ids_ever(cadre: Cadre, model: type[models.Model]) -> set[int]:
    """Return the ids of a person's rows in a table of facts, of those withdrawn since too."""
    if model is Cadre:
        return {cadre.pk}
    versions = next(m for m in versions_of_facts() if m.pgh_tracked_model is model)  # type: ignore[attr-defined]
    kept = versions._default_manager.filter(cadre=cadre.pk).values_list("pgh_obj_id", flat=True)
    return set(kept) | set(rows_of(model, cadre).values_list("pk", flat=True))


def contexts_of(cadre_id: int) -> set[Any]:
    """Return the contexts in which versions of a person's rows were written."""
    return {c for _model, rows in versions_about(cadre_id) for _pk, c in rows if c}


def versions_about(
    cadre_id: int,
) -> Iterator[tuple[type[models.Model], list[tuple[int, Any]]]]:
    """Yield the tables of versions, each with the number and context of those of a person."""
    for versions in versions_of_facts():
        is_person = versions.pgh_tracked_model is Cadre  # type: ignore[attr-defined]
        about = {"pgh_obj_id" if is_person else "cadre": cadre_id}
        rows = versions._default_manager.filter(**about)
        yield versions, list(rows.values_list("pgh_id", "pgh_context_id"))


def drafts_about(keys: Iterable[str]) -> models.QuerySet[Draft]:
    """Return the forms left unsaved that are about a person of these staff numbers."""
    about = Q(pk=None)
    for key in keys:
        about |= Q(subject=key) | Q(subject__startswith=f"{key}/")
    return Draft.objects.filter(about)


def questions_about(cadre: Cadre) -> models.QuerySet[Question]:
    """Return the doubtful matches of workbooks that may mean a person."""
    return Question.objects.filter(
        Q(candidates__contains=[{"pk": cadre.pk}]) | Q(answer=str(cadre.pk))
    )


def former_rows_of(cadre: Cadre) -> models.QuerySet[Former]:
    """Return what batches keep of a person's rows as they were before."""
    about = Q(pk=None)
    for file, model in MODELS.items():
        about |= Q(table=file, object_id__in=ids_ever(cadre, model))
    return Former.objects.filter(about)


def reorganised_rows_of(cadre: Cadre) -> models.QuerySet[Reorganised]:
    """Return what reorganisations keep of a person's rows as they were before."""
    about = Q(pk=None)
    for model in MODELS.values():
        about |= Q(source=model._meta.db_table, object_id__in=ids_ever(cadre, model))
    return Reorganised.objects.filter(about)


def plans_naming(keys: Iterable[str]) -> list[Reorganisation]:
    """Return the reorganisations that say where a person of these staff numbers goes."""
    wanted = set(keys)
    rows = Reorganisation.objects.order_by("pk").iterator()
    return [row for row in rows if wanted.intersection(texts_in(row.plan))]


def destinations_of(cadre: Cadre) -> models.QuerySet[Destination]:
    """Return where planned reorganisations send a person."""
    return Destination.objects.filter(cadre=cadre)


def lists_with(cadre: Cadre) -> models.QuerySet[LongList]:
    """Return the lists that are kept for somebody and hold a person."""
    return LongList.objects.filter(people__contains=[cadre.pk])


def lookups_of(cadre: Cadre) -> models.QuerySet[Lookup]:
    """Return who looked for a person by number lately."""
    return Lookup.objects.filter(cadre_id=cadre.pk)
