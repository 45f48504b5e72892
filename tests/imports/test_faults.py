"""Faulty folders: every fault by file, row and column; nothing written; never a traceback."""

import json
import re

import pytest
from django.utils import translation

from tests.imports.folders import HEADINGS, PLAN, SOUND, everything, folder, refused, rows

pytestmark = pytest.mark.django_db
POST = "c1,S1,Giám đốc,yes,city_standing_committee,yes,2015-01-01,"
LINE = re.compile(r"(?P<file>[\w.]+):(?P<row>\d+): (?P<column>[^:]*): (?P<reason>.+)")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def spoilt(name: str, row: int, text: str) -> dict[str, list[str]]:
    """Return the sound folder with one row of a file in other words; row 2 is the first."""
    lines = list(SOUND[f"{name}.csv"])
    lines[row - 2 : row - 1] = [text]
    return rows(**{name: lines})


def faults(path, **kwargs) -> list[tuple[str, int, str, str]]:
    """Load, see that nothing was written, and return each fault in its parts."""
    before = everything()
    *lines, last = refused(path, **kwargs)
    assert everything() == before
    assert re.search(r"\d+", last)
    found = [LINE.fullmatch(line) for line in lines]
    assert all(found), lines
    return [(f["file"], int(f["row"]), f["column"], f["reason"]) for f in found]


# name of the file, row, what stands there; then the column at fault and a word of the reason.
ROWS = [
    # Impossible dates.
    ("cadres", 2, "c1,Nguyễn Văn Ánh,1980-02-30,male", "born", "1980-02-30"),
    ("cadres", 2, "c1,Nguyễn Văn Ánh,1980-13,male", "born", "1980-13"),
    ("cadres", 2, "c1,Nguyễn Văn Ánh,1980-00,male", "born", "1980-00"),
    ("cadres", 2, "c1,Nguyễn Văn Ánh,1980-05-00,male", "born", "1980-05-00"),
    ("cadres", 2, "c1,Nguyễn Văn Ánh,01/05/1980,male", "born", "YYYY-MM-DD"),
    ("cadres", 2, "c1,Nguyễn Văn Ánh,80,male", "born", "YYYY"),
    ("cadres", 2, "c1,Nguyễn Văn Ánh,１９８０,male", "born", "YYYY"),
    ("cadres", 2, "c1,Nguyễn Văn Ánh,0000,male", "born", "0000"),
    ("appointments", 2, POST.replace("2015-01-01", "2015-1-1"), "start_on", "2015-1-1"),
    ("trainings", 2, "c1,knowledge_update,soon", "completed_on", "soon"),
    ("qualifications", 2, "c1,professional,master,2010-06-31", "awarded_on", "2010-06-31"),
    # Codes.
    ("cadres", 2, "c1,Nguyễn Văn Ánh,1980,nam", "gender", "female, male"),
    ("units", 3, "S1,Sở Một,ministry,HN,2010-01-01,", "kind", "ministry"),
    ("qualifications", 2, "c1,professional,advanced,2010", "level", "not a level"),
    ("qualifications", 2, "c1,professional,phd,2010", "level", "phd"),
    ("qualifications", 2, "c1,art,master,2010", "kind", "art"),
    ("trainings", 2, "c1,cooking,2023", "category", "cooking"),
    ("appointments", 2, POST.replace(",yes,city", ",true,city"), "is_leadership", "yes, no"),
    ("appointments", 2, POST.replace("city_standing", "town"), "managed_by", "town_committee"),
    # Empty cells and long ones.
    ("cadres", 2, ",Nguyễn Văn Ánh,1980,male", "key", "empty"),
    ("cadres", 2, "c9,,1980,male", "full_name", "empty"),
    ("cadres", 2, "c1,\u200b \u00a0,1980,male", "full_name", "empty"),
    ("appointments", 2, POST.replace("Giám đốc", ""), "title", "empty"),
    ("cadres", 2, f"c1,{'x' * 2000},1980,male", "full_name", "200"),
    ("cadres", 2, "c1,Nguyễn\x00Ánh,1980,male", "full_name", "control"),
    # Keys that nobody has.
    ("appointments", 2, POST.replace("c1,", "c7,"), "cadre_key", "c7"),
    ("appointments", 2, POST.replace(",S1,", ",S7,"), "unit_key", "S7"),
    ("qualifications", 2, "c7,professional,master,2010", "cadre_key", "c7"),
    ("trainings", 2, "c7,knowledge_update,2010", "cadre_key", "c7"),
    ("units", 4, "P1,Phòng Một,division,S7,2010-01-01,2025-01-01", "parent_key", "S7"),
    ("units", 4, "P1,Phòng Một,division,P1,2010-01-01,2025-01-01", "parent_key", "under itself"),
    # Keys twice.
    ("cadres", 3, "c1,Trần Thị Bích,1985,female", "key", "row 2"),
    # Periods.
    ("appointments", 2, f"{POST}2015-01-01", "end_on", "not after"),
    ("appointments", 2, f"{POST}2014", "end_on", "not after"),
    ("units", 4, "P1,Phòng Một,division,S1,2010-01-01,2010", "end_on", "not after"),
    ("appointments", 4, "c2,P2,Trưởng phòng,yes,department,yes,2024-12-31,", "start_on", "primary"),
    # A closed unit, and one that is not open yet.
    ("appointments", 3, "c2,P1,Chuyên viên,no,unit,no,2012-03,2025-01-02", "unit_key", "P1"),
    ("appointments", 3, "c2,P1,Chuyên viên,no,unit,no,2012-03,", "unit_key", "P1"),
    ("appointments", 5, "c3,P2,Chuyên viên,no,unit,yes,2011-12-31,", "unit_key", "P2"),
    ("appointments", 5, "c3,P2,Chuyên viên,no,unit,yes,,", "unit_key", "P2"),
    # The tree.
    ("units", 4, "P1,Phòng Một,division,S1,2009,2025-01-01", "parent_key", "outlive"),
    ("units", 5, "P2,Phòng Hai,division,P1,2012,", "parent_key", "outlive"),
    ("units", 4, "S1,Sở Khác,department,HN,2015,2016", "start_on", "placed twice"),
    ("units", 4, "S1,Sở Khác,commune,HN,2005,2010-01-01", "kind", "different kinds"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "text", "column", "word"), ROWS)
