"""Texts that try to be something else: every renderer gives them back as text, complete."""

import unicodedata

FORMULAS = ("=1+1", '=HYPERLINK("http://x.example","a")', "+84 24 3825", "-2+3", "@SUM(A1)")
MARKUP = (
    "#set page(fill: red) #panic() $x^2$ *bold* _it_ `raw` <label> @ref \\ // gone /* gone */",
    "<script>alert(1)</script> & <w:p/> &amp; ]]> {{ 7*7 }} {% now %} ${HOME} %s %(a)s",
    "[đường dẫn](http://x.example) = Heading\n- item\n+ item\n/ term: no",
    "Quotes \" ' “ ” backslash \\n \\u{1F4A9} tilde~ dash--- dots... _x_ a__b",
)
FOREIGN = (
    "שלום עולם",
    "مرحبا بالعالم",
    "Привет, Ελλάδα",
    "Emoji 😀👍🏽 中文 日本",
    "🇻🇳",
)
# As macOS writes it; comes out composed.
DECOMPOSED = unicodedata.normalize("NFD", "Nguyễn Thị Hoà Bình – Sở Nội vụ")
CONTROLS = "a\x00b\x07c\x1bd\x7fe\x85f\ufffeg\u202eh"
LONG_NAME = "Nguyễn" + "ễữợằđ" * 398 + "Cuối"  # 2,000 characters without a space
LONG_SENTENCE = " ".join(f"từ{number}" for number in range(400))  # some 2,000 with spaces
HOSTILE = (*FORMULAS, *MARKUP, *FOREIGN, LONG_NAME, LONG_SENTENCE)

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "'", '"', " ", "<", "&", "\x1b", "\u202e", "＝", "<r>",
           "_x0041_", "{", "%")  # fmt: skip
_MIDDLES = ("cmd|' /C calc'!A0", 'HYPERLINK("http://x.example","a")', "SUM(A1:A9)*2", "http://x.example",
            "internal:Sheet2!A1", "</t></r></w:t>&#x41;&amp;]]>", "x\ty\nz", "Nguyễn\x07Ánh", "🇻🇳\ud800", "12")  # fmt: skip
_ENDS = ("", "</r>", "=1", "\0", "\r\n", " ", "'", "_x000D_", "]]>", "\\")


def many() -> tuple[str, ...]:
    """Return 2,000 texts, each of which begins, goes on and ends like something else."""
    return tuple(a + b + c for a in _STARTS for b in _MIDDLES for c in _ENDS)
