"""Random people and conditions within a few years, so that dates often meet."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from tests.reference import GENDERS, LADDERS, MANAGERS, UNIT_KINDS, Person

CATEGORIES = ["knowledge_update", "foreign_language"]
near_days = st.dates(date(2019, 1, 1), date(2026, 12, 31))
# Ends of months and leap days, where mistakes live.
edges = st.sampled_from(
    [date(y, m, d) for y in (2020, 2023, 2024) for m, d in [(2, 28), (3, 1), (12, 31), (1, 1)]]
    + [date(2020, 2, 29), date(2024, 2, 29), date(2024, 3, 31), date(2024, 6, 30)]
)
days = st.one_of(edges, near_days)
born_days = st.one_of(
    st.dates(date(1979, 1, 1), date(1988, 12, 31)),
    st.sampled_from([date(1980, 2, 29), date(1984, 2, 29), date(1984, 2, 28), date(1984, 3, 1)]),
)
lengths = st.sampled_from([4, 7, 10, 10])


def partial(source: st.SearchStrategy[date]) -> st.SearchStrategy[str]:
    """Draw a date as far as it is known, or nothing."""
    known = st.builds(lambda day, length: day.isoformat()[:length], source, lengths)
    return st.one_of(known, known, known, st.just(""))


qualifications = st.sampled_from(sorted(LADDERS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.sampled_from(LADDERS[kind]), partial(days))
)
trainings = st.tuples(st.sampled_from(CATEGORIES), partial(days))
people = st.builds(
    Person,
    born=partial(born_days),
    gender=st.sampled_from(["", *GENDERS]),
    is_leadership=st.booleans(),
    managed_by=st.sampled_from(MANAGERS),
    unit_kind=st.sampled_from(UNIT_KINDS),
    qualifications=st.lists(qualifications, max_size=4).map(tuple),
    trainings=st.lists(trainings, max_size=3).map(tuple),
)

_iso = days.map(date.isoformat)
_ages = st.one_of(
    st.integers(34, 46).map(lambda years: {"age_below": years}),
    st.builds(
        lambda years, more: {"age_below": {"years": years, **more}},
        st.integers(34, 46),
        st.fixed_dictionaries(
            {}, optional={"granularity": st.sampled_from(["day", "month"]), "on": _iso}
        ),
    ),
)
_degrees = st.sampled_from(sorted(LADDERS)).flatmap(
    lambda kind: st.sampled_from(LADDERS[kind]).map(
        lambda level: {"qualification_at_least": {"kind": kind, "level": level}}
    )
)
_since = st.builds(
    lambda category, bounds, closed: {
        "trained": {
            "category": category,
            "since": min(bounds),
            **({"until": max(bounds)} if closed else {}),
        }
    },
    st.sampled_from(CATEGORIES),
    st.tuples(_iso, _iso),
    st.booleans(),
)
_within = st.builds(
    lambda category, months: {"trained": {"category": category, "within_months": months}},
    st.sampled_from(CATEGORIES),
    st.integers(1, 60),
)
always_known = st.one_of(
    st.booleans().map(lambda flag: {"is_leadership": flag}),
    st.lists(st.sampled_from(MANAGERS), max_size=3).map(lambda codes: {"managed_by_in": codes}),
    st.lists(st.sampled_from(UNIT_KINDS), max_size=3).map(lambda kinds: {"unit_kind_in": kinds}),
)
leaves = st.one_of(
    _ages,
    st.sampled_from(GENDERS).map(lambda gender: {"gender": gender}),
    _degrees,
    _since,
    _within,
    always_known,
)


def joined(tips: st.SearchStrategy[dict]) -> st.SearchStrategy[dict]:
    """Draw conditions built with all, any and not from some leaves."""
    return st.recursive(
        tips,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(inner, max_size=3).map(lambda parts: {"any": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=5,
    )


conditions = joined(leaves)
populations = joined(always_known)
