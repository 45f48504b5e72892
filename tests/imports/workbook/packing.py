"""Workbooks put together part by part, so that each part can be spoilt."""

import io
import zipfile

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def relations(*triples: tuple[str, str, str], more: str = "") -> str:
    rows = "".join(
        f'<Relationship Id="{ident}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for ident, kind, target in triples
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{rows}{more}</Relationships>'


def workbook(*names: str, properties: str = "") -> str:
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
    )
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{sheets}</sheets></workbook>'


def sheet(rows: str, after: str = "") -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def texts(*items: str, attributes: str = "") -> str:
    rows = "".join(f"<si><t>{item}</t></si>" for item in items)
    return f'{HEAD}<sst xmlns="{MAIN}" {attributes}>{rows}</sst>'


def styles(
    *, fonts: str = "", formats: str = "", xfs: str = '<xf numFmtId="0" fontId="0"/>'
) -> str:
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f'<fonts><font><name val="Times New Roman"/></font>{fonts}</fonts>'
        f"<cellXfs>{xfs}</cellXfs></styleSheet>"
    )


def inline(*rows: list[object]) -> str:
    """Rows of cells with their text inside, numbers as numbers."""
    written = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + at)}{number}"><v>{value}</v></c>'
            if isinstance(value, int | float)
            else f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
            for at, value in enumerate(row)
            if value != ""
        )
        written.append(f'<row r="{number}">{cells}</row>')
    return "".join(written)


PEOPLE = (
    ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị", "Chức vụ"],
    [1, "Nguyễn Văn An", "15/08/1979", "Nam", "Sở Nội vụ", "Giám đốc"],
    [2, "Trần Thị Bình", "20/11/1985", "Nữ", "Sở Nội vụ", "Chuyên viên"],
)


def parts(**other: str) -> dict[str, str | bytes]:
    """The parts of a small sound workbook."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook("Danh sách"),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId8", "sharedStrings", "sharedStrings.xml"),
            ("rId9", "styles", "styles.xml"),
        ),
        "xl/sharedStrings.xml": texts("một", "hai"),
        "xl/styles.xml": styles(),
        "xl/worksheets/sheet1.xml": sheet(inline(*PEOPLE)),
        **other,
    }


def packed(held: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet(rows: str, after: str = "", **other: str) -> bytes:
    """A sound workbook with another sheet."""
    return packed({**parts(), "xl/worksheets/sheet1.xml": sheet(rows, after), **other})
