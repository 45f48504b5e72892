"""Passwords that are refused though they are long, and those that are taken."""

import gzip

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import (
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError

from apps.accounts.models import User
from tests.world import World

pytestmark = pytest.mark.django_db


def refused(password: str, user: User | None = None) -> bool:
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "password",
    [
        "short-1-Aa!",
        "iloveyouforever",  # in the list
        "ILoveYouForever",  # in other letters
        "aaaaaaaaaaaaaaaa",
        "2026!Password!2026",  # a well-known word with signs around it
        "p@ssw0rd12345678",
        "Hanoi-177-demo",  # words of this site
        "Mật khẩu 2026!!",
        "CanBo@HaNoi#2026",
        "x" * 20 + "yz7w" * 28,  # 132 characters
    ],
)
def test_what_is_soon_guessed_is_refused(password: str) -> None:
    assert refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "mưa rào tháng bảy trên mái ngói",  # small letters and spaces alone: no rules of composition
        "yêu hà nội mùa thu vàng",
        "9w4kxq7mzt2v",
        "purple tractor lemonade",
        "k7" * 3 + "Wz9-" * 30,  # 126 characters
    ],
)
def test_what_is_long_and_not_at_hand_is_taken(password: str) -> None:
    assert not refused(password)


def test_the_users_own_names_and_unit_make_no_password(world: World) -> None:
    assert refused("Trần Thị Bình 1980", world.binh)
    assert refused("so-noi-vu-201280", world.binh)
    assert not refused("so-y-te-tren-doi-thong", world.binh)


def test_the_list_of_breached_passwords_is_shipped_and_read() -> None:
    path = settings.BASE_DIR / "apps/accounts/data/common-passwords.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        words = lines.read().split("\n")
    # All are as long as ours must be; shorter ones are refused anyway.
    assert len(words) > 40_000
    assert min(map(len, words[:-1])) == 12
    lists = [v.passwords for v in get_default_password_validators() if hasattr(v, "passwords")]
    assert [len(known) > 40_000 for known in lists] == [True]
