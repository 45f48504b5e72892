"""The pages that explain the figures."""

import pytest
from django.test import Client

from apps.targets.models import TargetVersion
from tests.world import World

pytestmark = pytest.mark.django_db


def html(client: Client, address: str, language: str = "en") -> str:
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_method_is_explained_in_the_readers_language(world: World, an: Client) -> None:
    assert "ratios are never averaged" in html(an, "/help/method/")
    assert "không lấy trung bình các tỷ lệ" in html(an, "/help/method/", "vi")


def test_the_legal_bases_stand_with_what_is_provisional(world: World, auditor: Client) -> None:
    TargetVersion.objects.filter(pk=world.young.pk).update(
        legal_basis="Nghị quyết 04", provisional="Chờ xác nhận", provisional_en="To be confirmed"
    )
    assert "To be confirmed" in html(auditor, "/help/basis/")
    page = html(auditor, "/help/basis/", "vi")
    assert "Nghị quyết 04" in page
    assert "Chờ xác nhận" in page
