"""A document with every kind of block, in both languages, that every renderer is tried with."""

from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Literal

from apps.reports.document import (
    Bar,
    Block,
    Bullets,
    Cell,
    Closing,
    Column,
    Document,
    Footer,
    FormHead,
    HeadCell,
    Heading,
    Letterhead,
    Paragraph,
    Recipients,
    Row,
    Section,
    Signer,
    Span,
    Step,
    Table,
    Title,
    Waterfall,
)
from tests.reports.forms import Say, annex, targets, wide
from tests.reports.hostile import CONTROLS, DECOMPOSED, HOSTILE

Language = Literal["vi", "en"]

MADE_AT = datetime(2026, 11, 23, 2, 10, tzinfo=timezone(timedelta(hours=7)))


def sample(language: Language = "vi", units: int = 30) -> Document:
    """Return a report with a statistical form and annexes, which has every kind of block."""

    def say(vi: str, en: str) -> str:
        return vi if language == "vi" else en

    return Document(
        language=language,
        title=say("Báo cáo tiến độ Kế hoạch 177/KH-UBND", "Progress report on plan 177/KH-UBND"),
        author=say("Sở Nội vụ", "Department of Home Affairs"),
        made_at=MADE_AT,
        sections=(
            Section(report(say), say("Báo cáo", "Report")),
            Section(form(say), say("Biểu BM01", "Form BM01"), is_landscape=True, is_annex=True),
            Section(annex(say, units), say("Phụ lục I", "Annex I"), is_annex=True),
            Section(hostile(say), say("Phụ lục II", "Annex II"), is_annex=True),
        ),
        footer=Footer(
            say("Số liệu tính đến 22/11/2026 · lần tính 118", "Figures as of 22/11/2026 · run 118"),
            say("Mã đối chiếu: 7F3A-20C9-118", "Verification code: 7F3A-20C9-118"),
        ),
        keywords=("177/KH-UBND", "04-NQ/TU"),
    )


def party(language: Language = "vi") -> Document:
    """Return a short document of a Party agency."""
    blocks: tuple[Block, ...] = (
        Letterhead(
            style="party",
            parent_agency="THÀNH ỦY HÀ NỘI",
            agency="BAN TỔ CHỨC",
            number="Số 12-BC/BTCTU",
            nation=("ĐẢNG CỘNG SẢN VIỆT NAM",),
            place_and_day="Hà Nội, ngày 23 tháng 11 năm 2026",
        ),
        Title("BÁO CÁO", ("về tiến độ thực hiện Nghị quyết số 04-NQ/TU",)),
        Paragraph.of("Thực hiện Nghị quyết số 04-NQ/TU, Ban Tổ chức báo cáo như sau:"),
        Closing(
            Recipients("Nơi nhận:", ("- Thường trực Thành ủy,", "- Lưu Ban.")),
            Signer(("TRƯỞNG BAN",), "Trần Thị Bích Ngọc"),
        ),
    )
    footer = Footer("Số liệu tính đến 22/11/2026", "Mã đối chiếu: 0000-0000-001")
    section = Section(blocks, "Báo cáo")
    return Document(language, "Báo cáo của Đảng", "Ban Tổ chức", MADE_AT, (section,), footer)


