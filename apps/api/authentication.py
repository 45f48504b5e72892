"""Who asks: the owner of a token, or whoever is signed in to the site."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from apps.accounts.middleware import lacks_factor
from apps.accounts.models import ApiToken, User


class TokenAuthentication(BaseAuthentication):
    """A token in the Authorization header, as the middleware found it."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the owner; a header with anything else is refused."""
        if "Authorization" not in request.headers:
            return None
        token = getattr(request._request, "api_token", None)
        if token is None:
            raise AuthenticationFailed
        _check_factor(request)
        return request._request.user, token

    def authenticate_header(self, request: Request) -> str:
        """Say how to sign a request."""
        return 'Bearer realm="api"'


class SiteAuthentication(SessionAuthentication):
    """The session of the site, for its own scripts; changes need its CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Return the signed-in user, once the password that they were given is changed."""
        found: tuple[User, None] | None = super().authenticate(request)
        if found and found[0].must_change_password:
            raise PermissionDenied(_("Change your temporary password on the site first."))
        if found:
            _check_factor(request)
        return found


def _check_factor(request: Request) -> None:
    """Refuse whoever still has to set up a second factor, by whatever way they come."""
    if lacks_factor(request._request):
        raise PermissionDenied(_("Set up your second factor on the site first."))
