"""Users. What a user may do is a role (accounts.roles) held for a unit (units.Membership)."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.audit.history import track


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
