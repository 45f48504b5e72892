"""What every answer tells the browser, beside what Django and django-csp tell it."""

from collections.abc import Callable

from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponse

# Browsers report breaches of the policy here (cadre_tracker/breaches.py).
REPORTS = "/policy-reports/"
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "font-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "object-src": [NONE],
    "manifest-src": [NONE],
    # No text becomes a script; what becomes HTML goes through static/js/trusted.js.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["default", "inert"],
    # Without report-to: browsers that know both send there alone, over HTTPS and later.
    "report-uri": [REPORTS],
}
ALWAYS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
}


class HeadersMiddleware:
    """Keep answers out of other sites and, unless one says otherwise, out of every store."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add what is missing."""
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
