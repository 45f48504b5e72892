"""What stood before a reorganisation, so that it can be put back as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.audit.selectors import changed_beyond, changed_in, made_in, mark_of
from apps.cadres.models import Appointment
from apps.common.errors import RuleError
from apps.reorganisation.models import Former, Reorganisation
from apps.reorganisation.moving import Destinations
from apps.targets.models import UnitThreshold
from apps.units.models import HeadcountQuota, Membership, Placement, Succession, Unit

# In the order in which rows are made.
_MODELS: tuple[type[models.Model], ...] = (Unit, Placement, Succession, Appointment)
_COLUMNS: dict[type[models.Model], tuple[str, ...]] = {
    Unit: ("name", "name_key"),
    Placement: ("unit_id", "parent_id", "name", "start_on", "end_on"),
    Appointment: ("unit_id", "end_on", "ended_by"),
}


def marks() -> dict[str, int]:
    """Return how far the history of each table goes."""
    return {model._meta.db_table: mark_of(model) for model in _MODELS}


def keep_before(row: Reorganisation, found: Destinations) -> None:
    """Keep every placement and name, and the posts that are to move."""
    posts = [*(post.pk for post, _to in found.going), *(post.pk for post in found.leaving)]
    _keep(row, Placement, None)
    _keep(row, Unit, None)
    _keep(row, Appointment, posts)


def _keep(row: Reorganisation, model: type[models.Model], ids: Iterable[int] | None) -> None:
    table = model._meta.db_table
    pairs = ", ".join(f"'{name}', {name}" for name in _COLUMNS[model])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reorganisation_former (reorganisation_id, source, object_id, columns)"
            f" SELECT %s, %s, id, jsonb_build_object({pairs}) FROM {table}"
            " WHERE %s::int[] IS NULL OR id = ANY(%s::int[])",
            [row.pk, table, *[list(ids) if ids is not None else None] * 2],
        )


def keep_made(row: Reorganisation, context: UUID) -> None:
    """Note the rows that were made, and forget former rows that nothing changed."""
    for model in _MODELS:
        table, made = model._meta.db_table, made_in(context, model)
        kept = row.formers.filter(source=table)
        kept.exclude(object_id__in=changed_in(context, model)).delete()
        # What was changed after it was made, or made in the place of what went, was made.
        Former.objects.bulk_create(
            (Former(reorganisation=row, source=table, object_id=pk) for pk in sorted(made)),
            batch_size=5_000,
            ignore_conflicts=True,
        )


def check_untouched(row: Reorganisation) -> None:
    """Refuse when a fact that the reorganisation touched was changed, or something was added."""
    for model in _MODELS:
        table = model._meta.db_table
        ids = row.formers.filter(source=table).values_list("object_id", flat=True)
        changed = changed_beyond(row.marks[table], model, "pgh_obj_id", ids)
        if changed:
            raise RuleError(
                _("%s was changed since. Take that back first.") % _named(model, changed)
            )
    for query in _added(row):
        first = query.select_related("unit").first()
        if first:
            message = _("Something was added to %s since. Take that back first.")
            raise RuleError(message % first.unit)


def _named(model: type[models.Model], changed: set[tuple[int, int]]) -> str:
    pk = min(changed)[0]
    if model is Appointment:
        post = Appointment.objects.select_related("unit").filter(pk=pk).first()
        # Whoever undoes it may see counts only.
        return _("A post in %s") % post.unit if post else _("A post")
    found = model._default_manager.filter(pk=pk).first()
    unit = getattr(found, "unit", found)
    return str(unit or _("the tree"))


def _added(row: Reorganisation) -> Iterator[models.QuerySet[Any]]:
    """Yield what names units that were made, beyond what the reorganisation made itself."""
    made = {model: list(_made(row, model).values_list("object_id", flat=True)) for model in _MODELS}
    units = made[Unit]
    yield (
        Placement.objects.filter(Q(unit__in=units) | Q(parent__in=units))
        .exclude(pk__in=made[Placement])
        .exclude(pk__in=row.formers.filter(source=Placement._meta.db_table).values("object_id"))
    )
    yield Appointment.objects.filter(unit__in=units).exclude(
        pk__in=row.formers.filter(source=Appointment._meta.db_table).values("object_id")
    )
    for model in (Membership, HeadcountQuota, UnitThreshold):
        yield model.objects.filter(unit__in=units)


def _made(row: Reorganisation, model: type[models.Model]) -> models.QuerySet[Former]:
    return row.formers.filter(source=model._meta.db_table, columns__isnull=True)


def put_back(row: Reorganisation) -> None:
    """Remove what was made and give what was changed its former values."""
    for model in reversed(_MODELS):
        made = list(_made(row, model).values_list("object_id", flat=True))
        if model is Unit:
            _remove_units(made)
        else:
            _delete(model, made)
        _restore(row, model)
    row.formers.all().delete()


def _delete(model: type[models.Model], ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = ANY(%s)", [ids])


def _remove_units(ids: list[int]) -> None:
    """Remove units; those of which figures were published stay, without a place in the tree."""
    Unit.objects.filter(pk__in=ids, results=None).delete()


def _restore(row: Reorganisation, model: type[models.Model]) -> None:
    """Give rows their former values; placements that another took the place of come back."""
    names = _COLUMNS.get(model, ())
    if not names:
        return
    table, listed = model._meta.db_table, ", ".join(names)
    values = ", ".join(f"before.{name}" for name in names)
    formers = f"""reorganisation_former former, jsonb_populate_record(NULL::{table}, columns) before
        WHERE reorganisation_id = %s AND source = %s AND columns IS NOT NULL"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} row SET ({listed}) = ROW({values}) FROM {formers}"
            " AND row.id = former.object_id",
            [row.pk, table],
        )
        if model is Placement:
            cursor.execute(
                f"INSERT INTO {table} (id, {listed}) SELECT object_id, {values} FROM {formers}"
                f" AND NOT EXISTS (SELECT FROM {table} row WHERE row.id = object_id)",
                [row.pk, table],
            )
