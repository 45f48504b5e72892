"""Targets in the coordinator's forms: published, revised, corrected, withdrawn, a unit's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from apps.audit.selectors import changes_of
from apps.entry.forms import signed
from apps.entry.models import Draft
from apps.metrics.selectors import specs
from apps.metrics.services import refresh, refresh_changes
from apps.targets.models import Target, TargetChange, TargetVersion, UnitThreshold
from apps.targets.services import correct_target, revise_target, set_unit_threshold
from tests.entry.built import sent, typed
from tests.world import World

TODAY = timezone.localdate
ROWS = typed(
    criterion__as="rows",
    criterion__0__mode="all",
    criterion__0_0__field="age_below",
    criterion__0_0__operator="below",
    criterion__0_0__years="35",
    population__as="rows",
    population__0__mode="all",
)
NEW = ROWS | {
    "code": "YOUNGER",
    "name": "Cán bộ dưới 35 tuổi",
    "threshold_bp": "12,5",
    "due_on": "31/12/2025",
    "do": "save",
}


def place(act: str, version: TargetVersion) -> str:
    """Return the address of an act on a version or on its target."""
    if act == "correct":
        return f"/coordination/versions/{version.pk}/correct/"
    return f"/coordination/targets/{version.target_id}/{act}/"


def opened(client: Client, address: str, **said: str) -> QueryDict:
    """Return what the form at an address sends when some inputs were changed."""
    data = sent(client.get(address).content.decode())
    data["do"] = "save"
    for name, value in said.items():
        data[name.replace("__", "-")] = value
    return data


class TestPublishing:
    def address(self, world: World) -> str:
        return f"/coordination/plans/{world.plan.pk}/targets/new/"

    def test_a_target_is_published_from_rows(self, published: World, coordinator: Client) -> None:
        saved = coordinator.post(self.address(published), NEW, follow=True)
        version = TargetVersion.objects.get(target__code="YOUNGER")
        assert saved.redirect_chain[-1][0] == f"/plans/{published.plan.pk}/"
        assert (version.population, version.criterion) == ({"all": []}, {"age_below": 35})
        assert (version.threshold_bp, version.start_on) == (1250, None)
        assert "dưới 35 tuổi tại ngày tính" in saved.content.decode()

    def test_the_figures_are_due_again_and_move(
        self, published: World, coordinator: Client, an: Client
    ) -> None:
        refresh(day=published.day)
        TargetChange.objects.all().delete()
        coordinator.post(self.address(published), NEW)
        assert TargetChange.objects.exists()
        run = refresh_changes(day=published.day)
        assert run is not None
        page = f"/units/TINH/targets/YOUNGER/?day={published.day}&plan=KH-01"
        # Hạnh 29, Oanh 34 and Phúc 32 of twelve; Dũng is 35.
        assert "3/12" in an.get(page).content.decode()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"code": "young"}, "code"),
            ({"code": "a b"}, "code"),
            ({"threshold_bp": "0"}, "threshold_bp"),
            ({"threshold_bp": "100,01"}, "threshold_bp"),
            ({"threshold_bp": "12,555"}, "threshold_bp"),
            ({"due_on": "31/02/2025"}, "due_on"),
            ({"criterion-0_0-years": "many"}, "criterion"),
            ({"criterion-0_0-field": ""}, "criterion"),
            ({"criterion-as": "text", "criterion-text": '{"age": 3}'}, "criterion"),
        ],
    )
    def test_a_fault_stands_at_its_field_and_keeps_what_was_typed(
        self, changes: dict[str, str], field: str, published: World, coordinator: Client
    ) -> None:
        text = coordinator.post(self.address(published), NEW | changes).content.decode()
        assert f'href="#{field}"' in text
        assert "Cán bộ dưới 35 tuổi" in text
        assert published.plan.targets.count() == 4

    def test_the_faulty_row_is_marked(self, published: World, coordinator: Client) -> None:
        said = NEW | {"criterion-0_0-years": "many"}
        text = coordinator.post(self.address(published), said).content.decode()
        assert 'id="criterion-0_0-years_error"' in text
        assert 'value="many"' in text

    def test_a_due_date_outside_of_the_period_is_asked_about(
        self, published: World, coordinator: Client
    ) -> None:
        said = NEW | {"due_on": "30/06/2027"}
        text = coordinator.post(self.address(published), said).content.decode()
        assert 'value="due-2027-06-30"' in text
        coordinator.post(self.address(published), said | {"confirm": "due-2027-06-30"})
        assert TargetVersion.objects.get(target__code="YOUNGER").due_on == date(2027, 6, 30)

    def test_what_saving_would_do_is_shown_with_the_sentence_and_the_people(
        self, published: World, coordinator: Client
    ) -> None:
        text = coordinator.post(self.address(published), NEW | {"do": "preview"}).content.decode()
        assert "<strong>dưới 35 tuổi tại ngày tính</strong>" in text
        # The coordinator sees counts only: of new conditions nothing is said by unit.
        assert '<p class="describes">' in text
        assert "Tỉnh Sông Hồng" not in text
        assert '<p class="muted in-fives"' in text
        assert not Target.objects.filter(code="YOUNGER").exists()
        assert Draft.objects.get().fields["criterion-0_0-years"] == ["35"]

    def test_the_draft_opens_with_its_rows(self, published: World, coordinator: Client) -> None:
        coordinator.post(self.address(published), NEW | {"do": "preview"})
        text = coordinator.get(self.address(published)).content.decode()
        assert 'name="criterion-0_0-years" id="criterion-0_0-years" value="35"' in text

    def test_rows_are_added_and_the_sentence_said_without_saving(
        self, published: World, coordinator: Client
    ) -> None:
        drawn = coordinator.post(
            self.address(published), NEW | {"do": "add-criterion-0"}
        ).content.decode()
        assert 'name="criterion-0_1-field"' in drawn
        assert 'id="criterion-said" hx-swap-oob="innerHTML"' in drawn
        said = coordinator.post(
            self.address(published), NEW | {"do": "preview-criterion-0"}
        ).content.decode()
        assert "dưới 35 tuổi tại ngày tính" in said
        assert published.plan.targets.count() == 4

    def test_rows_turn_into_text_and_back(self, published: World, coordinator: Client) -> None:
        drawn = coordinator.post(self.address(published), NEW | {"do": "text-criterion-0"})
        there = sent(drawn.content.decode())
        assert "".join(there["criterion-text"].split()) == '{"age_below":35}'
        back = coordinator.post(
            self.address(published), NEW | there.dict() | {"do": "rows-criterion-0"}
        )
        assert sent(back.content.decode())["criterion-0_0-years"] == "35"

    def test_a_faulty_text_stays_as_text_with_what_is_wrong(
        self, published: World, coordinator: Client
    ) -> None:
        said = {"criterion-as": "text", "criterion-text": '{"all": [{"gender": "x"}]}'}
        drawn = coordinator.post(
            self.address(published), NEW | said | {"do": "rows-criterion-0"}
        ).content.decode()
        assert 'id="criterion-text"' in drawn
        assert "gender" in drawn.split("criterion-said")[1]

    def test_an_ended_session_shows_a_notice_and_nothing_else(self, published: World) -> None:
        asked = Client().post(
            self.address(published),
            NEW | {"do": "preview-criterion-0"},
            headers={"HX-Request": "true"},
        )
        assert b"<form" not in asked.content


class TestRevising:
    def test_the_new_version_holds_from_its_day(
        self, published: World, coordinator: Client
    ) -> None:
        day = TODAY() + timedelta(days=40)
        address = place("revise", published.women)
        said = opened(coordinator, address, threshold_bp="65", from_day=f"{day:%d/%m/%Y}")
        coordinator.post(address, said)
        old, new = published.women.target.versions.in_order()
        assert (old.threshold_bp, new.threshold_bp) == (6000, 6500)
        assert new.start_on is not None
        assert new.start_on.full_day == day
        assert (new.criterion, new.population) == (old.criterion, old.population)

    def test_nothing_changed_is_refused(self, published: World, coordinator: Client) -> None:
        address = place("revise", published.women)
        coordinator.post(address, opened(coordinator, address, from_day="01/01/2027"))
        assert published.women.target.versions.count() == 1

    def test_the_day_on_which_the_version_begins_is_refused_at_the_field(
        self, published: World, coordinator: Client
    ) -> None:
        day = date(2024, 4, 1)
        revise_target(
            target=published.women.target, from_day=day, by=published.an, threshold_bp=6100
        )
        address = place("revise", published.women)
        said = opened(coordinator, address, threshold_bp="65", from_day="01/04/2024")
        assert 'href="#from_day"' in coordinator.post(address, said).content.decode()

    def test_a_target_changed_meanwhile_is_refused_with_who_changed_what(
        self, published: World, coordinator: Client
    ) -> None:
        address = place("revise", published.women)
        said = opened(
            coordinator,
            address,
            threshold_bp="65",
            from_day="01/01/2027",
            criterion__0_0__gender="male",
        )
        correct_target(
            version=published.women,
            by=published.an,
            threshold_bp=7000,
            criterion={"age_below": 50},
        )
        text = coordinator.post(address, said).content.decode()
        assert "Nguyễn Văn An" in text
        assert "dưới 50 tuổi tại ngày tính" in text
        assert published.women.target.versions.count() == 1
        again = sent(text)
        assert (again["threshold_bp"], again["criterion-0_0-gender"]) == ("65", "male")
        again["do"] = "save"
        coordinator.post(address, again)
        new = published.women.target.versions.in_order().last()
        assert new is not None
        assert (new.threshold_bp, new.criterion) == (6500, {"gender": "male"})

    def test_what_only_the_other_changed_is_taken_over(
        self, published: World, coordinator: Client
    ) -> None:
        address = place("revise", published.women)
        said = opened(coordinator, address, threshold_bp="65", from_day="01/01/2027")
        correct_target(version=published.women, by=published.an, criterion={"age_below": 50})
        coordinator.post(address, said)
        new = published.women.target.versions.in_order().last()
        assert new is not None
        assert (new.threshold_bp, new.criterion) == (6500, {"age_below": 50})


class TestCorrecting:
    def test_a_correction_asks_for_a_reason_and_changes_all_days(
        self, published: World, coordinator: Client
    ) -> None:
        address = place("correct", published.women)
        said = opened(coordinator, address, threshold_bp="62,25")
        assert 'href="#reason"' in coordinator.post(address, said).content.decode()
        said["reason"] = "ghi nhầm mức"
        coordinator.post(address, said)
        assert [spec.threshold_bp for spec in specs(date(2020, 1, 1))][1] == 6225
        change = changes_of(published.women, limit=1)[0]
        assert (change.username, change.reason) == ("coordinator", "ghi nhầm mức")

    def test_conditions_that_nobody_touched_stay_as_they_were_written(
        self, published: World, coordinator: Client
    ) -> None:
        written = {"all": [{"not": {"not": {"age_below": {"years": 40, "granularity": "day"}}}}]}
        correct_target(version=published.young, by=published.an, criterion=written)
        address = place("correct", published.young)
        coordinator.post(address, opened(coordinator, address, name="Trẻ", reason="tên"))
        published.young.refresh_from_db()
        assert (published.young.name, published.young.criterion) == ("Trẻ", written)


class TestPeriods:
    def test_a_target_is_withdrawn_from_a_day(self, published: World, coordinator: Client) -> None:
        address = place("withdraw", published.women)
        coordinator.post(address, {"from_day": "01/07/2025", "do": "save"})
        assert len(specs(date(2025, 6, 30))) == 4
        assert len(specs(date(2025, 7, 1))) == 3

    def test_a_unit_gets_its_own_threshold_and_the_targets_again(
        self, published: World, coordinator: Client
    ) -> None:
        address = place("threshold", published.women)
        said: dict[str, Any] = {"unit": "Sở Nội vụ", "unit_key": "SNV", "do": "save"}
        coordinator.post(
            address, said | {"kind": "own", "threshold_bp": "45,5", "from_day": "01/01/2025"}
        )
        row = UnitThreshold.objects.get()
        assert (row.unit, row.threshold_bp, row.end_on) == (published.interior, 4550, None)
        coordinator.post(address, said | {"kind": "general", "from_day": "01/06/2025"})
        row.refresh_from_db()
        assert str(row.end_on) == "2025-06-01"

    def test_a_threshold_that_is_missing_or_overtaken_is_said(
        self, published: World, coordinator: Client
    ) -> None:
        address = place("threshold", published.women)
        said = {"unit": "noi vu", "kind": "own", "from_day": "01/01/2025", "do": "save"}
        assert 'href="#threshold_bp"' in coordinator.post(address, said).content.decode()
        set_unit_threshold(
            target=published.women.target,
            unit=published.interior,
            threshold_bp=3000,
            from_day=date(2025, 3, 1),
            by=published.an,
        )
        text = coordinator.post(address, said | {"threshold_bp": "20"}).content.decode()
        assert 'href="#from_day"' in text

    def test_the_unit_of_the_address_is_filled_in(
        self, published: World, coordinator: Client
    ) -> None:
        page = coordinator.get(place("threshold", published.women) + "?unit=SYT")
        assert sent(page.content.decode())["unit_key"] == "SYT"

    def test_a_change_by_another_is_shown_before_it_is_withdrawn(
        self, published: World, coordinator: Client
    ) -> None:
        correct_target(version=published.women, by=published.an, threshold_bp=6500)
        # Within the test's one transaction the clock of the database stands still.
        seen = signed((timezone.now() - timedelta(days=1)).isoformat())
        said = {"from_day": "01/07/2025", "seen": seen, "do": "save"}
        text = coordinator.post(place("withdraw", published.women), said).content.decode()
        assert "Nguyễn Văn An:" in text
        assert len(specs(date(2025, 7, 1))) == 4
