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
    "it_skills": ("none", "certificate", "intermediate"),
    "english": ("none", "certificate", "university"),
    "other_language": ("none", "certificate", "university"),
    "minority_language": ("none", "certificate"),
    # The civil-service grade (ngạch), which belongs to a person as a level does.
    "grade": ("none", "employee", "officer", "specialist", "principal", "senior"),
}
# What the record of everybody should say; the other ladders are kept for statistical tables.
ASKED_OF_EVERYBODY = ("professional", "political_theory", "state_management")
# Yes, no or not recorded of a person: for statistical tables only. The law holds each of them to be
# sensitive (Decree 356/2025, article 4); more than yes or no is not kept.
SENSITIVE_MARKS = ("is_party_member", "is_minority", "is_religious")
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
# Why somebody leaves at another day than that of age: kept on as a leader (Decree 83/2022/NĐ-CP),
# early in a reorganisation (Decrees 178/2024 and 67/2025/NĐ-CP), early by health or hard work
# (Decree 135/2020/NĐ-CP, article 5), or for another reason that the note gives.
RETIREMENT_GROUNDS = ("kept_on", "reorganisation", "early", "other")
RATINGS = ("excellent", "good", "completed", "not_completed")
