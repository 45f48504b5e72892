"""Malformed and hostile files, made by script: (what it is, the name it is given, its bytes)."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.imports.workbook.packing import (
    MAIN,
    OFFICE,
    inline,
    packed,
    parts,
    relations,
    sheet,
    styles,
    texts,
    with_sheet,
    workbook,
)

File = tuple[str, str, bytes]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
SHEET = "xl/worksheets/sheet1.xml"


def corpus() -> Iterator[File]:
    """Every hostile file, the same at every run."""
    for family in (_cut, _flipped, _spoilt_parts, _zips, _bombs, _kinds, _links, _cells, _texts_of,
                   _styled, _shapes, _books, _csv):  # fmt: skip
        for what, name, content in family():
            yield f"{family.__name__[1:]}: {what}", name, content


def _cut() -> Iterator[File]:
    whole = packed(parts())
    for at in range(0, len(whole), max(len(whole) // 60, 1)):
        yield f"first {at} bytes", "a.xlsx", whole[:at]
    for at in range(1, 20):
        yield f"without its first {at} bytes", "a.xlsx", whole[at:]


def _flipped() -> Iterator[File]:
    draw = random.Random(20260101)
    whole = packed(parts())
    for turn in range(120):
        spoilt = bytearray(whole)
        for _ in range(draw.choice((1, 3, 30))):
            spoilt[draw.randrange(len(spoilt))] = draw.randrange(256)
        yield f"bytes changed, turn {turn}", "a.xlsx", bytes(spoilt)
    for turn in range(40):
        text = bytearray(parts()[SHEET].encode())
        for _ in range(draw.choice((1, 2, 8))):
            text[draw.randrange(len(text))] = draw.choice(b"<>&\"'/=\x00\xff5AZ")
        yield f"sheet changed, turn {turn}", "a.xlsx", packed({**parts(), SHEET: bytes(text)})


def _spoilt_parts() -> Iterator[File]:
    whole = parts()
    for part in whole:
        text = str(whole[part])
        body = text.partition("?>")[2] or text
        spoilt: dict[str, str | bytes | None] = {
            "missing": None,
            "empty": b"",
            "half": text[: len(text) // 2],
            "no XML": b"\x89PNG\r\n" + bytes(range(256)),
            "bad UTF-8": text.encode().replace(b"<", b"<\xff\xfe", 3),
            "bytes no UTF-8 has inside": text.encode().replace(b"><", b">\xc3\x28<", 1),
            "a document type": f"<!DOCTYPE x>{body}",
            "a small document type": f"<!doctype x>{body}",
            "a million laughs": LAUGHS + body.replace("><", ">&j;<", 1),
            "an entity from outside": OUTSIDE + body.replace("><", ">&e;<", 1),
            "a document type in UTF-16": ("<!DOCTYPE x>" + body).encode("utf-16"),
            "in UTF-16": body.encode("utf-16"),
            "an unknown encoding": f'<?xml version="1.0" encoding="ebcdic"?>{body}'.encode(),
            "nested too deeply": "<a>" * 200_000,
            "a tag without end": "<" + "a" * 2_000_000,
            "an attribute without end": '<a b="' + "c" * 2_000_000,
            "many attributes": "<a " + " ".join(f'b{n}=""' for n in range(50_000)) + "/>",
            "twice its root": body + body,
            "a long comment": f"<!--{'x' * 1_000_000}-->{body}",
            "NUL inside": text.replace("><", ">\0<", 1),
        }
        for how, content in spoilt.items():
            held = {name: c for name, c in whole.items() if name != part}
            if content is not None:
                held[part] = content
            yield f"{part}, {how}", "a.xlsx", packed(held)


def _zips() -> Iterator[File]:
    for name in ("/etc/passwd", "../a.xml", "xl/../../a.xml", "xl\\..\\..\\a.xml", "C:\\a.xml",
                 "\\\\host\\a.xml", "xl/\0a.xml", "xl/worksheets/../../../b"):  # fmt: skip
        yield f"part named {name!r}", "a.xlsx", packed({**parts(), name: "x"})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        archive.writestr(zipfile.ZipInfo("XL/WORKSHEETS/SHEET1.XML"), "<a/>")
    yield "names that differ in case only", "a.xlsx", out.getvalue()
    yield (
        "many parts",
        "a.xlsx",
        packed({**parts(), **{f"xl/m{n}.xml": "<a/>" for n in range(300)}}),
    )
    yield "very many parts", "a.xlsx", packed({**parts(), **{f"{n}": "" for n in range(20_000)}})
    whole = packed(parts())
    yield "each part encrypted", "a.xlsx", _directory(whole, 8, struct.pack("<H", 1))
    for method in (6, 8, 9, 12, 14, 93, 99):
        yield f"method {method}", "a.xlsx", _directory(whole, 10, struct.pack("<H", method))
    for size in (0, 1, 100, 10_000_000, 0x7FFFFFFF, 0xFFFFFFFF):
        packed_size = struct.pack("<I", size)
        yield f"unpacked size says {size}", "a.xlsx", _directory(whole, 24, packed_size)
        yield f"packed size says {size}", "a.xlsx", _directory(whole, 20, packed_size)
        yield f"place says {size}", "a.xlsx", _directory(whole, 42, packed_size)
    yield "checksum wrong", "a.xlsx", _directory(whole, 16, b"\0\0\0\0")
    yield "text before", "a.xlsx", b"MZ" + whole
    yield "text behind", "a.xlsx", whole + b"x" * 70_000
    yield "two archives", "a.xlsx", whole + whole
    yield "no parts", "a.xlsx", packed({})
    yield "only the end", "a.xlsx", b"PK\x05\x06" + bytes(18)
    yield (
        "64-bit sizes that lie",
        "a.xlsx",
        b"PK\x03\x04" + b"\xff" * 60 + b"PK\x06\x07" + bytes(16),
    )


def _directory(whole: bytes, at: int, content: bytes) -> bytes:
    """The archive with bytes of each entry of its directory in other words."""
    spoilt, place = bytearray(whole), whole.find(b"PK\x01\x02")
    while place >= 0:
        spoilt[place + at : place + at + len(content)] = content
        place = whole.find(b"PK\x01\x02", place + 4)
    return bytes(spoilt)


def _bombs() -> Iterator[File]:
    zeros = b"\0" * (100 << 20)
    yield "a part of zeros", "a.xlsx", packed({**parts(), "xl/media/image1.png": zeros})
    yield "a sheet of spaces", "a.xlsx", packed({**parts(), SHEET: b" " * (100 << 20)})
    yield "two parts of zeros", "a.xlsx", packed({**parts(), "a": zeros[: 90 << 20], "b": zeros})
    inner = packed({f"{n}.zip": b"\0" * (1 << 20) for n in range(50)})
    for _ in range(4):
        inner = packed({f"{n}.zip": inner for n in range(5)})
    yield "archives in archives", "a.xlsx", packed({**parts(), "xl/embeddings/a.zip": inner})
    yield "sizes that lie, large inside", "a.xlsx", _lying(100 << 20, 1_000)
    yield "sizes that lie, small inside", "a.xlsx", _lying(1_000, 100 << 20)
    yield "parts that share bytes", "a.xlsx", _overlapping(150)
    near = "".join(f"<a{n % 7}/>" for n in range(700_000))
    yield (
        "parts below the ratio",
        "a.xlsx",
        packed({**parts(), **{f"xl/x{n}.xml": f"<a>{near}</a>" for n in range(5)}}),
    )


def _lying(real: int, said: int) -> bytes:
    """A sheet that unpacks to more, or less, than the directory says."""
    whole = packed({**parts(), SHEET: b"<a>" + b" " * real})
    spoilt = bytearray(whole)
    for sign, name_at, size_at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        place = whole.find(sign)
        while place >= 0:
            if whole[place + name_at :].startswith(SHEET.encode()):
                spoilt[place + size_at : place + size_at + 4] = struct.pack("<I", said)
            place = whole.find(sign, place + 4)
    return bytes(spoilt)


def _overlapping(count: int) -> bytes:
    """Many entries of the directory that all lead to one packed part."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = body.compress(b" " * (1 << 20)) + body.flush()
    crc = zlib.crc32(b" " * (1 << 20))
    local = struct.pack(
        "<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(data), 1 << 20, 1, 0
    )
    entries = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(data),
                    1 << 20, 4, 0, 0, 0, 0, 0, 0) + f"{n:04d}".encode()
        for n in range(count)
    )  # fmt: skip
    body_of = local + b"a" + data
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(body_of), 0
    )
    return body_of + entries + end


