"""Entering records through the forms: what is saved, what is refused, and that nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.audit.history import acting
from apps.cadres.identity import number_of
from apps.cadres.models import Appraisal, Cadre, Training
from apps.cadres.services.people import correct_cadre
from apps.common.partial import PartialDate
from apps.entry.dates import read_date
from apps.entry.forms import signed
from apps.entry.models import Draft
from tests.conftest import client_of
from tests.world import World

POST = {
    "unit": "Sở Nội vụ",
    "unit_key": "SNV",
    "title": "Phó Trưởng phòng",
    "managed_by": "department",
    "is_leadership": "on",
    "start_on": "01/07/2025",
}


def page_of(client: Client, act: str, key: str = "khoa") -> Any:
    return client.get(f"/cadres/{key}/{act}/")


def hidden(html: str, name: str) -> str:
    """Return a hidden input's value."""
    return html.split(f'name="{name}" value="')[1].split('"')[0]


class TestDates:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("5/3/1985", "1985-03-05"),
            ("05.03.1985", "1985-03-05"),
            (" 3/1985 ", "1985-03"),
            ("1985", "1985"),
            ("1985-03-05", "1985-03-05"),
        ],
    )
    def test_dates_are_read_as_they_are_typed(self, typed: str, read: str) -> None:
        assert str(read_date(typed)) == read

    @pytest.mark.parametrize(
        "typed", ["31/11/2026", "29/2/2025", "1/13/2025", "5/3/85", "x", "1/1/1899", "٥/٣/1985"]
    )
    def test_what_no_calendar_has_is_refused(self, typed: str) -> None:
        with pytest.raises(ValueError, match="."):
            read_date(typed)


class TestTransfer:
    def test_the_effect_is_shown_and_nothing_saved(self, published: World, officer: Client) -> None:
        shown = officer.post("/cadres/khoa/transfer/", POST | {"kind": "transfer", "do": "preview"})
        # Khoa moves from the division to the department's own staff: the division loses one.
        assert "Phòng Tổ chức" in shown.content.decode()
        assert published.cadres["khoa"].appointments.count() == 1

    def test_saving_moves_and_says_so(self, published: World, officer: Client) -> None:
        saved = officer.post(
            "/cadres/khoa/transfer/", POST | {"kind": "rotation", "do": "save"}, follow=True
        )
        assert saved.redirect_chain[-1][0] == "/cadres/khoa/"
        post = published.cadres["khoa"].appointments.order_by("-pk")[0]
        assert (post.unit.key, post.kind, str(post.start_on)) == ("SNV", "rotation", "2025-07-01")
        assert "Phạm Đăng Khoa" in saved.content.decode()

    def test_a_fault_keeps_what_was_typed(self, published: World, officer: Client) -> None:
        said = POST | {
            "kind": "transfer",
            "do": "save",
            "signed_on": "31/11/2024",
            "decision": "2214/QĐ-UBND",
        }
        text = officer.post("/cadres/khoa/transfer/", said).content.decode()
        assert "31/11/2024" in text
        assert "2214/QĐ-UBND" in text
        assert 'href="#signed_on"' in text

    def test_another_departments_unit_is_not_offered(
        self, published: World, officer: Client
    ) -> None:
        said = POST | {"unit": "Sở Y tế", "unit_key": "SYT", "kind": "transfer", "do": "save"}
        text = officer.post("/cadres/khoa/transfer/", said).content.decode()
        assert 'href="#unit"' in text
        assert published.cadres["khoa"].appointments.count() == 1
        assert "Sở Y tế" not in officer.get("/records/units/?field=unit&unit=y te").content.decode()

    def test_a_unit_is_found_without_accents_and_by_its_name_alone(
        self, published: World, officer: Client
    ) -> None:
        assert (
            'data-key="PTC"'
            in officer.get("/records/units/?field=unit&unit=to chuc").content.decode()
        )
        said = POST | {"unit": "noi vu", "unit_key": "", "kind": "transfer", "do": "save"}
        officer.post("/cadres/khoa/transfer/", said)
        assert published.cadres["khoa"].appointments.filter(unit__key="SNV").exists()

    def test_a_rule_of_the_service_stands_at_its_field(
        self, published: World, officer: Client
    ) -> None:
        said = POST | {"is_primary": "yes", "do": "save"}
        text = officer.post("/cadres/khoa/appoint/", said).content.decode()
        assert 'href="#start_on"' in text

    def test_faults_are_listed_in_the_order_of_the_page(
        self, published: World, officer: Client
    ) -> None:
        text = officer.post("/records/new/", {"do": "save"}).content.decode()
        found = [part.split('"')[0] for part in text.split('<li><a href="#')[1:]]
        assert found == ["full_name", "unit", "title", "managed_by", "start_on"]

    def test_no_level_is_taken_by_default(self, published: World, officer: Client) -> None:
        text = officer.post("/cadres/khoa/qualification/", {"do": "save"}).content.decode()
        assert 'href="#level"' in text

    def test_a_course_needs_somebody_who_completed_it(
        self, published: World, officer: Client
    ) -> None:
        officer.cookies["django_language"] = "en"
        said = {"category": "knowledge_update", "do": "save"}
        text = officer.post("/records/course/?unit_key=SNV", said).content.decode()
        assert "Who completed it: Tick at least one person." in text


