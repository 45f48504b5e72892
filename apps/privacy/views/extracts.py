"""Handing out everything that is held of a person, for the person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from apps.accounts.access import require, require_fresh
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.privacy.extract import extract
from apps.privacy.extract_files import TYPES, write
from apps.privacy.models import SubjectRequest
from apps.privacy.views.requests import found


@require_GET
@require(Permission.PEOPLE_EDIT)
@require_fresh(is_file=True)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the extract of whoever asked to see their data, while the request is open."""
    asked, now = found(request, pk), timezone.now()
    if asked.cadre is None or asked.right != SubjectRequest.Right.SEE or not asked.is_open:
        raise Http404
    form = "json" if request.GET.get("format") == "json" else "xlsx"
    content = write(form, asked.cadre, extract(asked.cadre), now)
    log_access(
        username=request.user.get_username(),
        act=AccessLog.Act.EXPORT,
        kind="extract",
        key=asked.cadre.key,
        request=asked.pk,
        format=form,
    )
    response = HttpResponse(content, content_type=TYPES[form])
    name = f"{asked.cadre.key} {timezone.localdate(now):%d-%m-%Y}.{form}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
