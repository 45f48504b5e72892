"""Ask at random for what lies outside each role's scope, and look for what must not come.

``python -m bench.strangers [requests] [narrowed]`` on a home of its own with demonstration data
and its accounts (``seed_demo --people 2000 --accounts``), never where a site works: every name of
a person and of a unit gets a mark, so that one in an answer says whose it is. ``requests`` go to
objects out of scope and to kinds of acts that a role does not have, by every method; ``narrowed``
go to what a role may open, with filters, orders, searches and pages that name somebody else's.
"""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import django

from cadre_tracker import embedded

embedded.ensure()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
os.environ.update(API_READS="1000000", API_WRITES="1000000", LOG_LEVEL="CRITICAL")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.accounts.roles import Role  # noqa: E402
from apps.cadres.codes import LADDERS, MANAGED_BY  # noqa: E402
from apps.cadres.models import Appointment, Cadre  # noqa: E402
from apps.reports.models import Schedule  # noqa: E402
from apps.targets.models import TargetVersion  # noqa: E402
from apps.units.models import Lineage, Membership, Succession, Unit  # noqa: E402
from tests import test_scope  # noqa: E402

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
USERS = ("head", "head2", "officer", "leader", "coordinator", "auditor", "admin")
MARK = re.compile(r"z([qu])(\d{6})")
WORDS = {
    "cadres_cadre": ("q", "full_name", "name_key"),
    "units_unit": ("u", "name", "name_key"),
    "units_placement": ("u", "name", None),
}
# Written when somebody reads, or stays; all other tables must stay as they are.
LOGS = {"audit_accesslog", "audit_shown", "django_session", "usersessions_usersession"}
METHODS = ("GET", "GET", "POST", "PATCH", "PUT", "DELETE", "HEAD")
REFUSED = {401, 403, 404, 405}
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
ACTS = ("transfer", "end", "rename", "close", "move", "post", "qualification", "filled", "women")
QUERIES = """
q unit unit_key under day plan target group sort order ordering page offset cursor limit kind key
person user fields cadre username from until year managed_by within
gender age leads degree theory lacks
""".split()
CODES = {
    "degree": LADDERS["professional"], "theory": LADDERS["political_theory"],
    "managed_by": MANAGED_BY, "gender": ("female", "x"), "age": ("60-up", "30"),
    "leads": ("yes", "x"), "lacks": ("born", "x"),
}  # fmt: skip


@dataclass
class Scope:
    """Who asks, and whose marks must never come back."""

    user: User
    client: Client
    people: set[int]
    units: set[int]
    made: list[tuple[str, str]] = field(default_factory=list)


def sql(statement: str) -> list[tuple]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def mark() -> None:
    """Give every name its mark, once."""
    for table, (sign, name, found_by) in WORDS.items():
        number = "unit_id" if table == "units_placement" else "id"
        text = f"' z{sign}' || lpad({number}::text, 6, '0')"
        cells = ", ".join(f"{column} = {column} || {text}" for column in (name, found_by) if column)
        sql(f"UPDATE {table} SET {cells} WHERE {name} !~ 'z{sign}[0-9]{{6}}'")


def scope_of(username: str) -> Scope:
    """Return whose names a user must never get: of whoever was in none of their units ever."""
    user = User.objects.get(username=username)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    session = client.session
    session["confirmed_at"] = int(time.time())
    session.save()
    roots = list(user.memberships.values_list("unit", flat=True))
    below = set(Lineage.objects.filter(ancestor__in=roots).values_list("unit", flat=True))
    above = set(Lineage.objects.filter(unit__in=roots).values_list("ancestor", flat=True))
    everybody = set(Cadre.objects.values_list("pk", flat=True))
    own = set(Appointment.objects.filter(unit__in=below).values_list("cadre", flat=True))
    is_of_people = username in ("head", "head2", "officer", "leader")
    # The history of a unit says what it came from and what it became.
    kin = Succession.objects.filter(Q(predecessor__in=below) | Q(successor__in=below))
    near = {pk for pair in kin.values_list("predecessor", "successor") for pk in pair}
    foreign = set(Unit.objects.values_list("pk", flat=True)) - below - above - near
    return Scope(user, client, everybody - (own if is_of_people else set()), foreign)


