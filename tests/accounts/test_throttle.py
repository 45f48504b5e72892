"""Guesses at passwords: few are checked, whoever sends them and however fast (rows 12 and 15)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts import throttle
from tests.factories import PASSWORD, a_user
from tests.workers import end_sessions

# 30 are enough to see them race; the drill of row 12 asks for 200.
GUESSES = int(os.environ.get("GUESSES", "30"))
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
OFFICE, HOME = "203.0.113.7", "203.0.113.8"


class Counted(MD5PasswordHasher):
    """Counts the passwords that are compared with a stored one."""

    checked = 0

    def verify(self, password: str, encoded: str) -> bool:
        Counted.checked += 1
        return super().verify(password, encoded)


@pytest.fixture
def counted(settings) -> Iterator[type[Counted]]:
    settings.PASSWORD_HASHERS = [f"{Counted.__module__}.Counted"]
    Counted.checked = 0
    yield Counted
    Counted.checked = 0


def guess(name: str, password: str, address: str = OFFICE, **more: str) -> bool:
    """Try to sign in from an address; return whether it succeeded."""
    sent = {"username": name, "password": password}
    return Client(REMOTE_ADDR=address, **more).post("/sign-in/", sent).status_code == 302


def hammer(number: int) -> bool:
    """Guess from one of fifty addresses, over a connection of its own."""
    try:
        return guess("mai", f"guess {number}", f"127.0.0.{number % 50 + 1}")
    finally:
        connection.close()


@pytest.mark.parametrize("addresses", [1, 50])
def test_of_many_guesses_at_once_at_most_10_are_checked_and_then_the_right_one_is_refused(
    transactional_db: None, counted: type[Counted], addresses: int
) -> None:
    a_user("mai")
    a_user("nam")
    with ThreadPoolExecutor(16) as pool:
        numbers = (number % addresses + 50 * number for number in range(GUESSES))
        assert not any(pool.map(hammer, numbers))
    # Five failures from one address lock it there; ten from anywhere lock it everywhere.
    assert counted.checked == (5 if addresses == 1 else 10)
    assert not guess("mai", PASSWORD, "127.0.0.1")
    assert guess("nam", PASSWORD, "127.0.0.1")
    end_sessions()


@pytest.mark.django_db
class TestOneByOne:
    def test_an_account_locked_in_the_office_opens_at_home_and_others_in_the_office_are_not_locked(
        self,
    ) -> None:
        a_user("mai")
        a_user("nam")
        for _ in range(5):
            assert not guess("mai", "wrong")
        assert not guess("mai", PASSWORD)
        assert guess("nam", PASSWORD)
        assert guess("mai", PASSWORD, HOME)

    def test_the_lock_opens_after_a_quarter_of_an_hour_and_refused_guesses_do_not_hold_it_shut(
        self,
    ) -> None:
        a_user("mai")
        for _ in range(9):
            guess("mai", "wrong")
        # The four guesses after the fifth were not even looked at.
        attempt = AccessAttempt.objects.get()
        assert attempt.failures_since_start == 5
        AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=16))
        assert guess("mai", PASSWORD)

    def test_an_administrator_opens_the_lock(self) -> None:
        mai = a_user("mai")
        for _ in range(5):
            guess("mai", "wrong")
        assert throttle.is_locked(mai)
        throttle.unlock(user=mai)
        assert not throttle.is_locked(mai)
        assert guess("mai", PASSWORD)

    def test_another_spelling_of_a_name_starts_no_count_of_its_own(
        self, counted: type[Counted]
    ) -> None:
        a_user("mai")
        for name in ("mai", "MAI", "Mai", "mAi", "maI", "MAi", "ma\u0131"):
            guess(name, "wrong")
        assert counted.checked == 5

    def test_another_browser_starts_no_count_of_its_own(self, counted: type[Counted]) -> None:
        a_user("mai")
        for number in range(9):
            guess("mai", "wrong", HTTP_USER_AGENT=f"browser {number}")
        assert counted.checked == 5

    def test_nothing_that_was_sent_is_kept_with_a_failure(self) -> None:
        a_user("mai")
        guess("mai", "a secret guess")
        kept = AccessAttempt.objects.get()
        assert (kept.post_data, kept.get_data, kept.username) == ("", "", "mai")
        guess("a password in the wrong field", "x")
        assert not AccessAttempt.objects.filter(username__contains="wrong field").exists()

    @pytest.mark.parametrize("times", [1, 6])
    def test_a_missing_account_costs_the_same_and_gets_the_same_answer(self, times: int) -> None:
        a_user("mai")
        answers = []
        for name in ("mai", "nobody"):
            for _ in range(times):
                with CaptureQueriesContext(connection) as asked:
                    client = Client(REMOTE_ADDR=HOME)
                    page = client.post("/sign-in/", {"username": name, "password": "wrong"})
            text = TOKEN.sub("", page.content.decode()).replace(f'value="{name}"', "")
            answers.append((page.status_code, text, len(asked)))
        assert answers[0] == answers[1]

    def test_a_form_of_another_kind_does_not_open_a_way_to_guess(self) -> None:
        a_user("mai")
        inside = Client(REMOTE_ADDR=OFFICE)
        assert (
            inside.post("/sign-in/", {"username": "mai", "password": PASSWORD}).status_code == 302
        )
        for _ in range(5):
            inside.post("/confirm/", {"confirm_password": "wrong"})
        refused = inside.post("/confirm/", {"confirm_password": PASSWORD})
        assert refused.status_code == 200
        new = "mười hai ký tự trở lên"
        said = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        assert inside.post("/password/", said).status_code == 200
        assert not guess("mai", new)


@pytest.mark.django_db
class TestAddresses:
    """The address that is counted and logged is the true one (row 20)."""

    def test_without_a_proxy_no_header_changes_it(self) -> None:
        a_user("mai")
        for number in range(6):
            guess("mai", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        assert AccessAttempt.objects.get().ip_address == OFFICE

    def test_behind_a_proxy_it_is_what_the_proxy_saw_not_what_the_client_says(
        self, settings
    ) -> None:
        settings.TRUSTED_PROXIES = 1
        a_user("mai")
        for number in range(6):
            said = f"198.51.100.{number}, 127.0.0.1, {HOME}"
            guess("mai", "wrong", "10.0.0.1", HTTP_X_FORWARDED_FOR=said)
        assert AccessAttempt.objects.get().ip_address == HOME

    def test_behind_two_proxies_it_is_the_last_but_one(self, settings) -> None:
        settings.TRUSTED_PROXIES = 2
        a_user("mai")
        said = f"198.51.100.1, {HOME}, 10.0.0.2"
        guess("mai", "wrong", "10.0.0.1", HTTP_X_FORWARDED_FOR=said)
        assert AccessAttempt.objects.get().ip_address == HOME
