"""Erasing: refused while a duty to keep stands; then nothing is left anywhere but what is named."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import redis
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from apps.api.models import KeptAnswer
from apps.audit.accesses import Search, found
from apps.audit.models import AccessLog, Gap, Shown
from apps.audit.seals import Whole, seal, verify
from apps.cadres.identity import sealed
from apps.cadres.models import Appraisal, Cadre, Lookup, Receipt, Restriction
from apps.cadres.services.corrections import correct_fact
from apps.common.errors import RuleError
from apps.common.sealing import blind_index
from apps.common.sealing import seal as seal_text
from apps.common.stepping_down import acting_for, as_jobs
from apps.entry.models import Draft
from apps.imports.models import Batch, Problem, Question
from apps.jobs.models import Job
from apps.metrics.services import refresh, refresh_changes
from apps.privacy.erasing import ask_to_erase, duty_to_keep, erase
from apps.privacy.models import SubjectRequest
from apps.privacy.services import take_up
from apps.privacy.tasks import work_on_erasures
from apps.reorganisation.models import Reorganisation
from apps.reports.models import ListRequest, LongList, Report
from apps.scenarios.models import Scenario
from tests.test_scope import a_batch, a_list, a_report, a_subject_request
from tests.world import World

CANARY = "zxqcanary"
NUMBER = "001085999999"
TODAY = date(2025, 6, 30)


def left(world: World, on: str = "2015-01-01") -> SubjectRequest:
    """Let Khoa have left on a day, and ask to be erased."""
    request = a_subject_request(world, "erase")
    take_up(request=request, by=world.officer)
    world.cadres["khoa"].appointments.update(end_on=on)
    request.refresh_from_db()
    return request


@pytest.mark.parametrize(
    ("end_on", "is_kept"),
    [(None, True), ("2025-07-01", True), ("2025-06-30", True), ("2020-07-01", True), ("2020-06-30", False)],
)  # fmt: skip
def test_a_record_is_kept_while_a_post_is_held_and_five_years_after(world, end_on, is_kept):
    khoa = world.cadres["khoa"]
    khoa.appointments.update(end_on=end_on)
    assert bool(duty_to_keep(khoa, TODAY)) == is_kept


def test_it_is_refused_with_the_provision_while_the_person_serves(world: World, officer: Client):
    request = left(world, on="2099-01-01")
    with pytest.raises(RuleError, match="91/2025/QH15"):
        ask_to_erase(request=request, by=world.officer, today=TODAY)
    officer.post(f"/requests/{request.pk}/erase/")
    assert not Job.objects.filter(kind="erase").exists()
    page = officer.get(f"/requests/{request.pk}/").content.decode()
    assert "91/2025/QH15" in page and f"/requests/{request.pk}/erase/" not in page


def test_other_requests_are_answered_first(world: World):
    request = left(world)
    a_subject_request(world, "see")
    with pytest.raises(RuleError):
        ask_to_erase(request=request, by=world.officer, today=TODAY)


def test_only_jobs_can_erase(world: World):
    request = left(world)
    denied = pytest.raises(DatabaseError, match="permission denied")
    with denied, transaction.atomic(), acting_for(world.officer.pk):
        erase(request=request, by=world.officer, today=TODAY)


def canaries(world: World, officer: Client) -> SubjectRequest:
    """Put a word that nothing else holds into every field and copy that can hold one."""
    khoa, lan = world.cadres["khoa"], world.cadres["lan"]
    Cadre.objects.filter(pk=khoa.pk).update(
        key="ZXQCANARY-1", full_name="Zxqcanary Đăng Khoa", name_key="zxqcanary dang khoa",
        sort_key="zxqcanary", **sealed(khoa.pk, NUMBER),
    )  # fmt: skip
    khoa.refresh_from_db()
    khoa.appointments.update(title="Zxqcanary trưởng", decision="ZXQCANARY/QĐ")
    khoa.qualifications.update(name="Cử nhân zxqcanary")
    khoa.trainings.update(name="Lớp zxqcanary")
    Appraisal.objects.create(cadre=khoa, year=2014, rating="good")
    correct_fact(
        fact=khoa.appointments.get(),
        reason="zxqcanary sai",
        by=world.officer,
        title="Zxqcanary phó",
    )
    Receipt.objects.create(
        cadre=khoa, sent_from=world.health, received_in=world.interior, by=world.officer,
        left_on="2014-01-01", start_on="2014-01-01", decision="ZXQCANARY", received_at=timezone.now(),
    )  # fmt: skip
    Restriction.objects.create(cadre=khoa, since=TODAY)
    Lookup.objects.create(user=world.chi, cadre_id=khoa.pk, looked_at=timezone.now())
    for subject in (khoa.key, ""):
        Draft.objects.create(
            user=world.officer, act=f"a{subject}", subject=subject, address="/",
            fields={"full_name": ["ZXQCANARY đăng khoa"]},
        )  # fmt: skip
    an_import(world, khoa)
    kept = a_list(world, world.officer)
    LongList.objects.filter(pk=kept.pk).update(
        people=[khoa.pk], query="q=Zxqcanary+%C4%90%C4%83ng+Khoa"
    )
    kept.parts.create(number=0, content=b"zxqcanary")
    merged = Reorganisation.objects.create(
        name="Sáp nhập", decision="1/QĐ", effective_on=TODAY, prepared_by=world.officer,
        plan={"people": [{"cadre": khoa.key, "to": "SNV"}]},
    )  # fmt: skip
    merged.destinations.create(cadre=khoa, to="SNV")
    post = khoa.appointments.get().pk
    merged.formers.create(source="cadres_appointment", object_id=post, columns={"title": CANARY})
    ListRequest.objects.create(
        kind="cadres", key="SNV", query="q=Zxqcanary+%C4%90%C4%83ng+Khoa", day=TODAY, title="x",
        format="csv", language="vi", covers=[], words={"vi": "Tìm: Zxqcanary Đăng Khoa"},
        reason="x", asked_by=world.an, until=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    mine = {"unit": world.interior, "plan": world.plan, "made_by": world.officer}
    typed = {"new-1": ["6"], "age": ["của Zxqcanary Đăng Khoa"]}
    for words in ({"name": f"Thay {khoa.full_name}"}, {"name": "x", "words": khoa.full_name}):
        Scenario.objects.create(**mine, **words, numbers=typed)
    answer = KeptAnswer.objects.create(
        caller="x", key="12345678", asked="", rights="", location="/api/v1/cadres/ZXQCANARY-1",
        made_at=timezone.now(),
    )  # fmt: skip
    answer.body = seal_text(
        '{"full_name": "Zxqcanary Đăng Khoa"}', place=f"api_keptanswer:{answer.pk}:body"
    )
    answer.save()
    officer.get("/cadres/?q=zxqcanary&day=2025-06-30")
    officer.get("/records/?q=zxqcanary")
    officer.get(f"/cadres/{khoa.key}/")
    officer.get("/reports/lists/cadres/?format=csv&q=khoa&day=2025-06-30")
    a_report(world, is_issued=True)
    request = left(world)
    SubjectRequest.objects.filter(pk=request.pk).update(
        words="Zxqcanary xin xóa", unit=world.interior
    )
    assert lan.pk != khoa.pk
    request.refresh_from_db()
    return request


def an_import(world: World, khoa: Cadre) -> None:
    """Keep a workbook that names Khoa, with a doubtful match and a remark."""
    batch = a_batch(world)
    book = openpyxl.Workbook()
    book.active.append(["Họ tên", "Zxqcanary Đăng Khoa"])
    path = Path(settings.MEDIA_ROOT) / "imports" / CANARY.replace("zxq", "of")
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    Path(f"{path}.said").write_text("ZXQCANARY-1")
    Batch.objects.filter(pk=batch.pk).update(
        file=f"imports/{path.name}", state="checked", name="Zxqcanary Đăng Khoa.xlsx",
        samples={"x": [["Zxqcanary Đăng Khoa"]]},
    )  # fmt: skip
    Question.objects.create(
        batch=batch, token="x", sheet="x", row=1, why="name",
        said={"name": "Zxqcanary"}, candidates=[{"pk": khoa.pk, "name": "Zxqcanary"}],
    )  # fmt: skip
    Problem.objects.create(batch=batch, sheet="x", row=1, value="ZXQCANARY-1", message="zxqcanary")


def tables_with(word: str) -> set[str]:
    """Return the tables of which a row, written as text, holds a word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        names, hexed = [row[0] for row in cursor.fetchall()], word.encode().hex()
        found = set()
        for name in names:
            cursor.execute(
                f"SELECT count(*) FROM {name} t WHERE t::text ILIKE %s OR t::text ILIKE %s",
                [f"%{word}%", f"%{hexed}%"],
            )
            found |= {name} if cursor.fetchone()[0] else set()
    return found


