"""By what a person is recognised in texts that are no facts: staff numbers, names, the number."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from apps.audit.selectors import former_values
from apps.cadres.identity import number_of
from apps.cadres.models import Cadre
from apps.common.sealing import SealError
from apps.common.text import search_key

# A single letter, or two, is in every name.
_SHORTEST = 3


@dataclass(frozen=True)
class Whose:
    """Everything that the person is, or was, called here; texts are compared without accents."""

    pk: int
    keys: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, cadre: Cadre) -> Self:
        """Read what a person was ever called."""
        keys = {cadre.key, *former_values(Cadre, cadre.pk, "key")}
        names = {cadre.full_name, *former_values(Cadre, cadre.pk, "full_name")}
        with suppress(SealError):
            names.add(number_of(cadre))
        said = frozenset(search_key(name) for name in names if name)
        return cls(cadre.pk, frozenset(keys), said)

    def is_named_in(self, text: str) -> bool:
        """Whether a text holds a name, a staff number or the personal number of the person."""
        said = search_key(text)
        tokens = {token.strip(".,;:()\"'[]{}") for token in said.split()}
        is_numbered = any(search_key(key) in tokens for key in self.keys)
        return is_numbered or any(name in said for name in self.names)

    def is_searched_by(self, words: str) -> bool:
        """Whether some of the words that were searched for are of the person's name or number."""
        called = " ".join([*self.names, *map(search_key, self.keys)])
        return any(len(w) >= _SHORTEST and w in called for w in search_key(words).split())


def texts_in(value: Any) -> list[str]:
    """Return every text in plain values, however deep."""
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in texts_in(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in texts_in(part)]
    return [str(value)] if isinstance(value, str | int) else []
