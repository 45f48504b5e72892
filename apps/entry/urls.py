"""The address at which a form is taken up again."""

from django.urls import path

from apps.entry import views

urlpatterns = [path("entry/resume/", views.resume, name="entry_resume")]
