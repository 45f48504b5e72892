"""Every address of the site, as every role and as a neighbour. A new address without a rule fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from apps.accounts.models import ApiToken, User
from apps.accounts.roles import HOLDS, Permission, Role
from apps.administration.models import GrantRequest, Invitation
from apps.audit.known import present_moment
from apps.cadres.identity import sealed
from apps.cadres.models import Cadre, Lookup
from apps.imports.models import Batch
from apps.jobs.models import Job
from apps.notices.models import Notice
from apps.privacy.models import SubjectRequest
from apps.privacy.services import record_request
from apps.reorganisation.drafting import upload
from apps.reorganisation.models import Reorganisation
from apps.reports.models import ListRequest, LongList, Report, Schedule
from apps.reports.saving import save_table
from apps.scenarios.models import Scenario
from apps.targets.models import Plan
from apps.units.models import Membership
from tests.conftest import client_of
from tests.world import World

P = Permission
ANYONE, SIGNED_IN = "anyone", "signed in"


@dataclass(frozen=True)
class Rule:
    """Who may open an address: anyone, whoever signed in, or holders of a permission.

    ``inside`` names what lies in Bình's department, so that Chi, next door, must get 404.
    """

    who: str | Permission
    inside: dict[str, str] = field(default_factory=dict)
    query: str = ""
    is_post: bool = False
    or_who: Permission | None = None


UNIT = {"key": "SNV"}
TARGET = {"key": "SNV", "code": "women"}
BATCH = {"pk": "that of a batch"}
SCHEDULE = {"pk": "that of a schedule"}
REPORT = {"pk": "that of a report"}
TABLE = {"pk": "that of a table"}
LIST = {"pk": "that of a list of one's own"}
ACCOUNT = {"pk": "that of an account"}
SUBJECT_REQUEST = {"pk": "that of a request on personal data"}
RULES = {
    "sign_in": Rule(ANYONE),
    "account_login": Rule(ANYONE),
    "language": Rule(ANYONE, is_post=True),
    "sign_out": Rule(SIGNED_IN, is_post=True),
    "change_password": Rule(SIGNED_IN),
    "confirm": Rule(SIGNED_IN),
    "mfa_authenticate": Rule(ANYONE),
    "mfa_login_webauthn": Rule(ANYONE),
    "provider_begin": Rule(ANYONE),
    "provider_return": Rule(ANYONE),
    "provider_link": Rule(SIGNED_IN),
    "provider_unlink": Rule(SIGNED_IN, is_post=True),
    "own_account": Rule(SIGNED_IN),
    "factor_app": Rule(SIGNED_IN),
    "factor_passkey": Rule(SIGNED_IN),
    "factor_remove": Rule(SIGNED_IN, {"pk": "that of a factor"}, is_post=True),
    "recovery_codes": Rule(SIGNED_IN, is_post=True),
    "sessions_end": Rule(SIGNED_IN, is_post=True),
    "session_end": Rule(SIGNED_IN, {"pk": "that of a session"}, is_post=True),
    "home": Rule(SIGNED_IN),
    "method": Rule(SIGNED_IN),
    "basis": Rule(SIGNED_IN),
    "unit_search": Rule(P.FIGURES_VIEW, query="?q=noi"),
    "unit": Rule(P.FIGURES_VIEW, UNIT),
    "unit_rows": Rule(P.FIGURES_VIEW, UNIT),
    "unit_figures": Rule(P.FIGURES_VIEW, UNIT),
    "unit_history": Rule(P.FIGURES_VIEW, UNIT),
    "unit_children": Rule(P.FIGURES_VIEW, UNIT),
    "target": Rule(P.FIGURES_VIEW, TARGET),
    "target_outlook": Rule(P.FIGURES_VIEW, TARGET),
    "target_figures": Rule(P.FIGURES_VIEW, TARGET),
    "target_changes": Rule(P.FIGURES_VIEW, TARGET),
    "series": Rule(P.FIGURES_VIEW, UNIT, query="?plan=KH-01&target=women"),
    "units": Rule(P.FIGURES_VIEW),
    "quality": Rule(P.FIGURES_VIEW),
    "plan": Rule(P.FIGURES_VIEW),
    "plan_page": Rule(P.FIGURES_VIEW),
    "target_people": Rule(P.PEOPLE_VIEW, TARGET),
    "unit_mix": Rule(P.PEOPLE_VIEW, {"key": "SNV"}),
    "unit_try": Rule(P.PEOPLE_VIEW, UNIT),
    "scenarios": Rule(P.PEOPLE_VIEW, UNIT),
    "scenarios_compare": Rule(P.PEOPLE_VIEW, UNIT),
    "scenario_save": Rule(P.PEOPLE_VIEW, UNIT, is_post=True),
    "scenario": Rule(P.PEOPLE_VIEW, {"pk": "that of a scenario"}),
    "scenario_act": Rule(P.PEOPLE_VIEW, {"pk": "that of a scenario"}, is_post=True),
    "target_ahead": Rule(P.PEOPLE_VIEW, TARGET),
    "target_turn": Rule(P.PEOPLE_VIEW, TARGET),
    "target_moves": Rule(P.PEOPLE_VIEW, TARGET, query="?from=2025-02-28&part=moved_in"),
    "cadres": Rule(P.PEOPLE_VIEW),
    "cadre": Rule(P.PEOPLE_VIEW, {"key": "khoa"}),
    "records": Rule(P.PEOPLE_EDIT),
    "coordination": Rule(P.UNITS_EDIT),
    "record_register": Rule(P.PEOPLE_EDIT),
    "record_course": Rule(P.PEOPLE_EDIT),
    "record_ratings": Rule(P.PEOPLE_EDIT),
    "record_look_up": Rule(P.PEOPLE_EDIT),
    "record_receive": Rule(P.PEOPLE_EDIT, {"pk": "that of a look"}),
    "record_number": Rule(P.PEOPLE_EDIT, {"key": "khoa"}),
    "record_units": Rule(P.PEOPLE_EDIT),
    "retention": Rule(P.LOGS_VIEW, or_who=P.JOBS_MANAGE),
    "subject_requests": Rule(P.PEOPLE_EDIT),
    "subject_request_new": Rule(P.PEOPLE_EDIT, {"key": "khoa"}),
    "subject_request": Rule(P.PEOPLE_EDIT, SUBJECT_REQUEST),
    "subject_request_extract": Rule(P.PEOPLE_EDIT, SUBJECT_REQUEST),
    "subject_request_erase": Rule(P.PEOPLE_EDIT, SUBJECT_REQUEST, is_post=True),
    "subject_request_act": Rule(P.PEOPLE_EDIT, SUBJECT_REQUEST, is_post=True),
    "record_titles": Rule(P.PEOPLE_EDIT),
    "unit_offers": Rule(P.UNITS_EDIT),
    "plan_publish": Rule(P.PLANS_EDIT),
    "plan_correct": Rule(P.PLANS_EDIT),
    "target_publish": Rule(P.PLANS_EDIT),
    "target_revise": Rule(P.PLANS_EDIT),
    "target_correct": Rule(P.PLANS_EDIT),
    "target_withdraw": Rule(P.PLANS_EDIT),
    "target_threshold": Rule(P.PLANS_EDIT),
    "unit_key": Rule(P.UNITS_EDIT),
    "unit_open": Rule(P.UNITS_EDIT, query="?under=SNV"),
    "unit_act": Rule(P.UNITS_EDIT, {"key": "SNV", "act": "rename"}),
    "entry_resume": Rule(SIGNED_IN, is_post=True),
    "record_act": Rule(P.PEOPLE_EDIT, {"key": "khoa", "act": "transfer"}),
    "record_fact": Rule(P.PEOPLE_EDIT, {"key": "khoa", "kind": "post"}),
    "imports": Rule(P.PEOPLE_EDIT),
    "import_upload": Rule(P.PEOPLE_EDIT, is_post=True),
    "import_template": Rule(P.PEOPLE_EDIT, {"kind": "filled"}, query="?unit=SNV"),
    "import_batch": Rule(P.PEOPLE_EDIT, BATCH),
    "import_columns": Rule(P.PEOPLE_EDIT, BATCH),
    "import_answers": Rule(P.PEOPLE_EDIT, BATCH, is_post=True),
    "import_act": Rule(P.PEOPLE_EDIT, BATCH, is_post=True),
    "import_marked": Rule(P.PEOPLE_EDIT, BATCH),
    "notices": Rule(SIGNED_IN),
    "notice": Rule(SIGNED_IN, {"pk": "that of a notice"}),
    "notices_seen": Rule(SIGNED_IN, is_post=True),
    "notices_address": Rule(SIGNED_IN, is_post=True),
    "reports": Rule(P.FIGURES_VIEW),
    "report_ask": Rule(P.EXPORT, is_post=True),
    "report_code": Rule(P.FIGURES_VIEW, query="?code=7F3A-20C9-1"),
    "report": Rule(P.PEOPLE_VIEW, REPORT),
    "report_check": Rule(P.PEOPLE_VIEW, REPORT),
    "report_file": Rule(P.PEOPLE_VIEW, REPORT | {"name": "pdf"}),
    "report_imprint": Rule(P.EXPORT, REPORT, is_post=True),
    "report_issue": Rule(P.EXPORT, REPORT, is_post=True),
    "report_act": Rule(P.EXPORT, REPORT, is_post=True),
    "tables": Rule(P.EXPORT),
    "table_new": Rule(P.EXPORT),
    "table": Rule(P.EXPORT, TABLE),
    "table_preview": Rule(P.EXPORT, TABLE, query="?unit=SNV&day=30/06/2025"),
    "table_head": Rule(P.EXPORT, TABLE),
    "column_new": Rule(P.EXPORT, TABLE),
    "column": Rule(P.EXPORT, TABLE | {"number": "1"}),
    "table_act": Rule(P.EXPORT, TABLE, is_post=True),
    "schedules": Rule(P.EXPORT),
    "schedule_add": Rule(P.EXPORT, is_post=True),
    "schedule": Rule(P.EXPORT, SCHEDULE),
    "schedule_act": Rule(P.EXPORT, SCHEDULE, is_post=True),
    "list_cadres": Rule(P.EXPORT),
    "list_units": Rule(P.EXPORT, UNIT),
    "list_who": Rule(P.EXPORT, TARGET),
    "list": Rule(P.EXPORT, LIST),
    "list_requests": Rule(P.EXPORT_CONFIRM),
    "list_request_decide": Rule(P.EXPORT_CONFIRM, {"pk": "that of a request"}, is_post=True),
    "list_file": Rule(P.EXPORT, LIST),
    "runs": Rule(P.JOBS_MANAGE),
    "jobs": Rule(P.JOBS_MANAGE),
    "ask_for_day": Rule(P.JOBS_MANAGE, is_post=True),
    "retry_job": Rule(P.JOBS_MANAGE, is_post=True),
    "log": Rule(P.LOGS_VIEW),
    "changes": Rule(P.LOGS_VIEW),
    "accounts": Rule(P.USERS_EDIT),
    "invitation": Rule(ANYONE),
    "account": Rule(P.USERS_EDIT, ACCOUNT),
    "account_invite": Rule(P.USERS_EDIT),
    "account_units": Rule(P.USERS_EDIT, query="?unit=noi"),
    "account_invite_again": Rule(P.USERS_EDIT, ACCOUNT, is_post=True),
    "deactivate": Rule(P.USERS_EDIT, ACCOUNT, is_post=True),
    "unlock": Rule(P.USERS_EDIT, ACCOUNT, is_post=True),
    "forget_factors": Rule(P.USERS_EDIT, ACCOUNT, is_post=True),
    "reactivate": Rule(P.USERS_EDIT, ACCOUNT, is_post=True),
    "role_grant": Rule(P.USERS_EDIT, ACCOUNT),
    "role_end": Rule(P.USERS_EDIT, {"pk": "that of a role"}, is_post=True),
    "grants_of_day": Rule(P.LOGS_VIEW),
    "grant_requests": Rule(P.USERS_EDIT),
    "grant_decide": Rule(P.USERS_EDIT, {"pk": "that of a request"}, is_post=True),
    "invitation_decide": Rule(P.USERS_EDIT, {"pk": "that of an invitation"}, is_post=True),
}
PLAN = {"pk": "that of a reorganisation"}
RULES |= {
    "reorganisations": Rule(P.UNITS_EDIT, or_who=P.PEOPLE_EDIT),
    "reorganisation_upload": Rule(P.UNITS_EDIT, is_post=True),
    "reorganisation_new": Rule(P.UNITS_EDIT),
    "reorganisation": Rule(P.UNITS_EDIT, PLAN, or_who=P.PEOPLE_EDIT),
    "reorganisation_plan": Rule(P.UNITS_EDIT, PLAN, or_who=P.PEOPLE_EDIT),
    "reorganisation_replace": Rule(P.UNITS_EDIT, PLAN, is_post=True),
    "reorganisation_edit": Rule(P.UNITS_EDIT, PLAN, is_post=True, or_who=P.PEOPLE_EDIT),
    "reorganisation_head": Rule(P.UNITS_EDIT, PLAN),
    "reorganisation_act": Rule(P.UNITS_EDIT, PLAN | {"kind": "merge"}),
    "reorganisation_rule": Rule(P.UNITS_EDIT, PLAN, or_who=P.PEOPLE_EDIT),
    "reorganisation_preview": Rule(P.UNITS_EDIT, PLAN, or_who=P.PEOPLE_EDIT),
    "reorganisation_people": Rule(P.PEOPLE_EDIT, PLAN | {"key": "PTC"}),
    "reorganisation_decide": Rule(P.UNITS_EDIT, PLAN, is_post=True),
    "help_api": Rule(SIGNED_IN),
    "tokens": Rule(SIGNED_IN),
    "token_revoke": Rule(SIGNED_IN, {"pk": "that of a token"}, is_post=True),
}
EDITORS: dict[str, Role] = {
    P.PEOPLE_EDIT: Role.OFFICER,
    P.UNITS_EDIT: Role.COORDINATOR,
    P.PLANS_EDIT: Role.COORDINATOR,
    P.EXPORT: Role.OFFICER,
    P.USERS_EDIT: Role.COORDINATOR,
    P.EXPORT_CONFIRM: Role.COORDINATOR,
}
SAID = {"report": "Báo cáo", "unit": "Phòng Tổ chức"}
PEOPLE = {
    "an": Role.LEADER,
    "binh": Role.HEAD,
    "officer": Role.OFFICER,
    "coordinator": Role.COORDINATOR,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMINISTRATOR,
}


def names(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """Yield the name of every address of the resolver."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield pattern.name


