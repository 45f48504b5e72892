"""A target reads as one sentence with its strong parts."""

from datetime import date

import pytest

from apps.targets.conditions import parse
from apps.targets.definition import age_rule, definition, threshold_phrase

STANDING = parse({"managed_by_in": ["city_standing_committee", "subordinate_standing_committee"]})
YOUNG = parse({"age_below": 40})
DAY = date(2026, 11, 22)


def test_a_target_reads_as_a_sentence_in_vietnamese():
    parts = definition(
        STANDING, YOUNG, 1500, place="Sở Nội vụ và đơn vị trực thuộc", day=DAY, language="vi"
    )
    assert "".join(part.text for part in parts) == (
        "Trong số cán bộ diện ban thường vụ các cấp ủy quản lý giữ chức vụ chính tại Sở Nội vụ"
        " và đơn vị trực thuộc vào ngày 22/11/2026, tỷ lệ người dưới 40 tuổi tại ngày tính phải"
        " đạt tối thiểu 15\u00a0%."
    )
    assert [part.text for part in parts if part.is_strong] == [
        "diện ban thường vụ các cấp ủy quản lý",
        "dưới 40 tuổi tại ngày tính",
        "tối thiểu 15\u00a0%",
    ]


def test_a_target_reads_as_a_sentence_in_english():
    parts = definition(
        STANDING, YOUNG, 10_000, place="Home Affairs and its units", day=DAY, language="en"
    )
    assert "".join(part.text for part in parts) == (
        "Among the cadres managed by the standing committees of Party committees whose primary"
        " post is in Home Affairs and its units on 22 November 2026, the share of people under"
        " 40 years old on the day of calculation must be 100\u00a0%."
    )


@pytest.mark.parametrize(
    ("threshold_bp", "vietnamese", "english"),
    [
        (1500, "tối thiểu 15\u00a0%", "at least 15\u00a0%"),
        (1250, "tối thiểu 12,5\u00a0%", "at least 12.5\u00a0%"),
        (3333, "tối thiểu 33,33\u00a0%", "at least 33.33\u00a0%"),
        (1, "tối thiểu 0,01\u00a0%", "at least 0.01\u00a0%"),
        (10_000, "100\u00a0%", "100\u00a0%"),
    ],
)
def test_a_threshold_is_said_exactly(threshold_bp, vietnamese, english):
    assert threshold_phrase(threshold_bp, "vi") == vietnamese
    assert threshold_phrase(threshold_bp, "en") == english


def test_the_age_rule_is_told_only_where_an_age_counts():
    assert age_rule(YOUNG, "vi").startswith("Theo ngày:")
    by_month = parse({"not": {"age_below": {"years": 40, "granularity": "month"}}})
    assert age_rule(by_month, "en").startswith("By month:")
    assert age_rule(parse({"gender": "female"}), "vi") == ""
