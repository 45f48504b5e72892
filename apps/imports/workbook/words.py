"""Words that offices write for codes. Pure: keys are words without accents and case."""

from __future__ import annotations

import difflib
import re

from apps.cadres.words import (
    GENDER_WORDS,
    KINDS,
    LEVELS,
    MANAGERS,
    RATING_WORDS,
    Both,
)
from apps.imports.workbook.plain import key

_NONE = "chua co|khong|khong co|chua qua dao tao|chua dao tao|chua|none"
_LANGUAGE = {
    "certificate": "chung chi|cc|a|b|c|a1|a2|b1|b2|c1|c2|bac 1|bac 2|bac 3|bac 4|bac 5|bac 6",
    "university": "dai hoc|dh|dai hoc tro len|cu nhan|cn|thac si|ths|tien si|ts",
}
_MORE: dict[str, dict[str, str]] = {
    "gender": {"female": "nu|f|female|ba|phu nu|gai", "male": "nam|m|male|ong|trai"},
    "kind": {
        "professional": "trinh do chuyen mon|cm|cmnv|chuyen mon nghiep vu|professional",
        "political_theory": "llct|trinh do llct|chinh tri|trinh do ly luan chinh tri",
        "state_management": "qlnn|trinh do qlnn|trinh do quan ly nha nuoc",
        "it_skills": "trinh do tin hoc|cntt|cong nghe thong tin",
        "english": "anh van|ngoai ngu tieng anh|trinh do tieng anh",
        "other_language": "ngoai ngu khac|tieng nuoc ngoai khac",
        "minority_language": "tieng dan toc|tieng dan toc thieu so",
        "grade": "ngach|ngach cong chuc|ngach vien chuc",
    },
    "professional": {
        "none": _NONE,
        "elementary": "so cap|sc",
        "intermediate": "trung cap|tc|trung hoc chuyen nghiep|thcn",
        "college": "cao dang|cd|cu nhan cao dang",
        "university": "dai hoc|dh|cu nhan|cn|ky su|ks|bac si|bs|kien truc su|duoc si|bachelor",
        "master": "thac si|thac sy|ths|th s|cao hoc|master",
        "doctorate": "tien si|tien sy|ts|pgs ts|gs ts|tien si khoa hoc|tskh|doctor|phd",
    },
    "political_theory": {
        "none": _NONE,
        "elementary": "so cap|sc",
        "intermediate": "trung cap|tc|tuong duong trung cap|trung cap tuong duong",
        "advanced": "cao cap|cc|tuong duong cao cap|cao cap tuong duong",
        "bachelor": "cu nhan|cn|cu nhan chinh tri",
    },
    "state_management": {
        "none": _NONE,
        "officer": "can su|cs|ngach can su",
        "specialist": "chuyen vien|cv|ngach chuyen vien",
        "principal": "chuyen vien chinh|cvc|cv chinh|ngach chuyen vien chinh",
        "senior": "chuyen vien cao cap|cvcc|cv cao cap|ngach chuyen vien cao cap",
    },
    "it_skills": {
        "none": _NONE,
        "certificate": "chung chi|cc|co ban|nang cao|a|b|c|mos|ic3|ung dung co ban|icdl",
        "intermediate": "trung cap|tc|trung cap tro len|cao dang|cd|dai hoc|dh|ky su|cu nhan",
    },
    "english": {"none": _NONE, **_LANGUAGE},
    "other_language": {"none": _NONE, **_LANGUAGE},
    "minority_language": {"none": _NONE, "certificate": "chung chi|cc|chung chi tieng dan toc"},
    "grade": {
        "none": "chua xep ngach|chua xep|khong|khong xep ngach|none",
        "employee": "nhan vien|nv|01 005|01005|ngach nhan vien",
        "officer": "can su|cs|01 004|01004|ngach can su",
        "specialist": "chuyen vien|cv|01 003|01003|ngach chuyen vien",
        "principal": "chuyen vien chinh|cvc|cv chinh|01 002|01002|ngach chuyen vien chinh",
        "senior": "chuyen vien cao cap|cvcc|cv cao cap|01 001|01001|ngach chuyen vien cao cap",
    },
    "managed_by": {
        "central": "trung uong|tw|bo chinh tri|ban bi thu|bo chinh tri ban bi thu",
        "city_standing_committee": ("ban thuong vu thanh uy|btv thanh uy|thanh uy|btvtu|btv tu"),
        "subordinate_standing_committee": (
            "ban thuong vu dang uy truc thuoc|btv dang uy truc thuoc|ban thuong vu dang uy"
            "|btv dang uy|btv dang uy so|ban thuong vu dang uy so|btv quan uy|btv huyen uy"
            "|ban thuong vu quan uy|ban thuong vu huyen uy|dang uy truc thuoc"
        ),
        "department": "so nganh|so|nganh|so ban nganh|giam doc so",
        "unit": "don vi|co quan|co quan don vi",
    },
    "rating": {
        "excellent": "hoan thanh xuat sac nhiem vu|htxsnv|htxs|hoan thanh xuat sac|xuat sac|xs|a",
        "good": "hoan thanh tot nhiem vu|httnv|htt|hoan thanh tot|tot|b",
        "completed": "hoan thanh nhiem vu|htnv|ht|hoan thanh|c",
        "not_completed": (
            "khong hoan thanh nhiem vu|khtnv|khtn|kht|khong hoan thanh|chua hoan thanh nhiem vu"
            "|chua hoan thanh|khong htnv|d"
        ),
    },
    "yes_no": {
        "yes": "co|yes|y|dung|true|1|x|v|phai|la",
        "no": "khong|no|n|sai|false|0|k|ko|khong phai",
    },
}
_SHOWN: dict[str, dict[str, Both]] = {
    "gender": GENDER_WORDS,
    "kind": KINDS,
    **LEVELS,
    "managed_by": MANAGERS,
    "rating": RATING_WORDS,
    "yes_no": {"yes": ("Có", "Yes"), "no": ("Không", "No")},
}


