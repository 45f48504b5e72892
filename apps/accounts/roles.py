"""What each role may do. Roles are code, reviewed like code; who holds one is a row."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One kind of act."""

    FIGURES_VIEW = "figures.view"
    PEOPLE_VIEW = "people.view"
    PEOPLE_EDIT = "people.edit"
    EXPORT = "export"
    EXPORT_CONFIRM = "export.confirm"
    PLANS_EDIT = "plans.edit"
    UNITS_EDIT = "units.edit"
    USERS_EDIT = "users.edit"
    LOGS_VIEW = "logs.view"
    JOBS_MANAGE = "jobs.manage"


class Role(StrEnum):
    """A part that a user plays for a unit and everything below it."""

    HEAD = "head"
    OFFICER = "officer"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


P = Permission
HOLDS: dict[Role, frozenset[Permission]] = {
    # Answers for a unit: sees its figures and its people.
    Role.HEAD: frozenset({P.FIGURES_VIEW, P.PEOPLE_VIEW}),
    # Keeps a unit's records.
    Role.OFFICER: frozenset(
        {P.FIGURES_VIEW, P.PEOPLE_VIEW, P.PEOPLE_EDIT, P.EXPORT, P.EXPORT_CONFIRM}
    ),
    # Leads the city: sees all, takes reports out.
    Role.LEADER: frozenset({P.FIGURES_VIEW, P.PEOPLE_VIEW, P.EXPORT, P.EXPORT_CONFIRM}),
    # Runs the plan: targets, units, users; counts only, no names.
    Role.COORDINATOR: frozenset(
        {P.FIGURES_VIEW, P.PLANS_EDIT, P.UNITS_EDIT, P.USERS_EDIT, P.EXPORT_CONFIRM}
    ),
    # Reads history and logs, nothing else.
    Role.AUDITOR: frozenset({P.LOGS_VIEW}),
    # Keeps accounts and the machinery running; no personal data.
    Role.ADMINISTRATOR: frozenset({P.USERS_EDIT, P.JOBS_MANAGE}),
}

ROLE_NAMES = {
    Role.HEAD: _("Head of unit"),
    Role.OFFICER: _("Organisation officer"),
    Role.LEADER: _("City leader"),
    Role.COORDINATOR: _("Coordinator"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("System administrator"),
}


# They see figures, and never whose they are.
COUNTS_ONLY = frozenset(
    role
    for role, held in HOLDS.items()
    if Permission.FIGURES_VIEW in held and Permission.PEOPLE_VIEW not in held
)


def roles_with(permission: Permission) -> list[Role]:
    """Return the roles that hold a permission."""
    return [role for role, held in HOLDS.items() if permission in held]
