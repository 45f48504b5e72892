"""What every document of an agency begins and ends with: Decree 30/2020/NĐ-CP, annex I."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.presentation import numbers
from apps.reports.asking import Asked, Imprint, Standing, symbol_of
from apps.reports.document import Closing, Footer, Letterhead, Recipients, Signer
from apps.units.models import Placement, Unit

_STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_STATE_EN = ("SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness")
_PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
_PARTY_EN = ("COMMUNIST PARTY OF VIET NAM",)
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_BLANK = "\u2026\u2026"
# Where a people's committee is the agency, the unit's own name is that of its place.
_PLACES = ("city", "district", "commune")


def default_imprint(unit: Unit, day: date, style: str, language: str) -> Imprint:
    """Return the words that a unit's documents usually carry, for the asker to correct."""
    with override(language):
        return _usual(unit, day, style)


def _usual(unit: Unit, day: date, style: str) -> Imprint:
    placed = Placement.objects.as_of(day).filter(unit=unit).select_related("parent").first()
    name = placed.name if placed else unit.name
    parent = placed.parent if placed else None
    above = Placement.objects.as_of(day).filter(unit=parent).first() if parent else None
    agency = _agency(name, unit.kind, style)
    symbol = "UBND" if unit.kind in _PLACES and style == "state" else symbol_of(agency)
    return Imprint(
        parent_agency=_agency(above.name, above.unit.kind, style) if above else "",
        agency=agency,
        symbol=f"BC-{symbol}",
        place="Hà Nội",
        offices=(_("HEAD OF THE AGENCY") if style == "state" else _("FOR THE PARTY COMMITTEE"),),
        recipients=_recipients(above.name if above else "", symbol),
    )


def _agency(name: str, kind: str, style: str) -> str:
    if style == "state" and kind in _PLACES:
        return (_("People's Committee of %s") % name).upper()
    return name.upper()


def _recipients(above: str, symbol: str) -> tuple[str, ...]:
    lines = [_("%s (to report)") % above] if above else []
    return (*lines, _("File: office, %s") % symbol)


def letterhead(asked: Asked, standing: Standing) -> Letterhead:
    """Return the head of a document: agency, nation, number, place and day."""
    is_vietnamese, words = asked.language == "vi", asked.imprint
    nations = {
        "state": _STATE if is_vietnamese else _STATE_EN,
        "party": _PARTY if is_vietnamese else _PARTY_EN,
    }
    return Letterhead(
        style=asked.style,
        parent_agency=words.parent_agency,
        agency=words.agency,
        number=_("No.: %(number)s/%(symbol)s")
        % {"number": _numbered(standing.number), "symbol": words.symbol},
        nation=nations[asked.style],
        place_and_day=f"{words.place}, {long_day(standing.issued_on, is_vietnamese)}",
    )


def _numbered(number: str) -> str:
    """Write a number below ten with a zero before it; a draft's is left open."""
    if not number:
        return _BLANK
    return number.zfill(2) if number.isdecimal() else number


def long_day(day: date | None, is_vietnamese: bool) -> str:
    """Write a day in full; days below 10 and the months January and February get a zero.

    Source: Decree 30/2020/NĐ-CP, annex I. A day that is not given is left open.
    """
    if day is None:
        return "ngày \u2026 tháng \u2026 năm \u2026" if is_vietnamese else _BLANK
    if not is_vietnamese:
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def counted(number: int) -> str:
    """Write how many as documents do: "05"; in English "5"."""
    return f"{number:02d}" if numbers.is_vietnamese() and number < 10 else numbers.whole(number)


def closing(asked: Asked) -> Closing:
    """Return recipients and signature; each line gets its dash, the last a full stop."""
    lines = [f"- {line.rstrip(';.')};" for line in asked.imprint.recipients]
    if lines:
        lines[-1] = f"{lines[-1][:-1]}."
    return Closing(
        left=Recipients(_("Recipients:"), tuple(lines)),
        right=Signer(offices=asked.imprint.offices, name=asked.imprint.signer),
    )


def footer(asked: Asked, standing: Standing) -> Footer:
    """Return the foot of every page: which figures, and the code that verifies them."""
    day, moment = numbers.day(asked.day), numbers.moment(standing.made_at)
    left = _("Figures of %(day)s · computed %(moment)s") % {"day": day, "moment": moment}
    if standing.run:
        number, computed_at = standing.run
        left = _("Figures of %(day)s · run %(number)s, finished %(moment)s") % {
            "day": day,
            "number": number,
            "moment": numbers.moment(computed_at),
        }
    if standing.is_draft:
        left = f"{_('DRAFT')} · {left}"
    code = _("Verification code: %s") % standing.code if standing.code else ""
    return Footer(left, code)
