"""The settings of the libraries that carry sign-in, the second factor and the count of guesses."""

import os
from datetime import timedelta

from cadre_tracker.env import env_bool, env_int, env_secret, env_url

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Signing in by user name; accounts are made by invitation, and nothing is confirmed by mail.
ACCOUNT_ADAPTER = "apps.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_TIMEOUT = 300
MFA_ADAPTER = "apps.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Theo dõi chỉ tiêu cán bộ"
# Guesses are counted in the database (apps/accounts/throttle.py), not in the cache.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
AXES_HANDLER = "apps.accounts.throttle.Handler"
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "apps.accounts.addresses.client_address"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# The form says that an account is locked; no answer is replaced behind it.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

# Signing in at another office, for accounts that are linked to who their owner is there.
OIDC_ISSUER = env_url("OIDC_ISSUER", ("https", "http")) if os.environ.get("OIDC_ISSUER") else ""
OIDC_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env_secret("OIDC_CLIENT_SECRET") if OIDC_ISSUER else ""
OIDC_NAME = os.environ.get("OIDC_NAME") or "SSO"
# Whether the provider has asked everybody for a second factor, so that none is asked for here.
OIDC_HAS_SECOND_FACTOR = env_bool("OIDC_HAS_SECOND_FACTOR", False)
# Each check takes 100 MiB for a moment.
PASSWORD_CHECKS_AT_ONCE = env_int("PASSWORD_CHECKS_AT_ONCE", 2, least=1)