def _kinds() -> Iterator[File]:
    whole = packed(parts())
    for name in ("a.xls", "a.xlsm", "a.xlsb", "a.ods", "a.csv", "a.txt", "a.zip", "a", ".xlsx",
                 "a.xlsx.exe", "a.XLSX", "../../a.xlsx", "a\0.xlsx"[:1] + ".pdf"):  # fmt: skip
        yield f"a workbook named {name}", name, whole
    locked = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    for name in ("a.xlsx", "a.xls", "a.csv"):
        yield f"a locked workbook named {name}", name, locked
        yield f"an old workbook named {name}", name, OLE + bytes(4000)
        yield f"nothing named {name}", name, b""
        yield f"one byte named {name}", name, b"P"
        yield f"a PDF named {name}", name, b"%PDF-1.7\n" + bytes(300)
        yield f"a picture named {name}", name, b"\x89PNG\r\n\x1a\n" + bytes(300)
        yield f"a page named {name}", name, b"<html><table><tr><td>1</td></tr></table></html>"
        yield f"a program named {name}", name, b"\x7fELF" + bytes(range(256)) * 9
        yield f"a workbook of 2003 named {name}", name, b'<?xml version="1.0"?><Workbook/>'
    yield (
        "a Word document",
        "a.xlsx",
        packed({"word/document.xml": "<a/>", "[Content_Types].xml": ""}),
    )
    yield "an OpenDocument", "a.xlsx", packed({"mimetype": "x", "content.xml": "<a/>"})
    yield "a binary workbook", "a.xlsx", packed({**parts(), "xl/workbook.bin": b"\0"})
    yield "a plain archive", "a.xlsx", packed({"a.txt": "a"})
    for part in ("xl/vbaProject.bin", "XL/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml",
                 "xl/activeX/activeX1.bin", "xl/vbaData.xml"):  # fmt: skip
        yield f"macros in {part}", "a.xlsx", packed({**parts(), part: b"\0"})
    types = str(parts()["[Content_Types].xml"]).replace("application/xml", "x.sheet.macroEnabled.x")
    yield "macros by type", "a.xlsx", packed({**parts(), "[Content_Types].xml": types})


