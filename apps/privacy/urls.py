"""The addresses of requests on personal data."""

from django.urls import path

from apps.privacy.views import erasures, extracts, requests, retention

urlpatterns = [
    path("retention/", retention.page, name="retention"),
    path("requests/", requests.listing, name="subject_requests"),
    path("requests/new/<str:key>/", requests.new, name="subject_request_new"),
    path("requests/<int:pk>/", requests.page, name="subject_request"),
    path("requests/<int:pk>/extract/", extracts.file, name="subject_request_extract"),
    path("requests/<int:pk>/erase/", erasures.begin, name="subject_request_erase"),
    path("requests/<int:pk>/act/", requests.act, name="subject_request_act"),
]