def test_a_faulty_row_is_named_with_its_column_and_the_reason(
    tmp_path, name, row, text, column, word
):
    found = faults(folder(tmp_path, spoilt(name, row, text)))
    wanted = [reason for *place, reason in found if place == [f"{name}.csv", row, column]]
    assert any(word in reason for reason in wanted), found


def test_of_two_posts_at_once_the_one_that_begins_later_is_named_with_the_other(tmp_path):
    ever = spoilt("appointments", 5, "c2,S1,Cố vấn,no,unit,yes,2011,")
    wanted = ("appointments.csv", 3, "start_on")
    found = [f for f in faults(folder(tmp_path, ever)) if f[:3] == wanted]
    assert len(found) == 1
    assert "row 5" in found[0][3]


def test_a_cycle_is_found_with_every_unit_on_it(tmp_path):
    units = ["HN,Thành phố,city,,,", "A,A,division,C,2020,", "B,B,division,A,2020,",
             "C,C,division,B,2020,", "D,D,division,C,2020,"]  # fmt: skip
    found = faults(folder(tmp_path, rows(units=units, appointments=[])))
    around = {row for file, row, column, reason in found if "further up, under itself" in reason}
    assert {3, 4, 5} <= around
    assert 2 not in around


def test_a_cycle_of_some_days_only_is_found(tmp_path):
    # A under B all the time; B under A in the year 2023 only.
    units = ["HN,Thành phố,city,,,", "A,A,division,B,2020,", "B,B,division,HN,2020,2023",
             "B,B,division,A,2023,2024", "B,B,division,HN,2024,"]  # fmt: skip
    found = faults(folder(tmp_path, rows(units=units, appointments=[])))
    assert {row for *_, row, column, reason in found if "further up" in reason} >= {3, 5}
    apart = [line.replace("A,2023,2024", "HN,2023,2024") for line in units]
    assert not [f for f in faults(folder(tmp_path, rows(units=apart))) if "further up" in f[3]]


def test_every_fault_of_a_row_and_of_every_file_is_told_at_once(tmp_path):
    broken = rows(
        cadres=["c1,,1980-99,x", "c1,B,1985,female"],
        appointments=["c9,S9,,maybe,nobody,yes,2020,2019"],
        trainings=["c9,cooking,never"],
    )
    found = faults(folder(tmp_path, broken))
    places = {(file, row, column) for file, row, column, _ in found}
    assert {("cadres.csv", 2, column) for column in ("full_name", "born", "gender")} <= places
    assert {("appointments.csv", 2, c) for c in ("title", "is_leadership", "managed_by")} <= places
    assert {("trainings.csv", 2, c) for c in ("category", "completed_on")} <= places
    assert found == sorted(found, key=lambda f: (f[0], f[1]))


def test_the_first_two_hundred_faults_are_shown_and_the_rest_counted(tmp_path):
    cadres = [f"c{n},Tên,1980-99,male" for n in range(250)]
    *lines, more, last = refused(folder(tmp_path, rows(cadres=cadres, appointments=[],
                                                      qualifications=[], trainings=[])))  # fmt: skip
    assert len(lines) == 200
    assert lines[0].startswith("cadres.csv:2: born: ")
    assert lines[-1].startswith("cadres.csv:201: born: ")
    assert "50" in more
    assert "250" in last


