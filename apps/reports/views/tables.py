"""The screens of saved tables: the list, a table with its columns, and what is typed of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.entry.carrying import keeps_typed
from apps.entry.drawing import enter_with_conditions
from apps.entry.entering import Page, enter
from apps.entry.models import Draft
from apps.reports import editing, table_pages
from apps.reports.forms.columns import ColumnForm
from apps.reports.forms.tables import HeadForm, NewTableForm, PreviewForm
from apps.reports.models import TableTemplate
from apps.reports.previewing import previewed
from apps.reports.saving import remove_table
from apps.reports.table_columns import mark_of

_ACTS = {"up": -1, "down": 1}


@require(Permission.EXPORT)
def listing(request: HttpRequest) -> HttpResponse:
    """List the tables of the units in scope."""
    drafts = Draft.objects.filter(user=user_of(request), act__startswith="table-")
    context = {"tables": table_pages.listed(user_of(request), timezone.localdate())}
    return render(request, "reports/tables.html", context | {"drafts": drafts})


@keeps_typed
@require(Permission.EXPORT)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a table."""
    page = Page(
        act="table-new",
        form=NewTableForm,
        title=_("New table"),
        button=_("Save the table"),
        back=reverse("tables"),
        template="reports/table_form.html",
        effects="reports/_preview.html",
    )
    return enter(request, page)


@require_GET
@require(Permission.EXPORT)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a table: its columns, and what it would say."""
    template = _seen(request, pk)
    user, today = user_of(request), timezone.localdate()
    context = {
        "table": template,
        "columns": table_pages.columns(template),
        "may_change": TableTemplate.objects.kept_by(user, today).filter(pk=pk).exists(),
        "mark": mark_of(template.definition),
        "form": PreviewForm(None, user=user, today=today),
    }
    return render(request, "reports/table.html", context)


@require_GET
@require(Permission.EXPORT)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a table would say of a unit on a day."""
    template = _seen(request, pk)
    form = PreviewForm(request.GET, user=user_of(request), today=timezone.localdate())
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            said = form.cleaned_data
            context["effects"] = previewed(template.form(), said["unit"], said["day"])
        except RuleError as error:
            context["refusal"] = error.message
    return render(request, "reports/_preview.html", context)


@keeps_typed
@require(Permission.EXPORT)
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name, the title and the shape of a table."""
    template = _kept(request, pk)
    page = Page(
        act="table-head",
        form=HeadForm,
        title=_("Name, title and shape"),
        button=_("Save"),
        template="reports/table_form.html",
        effects="reports/_preview.html",
        initial=HeadForm.recorded(template),
        given={"template": template},
        shown={"table": template},
        **_of(template, str(pk)),
    )
    return enter(request, page)


@keeps_typed
@require(Permission.EXPORT)
def new_column(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a column to a table."""
    return _column(request, _kept(request, pk), None, _("Add a column"))


@keeps_typed
@require(Permission.EXPORT)
def column(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Change a column of a table."""
    template = _kept(request, pk)
    is_sent = request.method == "POST"
    if number < 1 or (number > len(template.form().columns) and not is_sent):
        raise Http404
    return _column(request, template, number - 1, _("Column %s") % number)


def _column(
    request: HttpRequest, template: TableTemplate, place: int | None, title: str
) -> HttpResponse:
    asked = None if request.method == "POST" else place
    tried = table_pages.tried(template, asked, user_of(request), timezone.localdate())
    page = Page(
        act="table-column",
        form=ColumnForm,
        title=title,
        button=_("Save the column"),
        template="reports/column.html",
        effects="reports/_preview.html",
        given={"template": template, "place": place},
        shown={"table": template, "effects": tried},
        **_of(template, f"{template.pk} {'new' if place is None else place}"),
    )
    return enter_with_conditions(request, page)


@require_POST
@require(Permission.EXPORT)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a column, take it out, or take the whole table off the list."""
    template = _kept(request, pk)
    try:
        return redirect(_done(request, template))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("table", pk)


def _done(request: HttpRequest, template: TableTemplate) -> str:
    name, number = request.POST.get("act", ""), request.POST.get("number", "")
    if name == "drop":
        remove_table(template=template)
        messages.success(request, _("The table was removed. Reports made from it stay."))
        return reverse("tables")
    address = reverse("table", args=[template.pk])
    if name not in (*_ACTS, "remove") or not (number.isascii() and number.isdecimal()):
        raise Http404
    place, user = int(number[:4]) - 1, user_of(request)
    seen = request.POST.get("seen", "")
    if name == "remove":
        editing.drop_column(template=template, place=place, by=user, seen=seen)
        messages.success(request, _("The column was removed."))
        return f"{address}#columns"
    step = _ACTS[name]
    at = editing.move_column(template=template, place=place, step=step, by=user, seen=seen)
    return f"{address}#column-{at + 1}"


def _of(template: TableTemplate, subject: str) -> dict[str, Any]:
    return {
        "back": reverse("table", args=[template.pk]),
        "subject": subject,
        "about": template.name,
    }


def _seen(request: HttpRequest, pk: int) -> TableTemplate:
    seen = TableTemplate.objects.visible_to(user_of(request), timezone.localdate())
    return get_object_or_404(seen.select_related("unit", "saved_by"), pk=pk)


def _kept(request: HttpRequest, pk: int) -> TableTemplate:
    kept = TableTemplate.objects.kept_by(user_of(request), timezone.localdate())
    return get_object_or_404(kept.select_related("unit", "saved_by"), pk=pk)
