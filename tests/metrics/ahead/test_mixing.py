"""The smallest mix: against trying everything on small units, and what stands in its way."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations_with_replacement, product

import pytest
from django.core.management import CommandError, call_command
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from apps.common.errors import RuleError
from apps.metrics.ahead.mixing import answer, read_limits
from apps.metrics.core.mix import Mix, NoMix
from tests.factories import UPDATE, a_cadre, a_target, a_unit, qualify
from tests.histories import Career, Post, undone, write
from tests.reference import Person, value

pytestmark = pytest.mark.django_db
BASE, DAY = date(2026, 1, 1), date(2027, 12, 31)
YOUNG = {"age_below": 40}
DEGREE = {"qualification_at_least": {"kind": "professional", "level": "university"}}
TRAINED = {"trained": {"category": UPDATE, "since": "2021-01-01", "until": "2027-06-30"}}
LEADER = {"is_leadership": True}


def printed(*args: str) -> dict:
    out = io.StringIO()
    call_command("smallest_mix", "--from", "2026-01-01", "--on", "2027-12-31", *args, stdout=out)
    return json.loads(out.getvalue())


# Every act on one person that the three criteria know, and the two kinds of new people's posts.
ACTS = {
    "train": lambda p: replace(p, trainings=(*p.trainings, (UPDATE, "2027-06-30"))),
    "raise": lambda p: replace(
        p, qualifications=(*p.qualifications, ("professional", "university", "2027-01-01"))
    ),
}


def ways_with(person: Person) -> Iterator[tuple[int, Person]]:
    """Yield a person after each combination of acts, with how many there are."""
    for chosen in product((False, True), repeat=len(ACTS)):
        after = person
        for act, is_chosen in zip(ACTS.values(), chosen, strict=True):
            after = act(after) if is_chosen else after
        yield sum(chosen), after


def newcomers(posts: set[bool]) -> list[Person]:
    return [
        after
        for leads in posts
        for born in ("1960-01-01", "2000-01-01")
        for _count, after in ways_with(
            Person(born=born, gender="male", qualifications=(("professional", "college", ""),),
                   is_leadership=leads, managed_by="unit")
        )
    ]  # fmt: skip


def is_met(people: tuple[Person, ...], targets: list[tuple[dict, dict, int]]) -> bool:
    for who, what, bp in targets:
        inside = [p for p in people if value(who, p, DAY)]
        met = sum(value(what, p, DAY) is True for p in inside)
        if 10_000 * met < bp * len(inside):
            return False
    return True


def by_trying(people: list[Person], targets: list[tuple[dict, dict, int]], most: int) -> int | None:
    """Return the fewest acts that meet all targets, by trying all; None if more than most."""
    options = [list(ways_with(person)) for person in people]
    new = newcomers({person.is_leadership for person in people})
    present = [
        (sum(count for count, _p in chosen), tuple(p for _c, p in chosen))
        for chosen in product(*options)
    ]
    for acts in range(most + 1):
        for count, after in present:
            if count <= acts:
                for joined in combinations_with_replacement(new, acts - count):
                    if is_met((*after, *joined), targets):
                        return acts
    return None


persons = st.builds(
    lambda born, degree, trained, leads: Career(
        Person(
            born=born,
            gender="",
            qualifications=(("professional", degree, ""),) if degree else (),
            trainings=((UPDATE, trained),) if trained is not None else (),
        ),
        (Post(0, "", "", True, leads, "unit"),),
    ),
    st.sampled_from(["1970-05-01", "1995-02-03", "", "1987"]),
    st.sampled_from(["", "college", "master"]),
    st.sampled_from([None, "2019-05", "2024", ""]),
    st.booleans(),
)
aims = st.lists(
    st.tuples(
        st.sampled_from([{"all": []}, LEADER]),
        st.sampled_from([YOUNG, DEGREE, TRAINED, {"all": [DEGREE, TRAINED]}, {"any": [YOUNG, DEGREE]}]),
        st.sampled_from([2500, 5000, 6700, 10_000]),
    ),
    min_size=1,
    max_size=3,
)  # fmt: skip
TRIED = 2


@settings(max_examples=15, phases=[Phase.generate])
@given(drawn=st.lists(persons, min_size=1, max_size=3), targets=aims)
def test_it_is_as_small_as_trying_everything_finds(db, drawn, targets):
    with undone():
        unit = a_unit("root", kind="city")
        for place, (who, what, bp) in enumerate(targets):
            a_target(what, population=who, code=f"t{place}", threshold_bp=bp)
        write(drawn, [unit])
        found = answer(unit, BASE, DAY, {}).found
    people = [
        replace(c.person, is_leadership=c.posts[0].is_leadership, managed_by="unit") for c in drawn
    ]
    tried = by_trying(people, targets, TRIED)
    if isinstance(found, NoMix):
        assert tried is None
    elif found.acts <= TRIED:
        assert tried == found.acts
    else:
        assert tried is None


@pytest.fixture
def office(db):
    """Ten in an office: two under forty, and none of the four leaders with a degree.

    At the end of 2027, with 30 % young and 50 % of leaders with a degree wanted, one young person
    and two degrees are lacking.
    """
    unit = a_unit("U", kind="department")
    a_target(YOUNG, code="young", threshold_bp=3000)
    a_target(DEGREE, code="degree", population=LEADER, threshold_bp=5000)
    for place in range(10):
        born = "1995-01-01" if place < 2 else "1975-01-01"
        cadre = a_cadre(unit=unit, born=born, is_leadership=place >= 6)
        if place >= 6:
            qualify(cadre, "college")
    return unit


def test_a_mix_is_told_by_kinds_of_acts_with_the_figures_after(office):
    # New leaders who are young and have a degree: 2 + 2 of 12 is 33 % young; 2 of 6 leaders is too
    # few, so with two of them 3 of 6 need one degree more: 3 acts. Two degrees and one new young
    # person, 3 of 11, is 27 %: too few. Two new ones and one degree it is.
    said = printed("--unit", "U")
    assert (said["possible"], said["acts"]) == (True, 3)
    assert sorted((line["act"], line["count"]) for line in said["mix"]) == [
        ("appointment", 2), ("qualification", 1),
    ]  # fmt: skip
    assert [row["verdict"] for row in said["after"]] == ["met", "met"]
    assert [row["persons_short"] for row in said["before"]] == [1, 2]


def test_a_limit_that_is_in_the_way_is_named(office, tmp_path):
    file = tmp_path / "limits.json"
    file.write_text('{"vacancies": 1, "recruits": 5, "qualifications": {"professional": 4}}')
    said = printed("--unit", "U", "--limits", str(file))
    assert (said["possible"], said["because"]) == (False, "limits")
    assert said["binding_limits"] == ["vacancies"]
    # Without degrees two new leaders are too few, four are enough: one act more.
    file.write_text('{"vacancies": 6, "qualifications": 0}')
    said = printed("--unit", "U", "--limits", str(file))
    assert (said["acts"], said["binding_limits"]) == (4, ["qualifications"])


def test_a_target_that_nothing_can_meet_is_named(office):
    a_target(YOUNG, code="all_young", threshold_bp=10_000)
    said = printed("--unit", "U")
    assert (said["possible"], said["because"], said["targets"]) == (False, "targets", ["all_young"])


def test_where_all_is_met_nothing_is_to_be_done(db):
    unit = a_unit("U", kind="department")
    a_target(YOUNG, code="young", threshold_bp=3000)
    a_cadre(unit=unit, born="1995-01-01")
    found = answer(unit, BASE, DAY, read_limits({"vacancies": 0})).found
    assert isinstance(found, Mix)
    assert (found.acts, list(found.lines), list(found.binding)) == (0, [], [])


@pytest.mark.parametrize(
    "said", [[], {"x": 1}, {"vacancies": -1}, {"recruits": True}, {"trainings": {"nothing": 1}},
             {"qualifications": {"professional": "1"}}]
)  # fmt: skip
def test_limits_that_make_no_sense_are_refused(db, said):
    with pytest.raises(RuleError):
        read_limits(said)


def test_wrong_words_are_said(office, tmp_path):
    for wrong in (["--unit", "X"], ["--unit", "U", "--limits", str(tmp_path / "none")]):
        with pytest.raises(CommandError):
            printed(*wrong)


def test_where_nobody_serves_nothing_is_asked(db):
    unit = a_unit("U", kind="department")
    a_target(YOUNG, code="young", threshold_bp=3000)
    found = answer(unit, BASE, DAY, {}).found
    assert isinstance(found, Mix)
    assert found.acts == 0