@pytest.mark.parametrize("name", ["units", "cadres", "appointments", "qualifications", "trainings"])
def test_a_missing_file_and_a_missing_column_are_named(tmp_path, name):
    path = folder(tmp_path)
    file = path / f"{name}.csv"
    text = file.read_text()
    file.unlink()
    assert (f"{name}.csv", 0, "", "the file is missing") in faults(path)
    dropped = HEADINGS[f"{name}.csv"].split(",")[1]
    file.write_text(text.replace(f",{dropped}", ",something", 1))
    found = faults(path)
    assert (f"{name}.csv", 1, dropped, "the column is missing") in found
    file.write_text("")
    assert [fault[:2] for fault in faults(path) if fault[0] == file.name] == [(file.name, 1)]


def test_a_folder_in_place_of_a_file_is_a_fault(tmp_path):
    path = folder(tmp_path)
    (path / "units.csv").unlink()
    (path / "units.csv").mkdir()
    assert ("units.csv", 0) in {fault[:2] for fault in faults(path)}


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258", "latin-1"])
def test_another_encoding_is_named_with_the_row_where_it_shows(tmp_path, encoding):
    path = folder(tmp_path)
    # Letters that both code pages know, in the third row.
    text = "key,full_name,born,gender\nc1,Nguyen An,1980,male\nc2,Lê Bá,1985,female\n"
    (path / "cadres.csv").write_bytes(text.encode(encoding))
    row = 1 if encoding == "utf-16" else 3
    found = [fault for fault in faults(path) if fault[0] == "cadres.csv"]
    assert [fault[1] for fault in found] == [row]
    assert "UTF-8" in found[0][3]


@pytest.mark.parametrize(
    "lines",
    [
        ["c1,Nguyễn Văn Ánh,1980-05-06,male", "c2,Trần Thị Bích,1985,female,more"],
        ["c1,Nguyễn Văn Ánh,1980-05-06,male", "c2,Trần Thị Bích,1985,female,more,and,more"],
    ],
)
def test_cells_without_a_heading_are_named_by_row(tmp_path, lines):
    found = faults(folder(tmp_path, rows(cadres=[*lines, "c3,Lê Cường,,"])))
    assert ("cadres.csv", 3) in {fault[:2] for fault in found}


def test_cells_without_a_heading_in_every_row_are_not_lost_in_silence(tmp_path):
    cadres = [f"{line},more" for line in SOUND["cadres.csv"]]
    found = faults(folder(tmp_path, rows(cadres=cadres)))
    assert {("cadres.csv", row) for row in (2, 3, 4)} <= {fault[:2] for fault in found}


def test_a_cell_without_a_heading_in_the_first_row_alone_is_not_lost_in_silence(tmp_path):
    found = faults(folder(tmp_path, spoilt("cadres", 2, "c1,Nguyễn Văn Ánh,1980,male,more")))
    assert ("cadres.csv", 2) in {fault[:2] for fault in found}


@pytest.mark.parametrize("mark", ["\x01", "\x1b", "\x7f"])
def test_a_character_that_cannot_be_printed_is_a_fault(tmp_path, mark):
    found = faults(folder(tmp_path, spoilt("cadres", 2, f"c1,Nguyễn{mark}Ánh,1980,male")))
    assert ("cadres.csv", 2, "full_name") in {fault[:3] for fault in found}


def test_a_row_cut_short_misses_its_cells(tmp_path):
    found = faults(folder(tmp_path, spoilt("appointments", 2, "c1,S1,Giám đốc")))
    assert ("appointments.csv", 2, "managed_by") in {fault[:3] for fault in found}


def test_a_quote_that_never_ends_is_a_fault(tmp_path):
    found = faults(folder(tmp_path, spoilt("cadres", 2, 'c1,"Nguyễn Văn Ánh,1980,male')))
    assert "cadres.csv" in {fault[0] for fault in found}


def test_a_cell_of_any_size_is_a_fault_not_a_breakdown(tmp_path):
    huge = "x" * 200_000
    assert faults(folder(tmp_path, spoilt("cadres", 2, f"c1,{huge},1980,male")))
    assert faults(folder(tmp_path, spoilt("cadres", 2, f"c1,{huge},1980,male,more")))


@pytest.mark.parametrize("separator", [";", "\t"])
def test_another_separator_is_a_fault_of_the_headings(tmp_path, separator):
    path = folder(tmp_path)
    file = path / "cadres.csv"
    file.write_text(file.read_text().replace(",", separator))
    found = [fault for fault in faults(path) if fault[0] == "cadres.csv"]
    assert {fault[1] for fault in found} == {1}
    assert {"key", "full_name", "born", "gender"} <= {fault[2] for fault in found}


