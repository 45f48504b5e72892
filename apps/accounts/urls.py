"""The addresses of signing in and out, and of one's own account."""

from django.urls import path

from apps.accounts.views import entrance, own, provider

urlpatterns = [
    path("sign-in/", entrance.sign_in, name="sign_in"),
    # The names by which the library that carries sign-in leads to its steps.
    path("sign-in/", entrance.sign_in, name="account_login"),
    path("sign-in/factor/", entrance.factor, name="mfa_authenticate"),
    path("sign-in/passkey/", entrance.passkey, name="mfa_login_webauthn"),
    path("sign-in/provider/", provider.begin, name="provider_begin"),
    path("sign-in/provider/return/", provider.come_back, name="provider_return"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("password/", entrance.change_password, name="change_password"),
    path("confirm/", entrance.confirm, name="confirm"),
    path("language/", entrance.language, name="language"),
    path("account/", own.page, name="own_account"),
    path("account/app/", own.app, name="factor_app"),
    path("account/passkey/", own.passkey, name="factor_passkey"),
    path("account/factors/<int:pk>/remove/", own.factor_remove, name="factor_remove"),
    path("account/codes/", own.codes, name="recovery_codes"),
    path("account/provider/", provider.link, name="provider_link"),
    path("account/provider/unlink/", provider.unlink, name="provider_unlink"),
    path("account/sessions/end/", own.sessions_end, name="sessions_end"),
    path("account/sessions/<int:pk>/end/", own.session_end, name="session_end"),
]
