"""Users. What a user may do is a role (accounts.roles) held for a unit (units.Membership)."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user; names differ by more than case."""
        return self.get(username__iexact=username)


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
    created_at = models.DateTimeField(auto_now_add=True)
    session_round = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("counts up when all sessions are ended")
    )
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

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password, as Django does, and to their round."""
        bound = f"{self.password} {self.session_round}"
        salt = "apps.accounts.models.User.session"
        return salted_hmac(salt, bound, secret=secret, algorithm="sha256").hexdigest()


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