def opened(client: Client, name: str, world: World) -> int:
    """Return the status that the client gets at an address in Bình's department."""
    return int(answer(client, name, world).status_code)


ACTS = {
    "invitation_decide": "withdraw",
    "grant_decide": "confirm",
    "list_request_decide": "confirm",
    "reorganisation_decide": "take_back",
    "subject_request_act": "take_up",
}


def answer(client: Client, name: str, world: World) -> Any:
    """Return what the client gets at an address in Bình's department."""
    address = address_in(world, name, getattr(client, "user", None))
    data = {"language": "en", "day": world.day.isoformat(), "act": ACTS.get(name, "drop")}
    return client.post(address, data) if RULES[name].is_post else client.get(address)


def address_in(world: World, name: str, user: User | None) -> str:
    """Return an address in Bình's department as the user would ask for it, with what it names."""
    rule = RULES[name]
    places = dict(rule.inside)
    if name in PLACES:
        places["pk"] = str(PLACES[name](world))
    if name == "record_number":
        khoa = world.cadres["khoa"]
        Cadre.objects.filter(pk=khoa.pk).update(**sealed(khoa.pk, "001085000001"))
    if name in OWN:
        owner = user or world.binh
        # Chi, who looks for what is not hers, finds one of Bình's.
        places["pk"] = str(OWN[name](world.binh if owner == world.chi else owner))
    if rule.inside == BATCH:
        places["pk"] = str(a_batch(world).pk)
    if places.get("pk") == TABLE["pk"]:
        places["pk"] = str(a_table(world))
    if places.get("pk") == REPORT["pk"]:
        places["pk"] = str(a_report(world, is_issued=not rule.is_post).pk)
    if rule.inside == LIST:
        places["pk"] = str(a_list(world, user or world.officer).pk)
    return reverse(name, kwargs=places) + (rule.query or f"?day={world.day}&plan=KH-01")


