"""A user's own tokens: made, shown once, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.access import require_fresh, user_of
from apps.accounts.models import ApiToken
from apps.accounts.tokens import make_token, revoke_token
from apps.api.forms import TokenForm
from apps.common.errors import RuleError


@login_required
@require_fresh(only_post=True)
def page(request: HttpRequest) -> HttpResponse:
    """List the tokens, and make one; its text is shown in the answer and nowhere again."""
    user, today = user_of(request), timezone.localdate()
    form = TokenForm(request.POST or None, user=user, today=today)
    made, text = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            made, text = make_token(user=user, today=today, **form.cleaned_data)
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            form = TokenForm(user=user, today=today)
    tokens = [(token, token.is_good_on(today)) for token in user.api_tokens.all()]
    context = {"form": form, "tokens": tokens, "made": made, "text": text}
    response = render(request, "api/tokens.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens."""
    user = user_of(request)
    token = get_object_or_404(ApiToken, pk=pk, user=user)
    revoke_token(token=token, by=user, now=timezone.now())
    messages.success(request, _("The token “%s” opens nothing any more.") % token.name)
    return redirect("tokens")
