"""How the API's framework is set up: closed unless a view says otherwise, JSON alone."""

from typing import Any

FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.api.authentication.TokenAuthentication",
        "apps.api.authentication.SiteAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["apps.api.permissions.Deny"],
    "DEFAULT_THROTTLE_CLASSES": ["apps.api.throttling.CallerThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.api.parsing.StrictJSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "apps.api.schema.Described",
    "EXCEPTION_HANDLER": "apps.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
}
DESCRIPTION: dict[str, Any] = {
    "TITLE": "Cadre Tracker",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PATH_CONVERTER_OVERRIDES": {
        "int": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
        "str": {"type": "string", "minLength": 1},
    },
    "POSTPROCESSING_HOOKS": ["apps.api.schema.complete"],
}