def a_job(world: World) -> int:
    """Create a job that was given up, and return its number."""
    return Job.objects.create(kind="day", day=world.day, state=Job.State.FAILED).pk


def a_look(world: World) -> Lookup:
    """Create a look by the officer of Bình's department that found somebody next door."""
    oanh = world.cadres["oanh"]
    return Lookup.objects.create(
        user=world.officer, cadre_id=oanh.pk, unit=world.profession, looked_at=timezone.now()
    )


def a_batch(world: World) -> Batch:
    """Create a batch of Bình's department that waits for a decision."""
    return Batch.objects.create(
        unit=world.interior,
        uploaded_by=world.officer,
        uploaded_on=world.day,
        name="danh sách.xlsx",
        size=1,
        state=Batch.State.REFUSED,
    )


def a_schedule(world: World) -> Schedule:
    """Create a schedule of Bình's department."""
    return Schedule.objects.create(
        unit=world.interior, plan=world.plan, kind="progress", period="quarter", language="vi",
        style="state", covered_until=world.day, made_by=world.officer,
    )  # fmt: skip


def a_notice(user: User) -> int:
    """Create a notice of the user's own."""
    told = {"code": "report_failed", "values": SAID, "link": "/password/"}
    return Notice.objects.create(user=user, **told).pk


