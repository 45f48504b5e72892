"""The form that takes a plan in as a file."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_FILE = 2 * 1024 * 1024


class PlanForm(forms.Form):
    """A plan as a JSON file."""

    file = forms.FileField(
        label=gettext_lazy("Plan file"),
        max_length=300,
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".json", "data-shows-name": ""}),
    )

    def clean_file(self) -> UploadedFile:
        """Read the file; say in which line it is no JSON."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE:
            raise forms.ValidationError(_("The file is larger than 2 MB. Send the plan in parts."))
        self.body = _read(file.read())
        return file

    body: Any = None


def _read(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        said = {"line": error.lineno, "column": error.colno}
        message = _("The file is not JSON: look at line %(line)s, column %(column)s.")
        raise forms.ValidationError(message % said) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise forms.ValidationError(_("The file is not a text in UTF-8 with JSON.")) from error


def _refuse(word: str) -> None:
    raise ValueError(word)
