"""Row 8 at the doors: what who sees counts only gets from pages, charts and answers.

Two worlds that show the same numbers in fives must look the same to them, byte for byte: then
nothing else is told, neither by an order, a colour, the width of a bar nor a count of pages.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from apps.accounts.roles import Role
from apps.audit.models import AccessLog
from apps.cadres.models import Appointment, Cadre, Training
from apps.metrics.ahead.outlook import outlook
from apps.metrics.previews.answering import MOST, TooManyQuestionsError, answer
from apps.metrics.previews.comparing_shown import effect_for
from apps.metrics.previews.describing import Roughly
from apps.metrics.services import refresh
from apps.metrics.shown import figures_for, reach, table_of
from apps.metrics.trends.series import trend
from apps.units import services as units
from tests.coordination.test_targets import NEW
from tests.factories import EVERYONE, UPDATE, a_member, a_unit, new_appointment, new_cadre
from tests.world import World

YOUNG, OLD = "1995-05-05", "1975-05-05"
# Unit, how many, how many of them under forty, how many trained.
STAFF = [
    ("SNV", 9, 3, 8),
    ("PTC", 17, 8, 0),
    ("PNV", 40, 11, 40),
    ("B1", 2, 2, 0),
    ("B2", 2, 2, 1),
    ("B3", 2, 2, 2),
    ("BIG", 0, 0, 0),
]


@pytest.fixture
def city(world: World) -> World:
    """The province with more people, published on its day and at three ends of months before.

    Under BIG, which has no posts of its own, are three divisions of two young people.
    """
    world.units["BIG"] = a_unit("BIG", under=world.province, kind="department")
    for key in ("B1", "B2", "B3"):
        world.units[key] = a_unit(key, under=world.units["BIG"])
    for key, size, young, trained in STAFF:
        people = [
            new_cadre(f"{key}-{i}", born=YOUNG if i < young else OLD, gender="female")
            for i in range(size)
        ]
        Cadre.objects.bulk_create(people)
        Appointment.objects.bulk_create(
            new_appointment(one, world.units[key], start_on="2020-01-01") for one in people
        )
        Training.objects.bulk_create(
            Training(cadre=one, category_id=UPDATE, completed_on="2022-02-02")
            for one in people[:trained]
        )
    for day in (date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31)):
        refresh(day=day)
    world.run = refresh(day=world.day)
    return world


def pages(world: World) -> list[str]:
    """Return addresses of every kind that a coordinator reads figures at."""
    day = f"day={world.day}"
    found = [f"/tree/?{day}", f"/plans/?{day}", f"/quality/?{day}", "/reports/"]
    found += [f"/units/TINH/?{day}&sort={sort}" for sort in ("least", "unmet", "name")]
    for key in ("TINH", "SNV", "PNV", "BIG"):
        found.append(f"/units/{key}/?{day}&target=trained")
        found += [f"/units/{key}/{part}/?{day}" for part in ("figures", "below", "history")]
        address = f"/units/{key}/targets/young"
        found += [f"{address}/?{day}&units=all", f"{address}/?{day}&scope=own"]
        found += [f"{address}/figures/?{day}", f"{address}/due/?{day}"]
        found.append(f"/api/v1/units/{key}/series?{day}&plan=KH-01&target=young")
    return found


def read(client: Client, address: str) -> str:
    """Return a page without what is of its own at each reading: tokens, the run and its time."""
    response = client.get(address)
    assert response.status_code == 200, address
    text = response.content.decode()
    text = re.sub(r'(csrfmiddlewaretoken" value="|"X-CSRFToken": ")[^"]*', "", text)
    text = re.sub(r"\d\d:\d\d \d\d/\d\d/\d{4}", "", text)
    return re.sub(r"([Rr]un|[Ll]ần tính)( số)? \d+", "", text)


PARTS = re.compile(r">(\d+)/(\d+)<|\((\d+)/(\d+)\)")
PERSONS = re.compile(r'class="(?:short|spare)">\D*(\d+)|<b>(\d+) (?:người|people)</b>')


def numbers_of_people(text: str) -> list[int]:
    """Return the numbers of people that stand on a page as parts of ratios, short or to spare."""
    tally = re.sub(r'<td class="tally">.*?</td>', "", text)
    found = [*PARTS.findall(tally), *PERSONS.findall(tally)]
    return [int(number) for group in found for number in group if number]


def test_nothing_but_fives_is_told_by_any_page(
    city: World, coordinator: Client, an: Client
) -> None:
    before = {address: read(coordinator, address) for address in pages(city)}
    said = [number for text in before.values() for number in numbers_of_people(text)]
    assert len(said) > 50
    assert [number for number in said if number % 5] == []
    # The same search does find exact numbers where they are shown.
    day = f"day={city.day}"
    assert any(number % 5 for number in numbers_of_people(read(an, f"/units/SNV/?{day}")))

    # Another person of PNV is under forty, 14 of its 43, in fives 15 before and after; one of two
    # in B1 is a man: a world that shows the same.
    table = table_of(city.run)
    Cadre.objects.filter(key="PNV-30").update(born=YOUNG)
    Cadre.objects.filter(key="B1-0").update(gender="male")
    city.run = refresh(day=city.day)
    for part in ("own", "total"):
        assert (getattr(table_of(city.run), part).shown == getattr(table, part).shown).all()
    after = {address: read(coordinator, address) for address in before}
    assert [address for address in before if before[address] != after[address]] == []


def test_where_people_may_be_seen_the_figures_are_exact(city: World) -> None:
    mixed = a_member("mixed", Role.COORDINATOR, city.province)
    mixed.memberships.create(role=Role.HEAD, unit=city.interior, start_on="2020-01-01")
    version = city.young.pk
    found = figures_for(mixed, city.run, [city.province.pk, city.interior.pk])
    # SNV 2/2/1, with three of nine and eight of seventeen: 13/17/1.
    own = found[city.interior.pk].counts[version].score()
    assert (own.met, own.not_met, own.unknown, own.in_fives) == (13, 17, 1, False)
    whole = found[city.province.pk].counts[version].score()
    assert whole.in_fives
    assert {whole.met, whole.not_met, whole.unknown, whole.population} <= set(range(0, 200, 5))
    assert reach(mixed) == (city.interior.pk,)
    assert reach(city.coordinator) == ()
    assert reach(city.an) is None


def test_of_fewer_than_ten_nothing_is_said(city: World) -> None:
    found = figures_for(city.coordinator, city.run, [city.units["B1"].pk, city.empty.pk])
    for figures in found.values():
        score = figures.counts[city.young.pk].score()
        assert (score.population, score.met, score.verdict) == (0, 0, "too_few")


def test_the_verdict_is_the_one_that_every_possible_count_has(city: World) -> None:
    # PNV: 13 of 43 under forty, threshold 50 %: not met whatever lies behind 15/45.
    found = figures_for(city.coordinator, city.run, [city.profession.pk, city.organisation.pk])
    score = found[city.profession.pk].counts[city.young.pk].score()
    assert (score.met, score.population, score.verdict) == (15, 45, "not_met")
    # PTC: 9 of 20 and one unknown; 10/20 may as well be met.
    score = found[city.organisation.pk].counts[city.young.pk].score()
    assert (score.met, score.population, score.verdict) == (10, 20, "undetermined")


def test_over_time_only_ends_of_months_are_shown_in_fives(city: World) -> None:
    refresh(day=date(2025, 6, 10))
    found = trend(city.coordinator, city.interior, city.young.target, city.day)
    assert found.days == [date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31), city.day]
    assert all(count % 5 == 0 for counts in found.counts if counts for count in counts[:3])
    assert len(trend(city.an, city.interior, city.young.target, city.day).days) == 5


def test_looking_ahead_is_for_the_whole_alone(city: World) -> None:
    asked = (city.coordinator, city.run)
    assert outlook(*asked, city.interior, city.young, own=False) is None
    assert outlook(*asked, city.province, city.young, own=True) is None
    found = outlook(*asked, city.province, city.young, own=False)
    assert found
    assert found.score.in_fives
    assert (found.lapsed, found.retired, found.gone, found.gained) == (0, 0, 0, 0)


def moved(world: World, by: Any, unit: str, to: str) -> Any:
    """Return what moving a unit would do, as somebody sees it."""

    def act() -> None:
        units.move_unit(unit=world.units[unit], parent=world.units[to], from_day=world.day, by=by)

    return effect_for(act, user=by, day=world.day)


def test_what_a_move_would_do_follows_from_what_is_shown(city: World) -> None:
    effects = moved(city, city.coordinator, "PTC", "SYT")
    assert effects.in_fives
    found = {
        (effect.unit.key, change.version.target.code): (change.before, change.after)
        for effect in effects.units
        for change in effect.changes
    }
    before, after = found["SYT", "young"]
    table = figures_for(city.coordinator, city.run, [city.organisation.pk])
    moving = table[city.organisation.pk].counts[city.young.pk].score()
    assert after.population - before.population == moving.population == 20
    assert after.met - before.met == moving.met == 10


def test_pairs_put_together_by_moving_tell_nothing_new(city: World) -> None:
    # Each of the three shows nothing; two of them have four people, all three have six, which
    # fives of the sums would tell apart.
    for unit, to in (("B1", "B2"), ("B2", "B3"), ("B1", "B3")):
        effects = moved(city, city.coordinator, unit, to)
        assert not any(effect.unit.key == to for effect in effects.units)


def test_new_conditions_are_not_counted_by_unit(city: World, coordinator: Client) -> None:
    address = f"/coordination/plans/{city.plan.pk}/targets/new/"
    text = coordinator.post(address, NEW | {"do": "preview"}).content.decode()
    assert PARTS.findall(text) == []
    assert '<p class="describes">' in text


def test_conditions_are_answered_roughly_logged_and_not_without_end(
    city: World, settings: Any
) -> None:
    settings.DATA_INDEX_KEY = "the noise is drawn from this"
    asked = {"user": city.coordinator, "day": city.day}
    found = answer(EVERYONE, {"age_below": 18}, **asked)
    assert isinstance(found, Roughly)
    assert found == answer(EVERYONE, {"age_below": 18}, **asked)
    entry = AccessLog.objects.get()
    assert (entry.username, entry.kind) == ("coordinator", "conditions")
    assert entry.detail["narrow"]
    for years in range(19, 19 + MOST[1] - 1):
        answer(EVERYONE, {"age_below": years}, **asked)
    with pytest.raises(TooManyQuestionsError):
        answer(EVERYONE, {"gender": "female"}, **asked)
    # What was answered is answered again.
    assert answer(EVERYONE, {"age_below": 18}, **asked) == found


@pytest.mark.parametrize(
    ("minutes", "questions", "is_answered"),
    [(59, MOST[1], False), (61, MOST[1], True), (300, MOST[24], False), (1450, MOST[24], True)],
)
def test_questions_are_counted_by_the_hour_and_by_the_day(
    city: World, minutes: int, questions: int, is_answered: bool
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_accesslog (at, username, act, kind, key, detail)"
            " SELECT now() - make_interval(mins => %s), 'coordinator', 'list', 'conditions', '*',"
            " '{}' FROM generate_series(1, %s)",
            [minutes, questions],
        )
    asked = {"user": city.coordinator, "day": city.day}
    if is_answered:
        assert answer(EVERYONE, {"gender": "male"}, **asked)
    else:
        with pytest.raises(TooManyQuestionsError):
            answer(EVERYONE, {"gender": "male"}, **asked)


def test_who_sees_people_is_answered_exactly_and_not_logged(city: World) -> None:
    found = answer(EVERYONE, {"all": []}, user=city.an, day=city.day)
    assert (found.met, found.is_exact) == (84, True)
    assert not AccessLog.objects.exists()


def test_reports_are_for_who_sees_the_people(city: World, coordinator: Client, an: Client) -> None:
    note = '<p class="muted in-fives"'
    assert note in coordinator.get("/reports/").content.decode()
    assert note not in an.get("/reports/").content.decode()
