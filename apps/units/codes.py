"""Code lists of units. Pure: words are elsewhere."""

UNIT_KINDS = (
    "city",
    "department",
    "district",
    "commune",
    "division",
    "public_service_unit",
    "party_body",
)
