"""Sealed values open only with their key and in their place."""

import hashlib
import hmac

import pytest
from django.test import override_settings

from apps.common.sealing import SealError, blind_index, seal, unseal

NUMBER = "001185012345"


def test_what_is_sealed_opens_in_its_place() -> None:
    sealed = seal(NUMBER, place="cadres_cadre:1:personal_number")
    assert NUMBER not in sealed
    assert unseal(sealed, place="cadres_cadre:1:personal_number") == NUMBER


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert seal(NUMBER, place="a") != seal(NUMBER, place="a")


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(SealError, match="row:2"):
        unseal(seal(NUMBER, place="row:1"), place="row:2")


def test_an_older_key_still_opens_and_finds_what_it_sealed() -> None:
    with override_settings(DATA_KEY="old", DATA_KEY_FALLBACKS=[], DATA_INDEX_KEY="old"):
        sealed, index = seal(NUMBER, place="a"), blind_index(NUMBER)
    with override_settings(DATA_KEY="new", DATA_KEY_FALLBACKS=["old"], DATA_INDEX_KEY="old"):
        assert unseal(sealed, place="a") == NUMBER
        assert blind_index(NUMBER) == index


def test_without_its_key_a_value_does_not_open() -> None:
    with override_settings(DATA_KEY="old", DATA_KEY_FALLBACKS=[]):
        sealed = seal(NUMBER, place="a")
    with override_settings(DATA_KEY="new", DATA_KEY_FALLBACKS=[]), pytest.raises(SealError):
        unseal(sealed, place="a")


def test_without_the_key_of_the_index_nobody_finds_a_number_by_trying_all() -> None:
    with override_settings(DATA_INDEX_KEY="one"):
        index = blind_index(NUMBER)
    with override_settings(DATA_INDEX_KEY="another"):
        assert blind_index(NUMBER) != index
    assert index != hmac.new(b"", NUMBER.encode(), hashlib.sha256).hexdigest()
