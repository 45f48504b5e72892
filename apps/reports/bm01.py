"""Form BM01/BNV, number and quality of civil servants, as data: Circular 11/2012/TT-BNV.

The wording and the order of its forty columns are the form's. "Exactly" a level is at least that
level and not at least the next one, so that everyone stands in one column of a ladder at most.
"""

from __future__ import annotations

from typing import Any

from apps.cadres.codes import LADDERS
from apps.reports.table_form import read_form

_EQUIVALENT = ("và tương đương", "and equivalent")


def _label(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


def _column(number: int, vi: str, en: str, **measure: Any) -> dict[str, Any]:
    return {"label": _label(vi, en), "number": str(number), **measure}


def _group(vi: str, en: str, *columns: dict[str, Any]) -> dict[str, Any]:
    return {"label": _label(vi, en), "columns": list(columns)}


def _at_least(kind: str, level: str) -> dict[str, Any]:
    return {"qualification_at_least": {"kind": kind, "level": level}}


def _exactly(kind: str, level: str) -> dict[str, Any]:
    ladder = LADDERS[kind]
    above = ladder[ladder.index(level) + 1 :]
    return {"all": [_at_least(kind, level), *({"not": _at_least(kind, a)} for a in above[:1])]}


def _aged(first: int, last: int, gender: str = "") -> dict[str, Any]:
    """Return the condition of so many full years, both included."""
    parts: list[dict[str, Any]] = [{"gender": gender}] if gender else []
    if first:
        parts.append({"not": {"age_below": first}})
    return {"all": [*parts, {"age_below": last + 1}]}


def _same(vi: str, en: str) -> tuple[str, str]:
    return f"{vi} {_EQUIVALENT[0]}", f"{en} {_EQUIVALENT[1]}"


_SENIOR = _same("Chuyên viên cao cấp", "Senior specialist")
_PRINCIPAL = _same("Chuyên viên chính", "Principal specialist")
_SPECIALIST = _same("Chuyên viên", "Specialist")
_OFFICER = _same("Cán sự", "Officer")

_OF_WHOM = _group(
    "Trong đó",
    "Of whom",
    _column(5, "Nữ", "Women", condition={"gender": "female"}),
    _column(6, "Đảng viên", "Party members", condition={"is_party_member": True}),
    _column(7, "Dân tộc thiểu số", "Ethnic minorities", condition={"is_minority": True}),
    _column(8, "Tôn giáo", "Religious", condition={"is_religious": True}),
)
_BY_GRADE = _group(
    "Chia theo ngạch công chức",
    "By civil-service grade",
    _column(9, *_SENIOR, condition=_exactly("grade", "senior")),
    _column(10, *_PRINCIPAL, condition=_exactly("grade", "principal")),
    _column(11, *_SPECIALIST, condition=_exactly("grade", "specialist")),
    _column(12, *_OFFICER, condition=_exactly("grade", "officer")),
    _column(13, "Nhân viên", "Employee", condition=_exactly("grade", "employee")),
)
_BY_EDUCATION = _group(
    "Chia theo trình độ đào tạo",
    "By education",
    _group(
        "Chuyên môn",
        "Professional",
        _column(14, "Tiến sĩ", "Doctorate", condition=_exactly("professional", "doctorate")),
        _column(15, "Thạc sĩ", "Master", condition=_exactly("professional", "master")),
        _column(16, "Đại học", "University", condition=_exactly("professional", "university")),
        _column(17, "Cao đẳng", "College", condition=_exactly("professional", "college")),
        _column(
            18, "Trung cấp", "Intermediate", condition=_exactly("professional", "intermediate")
        ),
        _column(19, "Sơ cấp", "Elementary", condition=_exactly("professional", "elementary")),
    ),
    _group(
        "Chính trị",
        "Political theory",
        _column(20, "Cử nhân", "Bachelor", condition=_exactly("political_theory", "bachelor")),
        _column(21, "Cao cấp", "Advanced", condition=_exactly("political_theory", "advanced")),
        _column(
            22, "Trung cấp", "Intermediate", condition=_exactly("political_theory", "intermediate")
        ),
        _column(23, "Sơ cấp", "Elementary", condition=_exactly("political_theory", "elementary")),
    ),
    _group(
        "Tin học",
        "Computer skills",
        _column(
            24,
            "Trung cấp trở lên",
            "Intermediate or above",
            condition=_at_least("it_skills", "intermediate"),
        ),
        _column(25, "Chứng chỉ", "Certificate", condition=_exactly("it_skills", "certificate")),
    ),
    _group(
        "Ngoại ngữ",
        "Foreign languages",
        _group(
            "Tiếng Anh",
            "English",
            _column(
                26,
                "Đại học trở lên",
                "University or above",
                condition=_at_least("english", "university"),
            ),
            _column(
                27,
                "Chứng chỉ (A, B, C)",
                "Certificate (A, B, C)",
                condition=_exactly("english", "certificate"),
            ),
        ),
        _group(
            "Ngoại ngữ khác",
            "Others",
            _column(
                28,
                "Đại học trở lên",
                "University or above",
                condition=_at_least("other_language", "university"),
            ),
            _column(
                29,
                "Chứng chỉ (A, B, C)",
                "Certificate (A, B, C)",
                condition=_exactly("other_language", "certificate"),
            ),
        ),
    ),
    _column(
        30,
        "Chứng chỉ tiếng dân tộc",
        "Certificate in an ethnic minority's language",
        condition=_at_least("minority_language", "certificate"),
    ),
    _group(
        "Quản lý nhà nước",
        "State management",
        _column(31, *_SENIOR, condition=_exactly("state_management", "senior")),
        _column(32, *_PRINCIPAL, condition=_exactly("state_management", "principal")),
        _column(33, *_SPECIALIST, condition=_exactly("state_management", "specialist")),
    ),
)
# Full years: somebody of 30 years and 11 months is among those "from 30 down".
_BY_AGE = _group(
    "Chia theo độ tuổi",
    "By age",
    _column(34, "Từ 30 trở xuống", "30 or under", condition=_aged(0, 30)),
    _column(35, "Từ 31 đến 40", "31 to 40", condition=_aged(31, 40)),
    _column(36, "Từ 41 đến 50", "41 to 50", condition=_aged(41, 50)),
    _group(
        "Từ 51 đến 60",
        "51 to 60",
        _column(37, "Tổng số", "Total", condition=_aged(51, 60)),
        _column(38, "Nữ từ 51 đến 55", "Women 51 to 55", condition=_aged(51, 55, "female")),
        _column(39, "Nam từ 56 đến 60", "Men 56 to 60", condition=_aged(56, 60, "male")),
    ),
    _column(
        40,
        "Trên tuổi nghỉ hưu",
        "Past the age of retirement",
        condition={"past_retirement_age": True},
    ),
)
DEFINITION: dict[str, Any] = {
    "title": _label(
        "BÁO CÁO SỐ LƯỢNG, CHẤT LƯỢNG CÔNG CHỨC TỪ CẤP HUYỆN TRỞ LÊN NĂM {year}",
        "REPORT ON THE NUMBER AND QUALITY OF CIVIL SERVANTS FROM DISTRICT LEVEL UP, {year}",
    ),
    "left": [
        "BM01/BNV",
        _label(
            "Ban hành kèm theo Thông tư số 11/2012/TT-BNV ngày 17 tháng 12 năm 2012 của Bộ Nội vụ",
            "Issued with Circular 11/2012/TT-BNV of 17 December 2012 of the Ministry of Home"
            " Affairs",
        ),
        _label(
            "Thời hạn nhận báo cáo: ngày 30 tháng 6",
            "Deadline: 30 June",
        ),
    ],
    "below": [
        _label(
            "(Áp dụng đối với tỉnh, thành phố trực thuộc Trung ương, Bộ, Ban, ngành)",
            "(For provinces, cities under the central government, ministries and agencies)",
        )
    ],
    "receiver": _label("Bộ Nội vụ", "Ministry of Home Affairs"),
    "columns": [
        _column(3, "Tổng số biên chế được giao", "Posts assigned", measure="assigned_posts"),
        _column(4, "Tổng số công chức hiện có", "Civil servants in post", measure="people"),
        _OF_WHOM,
        _BY_GRADE,
        _BY_EDUCATION,
        _BY_AGE,
    ],
}
BM01 = read_form(DEFINITION)
