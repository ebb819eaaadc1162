"""What Labeler keeps of people beyond Django's accounts."""

from django.conf import settings
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


class LastSeen(models.Model):
    """When somebody was at a page last (people/accounts/last_seen.py). No row: not since this is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="last_seen")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "last seen"

    def __str__(self) -> str:
        return f"{self.user_id} at {self.at}"


class Guess(models.Model):
    """A password or a token that did not match, or is being looked at, or a name that is taken. Kept for a day."""

    class Kind(models.TextChoices):
        PASSWORD = "password"  # noqa: S105
        TOKEN = "token"  # noqa: S105
        NEW_NAME = "new_name"  # that somebody with an invitation chose, and another has

    kind = models.CharField(max_length=8, choices=Kind)
    # A keyed hash of the name that was typed, whether it exists or not; of a password only.
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
                condition=Q(kind="password") | Q(name="", browser=""),
                name="guess_of_a_password_alone_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.address} at {self.at}"


class AuditEntry(models.Model):
    """Something that people who answer for the program may have to account for. Never changed and never deleted: the
    database refuses. Who and what are kept as words, too, so that they outlive what they name."""

    class What(models.TextChoices):
        SIGNED_IN = "signed_in"
        SIGN_IN_REFUSED = "sign_in_refused"
        LOCKED_OUT = "locked_out"
        SIGNED_OUT = "signed_out"
        SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
        PASSWORD_CHANGED = "password_changed"  # noqa: S105
        PASSWORD_REFUSED = "password_refused"  # noqa: S105
        RESET_LINK_MADE = "reset_link_made"
        SECOND_FACTOR_ADDED = "second_factor_added"
        SECOND_FACTOR_REMOVED = "second_factor_removed"
        SECOND_FACTOR_REFUSED = "second_factor_refused"
        TOKEN_MADE = "token_made"  # noqa: S105
        TOKEN_REVOKED = "token_revoked"  # noqa: S105
        PERSON_MADE = "person_made"
        PERSON_CHANGED = "person_changed"
        PERSON_DELETED = "person_deleted"
        GROUP_MADE = "group_made"
        GROUP_CHANGED = "group_changed"
        GROUP_DELETED = "group_deleted"
        MEMBER_ADDED = "member_added"
        MEMBER_CHANGED = "member_changed"
        MEMBER_REMOVED = "member_removed"
        INVITATION_MADE = "invitation_made"
        INVITATION_ENDED = "invitation_ended"
        INVITATION_USED = "invitation_used"
        PROJECT_MADE = "project_made"
        PROJECT_CHANGED = "project_changed"
        PROJECT_DELETED = "project_deleted"
        KNOWN_IMAGES_CHANGED = "known_images_changed"
        CATEGORY_ADDED = "category_added"
        CATEGORY_CHANGED = "category_changed"
        CATEGORY_RETIRED = "category_retired"
        CATEGORY_RESTORED = "category_restored"
        CATEGORIES_REORDERED = "categories_reordered"
        WEBHOOK_MADE = "webhook_made"
        WEBHOOK_CHANGED = "webhook_changed"
        WEBHOOK_DELETED = "webhook_deleted"
        VERSION_MADE = "version_made"
        VERSION_CANCELLED = "version_cancelled"
        VERSION_DOWNLOADED = "version_downloaded"
        PICTURE_WITHDRAWN = "picture_withdrawn"

        @property
        def label(self) -> str:
            return self.value.replace("_", " ").capitalize()

    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=30, choices=What)
    # No foreign key: an account that is deleted leaves what it did.
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=150, blank=True, help_text="User name. Nobody's: the program, or a stranger.")
    of_kind = models.CharField(max_length=30, blank=True, help_text="What it was done to: user, project, category …")
    of_id = models.CharField(max_length=128, blank=True)
    of = models.CharField(max_length=300, blank=True, help_text="The same in words, as it was called then.")
    address = models.CharField(max_length=45, blank=True, help_text="From where; empty for what no request asked for.")
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        default_permissions = ["view"]
        ordering = ["-id"]
        indexes = [
            # Each list of the admin is read in its order, and no further than the page goes.
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["what", "at"], name="audit_by_what_and_time"),
            models.Index(fields=["of_kind", "at"], name="audit_by_kind_and_time"),
            models.Index(fields=["actor", "at"], name="audit_by_actor_and_time"),
            models.Index(fields=["of", "at"], name="audit_by_whom_and_time"),
            models.Index(fields=["address", "at"], name="audit_by_address_and_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="audit_entry_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.of or self.actor}"