def _links() -> Iterator[File]:
    for part in ("xl/externalLinks/externalLink1.xml", "xl/connections.xml",
                 "xl/queryTables/queryTable1.xml", "XL/EXTERNALLINKS/a.xml"):  # fmt: skip
        yield part, "a.xlsx", packed({**parts(), part: "<a/>"})
    for kind in (
        "externalLinkPath",
        "image",
        "oleObject",
        "attachedTemplate",
        "frame",
        "worksheet",
    ):
        out = (
            f'<Relationship Id="rId7" Type="{OFFICE}/{kind}" '
            'Target="http://127.0.0.1:9/x" TargetMode="External"/>'
        )
        held = {**parts(), "xl/worksheets/_rels/sheet1.xml.rels": relations(more=out)}
        yield f"a sheet's {kind} outside", "a.xlsx", packed(held)
        held = parts()
        held["xl/_rels/workbook.xml.rels"] = relations(("rId1", "worksheet", SHEET[3:]), more=out)
        yield f"the workbook's {kind} outside", "a.xlsx", packed(held)
    for target in ("../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "workbook.xml",
                   "worksheets/none.xml", "", "sharedStrings.xml", "styles.xml", "x" * 70_000):  # fmt: skip
        held = parts()
        held["xl/_rels/workbook.xml.rels"] = relations(("rId1", "worksheet", target))
        yield f"a sheet at {target[:30]!r}", "a.xlsx", packed(held)


def _one(cell: str) -> bytes:
    return with_sheet(f'<row r="1">{cell}</row>')


