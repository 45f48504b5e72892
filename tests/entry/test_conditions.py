"""The builder of conditions: whatever is stored opens in it, and comes back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from hypothesis import given

from apps.entry.building.nodes import Group, Row, canonical, changed, opened
from apps.entry.building.posting import Typed, read
from apps.entry.building.writing import written
from apps.entry.conditions import ConditionField, acted, as_typed
from apps.targets.conditions import parse
from tests.entry.built import sent
from tests.factories import list_training_categories
from tests.strategies import conditions, populations

pytestmark = pytest.mark.django_db
FEMALE, YOUNG, LEADS = {"gender": "female"}, {"age_below": 40}, {"is_leadership": True}


@pytest.fixture(autouse=True)
def categories(db: None) -> None:
    list_training_categories()


def shown(field: ConditionField, value: Any, name: str = "criterion") -> str:
    return field.widget.render(name, field.prepare_value(value))


def back(field: ConditionField, value: Any) -> Any:
    """Open a condition in the builder, send the page as it is, and read it."""
    return field.clean(read(sent(shown(field, value)), "criterion"))


@given(conditions)
def test_a_stored_condition_opens_and_comes_back_as_it_was(value: Any) -> None:
    field = ConditionField()
    field.recorded = value
    assert back(field, value) == value


@given(conditions)
def test_rows_alone_say_what_the_condition_said(value: Any) -> None:
    found = back(ConditionField(), value)
    assert canonical(parse(found)) == canonical(parse(value))


@given(populations)
def test_a_stored_population_opens_and_comes_back_as_it_was(value: Any) -> None:
    field = ConditionField(of_population=True)
    field.recorded = value
    assert back(field, value) == value


@given(conditions)
def test_a_condition_goes_through_its_text_unharmed(value: Any) -> None:
    field = ConditionField()
    as_text, _focus, refusal = acted(field, as_typed(value), "text", "0")
    assert not refusal
    assert as_text.is_text
    assert canonical(parse(field.clean(as_text))) == canonical(parse(value))


def test_a_date_that_nobody_types_comes_back_untouched_all_the_same() -> None:
    value = {"trained": {"category": "knowledge_update", "since": "0001-01-01"}}
    field = ConditionField()
    field.recorded = value
    assert back(field, value) == value


def test_a_very_large_condition_opens_as_text() -> None:
    value = {"any": [{"age_below": years} for years in range(1, 200)]}
    assert 'id="criterion-text"' in shown(ConditionField(), value)
    assert back(ConditionField(), value) == value


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (Group("all", [Row("gender", "is", {"gender": ["female"]})]), FEMALE),
        (Group("any", [Row("age_below", "not-below", {"years": ["40"]})]), {"not": YOUNG}),
        (Group("none", [Row("age_below", "below", {"years": ["40"]})]), {"not": {"any": [YOUNG]}}),
        (Group("some", []), {"not": {"all": []}}),
        (
            Group("all", [Row("is_leadership", "not-is"), Group("any", [])]),
            {"all": [{"is_leadership": False}, {"any": []}]},
        ),
        (
            Group("all", [Row("trained", "within", {"category": ["c"], "months": ["24"]})]),
            {"trained": {"category": "c", "within_months": 24}},
        ),
    ],
)
def test_rows_are_written_in_the_language(root: Group, expected: Any) -> None:
    assert written(root) == expected


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (Row(), "field"),
        (Row("age_below", "below", {"years": ["forty"]}), "years"),
        (Row("age_below", "below", {"years": ["40"], "on": ["31/11/2025"]}), "on"),
        (Row("age_below", "below", {"years": ["40"], "on": ["2025"]}), "on"),
        (Row("gender", "is"), "gender"),
        (Row("qualification_at_least", "least", {"level": ["professional:advanced"]}), "level"),
        (Row("trained", "since", {"since": ["1/1/2021"]}), "category"),
        (Row("trained", "within", {"category": ["c"]}), "months"),
        (
            Row(
                "trained",
                "since",
                {"category": ["c"], "since": ["2/2/2021"], "until": ["1/2/2021"]},
            ),
            "until",
        ),
    ],
)
def test_what_is_missing_in_a_row_stands_at_its_input(row: Row, name: str) -> None:
    assert written(Group("all", [row])) is None
    assert list(row.faults) == [name]


def test_rows_and_groups_are_added_wrapped_and_removed() -> None:
    root = opened({"all": [LEADS, FEMALE]})
    assert changed(root, "add", "0") == "0_2"
    assert changed(root, "wrap", "0_1") == "0_1_1"
    assert isinstance(root.parts[1], Group)
    assert (root.parts[1].mode, len(root.parts[1].parts)) == ("any", 2)
    assert changed(root, "group", "0_1") == "0_1_2_0"
    assert changed(root, "remove", "0_1_2") == "0_1_1"
    assert changed(root, "remove", "0_0") == "0_0"
    assert changed(root, "remove", "0_9") == "0_9"
    assert len(root.parts) == 2


def text(words: str) -> Typed:
    return Typed(Group(), words, is_text=True)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ('{"gender": \n "female"', "2"),
        ('{"all": [{"gender": "female"}, {"gender": "x"}]}', "all › phần 2 › gender"),
        ('{"age_below": 0}', "age_below"),
        ('{"gender": "female", "gender": "male"}', "gender"),
        ('{"trained": {"category": "cooking", "within_months": 3}}', "cooking"),
        ("[" * 5000, "."),
        ("", "1"),
    ],
)
def test_a_faulty_text_is_refused_with_the_place(words: str, part: str) -> None:
    with pytest.raises(forms.ValidationError) as error:
        ConditionField().clean(text(words))
    assert part.replace("phần", "part") in error.value.messages[0].replace("phần", "part")


def test_a_population_that_could_be_unknown_is_refused() -> None:
    with pytest.raises(forms.ValidationError):
        ConditionField(of_population=True).clean(text('{"gender": "female"}'))


def test_hostile_names_of_inputs_are_left_aside() -> None:
    data = sent(shown(ConditionField(), FEMALE))
    data["criterion-" + "_".join(["0"] * 500) + "-mode"] = "all"
    data["criterion-0_9-years"] = "4"
    data["criterion-0_٣-field"] = "gender"
    assert isinstance(read(data, "criterion"), Typed)
