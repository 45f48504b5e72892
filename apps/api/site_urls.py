"""The pages of the site about the API."""

from django.urls import path

from apps.api.views import site, tokens

urlpatterns = [
    path("help/api/", site.help_page, name="help_api"),
    path("account/tokens/", tokens.page, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
]
