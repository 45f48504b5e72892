"""Every condition reads as a sentence, in both languages."""

import pytest

from apps.cadres.codes import LADDERS, MANAGED_BY, RATINGS
from apps.cadres.words import KINDS, LEVELS, MANAGERS, RATING_WORDS, UNIT_KIND_WORDS
from apps.targets.conditions import parse
from apps.targets.sentences import criterion_sentence
from apps.units.codes import UNIT_KINDS

NAMES = {"knowledge_update": "Bồi dưỡng, cập nhật kiến thức mới", "it": "IT skills"}
DEGREE = {"qualification_at_least": {"kind": "professional", "level": "university"}}
THEORY = {"qualification_at_least": {"kind": "political_theory", "level": "intermediate"}}
UPDATE = "knowledge_update"

SENTENCES = [
    (
        {"age_below": 40},
        "dưới 40 tuổi tại ngày tính",
        "under 40 years old on the day of calculation",
    ),
    (
        {"age_below": {"years": 42, "granularity": "month"}},
        "dưới 42 tuổi tính theo tháng tại ngày tính",
        "under 42 years old counted by month on the day of calculation",
    ),
    (
        {"age_below": {"years": 40, "on": "2025-06-30"}},
        "dưới 40 tuổi tại ngày 30/06/2025",
        "under 40 years old on 30 June 2025",
    ),
    (
        {"age_below": {"years": 42, "granularity": "month", "on": "2025-09-01"}},
        "dưới 42 tuổi tính theo tháng tại tháng 09/2025",
        "under 42 years old counted by month in September 2025",
    ),
    ({"gender": "female"}, "là nữ", "recorded as female"),
    ({"not": {"gender": "female"}}, "không là nữ", "not recorded as female"),
    (
        DEGREE,
        "có trình độ chuyên môn từ đại học trở lên",
        "with professional qualification at university level or above",
    ),
    (
        {"qualification_at_least": {"kind": "professional", "level": "doctorate"}},
        "có trình độ chuyên môn tiến sĩ",
        "with professional qualification at doctoral level",
    ),
    (
        {"qualification_at_least": {"kind": "political_theory", "level": "none"}},
        "có trình độ lý luận chính trị đã được ghi, kể cả chưa có",
        "with political theory on record, be it none",
    ),
    (
        {"not": {"qualification_at_least": {"kind": "state_management", "level": "principal"}}},
        "không có trình độ quản lý nhà nước từ chuyên viên chính trở lên",
        "without state management at principal specialist level or above",
    ),
    (
        {"all": [DEGREE, THEORY]},
        "có trình độ chuyên môn từ đại học trở lên và lý luận chính trị từ trung cấp trở lên",
        "with professional qualification at university level or above"
        " and political theory at intermediate level or above",
    ),
    (
        {"trained": {"category": UPDATE, "since": "2021-01-01"}},
        "đã hoàn thành lớp bồi dưỡng, cập nhật kiến thức mới từ 01/01/2021 đến ngày tính",
        "who completed training in bồi dưỡng, cập nhật kiến thức mới"
        " from 1 January 2021 to the day of calculation",
    ),
    (
        {"trained": {"category": "it", "since": "2021-01-01", "until": "2025-12-31"}},
        "đã hoàn thành lớp IT skills từ 01/01/2021 đến 31/12/2025",
        "who completed training in IT skills from 1 January 2021 to 31 December 2025",
    ),
    (
        {"not": {"trained": {"category": "it", "within_months": 24}}},
        "không hoàn thành lớp IT skills trong 24 tháng đến ngày tính",
        "who did not complete training in IT skills"
        " within the 24 months up to the day of calculation",
    ),
    (
        {"trained": {"category": "unnamed", "within_months": 6}},
        "đã hoàn thành lớp unnamed trong 6 tháng đến ngày tính",
        "who completed training in unnamed within the 6 months up to the day of calculation",
    ),
    ({"is_leadership": True}, "là lãnh đạo, quản lý", "in a leading or managing post"),
    (
        {"is_leadership": False},
        "không là lãnh đạo, quản lý",
        "not in a leading or managing post",
    ),
    (
        {"managed_by_in": ["subordinate_standing_committee", "city_standing_committee"]},
        "diện ban thường vụ các cấp ủy quản lý",
        "managed by the standing committees of Party committees",
    ),
    (
        {"managed_by_in": ["city_standing_committee"]},
        "diện Ban Thường vụ Thành ủy quản lý",
        "managed by the City Party Standing Committee",
    ),
    (
        {"not": {"managed_by_in": ["unit", "department", "central"]}},
        "không thuộc diện Trung ương, sở, ngành hoặc đơn vị quản lý",
        "not managed by the central Party bodies, a department or the unit itself",
    ),
    ({"managed_by_in": []}, "không thuộc diện quản lý nào", "managed by nobody"),
    (
        {"unit_kind_in": ["department", "commune"]},
        "công tác tại sở, ban, ngành hoặc phường, xã",
        "serving in a department or a commune",
    ),
    (
        {"not": {"unit_kind_in": ["party_body"]}},
        "không công tác tại cơ quan đảng",
        "not serving in a Party body",
    ),
    ({"unit_kind_in": []}, "không thuộc loại đơn vị nào", "serving in no kind of unit"),
    ({"all": []}, "thuộc mọi trường hợp", "of every kind"),
    ({"any": []}, "không thuộc trường hợp nào", "of no kind"),
    ({"all": [{"gender": "male"}]}, "là nam", "recorded as male"),
    (
        {"any": [{"gender": "female"}, {"age_below": 40}]},
        "là nữ hoặc dưới 40 tuổi tại ngày tính",
        "recorded as female or under 40 years old on the day of calculation",
    ),
    (
        {"any": [{"all": [{"gender": "female"}, {"not": {"age_below": 40}}]}, DEGREE]},
        "(là nữ và không dưới 40 tuổi tại ngày tính) hoặc"
        " có trình độ chuyên môn từ đại học trở lên",
        "(recorded as female and not under 40 years old on the day of calculation) or"
        " with professional qualification at university level or above",
    ),
    (
        {"not": {"all": [{"gender": "female"}, {"age_below": 40}]}},
        "không phải (là nữ và dưới 40 tuổi tại ngày tính)",
        "not (recorded as female and under 40 years old on the day of calculation)",
    ),
    ({"not": {"any": []}}, "không phải (không thuộc trường hợp nào)", "not (of no kind)"),
    ({"not": {"not": {"gender": "female"}}}, "là nữ", "recorded as female"),
]


