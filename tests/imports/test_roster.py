"""Adding a folder to what is recorded: by key, with history, all or nothing."""

import unicodedata

import pytest
from django.apps import apps

from apps.cadres.models import Appointment, Cadre, ChangedCadre, Qualification, Training
from apps.imports.roster.dumping import dump_roster
from apps.targets.models import Plan, TargetVersion
from apps.units.models import Lineage, Placement, Unit
from tests.imports.folders import PLAN, SOUND, everything, folder, loaded, refused, rows

pytestmark = pytest.mark.django_db
FILES = ["units.csv", "cadres.csv", "appointments.csv", "qualifications.csv", "trainings.csv",
         "appraisals.csv"]  # fmt: skip


def counts(lines: list[str]) -> dict[str, tuple[int, int, int]]:
    """Read what the command printed: new, corrected and unchanged rows by file."""
    told = {}
    for line in lines:
        file, _, rest = line.partition(": ")
        if file.endswith((".csv", ".json")):
            told[file] = tuple(int(word) for word in rest.split() if word.isdigit())
    return told


def events(model: type) -> list:
    """Return the history of a table, the oldest first."""
    event = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    return list(event.objects.order_by("pgh_id").select_related("pgh_context"))


@pytest.fixture
def recorded(tmp_path):
    """The sound folder, loaded; what it changed has been taken in."""
    loaded(folder(tmp_path / "first", plan=PLAN), "--by", "an")
    ChangedCadre.objects.all().delete()
    return tmp_path


def test_a_first_load_is_all_new(tmp_path):
    told = counts(loaded(folder(tmp_path, plan=PLAN)))
    assert told == {
        "units.csv": (4, 0, 0),
        "cadres.csv": (3, 0, 0),
        "appointments.csv": (4, 0, 0),
        "qualifications.csv": (2, 0, 0),
        "trainings.csv": (1, 0, 0),
        "appraisals.csv": (0, 0, 0),
        "plan.json": (1, 0, 0),
    }
    binh = Cadre.objects.get(key="c2")
    assert (binh.full_name, str(binh.born), binh.gender) == ("Trần Thị Bích", "1985", "female")
    assert binh.name_key == "tran thi bich"
    assert Cadre.objects.named("BICH tran").get() == binh
    assert Lineage.objects.filter(unit__key="P1", ancestor__key="HN").get().distance == 2


def test_the_same_folder_again_changes_nothing_and_leaves_no_trace(recorded):
    before = everything()
    told = counts(loaded(recorded / "first", "--by", "binh"))
    assert everything() == before
    assert all(row[:2] == (0, 0) for row in told.values())
    assert told["appointments.csv"][2] == 4
    assert not ChangedCadre.objects.exists()


def test_a_changed_row_is_a_correction_with_its_history(recorded):
    cadres = [SOUND["cadres.csv"][0].replace("1980-05-06", "1981-05-06"), *SOUND["cadres.csv"][1:]]
    told = counts(loaded(folder(recorded / "second", rows(cadres=cadres)), "--by", "binh"))
    assert told["cadres.csv"] == (0, 1, 2)
    assert {row[:2] for file, row in told.items() if file != "cadres.csv"} == {(0, 0)}
    assert str(Cadre.objects.get(key="c1").born) == "1981-05-06"
    history = [event for event in events(Cadre) if event.key == "c1"]
    assert [(e.pgh_label, str(e.born)) for e in history] == [
        ("insert", "1980-05-06"),
        ("update", "1981-05-06"),
    ]
    assert [e.pgh_context.metadata["username"] for e in history] == ["an", "binh"]
    assert history[1].pgh_context.metadata["reason"] == "load_roster"
    assert len(events(Cadre)) == 4
    assert set(ChangedCadre.objects.values_list("cadre_id", flat=True)) == {history[0].pgh_obj_id}


def test_new_rows_alone_name_who_loaded_them(recorded):
    more = dict.fromkeys(SOUND, []) | {"cadres.csv": ["c4,Hoàng Dung,1990,female"]}
    loaded(folder(recorded / "second", more), "--by", "binh")
    last = events(Cadre)[-1]
    assert (last.key, last.pgh_label) == ("c4", "insert")
    assert last.pgh_context.metadata["username"] == "binh"


