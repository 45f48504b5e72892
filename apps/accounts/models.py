"""Users. What a user may do is a role (accounts.roles) held for a unit (units.Membership)."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.accounts.scopes import SCOPES, Limits
from apps.audit.history import track

LONGEST_LIFE = timedelta(days=366)


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user; names differ by more than case."""
        return self.get(username__iexact=username)


@track("password", "last_login", "created_at")
class User(AbstractBaseUser):
    """A person who signs in."""

    username = models.CharField(
        _("user name"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    full_name = models.CharField(_("full name"), max_length=200)
    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("chosen by the user, for notices")
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi"
    )
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    first_password_until = models.DateTimeField(
        _("the first password holds until"), null=True, blank=True
    )
    sessions_ended = models.PositiveIntegerField(_("sessions ended"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    objects = UserManager()
    # Set for one request by the token that it carries; roles and scope are narrowed by it.
    limits: Limits | None = None

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["username"]
        verbose_name = _("user")
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("username"), name="user_names_differ_by_more_than_case"
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def is_first_password_over(self, now: datetime) -> bool:
        """Whether a password that somebody else chose was not replaced in time."""
        return self.first_password_until is not None and self.first_password_until <= now

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must know to go on; ending all sessions changes it."""
        known = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        if not self.sessions_ended:
            return str(known)
        salt = "apps.accounts.models.User.sessions_ended"
        return salted_hmac(
            salt, f"{known} {self.sessions_ended}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Identity(models.Model):
    """Who a user is at an OpenID Connect provider: its issuer and the subject it knows them by."""

    user = models.OneToOneField(User, models.CASCADE, related_name="identity")
    issuer = models.CharField(_("issuer"), max_length=300)
    subject = models.CharField(_("subject"), max_length=255)
    linked_at = models.DateTimeField(_("linked"), auto_now_add=True)

    class Meta:
        verbose_name = _("identity elsewhere")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="an_identity_belongs_to_one_account"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.issuer})"


@track("digest", "last_used_at")
class ApiToken(models.Model):
    """A key by which a program acts for its owner: with the owner's rights of the moment, cut to
    the scopes and, if one is named, to a unit and everything below it.

    Only the SHA-256 of the random token is kept.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=20), verbose_name=_("scopes"))
    unit_key = models.CharField(_("unit"), max_length=50, blank=True, default="")
    made_on = models.DateField(_("made"))
    expires_on = models.DateField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("API token")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("made_on"))
                & Q(expires_on__lte=F("made_on") + LONGEST_LIFE),
                name="a_token_lives_a_year_at_most",
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(SCOPES)) & ~Q(scopes=[]),
                name="a_token_has_known_scopes",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_good_on(self, day: date) -> bool:
        """Whether the token still opens anything."""
        return self.revoked_at is None and day < self.expires_on
