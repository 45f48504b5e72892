"""Reorganisations of the world: units and people together, whole or not at all, and back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from apps.accounts.roles import Role
from apps.cadres.models import Appointment
from apps.cadres.verifying import post_violations
from apps.common.errors import RuleError
from apps.metrics.measuring import measure
from apps.metrics.services import refresh
from apps.reorganisation.checking import FaultyPlanError
from apps.reorganisation.foreseeing import foresee
from apps.reorganisation.models import Former, Reorganisation
from apps.reorganisation.services import apply, prepare, undo
from apps.units.models import Membership, Placement, Succession, Unit
from apps.units.verifying import tree_violations
from tests.factories import a_cadre, a_member, a_unit, appoint
from tests.histories import careers, undone, write
from tests.world import World

pytestmark = pytest.mark.django_db
ON = date(2025, 7, 1)
EVE = date(2025, 6, 30)


def body(*acts: dict[str, Any], people: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "name": "Sắp xếp",
        "decision": "10/NQ-HĐND",
        "effective_on": ON.isoformat(),
        "acts": list(acts),
        "people": people or [],
    }


# PTC ends; its leader leads a new division, the others go to the department's own office.
SPLIT = body(
    {"open": {"unit": "PMOI", "name": "Phòng Mới", "kind": "division", "parent": "SNV"}},
    {"split": {"unit": "PTC", "into": ["PMOI", "SNV"]}},
    people=[
        {"cadre": "minh", "to": "PMOI"},
        {"from": "PTC", "to": "PMOI", "where": {"is_leadership": True}},
        {"from": "PTC", "to": "SNV"},
    ],
)
# The two departments become one, which keeps the key of the first; the divisions move along.
MERGE = body(
    {"rename": {"unit": "SNV", "name": "Sở Nội vụ và Y tế"}},
    {"move": {"unit": "PNV", "parent": "SNV"}},
    {"move": {"unit": "PKH", "parent": "SNV"}},
    {"merge": {"units": ["SNV", "SYT"], "into": "SNV"}},
)


def done(plan: dict[str, Any], world: World) -> Reorganisation:
    row = prepare(body=plan, by=world.coordinator)
    apply(reorganisation=row, by=world.coordinator, now=timezone.now())
    row.refresh_from_db()
    return row


def posts_on(day: date) -> dict[str, str]:
    """Return by the key of each person where their primary post is."""
    posts = Appointment.objects.as_of(day).primary()
    return dict(posts.values_list("cadre__key", "unit__key"))


def totals(day: date, unit: str = "TINH") -> list[Any]:
    rows = measure([day])
    rows = rows[(rows["unit_key"] == unit) & (rows["scope"] == "subtree")]
    return rows[["target", "met", "not_met", "unknown"]].to_numpy().tolist()


def holds() -> bool:
    return not [*tree_violations(), *post_violations()]


def test_a_unit_is_split_by_name_and_by_rule(world: World) -> None:
    before = posts_on(ON)
    done(SPLIT, world)
    after = posts_on(ON)
    assert after == before | {"khoa": "PMOI", "minh": "PMOI", "lan": "SNV"}
    # The day before nothing is different.
    assert posts_on(EVE)["khoa"] == "PTC"
    khoa = Appointment.objects.get(cadre__key="khoa", start_day=ON)
    assert (khoa.decision, khoa.kind, khoa.is_leadership) == ("10/NQ-HĐND", "transfer", True)
    ended = Appointment.objects.get(cadre__key="khoa", end_day=ON)
    assert ended.ended_by == "moved"
    pairs = Succession.objects.filter(effective_on=ON).values_list(
        "predecessor__key", "successor__key"
    )
    assert set(pairs) == {("PTC", "PMOI"), ("PTC", "SNV")}
    assert not Placement.objects.as_of(ON).filter(unit__key="PTC").exists()
    assert holds()


def test_two_departments_become_one_and_people_follow(world: World) -> None:
    before = totals(ON)
    done(MERGE, world)
    # Chi and Hạnh had their posts in SYT itself.
    assert {key for key, unit in posts_on(ON).items() if unit == "SNV"} == {
        "binh", "giang", "chi", "hanh"
    }  # fmt: skip
    assert Placement.objects.as_of(ON).get(unit__key="SNV").name == "Sở Nội vụ và Y tế"
    assert Placement.objects.as_of(EVE).get(unit__key="SNV").name == "Sở Nội vụ"
    # The whole keeps its counts; SNV has those of both.
    assert totals(ON) == before
    assert [row[1:] for row in totals(ON, "SNV") if row[0] == "women"] == [[3, 1, 0]]
    assert holds()


def test_posts_that_begin_later_or_end_later_keep_their_days(world: World) -> None:
    Appointment.objects.filter(cadre=world.cadres["lan"]).update(end_on="2026-03-01")
    later = appoint(a_cadre("mai"), world.organisation, start_on="2025-09-01", end_on="2027-01-01")
    done(SPLIT, world)
    lan = Appointment.objects.get(cadre__key="lan", start_day=ON)
    assert str(lan.end_on) == "2026-03-01"
    later.refresh_from_db()
    # Nothing of it has ended: it begins where the unit's work goes on.
    assert (later.unit.key, str(later.start_on), str(later.end_on)) == (
        "SNV", "2025-09-01", "2027-01-01"
    )  # fmt: skip
    assert holds()


def test_whom_nothing_sends_anywhere_stops_everything(world: World) -> None:
    plan = body({"close": {"unit": "PTC"}}, people=[{"cadre": "khoa", "leaves": True}])
    row = prepare(body=plan, by=world.coordinator)
    with pytest.raises(RuleError, match="2"):  # Lan and Minh
        apply(reorganisation=row, by=world.coordinator, now=timezone.now())
    row.refresh_from_db()
    assert row.state == "draft"
    assert posts_on(ON)["khoa"] == "PTC"
    assert not Former.objects.exists()


def test_who_leaves_holds_no_post_any_more(world: World) -> None:
    people = [{"cadre": key, "leaves": True} for key in ("khoa", "lan", "minh")]
    done(body({"close": {"unit": "PTC"}}, people=people), world)
    assert not {"khoa", "lan", "minh"} & posts_on(ON).keys()
    assert Appointment.objects.get(cadre__key="khoa").ended_by == "left"


def test_a_part_is_handed_over_and_the_rest_stays(world: World) -> None:
    plan = body(
        {"transfer": {"unit": "PNV", "into": "PTC"}},
        people=[{"cadre": "phuc", "to": "PTC"}],
    )
    done(plan, world)
    where = posts_on(ON)
    assert (where["phuc"], where["oanh"], where["quan"]) == ("PTC", "PNV", "PNV")
    assert Succession.objects.filter(predecessor__key="PNV", successor__key="PTC").exists()


def test_undoing_puts_everything_back(world: World) -> None:
    before = measure([EVE, ON])
    rows = list(Appointment.objects.order_by("pk").values())
    places = list(Placement.objects.order_by("pk").values())
    for plan in (SPLIT, MERGE):
        row = done(plan, world)
        assert not measure([EVE, ON]).equals(before)
        undo(reorganisation=row, by=world.coordinator, now=timezone.now())
        row.refresh_from_db()
        assert row.state == "undone"
        assert measure([EVE, ON]).equals(before)
        assert list(Appointment.objects.order_by("pk").values()) == rows
        assert list(Placement.objects.order_by("pk").values()) == places
        assert not Unit.objects.filter(key="PMOI").exists()
        assert Unit.objects.get(key="SNV").name == "Sở Nội vụ"
        assert holds()


def test_a_unit_whose_figures_were_published_stays_without_a_place(world: World) -> None:
    row = done(SPLIT, world)
    refresh(day=ON)
    undo(reorganisation=row, by=world.coordinator, now=timezone.now())
    assert not Unit.objects.get(key="PMOI").placements.exists()
    assert holds()
    # The same may be done again.
    done(SPLIT, world)
    assert posts_on(ON)["khoa"] == "PMOI"


def _touch_post(world: World) -> None:
    Appointment.objects.filter(cadre__key="khoa", start_day=ON).update(title="Trưởng phòng")


def _add_somebody(world: World) -> None:
    a_cadre(unit=Unit.objects.get(key="PMOI"), start_on="2025-08-01")


def _add_below(world: World) -> None:
    a_unit("P2", under=Unit.objects.get(key="PMOI"), start_on="2025-08-01")


def _give_role(world: World) -> None:
    unit = Unit.objects.get(key="PMOI")
    Membership.objects.create(user=world.binh, role=Role.HEAD, unit=unit, start_on=ON)


@pytest.mark.parametrize("build", [_touch_post, _add_somebody, _add_below, _give_role])
def test_what_was_built_on_it_keeps_it(build: Any, world: World) -> None:
    row = done(SPLIT, world)
    build(world)
    with pytest.raises(RuleError):
        undo(reorganisation=row, by=world.coordinator, now=timezone.now())
    assert posts_on(ON)["khoa"] == "PMOI"


def test_it_is_applied_once_and_undone_once(world: World) -> None:
    row = done(SPLIT, world)
    with pytest.raises(RuleError):
        apply(reorganisation=row, by=world.coordinator, now=timezone.now())
    undo(reorganisation=row, by=world.coordinator, now=timezone.now())
    for act in (apply, undo):
        with pytest.raises(RuleError):
            act(reorganisation=row, by=world.coordinator, now=timezone.now())


def test_only_who_answers_for_all_the_units_may(world: World) -> None:
    row = prepare(body=MERGE, by=world.coordinator)
    near = a_member("near", Role.COORDINATOR, world.interior)
    for user in (near, world.an, world.officer):
        with pytest.raises(RuleError, match="SNV|SYT|PNV|PKH"):
            apply(reorganisation=row, by=user, now=timezone.now())


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (body({"close": {"unit": "SNV"}}), "SNV"),  # PTC still stands below it
        (body({"close": {"unit": "nowhere"}}), "nowhere"),
        (body({"move": {"unit": "SNV", "parent": "PTC"}}), "SNV"),
        (body({"open": {"unit": "PTC", "name": "x", "kind": "division", "parent": "SNV"}}), "PTC"),
        (body({"split": {"unit": "PKH", "into": ["PDT"]}}), "PDT"),  # closed in March
        (body({"close": {"unit": "PKH"}}, people=[{"cadre": "an", "to": "SNV"}]), "an"),
        (
            body(
                {"move": {"unit": "SNV", "parent": "SYT"}},
                {"move": {"unit": "SYT", "parent": "SNV"}},
            ),
            "cycle|parent",
        ),
    ],
)
def test_what_the_tree_refuses_is_refused_whole(plan: Any, said: str, world: World) -> None:
    places = list(Placement.objects.order_by("pk").values())
    row = prepare(body=plan, by=world.coordinator)
    with pytest.raises(RuleError, match=said):
        apply(reorganisation=row, by=world.coordinator, now=timezone.now())
    assert list(Placement.objects.order_by("pk").values()) == places


def test_every_fault_of_the_file_is_told_with_its_place(world: World) -> None:
    plan = {
        "name": "",
        "decision": "1",
        "effective_on": "1/7/2025",
        "acts": [{"open": {"unit": "A", "name": "A", "kind": "village"}}, {"paint": {}}],
        "people": [{"cadre": "c"}, {"from": "A", "to": "B", "where": {"managed_by": ["me"]}}],
        "more": 1,
    }
    with pytest.raises(FaultyPlanError) as raised:
        prepare(body=plan, by=world.coordinator)
    places = [fault.split(":")[0] for fault in raised.value.faults]
    assert places == [
        "$.more", "acts[0].open.parent", "acts[0].open.kind", "acts[1]", "people[0]",
        "people[1].where.managed_by", "$.name", "$.effective_on",
    ]  # fmt: skip


def test_looking_ahead_changes_nothing_and_tells_it_all(world: World) -> None:
    rows = list(Appointment.objects.order_by("pk").values())
    row = prepare(body=SPLIT, by=world.coordinator)
    a_member("head", Role.HEAD, world.organisation)
    found = foresee(reorganisation=row, by=world.coordinator, now=timezone.now())
    assert list(Appointment.objects.order_by("pk").values()) == rows
    row.refresh_from_db()
    assert row.state == "draft"
    assert found.found.people() == {("PTC", "PMOI"): 2, ("PTC", "SNV"): 1}
    assert found.found.ending() == 3
    assert [role.user.username for role in found.roles] == ["head"]
    lines = {(line.unit, line.version.target.code): line for line in found.lines}
    top = lines["TINH", "young"]
    assert top.before == top.after
    assert lines["PTC", "young"].after is None
    new = lines["PMOI", "young"]
    assert new.before is None
    # On 1 July Khoa is forty; of Minh, born in 1985, it is not known.
    assert new.after is not None
    assert (new.after.met, new.after.not_met, new.after.unknown) == (0, 1, 1)


@settings(max_examples=10, phases=[Phase.generate])
@given(drawn=st.lists(careers(), max_size=6), to=st.lists(st.integers(0, 2), min_size=6))
def test_nobody_is_dropped_or_counted_twice(world: World, drawn: Any, to: list[int]) -> None:
    with undone():
        units = [world.interior, world.organisation, world.profession, world.empty]
        cadres = write(drawn, units)
        goals = ["SNV", "PKH", "PNV"]
        known = set(
            Appointment.objects.filter(unit=world.organisation)
            .exclude(end_day__lte=ON)
            .values_list("cadre__key", flat=True)
        )
        named = [
            {"cadre": cadre.key, "to": goals[at]}
            for cadre, at in zip(cadres, to, strict=False)
            if cadre.key in known
        ]
        days = [EVE - timedelta(days=400), EVE, ON, ON + timedelta(days=400)]
        before, where = [totals(day) for day in days], [posts_on(day).keys() for day in days]
        breaks = {*tree_violations(), *post_violations()}
        row = done(
            body(
                {"split": {"unit": "PTC", "into": goals}},
                people=[*named, {"from": "PTC", "to": "SNV"}],
            ),
            world,
        )
        assert [totals(day) for day in days] == before
        assert [posts_on(day).keys() for day in days] == where
        undo(reorganisation=row, by=world.coordinator, now=timezone.now())
        assert {*tree_violations(), *post_violations()} == breaks
        assert [totals(day) for day in days] == before