def a_factor(user: User) -> int:
    """Create a passkey of the user's own."""
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": "x"}).pk


def a_session(user: User) -> int:
    """Create a session of the user's own."""
    return UserSession.objects.create(user=user, session_key=f"{user.pk:032}", ip="203.0.113.7").pk


def a_token(user: User) -> int:
    """Create a token of the user's own."""
    today = timezone.localdate()
    return ApiToken.objects.create(
        user=user, name="x", digest=f"{user.pk:064}", scopes=["plans:read"], made_on=today,
        expires_on=today + timedelta(days=1),
    ).pk  # fmt: skip


def a_scenario(user: User) -> int:
    """Create a scenario of the user's own about the unit of their role."""
    unit, plan = user.memberships.order_by("pk")[0].unit, Plan.objects.order_by("pk")[0]
    return Scenario.objects.create(unit=unit, plan=plan, name="Phương án", made_by=user).pk


OWN: dict[str, Callable[[User], int]] = {
    "scenario": a_scenario,
    "scenario_act": a_scenario,
    "token_revoke": a_token,
    "notice": a_notice,
    "factor_remove": a_factor,
    "session_end": a_session,
}


def a_report(world: World, *, is_issued: bool) -> Report:
    """Create a report of Bình's department with a file."""
    report = Report.objects.create(
        kind="progress", unit=world.interior, plan=world.plan, period="day", day=world.day,
        language="vi", style="state", asked_by=world.officer, state=Report.State.DRAFT,
    )  # fmt: skip
    report.files.create(format="pdf", content=b"%PDF", sha256="0" * 64, size=4)
    if is_issued:
        Report.objects.filter(pk=report.pk).update(
            state="issued", number=str(report.pk), issued_on=world.day, digest="0" * 64,
            moment=dict(present_moment()), issued_by=world.officer,
        )  # fmt: skip
    return report


