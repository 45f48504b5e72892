"""Every address of the API, as every role, as a neighbour and as a visitor: one world a role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.roles import HOLDS, Permission, Role
from apps.cadres.models import Appraisal, PlannedRetirement
from apps.units.models import Membership
from tests.conftest import client_of
from tests.test_scope import PEOPLE, a_batch, a_report, names
from tests.world import World

pytestmark = pytest.mark.django_db
P = Permission


@dataclass(frozen=True)
class Rule:
    """Who may ask an address: whoever is signed in, or holders of a permission.

    ``inside`` names what lies in Bình's department, so that Chi, next door, must get 404.
    """

    who: Permission | None
    inside: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    is_post: bool = False


UNIT, KHOA = {"key": "SNV"}, {"key": "khoa"}
FACT = KHOA | {"pk": "fact"}
BATCH, REPORT = {"pk": "batch"}, {"pk": "report"}
RULES = {
    "api_schema": Rule(None),
    "api_missing": Rule(None, {"rest": "nowhere"}),
    "api_units": Rule(P.FIGURES_VIEW),
    "api_unit": Rule(P.FIGURES_VIEW, UNIT),
    "api_plans": Rule(P.FIGURES_VIEW),
    "api_plan": Rule(P.FIGURES_VIEW),
    "api_targets": Rule(P.FIGURES_VIEW),
    "api_target": Rule(P.FIGURES_VIEW),
    "api_runs": Rule(P.FIGURES_VIEW),
    "api_run": Rule(P.FIGURES_VIEW),
    "api_figures": Rule(P.FIGURES_VIEW),
    "api_series": Rule(P.FIGURES_VIEW, query="?unit=SNV&plan=KH-01&target=women"),
    "api_people": Rule(P.PEOPLE_VIEW, query="?unit=SNV&plan=KH-01&target=women&group=met"),
    "api_cadres": Rule(P.PEOPLE_VIEW),
    "api_cadre": Rule(P.PEOPLE_VIEW, KHOA),
    "api_retirement": Rule(P.PEOPLE_EDIT, KHOA, is_post=True),
    "api_ended_appointment": Rule(P.PEOPLE_EDIT, FACT, is_post=True),
    "api_imports": Rule(P.PEOPLE_EDIT),
    "api_import": Rule(P.PEOPLE_EDIT, BATCH),
    "api_problems": Rule(P.PEOPLE_EDIT, BATCH),
    "api_import_acts": Rule(P.PEOPLE_EDIT, BATCH, is_post=True),
    "api_reports": Rule(P.PEOPLE_VIEW),
    "api_report": Rule(P.PEOPLE_VIEW, REPORT),
    "api_report_acts": Rule(P.EXPORT, REPORT, is_post=True),
    "api_report_file": Rule(P.PEOPLE_VIEW, REPORT | {"name": "pdf"}),
} | {
    name: Rule(permission, inside, is_post=permission == P.PEOPLE_EDIT)
    for kind in ("appointment", "qualification", "training", "appraisal", "planned_retirement")
    for name, permission, inside in (
        (f"api_{kind}s", P.PEOPLE_VIEW, KHOA),
        (f"api_{kind}", P.PEOPLE_VIEW, FACT),
        (f"api_withdrawn_{kind}", P.PEOPLE_EDIT, FACT),
    )
}


def address_of(name: str, world: World) -> str:
    """Return the address of something in Bình's department."""
    rule = RULES[name]
    places = dict(rule.inside)
    if name in ("api_plan", "api_target", "api_run"):
        row = {"plan": world.plan, "target": world.women.target, "run": world.run}[name[4:]]
        places["pk"] = row.pk  # type: ignore[union-attr]
    elif rule.inside == FACT:
        khoa = world.cadres["khoa"]
        Appraisal.objects.get_or_create(cadre=khoa, year=2024, defaults={"rating": "good"})
        last = {"last_day": "2046-01-31", "ground": "early", "note": "Quyết định 1"}
        PlannedRetirement.objects.get_or_create(cadre=khoa, defaults=last)
        kind = name.removeprefix("api_").removeprefix("withdrawn_").removeprefix("ended_")
        places["pk"] = getattr(khoa, f"{kind}s").first().pk
    elif places.get("pk") == "batch":
        places["pk"] = a_batch(world).pk
    elif places.get("pk") == "report":
        places["pk"] = a_report(world, is_issued=not rule.is_post).pk
    return reverse(name, kwargs=places) + rule.query


def asked(client: Client, name: str, world: World) -> Any:
    """Return what the client is answered."""
    address = address_of(name, world)
    if not RULES[name].is_post:
        return client.get(address)
    headers = {"Idempotency-Key": "a-key-of-a-test", "If-Match": "*"}
    return client.post(address, {}, content_type="application/json", headers=headers)


def test_every_address_of_the_api_has_a_rule() -> None:
    assert {name for name in names() if name.startswith("api_")} == set(RULES)


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_a_role_asks_what_it_may_and_nothing_else(person: str, published: World) -> None:
    client = client_of(getattr(published, person))
    for name, rule in RULES.items():
        answer = asked(client, name, published)
        is_allowed = rule.who is None or rule.who in HOLDS[PEOPLE[person]]
        # Who may send something is told that nothing was sent.
        good = 404 if name == "api_missing" else 400 if rule.is_post else 200
        assert answer.status_code == (good if is_allowed else 403), (name, answer.content)


def test_the_neighbour_finds_nothing(published: World, chi: Client) -> None:
    Membership.objects.create(
        user=published.chi, role=Role.OFFICER, unit=published.health, start_on="2020-01-01"
    )
    for name, rule in RULES.items():
        if rule.inside:
            assert asked(chi, name, published).status_code == 404, name


def test_a_visitor_is_refused_everywhere(published: World, client: Client) -> None:
    for name in RULES:
        answer = asked(client, name, published)
        assert answer.status_code == 401, name
        assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
