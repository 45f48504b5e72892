"""Why the child process would not read a file: a code and what belongs in its sentence."""

from __future__ import annotations


class RefusedError(Exception):
    """The file is not read; ``code`` is one that the parent has words for."""

    def __init__(self, code: str, **about: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.about = about
