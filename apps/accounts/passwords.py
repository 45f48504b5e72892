"""What a password must not be, besides short: too long, well known, or made of words at hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 128
_FEW_SIGNS = 5
_LEFT_OVER = 8
_SHORTEST_WORD = 4
_LOOKALIKES = str.maketrans("0134578@$!", "oleastbasi")
# What stands on every door plate and every screen of those who use this.
AT_HAND = """
    cadre tracker cadretracker hanoi thudo thanhpho vietnam ubnd uybannhandan thanhuy canbo congchuc
    vienchuc chitieu matkhau password demo admin administrator administration quantri
""".split()


class MaximumLengthValidator:
    """Refuse a password of more than 128 characters instead of cutting it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when it is longer."""
        if len(password) > MOST:
            raise ValidationError(_("A password has at most %s characters.") % MOST, "too_long")

    def get_help_text(self) -> str:
        """Say so beforehand."""
        return _("A password has at most %s characters.") % MOST


class EasyPasswordValidator:
    """Refuse what is soon guessed here: few signs, a well-known word adorned, words at hand."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError that says what makes it easy."""
        if len(set(password)) < _FEW_SIGNS:
            raise ValidationError(_("Use more than a few different characters."), "too_plain")
        for text in (folded(password), folded(password).translate(_LOOKALIKES)):
            if _bare_ends(text) in _well_known():
                message = _("This is a well-known password with figures or signs around it.")
                raise ValidationError(message, "too_common")
            if found := _only_words_at_hand(text, words_at_hand(user)):
                message = _("The password is little more than words that are at hand here: %s.")
                raise ValidationError(message % ", ".join(found), "at_hand")

    def get_help_text(self) -> str:
        """Say so beforehand."""
        return _("Your own names, your unit and the words of this site do not make a password.")


def folded(text: str) -> str:
    """Return text in small letters without accents; nothing is remembered of it."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def words_at_hand(user: Any) -> set[str]:
    """Return the words that anybody would try first for the user, written together."""
    said = [*AT_HAND]
    if user is not None:
        names = (user.username, user.full_name, user.email.split("@")[0])
        said += [*names, *user.full_name.split(), *_names_of_units(user)]
    return {word for text in said if len(word := _letters(folded(text))) >= _SHORTEST_WORD}


def _names_of_units(user: Any) -> Iterable[str]:
    return user.memberships.values_list("unit__name", flat=True) if user.pk else ()


@cache
def _well_known() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


def _bare_ends(text: str) -> str:
    """Return text without what is no letter at its ends."""
    at = [place for place, sign in enumerate(text) if sign.isalpha()]
    return text[at[0] : at[-1] + 1] if at else ""


def _only_words_at_hand(text: str, words: set[str]) -> list[str]:
    """Return the words found in the text, when little is left of it without them."""
    rest, found = _letters(text), []
    for word in sorted(words, key=len, reverse=True):
        if word in rest:
            rest = rest.replace(word, "")
            found.append(word)
    return found if len(rest) < _LEFT_OVER else []