def a_table(world: World) -> int:
    """Save a table of Bình's department."""
    definition = {"title": "Biểu", "columns": [{"label": "Tổng số", "measure": "people"}]}
    return save_table(unit=world.interior, name="Biểu", definition=definition, by=world.officer).pk


def a_list(world: World, owner: User) -> LongList:
    """Create a list of Bình's department that the client asked for, whatever they may see now."""
    return LongList.objects.create(
        kind="who", key="SNV", code="women", day=world.day, title="x", format="csv", language="vi",
        covers=[world.interior.pk], asked_by=owner, state="ready", size=1, rows=1,
        written_at=timezone.now(), entry={"kind": "population", "key": "SNV", "detail": {}},
    )  # fmt: skip


def a_request(world: World) -> GrantRequest:
    """Ask for a role of city-wide weight in Bình's department."""
    return GrantRequest.objects.create(
        asked_by=world.coordinator, user=world.binh, role="leader", unit=world.interior,
        start_on=world.day, reason="x",
    )  # fmt: skip


def a_subject_request(world: World, right: str = "see") -> SubjectRequest:
    """Record that Khoa, of Bình's department, asks for something about his data."""
    return record_request(
        cadre=world.cadres["khoa"], right=right, way="letter", received_on=world.day,
        words="Tôi đề nghị được biết.", by=world.officer, today=world.day,
    )  # fmt: skip


def a_reorganisation(world: World) -> Reorganisation:
    """Draft the end of a division of Bình's department."""
    plan = {
        "name": "Sắp xếp", "decision": "1/NQ-HĐND", "effective_on": "2025-07-01",
        "acts": [{"split": {"unit": "PTC", "into": ["SNV"]}}],
    }  # fmt: skip
    return upload(body=plan, name="plan.json", by=world.coordinator)


