"""What Labeler keeps of people beyond Django's accounts."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from knox.models import AuthToken


class TokenFacts(models.Model):
    """What knox does not keep of an API token. A token without these is refused."""

    MOST_NAME = 60

    token = models.OneToOneField(AuthToken, models.CASCADE, primary_key=True, related_name="facts")
    name = models.CharField(max_length=MOST_NAME)
    read_only = models.BooleanField(default=False)
    # Of the password's hash when the token was made. Whatever door changed the password since: the two differ.
    password_digest = models.CharField(max_length=64)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "API token"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def starts_with(self) -> str:
        """Enough to tell it from others, too little to guess the rest."""
        return str(self.token.token_key[:8])

    @property
    def has_ended(self) -> bool:
        return self.token.expiry is not None and self.token.expiry <= timezone.now()


class Guess(models.Model):
    """A password or a token that did not match, or is being looked at. Kept for a day."""

    class Kind(models.TextChoices):
        PASSWORD = "password"  # noqa: S105
        TOKEN = "token"  # noqa: S105

    kind = models.CharField(max_length=8, choices=Kind)
    # A keyed hash of the name that was typed, whether it exists or not; empty for a token.
    name = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=45)
    # Of a browser that has signed in as this name before; empty for a stranger.
    browser = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name", "at"], name="guess_by_name"),
            models.Index(fields=["address", "at"], name="guess_by_address"),
            models.Index(fields=["at"], name="guess_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="password") | Q(kind="token", name="", browser=""),
                name="guess_of_a_token_has_no_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.address} at {self.at}"
