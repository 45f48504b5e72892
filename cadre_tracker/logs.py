"""Logs: one JSON object a line on standard error, without personal numbers or query strings."""

import re
from ipaddress import ip_address
from typing import Any

import structlog

from apps.common.masking import MASK, without_numbers

QUERY = re.compile(r"(?<=[\w/])\?[^\s\"']+")
# What the database adds to a refusal are values of the row.
DETAIL = re.compile(r"\b(DETAIL|LINE \d+|CONTEXT): [^\n]*")


def logging_config(level: str) -> dict[str, Any]:
    """Return what Django's LOGGING takes."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared_processors(),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    without_personal_numbers,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["standard_error"], "level": level},
        "loggers": {
            name: {"handlers": [], "level": level, "propagate": True}
            for name in ("django", "django.server", "gunicorn.error")
        }
        # What it says names accounts as they were typed, passwords in the wrong field among them.
        | {"axes": {"handlers": [], "level": "ERROR", "propagate": True}},
    }


def configure_structlog() -> None:
    """Let structlog's loggers write through the standard library's handlers."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared_processors(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def shared_processors() -> list[Any]:
    """Return what every line gets, whoever wrote it."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def without_personal_numbers(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Mask every run of twelve digits and cut every query string."""
    return {
        key: value if key == "address" and is_address(value) else cleaned(value)
        for key, value in event.items()
    }


def is_address(value: Any) -> bool:
    """Whether a value is an address of the network, whose digits are no personal number."""
    try:
        return bool(ip_address(value))
    except ValueError:
        return False


def cleaned(value: Any) -> Any:
    """Return the value as it may stand in a log; what is no text or number becomes text."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**11 else MASK
    text = without_numbers(str(value))
    return QUERY.sub("?...", DETAIL.sub(r"\1: ...", text))
