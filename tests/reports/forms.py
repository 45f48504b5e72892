"""The tables of the sample document."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from apps.reports.document import Block, Cell, Column, HeadCell, Heading, Row, Table, Title

Say = Callable[[str, str], str]


def targets(say: Say) -> Table:
    """Return the table of targets: cells that print several figures, a head of two rows."""
    met, not_met = say("● Đạt", "● Met"), say("△ Chưa đạt", "△ Not met")
    unknown = say("◐ Chưa xác định", "◐ Undetermined")
    rows = (
        target_row("1", say("Cán bộ trẻ (dưới 40 tuổi), diện ban thường vụ các cấp ủy quản lý",
                            "Young cadres (under 40), under the standing committees"),
                   15, 614, 4117, 20, "14,9–15,4 %", unknown, say("Thiếu 4", "4 short")),
        target_row("2", say("Cán bộ nữ, diện ban thường vụ các cấp ủy quản lý",
                            "Women cadres, under the standing committees"),
                   15, 999, 4117, 7, "24,3–24,4 %", met, say("Còn dư 381", "381 to spare")),
        target_row("3", say("Có trình độ đại học và lý luận chính trị từ trung cấp trở lên",
                            "University degree and political theory at least intermediate"),
                   100, 4060, 4122, 19, "98,5–99,0 %", not_met, say("Thiếu 62", "62 short")),
        Row((Cell(""), Cell(say("Tổng số", "Total"), is_bold=True), Cell(""),
             Cell("5.673/12.356", (5673, 12356)), Cell("46", (46,)), Cell("45,9 %",
             (Fraction(5673, 12356),)), Cell("–", (None,)), Cell("")), "total"),
    )  # fmt: skip
    return Table(
        name=say("Chỉ tiêu", "Targets"),
        columns=(
            Column(1, "centre"), Column(5), Column(1.7, "right"),
            Column(2.3, "right", (say("Đạt", "Met"), say("Tổng số", "Population"))),
            Column(1.2, "right"), Column(2.4, "right"), Column(2.2, "centre"), Column(2.6, "right"),
        ),
        head=(
            (HeadCell(say("TT", "No."), down=2), HeadCell(say("Chỉ tiêu", "Target"), down=2),
             HeadCell(say("Mức giao", "Bar"), down=2), HeadCell(say("Kết quả", "Result"), across=3),
             HeadCell(say("Kết luận", "Verdict"), down=2),
             HeadCell(say("Số người", "Persons"), down=2)),
            (HeadCell(say("Đạt / tổng số", "Met / population")), HeadCell(say("Chưa rõ", "Unknown")),
             HeadCell(say("Tỷ lệ", "Ratio"))),
        ),
        rows=rows,
        caption=say("Bảng 1. Tiến độ các chỉ tiêu của toàn thành phố",
                    "Table 1. Progress of the targets of the city"),
        measure=say("Đơn vị tính: người", "Unit: persons"),
        numbers=("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"),
        note=say("Ghi chú: ● Đạt; △ Chưa đạt; ◐ Chưa xác định; – không có đối tượng. Tỷ lệ ghi dạng"
                 " khoảng khi còn hồ sơ chưa rõ.",
                 "Note: ● met; △ not met; ◐ undetermined; – no population. A ratio is a range while"
                 " some files are unknown."),
    )  # fmt: skip


def target_row(
    number: str, name: str, bar: int, met: int, of: int, unknown: int, ratio: str, verdict: str,
    gap: str,
) -> Row:  # fmt: skip
    """Return a target's row."""
    return Row((
        Cell(number, (int(number),)), Cell(name), Cell(f"≥ {bar} %", (Fraction(bar, 100),)),
        Cell(f"{dotted(met)}/{dotted(of)}", (met, of)), Cell(str(unknown), (unknown,)),
        Cell(ratio, (Fraction(met, of),)), Cell(verdict, is_bold=True), Cell(gap),
    ))  # fmt: skip


def wide(say: Say) -> Table:
    """Return forty columns: two of labels and thirty-eight of figures, under a head of three."""
    ranks = say("Chuyên viên cao cấp và tương đương", "Senior specialists and equivalent")
    third = tuple(HeadCell(f"{ranks} {number}") for number in range(1, 7))
    rest = tuple(
        HeadCell(say("Tổng số công chức hiện có", "Civil servants at work"), down=2)
        for _ in range(32)
    )
    body = [
        Row((Cell(str(at), (at,)), Cell(unit(say, at)),
             *(Cell(dotted(at * column), (at * column,)) for column in range(1, 39))))
        for at in range(1, 25)
    ]  # fmt: skip
    total = Row(
        (Cell(""), Cell(say("Tổng số", "Total")),
         *(Cell(dotted(300 * column), (300 * column,)) for column in range(1, 39))), "total"
    )  # fmt: skip
    return Table(
        name="BM01",
        columns=(Column(1, "centre"), Column(5), *(Column(1, "right") for _ in range(38))),
        head=(
            (HeadCell(say("Số thứ tự", "No."), down=3), HeadCell(say("Tên đơn vị", "Unit"), down=3),
             HeadCell(say("Chia theo ngạch", "By grade"), across=6),
             HeadCell(say("Chia theo trình độ đào tạo và độ tuổi", "By education and age"),
                      across=32)),
            (HeadCell(say("Trong đó", "Of whom"), across=6), *rest),
            third,
        ),
        rows=(*body, total),
        numbers=tuple(f"({number})" for number in range(1, 41)),
        size="tiny",
    )  # fmt: skip


def annex(say: Say, units: int) -> tuple[Block, ...]:
    """Return a long table by unit, with groups and days."""
    half = units // 2
    rows: list[Row] = []
    for at in range(1, units + 1):
        if at in (1, half + 1):
            name = say("Các sở, ngành", "Departments") if at == 1 else say("Các xã", "Communes")
            rows.append(Row((Cell(name), Cell(""), Cell(""), Cell(""), Cell("")), "group"))
        day = date(2026, 11, 1) + timedelta(days=at % 28)
        rows.append(Row((
            Cell(unit(say, at)), Cell(f"{at}/{dotted(at * 9)}", (at, at * 9)),
            Cell("11,1 %", (Fraction(1, 9),)), Cell(say("△ Chưa đạt", "△ Not met")),
            Cell(day.strftime("%d/%m/%Y"), (day,)),
        )))  # fmt: skip
    table = Table(
        name=say("Theo đơn vị", "By unit"),
        columns=(Column(5), Column(2, "right", (say("Đạt", "Met"), say("Tổng số", "All"))),
                 Column(1.5, "right"), Column(2, "centre"), Column(2, "centre")),
        head=((HeadCell(say("Đơn vị", "Unit")), HeadCell(say("Đạt/tổng số", "Met/all")),
               HeadCell(say("Tỷ lệ", "Ratio")), HeadCell(say("Kết luận", "Verdict")),
               HeadCell(say("Cập nhật", "Updated"))),),
        rows=tuple(rows),
        caption=say("Bảng 2. Kết quả theo đơn vị", "Table 2. Results by unit"),
        size="small",
    )  # fmt: skip
    title = Title(say("Phụ lục I", "Annex I"), (say("Kết quả theo đơn vị", "Results by unit"),))
    return (title, Heading(say("Cán bộ trẻ", "Young cadres")), table)


def unit(say: Say, at: int) -> str:
    """Return a unit's name."""
    return say(f"Ủy ban nhân dân xã Đông Ngạc {at}", f"People's Committee of Đông Ngạc {at}")


def dotted(number: int) -> str:
    """Return a count with the dots of thousands."""
    return f"{number:,}".replace(",", ".")
