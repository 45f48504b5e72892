"""The styles by which a secretary changes how a report looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.parser import parse_xml

from apps.reports.renderers import paper

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
_FIRST_LINE = 720  # twips: 1.27 cm


@dataclass(frozen=True)
class Style:
    """A style of paragraphs: sizes and spaces in points, the manner of print, what it keeps."""

    id: str
    name: str
    based_on: str = "Normal"
    size: float | None = None
    manner: str = ""  # of b, i
    align: str = ""
    before: float | None = None
    after: float | None = None
    line: float | None = None  # exact, in points
    first_line: int | None = None
    keeps: str = ""  # of next, lines
    level: int | None = None
    border: str = ""


STYLES = (
    Style("Header", "header", align="center", after=0),
    Style("Footer", "footer", size=9, after=0, border="top"),
    Style("Heading1", "heading 1", manner="b", before=6, after=6,
          first_line=_FIRST_LINE, keeps="next lines", level=0),
    Style("Heading2", "heading 2", manner="bi", before=6, after=6,
          first_line=_FIRST_LINE, keeps="next lines", level=1),
    Style("BodyText", "Body Text", align="both", after=6, first_line=_FIRST_LINE),
    Style("LegalBasis", "Legal basis", "BodyText", manner="i"),
    Style("CentredText", "Centred text", "BodyText", align="center", first_line=0),
    Style("Caption", "caption", size=13, manner="b", align="center", before=6, keeps="next lines"),
    Style("TableMeasure", "Table measure", size=11, manner="i", align="right", after=2,
          keeps="next"),
    Style("TableNote", "Table note", size=11, manner="i", align="both", before=3, after=8),
    Style("TableText", "Table text", size=paper.TABLE_SIZES["normal"], before=1.5, after=1.5),
    Style("TableTextSmall", "Table text small", "TableText", paper.TABLE_SIZES["small"], before=1,
          after=1),
    Style("TableTextTiny", "Table text tiny", "TableText", paper.TABLE_SIZES["tiny"], before=1,
          after=1),
    Style("TableHead", "Table head", "TableText", manner="b", align="center", keeps="next"),
    Style("TableHeadSmall", "Table head small", "TableHead", paper.TABLE_SIZES["small"], before=1,
          after=1),
    Style("TableHeadTiny", "Table head tiny", "TableHead", paper.TABLE_SIZES["tiny"], before=1,
          after=1),
    Style("AgencyAbove", "Agency above", size=12, align="center"),
    Style("Agency", "Agency", size=12, manner="b", align="center"),
    Style("DocumentNumber", "Document number", size=13, align="center", before=4),
    Style("NationalHeading", "National heading", size=12, manner="b", align="center"),
    Style("Motto", "Motto", size=13, manner="b", align="center"),
    Style("PartyName", "Party name", size=14, manner="b", align="center"),
    Style("PlaceAndDay", "Place and day", size=13, manner="i", align="center", before=4),
    Style("DocumentKind", "Document kind", manner="b", align="center", before=18,
          keeps="next lines"),
    Style("AnnexKind", "Annex kind", "DocumentKind", before=0, level=0),
    Style("DocumentSubject", "Document subject", manner="b", align="center", keeps="next lines"),
    Style("FormHead", "Form head", size=11),
    Style("RecipientsTitle", "Recipients title", size=12, manner="bi", keeps="next"),
    Style("Recipients", "Recipients", size=11, keeps="next lines"),
    Style("SignatureOffice", "Signature office", size=13, manner="b", align="center",
          keeps="next lines"),
    Style("SignatureHint", "Signature hint", size=12, manner="i", align="center",
          keeps="next lines"),
    Style("SignatureName", "Signature name", size=13, manner="b", align="center", before=60,
          keeps="lines"),
    Style("Chart", "Chart", align="center", after=6),
    Style("Rule", "Rule", size=1, before=2, line=4),
    Style("Gap", "Gap", size=1, line=8),
)  # fmt: skip

_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
    ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
)
_FONTS = (
    f'<w:rFonts w:ascii="{paper.FONT}" w:hAnsi="{paper.FONT}" w:eastAsia="{paper.FONT}"'
    f' w:cs="{paper.FONT}"/>'
)
_CELLS = (
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{0}" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{0}" w:type="dxa"/></w:tblCellMar>'
)


def set_styles(styles: Any, language: str) -> None:
    """Put the report's own styles in place of those of a document."""
    made = parse_xml(f"<w:styles {_NAMESPACE}>{''.join(_parts(language))}</w:styles>")
    for child in list(styles):
        styles.remove(child)
    styles.extend(list(made))


def language_tag(language: str) -> str:
    """Return a language as Word and its core properties name it."""
    return _LANGUAGES[language]


def _parts(language: str) -> Iterator[str]:
    tag = language_tag(language)
    yield (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}{_size(paper.BODY)}"
        f'<w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    yield _LATENT
    yield (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:uiPriority w:val="0"/><w:qFormat/><w:rPr>{_FONTS}{_size(paper.BODY)}'
        f'<w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="ar-SA"/></w:rPr></w:style>'
    )
    yield from map(_paragraph_style, STYLES)
    yield _table_style("TableNormal", "Normal Table", 108, "")
    yield _table_style("Layout", "Layout", 0, "")
    yield _table_style("Figures", "Figures", 57, _borders())
    yield _table_style("FiguresTiny", "Figures tiny", 14, _borders())


def _size(points: float) -> str:
    halves = round(points * 2)
    return f'<w:sz w:val="{halves}"/><w:szCs w:val="{halves}"/>'


def _paragraph_style(style: Style) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/><w:uiPriority w:val="1"/><w:qFormat/>'
        f"<w:pPr>{''.join(_paragraph_properties(style))}</w:pPr>"
        f"<w:rPr>{_manner(style.manner)}{_size(style.size) if style.size else ''}</w:rPr></w:style>"
    )


def _paragraph_properties(style: Style) -> Iterator[str]:
    # In the order that the schema wants.
    yield "<w:keepNext/>" if "next" in style.keeps else ""
    yield "<w:keepLines/>" if "lines" in style.keeps else ""
    if style.border:
        yield (
            f'<w:pBdr><w:{style.border} w:val="single" w:sz="4" w:space="4" w:color="808080"/>'
            "</w:pBdr>"
        )
    yield _spacing(style)
    if style.first_line is not None:
        yield f'<w:ind w:firstLine="{style.first_line}"/>'
    yield f'<w:jc w:val="{style.align}"/>' if style.align else ""
    yield f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else ""


def _spacing(style: Style) -> str:
    given = {"before": style.before, "after": style.after, "line": style.line}
    words = [
        f'w:{name}="{round(value * 20)}"' for name, value in given.items() if value is not None
    ]
    words += ['w:lineRule="exact"'] if style.line else []
    return f"<w:spacing {' '.join(words)}/>" if words else ""


def _manner(manner: str) -> str:
    return "".join(f"<w:{letter}/><w:{letter}Cs/>" for letter in manner)


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    drawn = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides
    )
    return f"<w:tblBorders>{drawn}</w:tblBorders>"


def _table_style(style: str, name: str, padding: int, borders: str) -> str:
    default = ' w:default="1"' if style == "TableNormal" else ""
    based = "" if default else '<w:basedOn w:val="TableNormal"/>'
    return (
        f'<w:style w:type="table"{default} w:styleId="{style}"><w:name w:val="{name}"/>{based}'
        f'<w:uiPriority w:val="99"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{borders}'
        f"{_CELLS.format(padding)}</w:tblPr></w:style>"
    )