class TestDrafts:
    def test_what_was_typed_comes_back_until_it_is_saved(
        self, published: World, officer: Client
    ) -> None:
        typed = {"kind": "transfer", "title": "Phó Chánh Văn phòng", "do": "preview"}
        officer.post("/cadres/khoa/transfer/", typed)
        text = page_of(officer, "transfer").content.decode()
        assert "Phó Chánh Văn phòng" in text
        assert 'class="field wrong"' not in text
        officer.post("/cadres/khoa/transfer/", POST | {"kind": "transfer", "do": "save"})
        assert not Draft.objects.exists()

    def test_a_look_ahead_that_comes_in_after_the_saving_leaves_no_draft(
        self, published: World, officer: Client
    ) -> None:
        seen = hidden(page_of(officer, "transfer").content.decode(), "seen")
        said = POST | {"kind": "transfer", "seen": seen}
        officer.post("/cadres/khoa/transfer/", said | {"do": "save"})
        officer.post("/cadres/khoa/transfer/", said | {"do": "preview"})
        assert not Draft.objects.exists()

    def test_a_draft_can_be_dropped(self, published: World, officer: Client) -> None:
        officer.post("/cadres/khoa/transfer/", {"title": "Nháp", "do": "preview"})
        officer.post("/cadres/khoa/transfer/", {"do": "drop"})
        assert "Nháp" not in page_of(officer, "transfer").content.decode()

    def test_nobody_sees_anothers_draft(self, published: World, officer: Client) -> None:
        officer.post("/cadres/khoa/transfer/", {"title": "Nháp riêng", "do": "preview"})
        officer.user = published.officer
        Draft.objects.update(user=published.an)
        assert "Nháp riêng" not in page_of(officer, "transfer").content.decode()

    def test_a_draft_leads_back_to_the_unit_that_was_chosen(
        self, published: World, officer: Client
    ) -> None:
        address = "/records/ratings/?unit_key=SNV&year=2024"
        officer.post(address, {"rating-khoa": "good", "do": "preview"})
        draft = Draft.objects.get()
        assert draft.address == address
        assert 'value="good" selected' in officer.get(draft.address).content.decode()
        assert officer.post(address, {"do": "drop"})["Location"] == address

    def test_an_ended_session_loses_nothing(self, published: World) -> None:
        published.officer.set_password("mat-khau-rat-dai-1")
        published.officer.save()
        client = Client()
        asked = client.post(
            "/cadres/khoa/transfer/",
            POST | {"kind": "transfer", "title": "Chánh Văn phòng", "do": "save"},
        )
        carried = hidden(asked.content.decode(), "carried")
        assert "Chánh" not in carried
        signed_in = {
            "username": "officer",
            "password": "mat-khau-rat-dai-1",
            "next": "/cadres/khoa/transfer/",
        }
        back = client.post("/sign-in/", signed_in | {"carried": carried}, follow=True)
        assert "Chánh Văn phòng" in back.content.decode()
        assert published.cadres["khoa"].appointments.count() == 1

    def test_a_form_too_old_is_taken_up_again(self, published: World) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(published.officer)
        refused = client.post(
            "/cadres/khoa/transfer/",
            POST | {"kind": "transfer", "title": "Chánh Văn phòng", "do": "save"},
        )
        assert refused.status_code == 403
        carried = hidden(refused.content.decode(), "carried")
        again = client_of(published.officer)
        back = again.post("/entry/resume/", {"carried": carried}, follow=True)
        assert "Chánh Văn phòng" in back.content.decode()


