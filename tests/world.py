"""One small province on 30 June 2025, whose stories every test tells.

The tree::

    TINH  Tỉnh Sông Hồng             An leads it
      SNV   Sở Nội vụ                Bình heads it
        PTC   Phòng Tổ chức
        PDT   Phòng Đào tạo          closed on 1 March 2025; Minh went from there to PTC
      SYT   Sở Y tế                  Chi heads it, and must see nothing of Bình's
        PNV   Phòng Nghiệp vụ
        PKH   Phòng Kế hoạch         nobody serves there

Who counts on that day: + met, - not met, ? unknown, nothing: outside the population::

                young  women  trained  qualified   why
    TINH An       -      -      +                  55; a man; trained 10 May 2023
         Dũng     +             -                  35; never trained
    SNV  Bình     -      +      +                  44; trained in November 2022
         Giang    +             +        ?         born 29 February 1988; theory not recorded
    PTC  Khoa     -      -      ?        +         forty on this very day; training undated
         Lan      +             -        +         forty tomorrow; trained in 2019, too early
         Minh     ?             -                  born in 1985; never trained
    SYT  Chi      -      +      +                  49; trained 1 January 2021, the first day
         Hạnh     +             +        +         29; trained on this very day
    PNV  Oanh     +      +      +        +         34; trained in 2022
         Phúc     +             -                  32; never trained
         Quân     -             ?        -         56; trained in 2025; theory elementary

The figures, met / not met / unknown, with everything below; (own) where it differs::

              young 50 %         women 60 %        trained 100 %      qualified 100 %
    TINH  6/5/1 (own 1/1/0)  3/2/0 (own 0/1/0)  6/4/2 (own 1/1/0)  4/1/1 (own 0/0/0)
    SNV   2/2/1 (own 1/1/0)  1/1/0 (own 1/0/0)  2/2/1 (own 2/0/0)  2/0/1 (own 0/0/1)
    PTC   1/1/1              0/1/0              0/2/1              2/0/0
    SYT   3/2/0 (own 1/1/0)  2/0/0 (own 1/0/0)  3/1/1 (own 2/0/0)  2/1/0 (own 1/0/0)
    PNV   2/1/0              1/0/0              1/1/1              1/1/0
    PKH   0/0/0              0/0/0              0/0/0              0/0/0

The verdicts that follow, with the people to be changed, or to spare::

    TINH  met, 0 to spare    met, 0 to spare    not met, 6         not met, 2
    SNV   undetermined, 1    not met, 1         not met, 3         undetermined, 1
    SYT   met, 0 to spare    met, 0 to spare    not met, 2         not met, 1
    PTC   undetermined, 1    not met, 1         not met, 3         met, 0 to spare
    PNV   met, 0 to spare    met, 0 to spare    not met, 2         not met, 1
    PKH   no population everywhere
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.cadres.models import Appointment, Cadre, Qualification, Training
from apps.common.text import search_key
from apps.metrics.models import Run
from apps.targets.models import Plan, TargetVersion
from apps.units.models import Placement, Unit
from tests.factories import (
    EVERYONE,
    UPDATE,
    a_member,
    a_plan,
    a_target,
    list_training_categories,
    new_appointment,
    new_cadre,
    rebuild_tree,
)

DAY = date(2025, 6, 30)
CLOSED_ON = "2025-03-01"
LEADER = {"is_leadership": True}
DEGREE = {"qualification_at_least": {"kind": "professional", "level": "university"}}
THEORY = {"qualification_at_least": {"kind": "political_theory", "level": "intermediate"}}
TRAINED = {"trained": {"category": UPDATE, "since": "2021-01-01", "until": "2025-12-31"}}

UNITS = [
    ("TINH", "Tỉnh Sông Hồng", "city", None, None),
    ("SNV", "Sở Nội vụ", "department", "TINH", None),
    ("PTC", "Phòng Tổ chức", "division", "SNV", None),
    ("PDT", "Phòng Đào tạo", "division", "SNV", CLOSED_ON),
    ("SYT", "Sở Y tế", "department", "TINH", None),
    ("PNV", "Phòng Nghiệp vụ", "division", "SYT", None),
    ("PKH", "Phòng Kế hoạch", "division", "SYT", None),
]
CITY, PARTY = "city_standing_committee", "subordinate_standing_committee"
# unit, key, name, born, gender, leads, managed by, degree, theory, trained
CADRES = [
    ("TINH", "an", "Nguyễn Văn An", "1970-03-02", "male", True, CITY, "master", "advanced", "2023-05-10"),
    ("TINH", "dung", "Đỗ Tiến Dũng", "1990-01-15", "male", False, "unit", "university", "intermediate", ""),
    ("SNV", "binh", "Trần Thị Bình", "1980-07-01", "female", True, PARTY, "master", "advanced", "2022-11"),
    ("SNV", "giang", "Vũ Giang", "1988-02-29", "", False, "department", "university", "", "2024-03-05"),
    ("PTC", "khoa", "Phạm Đăng Khoa", "1985-06-30", "male", True, "department", "university", "intermediate", None),
    ("PTC", "lan", "Hoàng Thị Lan", "1985-07-01", "female", False, "department", "doctorate", "advanced", "2019-09-09"),
    ("PTC", "minh", "Bùi Quang Minh", "1985", "male", False, "unit", "college", "intermediate", ""),
    ("SYT", "chi", "Lê Thị Chi", "1975-12", "female", True, PARTY, "doctorate", "bachelor", "2021-01-01"),
    ("SYT", "hanh", "Ngô Thị Hạnh", "1995-08-20", "female", False, "department", "university", "intermediate", "2025-06-30"),
    ("PNV", "oanh", "Đặng Kim Oanh", "1991-05", "female", True, "department", "master", "intermediate", "2022"),
    ("PNV", "phuc", "Lý Hoàng Phúc", "1992-10-10", "male", False, "unit", "intermediate", "none", ""),
    ("PNV", "quan", "Trịnh Minh Quân", "1969-04-30", "male", False, "department", "university", "elementary", "2025"),
]  # fmt: skip


@dataclass
class World:
    """The province: its units, people, targets and users by name."""

    day: date
    units: dict[str, Unit]
    cadres: dict[str, Cadre]
    plan: Plan
    young: TargetVersion
    women: TargetVersion
    trained: TargetVersion
    qualified: TargetVersion
    an: User
    binh: User
    chi: User
    officer: User
    coordinator: User
    auditor: User
    administrator: User
    run: Run | None = None

    @property
    def province(self) -> Unit:
        """TINH, the root."""
        return self.units["TINH"]

    @property
    def interior(self) -> Unit:
        """SNV, Bình's department."""
        return self.units["SNV"]

    @property
    def health(self) -> Unit:
        """SYT, Chi's department."""
        return self.units["SYT"]

    @property
    def organisation(self) -> Unit:
        """PTC, a division of Bình's department."""
        return self.units["PTC"]

    @property
    def closed(self) -> Unit:
        """PDT, closed on 1 March 2025."""
        return self.units["PDT"]

    @property
    def profession(self) -> Unit:
        """PNV, a division of Chi's department."""
        return self.units["PNV"]

    @property
    def empty(self) -> Unit:
        """PKH, where nobody serves."""
        return self.units["PKH"]

    @property
    def targets(self) -> list[TargetVersion]:
        """The four targets in the order of the plan."""
        return [self.young, self.women, self.trained, self.qualified]