def _known(group: str) -> dict[str, str]:
    words = {
        word: code for code, listed in _MORE.get(group, {}).items() for word in listed.split("|")
    }
    for code, both in _SHOWN[group].items():
        words.setdefault(key(code), code)
        for word in both:
            words.setdefault(key(word), code)
    return words


# The code of each word, by group: gender, kind, the ladders, managed_by, rating, yes_no.
CODES: dict[str, dict[str, str]] = {group: _known(group) for group in _SHOWN}
TICKS = frozenset("x X v V 1 ✓ ✔ √ ☑ ☒ + * • ü".split())
_NO_TICKS = frozenset("- – — 0 ☐".split())
_FILLERS = {
    "managed_by": re.compile(r"^(?:thuoc )?(?:dien )?(.*?)(?: quan ly)?$"),
    "political_theory": re.compile(r"^(.*?)(?: (?:llct|ly luan chinh tri|chinh tri|hcct|ct))?$"),
    "state_management": re.compile(
        r"^(?:qlnn |bd |chuong trinh )?(.*?)(?: (?:va )?(?:td|tuong duong))?$"
    ),
    "it_skills": re.compile(r"^(?:trinh do |chung chi )?(.*?)(?: tin hoc| cntt| tro len)?$"),
    "english": re.compile(r"^(?:trinh do |chung chi )?(.*?)(?: tieng anh| anh van| tro len)?$"),
    "other_language": re.compile(r"^(?:trinh do |chung chi )?(.*?)(?: tro len)?$"),
    "grade": re.compile(r"^(?:ngach )?(.*?)(?: (?:va )?(?:td|tuong duong))?$"),
    "rating": re.compile(r"^(?:xep loai |loai )?(.*)$"),
}


def shown_word(group: str, code: str) -> str:
    """Return the Vietnamese word of a code, as lists offer it."""
    word = _SHOWN[group][code][0]
    return word[:1].upper() + word[1:]


def offered(group: str) -> list[str]:
    """Return all words of a group, in order."""
    return [shown_word(group, code) for code in _SHOWN[group]]


def code_of(group: str, text: str) -> str | None:
    """Return the code of a word, or nothing when it is not known."""
    if text in TICKS and group == "yes_no":
        return "yes"
    if text in _NO_TICKS:
        return "no" if group == "yes_no" else ""
    word, known = key(text), CODES[group]
    if word in known:
        return known[word]
    filler = _FILLERS.get(group)
    found = filler.fullmatch(word) if filler else None
    return known.get(found[1]) if found else None


def degree_of(text: str) -> tuple[str, str] | None:
    """Return level and subject of a degree: "Thạc sĩ Luật" is a master's in Luật."""
    level = code_of("professional", text)
    if level is not None:
        return level, ""
    words = text.replace(",", " ").replace(".", " ").replace("-", " ").replace(":", " ").split()
    for count in range(min(4, len(words) - 1), 0, -1):
        level = code_of("professional", " ".join(words[:count]))
        if level and level != "none" and len("".join(words[:count])) > 1:
            return level, _subject(words[count:])
    return None


def _subject(words: list[str]) -> str:
    if len(words) > 1 and key(words[0]) in ("nganh", "ve"):
        words = words[1:]
    return " ".join(words)


def nearest(group: str, text: str) -> str:
    """Return the known word most like an unknown one, or "" when none is like it."""
    known = CODES[group]
    found = difflib.get_close_matches(key(text), known, n=1, cutoff=0.6)
    return shown_word(group, known[found[0]]) if found and known[found[0]] else ""
