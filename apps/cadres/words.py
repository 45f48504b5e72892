"""Words for the codes of the facts, in Vietnamese and in English. Pure: no Django."""

from __future__ import annotations

from datetime import date
from typing import Literal

from apps.common.partial import PartialDate

Language = Literal["vi", "en"]
Both = tuple[str, str]

KINDS: dict[str, Both] = {
    "professional": ("chuyên môn", "professional qualification"),
    "political_theory": ("lý luận chính trị", "political theory"),
    "state_management": ("quản lý nhà nước", "state management"),
    "it_skills": ("tin học", "computer skills"),
    "english": ("tiếng Anh", "English"),
    "other_language": ("ngoại ngữ khác", "another foreign language"),
    "minority_language": ("tiếng dân tộc thiểu số", "an ethnic minority's language"),
    "grade": ("ngạch công chức", "civil-service grade"),
}
_LANGUAGE: dict[str, Both] = {
    "none": ("chưa có", "none"),
    "certificate": ("chứng chỉ", "certificate"),
    "university": ("đại học", "university"),
}
LEVELS: dict[str, dict[str, Both]] = {
    "professional": {
        "none": ("chưa có", "none"),
        "elementary": ("sơ cấp", "elementary"),
        "intermediate": ("trung cấp", "intermediate"),
        "college": ("cao đẳng", "college"),
        "university": ("đại học", "university"),
        "master": ("thạc sĩ", "master's"),
        "doctorate": ("tiến sĩ", "doctoral"),
    },
    "political_theory": {
        "none": ("chưa có", "none"),
        "elementary": ("sơ cấp", "elementary"),
        "intermediate": ("trung cấp", "intermediate"),
        "advanced": ("cao cấp", "advanced"),
        "bachelor": ("cử nhân", "bachelor's"),
    },
    "state_management": {
        "none": ("chưa có", "none"),
        "officer": ("cán sự", "officer"),
        "specialist": ("chuyên viên", "specialist"),
        "principal": ("chuyên viên chính", "principal specialist"),
        "senior": ("chuyên viên cao cấp", "senior specialist"),
    },
    "it_skills": {
        "none": ("chưa có", "none"),
        "certificate": ("chứng chỉ", "certificate"),
        "intermediate": ("trung cấp", "intermediate"),
    },
    "english": _LANGUAGE,
    "other_language": _LANGUAGE,
    "minority_language": {level: _LANGUAGE[level] for level in ("none", "certificate")},
    "grade": {
        "none": ("chưa xếp ngạch", "no grade"),
        "employee": ("nhân viên", "employee"),
        "officer": ("cán sự", "officer"),
        "specialist": ("chuyên viên", "specialist"),
        "principal": ("chuyên viên chính", "principal specialist"),
        "senior": ("chuyên viên cao cấp", "senior specialist"),
    },
}
MARKS: dict[str, Both] = {
    "is_party_member": ("đảng viên", "Party member"),
    "is_minority": ("người dân tộc thiểu số", "of an ethnic minority"),
    "is_religious": ("theo tôn giáo", "follows a religion"),
}
YES_NO: dict[str, Both] = {"yes": ("có", "yes"), "no": ("không", "no")}
GENDER_WORDS: dict[str, Both] = {"female": ("nữ", "female"), "male": ("nam", "male")}
MANAGERS: dict[str, Both] = {
    "central": ("Trung ương", "the central Party bodies"),
    "city_standing_committee": (
        "Ban Thường vụ Thành ủy",
        "the City Party Standing Committee",
    ),
    "subordinate_standing_committee": (
        "ban thường vụ đảng ủy trực thuộc",
        "a subordinate standing committee",
    ),
    "department": ("sở, ngành", "a department"),
    "unit": ("đơn vị", "the unit itself"),
}
UNIT_KIND_WORDS: dict[str, Both] = {
    "city": ("thành phố", "city"),
    "department": ("sở, ban, ngành", "department"),
    "district": ("quận, huyện, thị xã", "district"),
    "commune": ("phường, xã", "commune"),
    "division": ("phòng, ban", "division"),
    "public_service_unit": ("đơn vị sự nghiệp", "public service unit"),
    "party_body": ("cơ quan đảng", "Party body"),
}
APPOINTMENT_KIND_WORDS: dict[str, Both] = {
    "appointment": ("bổ nhiệm", "appointment"),
    "transfer": ("điều động", "transfer"),
    "rotation": ("luân chuyển", "rotation"),
    "secondment": ("biệt phái", "secondment"),
}
ENDING_WORDS: dict[str, Both] = {
    "moved": ("chuyển sang chức vụ khác", "moved to another post"),
    "term_over": ("hết nhiệm kỳ, hết thời hạn", "term over"),
    "returned": ("hết thời hạn biệt phái", "returned from secondment"),
    "released": ("miễn nhiệm", "released"),
    "resigned": ("từ chức", "resigned"),
    "retired": ("nghỉ hưu", "retired"),
    "left": ("thôi việc, ra khỏi hệ thống", "left the service"),
}
RETIREMENT_GROUND_WORDS: dict[str, Both] = {
    "kept_on": (
        "nghỉ hưu ở tuổi cao hơn (Nghị định 83/2022/NĐ-CP)",
        "kept on beyond the age (Decree 83/2022/NĐ-CP)",
    ),
    "reorganisation": (
        "nghỉ trước tuổi do sắp xếp tổ chức (Nghị định 178/2024/NĐ-CP)",
        "early, because of reorganisation (Decree 178/2024/NĐ-CP)",
    ),
    "early": (
        "nghỉ hưu ở tuổi thấp hơn (Nghị định 135/2020/NĐ-CP)",
        "early, by Decree 135/2020/NĐ-CP",
    ),
    "other": ("lý do khác", "another reason"),
}
RATING_WORDS: dict[str, Both] = {
    "excellent": ("Hoàn thành xuất sắc nhiệm vụ", "Excellent"),
    "good": ("Hoàn thành tốt nhiệm vụ", "Good"),
    "completed": ("Hoàn thành nhiệm vụ", "Completed"),
    "not_completed": ("Không hoàn thành nhiệm vụ", "Not completed"),
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def pick(both: Both, language: str) -> str:
    """Return the wording in the language; anything but English is Vietnamese."""
    return both[1] if language == "en" else both[0]


def kind_word(kind: str, language: str) -> str:
    """Return the name of a kind of qualification."""
    return pick(KINDS[kind], language)


def level_word(kind: str, level: str, language: str) -> str:
    """Return the name of a level on the ladder of a kind."""
    return pick(LEVELS[kind][level], language)


def qualification_word(kind: str, level: str, language: str) -> str:
    """Return a level with its kind: "cao cấp lý luận chính trị", "advanced political theory".

    A degree says what it is by itself: "thạc sĩ".
    """
    word = level_word(kind, level, language)
    if kind == "grade":
        return _grade_word(level, language)
    if level == "none":
        name = kind_word(kind, language)
        return f"no {name}" if language == "en" else f"chưa có trình độ {name}"
    if kind == "professional":
        return f"{word} degree" if language == "en" else word
    return word if kind == "state_management" else _level_of_kind(word, kind, level, language)


def _level_of_kind(word: str, kind: str, level: str, language: str) -> str:
    joint = " in " if language == "en" and level == "certificate" else " "
    return f"{word}{joint}{kind_word(kind, language)}"


def _grade_word(level: str, language: str) -> str:
    word = level_word("grade", level, language)
    if level == "none":
        return word
    return f"grade of {word}" if language == "en" else f"ngạch {word}"


def day_word(day: date, language: str) -> str:
    """Return a day as it is written in a sentence: "30/06/2025", "30 June 2025"."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def month_word(day: date, language: str) -> str:
    """Return the month of a day: "09/2025", "September 2025"."""
    return partial_word(PartialDate(day.year, day.month), language)


def partial_word(day: PartialDate, language: str) -> str:
    """Return what is known of a date and nothing more: "1985", "06/1985", "15/06/1985"."""
    if day.month is None:
        return str(day.year)
    if day.day is not None:
        return day_word(day.earliest, language)
    if language == "en":
        return f"{_MONTHS[day.month - 1]} {day.year}"
    return f"{day.month:02d}/{day.year}"


def capital(text: str) -> str:
    """Return text beginning with a capital letter."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Return a name as it stands inside a sentence; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
