"""Entity tags: what state of a thing an answer shows, and which state a change begins from."""

from __future__ import annotations

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from apps.api.problems import ProblemError


def tag_of(*rows: models.Model | None) -> str:
    """Return the tag of the state of some rows; keyed, so that nothing can be guessed from it."""
    said = [
        (row._meta.label, [(f.attname, str(getattr(row, f.attname))) for f in row._meta.fields])
        if row is not None
        else None
        for row in rows
    ]
    return _tag(repr(said).encode())


def tag_of_content(content: bytes) -> str:
    """Return the tag of an answer."""
    return _tag(content)


def _tag(content: bytes) -> str:
    digest = salted_hmac("apps.api.tags", content, algorithm="sha256").hexdigest()
    return f'"{digest[:32]}"'


def is_among(tag: str, header: str) -> bool:
    """Whether a header of tags holds the tag. Compression on the way marks a tag as weak (W/); it
    names the same state, so that mark is left aside.
    """
    listed = [each.strip().removeprefix("W/") for each in header.split(",")]
    return tag in listed or "*" in listed


def check_match(header: str | None, tag: str) -> None:
    """Refuse a change that does not say from which state it begins, or from a former one."""
    if not header:
        raise ProblemError("tag-missing", _("Send If-Match with the ETag that you read."))
    if not is_among(tag, header):
        raise ProblemError("changed", _("Read it again, and change it from there."))
