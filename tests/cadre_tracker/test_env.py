"""Values from the environment: typed, or refused in a sentence that names the variable."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cadre_tracker.env import (
    Mail,
    env_address,
    env_bool,
    env_database,
    env_int,
    env_list,
    env_mail,
    env_secret,
    env_url,
    fingerprint,
    redis_database,
)


@pytest.mark.parametrize("text", ["maybe", "2", "y e s"])
def test_a_word_that_is_neither_yes_nor_no_is_refused(monkeypatch, text):
    monkeypatch.setenv("HTTPS", text)
    with pytest.raises(ImproperlyConfigured, match="HTTPS must be yes or no"):
        env_bool("HTTPS", False)


@pytest.mark.parametrize("text", ["many", "-1", "1.5", "0"])
def test_a_number_that_is_none_or_too_small_is_refused(monkeypatch, text):
    monkeypatch.setenv("WORKER_CONCURRENCY", text)
    with pytest.raises(
        ImproperlyConfigured, match="WORKER_CONCURRENCY must be a whole number from 1"
    ):
        env_int("WORKER_CONCURRENCY", 1, least=1)


@pytest.mark.parametrize("text", ["", "mysql://host/name", "postgresql:///name", "x://h:port/n"])
def test_an_address_of_another_kind_is_refused_without_repeating_it(monkeypatch, text):
    monkeypatch.setenv("DATABASE_URL", text)
    with pytest.raises(
        ImproperlyConfigured, match="DATABASE_URL must be set to an address like"
    ) as error:
        env_url("DATABASE_URL", ("postgresql", "postgres"))
    assert not text or text not in str(error.value)


def test_an_address_is_taken_apart_and_its_query_becomes_options(monkeypatch):
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://user:p%40ss@host:6432/name?sslmode=verify-full"
    )
    found = env_database("DATABASE_URL", {"connect_timeout": 5})
    assert (found["USER"], found["PASSWORD"]) == ("user", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("host", "6432", "name")
    assert found["OPTIONS"] == {"connect_timeout": 5, "sslmode": "verify-full"}


def test_words_between_commas_lose_their_spaces_and_empty_ones_fall_out(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example , ,b.example,")
    assert env_list("ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_a_secret_comes_from_its_variable_or_from_the_file_that_is_named(monkeypatch, tmp_path):
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(file))
    assert env_secret("SECRET_KEY") == "from the file"
    monkeypatch.setenv("SECRET_KEY", "from the variable")
    assert env_secret("SECRET_KEY") == "from the variable"


def test_a_missing_empty_or_unreadable_secret_is_refused(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("SECRET_KEY_FILE", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be set"):
        env_secret("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE cannot be read"):
        env_secret("SECRET_KEY")
    (tmp_path / "empty").touch()
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "empty"))
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE names an empty file"):
        env_secret("SECRET_KEY")


def test_the_cache_lies_beside_the_queue():
    assert redis_database("redis://:p@host:6379/4", offset=1) == "redis://:p@host:6379/5"
    assert redis_database("redis://host", offset=1) == "redis://host/1"


def test_two_databases_never_share_a_prefix():
    one = {"default": {"HOST": "a", "PORT": "1", "NAME": "n", "PASSWORD": "x"}}
    other = {"default": {"HOST": "a", "PORT": "2", "NAME": "n", "PASSWORD": "x"}}
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Mail()),
        ("smtp://mail.example", Mail("mail.example", 25)),
        ("smtp+starttls://u%40x:p%2Fw@mail.example", Mail("mail.example", 587, "u@x", "p/w", True)),
        ("smtps://u:p@mail.example:9465", Mail("mail.example", 9465, "u", "p", is_tls=True)),
    ],
)
def test_a_mail_server_is_one_address_or_none(monkeypatch, text, found):
    monkeypatch.setenv("EMAIL_URL", text)
    assert env_mail("EMAIL_URL") == found


@pytest.mark.parametrize("text", ["", "nobody", "a@b\nBcc: c@d"])
def test_a_sender_that_is_no_address_is_refused(monkeypatch, text):
    monkeypatch.setenv("EMAIL_FROM", text)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM must be an e-mail address"):
        env_address("EMAIL_FROM")
