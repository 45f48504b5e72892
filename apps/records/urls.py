"""The addresses of the forms."""

from django.urls import path

from apps.records.views import many, number, person, receiving

urlpatterns = [
    path("records/", person.hub, name="records"),
    path("records/new/", person.register, name="record_register"),
    path("records/course/", many.course, name="record_course"),
    path("records/ratings/", many.ratings, name="record_ratings"),
    path("records/receive/", receiving.look_up, name="record_look_up"),
    path("records/receive/<int:pk>/", receiving.receive, name="record_receive"),
    path("records/units/", person.units, name="record_units"),
    path("records/titles/", person.titles, name="record_titles"),
    path("cadres/<str:key>/number/", number.page, name="record_number"),
    path("cadres/<str:key>/<slug:act>/", person.act, name="record_act"),
    path("cadres/<str:key>/<slug:kind>/<int:pk>/", person.fact, name="record_fact"),
]
