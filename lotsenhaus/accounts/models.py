"""People who sign in. Nobody needs an account to help: most mediators and many requesters never get one."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One person, one account; what she may do where is told by her memberships (centers.Membership)."""

    email = models.EmailField(_("E-Mail-Adresse"))
    name = models.CharField(_("Name"), max_length=120)
    language = models.CharField(_("Sprache der Oberfläche"), max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    # False: opened from a printed letter, so whoever printed it may have opened it. A mail that was followed proves it.
    is_address_proved = models.BooleanField(default=True)
    # Runs the machine, not a center: sees queues and health, never a center's rows.
    is_operator = models.BooleanField(default=False)
    shortcuts_off = models.BooleanField(_("Tastenkürzel ausschalten"), default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_per_address"),)

    def __str__(self) -> str:
        return self.name or self.email

    # allauth greets by these two names.
    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
