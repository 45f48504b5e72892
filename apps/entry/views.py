"""Forms that could not be taken in: what was typed is kept and can be taken up again."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from apps.entry.carrying import address_of, carry, is_keeping


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that nothing was changed, and offer to take up what was typed in a form of an act."""
    match = request.resolver_match
    is_kept = bool(match and is_keeping(match.func)) and request.user.is_authenticated
    carried = carry(request) if is_kept else ""
    return render(request, "403_csrf.html", {"carried": carried}, status=403)


@require_POST
@login_required
def resume(request: HttpRequest) -> HttpResponse:
    """Take a form up again that was too old to be saved."""
    carried = request.POST.get("carried", "")
    address = address_of(carried)
    if address is None:
        return redirect("home")
    request.session["carried"] = carried
    return HttpResponseRedirect(address)
