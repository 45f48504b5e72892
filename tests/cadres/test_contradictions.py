"""Contradictions in what is recorded: each rule, its boundary, and partly known dates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from apps.cadres import number_checks
from apps.cadres.contradictions import contradictions
from apps.cadres.identity import sealed
from apps.cadres.models import Cadre
from apps.cadres.quality import RULES, Severity
from apps.units.models import Unit
from tests.factories import a_cadre, a_unit, appoint, list_training_categories, qualify, train

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Unit:
    return a_unit("R", kind="city")


def found(rule: str, among: list[Cadre] | None = None) -> list[str]:
    """The keys of the people who break a rule."""
    ids = contradictions(None if among is None else [cadre.pk for cadre in among])[rule]
    return sorted(Cadre.objects.filter(pk__in=ids.tolist()).values_list("key", flat=True))


def give_number(cadre: Cadre, number: str) -> None:
    Cadre.objects.filter(pk=cadre.pk).update(**sealed(cadre.pk, number))


def test_the_list_names_every_rule_once_and_what_is_found_is_in_it() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    wrong = {rule.code for rule in RULES if rule.severity == Severity.CONTRADICTION}
    assert set(contradictions()) == wrong


@pytest.mark.parametrize(
    ("born", "start_on", "is_wrong"),
    [
        ("1980-06-15", "1996-06-14", True),
        ("1980-06-15", "1996-06-15", False),  # sixteen on that very day
        ("1980", "1995", True),  # fifteen at the most
        ("1980", "1996-01", False),  # sixteen if born in January
        ("1980-12-31", "1996", False),  # sixteen if appointed on the last day
        ("1980-02", "1996-01", True),
        (None, "1900-01-01", False),
        ("1980-06-15", None, False),
    ],
)
def test_an_appointment_is_too_early_only_when_it_is_so_for_certain(
    born: str | None, start_on: str | None, is_wrong: bool, office: Unit
) -> None:
    a_cadre("x", unit=office, born=born, start_on=start_on)
    assert found("young_post") == (["x"] if is_wrong else [])


@pytest.mark.parametrize(
    ("awarded_on", "is_wrong"),
    [("1984-12-31", True), ("1985-05", True), ("1985-06", False), ("1985", False), (None, False)],
)
def test_an_award_or_a_course_before_birth(awarded_on: str | None, is_wrong: bool) -> None:
    list_training_categories()
    # Born in June 1985: "1985-06" and "1985" may lie on the day of birth or after it.
    cadre = a_cadre("x", born="1985-06")
    qualify(cadre, awarded_on=awarded_on)
    train(cadre, awarded_on)
    assert found("early_award") == (["x"] if is_wrong else [])
    assert found("early_training") == (["x"] if is_wrong else [])


@pytest.mark.parametrize(
    ("kind", "title", "start_on", "is_wrong"),
    [
        ("appointment", "Giám đốc", "2020-01-01", True),
        ("appointment", "GIAM ĐOC", "2020-01-01", True),  # typed without accents
        ("appointment", "Phó giám đốc", "2020-01-01", False),
        ("appointment", "Giám đốc", "2022-01-01", False),  # the day the other post ends
        ("secondment", "Giám đốc", "2020-01-01", False),  # lent to do the same elsewhere
    ],
)
def test_one_post_in_two_units_at_once(
    kind: str, title: str, start_on: str, is_wrong: bool, office: Unit
) -> None:
    cadre = a_cadre("x", unit=office, title="Giám đốc", end_on="2022-01-01")
    other = a_unit("A", under=office)
    appoint(cadre, other, is_primary=False, title=title, start_on=start_on, kind=kind)
    assert found("same_post") == (["x"] if is_wrong else [])


def test_nobody_is_lent_to_two_units_at_once(office: Unit) -> None:
    cadre = a_cadre("x", unit=office)
    for key in ("A", "B"):
        lent_to = a_unit(key, under=office)
        appoint(cadre, lent_to, is_primary=False, title=f"Chuyên viên {key}", kind="secondment")
    assert found("same_post") == ["x"]


def test_a_likely_duplicate_has_the_same_name_and_full_birth_date() -> None:
    first = a_cadre("a", name="Trần Hòa", born="1980-01-02")
    second = a_cadre("b", name="TRẦN HOÀ", born="1980-01-02")
    a_cadre("c", name="Trần Hòa", born="1980-01-03")
    a_cadre("d", name="Lê Lan", born="1985")
    a_cadre("e", name="Lê Lan", born="1985")  # a year alone is shared by many
    assert found("duplicate") == ["a", "b"]
    # Whoever sees only one of the two is not told of the other.
    assert found("duplicate", [first]) == []
    give_number(first, "001080000001")
    assert found("duplicate") == ["a", "b"]
    give_number(second, "001080000002")
    assert found("duplicate") == []


def test_a_number_is_held_against_sex_year_and_province() -> None:
    # 001 is Hà Nội, 003 was no province; 1 a woman of the 1900s; 85 the year.
    for key, born, gender, number in [
        ("right", "1985", "female", "001185000001"),
        ("male", "1985-01-01", "male", "001185000002"),
        ("older", "1984-12-31", "female", "001185000003"),
        ("nowhere", "1985", "female", "003185000004"),
        ("blank", None, "", "001185000005"),
    ]:
        give_number(a_cadre(key, born=born, gender=gender), number)
    everyone = list(Cadre.objects.all())
    for among in (None, everyone):
        assert found("number_gender", among) == ["male"]
        assert found("number_born", among) == ["older"]
        assert found("number_province", among) == ["nowhere"]
    assert found("number_gender", []) == []


def test_a_number_that_cannot_be_opened_is_said_until_the_key_is_given() -> None:
    give_number(a_cadre("x", born="1985", gender="male"), "001185000001")
    with override_settings(DATA_KEY="another key that nothing was sealed with"):
        assert found("number_sealed") == ["x"]
    assert (found("number_sealed"), found("number_gender")) == ([], ["x"])


def test_a_number_is_opened_again_only_when_its_record_changed() -> None:
    cadre = a_cadre("x", born="1985", gender="male")
    give_number(cadre, "001185000001")
    assert found("number_gender") == ["x"]
    with CaptureQueriesContext(connection) as looked:
        assert found("number_gender") == ["x"]
    assert not any(number_checks._OPENED[:40].strip() in q["sql"] for q in looked)
    Cadre.objects.filter(key="x").update(gender="female")
    assert found("number_gender") == []