def test_a_correction_of_a_post_keeps_the_row_and_the_others(recorded):
    before = set(Appointment.objects.values_list("pk", flat=True))
    posts = [SOUND["appointments.csv"][0].replace("Giám đốc", "Phó giám đốc")]
    told = counts(loaded(folder(recorded / "second", rows(appointments=posts))))
    assert told["appointments.csv"] == (0, 1, 0)
    assert set(Appointment.objects.values_list("pk", flat=True)) == before
    assert Appointment.objects.get(cadre__key="c1").title == "Phó giám đốc"


def test_what_a_folder_leaves_out_stays(recorded):
    empty = dict.fromkeys(
        ["units.csv", "cadres.csv", "appointments.csv", "qualifications.csv", "trainings.csv"], []
    )
    before = everything()
    loaded(folder(recorded / "second", empty))
    assert everything() == before


def test_a_second_folder_extends_the_first(recorded):
    more = rows(
        units=["P3,Phòng Ba,division,S1,2020,"],
        cadres=["c4,Hoàng Dung,1990,female"],
        appointments=["c4,P3,Chuyên viên,no,unit,yes,2020,", "c1,P3,Kiêm nhiệm,yes,unit,no,2021,"],
        qualifications=["c4,professional,university,2012", "c1,political_theory,bachelor,"],
        trainings=["c1,knowledge_update,2024"],
    )
    told = counts(loaded(folder(recorded / "second", more)))
    assert [told[file][0] for file in FILES[:5]] == [1, 1, 2, 2, 1]
    assert Unit.objects.count() == 5
    assert Lineage.objects.filter(unit__key="P3", ancestor__key="HN").exists()
    assert Training.objects.filter(cadre__key="c1").count() == 2


def test_ending_a_post_and_beginning_the_next_is_one_correction_and_one_new_row(recorded):
    posts = ["c3,P2,Chuyên viên,no,unit,yes,2013,2024-06", "c3,S1,Phó phòng,yes,unit,yes,2024-06,"]
    told = counts(loaded(folder(recorded / "second", rows(appointments=posts))))
    assert told["appointments.csv"] == (1, 1, 0)
    assert Appointment.objects.filter(cadre__key="c3").count() == 2


@pytest.mark.parametrize(
    ("posts", "word"),
    [
        # What is recorded of c1 has no end.
        (["c1,P2,Trưởng phòng,yes,unit,yes,2020,"], "appointments.csv:2: start_on: "),
        # P1 closed on 1 January 2025.
        (["c3,P1,Chuyên viên,no,unit,no,2025,"], "appointments.csv:2: unit_key: "),
    ],
)
def test_a_folder_must_fit_what_is_recorded(recorded, posts, word):
    before = everything()
    lines = refused(folder(recorded / "second", rows(units=[], appointments=posts)))
    assert [line for line in lines if line.startswith(word)]
    assert everything() == before


@pytest.mark.parametrize(
    "unit",
    [
        "S1,Sở Một,department,HN,2010-01-01,2020",  # P1 and P2 and their people would outlive it
        "P2,Phòng Hai,division,S1,2012,2014",  # c2 and c3 serve there
    ],
)
def test_a_unit_is_not_closed_over_the_heads_of_those_recorded(recorded, unit):
    before = everything()
    lines = refused(folder(recorded / "second", rows(units=[unit], appointments=[])))
    assert [line for line in lines if line.startswith("units.csv:")]
    assert everything() == before


def test_a_unit_that_moves_has_two_rows_and_keeps_its_people(recorded):
    units = ["P2,Phòng Hai,division,S1,2012,2024", "P2,Phòng Hai mới,division,HN,2024,"]
    told = counts(loaded(folder(recorded / "second", rows(units=units))))
    assert told["units.csv"] == (1, 1, 0)
    assert Unit.objects.get(key="P2").name == "Phòng Hai mới"
    assert [p.name for p in Placement.objects.filter(unit__key="P2").order_by("start_day")] == [
        "Phòng Hai",
        "Phòng Hai mới",
    ]


