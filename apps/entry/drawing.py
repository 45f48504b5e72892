"""Forms with conditions: the parts that are drawn anew while a condition is put together."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import trigger_client_event

from apps.entry.conditions import ConditionField, Said, acted
from apps.entry.entering import Page, enter, form_of

_ASKED = re.compile(r"(preview|add|group|wrap|remove|redraw|text|rows)-([a-z_]+)-(0\w*)")


def enter_with_conditions(request: HttpRequest, page: Page) -> HttpResponse:
    """Go the way of every form; a part of a condition that was asked for is drawn alone."""
    asked = _ASKED.fullmatch(request.POST.get("do", "")) if request.method == "POST" else None
    return _drawn(request, page, *asked.groups()) if asked else enter(request, page)


def _drawn(request: HttpRequest, page: Page, act: str, name: str, path: str) -> HttpResponse:
    """Draw a condition anew after one thing was done to it, or say it as a sentence."""
    form: Any = form_of(request, page, request.POST, is_resumed=True)
    field = form.fields.get(name)
    typed = form[name].data if isinstance(field, ConditionField) else None
    if typed is None:
        raise Http404
    if act == "preview":
        return render(request, "entry/_said.html", {"said": field.said(typed)})
    typed, field.widget.focus, refusal = acted(field, typed, act, path)
    field.widget.marks_faults = bool(refusal)
    context = {
        "name": name,
        "drawn": field.widget.render(name, typed),
        "said": Said(fault=refusal) if refusal else field.said(typed),
    }
    response = render(request, "entry/_rebuilt.html", context)
    return trigger_client_event(response, "rebuilt", after="settle")
