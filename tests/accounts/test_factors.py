"""The second factor: what opens, what does not, and that nothing goes past it (rows 4 and 13)."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from apps.accounts import factors
from apps.accounts.models import User
from apps.accounts.services import change_password
from tests.accounts.devices import code, give_app, half_in
from tests.conftest import client_of
from tests.factories import PASSWORD, a_user
from tests.test_scope import PEOPLE
from tests.world import World

pytestmark = pytest.mark.django_db
# Before signing in: the form, its steps, the language. Nothing else answers.
OPEN_TO_STRANGERS = set(
    "sign_in account_login mfa_authenticate mfa_login_webauthn provider_begin provider_return "
    "invitation language".split()
)
ENROLLING = {"factor_app", "factor_passkey", "confirm", "change_password", "sign_out"}


@pytest.fixture
def mai() -> User:
    return a_user("mai")


def enter(client: Client, typed: str) -> bool:
    """Type a code; return whether it let the user in."""
    return client.post("/sign-in/factor/", {"code": typed}).headers.get("Location") == "/"


def addresses() -> dict[str, str]:
    """Return every address of the site, filled with what need not exist, by name."""
    fill = {"pk": "1", "number": "1", "name": "pdf", "kind": "post", "act": "move"}

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found |= walk(pattern.url_patterns, route)
                continue
            for name in pattern.pattern.converters:
                kind = type(pattern.pattern.converters[name]).__name__
                value = "1" if kind == "IntConverter" else fill.get(name, "SNV")
                route = route.replace(f"<str:{name}>", value).replace(f"<int:{name}>", value)
                route = route.replace(f"<{name}>", value).replace(f"<slug:{name}>", value)
            found[str(pattern.name)] = "/" + route
        return found

    return walk(get_resolver().url_patterns, "")


class TestNothingGoesPast:
    @pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head", "options"])
    def test_who_is_half_signed_in_opens_nothing(self, mai: User, method: str) -> None:
        give_app(mai)
        client = half_in(mai)
        for name, address in addresses().items():
            if name not in OPEN_TO_STRANGERS:
                answer = getattr(client, method)(address)
                # Forms that keep what was typed answer with the sign-in form itself.
                is_asking = b'action="/sign-in/"' in answer.content
                is_refused = answer.status_code in (302, 401, 403, 404, 405)
                assert is_refused or is_asking or not answer.content, (name, method)

    @pytest.mark.parametrize("person", sorted(PEOPLE))
    def test_where_a_factor_is_required_no_role_opens_anything_without(
        self, person: str, world: World, settings
    ) -> None:
        settings.REQUIRE_SECOND_FACTOR = True
        user = getattr(world, person)
        client = client_of(user)
        for name, address in addresses().items():
            if name in OPEN_TO_STRANGERS | ENROLLING:
                continue
            sent = [client.get(address)] + ([client.post(address)] if person == "officer" else [])
            for answer in sent:
                refused = address.startswith("/api/") and answer.status_code in (401, 403)
                assert refused or answer.headers.get("Location") == "/account/app/", name
        give_app(user)
        assert client.get("/notices/").status_code == 200

    def test_it_is_required_but_where_all_people_are_invented(self) -> None:
        from tests.cadre_tracker.test_settings import PRODUCTION, shown

        expression = "settings.REQUIRE_SECOND_FACTOR"
        empty = {**PRODUCTION, "REQUIRE_SECOND_FACTOR": ""}
        assert shown(empty, expression) == "True"
        assert shown({**PRODUCTION, "CADRE_TRACKER_DEMO": "yes"}, expression) == "False"

    def test_a_new_password_does_not_go_past_the_factor(self, mai: User) -> None:
        give_app(mai)
        change_password(user=mai, password="mật khẩu mới mười hai")
        sent = {"username": "mai", "password": "mật khẩu mới mười hai"}
        client = Client()
        assert client.post("/sign-in/", sent).headers["Location"] == "/sign-in/factor/"
        assert client.get("/notices/").status_code == 302

    def test_the_step_waits_five_minutes_and_for_nobody_who_gave_no_password(
        self, mai: User
    ) -> None:
        give_app(mai)
        assert Client().get("/sign-in/factor/").headers["Location"] == "/sign-in/"
        client = half_in(mai)
        session = client.session
        session["account_login"] = session["account_login"] | {"initiated_at": 1.0}
        session.save()
        assert not enter(client, code())


class TestCodesOfTheApp:
    def test_a_code_opens_once(self, mai: User) -> None:
        give_app(mai)
        shown = code()
        assert enter(half_in(mai), shown)
        assert not enter(half_in(mai), shown)

    def test_a_code_of_the_step_before_opens_but_none_that_is_older_or_comes_later(
        self, mai: User
    ) -> None:
        give_app(mai)
        for steps in (-2, -3, 2, 3):
            assert not enter(half_in(mai), code(steps))
        factors_unlocked(mai)
        assert enter(half_in(mai), code(-1))

    def test_after_a_later_code_an_earlier_one_opens_no_more(self, mai: User) -> None:
        give_app(mai)
        assert enter(half_in(mai), code(1))
        assert not enter(half_in(mai), code())

    def test_of_a_thousand_guesses_few_are_looked_at_and_then_the_right_code_is_refused(
        self, mai: User
    ) -> None:
        give_app(mai)
        client = half_in(mai)
        right = {code(-1), code(), code(1), code(2)}
        tried = 0
        for number in range(1000, 2000):
            if f"{number:06d}" not in right and tried < 30:
                assert not enter(client, f"{number:06d}")
                tried += 1
        assert AccessAttempt.objects.get().failures_since_start == 5
        assert not enter(client, code())

    def test_the_password_does_not_reset_the_count_of_wrong_codes(self, mai: User) -> None:
        give_app(mai)
        for _ in range(5):
            assert not enter(half_in(mai), "000000")
        assert (
            Client().post("/sign-in/", {"username": "mai", "password": PASSWORD}).status_code == 200
        )

    def test_the_secret_is_sealed_where_it_lies(self, mai: User) -> None:
        from tests.accounts.devices import SECRET

        kept = give_app(mai)
        assert SECRET not in str(kept.data)


class TestRecoveryCodes:
    def test_each_opens_once_and_is_kept_as_a_hash(self, mai: User) -> None:
        codes = codes_of(mai)
        assert len(codes) == 10
        kept = Authenticator.objects.get(type="recovery_codes").data["codes"]
        assert not set(codes) & set(kept)
        assert enter(half_in(mai), codes[0].lower())
        assert not enter(half_in(mai), codes[0])
        assert factors.factors_of(mai).codes_left == 9

    def test_new_ones_put_the_old_ones_out_of_use(self, mai: User) -> None:
        codes = codes_of(mai)
        client = half_in(mai)
        assert enter(client, code(1))
        assert "codes" in client.post("/account/codes/").context
        assert not enter(half_in(mai), codes[1])

    def test_there_are_none_without_a_factor(self, mai: User) -> None:
        assert client_of(mai).post("/account/codes/").headers["Location"] == "/account/"
        assert not Authenticator.objects.exists()


class TestOnesOwnAccount:
    def test_setting_up_an_app_takes_a_right_code_and_ends_other_sessions(self, mai: User) -> None:
        here, elsewhere = client_of(mai), client_of(mai)
        secret = "".join(here.get("/account/app/").context["groups"])
        assert not here.post("/account/app/", {"code": "000000"}).context.get("codes")
        assert len(here.post("/account/app/", {"code": code(secret=secret)}).context["codes"]) == 10
        assert here.get("/account/").status_code == 200
        assert elsewhere.get("/account/").status_code == 302
        # The code that set it up is used up.
        assert not enter(half_in(mai), code(secret=secret))

    def test_another_app_takes_the_place_of_the_first(self, mai: User) -> None:
        give_app(mai)
        client = client_of(mai)
        secret = "".join(client.get("/account/app/").context["groups"])
        client.post("/account/app/", {"code": code(secret=secret)})
        assert Authenticator.objects.filter(type="totp").count() == 1
        assert not enter(half_in(mai), code())

    def test_the_last_factor_stays_where_one_is_required(self, mai: User, settings) -> None:
        kept = give_app(mai)
        client = client_of(mai)
        settings.REQUIRE_SECOND_FACTOR = True
        client.post(f"/account/factors/{kept.pk}/remove/")
        assert factors.has_factor(mai)
        settings.REQUIRE_SECOND_FACTOR = False
        client.post(f"/account/factors/{kept.pk}/remove/")
        assert not factors.has_factor(mai)

    def test_nobody_removes_what_is_anothers(self, mai: User) -> None:
        kept = give_app(a_user("nam"))
        client_of(mai).post(f"/account/factors/{kept.pk}/remove/")
        assert Authenticator.objects.filter(pk=kept.pk).exists()

    def test_a_change_asks_again_who_is_there(self, mai: User) -> None:
        kept = give_app(mai)
        client = client_of(mai)
        session = client.session
        session["confirmed_at"] = 1
        session.save()
        removal = f"/account/factors/{kept.pk}/remove/"
        assert client.get("/account/app/").headers["Location"].startswith("/confirm/")
        client.post(removal)
        assert factors.has_factor(mai)
        # A code proves it as well as the password does.
        client.post(removal, {"confirm_code": code()})
        assert not factors.has_factor(mai)

    def test_a_lost_factor_is_forgotten_with_all_sessions(self, mai: User) -> None:
        give_app(mai)
        client = client_of(mai)
        factors.forget_factors(user=mai)
        assert client.get("/account/").status_code == 302
        sent = {"username": "mai", "password": PASSWORD}
        assert Client().post("/sign-in/", sent).headers["Location"] == "/"


def codes_of(user: User) -> list[str]:
    """Give the user the known app and recovery codes; return these."""
    give_app(user)
    return list(client_of(user).post("/account/codes/").context["codes"])


def factors_unlocked(user: User) -> None:
    """Forget the failures counted so far."""
    AccessAttempt.objects.filter(username=user.username).delete()
