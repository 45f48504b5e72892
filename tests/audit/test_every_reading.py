"""Acceptance 57: whatever shows a person's name is in the access log, for that very person.

``READINGS=2000`` is the drill of pages asked for at random.
"""

from __future__ import annotations

import os
import random
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.accesses import Search, found
from apps.audit.models import AccessLog
from apps.cadres.models import Cadre, Receipt
from apps.imports.models import Batch, Question
from apps.reports.models import LongList
from tests.conftest import client_of
from tests.test_scope import PLACES, RULES, a_batch, a_list, a_look
from tests.world import World

READINGS = int(os.environ.get("READINGS", "80"))
COUNTS = "new new_people corrected unchanged conflicting questions faults notes rows sheets"
SHEETS = ("list_cadres", "list_who", "list_file", "import_template")


@pytest.fixture
def furnished(published: World) -> World:
    """The province with a doubtful match in a batch and somebody taken over by the neighbour."""
    khoa, lan = published.cadres["khoa"], published.cadres["lan"]
    batch = a_batch(published)
    batch.checked_at = batch.uploaded_at
    batch.counts = dict.fromkeys(COUNTS.split(), 0)
    batch.save()
    Question.objects.create(
        batch=batch, token="x", sheet="x", row=1, why="name",
        said={"key": "", "name": khoa.full_name, "born": "", "number": ""},
        candidates=[{"pk": khoa.pk, "key": "khoa", "name": khoa.full_name, "born": "", "unit": ""}],
    )  # fmt: skip
    Receipt.objects.create(
        cadre=lan, sent_from=published.organisation, received_in=published.health,
        left_on=published.day, start_on=published.day, by=published.chi,
        received_at=batch.uploaded_at,
    )  # fmt: skip
    return published


def addresses(world: World, name: str) -> str:
    """Return an address of a kind in Bình's department."""
    places = dict(RULES[name].inside)
    if name == "import_batch":
        places["pk"] = str(Batch.objects.latest("pk").pk)
    if name == "record_receive":
        places["pk"] = str(a_look(world).pk)
    if name == "list_file":
        kept = a_list(world, world.officer)
        LongList.objects.filter(pk=kept.pk).update(people=[world.cadres["khoa"].pk])
        places["pk"] = str(kept.pk)
    return reverse(name, kwargs=places) + (RULES[name].query or f"?day={world.day}&q=pham")


def named(content: str, world: World) -> list[Cadre]:
    """Return the people whose names stand in a page, but for those who are users as well."""
    users = set(User.objects.values_list("full_name", flat=True))
    return [c for c in world.cadres.values() if c.full_name in content and c.full_name not in users]


def entered(cadre: Cadre, user: User) -> int:
    """Return the number of the newest line that says that a user was shown somebody."""
    search = Search((user.username,), (cadre.key,), cadre.pk)
    return max((line.access.pk for line in found(search).lines), default=0)


@pytest.mark.parametrize("person", ["officer", "an", "binh"])
def test_every_page_that_names_somebody_is_entered_for_each_of_them(person, furnished):
    world, user = furnished, getattr(furnished, person)
    client, seen = client_of(user), 0
    for name, rule in RULES.items():
        needs_more = "pk" in rule.inside or name in PLACES
        if rule.is_post or (needs_more and name not in ("import_batch", "record_receive")):
            continue
        last = max(AccessLog.objects.values_list("pk", flat=True), default=0)
        answer = client.get(addresses(world, name))
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        for cadre in named(answer.content.decode(), world):
            assert entered(cadre, user) > last, f"{name} shows {cadre} and nobody will know"
            seen += 1
    assert seen > 3


def test_pages_asked_for_at_random_are_entered_for_everybody_whom_they_name(
    furnished: World,
) -> None:
    world, at_random, seen = furnished, random.Random(57), 0
    names = [name for name, rule in RULES.items() if rule.inside and not rule.is_post]
    names = [name for name in names if name not in PLACES and "key" in RULES[name].inside]
    clients = [client_of(user) for user in (world.officer, world.an, world.binh)]
    for _reading in range(READINGS):
        name, client = at_random.choice(names), at_random.choice(clients)
        inside = dict(RULES[name].inside)
        of_unit = inside.get("key") == "SNV"
        inside["key"] = at_random.choice(["SNV", "TINH", "PTC"] if of_unit else [*world.cadres])
        asked = {
            "day": world.day - timedelta(days=at_random.choice([0, 0, 0, 0, 1, 200])),
            "q": at_random.choice(["", "pham", "lan", "nguyen", "khoa"]),
            "group": at_random.choice(["met", "not_met", "unknown"]),
        }
        last = max(AccessLog.objects.values_list("pk", flat=True), default=0)
        answer = client.get(f"{reverse(name, kwargs=inside)}?{urlencode(asked)}")
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        for cadre in named(answer.content.decode(), world):
            assert entered(cadre, client.user) > last, (name, inside, asked, cadre)
            seen += 1
    assert seen >= READINGS // 80


@pytest.mark.parametrize("name", SHEETS)
def test_every_file_of_people_is_entered_for_each_of_them(name, furnished):
    world, user = furnished, furnished.officer
    khoa = world.cadres["khoa"]
    address = addresses(world, name).replace("&q=pham", "&group=not_met")
    answer = client_of(user).get(address)
    assert answer.status_code == 200
    (line,) = found(Search((user.username,), ("khoa",), khoa.pk)).lines
    assert (line.access.act, line.people > 0) == ("export", True)


def test_a_list_of_the_api_is_entered_for_everybody_in_it(world: World):
    listed = client_of(world.officer).get(f"/api/v1/cadres?on={world.day}").json()["results"]
    assert listed
    for row in listed:
        pk = Cadre.objects.get(key=row["key"]).pk
        assert found(Search((world.officer.username,), (), pk)).lines
