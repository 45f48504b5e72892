"""Which role may do what: written out by hand, so that no right is given or taken by accident."""

from __future__ import annotations

from apps.accounts.roles import COUNTS_ONLY, HOLDS, Permission, Role, roles_with

ROLES = ("head", "officer", "leader", "coordinator", "auditor", "administrator")
# A line for each kind of act, a column for each role in the order above.
MATRIX = """
figures.view    yes yes yes yes no  no
people.view     yes yes yes no  no  no
people.edit     no  yes no  no  no  no
export          no  yes yes no  no  no
export.confirm  no  yes yes yes no  no
plans.edit      no  no  no  yes no  no
units.edit      no  no  no  yes no  no
users.edit      no  no  no  yes no  yes
logs.view       no  no  no  no  yes no
jobs.manage     no  no  no  no  no  yes
"""


def test_each_role_holds_what_the_matrix_says_and_nothing_else() -> None:
    rows = {line.split()[0]: line.split()[1:] for line in MATRIX.strip().splitlines()}
    assert set(rows) == {permission.value for permission in Permission}
    for permission, cells in rows.items():
        holders = {role for role, cell in zip(ROLES, cells, strict=True) if cell == "yes"}
        assert {role.value for role in Role if permission in HOLDS[role]} == holders, permission
        assert {role.value for role in roles_with(Permission(permission))} == holders


def test_the_coordinator_alone_sees_figures_without_people() -> None:
    assert {Role.COORDINATOR} == COUNTS_ONLY
