"""Which role reads which field of a person: by the rules, and in all that the site hands out."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils.translation import override

from apps.accounts.fields import (
    DERIVED,
    SEALED,
    SENSITIVE,
    VIEWS,
    FieldClass,
    Reading,
    models_of_people,
    reading,
    rule_of,
)
from apps.accounts.roles import HOLDS, Role
from apps.cadres.identity import sealed
from apps.cadres.models import Appointment, Cadre, Qualification, Training
from tests.conftest import client_of
from tests.test_scope import RULES, answer
from tests.world import World

NUMBER = "001085777321"
# What stands in Khoa's record, as pages and files print it.
OWN = {
    (Cadre, "full_name"): "Canh Đăng Khoa",
    (Cadre, "born"): "17/09/1971",
    (Appointment, "title"): "Chuyên viên Tìm Thấy",
    (Appointment, "decision"): "1234/QĐ-TÌM",
    (Qualification, "name"): "Cử nhân Thủy văn Tìm",
    (Qualification, "level:political_theory"): "Advanced",
    (Training, "name"): "Lớp Tìm Thấy",
    (Cadre, "is_party_member"): "Party member</dt><dd>Yes",
    (Cadre, "is_minority"): "Of an ethnic minority</dt><dd>Yes",
    (Cadre, "is_religious"): "Follows a religion</dt><dd>Yes",
    (Cadre, "personal_number"): "321",
}
# A list that is kept has its rows only when a worker has written it; the extract is the person's
# own, with the whole number in it (tests/privacy/test_extract.py).
LATER = {"list_file", "subject_request_extract"}


def test_every_field_of_a_person_has_a_rule() -> None:
    ruled = models_of_people()
    pointing = {
        model
        for model in apps.get_app_config("cadres").get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Cadre and not hasattr(model, "pgh_tracked_model")
    }
    # A receipt says who took whom over from where; it is shown to those who let them go.
    assert {model.__name__ for model in pointing} - {m.__name__ for m in ruled} == {"Receipt"}
    for model in ruled:
        assert all(rule_of(model, field.attname) for field in model._meta.concrete_fields)


def test_the_rules_are_those_of_the_law() -> None:
    """By hand: Decree 356/2025, article 4 (religion, ethnic origin, political views)."""
    sensitive = {
        f"{model.__name__}.{name}": rule
        for model in models_of_people()
        for name, rule in model.field_rules.items()  # type: ignore[attr-defined]
        if rule.field_class == FieldClass.SENSITIVE
    }
    assert sensitive == {
        "Cadre.is_party_member": SENSITIVE,
        "Cadre.is_minority": SENSITIVE,
        "Cadre.is_religious": SENSITIVE,
        "Cadre.personal_number": SEALED,
        "Qualification.level:political_theory": VIEWS,
        "Qualification.awarded_on:political_theory": VIEWS,
    }


def test_a_kind_of_row_may_have_a_rule_of_its_own() -> None:
    rules = [
        rule_of(Qualification, "level", {"kind": kind})
        for kind in ("professional", "political_theory")
    ]
    assert [rule and rule.field_class for rule in rules] == [
        FieldClass.PERSONAL,
        FieldClass.SENSITIVE,
    ]
    assert rule_of(Qualification, "cadre_id") == Qualification.field_rules["cadre"]


@pytest.mark.parametrize(
    ("name", "readers", "writers"),
    [
        (
            "key",
            {"head", "officer", "leader", "coordinator", "auditor", "administrator"},
            {"officer"},
        ),
        ("full_name", {"head", "officer", "leader"}, {"officer"}),
        ("is_religious", {"officer"}, {"officer"}),
        ("personal_number", set(), {"officer"}),
        ("sort_key", set(), set()),
    ],
)
def test_the_matrix_by_hand(name: str, readers: set[str], writers: set[str]) -> None:
    rule = Cadre.field_rules[name]
    assert {r.value for r in Role if rule.reading(HOLDS[r]) == Reading.WHOLE} == readers
    assert {r.value for r in Role if rule.write in HOLDS[r]} == writers


def test_the_number_is_masked_for_who_keeps_it_and_hidden_from_all_others() -> None:
    seen = {role: reading(Cadre, "personal_number", HOLDS[role]) for role in Role}
    assert seen.pop(Role.OFFICER) == Reading.MASKED
    assert set(seen.values()) == {Reading.NOTHING}
    assert DERIVED.reading(HOLDS[Role.OFFICER]) == Reading.NOTHING


def canaries(world: World) -> None:
    """Write what is looked for into Khoa's record, as changes that the history keeps."""
    khoa = world.cadres["khoa"]
    marks = dict.fromkeys(("is_party_member", "is_minority", "is_religious"), True)
    given = {"full_name": OWN[Cadre, "full_name"], "born": "1971-09-17"}
    Cadre.objects.filter(pk=khoa.pk).update(**given, **marks, **sealed(khoa.pk, NUMBER))
    khoa.appointments.update(title=OWN[Appointment, "title"], decision=OWN[Appointment, "decision"])
    khoa.qualifications.filter(kind="professional").update(name=OWN[Qualification, "name"])
    khoa.qualifications.filter(kind="political_theory").update(level="advanced")
    khoa.trainings.update(name=OWN[Training, "name"])


def text_of(answer: Any) -> str:
    """Return all words of an answer, those of a workbook or document too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] != b"PK":
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(n).decode() for n in parts.namelist() if n.endswith(".xml"))


@pytest.mark.parametrize(
    "person", ["an", "binh", "officer", "coordinator", "auditor", "administrator"]
)
def test_whatever_a_role_can_get_holds_what_its_rules_let_it_read(
    person: str, published: World
) -> None:
    canaries(published)
    client = client_of(getattr(published, person))
    client.user.language = "en"
    client.user.save()
    client.cookies["django_language"] = "en"
    role = Role(client.user.memberships.get().role)
    found: set[tuple[Any, str]] = set()
    with override("en"):
        for name, rule in RULES.items():
            if rule.is_post or name in LATER:
                continue
            # What an address needs is made for it alone.
            with transaction.atomic():
                got = answer(client, name, published)
                text = text_of(got) if got.status_code == 200 else ""
                transaction.set_rollback(True)
            assert NUMBER not in text, name
            found |= {field for field, words in OWN.items() if is_said(field, words, text)}
    allowed = {
        (model, name)
        for model, name in OWN
        if reading(model, name.partition(":")[0], HOLDS[role], {"kind": name.partition(":")[2]})
        != Reading.NOTHING
    }
    assert found == allowed


def is_said(field: tuple[Any, str], words: str, text: str) -> bool:
    """Whether a text says what is looked for; of a number, its last digits behind the mask."""
    if field == (Cadre, "personal_number"):
        return f"•{words}" in text or f"* {words}" in text or f"●{words}" in text
    return words in text
