"""Texts that would be something else where a page forgot to say that they are texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product

from django.apps import apps
from django.db import connection, models

# Texts that programs make, and those that a constraint keeps in their form.
MADE = set(
    "act address asked before body caller code content digest file headings issuer key link "
    "password pgh_label query rights sha256 subject table tag token unit_key username".split()
)
WRITE = """
UPDATE {table} SET {column} = %s
WHERE {key} = (SELECT {key} FROM {table} ORDER BY {key} LIMIT 1 OFFSET %s)
"""
# What an element carries that was planted; no page of ours has it.
MARK = "planted"
LONGEST_WORD = 24
FAR = "//elsewhere.invalid"
_RUNS = ("alert(1)", "confirm`1`", "top['al'+'ert'](1)", f"fetch('{FAR}')")
_OUT = (
    "",
    '">',
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "-->",
    "</style>",
    "</select>",
    "]]>",
)
_TAGS = (
    "<script class=planted>{run}</script>",
    "<img class=planted src=x onerror={run}>",
    "<svg class=planted onload={run}>",
    "<p class=planted style='background:url({far})'>",
    "<iframe class=planted srcdoc='<script>{run}</script>'>",
    "<a class=planted href='javascript:{run}' autofocus onfocus={run}>",
    "<object class=planted data='{far}'>",
    "<base class=planted href='{far}/'>",
    "<link class=planted rel=stylesheet href='{far}'>",
    "<form class=planted action='{far}'><button>",
    "<meta class=planted http-equiv=refresh content='0;url={far}'>",
    "<details class=planted open ontoggle={run}>",
    "<b class=planted hx-get='{far}' hx-trigger=load>",
    "<i class=planted data-series='{far}'>",
)
_ATTRIBUTES = ('" {on}={run} class="planted', "' {on}={run} class='planted", "` {on}={run} class=`planted",
               " {on}={run} class=planted ")  # fmt: skip
_EVENTS = ("onmouseover", "onfocus autofocus", "onpointerenter", "onanimationstart", "onclick")
_OTHERS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)", "{{ 7*7 }}", "{% debug %}", "{{ request.user.password }}", "${alert(1)}", "#{alert(1)}",
    "<%= 7*7 %>", "&lt;img class=planted src=x&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e", "%3Cscript%3Ealert(1)%3C/script%3E",
    "＜script＞alert(1)＜/script＞", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<ScRiPt class=planted>alert(1)</sCrIpT>",
    "<img class=planted src=x onerror=alert(1)//", "<<img class=planted src=x>", "<svg/class=planted/onload=alert(1)>",
    "<math class=planted><mi xlink:href='javascript:alert(1)'>", "<noscript><p title='</noscript><img class=planted>'>",
    "<template class=planted><script>alert(1)</script></template>", "\\';alert(1)//", '\\";alert(1)//', "';alert(1);'",
    '"-alert(1)-"', "</script><script class=planted>alert(1)</script>", "<!--<img class=planted src=x>-->",
    "<![CDATA[<img class=planted src=x>]]>", "<?xml-stylesheet href='//elsewhere.invalid'?>", "expression(alert(1))",
    "@import '//elsewhere.invalid';", "url(//elsewhere.invalid)", "\u2028alert(1)\u2029", "\u202e>gpj.x=crs gmi<",
    "__proto__[planted]=1", "constructor.prototype", "hx-on:load=alert(1)",
)  # fmt: skip


def texts() -> list[str]:
    """Return 200 hostile texts or more, the same at every run."""
    tags = [
        out + tag.format(run=_RUNS[at % len(_RUNS)], far=FAR)
        for at, (out, tag) in enumerate(product(_OUT, _TAGS))
    ]
    attributes = [
        quote.format(on=on, run=_RUNS[at % len(_RUNS)])
        for at, (quote, on) in enumerate(product(_ATTRIBUTES, _EVENTS))
    ]
    return [*tags, *attributes, *_OTHERS]


def columns() -> Iterator[tuple[str, str, str, int]]:
    """Yield table, key, column and length of every text that people type."""
    for model in apps.get_models():
        # Versions are kept by triggers, and an issued report stays as it is.
        is_kept = model.__name__.endswith("Event") or model.__name__ == "Report"
        if is_kept or not model.__module__.startswith("apps."):
            continue
        for field in model._meta.local_concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            is_free = field.editable and not (field.choices or field.unique)
            length = field.max_length or 400
            if is_text and is_free and field.name not in MADE and length >= 50:
                yield model._meta.db_table, model._meta.pk.column, field.column, length


def plant() -> int:
    """Write the texts, in turn, into every row of every column; return how many stand whole."""
    left: list[str] = []
    # The names of units and targets stand in buttons and cards, where long words do not fit.
    short = cycle([text for text in texts() if max(map(len, text.split())) <= LONGEST_WORD])
    whole: set[str] = set()
    for table, key, column, length in columns():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            (rows,) = cursor.fetchone()
            for row in range(rows):
                left = left or texts()
                is_name = table.startswith(("units_", "targets_"))
                some = [next(short)] if is_name else _some(left, length)
                whole |= {text for text in some if len(text) <= length}
                query = WRITE.format(table=table, key=key, column=column)
                cursor.execute(query, [" ".join(some)[:length], row])
    return len(whole)


def _some(left: list[str], length: int) -> list[str]:
    """Take as many texts as fit."""
    some = [left.pop(0)]
    while left and len(" ".join([*some, left[0]])) <= length:
        some.append(left.pop(0))
    return some