def test_a_line_that_names_the_separator_is_a_fault_of_the_headings(tmp_path):
    path = folder(tmp_path)
    file = path / "cadres.csv"
    file.write_text("sep=,\n" + file.read_text())
    assert {fault[1] for fault in faults(path) if fault[0] == "cadres.csv"} <= {1, 2, 3, 4, 5}


def test_an_unknown_column_is_named(tmp_path):
    path = folder(tmp_path)
    file = path / "trainings.csv"
    file.write_text("cadre_key,category,completed_on,salary\nc1,knowledge_update,2023,5\n")
    assert ("trainings.csv", 1, "salary", "the column is not known") in faults(path)


def test_a_heading_twice_is_a_fault(tmp_path):
    path = folder(tmp_path)
    (path / "trainings.csv").write_text("cadre_key,category,completed_on,category\nc1,a,2023,b\n")
    assert ("trainings.csv", 1) in {fault[:2] for fault in faults(path)}


def planned(**changes):
    plan = json.loads(json.dumps(PLAN))
    plan["targets"][0].update({k: v for k, v in changes.items() if k in plan["targets"][0]})
    plan.update(
        {k: v for k, v in changes.items() if k not in PLAN["targets"][0] or k in ("period",)}
    )
    return plan


PLANS = [
    ({"threshold_bp": 0}, "$.targets[0].threshold_bp"),
    ({"threshold_bp": 10_001}, "$.targets[0].threshold_bp"),
    ({"threshold_bp": 15.5}, "$.targets[0].threshold_bp"),
    ({"threshold_bp": True}, "$.targets[0].threshold_bp"),
    ({"due_on": "2025-02-30"}, "$.targets[0].due_on"),
    ({"due_on": "20251231"}, "$.targets[0].due_on"),
    ({"due_on": None}, "$.targets[0].due_on"),
    ({"population": {"gender": "female"}}, "$.targets[0].population.gender"),
    ({"population": None}, "$.targets[0].population"),
    ({"criterion": {"all": [{"age_below": "x"}]}}, "$.targets[0].criterion.all[0].age_below"),
    (
        {"criterion": {"not": {"trained": {"category": "cooking", "within_months": 3}}}},
        "$.targets[0].criterion.not.trained.category",
    ),
    ({"period": ["2021-01-01"]}, "$.period"),
    ({"period": ["2021-01-01", "2021-01-01"]}, "$.period"),
    ({"period": ["2021-01-01", "later"]}, "$.period[1]"),
    ({"targets": {}}, "$.targets"),
    ({"targets": [5]}, "$.targets[0].code"),
    ({"targets": [PLAN["targets"][0], PLAN["targets"][0]]}, "$.targets[1].code"),
]


@pytest.mark.parametrize(("changes", "path"), PLANS)
def test_a_fault_of_the_plan_is_named_by_its_path(tmp_path, changes, path):
    found = faults(folder(tmp_path, plan=planned(**changes)))
    assert ("plan.json", 0, path) in {fault[:3] for fault in found}


@pytest.mark.parametrize("name", ["code", "name"])
@pytest.mark.parametrize("value", ["", " ", None, 5, "x" * 2000, "a\x00b", "a\ud800b"])
def test_a_text_of_the_plan_that_cannot_be_kept_is_named(tmp_path, name, value):
    of_plan = {**PLAN, name: value}
    assert ("plan.json", 0, f"$.{name}") in {f[:3] for f in faults(folder(tmp_path, plan=of_plan))}
    of_target = {**PLAN, "targets": [{**PLAN["targets"][0], name: value}]}
    found = faults(folder(tmp_path, plan=of_target))
    assert ("plan.json", 0, f"$.targets[0].{name}") in {fault[:3] for fault in found}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"5", b"null", b'{"code": "a"}', b"\xff\xfe{}", b"[" * 100_000,
     b'{"code":' * 5000],
)  # fmt: skip
def test_a_plan_that_is_no_plan_is_a_fault(tmp_path, content):
    path = folder(tmp_path)
    (path / "plan.json").write_bytes(content)
    assert {fault[0] for fault in faults(path)} == {"plan.json"}


def test_a_dry_run_finds_the_same_faults(tmp_path):
    path = folder(tmp_path, spoilt("cadres", 2, "c1,,1980-99,x"), plan=planned(threshold_bp=0))
    assert refused(path, "--dry-run") == refused(path)


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path):
    assert "no folder" in refused(tmp_path / "nowhere")[-1]


def test_faults_are_told_in_vietnamese(tmp_path):
    path = folder(tmp_path, spoilt("cadres", 2, "c1,,1980-99,male"))
    with translation.override("vi"):
        said = "\n".join(refused(path))
    assert "cadres.csv:2: born: " in said
    assert re.search("[ạảãấầếệịọộớợụứừự]", said)
    assert "must not be empty" not in said