@pytest.mark.parametrize(
    ("recorded_on", "told_on", "is_refined"),
    [
        ("2023", "2023-05", True),
        ("2023-05", "2023-05-17", True),
        ("", "2023-05-17", True),
        ("2023", "2024-05", False),
        ("2023-05", "2023", False),
        ("2023-05-17", "2023-05-18", False),
    ],
)
def test_a_date_that_becomes_better_known_is_the_same_fact(
    tmp_path, recorded_on, told_on, is_refined
):
    first, second = ([f"c1,knowledge_update,{on}"] for on in (recorded_on, told_on))
    loaded(folder(tmp_path / "first", rows(trainings=first)))
    told = counts(loaded(folder(tmp_path / "second", rows(trainings=second))))
    assert told["trainings.csv"] == ((0, 1, 0) if is_refined else (1, 0, 0))
    assert Training.objects.count() == (1 if is_refined else 2)


def test_two_facts_that_one_vague_date_could_mean_are_both_new(tmp_path):
    loaded(folder(tmp_path / "first", rows(trainings=["c1,knowledge_update,2023"])))
    both = ["c1,knowledge_update,2023-05", "c1,knowledge_update,2023-09"]
    told = counts(loaded(folder(tmp_path / "second", rows(trainings=both))))
    assert told["trainings.csv"] == (2, 0, 0)
    assert Training.objects.count() == 3


def test_the_same_course_twice_on_a_day_is_two_rows_once(tmp_path):
    twice = ["c1,knowledge_update,2023-05-05"] * 2
    path = folder(tmp_path, rows(trainings=twice))
    assert counts(loaded(path))["trainings.csv"] == (2, 0, 0)
    assert counts(loaded(path))["trainings.csv"] == (0, 0, 2)


def test_a_dry_run_says_what_a_load_then_does_and_writes_nothing(recorded):
    cadres = [SOUND["cadres.csv"][0].replace("male", "female"), "c4,Hoàng Dung,1990,"]
    plan = {**PLAN, "targets": [{**PLAN["targets"][0], "threshold_bp": 2000},
                                {**PLAN["targets"][0], "code": "NEW"}]}  # fmt: skip
    path = folder(recorded / "second", rows(cadres=cadres), plan=plan)
    before = everything()
    said = loaded(path, "--dry-run")
    assert everything() == before
    assert len(said) == 8
    told = counts(said)
    assert told["cadres.csv"] == (1, 1, 0)
    assert told["plan.json"] == (1, 1, 0)
    assert counts(loaded(path)) == told


def test_a_dry_run_on_an_empty_database_counts_everything_as_new(tmp_path):
    path = folder(tmp_path, plan=PLAN)
    said = counts(loaded(path, "--dry-run"))
    assert not Plan.objects.exists()
    assert counts(loaded(path)) == said


def test_a_changed_target_is_a_correction_of_its_latest_version(recorded):
    plan = {**PLAN, "targets": [{**PLAN["targets"][0], "threshold_bp": 2000}]}
    told = counts(loaded(folder(recorded / "second", plan=plan), "--by", "binh"))
    assert told["plan.json"] == (0, 1, 0)
    assert TargetVersion.objects.get().threshold_bp == 2000
    last = events(TargetVersion)[-1]
    assert (last.pgh_label, last.pgh_context.metadata["username"]) == ("update", "binh")


def test_without_a_plan_the_plan_stays(recorded):
    loaded(folder(recorded / "second"))
    assert Plan.objects.count() == 1


def test_text_is_kept_in_one_form_whatever_the_file_holds(tmp_path):
    name = unicodedata.normalize("NFD", "Nguyễn  Thị\u00a0Hòa ")
    cadres = [f'c1,"{name}",1980-05-06,male', *SOUND["cadres.csv"][1:]]
    loaded(folder(tmp_path, rows(cadres=cadres)))
    assert Cadre.objects.get(key="c1").full_name == "Nguyễn Thị Hòa"
    assert Cadre.objects.named("hoà").get().key == "c1"


def test_a_key_in_another_form_is_the_same_key(recorded):
    loaded(folder(recorded / "a", rows(cadres=["số-1,Một,1980,"])))
    told = counts(
        loaded(
            folder(recorded / "b", rows(cadres=[unicodedata.normalize("NFD", "số-1,Một,1980,")]))
        )
    )
    assert told["cadres.csv"] == (0, 0, 1)


