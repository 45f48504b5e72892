"""What a browser would send of a condition that the page shows."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict


class _Inputs(HTMLParser):
    """Collects the names and values of successful controls."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._select: str | None = None
        self._first: str | None = None
        self._chosen: str | None = None
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in said:
            kind = said.get("type", "text")
            if kind not in ("checkbox", "radio") or "checked" in said:
                empty = "on" if kind in ("checkbox", "radio") else ""
                self.found.append((said["name"], said.get("value", empty)))
        elif tag == "select":
            self._select, self._first, self._chosen = said["name"], None, None
        elif tag == "option":
            self._first = said["value"] if self._first is None else self._first
            if "selected" in said:
                self._chosen = said["value"]
        elif tag == "textarea":
            self.found.append((said["name"], ""))
            self._text = said["name"]

    def handle_data(self, data: str) -> None:
        if self._text:
            name, text = self.found[-1]
            # The first line break after the tag is not part of the text.
            self.found[-1] = (name, text + data if text else data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            chosen = self._first if self._chosen is None else self._chosen
            if chosen is not None:
                self.found.append((self._select, chosen))
            self._select = None
        elif tag == "textarea":
            self._text = None


def sent(html: str) -> QueryDict:
    """Return the inputs of a page as a browser sends them when nobody touched them."""
    parser = _Inputs()
    parser.feed(html)
    data = QueryDict(mutable=True)
    for name, value in parser.found:
        data.appendlist(name, value)
    return data


def typed(**said: Any) -> dict[str, Any]:
    """Return inputs with the names that they have on the page: criterion__0_1__years=40."""
    return {name.replace("__", "-"): value for name, value in said.items()}