def files_with(word: str) -> list[Path]:
    """Return the files of the installation that hold a word, in their bytes or their parts."""
    return [
        path
        for path in Path(settings.MEDIA_ROOT).rglob("*")
        if path.is_file()
        and (word.encode() in path.read_bytes().lower() or path.name == "ofcanary")
    ]


def keys_with(word: str) -> list[bytes]:
    """Return the keys of the queue and of the cache that hold a word, themselves or their values."""
    found: list[bytes] = []
    for address in (settings.REDIS_URL, settings.CACHES["default"]["LOCATION"]):
        with redis.from_url(address) as asked:
            for key in asked.scan_iter():
                held: Any = asked.dump(key) or b""
                found += [key] if word.encode() in (key + held).lower() else []
    return found


@pytest.fixture
def erased(published: World, officer: Client, django_capture_on_commit_callbacks: Any) -> World:
    """The province after Khoa, whose word stood everywhere, was erased by the worker."""
    request = canaries(published, officer)
    published.run = refresh(day=published.day)
    held = tables_with(CANARY)
    expected = "cadres_cadre cadres_cadreevent cadres_appointmentevent entry_draft imports_question"
    expected += " imports_problem imports_batch reports_longlist api_keptanswer audit_accesslog"
    expected += " privacy_subjectrequest pghistory_context cadres_receipt reports_longlistpart"
    expected += " scenarios_scenario reorganisation_former reorganisation_reorganisationevent reports_listrequestevent"
    assert set(expected.split()) <= held
    assert files_with(CANARY)
    with as_jobs():
        seal(day=TODAY, now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_erase(request=request, by=published.officer, today=timezone.localdate())
        with as_jobs():
            work_on_erasures()
    job = Job.objects.get(kind="erase")
    assert (job.state, job.error) == ("done", "")
    return published


def test_nothing_of_the_person_is_left_anywhere(erased: World):
    """Acceptance 58: no canary in any table, file or key."""
    assert tables_with(CANARY) == set()
    assert tables_with(NUMBER) == set()
    assert tables_with(blind_index(NUMBER)) == set()
    assert files_with(CANARY) == []
    assert keys_with(CANARY) == []


def test_of_scenarios_the_numbers_stay(erased: World):
    kept = Scenario.objects.order_by("pk")
    assert [row.numbers for row in kept] == [{"new-1": ["6"], "age": []}] * 2
    assert [row.name for row in kept] == [f"… {kept[0].pk}", "x"]


def test_what_stays_is_numbers_and_a_trace(erased: World):
    request = SubjectRequest.objects.get()
    assert (request.cadre, request.words, request.state) == (None, "", "answered")
    line = AccessLog.objects.get(act="erase")
    assert (line.key, line.username) == ("erased", "officer")
    assert line.detail["digest"] == blind_index("ZXQCANARY-1")
    assert {gap.by for gap in Gap.objects.all()} == {"officer"}
    assert all(str(request.pk) in gap.reason for gap in Gap.objects.all())
    assert Report.objects.get().state == "issued"


def test_the_history_is_whole_and_one_row_more_is_missed(erased: World):
    assert isinstance(verify(), Whole)
    with as_jobs():
        seal(day=TODAY, now=timezone.now())
    assert isinstance(verify(), Whole)


def test_the_figures_published_before_stay_and_the_next_count_without(erased: World):
    before = erased.run.people
    run = refresh_changes(day=erased.day) or refresh(day=erased.day)
    erased.run.refresh_from_db()
    assert (erased.run.people, run.people) == (before, before)
    assert not Cadre.objects.filter(pk=erased.cadres["khoa"].pk).exists()


def test_who_read_what_can_still_be_asked_of_an_account(erased: World):
    lines = found(Search(("officer",))).lines
    assert {"erased", "*"} <= {line.access.key for line in lines}
    assert not Shown.objects.filter(people__contains=[erased.cadres["khoa"].pk]).exists()
    assert all(not line.access.detail.get("q") for line in lines)


def test_the_page_of_the_request_is_still_there(erased: World, officer: Client):
    request = SubjectRequest.objects.get()
    assert officer.get(f"/requests/{request.pk}/").status_code == 200
    assert officer.get("/requests/").status_code == 200


def test_nobody_is_erased_for_whoever_lost_the_right_meanwhile(world: World):
    request = left(world)
    ask_to_erase(request=request, by=world.officer, today=timezone.localdate())
    world.officer.memberships.all().delete()
    with as_jobs():
        work_on_erasures()
    job = Job.objects.get(kind="erase")
    assert (job.state, Cadre.objects.filter(key="khoa").exists()) == ("queued", True)
    assert job.error
