"""The addresses of reorganisations."""

from django.urls import path

from apps.reorganisation.views import deciding, drafts, people, writing

urlpatterns = [
    path("", drafts.listing, name="reorganisations"),
    path("upload/", drafts.upload, name="reorganisation_upload"),
    path("new/", writing.begin, name="reorganisation_new"),
    path("<int:pk>/", drafts.page, name="reorganisation"),
    path("<int:pk>/plan/", drafts.download, name="reorganisation_plan"),
    path("<int:pk>/replace/", drafts.replace, name="reorganisation_replace"),
    path("<int:pk>/edit/", drafts.edit, name="reorganisation_edit"),
    path("<int:pk>/head/", writing.head, name="reorganisation_head"),
    path("<int:pk>/acts/<slug:kind>/", writing.act, name="reorganisation_act"),
    path("<int:pk>/rules/", writing.rule, name="reorganisation_rule"),
    path("<int:pk>/preview/", drafts.preview, name="reorganisation_preview"),
    path("<int:pk>/people/<str:key>/", people.page, name="reorganisation_people"),
    path("<int:pk>/decide/", deciding.decide, name="reorganisation_decide"),
]
