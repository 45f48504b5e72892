"""Looking at a file before it is parsed: what it is, and whether unpacking it is safe."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from apps.imports.workbook import limits
from apps.imports.workbook.refusal import RefusedError

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHUNK = 1 << 18
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST_DECLARATION = 9
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_LINK_TYPE = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_WORKBOOK = "xl/workbook.xml"
# Parts that are there only in files of another kind, and what such a file is refused as.
_FOREIGN = {
    "xl/workbook.bin": "binary_workbook",
    "mimetype": "open_document",
    "content.xml": "open_document",
    "word/document.xml": "not_a_workbook",
    "ppt/presentation.xml": "not_a_workbook",
}
# Names of parts that hold macros or lead outside.
_FORBIDDEN = (
    (re.compile(r"vbaproject|vbadata|macrosheets|activex", re.IGNORECASE), "macros"),
    (re.compile(r"^xl/externallinks/", re.IGNORECASE), "external_links"),
    (
        re.compile(r"^xl/(connections\.xml|querytables/|webextensions/)", re.IGNORECASE),
        "external_links",
    ),
)


def kind_of(path: Path, name: str) -> str:
    """Return "xlsx" or "csv" when ending and content agree; refuse everything else."""
    size = path.stat().st_size
    if not size:
        raise RefusedError("empty")
    if size > limits.MAX_FILE:
        raise RefusedError("file_too_large", limit=limits.MAX_FILE // limits.MIB)
    ending = Path(name).suffix.lower()
    with path.open("rb") as file:
        head = file.read(8)
        if head == OLE:
            raise RefusedError(_ole_code(file.read()))
    if ending == ".xlsm":
        raise RefusedError("macros")
    if ending == ".xlsx" and head[:4] == ZIP:
        return "xlsx"
    if ending == ".csv" and head[:4] != ZIP and head[:4] != b"%PDF":
        return "csv"
    raise RefusedError(_mismatch(ending, head))


def _ole_code(rest: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in rest:
        return "encrypted"
    return "old_xls"


def _mismatch(ending: str, head: bytes) -> str:
    known = {".xls": "old_xls", ".xlsb": "binary_workbook", ".ods": "open_document"}
    if ending in known:
        return known[ending]
    if ending in (".xlsx", ".csv"):
        return "another_content" if ending == ".csv" or head[:2] != b"PK" else "damaged"
    return "another_ending"


def opened(path: Path) -> zipfile.ZipFile:
    """Open a workbook whose directory and parts were found harmless."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError) as error:
        raise RefusedError("damaged") from error
    _check_directory(archive.infolist(), path.stat().st_size)
    _check_parts(archive)
    return archive


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > limits.MAX_ENTRIES:
        raise RefusedError("too_many_parts", limit=limits.MAX_ENTRIES)
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) < len(names):
        raise RefusedError("damaged")
    for entry in entries:
        _check_entry(entry)
    if sum(entry.file_size for entry in entries) > limits.MAX_UNPACKED:
        raise RefusedError("unpacks_too_large", limit=limits.MAX_UNPACKED // limits.MIB)
    _check_overlap(entries, size)
    for name in names:
        if name.lower() in _FOREIGN:
            raise RefusedError(_FOREIGN[name.lower()])
    if _WORKBOOK not in names:
        raise RefusedError("not_a_workbook")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if name.startswith(("/", "\\")) or "\0" in name or ":" in name or _climbs(name):
        raise RefusedError("unsafe_names")
    if entry.flag_bits & 0x1:
        raise RefusedError("encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusedError("damaged")
    ratio = entry.file_size / max(entry.compress_size, 1)
    if ratio > limits.MAX_RATIO and entry.file_size > limits.SMALL_PART:
        raise RefusedError("bomb")
    for pattern, code in _FORBIDDEN:
        if pattern.search(name):
            raise RefusedError(code)


def _climbs(name: str) -> bool:
    return ".." in re.split(r"[/\\]", name)


def _check_overlap(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse parts that share bytes, as the smallest bombs do."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise RefusedError("bomb")
        end = entry.header_offset + entry.compress_size
    if end > size:
        raise RefusedError("damaged")


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Unpack every part once, counting: the sizes in the directory may lie."""
    left = limits.MAX_UNPACKED
    for entry in archive.infolist():
        for piece in pieces(archive, entry.filename):
            left -= len(piece)
            if left < 0:
                raise RefusedError("unpacks_too_large", limit=limits.MAX_UNPACKED // limits.MIB)
        _check_reach(archive, entry.filename)


def pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield the bytes of a part, refusing document types and entities in XML."""
    is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    try:
        with archive.open(name) as part:
            while piece := part.read(CHUNK):
                if is_xml and b"<!" in (seen := tail + piece) and _DECLARATION.search(seen):
                    raise RefusedError("declarations")
                tail = piece[-_LONGEST_DECLARATION:]
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, KeyError) as e:
        raise RefusedError("damaged") from e


def _check_reach(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse relations that lead out of the file; addresses that one clicks on may stay."""
    if name == "[Content_Types].xml":
        if b"macroEnabled" in b"".join(pieces(archive, name)):
            raise RefusedError("macros")
    elif name.lower().endswith(".rels"):
        for relation in _OUTSIDE.findall(b"".join(pieces(archive, name))):
            if not _LINK_TYPE.search(relation):
                raise RefusedError("external_links")
