"""What changed between two days, by the facts known now and between published figures."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from apps.audit.history import without_history
from apps.cadres.models import Appointment, Cadre, Training
from apps.metrics.core.bridge import ABSENT, PARTS
from apps.metrics.core.tally import MET, NOT_MET, UNKNOWN
from apps.metrics.measuring import measure
from apps.metrics.services import refresh
from apps.metrics.trends.bridging import Question, bridge_of, published_bridge
from apps.targets.models import TargetVersion
from apps.units.models import Placement
from tests.factories import a_cadre, a_target, a_unit, rebuild_tree
from tests.histories import careers, undone, write
from tests.strategies import conditions, populations
from tests.strategies import days as some_days
from tests.world import World

pytestmark = pytest.mark.django_db
EARLIER = date(2025, 2, 28)


def moved(parts: dict[str, tuple[int, int, int]]) -> dict[str, tuple[int, int, int]]:
    return {part: change for part, change in parts.items() if any(change)}


def test_the_worlds_spring_is_told_in_parts(world: World) -> None:
    # Minh moved on 1 March from PDT to PTC. Khoa, born 30 June 1985, turned forty on the last day.
    of_ptc = Question(world.organisation, world.young.target)
    assert moved(bridge_of(of_ptc, EARLIER, world.day).parts()) == {
        "moved_in": (0, 0, 1),
        "aged_out": (-1, 1, 0),
    }
    # Seen from SNV Minh never left.
    of_snv = Question(world.interior, world.young.target)
    assert moved(bridge_of(of_snv, EARLIER, world.day).parts()) == {"aged_out": (-1, 1, 0)}
    alone = Question(world.interior, world.young.target, "own")
    assert moved(bridge_of(alone, EARLIER, world.day).parts()) == {}
    # PDT is gone on the second day, and Minh, born in 1985, serves elsewhere.
    of_pdt = Question(world.closed, world.young.target)
    assert moved(bridge_of(of_pdt, EARLIER, world.day).parts()) == {"moved_out": (0, 0, -1)}


def test_a_unit_that_moves_takes_its_people_along(world: World) -> None:
    Placement.objects.filter(unit=world.organisation).update(end_on="2025-04-01")
    Placement.objects.create(
        unit=world.organisation, parent=world.health, name="Phòng Tổ chức", start_on="2025-04-01"
    )
    rebuild_tree()
    found = bridge_of(Question(world.health, world.women.target), EARLIER, world.day)
    # Of PTC's people Khoa leads, and is a man.
    assert moved(found.parts()) == {"moved_in": (0, 1, 0)}
    found = bridge_of(Question(world.interior, world.women.target), EARLIER, world.day)
    assert moved(found.parts()) == {"moved_out": (0, -1, 0)}


def test_a_target_that_was_revised_changes_by_itself(world: World) -> None:
    world.young.end_on = "2025-05-01"
    world.young.save()
    later = TargetVersion.objects.get(pk=world.young.pk)
    later.pk, later.start_on, later.end_on = None, "2025-05-01", None
    later.criterion = {"age_below": 45}
    later.save()
    found = bridge_of(Question(world.organisation, world.young.target), EARLIER, world.day)
    # On 28 February Khoa and Lan were 39: met by both. Minh comes in, surely below 45.
    assert moved(found.parts()) == {"moved_in": (1, 0, 0)}
    found = bridge_of(Question(world.interior, world.young.target), EARLIER, world.day)
    # Bình is 44 until tomorrow, and so is Minh at most: by the new age both are met.
    assert moved(found.parts()) == {"target_changed": (2, -1, -1)}


def test_what_became_known_after_publishing_is_a_correction(live_world: World) -> None:
    first = refresh(day=EARLIER)
    asked = Question(live_world.organisation, live_world.trained.target)
    # Khoa's training turns out to be of 2019, too early; Lan's post to have begun in April.
    Training.objects.filter(cadre=live_world.cadres["khoa"]).update(completed_on="2019-05-05")
    Appointment.objects.filter(cadre=live_world.cadres["lan"]).update(start_on="2025-04-01")
    last = refresh(day=live_world.day)
    found = published_bridge(asked, first, last)
    assert (found.bridge.before, found.bridge.after, found.unnamed) == (
        (0, 1, 1),
        (0, 3, 0),
        (0, 0, 0),
    )
    moves = found.bridge.moves.to_numpy().tolist()
    ids = {key: live_world.cadres[key].pk for key in ("khoa", "lan", "minh")}
    assert [move for move in moves if move[1] == "corrected"] == sorted(
        [
            [ids["khoa"], "corrected", UNKNOWN, NOT_MET],
            [ids["lan"], "corrected", NOT_MET, ABSENT],
        ]
    )
    assert moved(found.parts()) == {
        "corrected": (0, 0, -1),
        "joined": (0, 1, 0),
        "moved_in": (0, 1, 0),
    }


def test_an_older_edition_of_the_later_day_is_met_by_a_correction_backwards(
    live_world: World,
) -> None:
    first, last = refresh(day=EARLIER), refresh(day=live_world.day)
    Cadre.objects.filter(key="khoa").update(born="1990-01-01")
    assert refresh(day=live_world.day).edition == last.edition + 1
    found = published_bridge(
        Question(live_world.organisation, live_world.young.target), first, last
    )
    assert found.bridge.after == (1, 1, 1)
    # Now known as young on both days, but the edition shown counted him as forty.
    assert moved(found.parts()) == {"corrected": (-1, 1, 0), "moved_in": (0, 0, 1)}


def test_what_no_history_tells_is_counted_without_names(world: World) -> None:
    first = refresh(day=EARLIER)
    with without_history():
        a_cadre(unit=world.organisation, born="1990-01-01")
    last = refresh(day=world.day)
    found = published_bridge(Question(world.organisation, world.young.target), first, last)
    assert found.unnamed == (1, 0, 0)
    assert found.parts()["corrected"] == (1, 0, 0)
    assert "corrected" not in set(found.bridge.moves["part"])


def printed(*args: str) -> list[dict[str, str]]:
    out = io.StringIO()
    call_command("bridge", *args, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


ARGS = ["--unit", "PTC", "--target", "young", "--from", "2025-02-28", "--to", "2025-06-30"]


def test_the_shell_prints_every_part(world: World) -> None:
    rows = printed(*ARGS)
    assert [row["part"] for row in rows] == list(PARTS)
    told = {row["part"]: row for row in rows}
    assert told["aged_out"] == {
        "part": "aged_out", "met": "-1", "not_met": "1", "unknown": "0"
    }  # fmt: skip
    assert printed(*ARGS, "--scope", "own") == rows
    for day in (EARLIER, world.day):
        refresh(day=day)
    assert printed(*ARGS, "--published") == rows


def test_wrong_names_and_days_are_said_in_words(world: World) -> None:
    a_target({"age_below": 30}, code="young")
    for args in (
        ARGS,  # two plans have the target
        [*ARGS, "--unit", "nowhere"],
        [*ARGS, "--target", "none"],
        [*ARGS, "--plan", "none"],
        [*ARGS, "--plan", "KH-01", "--to", "2025-02-28"],
        [*ARGS, "--plan", "KH-01", "--published"],
    ):
        with pytest.raises(CommandError):
            call_command("bridge", *args)


@settings(max_examples=12, phases=[Phase.generate])
@given(
    drawn=st.lists(careers(), max_size=6),
    who=populations,
    what=conditions,
    ends=st.lists(some_days, min_size=2, max_size=2, unique=True),
)
def test_the_parts_of_every_unit_sum_to_what_is_measured(db, drawn, who, what, ends) -> None:
    first, last = sorted(ends)
    with undone():
        root = a_unit("root", kind="city")
        left = a_unit("left", under=root, kind="department")
        units = [root, left, a_unit("low", under=left), a_unit("right", under=root)]
        target = a_target(what, population=who, code="t", start_on=None).target
        write(drawn, units)
        rows = measure([first, last]).set_index(["as_of", "unit_key", "scope"])
        for unit in units:
            for scope in ("own", "subtree"):
                found = bridge_of(Question(unit, target, scope), first, last)
                sums = [sum(change[i] for change in found.parts().values()) for i in range(3)]
                was, now = (
                    rows.loc[(day.isoformat(), unit.key, scope), ["met", "not_met", "unknown"]]
                    for day in (first, last)
                )
                assert found.before == tuple(was)
                assert sums == [int(after - before) for before, after in zip(was, now, strict=True)]


def test_who_met_it_and_left_is_named(world: World) -> None:
    Appointment.objects.filter(cadre=world.cadres["lan"]).update(end_on="2025-05-01")
    found = bridge_of(Question(world.organisation, world.young.target), EARLIER, world.day)
    left = found.moves[found.moves["part"] == "left"]
    assert left.to_numpy().tolist() == [[world.cadres["lan"].pk, "left", MET, ABSENT]]