@pytest.mark.parametrize(
    "name",
    ['=HYPERLINK("http://x")', "@SUM(A1)", "-1+1", "<script>alert(1)</script>", "a, b; c", "NULL",
     "nan", "NA", "\\N", "\\.", "O'Brien", "100%", "{x}", "%s", "🙂", "x" * 200],
)  # fmt: skip
def test_text_is_data_whatever_it_looks_like(tmp_path, name):
    quoted = name.replace('"', '""')
    cadres = [f'c1,"{quoted}",1980-05-06,male', *SOUND["cadres.csv"][1:]]
    loaded(folder(tmp_path, rows(cadres=cadres)))
    assert Cadre.objects.get(key="c1").full_name == name
    assert counts(loaded(tmp_path))["cadres.csv"] == (0, 0, 3)


def test_a_name_over_two_lines_is_one_line(tmp_path):
    cadres = ['c1,"Nguyễn\r\nVăn Ánh",1980-05-06,male', *SOUND["cadres.csv"][1:]]
    loaded(folder(tmp_path, rows(cadres=cadres)))
    assert Cadre.objects.get(key="c1").full_name == "Nguyễn Văn Ánh"


@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("\n", "\n\n").encode(),
        lambda text: (text + "," * text.split("\n")[0].count(",") + "\n \n").encode(),
        lambda text: text.replace("\n", " \n").encode(),
    ],
    ids=["mark", "crlf", "cr", "no last line end", "blank rows", "empty rows", "spaces"],
)
def test_a_file_loads_however_a_program_writes_it(tmp_path, written):
    path = folder(tmp_path)
    for file in path.iterdir():
        file.write_bytes(written(file.read_text()))
    told = counts(loaded(path))
    assert [told[name][0] for name in FILES[:5]] == [4, 3, 4, 2, 1]


def test_columns_may_stand_in_any_order_and_optional_ones_are_kept(tmp_path):
    path = folder(tmp_path)
    (path / "trainings.csv").write_text(
        "name,completed_on,category,cadre_key\nLớp K5,2023-05,knowledge_update,c1\n"
    )
    (path / "appraisals.csv").write_text("cadre_key,year,rating\nc1,2024,good\n")
    loaded(path)
    assert Training.objects.get().name == "Lớp K5"
    assert Cadre.objects.get(key="c1").appraisals.get().rating == "good"


MARKED = (
    "key,full_name,born,gender,is_party_member,is_minority,is_religious\n"
    "c1,Nguyễn Văn Ánh,1980-05-06,male,yes,no,\n"
    "c2,Trần Thị Bích,1985,female,,yes,no\n"
    "c3,Lê Cường,,,,,\n"
)


def marks():
    return list(
        Cadre.objects.order_by("key").values_list("is_party_member", "is_minority", "is_religious")
    )


def test_marks_are_optional_and_a_folder_without_them_leaves_them_alone(tmp_path):
    (folder(tmp_path) / "cadres.csv").write_text(MARKED)
    loaded(tmp_path)
    recorded_marks = [(True, False, None), (None, True, False), (None, None, None)]
    assert marks() == recorded_marks
    told = counts(loaded(folder(tmp_path / "again")))
    assert told["cadres.csv"] == (0, 0, 3)
    assert marks() == recorded_marks


def test_marks_are_dumped_and_come_back(tmp_path):
    (folder(tmp_path / "first") / "cadres.csv").write_text(MARKED)
    loaded(tmp_path / "first")
    dump_roster(tmp_path / "dump", plan=None)
    assert (tmp_path / "dump" / "cadres.csv").read_text() == MARKED
    assert counts(loaded(tmp_path / "dump"))["cadres.csv"] == (0, 0, 3)


def test_a_mark_is_corrected_with_its_history(tmp_path):
    loaded(folder(tmp_path))
    (tmp_path / "cadres.csv").write_text(MARKED)
    assert counts(loaded(tmp_path))["cadres.csv"] == (0, 2, 1)
    assert marks()[0] == (True, False, None)


def test_a_file_with_headings_alone_is_empty(tmp_path):
    loaded(folder(tmp_path, rows(qualifications=[], trainings=[])))
    assert not Qualification.objects.exists()
