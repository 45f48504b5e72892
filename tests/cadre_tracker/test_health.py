"""The two questions from outside."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from cadre_tracker import health


def test_being_alive_asks_nobody(client: Client):
    # Without the db fixture any query would fail the test.
    answer = client.get("/livez")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


def test_a_probe_needs_neither_a_known_host_nor_https(client: Client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/livez", headers={"host": "10.0.0.7"}).status_code == 200


@pytest.mark.django_db
def test_ready_means_tables_space_and_queue(client: Client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"state": "ready", "database": True, "disk": True, "queue": True}


@pytest.mark.django_db
def test_without_the_queue_pages_are_still_served(client: Client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["queue"]) == ("degraded", False)


@pytest.mark.django_db
def test_a_migration_that_is_still_to_come_means_not_ready(client: Client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["state"], answer.json()["database"]) == ("unready", False)


@pytest.mark.django_db
def test_a_full_disk_means_not_ready(monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**62)
    assert health.readyz(RequestFactory().get("/readyz")).status_code == 503