def _cells() -> Iterator[File]:
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="{}1048576"><v>1</v></c></row>'
    for last in ("A", "Z", "XFD"):
        yield f"corners A1 and {last}1048576", "a.xlsx", with_sheet(corners.format(last))
    for ref in ("XFE1", "ZZZZ1", "AAAAAAAAAA1", "A0", "1A", "a1", "$A$1", "", " ", "A1:B2", "Đ1", "A" * 9999,
                "A-1", "A99999999999999999999"):  # fmt: skip
        yield f"a cell at {ref[:20]!r}", "a.xlsx", _one(f'<c r="{ref}"><v>1</v></c>')
    for row in ("0", "-1", "1048577", "9" * 30, "9" * 5000, "x", "", "1.5", "１"):
        held = f'<row r="{row}"><c><v>1</v></c></row>'
        yield f"row {row[:20]!r}", "a.xlsx", with_sheet(held)
    yield (
        "rows backwards",
        "a.xlsx",
        with_sheet('<row r="5"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>'),
    )
    yield "a cell twice", "a.xlsx", _one('<c r="B1"><v>1</v></c><c r="B1"><v>2</v></c>')
    yield "cells backwards", "a.xlsx", _one('<c r="C1"><v>1</v></c><c r="A1"><v>2</v></c>')
    yield "no places", "a.xlsx", with_sheet("<row><c><v>1</v></c></row>" * 9)
    for kind in ("s", "n", "b", "e", "d", "str", "inlineStr", "x" * 999, ""):
        for value in (
            "",
            "-1",
            "999999999",
            "1e999",
            "-1e999",
            "nan",
            "0x1F",
            "9" * 1900,
            "é",
            "1_0",
        ):
            yield (
                f"{kind[:9]!r} of {value[:9]!r}",
                "a.xlsx",
                _one(f'<c r="A1" t="{kind}"><v>{value}</v></c>'),
            )
    yield "a text of 3,000", "a.xlsx", _one(f'<c t="str"><v>{"x" * 3000}</v></c>')
    yield (
        "a text of 40 million",
        "a.xlsx",
        _one(f'<c t="str"><v>{random.Random(1).randbytes(20_000_000).hex()}</v></c>'),
    )
    yield "escapes", "a.xlsx", _one('<c t="str"><v>_x0000__xD800__xFFFE__x0008__x000D_=1</v></c>')
    for formula in ("cmd|' /C calc'!A0", "DDE(\"cmd\";\"/C calc\";\"x\")", 'HYPERLINK("http://127.0.0.1/")',
                    "WEBSERVICE(\"http://127.0.0.1/\")", "[1]Sheet1!A1"):  # fmt: skip
        text = formula.replace('"', "&quot;")
        yield (
            f"formula {formula}",
            "a.xlsx",
            _one(f'<c r="A1"><f>{text}</f></c><c r="B1" t="str"><f>{text}</f><v>={text}</v></c>'),
        )
        yield (
            f"text of {formula}",
            "a.xlsx",
            _one(f'<c r="A1" t="inlineStr"><is><t>={text}</t></is></c>'),
        )
    wide = "".join(f'<c t="str"><v>{n}</v></c>' for n in range(20_000))
    yield "20,000 columns", "a.xlsx", with_sheet(f"<row>{wide}</row>")
    million = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001))
    yield "a million rows", "a.xlsx", with_sheet(million)
    yield "a million empty rows", "a.xlsx", with_sheet("<row/>" * 1_000_000)