class TestTwoAtOnce:
    BASE = {
        "full_name": "Bùi Quang Minh",
        "born": "1985",
        "gender": "male",
        "key": "minh",
        "personal_number": "",
    }

    def test_what_only_the_other_changed_is_taken_over(
        self, published: World, officer: Client
    ) -> None:
        base = hidden(page_of(officer, "correct", "minh").content.decode(), "base")
        minh = published.cadres["minh"]
        correct_cadre(
            cadre=minh, reason="giấy khai sinh", by=published.an, born=PartialDate(1985, 3, 2)
        )
        said = self.BASE | {
            "full_name": "Bùi Quang Mính",
            "reason": "sai dấu",
            "base": base,
            "do": "save",
        }
        officer.post("/cadres/minh/correct/", said)
        minh.refresh_from_db()
        assert (minh.full_name, str(minh.born)) == ("Bùi Quang Mính", "1985-03-02")

    def test_a_fault_in_between_takes_nothing_back_of_the_others(
        self, published: World, officer: Client
    ) -> None:
        base = hidden(page_of(officer, "correct", "minh").content.decode(), "base")
        minh = published.cadres["minh"]
        correct_cadre(
            cadre=minh, reason="giấy khai sinh", by=published.an, born=PartialDate(1985, 3, 2)
        )
        said = self.BASE | {"full_name": "Bùi Quang Mính", "base": base, "do": "save"}
        # Without a reason it is refused; the page that comes back begins where the first began.
        text = officer.post("/cadres/minh/correct/", said).content.decode()
        again = said | {"reason": "sai dấu", "base": hidden(text, "base")}
        officer.post("/cadres/minh/correct/", again)
        minh.refresh_from_db()
        assert (minh.full_name, str(minh.born)) == ("Bùi Quang Mính", "1985-03-02")

    def test_what_both_changed_is_shown_with_who_did(
        self, published: World, officer: Client
    ) -> None:
        base = hidden(page_of(officer, "correct", "minh").content.decode(), "base")
        minh = published.cadres["minh"]
        correct_cadre(
            cadre=minh, reason="giấy khai sinh", by=published.an, born=PartialDate(1985, 3, 2)
        )
        said = self.BASE | {"born": "05/1985", "reason": "theo hồ sơ", "base": base, "do": "save"}
        text = officer.post("/cadres/minh/correct/", said).content.decode()
        assert "Nguyễn Văn An" in text
        assert "02/03/1985" in text
        minh.refresh_from_db()
        assert str(minh.born) == "1985-03-02"
        again = said | {"base": hidden(text, "base")}
        officer.post("/cadres/minh/correct/", again)
        minh.refresh_from_db()
        assert str(minh.born) == "1985-05"

    def test_a_change_by_another_is_shown_before_a_new_fact_is_added(
        self, published: World, officer: Client
    ) -> None:
        khoa = published.cadres["khoa"]
        correct_cadre(cadre=khoa, reason="sai tên", by=published.an, full_name="Phạm Đăng Khoá")
        # Within the test's one transaction the clock of the database stands still.
        seen = signed((timezone.now() - timedelta(days=1)).isoformat())
        said = {
            "level": "state_management:senior",
            "awarded_on": "2020",
            "seen": seen,
            "do": "save",
        }
        text = officer.post("/cadres/khoa/qualification/", said).content.decode()
        assert "Phạm Đăng Khoá" in text
        assert not khoa.qualifications.filter(level="senior").exists()
        officer.post("/cadres/khoa/qualification/", said | {"confirm": hidden(text, "confirm")})
        assert khoa.qualifications.filter(level="senior").exists()


