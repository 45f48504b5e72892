"""Taking a person over from a unit out of sight: the look, and the form that it opens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.models import Cadre, Lookup
from apps.cadres.services.receiving import LOOKUPS_AN_HOUR
from apps.common.reach import Reach, beyond_scope
from apps.entry.carrying import carried_to, keeps_typed
from apps.entry.entering import Page, enter
from apps.metrics.selectors import run_for
from apps.records.forms.receiving import LookUpForm, ReceiveForm
from apps.records.selectors import stranger_of


@keeps_typed
@require(Permission.PEOPLE_EDIT)
def look_up(request: HttpRequest) -> HttpResponse:
    """Find one person by what is known of them, or say that nobody fits."""
    is_asked = request.method == "POST" and request.POST.get("do") != "fill"
    form = LookUpForm(
        _typed(request), user=user_of(request), today=timezone.localdate(), is_resumed=not is_asked
    )
    if is_asked and form.is_valid() and (found := form.looked_up(timezone.now())):
        return _opened(request, found)
    context = {"form": form, "limit": LOOKUPS_AN_HOUR, "run": run_for(form.today)}
    return render(request, "records/look_up.html", context)


@keeps_typed
@require(Permission.PEOPLE_EDIT)
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over whom a look of the user found."""
    now = timezone.now()
    lookup = get_object_or_404(Lookup, pk=pk, user=user_of(request), cadre_id__isnull=False)
    if not Lookup.objects.open_to(user_of(request), now).filter(pk=pk).exists():
        messages.warning(request, _("It is more than a day since you looked. Look once more."))
        return redirect("record_look_up")
    with beyond_scope(Reach.LOOKING_UP):
        cadre = get_object_or_404(Cadre, pk=lookup.cadre_id)
        stranger = stranger_of(cadre, timezone.localdate(now))
    log_access(
        username=request.user.get_username(),
        act=AccessLog.Act.READ,
        kind="lookup",
        key=cadre.key,
    )
    page = Page(
        act="receive",
        form=ReceiveForm,
        title=_("Receive %s") % stranger.name,
        button=_("Save the receipt"),
        back=reverse("records"),
        subject=cadre.key,
        given={"lookup": lookup, "stranger": stranger, "now": now},
        shown={"stranger": stranger},
        template="records/receive.html",
    )
    return enter(request, page)


def _opened(request: HttpRequest, found: Lookup) -> HttpResponse:
    """Go to the form; to the record itself when it is the user's own."""
    today = timezone.localdate()
    own = Cadre.objects.known_to(user_of(request), today, Permission.PEOPLE_EDIT)
    cadre = own.filter(pk=found.cadre_id or 0).first()
    if cadre is None:
        return redirect("record_receive", found.pk)
    messages.warning(request, _("This person is in your own units: nothing has to be received."))
    return redirect("cadre", cadre.key)


def _typed(request: HttpRequest) -> QueryDict | None:
    """Return what was typed here, or in a form that led here, or before the session ended."""
    return request.POST if request.method == "POST" else carried_to(request)