def make_world() -> World:
    """Write the province into the database."""
    list_training_categories()
    units = _make_units()
    cadres = _make_cadres(units)
    plan = a_plan("KH-01", name="Nâng cao chất lượng đội ngũ cán bộ")
    root = units["TINH"]
    department = {"managed_by_in": ["department"]}
    return World(
        day=DAY,
        units=units,
        cadres=cadres,
        plan=plan,
        young=a_target({"age_below": 40}, plan=plan, code="young", name="Cán bộ trẻ"),
        women=a_target(
            {"gender": "female"},
            plan=plan,
            code="women",
            name="Cán bộ nữ lãnh đạo",
            population=LEADER,
            threshold_bp=6000,
        ),
        trained=a_target(
            TRAINED,
            plan=plan,
            code="trained",
            name="Bồi dưỡng, cập nhật kiến thức",
            population=EVERYONE,
            threshold_bp=10_000,
        ),
        qualified=a_target(
            {"all": [DEGREE, THEORY]},
            plan=plan,
            code="qualified",
            name="Đạt chuẩn trình độ",
            population=department,
            threshold_bp=10_000,
        ),
        an=a_member("an", Role.LEADER, root, full_name="Nguyễn Văn An"),
        binh=a_member("binh", Role.HEAD, units["SNV"], full_name="Trần Thị Bình"),
        chi=a_member("chi", Role.HEAD, units["SYT"], full_name="Lê Thị Chi"),
        officer=a_member("officer", Role.OFFICER, units["SNV"], full_name="Vũ Giang"),
        coordinator=a_member("coordinator", Role.COORDINATOR, root, full_name="Điều Phối"),
        auditor=a_member("auditor", Role.AUDITOR, root, full_name="Kiểm Tra"),
        administrator=a_member("administrator", Role.ADMINISTRATOR, root, full_name="Quản Trị"),
    )


def _make_units() -> dict[str, Unit]:
    rows = [
        Unit(key=key, name=name, name_key=search_key(name), kind=kind)
        for key, name, kind, _under, _until in UNITS
    ]
    units = {unit.key: unit for unit in Unit.objects.bulk_create(rows)}
    Placement.objects.bulk_create(
        Placement(unit=units[key], parent=units[under] if under else None, name=name, end_on=until)
        for key, name, _kind, under, until in UNITS
    )
    rebuild_tree()
    return units


def _make_cadres(units: dict[str, Unit]) -> dict[str, Cadre]:
    rows = [
        new_cadre(key, name=name, born=born, gender=gender)
        for _unit, key, name, born, gender, *_facts in CADRES
    ]
    cadres = {cadre.key: cadre for cadre in Cadre.objects.bulk_create(rows)}
    posts, degrees, courses = [], [], []
    for unit, key, _name, _born, _gender, leads, manager, degree, theory, trained in CADRES:
        cadre = cadres[key]
        said = {
            "title": "Trưởng" if leads else "Chuyên viên",
            "is_leadership": leads,
            "managed_by": manager,
        }
        if key == "minh":
            posts.append(new_appointment(cadre, units["PDT"], end_on=CLOSED_ON, **said))
            said["start_on"] = CLOSED_ON
        posts.append(new_appointment(cadre, units[unit], **said))
        degrees.append(Qualification(cadre=cadre, kind="professional", level=degree))
        if theory:
            degrees.append(Qualification(cadre=cadre, kind="political_theory", level=theory))
        if trained != "":
            courses.append(Training(cadre=cadre, category_id=UPDATE, completed_on=trained))
    Appointment.objects.bulk_create(posts)
    Qualification.objects.bulk_create(degrees)
    Training.objects.bulk_create(courses)
    return cadres