def report(say: Say) -> tuple[Block, ...]:
    """Return the main part: letterhead to signature."""
    return (
        Letterhead(
            style="state",
            parent_agency=say("UBND THÀNH PHỐ HÀ NỘI", "HANOI PEOPLE'S COMMITTEE"),
            agency=say("SỞ NỘI VỤ", "DEPARTMENT OF HOME AFFAIRS"),
            number=say("Số: 412/BC-SNV", "No. 412/BC-SNV"),
            nation=(
                say("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM"),
                say("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
            ),
            place_and_day=say("Hà Nội, ngày 23 tháng 11 năm 2026", "Hà Nội, 23 November 2026"),
        ),
        Title(
            say("BÁO CÁO", "REPORT"),
            (
                say(
                    "Tiến độ thực hiện các chỉ tiêu chất lượng đội ngũ cán bộ",
                    "Progress on the targets for the quality of cadres",
                ),
                say("theo Kế hoạch số 177/KH-UBND", "under plan 177/KH-UBND"),
            ),
        ),
        Paragraph.of(
            say(
                "Căn cứ Nghị quyết số 04-NQ/TU ngày 31 tháng 5 năm 2021;",
                "Pursuant to Resolution 04-NQ/TU of 31 May 2021;",
            ),
            "basis",
        ),
        Paragraph.of(
            say("Căn cứ Kế hoạch số 177/KH-UBND.", "Pursuant to plan 177/KH-UBND."), "basis"
        ),
        Paragraph.of(
            say(
                "Thực hiện Nghị quyết số 04-NQ/TU và Kế hoạch số 177/KH-UBND của UBND thành phố, Sở Nội"
                " vụ báo cáo tiến độ các chỉ tiêu, số liệu tính đến ngày 22 tháng 11 năm 2026, như sau:",
                "Under Resolution 04-NQ/TU and plan 177/KH-UBND of the People's Committee, the"
                " Department reports the progress of the targets as of 22 November 2026, as follows:",
            )
        ),
        Heading(say("1. Kết quả chung", "1. Overall results")),
        Paragraph(
            (
                Span(say("Chưa đạt.", "Not met."), is_bold=True),
                Span(say(" Trong 05 chỉ tiêu, 02 chỉ tiêu ", " Of 5 targets, 2 are ")),
                Span(say("đạt", "met"), is_bold=True, is_italic=True),
                Span(say(", thiếu 62 người", ", 62 people are short"), is_italic=True),
                Span("."),
            )
        ),
        Heading(say("a) Theo chỉ tiêu", "a) By target"), level=2),
        targets(say),
        bullets(say),
        waterfall(say),
        Heading(say("2. Phương pháp", "2. Method")),
        Paragraph.of(
            say(
                "Tỷ lệ so sánh bằng phân số, làm tròn một chữ số thập phân.",
                "Ratios are compared as fractions and rounded to one decimal.",
            )
        ),
        Paragraph.of(say("(Phụ lục I kèm theo)", "(Annex I attached)"), "centred"),
        Closing(
            Recipients(
                say("Nơi nhận:", "Recipients:"),
                (
                    say("- UBND thành phố (để báo cáo);", "- The People's Committee (to report);"),
                    say(
                        "- Các sở, ngành; UBND các xã, phường;",
                        "- Departments; communes and wards;",
                    ),
                    say("- Lưu: VT, SNV.", "- File: VT, SNV."),
                ),
            ),
            Signer(
                (say("KT. GIÁM ĐỐC", "FOR THE DIRECTOR"), say("PHÓ GIÁM ĐỐC", "DEPUTY DIRECTOR")),
                "Nguyễn Hữu Khánh",
            ),
        ),
    )


def bullets(say: Say) -> Bullets:
    """Return the chart of the three targets."""
    return Bullets(
        caption=say("Hình 1. Tỷ lệ đạt so với mức giao", "Figure 1. Ratios against the thresholds"),
        bars=(
            Bar(say("Cán bộ trẻ, diện ban thường vụ các cấp ủy quản lý", "Young cadres"),
                Fraction(614, 4117), Fraction(634, 4117), Fraction(15, 100), "14,9–15,4 %",
                say("◐ Chưa xác định", "◐ Undetermined")),
            Bar(say("Cán bộ nữ", "Women"), Fraction(999, 4117), Fraction(1306, 4117),
                Fraction(15, 100), "24,3–31,7 %", say("● Đạt", "● Met")),
            Bar(say("Đại học và lý luận chính trị", "Degree and political theory"),
                Fraction(4060, 4122), Fraction(4079, 4122), Fraction(1), "98,5–99,0 %",
                say("△ Chưa đạt", "△ Not met")),
        ),
        description=say("Ba chỉ tiêu: cán bộ trẻ 14,9 %, nữ 24,3 %, trình độ 98,5 %.",
                        "Three targets: young 14.9 %, women 24.3 %, degrees 98.5 %."),
        key=(say("Đạt", "Met"), say("Chưa rõ", "Unknown"), say("Mức giao", "Threshold")),
    )  # fmt: skip


def waterfall(say: Say) -> Waterfall:
    """Return how 16 young cadres became 17: three joined, two passed the age."""
    return Waterfall(
        caption=say(
            "Hình 2. Số người đạt: cán bộ trẻ", "Figure 2. People who meet it: young cadres"
        ),
        steps=(
            Step(say("Ngày 01/01/2026", "On 01/01/2026"), 16, 16, "16", is_whole=True),
            Step(say("Tuyển mới", "Joined service"), 16, 19, "+3"),
            Step(say("Quá tuổi", "Passed an age"), 19, 17, "\u22122"),
            Step(say("Ngày 22/11/2026", "On 22/11/2026"), 17, 17, "17", is_whole=True),
        ),
        description=say(
            "Cán bộ trẻ: 17 người, trước đó 16.", "Young cadres: 17 people, up from 16."
        ),
        key=(say("tăng", "more"), say("giảm", "fewer"), say("số người đạt", "people who meet it")),
        lower=say("từ", "from"),
    )


def form(say: Say) -> tuple[Block, ...]:
    """Return a statistical form of forty columns."""
    return (
        FormHead(
            left=((Span("BM01/BNV", is_bold=True),),
                  (Span(say("Ban hành kèm theo Thông tư số 11/2012/TT-BNV",
                            "Issued with Circular 11/2012/TT-BNV")),)),
            centre=((Span(say("BÁO CÁO SỐ LƯỢNG, CHẤT LƯỢNG CÔNG CHỨC",
                              "REPORT ON NUMBER AND QUALITY OF CIVIL SERVANTS"), is_bold=True),),
                    (Span(say("Tính đến ngày 31 tháng 12 năm 2026", "As of 31 December 2026"),
                          is_italic=True),)),
            right=((Span(say("Đơn vị báo cáo: Sở Nội vụ", "Reported by: Home Affairs")),),
                   (Span(say("Đơn vị tính: người", "Unit: persons")),)),
        ),
        wide(say),
        Closing(
            Signer((say("LẬP BẢNG", "DRAWN UP BY"),), "Lê Thị Ánh"),
            Signer((say("THỦ TRƯỞNG", "HEAD"),), "Phạm Văn Đức",
                   say("(Ký, đóng dấu)", "(Signature, seal)"),
                   say("Hà Nội, ngày 31 tháng 12 năm 2026", "Hà Nội, 31 December 2026")),
        ),
    )  # fmt: skip


def hostile(say: Say) -> tuple[Block, ...]:
    """Return every hostile text, in a paragraph and in a cell."""
    texts = (*HOSTILE, DECOMPOSED, CONTROLS)
    table = Table(
        name=say("Văn bản lạ", "Odd texts"),
        columns=(Column(1, "right"), Column(6)),
        head=((HeadCell("#"), HeadCell("=cmd|' /C calc'!A0")),),
        rows=tuple(Row((Cell(str(at), (at,)), Cell(text))) for at, text in enumerate(texts)),
    )
    title = Title(say("Phụ lục II", "Annex II"), (say("Văn bản lạ", "Odd texts"),))
    return (title, *(Paragraph.of(text) for text in texts), table)
