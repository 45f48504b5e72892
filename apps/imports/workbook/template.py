"""Writing the template: a sheet a table; and the one-sheet personnel list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

Tables = Mapping[str, pd.DataFrame]


def write_template(
    units: Sequence[str], categories: Mapping[str, str], *, tables: Tables | None = None
) -> bytes:
    """Return the workbook with a sheet a table, filled with tables as of an Extract when given.

    ``units`` are the names or paths offered; ``categories`` gives the name of each training's key.
    """
    return b""


def write_personnel_list(units: Sequence[str], *, people: pd.DataFrame | None = None) -> bytes:
    """Return the one-sheet list as offices keep it, filled with the people when given."""
    return b""
