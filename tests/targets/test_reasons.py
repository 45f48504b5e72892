"""Why a person counts as they do, in the words of the facts."""

from datetime import date

import pandas as pd
import pytest

from apps.cadres.codes import GENDERS, LADDERS, MANAGED_BY
from apps.cadres.columns import EVER, NEVER, day_number, trained_columns
from apps.cadres.facts import Facts
from apps.common.partial import PartialDate
from apps.targets.ages import age_condition, reaches
from apps.targets.conditions import AgeBelow, leaves, needs, parse
from apps.targets.reasons import Setting, judged, reason
from apps.units.codes import UNIT_KINDS

DAY = date(2026, 11, 22)
NAMES = {"knowledge_update": "Bồi dưỡng, cập nhật kiến thức mới"}
D = PartialDate.parse


def frame(facts: Facts, condition) -> pd.DataFrame:
    """One row of the people frame, worked out plainly from the facts."""
    row = {
        "born_from": day_number(facts.born.earliest) if facts.born else NEVER,
        "born_to": day_number(facts.born.latest) if facts.born else EVER,
        "gender": GENDERS.index(facts.gender) + 1 if facts.gender else 0,
        "is_leadership": facts.is_leadership,
        "managed_by": MANAGED_BY.index(facts.managed_by),
        "unit_kind": UNIT_KINDS.index(facts.unit_kind),
    }
    for kind in LADDERS:
        rows = [q for q in facts.qualifications if q[0] == kind]
        rank = LADDERS[kind].index
        certain = [rank(q[1]) for q in rows if q[2] is None or q[2].latest <= DAY]
        possible = [rank(q[1]) for q in rows if q[2] is None or q[2].earliest <= DAY]
        row[f"{kind}_certain"] = max(certain, default=-1)
        row[f"{kind}_possible"] = max(possible, default=-1)
        row[f"{kind}_recorded"] = bool(rows)
    for category, until in needs(list(leaves(condition)), DAY).trainings:
        days = [d for c, d in facts.trainings if c == category]
        names = trained_columns(category, until)
        row[names[0]] = max(
            (day_number(d.earliest) for d in days if d and d.latest <= until), default=NEVER
        )
        row[names[1]] = max(
            (day_number(d.latest) if d else EVER for d in days if d is None or d.earliest <= until),
            default=NEVER,
        )
    return pd.DataFrame([row])


def say(condition: dict, facts: Facts, language: str = "vi") -> str:
    parsed = parse(condition)
    return reason(
        judged(parsed, frame(facts, parsed), DAY), 0, facts, Setting(DAY, language, NAMES)
    )


@pytest.mark.parametrize(
    ("born", "vietnamese", "english"),
    [
        # 39 years on 3 December 2025, 11 full months on 3 November 2026.
        (
            "1986-12-03",
            "39 tuổi 11 tháng tại ngày tính",
            "39 years 11 months on the day of calculation",
        ),
        ("1992-11-01", "34 tuổi tại ngày tính", "34 years on the day of calculation"),
        ("1988-06", "38 tuổi, dù sinh ngày nào trong tháng", "38, whichever day of the month"),
        ("1991", "34 hoặc 35 tuổi, vẫn dưới 40", "34 or 35, still under 40"),
        ("1980", "45 hoặc 46 tuổi, đã đủ 40", "45 or 46, 40 or over"),
        (
            "1986",
            "Sinh năm 1986: chưa rõ đã đủ 40 tuổi",
            "Born in 1986: not known whether 40 already",
        ),
        (
            "1986-11",
            "Sinh tháng 11/1986: chưa rõ đã đủ 40 tuổi",
            "Born in November 1986: not known whether 40 already",
        ),
        (None, "Chưa ghi ngày sinh", "Birth date not recorded"),
    ],
)
def test_an_age_is_said_as_far_as_the_birth_date_tells(born, vietnamese, english):
    facts = Facts(born=D(born) if born else None)
    assert say({"age_below": 40}, facts) == vietnamese
    assert say({"age_below": 40}, facts, "en") == english


def test_an_age_by_month_on_a_fixed_day_says_so():
    # From March 1984 to September 2025 are 41 years and 6 months.
    condition = {"age_below": {"years": 42, "granularity": "month", "on": "2025-09-01"}}
    assert say(condition, Facts(born=D("1984-03-31"))) == (
        "41 tuổi 6 tháng tính theo tháng tại tháng 09/2025"
    )


@pytest.mark.parametrize(
    ("born", "when"),
    [("1986-12-03", "2026-12-03"), ("1988-02-29", "2028-02-29"), ("1988-06", "2028-06"),
     ("1991", "2031")],
)  # fmt: skip
def test_the_day_on_which_the_age_is_reached(born, when):
    assert reaches(AgeBelow(40), D(born)) == D(when)


