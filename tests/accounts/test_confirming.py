"""Being asked again who is signed in (security rows 10 and 14: fresh re-authentication)."""

import time

import pytest
from django.test import Client

from apps.audit.models import AccessLog
from apps.cadres.identity import sealed
from apps.cadres.models import Cadre
from tests.conftest import client_of
from tests.factories import PASSWORD
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "/reports/lists/cadres/?unit=SNV&format=csv"
NUMBER = "/cadres/khoa/number/"
SHOWN = "\u00a0".join(("001", "085", "000", "001"))
REASON = {"reason": "đối chiếu hồ sơ giấy"}


@pytest.fixture
def stale(published: World) -> Client:
    """The officer, who signed in six minutes ago."""
    client = client_of(published.officer)
    session = client.session
    session["confirmed_at"] = int(time.time()) - 6 * 60
    session.save()
    return client


def test_a_list_of_people_goes_out_only_to_who_has_just_proved_who_they_are(stale: Client) -> None:
    asked = stale.get(LIST, headers={"referer": "http://testserver/cadres/?unit=SNV"})
    assert asked.headers["Location"].startswith("/confirm/?next=%2Freports%2Flists%2Fcadres")
    assert AccessLog.objects.filter(act=AccessLog.Act.EXPORT).count() == 0
    wrong = stale.post(asked.headers["Location"], {"confirm_password": "wrong"})
    assert wrong.status_code == 200
    assert stale.get(LIST).status_code == 302
    right = stale.post(
        "/confirm/", {"next": LIST, "back": "/cadres/?unit=SNV", "confirm_password": PASSWORD}
    )
    # A download leaves the page as it is, so the page offers the file and the way back.
    assert 'href="/cadres/?unit=SNV"' in right.content.decode()
    assert stale.get(LIST).headers["Content-Type"].startswith("text/csv")


def test_what_was_typed_in_a_form_comes_to_its_address_with_the_proof(
    stale: Client, published: World
) -> None:
    khoa = published.cadres["khoa"]
    Cadre.objects.filter(pk=khoa.pk).update(**sealed(khoa.pk, "001085000001"))
    assert stale.get(NUMBER).status_code == 200
    asked = stale.post(NUMBER, REASON).content.decode()
    assert 'name="reason" value="đối chiếu hồ sơ giấy"' in asked
    assert SHOWN not in asked
    assert SHOWN not in stale.post(NUMBER, REASON | {"confirm_password": "x"}).text
    assert SHOWN in stale.post(NUMBER, REASON | {"confirm_password": PASSWORD}).text
    # The next five minutes need no proof.
    assert SHOWN in stale.post(NUMBER, REASON).text


def test_a_proof_from_the_future_or_of_no_time_is_none(published: World) -> None:
    client = client_of(published.officer)
    for stamp in (0, int(time.time()) + 3600):
        session = client.session
        session["confirmed_at"] = stamp
        session.save()
        assert client.get(LIST).status_code == 302


def test_signing_in_is_a_proof(published: World, client: Client) -> None:
    client.post("/sign-in/", {"username": published.officer.username, "password": PASSWORD})
    assert client.get(LIST).headers["Content-Type"].startswith("text/csv")


def test_the_way_on_and_the_way_back_stay_on_this_site(stale: Client) -> None:
    far = "https://else.example/"
    answer = stale.post("/confirm/", {"next": far, "confirm_password": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert (
        far
        not in stale.post(
            "/confirm/", {"next": LIST, "back": far, "confirm_password": PASSWORD}
        ).content.decode()
    )


def test_a_fragment_takes_its_page_to_where_it_is_asked(stale: Client) -> None:
    answer = stale.get(
        LIST, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/cadres/?q=a"}
    )
    assert answer.headers["HX-Redirect"] == "/confirm/?next=%2Fcadres%2F%3Fq%3Da"
