"""A form takes what it asks for: whatever else of any table is sent with it changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.http import QueryDict
from django.test import Client

from apps.units.models import Lineage
from tests.conftest import client_of
from tests.coordination.test_plans import PLAN
from tests.coordination.test_posts import SAID as ASSIGNED
from tests.coordination.test_targets import NEW as TARGET
from tests.coordination.test_units import NEW as UNIT
from tests.entry.built import sent
from tests.records import test_forms as records
from tests.records.test_receiving import RECEIVED, looked
from tests.reports.test_schedule_views import ANSWERS as SCHEDULE
from tests.web.places import changed, written
from tests.world import World

pytestmark = pytest.mark.django_db
SAVE = {"do": "save"}
WHY = {"reason": "Theo hồ sơ"}
POST = records.POST | SAVE
REPORT = {
    "unit": "SNV", "kind": "progress", "plan": "KH-01", "period": "day", "day": "30/06/2025",
    "language": "vi", "style": "state",
}  # fmt: skip
ROLE = WHY | {"role": "officer", "unit": "Sở Nội vụ", "unit_key": "SNV"}
# Who sends a form, where it is, and what is typed into it.
FORMS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("officer", "/records/new/", records.TestRegistering.NEW),
    ("officer", "/cadres/khoa/transfer/", POST | {"kind": "transfer"}),
    ("officer", "/cadres/khoa/qualification/", SAVE | {"level": "english:certificate"}),
    ("officer", "/cadres/lan/training/", SAVE | {"category": "knowledge_update"}),
    ("officer", "/cadres/lan/appraisal/", SAVE | {"year": "2024", "rating": "good"}),
    ("officer", "/cadres/khoa/correct/", SAVE | WHY | {"full_name": "Phạm Đăng Khoá"}),
    ("officer", "/cadres/khoa/post/{post}/", SAVE | WHY | {"title": "Trưởng phòng"}),
    (
        "officer",
        "/records/course/?unit_key=SNV",
        SAVE | {"category": "knowledge_update", "cadres": "khoa"},
    ),
    ("officer", "/records/ratings/?unit_key=SNV&year=2024", SAVE | {"rating-khoa": "good"}),
    ("officer", "{looked}", RECEIVED | {"start_on": "01/06/2025"}),
    (
        "officer",
        "/requests/new/khoa/",
        SAVE | {"right": "see", "way": "letter", "received_on": "01/06/2026"},
    ),
    ("officer", "/reports/ask/", REPORT),
    ("officer", "/reports/schedules/add/", SCHEDULE),
    ("coordinator", "/coordination/units/new/", SAVE | UNIT),
    (
        "coordinator",
        "/units/SNV/acts/rename/",
        SAVE | {"name": "Sở Nội vụ mới", "from_day": "01/07/2025"},
    ),
    ("coordinator", "/units/SNV/acts/posts/", ASSIGNED),
    ("coordinator", "/coordination/plans/new/", PLAN),
    ("coordinator", "/coordination/plans/{plan}/correct/", SAVE | WHY | {"name": "Kế hoạch sửa"}),
    ("coordinator", "/coordination/plans/{plan}/targets/new/", TARGET),
    (
        "administrator",
        "/accounts/invite/",
        ROLE | {"full_name": "Lê Mai", "username": "mai", "email": "mai@example.vn"},
    ),
    ("administrator", "/accounts/{chi}/roles/", ROLE),
    ("administrator", "/accounts/{chi}/roles/", ROLE | {"end_on": "31/12/2030"}),
)
MODELS = {
    model._meta.db_table: model
    for model in apps.get_models()
    if model.__module__.startswith("apps.") and model is not Lineage  # derived, in any order
}
VALUES: dict[type[models.Field[Any, Any]], str] = {
    models.BooleanField: "on",
    models.DateField: "01/02/2020",
    models.CharField: "x",
    models.TextField: "x",
}
ASKED = re.compile(r'name="([^"]+)"')
Rows = dict[tuple[str, Any], dict[str, Any]]
Written = dict[tuple[str, int, str], Any]


def unlisted(names: Iterable[str]) -> dict[str, str]:
    """Return a value for every column and relation of every table that a form does not ask for."""
    found = {"pk": "1"}
    for model in MODELS.values():
        for field in model._meta.get_fields():
            value = next((value for kind, value in VALUES.items() if isinstance(field, kind)), "1")
            found |= {field.name: value, getattr(field, "attname", field.name): value}
    return {name: value for name, value in found.items() if name not in names}


def rows_of(tables: Iterable[str]) -> Rows:
    """Return every row of some tables, by table and key."""
    return {
        (table, tuple(row[key.attname] for key in MODELS[table]._meta.pk_fields)): row
        for table in tables
        for row in MODELS[table]._default_manager.order_by("pk").values()
    }


def written_by(client: Client, address: str, data: QueryDict) -> Written:
    """Return every value that sending a form writes, by table, row and column; take it back."""
    earlier = written()
    with transaction.atomic():
        answer = client.post(address, data)
        # An invitation is answered with its link, everything else with the way on.
        assert answer.status_code == 302 or "accounts/invite" in address, answer.content.decode()
        tables = [table for table in changed(earlier) if table in MODELS]
        after = rows_of(tables)
        transaction.set_rollback(True)
    before = rows_of(tables)
    assert tables
    return {
        (table, number, name): value
        for number, ((table, key), row) in enumerate(after.items())
        for name, value in row.items()
        if before.get((table, key), {}).get(name) != value
    }


def test_a_form_takes_nothing_that_it_does_not_ask_for(published: World) -> None:
    places = {
        "post": published.cadres["khoa"].appointments.get().pk,
        "plan": published.plan.pk,
        "chi": published.chi.pk,
        "looked": looked(client_of(published.officer)),
    }
    for who, place, typed in FORMS:
        client, address = client_of(getattr(published, who)), place.format(**places)
        page = client.get(address).content.decode()
        asked = sent(page)
        for name, value in typed.items():
            asked[name] = value
        more = asked.copy()
        more.update(unlisted({*ASKED.findall(page), *typed}))
        first, again, with_more = (
            written_by(client, address, data) for data in (asked, asked, more)
        )
        # What differs between twice the same is drawn by chance, or counted on.
        steady = {at for at, value in first.items() if again.get(at) == value}
        assert len(steady) > 1, address
        assert with_more.keys() == first.keys(), address
        found = {at: with_more[at] for at in steady if with_more[at] != first[at]}
        assert found == {}, address