@pytest.mark.parametrize(("condition", "vietnamese", "english"), SENTENCES)
def test_a_condition_reads_as_a_sentence(condition, vietnamese, english):
    parsed = parse(condition)
    assert criterion_sentence(parsed, "vi", NAMES) == vietnamese
    assert criterion_sentence(parsed, "en", NAMES) == english


def test_every_code_has_its_words():
    assert {kind: tuple(levels) for kind, levels in LEVELS.items()} == LADDERS
    assert tuple(KINDS) == tuple(LADDERS)
    assert tuple(MANAGERS) == MANAGED_BY
    assert tuple(UNIT_KIND_WORDS) == UNIT_KINDS
    assert tuple(RATING_WORDS) == RATINGS


OF_TABLES = [
    ({"is_party_member": True}, "là đảng viên", "who are Party members"),
    ({"is_party_member": False}, "không phải đảng viên", "who are not Party members"),
    (
        {"not": {"is_minority": True}},
        "không phải người dân tộc thiểu số",
        "not of an ethnic minority",
    ),
    ({"is_religious": True}, "theo tôn giáo", "who follow a religion"),
    (
        {"past_retirement_age": True},
        "quá tuổi nghỉ hưu tại ngày tính",
        "past the age of retirement on the day of calculation",
    ),
    (
        {"qualification_at_least": {"kind": "grade", "level": "principal"}},
        "có trình độ ngạch công chức từ chuyên viên chính trở lên",
        "with civil-service grade at principal specialist level or above",
    ),
]


@pytest.mark.parametrize(("value", "vietnamese", "english"), OF_TABLES)
def test_what_only_tables_ask_for_reads_as_a_phrase(value, vietnamese, english):
    condition = parse(value, of_table=True)
    assert criterion_sentence(condition, "vi") == vietnamese
    assert criterion_sentence(condition, "en") == english
