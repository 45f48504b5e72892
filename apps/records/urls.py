"""The addresses of the forms."""

from django.urls import path

from apps.records.views import many, people

urlpatterns = [
    path("records/", people.hub, name="records"),
    path("records/new/", people.register, name="record_register"),
    path("records/course/", many.course, name="record_course"),
    path("records/ratings/", many.ratings, name="record_ratings"),
    path("records/units/", people.units, name="record_units"),
    path("records/titles/", people.titles, name="record_titles"),
    path("records/resume/", people.resume, name="record_resume"),
    path("cadres/<str:key>/<slug:act>/", people.act, name="record_act"),
    path("cadres/<str:key>/<slug:kind>/<int:pk>/", people.fact, name="record_fact"),
]