class TestSensitiveMarks:
    def test_they_are_entered_corrected_and_taken_back(
        self, published: World, officer: Client
    ) -> None:
        new = TestRegistering.NEW | {"is_party_member": "yes", "is_minority": "no"}
        officer.post("/records/new/", new)
        cadre = Cadre.objects.get(full_name="Phạm Thị Mơ")
        assert (cadre.is_party_member, cadre.is_minority, cadre.is_religious) == (True, False, None)
        said = {
            "full_name": cadre.full_name,
            "born": "12/05/1990",
            "gender": "female",
            "key": cadre.key,
            "is_party_member": "no",
            "is_minority": "",
            "is_religious": "yes",
            "reason": "theo hồ sơ",
            "do": "save",
        }
        officer.post(f"/cadres/{cadre.key}/correct/", said)
        cadre.refresh_from_db()
        assert (cadre.is_party_member, cadre.is_minority, cadre.is_religious) == (False, None, True)

    def test_only_who_keeps_the_record_sees_them(self, published: World, officer: Client) -> None:
        with acting("officer"):
            Cadre.objects.filter(key="khoa").update(is_religious=True)
        said = officer.get("/cadres/khoa/").content.decode()
        assert "Theo tôn giáo" in said
        for reader in (published.binh, published.an):
            page = client_of(reader).get("/cadres/khoa/").content.decode()
            assert "Theo tôn giáo" not in page

    def test_the_history_says_that_they_changed_and_not_to_what(
        self, published: World, officer: Client
    ) -> None:
        for value in (True, False):
            with acting("officer", reason="theo hồ sơ"):
                Cadre.objects.filter(key="khoa").update(is_party_member=value)
        client = client_of(published.an)
        client.cookies["django_language"] = "en"
        page = client.get("/cadres/khoa/").content.decode()
        assert "on record, not shown here" in page
        assert "Sensitive item" in page


class TestRegistering:
    NEW = POST | {
        "full_name": "Phạm Thị Mơ",
        "born": "12/05/1990",
        "gender": "female",
        "do": "save",
    }

    def test_a_new_person_gets_a_record_and_a_post(self, published: World, officer: Client) -> None:
        saved = officer.post("/records/new/", self.NEW | {"personal_number": "001190012345"})
        cadre = Cadre.objects.get(full_name="Phạm Thị Mơ")
        assert saved["Location"] == f"/cadres/{cadre.key}/"
        assert number_of(cadre) == "001190012345"
        assert cadre.appointments.get().unit == published.interior

    def test_a_likely_duplicate_is_shown_first(self, published: World, officer: Client) -> None:
        same = self.NEW | {"full_name": "Phạm Đăng Khoa", "born": "1985", "gender": "male"}
        text = officer.post("/records/new/", same).content.decode()
        assert 'value="duplicate"' in text
        assert "khoa" in text
        assert Cadre.objects.named("pham dang khoa").count() == 1
        officer.post("/records/new/", same | {"confirm": "duplicate"})
        assert Cadre.objects.named("pham dang khoa").count() == 2

    def test_a_duplicate_next_door_is_not_named(self, published: World, officer: Client) -> None:
        same = self.NEW | {"full_name": "Đặng Kim Oanh", "born": "05/1991"}
        text = officer.post("/records/new/", same).content.decode()
        assert 'value="duplicate"' in text
        assert "PNV" not in text
        assert "Phòng Nghiệp vụ" not in text

    def test_a_number_that_disagrees_is_asked_about(
        self, published: World, officer: Client
    ) -> None:
        text = officer.post(
            "/records/new/", self.NEW | {"personal_number": "001085012345"}
        ).content.decode()
        assert 'value="number"' in text
        assert not Cadre.objects.filter(full_name="Phạm Thị Mơ").exists()