def test_a_birthday_on_the_leap_day_falls_on_the_first_of_march():
    assert reaches(AgeBelow(41), D("1988-02-29")) == D("2029-03-01")


def test_only_a_criterion_with_one_age_on_the_day_has_a_day_on_which_it_is_reached():
    assert age_condition(parse({"age_below": 40})) == AgeBelow(40)
    assert age_condition(parse({"age_below": {"years": 40, "on": "2025-06-30"}})) is None
    assert age_condition(parse({"gender": "female"})) is None


@pytest.mark.parametrize(
    ("condition", "facts", "text"),
    [
        ({"gender": "female"}, {"gender": "female"}, "Giới tính ghi trong hồ sơ: nữ"),
        ({"gender": "female"}, {"gender": "male"}, "Giới tính ghi trong hồ sơ: nam"),
        ({"gender": "female"}, {}, "Chưa ghi giới tính"),
        ({"is_leadership": True}, {"is_leadership": True}, "Là lãnh đạo, quản lý"),
        ({"is_leadership": True}, {}, "Không giữ chức vụ lãnh đạo, quản lý"),
        (
            {"managed_by_in": ["city_standing_committee"]},
            {"managed_by": "department"},
            "Thuộc diện sở, ngành quản lý",
        ),
        ({"unit_kind_in": ["commune"]}, {"unit_kind": "commune"}, "Công tác tại phường, xã"),
    ],
)
def test_simple_facts_are_quoted(condition, facts, text):
    assert say(condition, Facts(**facts)) == text


BOTH = {
    "all": [
        {"qualification_at_least": {"kind": "professional", "level": "university"}},
        {"qualification_at_least": {"kind": "political_theory", "level": "intermediate"}},
    ]
}
MASTER = ("professional", "master", D("2015"))
ADVANCED = ("political_theory", "advanced", D("2023-06"))


@pytest.mark.parametrize(
    ("held", "text"),
    [
        ((MASTER, ADVANCED), "Thạc sĩ (2015) và cao cấp lý luận chính trị (06/2023)"),
        ((MASTER,), "Chưa ghi trình độ lý luận chính trị"),
        (
            (("professional", "college", D("2009")), ADVANCED),
            "Cao nhất là cao đẳng (2009)",
        ),
        (
            (MASTER, ("political_theory", "none", None)),
            "Chưa có trình độ lý luận chính trị",
        ),
        (
            (MASTER, ("political_theory", "intermediate", D("2026"))),
            "Trung cấp lý luận chính trị (2026): chưa rõ đã cấp trước ngày tính",
        ),
        (
            (MASTER, ("political_theory", "intermediate", D("2027-01"))),
            "Trung cấp lý luận chính trị (01/2027), sau ngày tính",
        ),
    ],
)
def test_the_part_that_decides_is_told(held, text):
    assert say(BOTH, Facts(qualifications=held)) == text


def test_a_doubt_is_told_only_for_what_is_in_doubt():
    assert say(BOTH, Facts(qualifications=())) == (
        "Chưa ghi trình độ chuyên môn và chưa ghi trình độ lý luận chính trị"
    )


@pytest.mark.parametrize(
    ("completed", "text"),
    [
        (
            ["2024-05-24"],
            "Lớp bồi dưỡng, cập nhật kiến thức mới, hoàn thành 24/05/2024, trong thời gian"
            " từ 01/01/2021 đến ngày tính",
        ),
        (
            ["2019-03"],
            "Lớp bồi dưỡng, cập nhật kiến thức mới, hoàn thành 03/2019, ngoài thời gian"
            " từ 01/01/2021 đến ngày tính",
        ),
        (
            [None],
            "Lớp bồi dưỡng, cập nhật kiến thức mới (chưa ghi ngày): chưa rõ hoàn thành"
            " từ 01/01/2021 đến ngày tính",
        ),
        ([], "Chưa ghi lớp bồi dưỡng, cập nhật kiến thức mới"),
    ],
)
def test_the_training_that_decides_is_told(completed, text):
    rows = tuple(("knowledge_update", D(day) if day else None) for day in completed)
    condition = {"trained": {"category": "knowledge_update", "since": "2021-01-01"}}
    assert say(condition, Facts(trainings=rows)) == text


def test_what_makes_a_negation_or_an_alternative_hold_is_told():
    condition = {"any": [{"gender": "female"}, {"not": {"age_below": 40}}]}
    facts = Facts(gender="male", born=D("1970-01-01"))
    # A man of 56: only the second part holds.
    assert say(condition, facts) == "56 tuổi 10 tháng tại ngày tính"
