"""Reaching beyond the units of whoever acts: the one way, and each reason for it.

The database shows a user the people of their own units and nobody else (``cadres.walls``). A few
acts must know more, and each of them says here why; none of them shows whom it found.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from enum import StrEnum

from apps.common.stepping_down import FIGURES, JOBS, stepping_aside


class Reach(StrEnum):
    """Why an act looks or writes beyond the actor's units."""

    COUNTING = "Figures are counted over whole units; who counted is asked for by scope again."
    KNOWING = "What was known at a moment is counted again over all versions, as figures are."
    HEADCOUNTS = "The tree says how many serve in a unit, also to those who see counts only."
    LOOKING_UP = "Whoever is to receive a person looks them up by number and is told who it is."
    RECEIVING = "Whoever receives whom they looked up ends the post elsewhere."
    MATCHING = "A number belongs to one person in the city, and nobody is to be entered twice."
    CLOSING = "A unit closes only when nobody serves there, whoever may see them."
    UNDOING = "Taking an import back removes people who have no post, and so no unit, any more."
    TELLING = "A person is given everything held of them, in whoever's drafts and lists it is."
    REORGANISING = "A reorganisation moves whole units, and says how many still go nowhere."
    HISTORY = "Auditors read what was changed of everything, and nothing else."


# They write what a user of the site could not, or read what others keep; all else reads facts.
_AS_JOBS = frozenset({Reach.RECEIVING, Reach.UNDOING, Reach.TELLING, Reach.REORGANISING})


def beyond_scope(reason: Reach) -> AbstractContextManager[None]:
    """Ask the database about everybody within the block, for a reason.

    What is asked for must be fetched within the block: a query that is run later is the user's.
    """
    return stepping_aside(JOBS if reason in _AS_JOBS else FIGURES)
