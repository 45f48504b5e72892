"""Telling officers in the morning which requests on personal data are late or due soon."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.notices.models import Notice
from apps.notices.services import tell
from apps.privacy.models import SubjectRequest
from apps.privacy.selectors import SOON
from apps.units.models import Membership


def tell_of_requests(today: date) -> int:
    """Tell officers who were not told today of what they have to answer; return how many."""
    if not SubjectRequest.objects.due_by(today + SOON).exists():
        return 0
    link = f"{reverse('subject_requests')}?day={today:%Y-%m-%d}"
    told = Notice.objects.filter(code="requests_due", link=link).values("user")
    officers = Membership.objects.in_force_now().holding(Permission.PEOPLE_EDIT).values("user")
    count = 0
    for user in User.objects.filter(pk__in=officers, is_active=True).exclude(pk__in=told):
        due = SubjectRequest.objects.visible_to(user, today).due_by(today + SOON)
        days = list(due.values_list("due_on", flat=True))
        if days:
            late = sum(day < today for day in days)
            values = {"late": str(late), "soon": str(len(days) - late), "day_on": today.isoformat()}
            tell(users=[user], code="requests_due", values=values, link=link)
            count += 1
    return count
