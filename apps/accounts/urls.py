"""The addresses of signing in and out."""

from django.urls import path

from apps.accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="change_password"),
    path("confirm/", views.confirm, name="confirm"),
    path("language/", views.language, name="language"),
]
