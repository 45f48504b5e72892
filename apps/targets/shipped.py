"""The plans that come with the system, as data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.targets.models import Plan
from apps.targets.services import publish_plan, publish_target

_STANDING_COMMITTEES = {
    "managed_by_in": ["city_standing_committee", "subordinate_standing_committee"]
}
_BOTH = {
    "all": [
        {"qualification_at_least": {"kind": "professional", "level": "university"}},
        {"qualification_at_least": {"kind": "political_theory", "level": "intermediate"}},
    ]
}
_RESOLUTION = "Nghị quyết số 04-NQ/TU ngày 31/5/2021 của Thành ủy Hà Nội"
_PLAN = "Kế hoạch số 177/KH-UBND năm 2021 của UBND Thành phố Hà Nội"
# The words of the resolution as reported by the press; the plan carries it out.
_BASES_177 = {
    "YOUNG": f"{_RESOLUTION}: tỷ lệ cán bộ trẻ diện ban thường vụ các cấp ủy quản lý đạt tối thiểu "
    f"15%; {_PLAN}.",
    "FEMALE": f"{_RESOLUTION}: tỷ lệ cán bộ nữ diện ban thường vụ các cấp ủy quản lý đạt tối thiểu "
    f"15%; {_PLAN}.",
    "DEGREE_THEORY": f"{_RESOLUTION}: 100% cán bộ cấp sở, ngành, đảng bộ trực thuộc quản lý có "
    f"trình độ chuyên môn đại học, lý luận chính trị từ trung cấp trở lên; {_PLAN}.",
    "TRAINED": f"{_RESOLUTION}: 100% cán bộ lãnh đạo, quản lý được bồi dưỡng cập nhật kiến thức "
    f"mới; {_PLAN}.",
    "POSTGRADUATE": f"{_RESOLUTION}: 40% cán bộ diện Ban Thường vụ Thành ủy quản lý có trình độ "
    "thạc sĩ, tiến sĩ.",
}
_ILLUSTRATION = "Số liệu minh họa, chưa có văn bản quy định chỉ tiêu cho giai đoạn 2026–2030."
_ILLUSTRATION_EN = "For illustration: no document sets targets for 2026–2030 yet."


def _targets(
    *,
    thresholds: dict[str, int],
    since: str,
    due_on: date,
    bases: dict[str, str],
    notes: dict[str, tuple[str, str]],
) -> list[dict[str, Any]]:
    """Return the five targets in the order in which they are shown."""
    listed = [
        ("YOUNG", "Cán bộ trẻ", "Young cadres", _STANDING_COMMITTEES, {"age_below": 40}),
        ("FEMALE", "Cán bộ nữ", "Women", _STANDING_COMMITTEES, {"gender": "female"}),
        (
            "DEGREE_THEORY",
            "Đại học và trung cấp lý luận chính trị trở lên",
            "University degree and intermediate political theory or above",
            {"managed_by_in": ["subordinate_standing_committee", "department"]},
            _BOTH,
        ),
        (
            "TRAINED",
            "Bồi dưỡng cập nhật kiến thức mới",
            "Trained in new knowledge",
            {"is_leadership": True},
            {"trained": {"category": "knowledge_update", "since": since}},
        ),
        (
            "POSTGRADUATE",
            "Thạc sĩ, tiến sĩ",
            "Master's or doctor's degree",
            {"managed_by_in": ["city_standing_committee"]},
            {"qualification_at_least": {"kind": "professional", "level": "master"}},
        ),
    ]
    return [
        {
            "code": code,
            "name": name,
            "name_en": name_en,
            "population": population,
            "criterion": criterion,
            "threshold_bp": thresholds[code],
            "due_on": due_on,
            "legal_basis": bases.get(code, ""),
            "provisional": notes.get(code, ("", ""))[0],
            "provisional_en": notes.get(code, ("", ""))[1],
        }
        for code, name, name_en, population, criterion in listed
    ]


_NOTES_177 = {
    "YOUNG": (
        "Văn bản không nêu tuổi của cán bộ trẻ và thời điểm tính tuổi. Tạm áp dụng dưới 40 tuổi "
        "tại ngày tính, theo cách hiểu của Chỉ thị 35-CT/TW năm 2019.",
        "The documents give neither the age of a young cadre nor the day on which it is counted. "
        "Provisionally: under 40 on the day of calculation, as in Directive 35-CT/TW of 2019.",
    ),
    "DEGREE_THEORY": (
        "Tạm hiểu là phải đạt đồng thời cả hai trình độ; từ 01/7/2025 chưa rõ đối tượng có bao gồm "
        "126 đảng bộ xã, phường hay không.",
        "Provisionally read as both levels at once; whether the 126 party committees of communes "
        "and wards belong to it since 1 July 2025 is not settled.",
    ),
    "TRAINED": (
        "Văn bản không nêu lớp bồi dưỡng được tính và khoảng thời gian. Tạm tính ít nhất một lớp "
        "cập nhật kiến thức hoàn thành từ 01/01/2020.",
        "The documents name neither the courses that count nor their period. Provisionally: at "
        "least one course of knowledge update completed since 1 January 2020.",
    ),
    "POSTGRADUATE": (
        "Văn bản ghi 40%, tạm hiểu là ít nhất 40%. Bằng chuyên khoa và tương đương được tính khi "
        "đã ghi nhận là thạc sĩ hoặc tiến sĩ.",
        "The resolution says 40%, provisionally read as at least 40%. Specialist degrees count "
        "when they are recorded as a master's or doctor's degree.",
    ),
}

PLANS: list[dict[str, Any]] = [
    {
        "plan": {
            "code": "177/KH-UBND",
            "name": "Nâng cao chất lượng đội ngũ cán bộ các cấp giai đoạn 2021–2025",
            # No day of issue: the sources at hand give the year alone.
            "resolution": _RESOLUTION,
            "start_on": date(2021, 1, 1),
            "end_on": date(2026, 1, 1),
        },
        "targets": _targets(
            thresholds={
                "YOUNG": 1500,
                "FEMALE": 1500,
                "DEGREE_THEORY": 10_000,
                "TRAINED": 10_000,
                "POSTGRADUATE": 4000,
            },
            since="2020-01-01",
            due_on=date(2025, 12, 31),
            bases=_BASES_177,
            notes=_NOTES_177,
        ),
    },
    {
        "plan": {
            "code": "MH-2026-2030",
            "name": "Kế hoạch minh họa 2026–2030",
            "start_on": date(2026, 1, 1),
            "end_on": date(2031, 1, 1),
            "is_illustrative": True,
        },
        "targets": _targets(
            thresholds={
                "YOUNG": 1750,
                "FEMALE": 2000,
                "DEGREE_THEORY": 10_000,
                "TRAINED": 10_000,
                "POSTGRADUATE": 5000,
            },
            since="2026-01-01",
            due_on=date(2030, 12, 31),
            bases={},
            notes=dict.fromkeys(
                ("YOUNG", "FEMALE", "DEGREE_THEORY", "TRAINED", "POSTGRADUATE"),
                (_ILLUSTRATION, _ILLUSTRATION_EN),
            ),
        ),
    },
]


@transaction.atomic
def publish_shipped(*, by: User) -> list[Plan]:
    """Publish the shipped plans that are not there yet, and return those."""
    missing = [p for p in PLANS if not Plan.objects.filter(code=p["plan"]["code"]).exists()]
    published = []
    for shipped in missing:
        plan = publish_plan(**shipped["plan"], by=by)
        for target in shipped["targets"]:
            publish_target(plan=plan, start_on=plan.start_on, by=by, **target)
        published.append(plan)
    return published
