"""Stopping an upload that is too large before it fills the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from apps.imports.workbook.limits import MAX_FILE, MIB


class LimitHandler(FileUploadHandler):
    """Lets go what comes of a file that is too large, and says so on the request."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        """Look at the announced length; the form's other fields take far less than a MiB."""
        self.is_too_large = content_length > MAX_FILE + MIB
        if self.request is not None:
            self.request.upload_is_too_large = self.is_too_large  # type: ignore[attr-defined]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Let a file go unread when the request is too large."""
        super().new_file(*args, **kwargs)
        if self.is_too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what comes to the handler that keeps it."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handler that keeps it."""
