"""The addresses of keeping accounts."""

from django.urls import path

from apps.administration.views import accounts, invitations, roles, watching

urlpatterns = [
    path("accounts/", accounts.listing, name="accounts"),
    path("accounts/invite/", invitations.invite, name="account_invite"),
    path("accounts/units/", roles.offers, name="account_units"),
    path("accounts/requests/", roles.requests, name="grant_requests"),
    path("accounts/requests/<int:pk>/", roles.decide, name="grant_decide"),
    path("accounts/invitations/<int:pk>/", roles.decide_link, name="invitation_decide"),
    path("accounts/roles/<int:pk>/end/", roles.end, name="role_end"),
    path("accounts/<int:pk>/", accounts.page, name="account"),
    path("accounts/<int:pk>/roles/", roles.grant, name="role_grant"),
    path("accounts/<int:pk>/invite/", invitations.again, name="account_invite_again"),
    path("accounts/<int:pk>/deactivate/", accounts.deactivate, name="deactivate"),
    path("accounts/<int:pk>/reactivate/", accounts.reactivate, name="reactivate"),
    path("log/roles/", watching.page, name="grants_of_day"),
    path("accounts/<int:pk>/unlock/", accounts.unlock, name="unlock"),
    path("accounts/<int:pk>/factors/", accounts.forget_factors, name="forget_factors"),
    path("invitation/", invitations.open_, name="invitation"),
]
