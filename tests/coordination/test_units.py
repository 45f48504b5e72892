"""The forms on units: what is saved, what is refused and why, and who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.cadres.models import Appointment
from apps.common.errors import RuleError
from apps.coordination.forms.units import MoveForm, OpenForm, RenameForm
from apps.coordination.selectors import next_key
from apps.entry.forms import signed
from apps.entry.models import Draft
from apps.units.models import Placement, Unit
from apps.units.services import move_unit, open_unit, rename_unit
from apps.units.verifying import tree_violations
from tests.conftest import client_of
from tests.factories import a_member, a_unit
from tests.world import World

FROM = date(2025, 7, 1)
NEW = {
    "parent": "Sở Y tế",
    "parent_key": "SYT",
    "parent_chosen": "Sở Y tế",
    "kind": "division",
    "name": "Phòng Dược",
    "start_on": "01/07/2025",
}


@pytest.fixture(autouse=True)
def sound_tree(db: None) -> Any:
    """Whatever a form did, the tree breaks no rule."""
    yield
    assert list(tree_violations()) == []


@pytest.fixture
def beside(world: World) -> User:
    """Another coordinator of the province, named Phan Thị Nga."""
    return a_member("nga", Role.COORDINATOR, world.province, full_name="Phan Thị Nga")


@pytest.fixture
def local(world: World) -> Client:
    """A coordinator of Sở Nội vụ alone."""
    return client_of(a_member("local", Role.COORDINATOR, world.interior))


def text_of(client: Client, address: str, said: dict[str, str] | None = None) -> str:
    answer = client.get(address) if said is None else client.post(address, said)
    return answer.content.decode()


def place(unit: Unit, day: date = FROM) -> Placement:
    return unit.placements.as_of(day).get()


class TestOpening:
    def test_a_unit_is_set_up_and_the_tree_of_its_day_says_so(
        self, published: World, coordinator: Client
    ) -> None:
        said = NEW | {"key": "PD", "code": "H26.01", "end_on": "01/01/2027", "do": "save"}
        saved = coordinator.post("/coordination/units/new/", said, follow=True)
        assert saved.redirect_chain[-1][0] == "/tree/"
        assert "Phòng Dược" in saved.content.decode()
        unit = Unit.objects.get(key="PD")
        assert (unit.name, unit.kind, unit.code) == ("Phòng Dược", "division", "H26.01")
        assert place(unit).parent == published.health
        assert place(unit).end_day == date(2027, 1, 1)
        assert not Draft.objects.exists()

    def test_one_that_is_yet_to_come_is_shown_in_the_tree_of_its_day(
        self, published: World, coordinator: Client
    ) -> None:
        day = timezone.localdate() + timedelta(days=40)
        said = NEW | {"key": "PD", "start_on": day.strftime("%d/%m/%Y"), "do": "save"}
        saved = coordinator.post("/coordination/units/new/", said)
        assert saved["Location"] == f"/tree/?day={day}"

    def test_its_key_follows_on_those_of_its_like(
        self, published: World, coordinator: Client
    ) -> None:
        for number in (1, 2, 9):
            a_unit(f"SYT.{number}", under=published.health)
        asked = NEW | {"do": "save"}
        shown = text_of(coordinator, "/coordination/units/key/?" + _query(NEW))
        assert "<strong>SYT.10</strong>" in shown
        coordinator.post("/coordination/units/new/", asked)
        assert Unit.objects.get(name="Phòng Dược").key == "SYT.10"

    def test_without_numbered_units_the_key_begins_with_the_parents(self, world: World) -> None:
        assert next_key(world.health, "division") == "SYT.1"
        # The departments of a province have names for keys: nobody can go on from there.
        assert next_key(world.province, "department") == ""

    def test_long_numbers_are_codes_that_others_give(self, world: World) -> None:
        a_unit("N10330", under=world.province, kind="commune")
        assert next_key(world.province, "commune") == ""

    def test_where_no_key_can_be_given_one_is_asked_for(
        self, published: World, coordinator: Client
    ) -> None:
        said = {"parent": "Tỉnh Sông Hồng", "parent_key": "TINH", "parent_chosen": "Tỉnh Sông Hồng"}
        said |= {"kind": "department", "do": "save"}
        assert 'href="#key"' in text_of(coordinator, "/coordination/units/new/", NEW | said)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"key": "SNV"}, "key"),
            ({"key": "Phòng 1"}, "key"),
            ({"start_on": "31/11/2025"}, "start_on"),
            ({"start_on": "2025"}, "start_on"),
            ({"end_on": "01/07/2025"}, "end_on"),
            ({"parent": "Sở Tài chính", "parent_key": "", "parent_chosen": ""}, "parent"),
            (
                {"parent_key": "PDT", "parent": "Phòng Đào tạo", "parent_chosen": "Phòng Đào tạo"},
                "parent",
            ),
            ({"kind": "city"}, "kind"),
            ({"name": ""}, "name"),
        ],
    )
    def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(
        self, wrong: dict[str, str], field: str, published: World, coordinator: Client
    ) -> None:
        count = Unit.objects.count()
        said = NEW | {"key": "PD", "code": "H26.77"} | wrong | {"do": "save"}
        text = text_of(coordinator, "/coordination/units/new/", said)
        assert f'href="#{field}"' in text
        assert "H26.77" in text
        assert Unit.objects.count() == count

    def test_a_parent_that_is_closed_meanwhile_is_refused(
        self, published: World, coordinator: Client
    ) -> None:
        """PKH ends on 1 March 2026, the new unit does not."""
        a_unit("PX", under=published.health, name="Phòng X", end_on="2026-03-01")
        said = {"parent": "Phòng X", "parent_key": "PX", "parent_chosen": "Phòng X", "do": "save"}
        assert 'href="#parent"' in text_of(coordinator, "/coordination/units/new/", NEW | said)

    def test_the_one_under_whom_it_is_opened_is_filled_in(
        self, published: World, coordinator: Client
    ) -> None:
        assert 'value="Sở Y tế"' in text_of(coordinator, "/coordination/units/new/?under=SYT")

    def test_two_who_leave_the_key_to_be_given_get_two(self, world: World, beside: User) -> None:
        forms = [_open_form(world.coordinator), _open_form(beside)]
        assert all(form.is_valid() for form in forms)
        with transaction.atomic():
            keys = [form.apply().key for form in forms]
        assert keys == ["SYT.1", "SYT.2"]


def _open_form(user: User) -> Any:
    return OpenForm(QueryDict(_query(NEW)), user=user, today=FROM, unit=None)


def _query(said: dict[str, str]) -> str:
    return urlencode(said)


class TestRenaming:
    def test_the_new_name_holds_from_its_day(self, published: World, coordinator: Client) -> None:
        said = {"name": "Sở  Nội vụ và Lao động", "from_day": "1/7/2025", "do": "save"}
        saved = coordinator.post("/units/SNV/acts/rename/", said, follow=True)
        assert "Sở Nội vụ và Lao động" in saved.content.decode()
        assert place(published.interior).name == "Sở Nội vụ và Lao động"
        assert place(published.interior, date(2025, 6, 30)).name == "Sở Nội vụ"

    def test_the_name_that_it_has_is_no_change(self, published: World, coordinator: Client) -> None:
        said = {"name": "Sở Nội vụ", "from_day": "01/07/2025", "do": "save"}
        assert 'href="#name"' in text_of(coordinator, "/units/SNV/acts/rename/", said)

    def test_a_change_of_the_past_says_what_stays(
        self, published: World, coordinator: Client
    ) -> None:
        rename_unit(unit=published.interior, name="Sở Mới", from_day=FROM, by=published.an)
        said = {"name": "Sở Cũ", "from_day": "01/01/2025", "do": "save"}
        text = text_of(coordinator, "/units/SNV/acts/rename/", said)
        assert "01/07/2025: Sở Mới" in text
        assert place(published.interior, date(2025, 6, 30)).name == "Sở Nội vụ"
        coordinator.post("/units/SNV/acts/rename/", said | {"confirm": "later-1"})
        names = [p.name for p in published.interior.placements.order_by("end_day")]
        assert names == ["Sở Nội vụ", "Sở Cũ", "Sở Mới"]
        # Divisions and posts that were there all along still lie inside it: see sound_tree.
        assert Unit.objects.get(key="SNV").name == "Sở Mới"


class TestMoving:
    SAID = {
        "parent": "Sở Y tế",
        "parent_key": "SYT",
        "parent_chosen": "Sở Y tế",
        "from_day": "01/07/2025",
    }

    def test_the_effect_is_shown_and_nothing_saved(
        self, published: World, coordinator: Client
    ) -> None:
        # 30 June 2025 is past, so the figures shown are today's.
        text = text_of(coordinator, "/units/PTC/acts/move/", self.SAID | {"do": "preview"})
        # Units of so few people show nothing in fives, before or after.
        assert '<p class="muted in-fives"' in text
        assert "Sở Nội vụ" not in text
        assert place(published.organisation).parent == published.interior

    def test_it_takes_its_people_along(self, published: World, coordinator: Client) -> None:
        coordinator.post("/units/PTC/acts/move/", self.SAID | {"do": "save"})
        assert place(published.organisation).parent == published.health
        assert place(published.organisation, date(2025, 6, 30)).parent == published.interior

    @pytest.mark.parametrize("below", ["PTC", "SNV"])
    def test_nothing_moves_below_itself(
        self, below: str, published: World, coordinator: Client
    ) -> None:
        name = published.units[below].name
        said = {"parent": name, "parent_key": below, "parent_chosen": name, "do": "save"}
        text = text_of(coordinator, "/units/SNV/acts/move/", self.SAID | said)
        assert 'href="#parent"' in text

    def test_a_parent_closed_by_then_is_refused(
        self, published: World, coordinator: Client
    ) -> None:
        # PDT was there until 1 March 2025: a move to it that begins before cannot last.
        said = {"parent": "Phòng Đào tạo", "parent_key": "PDT", "parent_chosen": "Phòng Đào tạo"}
        said |= {"from_day": "01/02/2025", "do": "save"}
        assert 'href="#parent"' in text_of(coordinator, "/units/PTC/acts/move/", said)
        assert published.organisation.placements.count() == 1


class TestClosing:
    def test_while_people_serve_there_it_is_refused(
        self, published: World, coordinator: Client
    ) -> None:
        text = text_of(coordinator, "/units/PTC/acts/close/", {"on": "01/07/2025", "do": "save"})
        # Khoa, Lan and Minh; the coordinator, who sees counts only, is not told how many.
        said = text.split('id="on_error"')[1].split("</p>")[0]
        assert "Phòng Tổ chức" in said
        assert "3 " not in said
        assert place(published.organisation)

    def test_those_who_may_see_people_get_the_way_to_them(
        self, published: World, coordinator: Client
    ) -> None:
        assert "/cadres/?unit=PTC" not in text_of(coordinator, "/units/PTC/acts/close/")
        a_member("both", Role.COORDINATOR, published.province)
        both = a_member("officer2", Role.OFFICER, published.province)
        both.memberships.create(
            role=Role.COORDINATOR, unit=published.province, start_on=date(2020, 1, 1)
        )
        assert "/cadres/?unit=PTC&amp;day=" in text_of(client_of(both), "/units/PTC/acts/close/")

    def test_a_post_that_ends_on_the_day_is_no_obstacle(
        self, published: World, coordinator: Client
    ) -> None:
        Appointment.objects.filter(unit=published.organisation).update(end_on="2025-07-01")
        coordinator.post("/units/PTC/acts/close/", {"on": "01/07/2025", "do": "save"})
        assert not published.organisation.placements.as_of(FROM).exists()
        assert coordinator.get("/units/PTC/acts/rename/").status_code == 404

    def test_what_stands_below_is_named_and_linked(
        self, published: World, coordinator: Client
    ) -> None:
        text = text_of(coordinator, "/units/SYT/acts/close/")
        assert 'href="/units/PKH/history/"' in text
        said = {"on": "01/07/2025", "do": "save"}
        assert 'href="#on"' in text_of(coordinator, "/units/SYT/acts/close/", said)

    def test_an_empty_unit_is_closed(self, published: World, coordinator: Client) -> None:
        saved = coordinator.post(
            "/units/PKH/acts/close/", {"on": "01/07/2025", "do": "save"}, follow=True
        )
        assert "Phòng Kế hoạch" in saved.content.decode()
        assert not published.empty.placements.as_of(FROM).exists()


class TestScope:
    def test_a_local_coordinator_changes_his_own_branch_alone(
        self, published: World, local: Client
    ) -> None:
        assert local.get("/units/PTC/acts/rename/").status_code == 200
        for key in ("SYT", "PNV", "TINH", "PDT", "nobody"):
            assert local.get(f"/units/{key}/acts/rename/").status_code == 404
        assert local.get("/coordination/units/new/?under=SYT").status_code == 404
        assert local.get("/units/PTC/acts/burn/").status_code == 404

    def test_another_branch_is_no_parent_for_his_units(
        self, published: World, local: Client
    ) -> None:
        text = text_of(local, "/units/PTC/acts/move/", TestMoving.SAID | {"do": "save"})
        assert 'href="#parent"' in text
        offered = text_of(local, "/coordination/units/?field=parent&day=from_day&parent=so")
        assert "Sở Nội vụ" in offered
        assert "Sở Y tế" not in offered

    def test_a_day_on_which_the_unit_was_elsewhere_is_not_his(
        self, published: World, local: Client
    ) -> None:
        move_unit(
            unit=published.profession, parent=published.interior, from_day=FROM, by=published.an
        )
        said = {"name": "Phòng Khác", "from_day": "30/06/2025", "do": "save"}
        assert 'href="#from_day"' in text_of(local, "/units/PNV/acts/rename/", said)
        local.post("/units/PNV/acts/rename/", said | {"from_day": "02/07/2025"})
        assert Unit.objects.get(key="PNV").name == "Phòng Khác"

    def test_the_ways_in_are_shown_to_those_who_may(
        self, published: World, coordinator: Client, binh: Client
    ) -> None:
        for address in ("/tree/", "/units/SNV/history/"):
            assert "/units/SNV/acts/move/" in text_of(coordinator, address)
            assert "/acts/" not in text_of(binh, address)
        assert "/acts/" not in text_of(coordinator, "/tree/?day=2025-06-30")

    def test_those_who_lead_elsewhere_see_no_ways_in(self, published: World) -> None:
        leader = a_member("both", Role.LEADER, published.province)
        leader.memberships.create(
            role=Role.COORDINATOR, unit=published.health, start_on=date(2020, 1, 1)
        )
        text = text_of(client_of(leader), "/tree/")
        assert "/units/SYT/acts/move/" in text
        assert "/units/SNV/acts/move/" not in text


class TestTwoAtOnce:
    SAID = {"name": "Sở Nội chính", "from_day": "01/07/2025", "do": "save"}

    def test_the_second_is_told_who_changed_what(
        self, published: World, coordinator: Client, beside: User
    ) -> None:
        seen = signed((timezone.now() - timedelta(minutes=5)).isoformat())
        rename_unit(unit=published.interior, name="Sở Tổ chức", from_day=FROM, by=beside)
        text = text_of(coordinator, "/units/SNV/acts/rename/", self.SAID | {"seen": seen})
        assert "Phan Thị Nga" in text
        assert "Sở Tổ chức" in text
        assert 'value="Sở Nội chính"' in text
        assert place(published.interior).name == "Sở Tổ chức"
        code = text.split('name="confirm" value="')[1].split('"')[0]
        again = self.SAID | {"seen": seen, "confirm": code}
        coordinator.post("/units/SNV/acts/rename/", again)
        assert place(published.interior).name == "Sở Nội chính"

    def test_what_came_between_looking_and_saving_is_not_overwritten(
        self, published: World, beside: User
    ) -> None:
        seen = signed((timezone.now() - timedelta(minutes=5)).isoformat())
        # That the unit and its place were entered meanwhile has been looked at.
        data = QueryDict(_query(self.SAID | {"seen": seen, "confirm": "changed-2"}))
        form = RenameForm(data, user=published.coordinator, today=FROM, unit=published.interior)
        assert form.is_valid()
        assert not form.unconfirmed()
        rename_unit(unit=published.interior, name="Sở Tổ chức", from_day=FROM, by=beside)
        with pytest.raises(RuleError, match="Phan Thị Nga"), transaction.atomic():
            form.apply()
        assert place(published.interior).name == "Sở Tổ chức"


class TestDrafts:
    def test_what_was_typed_comes_back_until_it_is_saved(
        self, published: World, coordinator: Client
    ) -> None:
        typed = {"name": "Sở Nội chính", "from_day": "", "do": "preview"}
        coordinator.post("/units/SNV/acts/rename/", typed)
        assert "Sở Nội chính" in text_of(coordinator, "/units/SNV/acts/rename/")
        assert "Sở Nội vụ" in text_of(coordinator, "/coordination/")
        coordinator.post("/units/SNV/acts/rename/", TestTwoAtOnce.SAID)
        assert not Draft.objects.exists()

    def test_an_ended_session_loses_nothing(self, published: World, coordinator: Client) -> None:
        visitor = Client()
        asked = visitor.post("/units/SNV/acts/rename/", TestTwoAtOnce.SAID).content.decode()
        carried = asked.split('name="carried" value="')[1].split('"')[0]
        user = published.coordinator
        user.set_password("Mot-mat-khau-177")
        user.save()
        said = {"username": user.username, "password": "Mot-mat-khau-177", "carried": carried}
        visitor.post("/sign-in/?next=/units/SNV/acts/rename/", said)
        assert "Sở Nội chính" in text_of(visitor, "/units/SNV/acts/rename/")


def test_the_sentence_that_confirms_a_move_names_both(world: World) -> None:
    open_unit(
        key="P9", name="Phòng 9", kind="division", parent=world.health, start_on=None, by=world.an
    )
    data = QueryDict(_query({"parent": "so noi", "parent_key": "", "from_day": "01/07/2025"}))
    form = MoveForm(data, user=world.coordinator, today=FROM, unit=Unit.objects.get(key="P9"))
    assert form.is_valid(), form.errors
    assert "Phòng 9" in form.said()
    assert "Sở Nội vụ" in form.said()
