"""Taking a person over from a unit out of sight: who may, from which day, and who is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apps.audit.models import AccessLog
from apps.cadres.identity import sealed
from apps.cadres.models import Cadre, Lookup, Receipt
from apps.cadres.selectors import departures
from apps.cadres.services.numbers import reveal
from apps.cadres.services.posts import Post, appoint, end_appointment, transfer
from apps.cadres.services.receiving import LOOKUPS_AN_HOUR, Asked, look_up, receive
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from tests.factories import a_cadre, a_unit
from tests.world import World

D = PartialDate.parse
NOW = datetime(2025, 6, 30, 3, tzinfo=UTC)
NUMBER = "001191000001"


def post(world: World, key: str = "PTC", start: str = "2025-07-01", **said: Any) -> Post:
    fields: dict[str, Any] = {
        "title": "Chuyên viên",
        "managed_by": "unit",
        "is_leadership": False,
        "decision": "12/QĐ-SNV",
        "start_on": D(start),
    }
    return Post(unit=world.units[key], **(fields | said))


def look(world: World, key: str = "oanh", now: datetime = NOW) -> Lookup:
    """Let the officer of Sở Nội vụ look for somebody by staff number."""
    return look_up(asked=Asked(key=key), reason="điều động", by=world.officer, now=now)


def refusal(field: str | None, words: str = ".") -> Any:
    return pytest.raises(RuleError, match=words, check=lambda error: error.field == field)


class TestLooking:
    @pytest.mark.parametrize(
        "asked",
        [
            Asked(key=" oanh "),
            Asked(number=NUMBER),
            Asked(key="oanh", number=NUMBER),
            Asked(full_name="DANG kim oanh", born=D("1991-05-07")),
        ],
    )
    def test_a_person_is_found_by_a_number_or_by_name_and_birth_date(
        self, asked: Asked, world: World
    ) -> None:
        oanh = world.cadres["oanh"]
        Cadre.objects.filter(pk=oanh.pk).update(born="1991-05-07", **sealed(oanh.pk, NUMBER))
        found = look_up(asked=asked, reason="điều động", by=world.officer, now=NOW)
        assert (found.cadre_id, found.unit) == (oanh.pk, world.profession)

    @pytest.mark.parametrize(
        "asked",
        [
            Asked(),
            Asked(key="oan"),
            Asked(number=NUMBER[:-1] + "2"),
            Asked(full_name="Đặng Kim Oanh"),
            Asked(full_name="Đặng Kim Oanh", born=D("1991-05-08")),
            # What is asked has to fit altogether.
            Asked(key="oanh", full_name="Lý Hoàng Phúc"),
        ],
    )
    def test_nearly_is_not_found(self, asked: Asked, world: World) -> None:
        assert look_up(asked=asked, reason="x", by=world.officer, now=NOW).cadre_id is None

    def test_several_who_fit_are_not_told_apart(self, world: World) -> None:
        for _ in range(2):
            a_cadre(unit=world.health, name="Lê An", born="1980-02-03")
        asked = Asked(full_name="Lê An", born=D("1980-02-03"))
        with refusal(None):
            look_up(asked=asked, reason="x", by=world.officer, now=NOW)
        assert not Lookup.objects.filter(cadre_id__isnull=False).exists()

    def test_each_look_is_logged_with_its_reason_and_without_the_number(self, world: World) -> None:
        look_up(asked=Asked(number=NUMBER), reason="QĐ 12", by=world.officer, now=NOW)
        entry = AccessLog.objects.get()
        assert (entry.username, entry.kind, entry.key) == ("officer", "lookup", "")
        assert entry.detail == {"reason": "QĐ 12", "asked": {"personal_number": "001••••••001"}}

    def test_without_a_reason_nobody_is_looked_for(self, world: World) -> None:
        with refusal("reason"):
            look_up(asked=Asked(key="oanh"), reason=" ", by=world.officer, now=NOW)
        assert not Lookup.objects.exists()

    def test_numbers_cannot_be_tried_out(self, world: World) -> None:
        for number in range(LOOKUPS_AN_HOUR):
            look(world, key=f"CB{number:06d}")
        with refusal(None, str(LOOKUPS_AN_HOUR)):
            look(world)
        # Another officer is not held up, and after an hour it goes on.
        look_up(asked=Asked(key="khoa"), reason="x", by=world.an, now=NOW)
        assert look(world, now=NOW + timedelta(minutes=61)).cadre_id == world.cadres["oanh"].pk


class TestReceiving:
    def test_the_post_elsewhere_ends_on_the_day_the_new_one_begins(self, world: World) -> None:
        oanh = world.cadres["oanh"]
        receive(lookup=look(world), post=post(world), by=world.officer, now=NOW)
        assert list(
            oanh.appointments.order_by("pk").values_list("unit__key", "end_day", "ended_by", "kind")
        ) == [
            ("PNV", D("2025-07-01").earliest, "moved", "appointment"),
            ("PTC", None, "", "transfer"),
        ]
        assert Cadre.objects.known_to(world.officer, world.day).filter(pk=oanh.pk).exists()

    def test_who_has_left_is_appointed_anew(self, world: World) -> None:
        old = world.cadres["oanh"].appointments.get()
        end_appointment(appointment=old, on=D("2025-03-01"), ended_by="left", by=world.an)
        begun = receive(lookup=look(world), post=post(world), by=world.officer, now=NOW)
        old.refresh_from_db()
        assert (old.ended_by, str(old.end_on), begun.kind) == ("left", "2025-03-01", "appointment")
        assert Receipt.objects.get().left_on.isoformat() == "2025-03-01"

    @pytest.mark.parametrize("start", ["2025-02-01", "2025-01-31"])
    def test_the_day_lies_after_the_last_known_change(self, start: str, world: World) -> None:
        # Oanh moves to PKH on 1 February 2025.
        transfer(
            cadre=world.cadres["oanh"],
            post=post(world, "PKH", "2025-02-01"),
            by=world.an,
        )
        found = look(world)
        with refusal("start_on"):
            receive(lookup=found, post=post(world, start=start), by=world.officer, now=NOW)
        receive(lookup=found, post=post(world, start="2025-02-02"), by=world.officer, now=NOW)

    def test_a_post_that_is_yet_to_begin_stands_in_the_way(self, world: World) -> None:
        transfer(cadre=world.cadres["oanh"], post=post(world, "PKH", "2025-09-01"), by=world.an)
        with refusal("start_on"):
            receive(lookup=look(world), post=post(world), by=world.officer, now=NOW)

    @pytest.mark.parametrize("start", ["2025-07", "2025"])
    def test_the_day_is_wholly_known(self, start: str, world: World) -> None:
        with refusal("start_on"):
            receive(lookup=look(world), post=post(world, start=start), by=world.officer, now=NOW)

    def test_nobody_receives_on_anothers_look(self, world: World) -> None:
        with refusal(None):
            receive(lookup=look(world), post=post(world, "TINH"), by=world.an, now=NOW)

    def test_a_look_entitles_for_a_day(self, world: World) -> None:
        found = look(world)
        with refusal(None):
            receive(lookup=found, post=post(world), by=world.officer, now=NOW + timedelta(hours=25))

    def test_people_are_received_into_ones_own_units(self, world: World) -> None:
        with refusal("unit"):
            receive(lookup=look(world), post=post(world, "PKH"), by=world.officer, now=NOW)

    def test_who_has_moved_since_the_look_is_looked_for_again(self, world: World) -> None:
        found = look(world)
        transfer(cadre=world.cadres["oanh"], post=post(world, "PKH", "2025-02-01"), by=world.an)
        with refusal(None):
            receive(lookup=found, post=post(world), by=world.officer, now=NOW)

    def test_a_unit_that_is_closed_receives_nobody(self, world: World) -> None:
        # PDT was closed on 1 March 2025: on the day it is nobody's.
        with refusal("unit"):
            receive(lookup=look(world), post=post(world, "PDT"), by=world.officer, now=NOW)
        assert world.cadres["oanh"].appointments.count() == 1


class TestTelling:
    def test_those_of_the_sending_unit_are_told_for_a_month(self, world: World) -> None:
        receive(lookup=look(world), post=post(world), by=world.officer, now=NOW)
        note = departures(world.chi, NOW)[0]
        assert (note.cadre.key, note.received_in, note.by) == (
            "oanh",
            world.organisation,
            world.officer,
        )
        # On that day the record still opens for them.
        assert Cadre.objects.known_to(world.chi, note.last_seen_on).filter(key="oanh").exists()
        assert departures(world.binh, NOW) == []
        assert departures(world.officer, NOW) == []
        assert departures(world.chi, NOW + timedelta(days=31)) == []

    def test_nobody_is_told_where_the_person_served_nowhere(self, world: World) -> None:
        a_cadre("free")
        receive(lookup=look(world, "free"), post=post(world), by=world.officer, now=NOW)
        assert not Receipt.objects.exists()


class TestReveal:
    def test_a_number_is_shown_for_a_reason_that_is_logged(self, world: World) -> None:
        khoa = world.cadres["khoa"]
        Cadre.objects.filter(pk=khoa.pk).update(**sealed(khoa.pk, NUMBER))
        khoa.refresh_from_db()
        assert reveal(cadre=khoa, reason="đối chiếu hồ sơ", by=world.officer) == NUMBER
        entry = AccessLog.objects.get()
        assert (entry.kind, entry.key) == ("number", "khoa")
        assert entry.detail == {"reason": "đối chiếu hồ sơ"}

    def test_without_a_reason_it_stays_sealed(self, world: World) -> None:
        with refusal("reason"):
            reveal(cadre=world.cadres["khoa"], reason="", by=world.officer)
        assert not AccessLog.objects.exists()


def test_an_appointment_beside_stays_with_the_sending_unit(world: World) -> None:
    oanh = world.cadres["oanh"]
    appoint(cadre=oanh, post=post(world, "SYT", "2024-01-01"), by=world.an, is_primary=False)
    a_unit("X", under=world.health)
    receive(lookup=look(world), post=post(world), by=world.officer, now=NOW)
    assert oanh.appointments.get(is_primary=False).end_on is None