class TestLearning:
    def test_a_course_of_one_person(self, published: World, officer: Client) -> None:
        said = {"category": "knowledge_update", "name": "Luật", "completed_on": "2024"}
        officer.post("/cadres/lan/training/", said | {"do": "save"})
        assert str(Training.objects.get(name="Luật").completed_on) == "2024"

    def test_a_year_of_one_person(self, published: World, officer: Client) -> None:
        said = {"year": "2024", "rating": "good", "do": "save"}
        officer.post("/cadres/lan/appraisal/", said)
        assert Appraisal.objects.get(year=2024).cadre == published.cadres["lan"]


class TestManyAtOnce:
    def test_one_course_for_many(self, published: World, officer: Client) -> None:
        said = {
            "category": "knowledge_update",
            "name": "Chuyển đổi số",
            "completed_on": "05/2025",
            "cadres": ["khoa", "lan"],
            "do": "save",
        }
        officer.post("/records/course/?unit_key=SNV", said)
        assert Training.objects.filter(name="Chuyển đổi số").count() == 2

    def test_nobody_next_door_can_be_ticked(self, published: World, officer: Client) -> None:
        said = {"category": "knowledge_update", "cadres": ["khoa", "oanh"], "do": "save"}
        officer.post("/records/course/?unit_key=SNV", said)
        assert not Training.objects.filter(cadre__key="oanh", completed_on=None).exists()

    def test_a_units_ratings_on_one_page(self, published: World, officer: Client) -> None:
        said = {"rating-khoa": "good", "rating-lan": "excellent", "do": "save"}
        officer.post("/records/ratings/?unit_key=SNV&year=2024", said)
        found = dict(Appraisal.objects.filter(year=2024).values_list("cadre__key", "rating"))
        assert found == {"khoa": "good", "lan": "excellent"}


class TestFacts:
    def test_a_recorded_post_is_corrected_with_a_reason(
        self, published: World, officer: Client
    ) -> None:
        post = published.cadres["khoa"].appointments.get()
        address = f"/cadres/khoa/post/{post.pk}/"
        base = hidden(officer.get(address).content.decode(), "base")
        said = {
            "unit": post.unit.name,
            "unit_key": post.unit.key,
            "title": "Trưởng phòng",
            "managed_by": post.managed_by,
            "kind": post.kind,
            "is_primary": "on",
            "is_leadership": "on",
            "base": base,
            "do": "save",
        }
        assert 'href="#reason"' in officer.post(address, said).content.decode()
        officer.post(address, said | {"reason": "ghi thiếu chữ"})
        post.refresh_from_db()
        assert post.title == "Trưởng phòng"

    def test_an_entry_is_withdrawn(self, published: World, officer: Client) -> None:
        held = published.cadres["lan"].qualifications.get(kind="professional")
        address = f"/cadres/lan/qualification/{held.pk}/?act=withdraw"
        assert "tiến sĩ" in officer.get(address).content.decode().lower()
        officer.post(address, {"reason": "nhầm người", "do": "save"})
        assert not published.cadres["lan"].qualifications.filter(pk=held.pk).exists()

    def test_a_fact_of_another_person_is_not_there(self, published: World, officer: Client) -> None:
        post = published.cadres["oanh"].appointments.get()
        assert officer.get(f"/cadres/khoa/post/{post.pk}/").status_code == 404
