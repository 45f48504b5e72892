"""Receiving a person through the forms: what is seen before, what is saved, who learns of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.audit.models import AccessLog
from apps.cadres.identity import sealed
from apps.cadres.models import Cadre, Lookup
from apps.entry.models import Draft
from tests.records.test_forms import POST
from tests.world import World

pytestmark = pytest.mark.django_db
ASKED = {"key": "oanh", "reason": "QĐ 12/QĐ-UBND", "do": "look"}
RECEIVED = POST | {"decision": "12/QĐ-UBND", "signed_on": "20/06/2025", "do": "save"}
NUMBER = "001191000001"


def looked(officer: Client, **asked: str) -> str:
    """Return the address to which a look leads."""
    return str(officer.post("/records/receive/", ASKED | asked)["Location"])


def test_no_more_is_seen_than_tells_who_it_is(published: World, officer: Client) -> None:
    text = officer.get(looked(officer)).content.decode()
    for seen in ("Đặng Kim Oanh", "1991", "Phòng Nghiệp vụ"):
        assert seen in text
    # Neither the month of birth nor the post.
    for hidden in ("05/1991", "Trưởng<", "Trưởng,", "oanh"):
        assert hidden not in text
    # The look, and the page that it opened.
    assert {log.key for log in AccessLog.objects.filter(kind="lookup")} == {"oanh"}
    assert officer.get("/cadres/oanh/").status_code == 404


def test_a_person_is_received_and_the_sending_unit_learns_of_it(
    published: World, officer: Client, chi: Client
) -> None:
    address = looked(officer)
    saved = officer.post(address, RECEIVED | {"start_on": "01/06/2025"})
    assert saved["Location"] == "/cadres/oanh/"
    assert officer.get("/cadres/oanh/").status_code == 200
    notice = chi.get("/cadres/").content.decode()
    assert "Đặng Kim Oanh" in notice
    assert "12/QĐ-UBND" in notice
    assert chi.get("/cadres/oanh/").status_code == 404
    assert "12/QĐ-UBND" in chi.get("/cadres/oanh/?day=2025-05-31").content.decode()
    assert not Draft.objects.exists()


def test_the_effect_is_that_on_the_receivers_own_units(published: World, officer: Client) -> None:
    said = RECEIVED | {"start_on": "01/06/2025", "do": "preview"}
    text = officer.post(looked(officer), said).content.decode()
    assert "Sở Nội vụ" in text
    assert "Sở Y tế" not in text
    assert not Cadre.objects.get(key="oanh").appointments.filter(unit__key="SNV").exists()


def test_a_draft_waits_for_the_next_look(published: World, officer: Client) -> None:
    officer.post(looked(officer), {"title": "Chuyên viên chính", "do": "preview"})
    Lookup.objects.update(looked_at=timezone.now() - timedelta(hours=30))
    old = Draft.objects.get()
    assert officer.get(old.address)["Location"] == "/records/receive/"
    assert "Chuyên viên chính" in officer.get(looked(officer)).content.decode()


def test_ones_own_people_are_not_received(published: World, officer: Client) -> None:
    assert looked(officer, key="khoa") == "/cadres/khoa/"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"key": "nobody"}, None),
        ({"key": ""}, "key"),
        ({"key": "", "full_name": "Đặng Kim Oanh"}, "born"),
        ({"key": "", "full_name": "Đặng Kim Oanh", "born": "1991"}, "born"),
        ({"key": "", "personal_number": "1191"}, "personal_number"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    asked: dict[str, str], field: str | None, published: World, officer: Client
) -> None:
    answer = officer.post("/records/receive/", ASKED | asked)
    assert answer.status_code == 200
    if field:
        assert f'href="#{field}"' in answer.content.decode()
    else:
        assert answer.context["form"].non_field_errors()


def test_after_too_many_looks_it_says_so(published: World, officer: Client) -> None:
    for number in range(20):
        officer.post("/records/receive/", ASKED | {"key": f"CB{number:06d}"})
    answer = officer.post("/records/receive/", ASKED)
    assert "20" in answer.context["form"].non_field_errors()[0]


def test_a_duplicate_next_door_leads_to_receiving(published: World, officer: Client) -> None:
    new = POST | {"full_name": "Đặng Kim Oanh", "born": "05/1991", "gender": "female", "do": "save"}
    text = officer.post("/records/new/", new).content.decode()
    assert 'form="look-up"' in text
    filled = officer.post("/records/receive/", {"do": "fill", "full_name": "Đặng Kim Oanh"})
    assert 'value="Đặng Kim Oanh"' in filled.content.decode()
    assert not Lookup.objects.exists()


class TestNumber:
    @pytest.fixture(autouse=True)
    def numbered(self, published: World) -> None:
        khoa = published.cadres["khoa"]
        Cadre.objects.filter(pk=khoa.pk).update(**sealed(khoa.pk, NUMBER))

    def test_it_is_masked_until_a_reason_is_given(self, officer: Client) -> None:
        text = officer.get("/cadres/khoa/").content.decode()
        assert "001••••••001" in text
        asked = officer.get("/cadres/khoa/number/")
        assert "001\u00a0191" not in asked.content.decode()
        refused = officer.post("/cadres/khoa/number/", {"reason": " "})
        assert "001\u00a0191" not in refused.content.decode()
        assert not AccessLog.objects.filter(kind="number").exists()
        shown = officer.post("/cadres/khoa/number/", {"reason": "đối chiếu"})
        assert "001\u00a0191\u00a0000\u00a0001" in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert AccessLog.objects.get(kind="number").detail == {"reason": "đối chiếu"}

    def test_it_is_kept_nowhere(self, officer: Client) -> None:
        officer.post("/cadres/khoa/number/", {"reason": "đối chiếu"})
        assert not Draft.objects.exists()
        for address in ("/cadres/khoa/", "/cadres/khoa/number/", "/records/"):
            text = officer.get(address).content.decode()
            assert "001\u00a0191" not in text
            assert NUMBER not in text

    def test_a_head_sees_no_number(self, binh: Client) -> None:
        assert "001••••••001" not in binh.get("/cadres/khoa/").content.decode()
        assert binh.get("/cadres/khoa/number/").status_code == 403

    def test_without_a_number_there_is_nothing_to_show(self, officer: Client) -> None:
        assert officer.get("/cadres/lan/number/").status_code == 404
