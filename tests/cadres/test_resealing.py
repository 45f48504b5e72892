"""A new data key: every number moves under it, and opens all the while."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection

from apps.cadres.identity import number_of, sealed, with_number
from apps.cadres.models import Cadre
from apps.cadres.resealing import reseal, stale
from apps.common.sealing import SealError
from tests.factories import a_cadre
from tests.world import World

pytestmark = pytest.mark.django_db
OLD, NEW = "the former key", "the new key"
NUMBERS = [f"0010850000{n:02d}" for n in range(5)]


@pytest.fixture
def numbered(world: World, settings: Any) -> list[Cadre]:
    """Five people whose numbers lie under a key that is a former one by now."""
    settings.DATA_KEY, settings.DATA_KEY_FALLBACKS, settings.DATA_INDEX_KEY = OLD, [], OLD
    people = [a_cadre(f"x{n}", unit=world.interior) for n in range(5)]
    for cadre, number in zip(people, NUMBERS, strict=True):
        Cadre.objects.filter(pk=cadre.pk).update(**sealed(cadre.pk, number))
    settings.DATA_KEY, settings.DATA_KEY_FALLBACKS = NEW, [OLD]
    return list(Cadre.objects.filter(pk__in=[cadre.pk for cadre in people]).order_by("pk"))


def read(people: list[Cadre]) -> list[str]:
    """Return the numbers of people as their rows are now."""
    return [number_of(Cadre.objects.get(pk=cadre.pk)) for cadre in people]


def test_a_stopped_resealing_goes_on_where_it_was_and_all_can_be_read_meanwhile(
    numbered: list[Cadre], settings: Any
) -> None:
    batches = reseal(batch=2)
    assert next(batches) == (2, [])
    batches.close()
    assert read(numbered) == NUMBERS
    assert stale().count() == 3
    assert [done for done, _lost in reseal(batch=2)] == [2, 1]
    settings.DATA_KEY_FALLBACKS = []
    assert read(numbered) == NUMBERS
    assert with_number(NUMBERS[3]) == numbered[3]


def test_resealing_writes_no_version_and_asks_for_no_figures(numbered: list[Cadre]) -> None:
    tables = ("cadres_cadreevent", "cadres_changedcadre")

    def rows() -> list[int]:
        with connection.cursor() as cursor:
            found = []
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM {table}")
                found.append(cursor.fetchone()[0])
        return found

    before = rows()
    list(reseal())
    assert rows() == before


def test_swapped_and_changed_numbers_are_refused_and_named(numbered: list[Cadre]) -> None:
    one, two = numbered[:2]
    Cadre.objects.filter(pk=one.pk).update(personal_number=two.personal_number)
    with pytest.raises(SealError):
        number_of(Cadre.objects.get(pk=one.pk))
    with pytest.raises(CommandError, match=rf"\[{one.pk}\]"):
        call_command("reseal_numbers", "--batch", "3")
    assert [cadre.pk for cadre in stale()] == [one.pk]
    assert read(numbered[1:]) == NUMBERS[1:]


def test_no_bit_of_a_sealed_number_can_be_changed(numbered: list[Cadre]) -> None:
    cadre = numbered[0]
    whole = cadre.personal_number
    for at in range(len(whole)):
        for sign in {"A", "b", "9", "!", "é", chr(ord(whole[at]) ^ 1)} - {whole[at]}:
            cadre.personal_number = whole[:at] + sign + whole[at + 1 :]
            with pytest.raises(SealError):
                number_of(cadre)


def test_secrets_of_apps_move_under_the_new_key(world: World, settings: Any) -> None:
    settings.DATA_KEY, settings.DATA_KEY_FALLBACKS = OLD, []
    data = {"secret": get_adapter().encrypt("JBSWY3DP")}
    row = Authenticator.objects.create(user=world.binh, type="totp", data=data)
    settings.DATA_KEY, settings.DATA_KEY_FALLBACKS = NEW, [OLD]
    call_command("reseal_numbers")
    settings.DATA_KEY_FALLBACKS = []
    row.refresh_from_db()
    assert get_adapter().decrypt(row.data["secret"]) == "JBSWY3DP"
