"""Reading and writing personal identification numbers, which lie sealed in their rows."""

from __future__ import annotations

from apps.cadres.models import Cadre
from apps.cadres.personal_numbers import masked
from apps.common.reach import Reach, beyond_scope
from apps.common.sealing import blind_index, seal, unseal


def place_of(pk: int) -> str:
    """Return the name of the cell to which a cadre's number is bound."""
    return f"cadres_cadre:{pk}:personal_number"


def sealed(pk: int, number: str) -> dict[str, str]:
    """Return the columns that hold a number of twelve digits, or none, for a cadre."""
    if not number:
        return {"personal_number": "", "personal_number_index": ""}
    return {
        "personal_number": seal(number, place=place_of(pk)),
        "personal_number_index": blind_index(number),
    }


def number_of(cadre: Cadre) -> str:
    """Return a cadre's number, or an empty text; raise SealError when it cannot be opened."""
    if not cadre.personal_number:
        return ""
    return unseal(cadre.personal_number, place=place_of(cadre.pk))


def masked_number_of(cadre: Cadre) -> str:
    """Return a cadre's number as it may be shown, or an empty text."""
    number = number_of(cadre)
    return masked(number) if number else ""


def with_number(number: str) -> Cadre | None:
    """Return the cadre who has a number of twelve digits, whoever may see them."""
    with beyond_scope(Reach.MATCHING):
        return Cadre.objects.filter(personal_number_index=blind_index(number)).first()
