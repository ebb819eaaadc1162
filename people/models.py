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
