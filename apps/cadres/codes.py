"""Code lists of the facts, lowest first where they are ladders. Pure: words are elsewhere.

The ladders follow the columns of form BM01/BNV (Circular 11/2012/TT-BNV).
"""

LADDERS: dict[str, tuple[str, ...]] = {
    "professional": (
        "none",
        "elementary",
        "intermediate",
        "college",
        "university",
        "master",
        "doctorate",
    ),
    "political_theory": ("none", "elementary", "intermediate", "advanced", "bachelor"),
    "state_management": ("none", "officer", "specialist", "principal", "senior"),
}
GENDERS = ("female", "male")
MANAGED_BY = (
    "central",
    "city_standing_committee",
    "subordinate_standing_committee",
    "department",
    "unit",
)
# How a post began: appointed, moved for good (điều động), rotated (luân chuyển), lent (biệt phái).
APPOINTMENT_KINDS = ("appointment", "transfer", "rotation", "secondment")
# Why a post ended; empty while it lasts or when the source did not say.
ENDINGS = ("moved", "term_over", "returned", "released", "resigned", "retired", "left")
RATINGS = ("excellent", "good", "completed", "not_completed")
