"""The headings that offices write, by table and field, without accents and case.

A field with a colon says what a tick or a date under the heading means: "gender:female",
"born:male", "professional:university", "rating:2024".
"""

from __future__ import annotations

from apps.cadres.codes import LADDERS
from apps.imports.workbook.contract import PEOPLE

_IDENTIFICATION: dict[str, str] = {
    "serial": "stt|tt|so tt|so thu tu|no|s t t|t t|row",
    "cadre_key": (
        "so hieu cbcc|so hieu cong chuc|so hieu can bo cong chuc|so hieu can bo|so hieu|ma can bo"
        "|ma so can bo|ma cbcc|ma cbccvc|so hieu cbccvc|so hieu cbcc vc|ma nhan vien|ma so cbcc"
        "|so hieu can bo cong chuc vien chuc|ma so|ma nv|staff number|staff no|employee id"
        "|employee code|cadre key|so hieu vien chuc|ma ho so"
    ),
    "personal_number": (
        "so cccd|cccd|so dinh danh ca nhan|so dinh danh|ma dinh danh ca nhan|ma dinh danh"
        "|can cuoc cong dan|so can cuoc cong dan|so can cuoc|can cuoc|cmnd cccd|so cmnd cccd"
        "|cccd cmnd|so cccd cmnd|so cccd dinh danh ca nhan|so dinh danh ca nhan cccd"
        "|so the can cuoc"
        "|the can cuoc|personal identification number|personal number|id number|national id"
        "|so cmtnd cccd|so cccd so dinh danh ca nhan|so ddcn|so can cuoc dinh danh"
    ),
    "full_name": (
        "ho va ten|ho ten|ho va ten khai sinh|ho ten khai sinh|ten can bo|ho va ten can bo"
        "|ho ten can bo|ho va ten cbcc|ho ten cbcc|ho va ten can bo cong chuc|ho va ten cbccvc"
        "|ho ten can bo cong chuc|ho chu dem va ten|ho chu dem va ten khai sinh|ho ten dem va ten"
        "|ho va ten cong chuc|ho ten cong chuc|ho va ten vien chuc|full name|name|employee name"
        "|ho va ten can bo cong chuc vien chuc|ho va ten nguoi duoc danh gia|ho va ten hoc vien"
    ),
    "family_name": "ho dem|ho va ten dem|ho va dem|ho lot|ho va chu dem|ho chu dem|ho chu lot",
    "given_name": "ten|first name|given name",
    "born": (
        "ngay sinh|ngay thang nam sinh|nam sinh|ngay thang sinh|sinh ngay|thang nam sinh|born"
        "|date of birth|birth date|birthday|dob|year of birth|ngay nam sinh|ngay sinh nam sinh"
        "|sinh ngay thang nam|ngay thang nam sinh nam sinh"
    ),
}
_APPOINTMENT: dict[str, str] = {
    "unit": (
        "don vi|don vi cong tac|co quan|co quan don vi|noi cong tac|phong ban|to chuc|don vi phong"
        "|don vi dang cong tac|co quan cong tac|co quan don vi cong tac|phong|bo phan|unit"
        "|department|phong don vi|phong ban don vi|don vi cong tac hien nay|ten don vi|organisation"
        "|don vi bo phan|co quan to chuc don vi"
    ),
    "title": (
        "chuc vu|chuc danh|chuc vu hien tai|chuc vu chuc danh|chuc danh chuc vu|chuc vu hien nay"
        "|chuc vu chinh quyen|chuc vu cong tac|chuc danh hien tai|chuc danh nghe nghiep vi tri"
        "|vi tri viec lam|vi tri cong tac|position|title|job title|chuc vu dang dam nhiem"
        "|chuc vu chuc danh hien nay|chuc vu duoc bo nhiem|chuc vu dang giu|chuc vu vi tri viec lam"
    ),
    "is_leadership": (
        "lanh dao quan ly|lanh dao|la lanh dao|chuc vu lanh dao|chuc vu lanh dao quan ly|ldql"
        "|can bo lanh dao|can bo lanh dao quan ly|is leadership|leadership|la lanh dao quan ly"
    ),
    "managed_by": (
        "dien quan ly|dien can bo quan ly|cap quan ly|phan cap quan ly|managed by|dien can bo"
        "|cap quan ly can bo|dien btv quan ly|thuoc dien quan ly"
    ),
    "is_primary": "chuc vu chinh|vi tri chinh|la chuc vu chinh|is primary|primary",
    "is_concurrent": "kiem nhiem|la kiem nhiem|chuc vu kiem nhiem|concurrent",
    "start_on": (
        "tu ngay|ngay bo nhiem|bo nhiem tu ngay|ngay giu chuc vu|thoi gian bo nhiem|tu|start date"
        "|start on|from|ngay nhan chuc vu|thoi diem bo nhiem|tu thang nam|ngay bat dau"
        "|ngay bo nhiem chuc vu|ngay giu chuc vu hien tai|thoi gian giu chuc vu|ngay hieu luc"
    ),
    "end_on": "den ngay|ngay ket thuc|den|ket thuc|end date|end on|to|den thang nam|ngay thoi giu",
    "decision": "so quyet dinh|quyet dinh|quyet dinh so|qd bo nhiem|so qd|decision|decision number",
}
_QUALIFICATION: dict[str, str] = {
    "kind": "loai|loai trinh do|linh vuc|kind|type|nhom trinh do|mang trinh do",
    "level": "trinh do|muc|bac|level|trinh do dat duoc|muc trinh do|bac trinh do",
    "awarded_on": (
        "ngay cap|ngay tot nghiep|nam tot nghiep|ngay cap bang|nam cap|awarded on|nam cap bang"
        "|graduation year|thoi gian tot nghiep|ngay cap van bang|thoi diem tot nghiep"
    ),
    "name": (
        "chuyen nganh|nganh|nganh dao tao|ten van bang|van bang|chuyen nganh dao tao|major"
        "|nganh chuyen nganh|van bang chung chi|ten van bang chung chi|qualification name"
    ),
}
_TRAINING: dict[str, str] = {
    "category": (
        "loai boi duong|chuong trinh|noi dung boi duong|loai hinh boi duong|category|nhom boi duong"
        "|chuong trinh boi duong|loai khoa|loai lop|noi dung dao tao boi duong"
    ),
    "completed_on": (
        "ngay hoan thanh|thoi gian hoan thanh|hoan thanh ngay|nam boi duong|completed on"
        "|ngay ket thuc|nam hoan thanh|ngay cap chung chi|ngay cap chung nhan|thoi gian boi duong"
    ),
    "name": "ten khoa|ten lop|khoa boi duong|lop|ten khoa boi duong|lop boi duong|course",
}
_APPRAISAL: dict[str, str] = {
    "year": "nam|nam danh gia|year|nam xep loai",
    "rating": (
        "xep loai|danh gia xep loai|ket qua danh gia|ket qua xep loai|muc xep loai|rating|ket qua"
        "|xep loai chat luong|ket qua danh gia xep loai|xep loai cuoi nam|muc do hoan thanh"
        "|muc do hoan thanh nhiem vu|xep loai danh gia|danh gia|ket qua xep loai chat luong"
    ),
}
_GENDER = {"gender": "gioi tinh|gioi|nam nu|phai|gender|sex|gioi tinh nam nu"}
_LADDERS = {
    "professional": (
        "trinh do chuyen mon|chuyen mon|trinh do dao tao|trinh do chuyen mon nghiep vu|hoc vi"
        "|chuyen mon nghiep vu|trinh do chuyen mon cao nhat|professional|professional qualification"
        "|bang cap|trinh do cm|trinh do chuyen mon dao tao|bang cap chuyen mon|cmnv"
    ),
    "political_theory": (
        "ly luan chinh tri|llct|trinh do llct|trinh do ly luan chinh tri|chinh tri|ll chinh tri"
        "|trinh do chinh tri|political theory|ly luan ct|tdllct"
    ),
    "state_management": (
        "quan ly nha nuoc|qlnn|trinh do qlnn|trinh do quan ly nha nuoc|boi duong qlnn|ql nha nuoc"
        "|state management|chung chi qlnn|kien thuc qlnn|boi duong quan ly nha nuoc"
    ),
    "it_skills": (
        "tin hoc|trinh do tin hoc|chung chi tin hoc|tin hoc van phong|cntt|ung dung cntt"
        "|computer skills|it skills|it"
    ),
    "english": (
        "tieng anh|trinh do tieng anh|anh van|chung chi tieng anh|ngoai ngu tieng anh|english"
    ),
    "other_language": (
        "ngoai ngu khac|tieng khac|chung chi ngoai ngu khac|trinh do ngoai ngu khac"
        "|other language|other foreign language"
    ),
    "minority_language": (
        "tieng dan toc|tieng dan toc thieu so|chung chi tieng dan toc"
        "|chung chi tieng dan toc thieu so|minority language"
    ),
    "grade": (
        "ngach|ngach cong chuc|ngach cbcc|ngach bac|ten ngach|ngach cong chuc hien giu"
        "|ngach hien giu|ngach vien chuc|civil service grade|grade"
    ),
    "professional_name": (
        "chuyen nganh|nganh|nganh dao tao|chuyen nganh dao tao|major|nganh chuyen nganh"
        "|trinh do chuyen mon chuyen nganh|chuyen mon chuyen nganh"
    ),
    "professional_on": "nam tot nghiep|ngay tot nghiep|graduation year|nam cap bang|ngay cap bang",
    "political_theory_on": "nam cap bang llct|nam tot nghiep llct|ngay cap bang llct",
    "state_management_on": "nam cap chung chi qlnn|ngay cap chung chi qlnn",
}
LADDER_FIELDS = tuple(LADDERS)
# What a parent heading makes of a child that means little by itself.
_BELOW = {
    ("born", "nam"): "born:male",
    ("born", "nu"): "born:female",
    ("gender", "nam"): "gender:male",
    ("gender", "nu"): "gender:female",
}
_FIELDS: dict[str, dict[str, str]] = {
    "cadres.csv": {**_IDENTIFICATION, **_GENDER},
    "appointments.csv": {**_IDENTIFICATION, **_APPOINTMENT},
    "qualifications.csv": {**_IDENTIFICATION, **_QUALIFICATION},
    "trainings.csv": {**_IDENTIFICATION, **_TRAINING},
    "appraisals.csv": {**_IDENTIFICATION, **_APPRAISAL},
    PEOPLE: {
        **_IDENTIFICATION,
        **_GENDER,
        **_APPOINTMENT,
        **_LADDERS,
        "rating": _APPRAISAL["rating"],
    },
}
# The field of each heading, by table.
HEADINGS: dict[str, dict[str, str]] = {
    table: {heading: field for field, headings in fields.items() for heading in headings.split("|")}
    for table, fields in _FIELDS.items()
}
# The fields that an officer may choose from, by table.
FIELDS: dict[str, tuple[str, ...]] = {table: tuple(fields) for table, fields in _FIELDS.items()}
# Without these a sheet is not that table; any of those that one entry lists will do.
REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "cadres.csv": (("full_name", "family_name"),),
    "appointments.csv": (
        ("cadre_key", "personal_number", "full_name", "family_name"),
        ("unit",),
        ("title",),
    ),
    "qualifications.csv": (
        ("cadre_key", "personal_number", "full_name", "family_name"),
        ("kind",),
        ("level",),
    ),
    "trainings.csv": (("cadre_key", "personal_number", "full_name", "family_name"), ("category",)),
    "appraisals.csv": (
        ("cadre_key", "personal_number", "full_name", "family_name"),
        ("year",),
        ("rating",),
    ),
    PEOPLE: (
        ("full_name", "family_name"),
        (
            *("unit", "title", "managed_by", "start_on", "rating", "is_leadership"),
            *LADDER_FIELDS,
        ),
        ("born", "gender", "personal_number", "cadre_key"),
    ),
}
# The names of the template's sheets, which settle what headings leave open.
SHEETS: dict[str, str] = {
    "can bo": "cadres.csv",
    "chuc vu": "appointments.csv",
    "trinh do": "qualifications.csv",
    "boi duong": "trainings.csv",
    "danh gia": "appraisals.csv",
    "danh sach can bo": PEOPLE,
}
DATES = ("born", "start_on", "end_on", "awarded_on", "completed_on") + tuple(
    f"{ladder}_on" for ladder in LADDER_FIELDS
)


def below(parent: str, child: str) -> str:
    """Return the field of a child that takes its meaning from the field of its parent, or ""."""
    return _BELOW.get((parent, child), "")


def base(field: str) -> str:
    """Return a field without what its heading adds: "born" of "born:male"."""
    return field.partition(":")[0]
