"""The one question "may this person do this kind of thing?", for views and templates."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from apps.accounts import confirming
from apps.accounts.models import User
from apps.accounts.roles import COUNTS_ONLY, HOLDS, Permission, Role

Answer = TypeVar("Answer", bound=HttpResponseBase)


def roles_of(user: User) -> frozenset[Role]:
    """Return the roles that the user holds today.

    Read once for each request: the user object lives as long as the request does.
    """
    held = getattr(user, "_roles", None)
    if held is None:
        roles = user.memberships.in_force_now().values_list("role", flat=True)
        held = frozenset(Role(role) for role in roles)
        user._roles = held  # type: ignore[attr-defined]
    return held


def permissions_of(user: User) -> frozenset[Permission]:
    """Return what the user may do now, over all roles in force today, within a token's limits."""
    held: frozenset[Permission] = frozenset().union(*(HOLDS[role] for role in roles_of(user)))
    return held if user.limits is None else held & user.limits.permissions


def reads_counts_only(user: User) -> bool:
    """Whether there may be units whose figures the user sees without their people."""
    return not COUNTS_ONLY.isdisjoint(roles_of(user))


def may(user: User, permission: Permission) -> bool:
    """Whether the user holds the permission for some unit now."""
    return permission in permissions_of(user)


def user_of(request: HttpRequest) -> User:
    """Return who is signed in; for views that admit nobody else."""
    return request.user  # type: ignore[return-value]


def require(
    *permissions: Permission,
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Admit only signed-in users with any of the permissions: others get 403, or sign in first."""

    def decorate(view: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(view)
        def admitted(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer:
            if not any(may(request.user, permission) for permission in permissions):  # type: ignore[arg-type]
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(admitted)

    return decorate


def require_fresh(
    view: Callable[..., Answer] | None = None, *, only_post: bool = False, is_file: bool = False
) -> Any:
    """Ask for the password or second factor again when neither was given in the last 5 minutes.

    Put it below ``require``, nearest to the view::

        @require(Permission.USERS_EDIT)
        @require_fresh                      # or @require_fresh(only_post=True)
        def grant(request): ...

    A form that is sent too late is not lost: its fields wait in the page that asks and come to
    the same address with the proof, which the view does not see (no uploaded files, though).
    ``only_post`` lets pages be read and asks when something is sent; ``is_file`` is for addresses
    that answer with a download. In tests ``conftest.client_of`` signs in freshly.
    """

    def decorate(view: Callable[..., Answer]) -> Callable[..., Answer | HttpResponse]:
        @wraps(view)
        def admitted(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer | HttpResponse:
            is_asked = request.user.is_authenticated and not (
                only_post and request.method in ("GET", "HEAD")
            )
            asking = confirming.answer(request, is_file=is_file) if is_asked else None
            return asking or view(request, *args, **kwargs)

        return admitted

    return decorate(view) if view else decorate
