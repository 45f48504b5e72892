"""The access log in words: never a code, a key of the software, or a date of another country."""

import pytest
from django.utils.translation import override

from apps.presentation import accesses


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ({"day": "2026-11-22", "count": 1300}, "Day: 22/11/2026 · Lines: 1,300"),
        ({"group": "not_met", "words": ""}, "List: Not met"),
        ({"asked": {"q": "lan", "gender": "female"}}, "Words: lan · Gender: Female"),
        ({"asked": {"rule": "no_gender", "unit": "SNV"}}, "What is wrong: Gender not recorded · Unit: SNV"),
        ({"report": "bm01", "format": "pdf"}, "Report: Form BM01/BNV · Format: pdf"),
        ({"asked": {"born": "1980-07"}, "reason": "12/QĐ"}, "Born: 07/1980 · Reason: 12/QĐ"),
    ],
)  # fmt: skip
def test_what_was_asked_for_is_said_in_words(detail: dict, said: str) -> None:
    with override("en"):
        assert accesses.asked_for(detail) == said


def test_what_is_not_known_is_shown_as_it_was_written() -> None:
    with override("en"):
        assert (
            accesses.asked_for({"age": "nonsense", "colour": "red"})
            == "Age: nonsense · colour: red"
        )
        assert accesses.kind("thing") == "thing"


def test_a_list_of_everybody_is_said_to_be_one() -> None:
    with override("en"):
        assert (accesses.key("*"), accesses.key("CB001")) == ("all within their units", "CB001")
