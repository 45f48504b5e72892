"""The page of a user's notices."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import user_of
from apps.accounts.services import choose_address
from apps.notices.forms import AddressForm
from apps.notices.models import Notice
from apps.notices.selectors import page_of
from apps.notices.services import see


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """List the user's notices."""
    return _page(request, AddressForm(initial={"email": user_of(request).email}))


def _page(request: HttpRequest, form: AddressForm) -> HttpResponse:
    listed, told = page_of(user_of(request), request.GET.get("page"))
    context = {
        "page": listed,
        "told": told,
        "form": form if settings.EMAIL_HOST else None,
    }
    return render(request, "notices/page.html", context)


@require_GET
@login_required
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a notice was seen, and go where it leads."""
    notice = get_object_or_404(Notice.objects.visible_to(user_of(request)), pk=pk)
    see(user=user_of(request), pk=notice.pk)
    return redirect(notice.link)


@require_POST
@login_required
def mark(request: HttpRequest) -> HttpResponse:
    """Mark all notices as seen."""
    see(user=user_of(request))
    return redirect("notices")


@require_POST
@login_required
def address(request: HttpRequest) -> HttpResponse:
    """Choose where notices are mailed to."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    choose_address(user=user_of(request), email=form.cleaned_data["email"])
    messages.success(request, _("Saved."))
    return redirect("notices")
