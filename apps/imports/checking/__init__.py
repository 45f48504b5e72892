"""Checking what a workbook says against what is recorded, and saying what it would change.

Every row of a file is one of these:

- *new*: nothing recorded is the same fact;
- *corrected*: it is recorded, and the file says something else or something more exact;
- *unchanged*: it is recorded so; an empty cell, or a date less exact than the recorded one that
  contains it, says nothing against what is recorded;
- *conflicting*: it contradicts what is recorded in a way that only a person can settle: a second
  primary post on a day of a recorded one, a date less exact than the recorded one that does not
  contain it, "none" beside a recorded level, or a cell that would replace what somebody changed
  after the file was uploaded. A conflict is a fault.

A file with a fault, or with a doubtful match that nobody has settled, is not written at all.
"""