def _texts_of() -> Iterator[File]:
    for count in ("4294967295", "-1", "x", "99999999999999999999"):
        held = {
            **parts(),
            "xl/sharedStrings.xml": texts("a", attributes=f'count="{count}" uniqueCount="{count}"'),
        }
        yield f"count of texts says {count}", "a.xlsx", packed(held)
    yield (
        "a shared text of 5 million",
        "a.xlsx",
        packed({**parts(), "xl/sharedStrings.xml": texts("ab" * 2_500_000)}),
    )
    many = (
        f'<sst xmlns="{MAIN}">'
        + "".join(f"<si><t>{n % 97}</t></si>" for n in range(1_600_000))
        + "</sst>"
    )
    yield "1.6 million shared texts", "a.xlsx", packed({**parts(), "xl/sharedStrings.xml": many})
    rows = "".join(
        f'<row r="{n}">' + '<c t="s"><v>0</v></c>' * 30 + "</row>" for n in range(1, 5001)
    )
    held = {**parts(), SHEET: sheet(rows), "xl/sharedStrings.xml": texts("x" * 1999)}
    yield "one long text 150,000 times", "a.xlsx", packed(held)
    yield (
        "runs in runs",
        "a.xlsx",
        packed({**parts(), "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">' + "<si><r>" * 50_000}),
    )


def _styled() -> Iterator[File]:
    xfs = '<xf numFmtId="14" fontId="0"/>'
    for number in ("-1", "99999", "x", "1e5", "9" * 40):
        held = {**parts(), SHEET: sheet(f'<row><c s="{number}"><v>1</v></c></row>')}
        yield f"style {number[:9]}", "a.xlsx", packed(held)
        wild = styles(xfs=f'<xf numFmtId="{number}" fontId="{number}"/>')
        yield f"style of format {number[:9]}", "a.xlsx", packed({**parts(), "xl/styles.xml": wild})
    yield (
        "100,000 styles",
        "a.xlsx",
        packed({**parts(), "xl/styles.xml": styles(xfs=xfs * 100_000)}),
    )
    yield (
        "a million fonts",
        "a.xlsx",
        packed({**parts(), "xl/styles.xml": styles(fonts="<font/>" * 1_000_000)}),
    )
    code = "[$-" * 300 + "&quot;" * 300 + "\\\\" * 300
    form = styles(
        formats=f'<numFmt numFmtId="200" formatCode="{code}"/>', xfs='<xf numFmtId="200"/>'
    )
    yield (
        "a wild format",
        "a.xlsx",
        packed({**parts(), "xl/styles.xml": form, SHEET: sheet("<row><c><v>1</v></c></row>")}),
    )
    for day in ("-5", "0", "0.5", "60", "2958465", "2958466", "1e300", "1e-300"):
        held = {
            **parts(),
            "xl/styles.xml": styles(xfs=xfs),
            SHEET: sheet(f"<row><c><v>{day}</v></c></row>"),
        }
        yield f"the day {day}", "a.xlsx", packed(held)
        properties = '<workbookPr date1904="1"/>'
        yield (
            f"the day {day} from 1904",
            "a.xlsx",
            packed({**held, "xl/workbook.xml": workbook("a", properties=properties)}),
        )


def _shapes() -> Iterator[File]:
    people = parts()[SHEET].partition("<sheetData>")[2].partition("</sheetData>")[0]
    for ref in (
        "A1:XFD1048576",
        "B2:A1",
        "A1",
        "A0:B0",
        "A1:B9999999",
        "x",
        "",
        "A2:F1048576",
        "ZZZ1:ZZZ2",
    ):
        yield (
            f"merged {ref!r}",
            "a.xlsx",
            with_sheet(people, f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>'),
        )
    yield (
        "40,000 merged over all",
        "a.xlsx",
        with_sheet(
            people, "<mergeCells>" + '<mergeCell ref="A2:F1048576"/>' * 40_000 + "</mergeCells>"
        ),
    )
    yield (
        "60,000 merged",
        "a.xlsx",
        with_sheet(people, "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 60_000 + "</mergeCells>"),
    )
    long_rows = inline(
        *[
            ["STT", "Họ và tên", "Ngày sinh"],
            *[[n, "Nguyễn Văn An", "1/1/1980"] for n in range(1, 3000)],
        ]
    )
    down = "".join(f'<mergeCell ref="B{2 + n}:B2999"/>' for n in range(2900))
    yield (
        "merged down again and again",
        "a.xlsx",
        with_sheet(long_rows, f"<mergeCells>{down}</mergeCells>"),
    )
    yield (
        "headings without end",
        "a.xlsx",
        with_sheet(inline(*[["Họ và tên", "Ngày sinh", "Giới tính"]] * 400)),
    )
    yield "dates of every kind", "a.xlsx", with_sheet(inline(
        ["Họ và tên", "Ngày sinh"],
        *[["An", day] for day in ("1/2/3", "99/99/9999", "0/0/0000", "31/12/0001", "１/２/1990", "1" * 40, "-1",
                                  "٣/٤/١٩٩٠", "29/02/1900", "1/1/1e9", 1e300, 0.1, -4, 99999)]))  # fmt: skip
    yield "numbers of every kind", "a.xlsx", with_sheet(inline(
        ["Họ và tên", "Số CCCD", "Giới tính"],
        *[["An", n, "Nam"] for n in ("1.2E+11", "²²²", "١٢٣٤٥٦٧٨٩٠١٢", "0" * 12, 1e11, 0.5, "x" * 1999)]))  # fmt: skip


def _books() -> Iterator[File]:
    for name in ("", "x" * 5000, "&#9;", "../a", "=1+1", "Cán bộ", "&lt;script&gt;"):
        yield (
            f"a sheet named {name[:12]!r}",
            "a.xlsx",
            packed({**parts(), "xl/workbook.xml": workbook(name)}),
        )
    yield "no sheets", "a.xlsx", packed({**parts(), "xl/workbook.xml": workbook()})
    yield "sheets of one name", "a.xlsx", packed({**parts(), "xl/workbook.xml": workbook("a", "a")})
    held = parts()
    held["xl/workbook.xml"] = str(workbook("a", "b")).replace("rId2", "rId1")
    yield "one part for two sheets", "a.xlsx", packed(held)
    many = [(f"rId{n}", "worksheet", "worksheets/sheet1.xml") for n in range(1, 120)]
    held = {**parts(), "xl/workbook.xml": workbook(*[f"s{n}" for n in range(1, 120)])}
    held["xl/_rels/workbook.xml.rels"] = relations(*many)
    yield "120 sheets", "a.xlsx", packed(held)
    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 150_001))
    held = {**parts(), SHEET: sheet(rows), "xl/workbook.xml": workbook(*"abcdefgh")}
    held["xl/_rels/workbook.xml.rels"] = relations(*many[:8])
    yield "one large part for eight sheets", "a.xlsx", packed(held)
    yield (
        "a chart alone",
        "a.xlsx",
        packed(
            {
                **parts(),
                "xl/_rels/workbook.xml.rels": relations(
                    ("rId1", "chartsheet", "worksheets/sheet1.xml")
                ),
            }
        ),
    )


def _csv() -> Iterator[File]:
    head = "STT,Họ và tên,Ngày sinh,Giới tính\n"
    for what, content in {
        "NUL": head.encode() + b"1,A\0n,1980,Nam",
        "no encoding": bytes(range(128, 256)) * 9,
        "bytes that Windows-1258 lacks": b"Ho ten\n\xd2\xd2\x8a\x8d",
        "half a UTF-16": b"\xff\xfea\0b",
        "UTF-16 halves of characters": b"\xff\xfe\x00\xd8\x00\xd8",
        "a mark and nothing": b"\xef\xbb\xbf",
        "only line breaks": b"\n\r\n\r" * 999,
        "an open quote": head.encode() + b'1,"An' + b",x\n" * 9999,
        "a cell of 9 million": head.encode() + b"1," + b"x" * 9_000_000,
        "300 columns": b",".join(b"c%d" % n for n in range(300)),
        "a million columns": b"," * 999_999 + b"x",
        "a million rows": head.encode() + b"1,An,1980,Nam\n" * 1_000_000,
        "formulas": head.encode() + b"=cmd|' /C calc'!A0,\"=1+1\",@SUM(1),+1\n-1,\t=1,\r=1,x",
        "control characters": head.encode() + b"1,A\x07n,1980\x1b[2J,Nam",
        "control characters of cells": head.encode() + b"1,A\x0bn,1980\x0c,Nam",
        "quotes upon quotes": b'"' * 99_999,
        "33 MB": b"x\n" * (33 << 19),
        "other scripts": (
            "Họ và tên,Ngày sinh\n" + "\u202e\u0661\U0001f600,\u0e51/1/1980\n" * 99
        ).encode(),
    }.items():
        yield what, "a.csv", content