def a_list_request(world: World) -> ListRequest:
    """Ask for a list of Bình's department as one that takes two people."""
    return ListRequest.objects.create(
        kind="cadres", key="SNV", query="unit=SNV", day=world.day, title="x", format="csv",
        language="vi", covers=[world.interior.pk], words={"vi": "Danh sách", "en": "List"},
        reason="x", asked_by=world.an, until=timezone.now() + timedelta(days=1),
    )  # fmt: skip


def an_invitation(world: World) -> Invitation:
    """Invite Bình again."""
    digest, until = f"{world.binh.pk:064}", timezone.now() + timedelta(days=1)
    return Invitation.objects.create(user=world.binh, digest=digest, until=until, needs_second=True)


PLACES: dict[str, Callable[[World], int]] = {
    "plan_page": lambda world: world.plan.pk,
    "plan_correct": lambda world: world.plan.pk,
    "target_publish": lambda world: world.plan.pk,
    "target_revise": lambda world: world.women.target_id,
    "target_withdraw": lambda world: world.women.target_id,
    "target_threshold": lambda world: world.women.target_id,
    "target_correct": lambda world: world.women.pk,
    "retry_job": a_job,
    "record_fact": lambda world: world.cadres["khoa"].appointments.get().pk,
    "schedule": lambda world: a_schedule(world).pk,
    "schedule_act": lambda world: a_schedule(world).pk,
    "record_receive": lambda world: a_look(world).pk,
    **{name: lambda world: world.binh.pk for name, rule in RULES.items() if rule.inside == ACCOUNT},
    **{
        name: lambda world: a_subject_request(world).pk
        for name, rule in RULES.items()
        if rule.inside == SUBJECT_REQUEST
    },
    **{
        name: lambda world: a_reorganisation(world).pk
        for name, rule in RULES.items()
        if rule.inside.get("pk") == PLAN["pk"]
    },
    "role_end": lambda world: world.binh.memberships.get().pk,
    "grant_decide": lambda world: a_request(world).pk,
    "list_request_decide": lambda world: a_list_request(world).pk,
    "invitation_decide": lambda world: an_invitation(world).pk,
}


def test_every_address_has_a_rule() -> None:
    # Those of the API are in tests/api/test_addresses.py.
    pages = {name for name in names() if not name.startswith("api_")}
    assert pages == set(RULES)


# Without a provider in the settings these are not there; tests/accounts/test_provider.py has one.
CONFIGURED = {"provider_begin", "provider_return", "provider_link"}


def apart(client: Client, name: str, world: World) -> int:
    """Return the status at an address, and undo what was made or done for it."""
    with transaction.atomic():
        status = opened(client, name, world)
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_a_role_opens_what_it_may_and_nothing_else(person: str, published: World) -> None:
    held = HOLDS[PEOPLE[person]]
    wrong = {}
    for name, rule in RULES.items():
        if name in CONFIGURED:
            continue
        is_allowed = rule.who in (ANYONE, SIGNED_IN) or not held.isdisjoint((rule.who, rule.or_who))
        status = apart(client_of(getattr(published, person)), name, published)
        if status not in ((200, 302) if is_allowed else (403,)):
            wrong[name] = status
    assert wrong == {}


@pytest.mark.parametrize("who", sorted({rule.who for rule in RULES.values() if rule.inside}))
def test_the_neighbour_finds_nothing(who: str, published: World) -> None:
    if role := EDITORS.get(who):
        Membership.objects.create(
            user=published.chi, role=role, unit=published.health, start_on=date(2020, 1, 1)
        )
    inside = [name for name, rule in RULES.items() if rule.inside and rule.who == who]
    found = {name: apart(client_of(published.chi), name, published) for name in inside}
    assert set(found.values()) == {404}, found


def test_a_visitor_is_sent_to_sign_in(published: World) -> None:
    closed = [name for name, rule in RULES.items() if rule.who != ANYONE]
    found = {name: apart(Client(), name, published) for name in closed}
    # The API refuses; pages lead to the form.
    assert found.pop("series") == 401
    assert set(found.values()) == {302}, found


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER])
def test_a_right_that_has_ended_opens_nothing(role: Role, published: World) -> None:
    user = published.binh if role == Role.HEAD else published.officer
    user.memberships.update(start_on="2020-01-01", end_on="2020-02-01")
    assert opened(client_of(user), "unit", published) == 403


def test_an_account_that_was_closed_is_signed_out_at_once(published: World, binh: Client) -> None:
    assert opened(binh, "unit", published) == 200
    published.binh.is_active = False
    published.binh.save()
    assert opened(binh, "unit", published) == 302
