"""Notices by e-mail, taken by a real server: once each, again after a failure, nothing private."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from apps.notices.models import Notice
from apps.notices.sending import MOST_TRIES, send_due
from apps.notices.services import see, tell
from apps.notices.tasks import sweep_notices
from tests.factories import a_user
from tests.notices.mail_server import MailServer
from tests.notices.test_services import VALUES

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    """A mail server for which the site is configured."""
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.DEFAULT_FROM_EMAIL = "Theo dõi chỉ tiêu <no-reply@tracker.example>"
        settings.SITE_URL = "https://tracker.example"
        yield running


def ready(username="an", link="/reports/7/", **fields):
    user = a_user(username, **{"email": f"{username}@office.example"} | fields)
    tell(users=[user], code="report_ready", values=VALUES, link=link)
    return user.notices.get()


def states() -> list[tuple[str, int]]:
    return list(Notice.objects.order_by("pk").values_list("mail", "mail_tries"))


def make_due() -> None:
    Notice.objects.update(mail_due_at=Now() - timedelta(seconds=1))


def test_a_notice_is_mailed_as_plain_text_in_the_users_language(server):
    notice = ready(language="en")
    sweep_notices()
    (message,) = server.messages
    assert message["to"] == "an@office.example"
    assert "no-reply@tracker.example" in message["from"]
    assert message["subject"] == "Progress report is ready: Sở Nội vụ"
    assert message.get_content_type() == "text/plain"
    text = message.get_content()
    assert f"https://tracker.example/notices/{notice.pk}/" in text
    assert notice.user.full_name not in text
    assert states() == [("sent", 1)]


def test_vietnamese_arrives_whole(server):
    ready(language="vi")
    send_due()
    (message,) = server.messages
    assert "Báo cáo tiến độ" in message["subject"]
    assert "Báo cáo tiến độ" in message.get_content()


def test_a_message_goes_out_once_however_often_the_task_runs(server):
    ready()
    assert send_due() == 1
    assert send_due() == 0
    make_due()
    assert send_due() == 0
    assert len(server.messages) == 1


def test_what_the_server_will_not_take_now_waits_and_goes_out_later(server):
    ready()
    server.refusal = "451 later"
    assert send_due() == 0
    assert states() == [("waiting", 1)]
    server.refusal = ""
    assert send_due() == 0  # the pause is not over
    make_due()
    assert send_due() == 1
    assert states() == [("sent", 2)]


def test_an_address_that_the_server_refuses_is_given_up_and_the_next_is_sent(server):
    ready("nobody")
    server.refusal = "550 unknown"
    send_due()
    assert states() == [("given_up", 1)]
    server.refusal = ""
    ready("an")
    assert send_due() == 1


def test_a_server_that_is_away_for_a_day_is_given_up(server, settings):
    notice = ready()
    settings.EMAIL_PORT = 9  # nobody listens
    send_due()
    assert states() == [("waiting", 1)]
    Notice.objects.filter(pk=notice.pk).update(mail_tries=MOST_TRIES - 1)
    make_due()
    send_due()
    assert states() == [("given_up", MOST_TRIES)]


def test_what_was_seen_before_is_not_mailed(server):
    notice = ready()
    see(user=notice.user)
    assert send_due() == 0
    assert states() == [("none", 0)]


def test_without_an_address_or_after_the_account_was_closed_nothing_goes_out(server):
    ready("without", email="")
    closed = ready("closed")
    closed.user.is_active = False
    closed.user.save()
    assert send_due() == 0
    assert states() == [("none", 0), ("waiting", 0)]


def test_without_a_server_notices_stay_in_the_site(settings):
    settings.EMAIL_HOST = ""
    ready()
    assert send_due() == 0
    assert states() == [("none", 0)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(server):
    for number in range(12):
        ready(f"user{number}", link=f"/reports/{number}/")

    def work() -> None:
        try:
            send_due()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    taken = sorted(message["to"] for message in server.messages)
    assert taken == sorted(f"user{number}@office.example" for number in range(12))
    assert set(states()) == {("sent", 1)}
    assert len({message["message-id"] for message in server.messages}) == 12
