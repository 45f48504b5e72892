"""Scenarios that are kept, shared and compared, and that never mix with facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.common.stepping_down import FIGURES
from apps.scenarios.models import Scenario
from apps.units.models import Membership
from tests.conftest import client_of
from tests.factories import UPDATE, a_cadre, a_member
from tests.world import World

pytestmark = pytest.mark.django_db
TRIED = f"day=2025-06-30&plan=KH-01&act-course-{UPDATE}-1=1&age=45"


def kept(user: User, name: str = "Một lớp bồi dưỡng", tried: str = TRIED, **more: str) -> Scenario:
    said = {"tried": tried, "name": name, "words": "Cho quý IV", **more}
    got = client_of(user).post(reverse("scenario_save", args=["SYT"]), said)
    assert got.status_code == 302, strip_tags(got.content.decode())
    return Scenario.objects.get(name=name, made_by=user)


def text(client: Client, address: str) -> str:
    got = client.get(address, follow=True)
    assert got.status_code == 200
    return got.content.decode()


def status(user: User, scenario: Scenario) -> int:
    return client_of(user).get(reverse("scenario", args=[scenario.pk]), follow=True).status_code


def act(user: User, scenario: Scenario, name: str) -> int:
    address = reverse("scenario_act", args=[scenario.pk])
    return client_of(user).post(address, {"act": name}).status_code


@pytest.fixture
def neighbour(published: World) -> User:
    """Somebody else who answers for Chi's department."""
    return a_member("thu", Role.OFFICER, published.health, full_name="Mai Thu")


def test_the_question_is_kept_and_answered_anew(published: World) -> None:
    scenario = kept(published.chi)
    assert scenario.numbers == {f"act-course-{UPDATE}-1": ["1"], "age": ["45"]}
    said = text(client_of(published.chi), reverse("scenario", args=[scenario.pk]))
    assert "Một lớp bồi dưỡng" in said
    assert "(5/5)" in said
    # Somebody else comes, without a training: 4 of 6, and with the one course 5 of 6.
    a_cadre(unit=published.health)
    said = text(client_of(published.chi), reverse("scenario", args=[scenario.pk]))
    assert "(5/6)" in said
    assert "(5/5)" not in said


def test_one_changes_renames_and_deletes_ones_own(published: World) -> None:
    scenario = kept(published.chi)
    other = TRIED.replace("=1&", "=2&")
    kept(published.chi, "Hai lớp", tried=other, scenario=str(scenario.pk))
    scenario.refresh_from_db()
    assert (scenario.name, scenario.numbers[f"act-course-{UPDATE}-1"]) == ("Hai lớp", ["2"])
    assert act(published.chi, scenario, "drop") == 302
    assert not Scenario.objects.exists()


def test_a_scenario_is_not_changed_from_the_page_of_another_unit(published: World) -> None:
    scenario = kept(published.an)
    said = {"tried": TRIED, "name": "Khác", "words": "", "scenario": str(scenario.pk)}
    save = reverse("scenario_save", args=["SNV"])
    assert client_of(published.an).post(save, said).status_code == 404


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "MỘT LỚP BỒI DƯỠNG"])
def test_a_name_that_will_not_do_is_said_and_nothing_typed_is_lost(published, name):
    kept(published.chi)
    said = {"tried": TRIED, "name": name, "words": "Lời ghi"}
    got = client_of(published.chi).post(reverse("scenario_save", args=["SYT"]), said)
    page = got.content.decode()
    assert got.status_code == 200
    assert 'class="fault"' in page
    assert "Lời ghi" in page
    assert "(5/5)" in page
    assert Scenario.objects.count() == 1


def test_only_the_maker_sees_it_until_it_is_shared(published: World, neighbour: User) -> None:
    scenario = kept(published.chi)
    assert status(neighbour, scenario) == 404
    assert act(published.chi, scenario, "share") == 302
    assert status(neighbour, scenario) == 200
    # Next door nobody sees it, nor does who sees counts only; the leader of the city does.
    assert status(published.binh, scenario) == 404
    assert status(published.coordinator, scenario) == 403
    assert status(published.an, scenario) == 200
    assert act(published.chi, scenario, "keep") == 302
    assert status(neighbour, scenario) == 404


