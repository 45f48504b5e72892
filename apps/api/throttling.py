"""So many requests a minute for a token, or for a user in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from redis.exceptions import RedisError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import SimpleRateThrottle

from apps.api.once import caller_of

if TYPE_CHECKING:  # the framework reads this module while it is still being imported itself
    from rest_framework.request import Request
    from rest_framework.views import APIView

log = structlog.get_logger()


class CallerThrottle(SimpleRateThrottle):
    """Counts reading and writing apart; without the cache nothing is counted."""

    scope = "reading"

    def get_rate(self) -> str:
        """Read the limit anew for each request."""
        return f"{settings.API_RATES[self.scope]}/minute"

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count the request."""
        is_reading = request.method in SAFE_METHODS
        self.scope = "reading" if is_reading else "writing"
        self.rate = self.get_rate()
        self.num_requests, self.duration = self.parse_rate(self.rate)
        try:
            return bool(super().allow_request(request, view))
        except RedisError:
            log.warning("requests are not counted: the cache is away")
            return True

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        """Count by token, or by user."""
        return f"api-{self.scope}-{caller_of(request)}" if request.user.is_authenticated else None
