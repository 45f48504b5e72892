"""Reading conditions: what is accepted, and where a fault is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.targets.conditions import (
    MAX_DEPTH,
    AgeBelow,
    AllOf,
    ConditionError,
    GenderIs,
    IsLeadership,
    ManagedByIn,
    Not,
    QualificationAtLeast,
    Trained,
    UnitKindIn,
    leaves,
    needs,
    parse,
    parse_population,
)
from tests.strategies import conditions, populations

ACCEPTED = [
    ({"age_below": 40}, AgeBelow(40)),
    ({"age_below": {"years": 40}}, AgeBelow(40)),
    (
        {"age_below": {"years": 42, "granularity": "month", "on": "2025-09-01"}},
        AgeBelow(42, "month", date(2025, 9, 1)),
    ),
    ({"gender": "female"}, GenderIs("female")),
    (
        {"qualification_at_least": {"kind": "political_theory", "level": "advanced"}},
        QualificationAtLeast("political_theory", "advanced"),
    ),
    (
        {"trained": {"category": "c", "since": "2021-01-01", "until": "2021-01-01"}},
        Trained("c", date(2021, 1, 1), date(2021, 1, 1)),
    ),
    ({"trained": {"category": "c", "within_months": 24}}, Trained("c", within_months=24)),
    ({"is_leadership": False}, IsLeadership(False)),
    ({"managed_by_in": ["unit", "central"]}, ManagedByIn(("unit", "central"))),
    ({"unit_kind_in": []}, UnitKindIn(())),
    ({"all": [{"not": {"gender": "male"}}]}, AllOf((Not(GenderIs("male")),))),
]


@pytest.mark.parametrize(("written", "expected"), ACCEPTED)
def test_a_condition_is_read(written, expected):
    assert parse(written) == expected


AGE, DEGREE, TRAINED = "age_below", "qualification_at_least", "trained"
REFUSED = [
    # No condition at all.
    (None, "$"),
    ([], "$"),
    ("gender", "$"),
    ({}, "$"),
    ({"gender": "female", "age_below": 40}, "$"),
    # Unknown keys and codes.
    ({"age": 40}, "$.age"),
    ({"ALL": []}, "$.ALL"),
    ({"gender": "other"}, "$.gender"),
    ({"gender": ""}, "$.gender"),
    ({"gender": None}, "$.gender"),
    ({"gender": ["female"]}, "$.gender"),
    ({DEGREE: {"kind": "art", "level": "none"}}, "$.qualification_at_least.kind"),
    ({DEGREE: {"kind": "professional", "level": "advanced"}}, "$.qualification_at_least.level"),
    ({DEGREE: {"kind": "professional"}}, "$.qualification_at_least"),
    ({DEGREE: {"kind": "professional", "level": "master", "on": 1}}, "$.qualification_at_least"),
    ({DEGREE: "master"}, "$.qualification_at_least"),
    ({"managed_by_in": ["unit", "mars"]}, "$.managed_by_in[1]"),
    ({"managed_by_in": "unit"}, "$.managed_by_in"),
    ({"managed_by_in": [["unit"]]}, "$.managed_by_in[0]"),
    ({"unit_kind_in": ["ministry"]}, "$.unit_kind_in[0]"),
    ({"unit_kind_in": {"city": True}}, "$.unit_kind_in"),
    # Values of the wrong shape.
    ({AGE: 0}, "$.age_below"),
    ({AGE: -1}, "$.age_below"),
    ({AGE: 40.0}, "$.age_below"),
    ({AGE: "40"}, "$.age_below"),
    ({AGE: True}, "$.age_below"),
    ({AGE: 10**30}, "$.age_below"),
    ({AGE: None}, "$.age_below"),
    ({AGE: {}}, "$.age_below"),
    ({AGE: {"years": None}}, "$.age_below.years"),
    ({AGE: {"years": 40, "granularity": "week"}}, "$.age_below.granularity"),
    ({AGE: {"years": 40, "granularity": ["day"]}}, "$.age_below.granularity"),
    ({AGE: {"years": 40, "on": "2025-02-29"}}, "$.age_below.on"),
    ({AGE: {"years": 40, "on": "2025-06"}}, "$.age_below.on"),
    ({AGE: {"years": 40, "on": "20250630"}}, "$.age_below.on"),
    ({AGE: {"years": 40, "on": "2025-W27-1"}}, "$.age_below.on"),
    ({AGE: {"years": 40, "on": None}}, "$.age_below.on"),
    ({AGE: {"years": 40, "at": "2025-06-30"}}, "$.age_below"),
    ({"is_leadership": 1}, "$.is_leadership"),
    ({"is_leadership": "yes"}, "$.is_leadership"),
    # Windows of trainings.
    ({TRAINED: {"category": "c"}}, "$.trained"),
    ({TRAINED: {"since": "2021-01-01"}}, "$.trained"),
    ({TRAINED: {"category": "", "since": "2021-01-01"}}, "$.trained.category"),
    ({TRAINED: {"category": 5, "within_months": 5}}, "$.trained.category"),
    ({TRAINED: {"category": "c", "since": "yesterday"}}, "$.trained.since"),
    ({TRAINED: {"category": "c", "since": "2021-02-01", "until": "2021-01-31"}}, "$.trained.until"),
    ({TRAINED: {"category": "c", "since": "2021-01-01", "within_months": 3}}, "$.trained"),
    ({TRAINED: {"category": "c", "within_months": 0}}, "$.trained.within_months"),
    ({TRAINED: {"category": "c", "within_months": 2.5}}, "$.trained.within_months"),
    ({TRAINED: []}, "$.trained"),
    # Deeper: the path leads there.
    ({"all": {"gender": "female"}}, "$.all"),
    ({"all": [{"gender": "female"}, {"gender": "x"}]}, "$.all[1].gender"),
    ({"any": [{"not": {"all": [{}]}}]}, "$.any[0].not.all[0]"),
    ({"not": [{"gender": "female"}]}, "$.not"),
    ({"not": {AGE: "x"}}, "$.not.age_below"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "path"), REFUSED)
def test_a_fault_is_named_by_its_path(written, path):
    with pytest.raises(ConditionError) as error:
        parse(written)
    assert error.value.path == path
    assert error.value.reason
    assert str(error.value).startswith(f"{path}: ")


def nested(depth: int) -> dict:
    written = {"gender": "female"}
    for _ in range(depth):
        written = {"not": written}
    return written


def test_nesting_has_an_end():
    parse(nested(MAX_DEPTH))
    with pytest.raises(ConditionError, match="nested more than 20 deep"):
        parse(nested(MAX_DEPTH + 1))
    with pytest.raises(ConditionError):
        parse(nested(900))


@pytest.mark.parametrize(
    "written",
    [
        {"age_below": 40},
        {"gender": "female"},
        {"not": {"gender": "female"}},
        {"qualification_at_least": {"kind": "professional", "level": "none"}},
        {"trained": {"category": "knowledge_update", "since": "2021-01-01"}},
        {"any": [{"is_leadership": True}, {"all": [{"gender": "male"}]}]},
    ],
)
def test_a_population_that_could_be_unknown_is_refused(written):
    parse(written)
    with pytest.raises(ConditionError):
        parse_population(written)


def test_a_refused_population_is_named_by_its_path():
    written = {"all": [{"is_leadership": True}, {"not": {"age_below": 40}}]}
    with pytest.raises(ConditionError) as error:
        parse_population(written)
    assert error.value.path == "$.all[1].not.age_below"


@given(populations)
def test_every_population_of_known_facts_is_accepted(written):
    assert parse_population(written) == parse(written)


@given(conditions)
def test_every_condition_of_the_language_is_read_and_needs_only_what_it_names(written):
    parsed, day = parse(written), date(2024, 2, 29)
    wanted = needs([parsed], day)
    tips = list(leaves(parsed))
    assert wanted.kinds == {t.kind for t in tips if isinstance(t, QualificationAtLeast)}
    assert wanted.has_unit_kind == any(isinstance(t, UnitKindIn) for t in tips)
    assert {c for c, _ in wanted.trainings} == {t.category for t in tips if isinstance(t, Trained)}
    assert all(until <= day for _, until in wanted.trainings)


json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(
                st.sampled_from(["all", "any", "not", AGE, DEGREE, TRAINED, "kind", "years", "on"]),
                st.text(max_size=4),
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=8,
)


@given(json)
def test_whatever_is_written_is_read_or_refused_with_a_path(written):
    try:
        parse(written)
    except ConditionError as error:
        assert error.path.startswith("$")


OF_TABLES = [
    {"is_party_member": True},
    {"is_minority": False},
    {"is_religious": True},
    {"past_retirement_age": True},
]


@pytest.mark.parametrize("value", OF_TABLES)
def test_what_only_tables_ask_for_is_refused_of_targets_wherever_it_stands(value):
    assert parse(value, of_table=True)
    for nested in (value, {"all": [{"is_leadership": True}, {"not": value}]}):
        assert parse(nested, of_table=True)
        with pytest.raises(ConditionError, match="only for the columns of statistical tables"):
            parse(nested)


@pytest.mark.parametrize("value", [{"is_minority": "yes"}, {"past_retirement_age": 60}])
def test_what_tables_ask_for_is_true_or_false(value):
    with pytest.raises(ConditionError, match="expected true or false"):
        parse(value, of_table=True)


def test_marks_are_among_the_needs_of_a_table():
    asked = [parse({"any": [{"is_minority": True}, {"is_party_member": False}]}, of_table=True)]
    assert needs(asked, date(2025, 6, 30)).marks == {"is_minority", "is_party_member"}