def routes(patterns: list | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the route of every address."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and "(?P" not in route:
            yield str(pattern.name), "/" + route


def filled(route: str, scope: Scope, draw: random.Random) -> str:
    """Put somebody else's keys into a route."""
    person = draw.choice(sorted(scope.people) or [0])
    unit = draw.choice(sorted(scope.units) or [0])
    is_person = "cadres/" in route
    keys = Cadre.objects.filter(pk=person) if is_person else Unit.objects.filter(pk=unit)
    key = keys.values_list("key", flat=True).first() or "nobody"
    post = Appointment.objects.filter(cadre=person).values_list("pk", flat=True).first() or 1

    def place(found: re.Match) -> str:
        kind, name = found.groups()
        if name == "key":
            return key
        return str(post) if kind == "int" else draw.choice(ACTS)

    return PLACE.sub(place, route)


def made_next_door(scope: Scope, draw: random.Random) -> list[tuple[str, str]]:
    """Let a neighbour make one of everything that has a number; return names and addresses."""
    units = sorted(scope.units) if scope.user.username in ("head", "head2", "officer") else []
    if not units:
        return []
    serving = Appointment.objects.filter(is_primary=True, unit__in=units, cadre__in=scope.people)
    free = serving.exclude(unit__in=Schedule.objects.values("unit")).order_by("pk")
    post = draw.choice(free.select_related("unit", "cadre"))
    neighbour = User.objects.create(username=f"next-to-{scope.user.username}-{time.time():.0f}")
    Membership.objects.create(
        user=neighbour, role=Role.OFFICER, unit=post.unit, start_on="2020-01-01"
    )
    version = TargetVersion.objects.order_by("pk").first()
    world = SimpleNamespace(
        day=timezone.localdate(), interior=post.unit, profession=post.unit,
        plan=version.target.plan, women=version, chi=None,
        cadres=dict.fromkeys(("khoa", "oanh"), post.cadre),
        **dict.fromkeys(("an", "binh", "officer", "coordinator"), neighbour),
    )  # fmt: skip
    numbers = {"api_import": test_scope.a_batch(world).pk,
               "api_report": test_scope.a_report(world, is_issued=True).pk}  # fmt: skip
    made = [(name, reverse(name, kwargs={"pk": pk})) for name, pk in numbers.items()]
    known: dict[tuple, str] = {}
    for name, rule in test_scope.RULES.items():
        if "pk" in rule.inside:
            kind = rule.inside["pk"], rule.who
            if kind not in known:
                address = test_scope.address_in(world, name, None)
                known[kind] = resolve(address.partition("?")[0]).kwargs["pk"]
            made.append((name, reverse(name, kwargs=rule.inside | {"pk": known[kind]})))
    return made


def value(name: str, scope: Scope, draw: random.Random) -> str:
    """Return something to narrow by, mostly of somebody else's."""
    if name == "day":
        return f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{draw.randint(2015, 2026)}"
    if name in ("page", "offset", "limit", "year"):
        return str(draw.choice((0, 1, 2, 50, 2025, -1, 10**6)))
    if name in ("sort", "order", "ordering", "fields"):
        return draw.choice(
            ("name", "-name", "born", "-born", "full_name", "unit__key", "personal_number")
        )
    if name in CODES:
        return draw.choice(CODES[name])
    person = Cadre.objects.filter(pk=draw.choice(sorted(scope.people) or [1])).first()
    unit = Unit.objects.filter(pk=draw.choice(sorted(scope.units) or [1])).first()
    said = [getattr(one, cell) for one in (person, unit) if one for cell in ("key", "pk")]
    said += [person.full_name, person.full_name.split()[0]] if person else []
    said += [unit.name, unit.name.split()[0]] if unit else []
    return str(draw.choice([*said, "a", "", "%", "z", "*"]))


def leaks(scope: Scope, body: str, asked: str) -> list[str]:
    """Return the marks in an answer that the user must not get; what was asked may be repeated."""
    foreign = {"q": scope.people, "u": scope.units}
    found = {
        f"z{sign}{number}" for sign, number in MARK.findall(body) if int(number) in foreign[sign]
    }
    return sorted(one for one in found if one not in asked)


def digests() -> dict[str, tuple]:
    """Return rows and a sum of every table but the logs."""
    tables = [t for t in connection.introspection.table_names() if t not in LOGS]
    whole = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {} t"
    return {table: sql(whole.format(table))[0] for table in tables}


def body_of(answer: object) -> str:
    """Return what an answer holds; a file as far as it is text."""
    content = answer.getvalue()  # type: ignore[attr-defined]
    return content.decode(errors="replace")


def strange(scope: Scope, times: int, draw: random.Random) -> Counter:
    """Ask for what is not the user's."""
    listed = [(name, route) for name, route in routes() if "<str:key>" in route] + scope.made
    found: Counter = Counter()
    for _ in range(times):
        name, route = draw.choice(listed)
        method = draw.choice(METHODS)
        # Where every unit is the user's, only the people are not.
        if "<" in route and not (scope.people if "cadres/" in route else scope.units):
            method = draw.choice(("PUT", "DELETE"))
        address = filled(route, scope, draw)
        kind = (
            "application/json" if name.startswith("api_") else "application/x-www-form-urlencoded"
        )
        headers = {"Idempotency-Key": f"k{draw.random()}", "If-Match": "*"}
        answer = scope.client.generic(
            method, address, "{}" if "json" in kind else "day=1", kind, headers=headers
        )
        note(found, scope, answer, (name, method, address), is_refused=True)
    return found


def narrowed(scope: Scope, times: int, draw: random.Random) -> Counter:
    """Ask for lists, searches and charts, narrowed to what is not the user's."""
    listed = [(name, route) for name, route in routes() if "<" not in route and name != "sign_out"]
    roots = scope.user.memberships.values_list("unit__key", flat=True)
    own = [(name, route.replace("<str:key>", roots[0])) for name, route in routes()
           if route.count("<") == 1 and "units/<str:key>" in route]  # fmt: skip
    found: Counter = Counter()
    for _ in range(times):
        name, address = draw.choice(listed + own * 2)
        names = draw.sample(QUERIES, draw.randint(1, 5))
        query = {one: value(one, scope, draw) for one in names}
        answer = scope.client.get(address, query)
        note(found, scope, answer, (name, "GET", f"{address} {query}"), is_refused=False)
    return found


def note(found: Counter, scope: Scope, answer: object, asked: tuple, *, is_refused: bool) -> None:
    """Count what came, and print what must not."""
    status = answer.status_code  # type: ignore[attr-defined]
    found[status] += 1
    wrong = leaks(scope, body_of(answer), asked[2])
    found["leaks"] += bool(wrong)
    if wrong or status >= 500 or (is_refused and status not in REFUSED):
        found["to look at"] += 1
        print("  ", scope.user.username, status, *asked, wrong[:3], flush=True)  # noqa: T201


def main() -> int:
    """Ask as every role."""
    times, narrow = [*map(int, sys.argv[1:]), 10_000, 5_000][:2]
    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = PLAIN
    mark()
    total: Counter = Counter()
    for number, username in enumerate(USERS):
        scope, draw = scope_of(username), random.Random(number)
        scope.made = made_next_door(scope, draw)
        before = digests()
        for ask, count in ((strange, times), (narrowed, narrow)):
            begun = time.monotonic()
            found = ask(scope, count, draw)
            total += found
            took = f"{time.monotonic() - begun:.0f} s"
            print(username, ask.__name__, took, dict(found), flush=True)  # noqa: T201
        after = digests()
        wrote = [table for table, rows in after.items() if before[table] != rows]
        total["tables written"] += len(wrote)
        print(username, "wrote", wrote, flush=True)  # noqa: T201
    print(dict(total))  # noqa: T201
    return 1 if total["leaks"] or total["tables written"] else 0


if __name__ == "__main__":
    sys.exit(main())
