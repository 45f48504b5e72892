"""Telling users something once, in the site, in their language."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from apps.notices.models import Notice
from apps.notices.selectors import bell, told
from apps.notices.services import forget_old, see, tell
from apps.notices.words import in_each_language, said
from tests.factories import a_user

pytestmark = pytest.mark.django_db
VALUES = {
    "report": {"vi": "Báo cáo tiến độ", "en": "Progress report"},
    "unit": "Sở Nội vụ",
    "figures_on": "2025-06-30",
}


def ready(*users, link="/reports/7/"):
    tell(users=users, code="report_ready", values=VALUES, link=link)


def test_a_notice_is_said_in_the_language_of_its_reader():
    an = a_user("an")
    ready(an)
    for language, words in (("vi", "Báo cáo tiến độ"), ("en", "Progress report")):
        with override(language):
            (one,) = told(an.notices.all())
            assert words in str(one.sentence.title)
            assert "Sở Nội vụ" in str(one.sentence.title)
            assert "30/06/2025" in str(one.sentence.text)


def test_a_value_is_said_in_every_language_where_it_arises():
    from django.utils.translation import get_language

    assert in_each_language(lambda: f"in {get_language()}") == {"vi": "in vi", "en": "in en"}


def test_signs_of_formatting_in_a_value_are_only_text():
    values = VALUES | {"unit": "100 %(report)s {0} <b>"}
    assert "100 %(report)s {0} <b>" in str(said("report_ready", values).title)


def test_nobody_is_told_again_before_having_looked():
    an = a_user("an")
    ready(an)
    ready(an)
    ready(an, link="/reports/8/")
    assert bell(an).count == 2
    see(user=an, link="/reports/7/")
    assert bell(an).count == 1
    ready(an)
    assert bell(an).count == 2
    assert Notice.objects.count() == 3


def test_seeing_counts_for_oneself_only():
    an, binh = a_user("an"), a_user("binh")
    ready(an, binh)
    assert see(user=an) == 1
    assert (bell(an).count, bell(binh).count) == (0, 1)
    assert see(user=an, pk=binh.notices.get().pk) == 0
    assert bell(binh).count == 1


def test_who_may_not_sign_in_is_told_nothing():
    gone = a_user("gone", is_active=False)
    ready(gone)
    assert not Notice.objects.exists()


def test_a_sentence_that_nobody_wrote_is_an_error():
    with pytest.raises(LookupError):
        tell(users=[], code="hello", values={}, link="/")


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", "x"])
def test_a_notice_leads_nowhere_else(link):
    with pytest.raises(IntegrityError), transaction.atomic():
        ready(a_user("an"), link=link)


def test_the_badge_stays_narrow():
    an = a_user("an")
    for number in range(100):
        ready(an, link=f"/reports/{number}/")
    assert (bell(an).count, bell(an).badge) == (100, "99+")


def test_notices_are_forgotten_after_a_year():
    an = a_user("an")
    ready(an)
    Notice.objects.update(made_at="2024-06-29T00:00:00Z")
    assert forget_old(date(2025, 6, 29)) == 0
    assert forget_old(date(2025, 6, 30)) == 1