def test_others_read_a_shared_one_and_copy_it(published: World, neighbour: User) -> None:
    scenario = kept(published.chi)
    act(published.chi, scenario, "share")
    listed = text(client_of(neighbour), reverse("scenarios", args=["SYT"]) + "?day=2025-06-30")
    assert published.chi.full_name in listed
    for name in ("keep", "drop"):
        assert act(neighbour, scenario, name) == 404
    said = {"tried": TRIED, "name": "Khác", "scenario": str(scenario.pk)}
    save = reverse("scenario_save", args=["SYT"])
    assert client_of(neighbour).post(save, said).status_code == 404
    copy = kept(neighbour)
    assert (copy.numbers, copy.is_shared, copy.pk == scenario.pk) == (
        scenario.numbers,
        False,
        False,
    )
    act(published.chi, scenario, "drop")
    assert status(neighbour, copy) == 200


def test_rights_are_read_at_each_request(published: World) -> None:
    scenario = kept(published.chi)
    Membership.objects.filter(user=published.chi).update(role=Role.COORDINATOR)
    assert status(published.chi, scenario) == 403
    Membership.objects.filter(user=published.chi).update(role=Role.HEAD, unit=published.interior)
    assert status(published.chi, scenario) == 404
    assert act(published.chi, scenario, "drop") == 404


def test_scenarios_stand_side_by_side_with_things_as_they_stand(published: World) -> None:
    course = kept(published.chi)
    new = "day=2025-06-30&plan=KH-01&new-1=1&post-1=serves:unit:division"
    recruit = kept(published.chi, "Một người mới", tried=new)
    address = reverse("scenarios_compare", args=["SYT"])
    query = f"?day=2025-06-30&s={course.pk}&s={recruit.pk}&s=999999"
    said = strip_tags(text(client_of(published.chi), address + query))
    # Trained: 4 of 5 as things stand, 5 of 5 with a course, 4 of 6 with somebody untrained.
    table = said[said.rindex("Bồi dưỡng, cập nhật kiến thức") :]
    for part in ("4/5", "5/5", "+1", "4/6"):
        assert part in table


def digests() -> dict[str, object]:
    """Return what each table of facts, rules and figures holds, as one number."""
    labels = ("units", "cadres", "targets", "metrics", "jobs", "entry", "audit")
    tables = [m._meta.db_table for a in labels for m in apps.get_app_config(a).get_models()]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            if table not in ("audit_accesslog", "audit_shown"):  # who looked is logged as ever
                cursor.execute(f"SELECT count(*), sum(hashtextextended(t::text, 0)) FROM {table} t")
                found[table] = cursor.fetchone()
    return found


def test_nothing_of_a_scenario_mixes_with_facts_or_figures(published: World) -> None:
    before = digests()
    scenario = kept(published.chi)
    act(published.chi, scenario, "share")
    text(client_of(published.an), reverse("scenario", args=[scenario.pk]))
    text(client_of(published.an), reverse("scenarios_compare", args=["SYT"]) + f"?s={scenario.pk}")
    assert digests() == before
    # Whoever computes figures may not even read the table.
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'scenarios_scenario', 'SELECT')", [FIGURES])
        assert cursor.fetchone() == (False,)


def test_no_other_app_reads_the_table_but_to_forget_a_person() -> None:
    root = Path(settings.BASE_DIR) / "apps"
    naming = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if path.relative_to(root).parts[0] != "scenarios"
        and any(word in path.read_text() for word in ("apps.scenarios", "scenarios_scenario"))
    ]
    # Whoever is erased is taken out of the words of scenarios too.
    assert naming == ["privacy/forgetting.py"]
    assert not [
        field
        for model in apps.get_models()
        if model is not Scenario and not issubclass(model, AbstractBaseUser)
        for field in model._meta.get_fields()
        if field.related_model is Scenario
    ]
