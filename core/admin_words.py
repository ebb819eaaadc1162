"""What a list of Django's admin says, in the words of the product."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

# What Django says more than happened.
LEFT_OUT = (" successfully", " You may edit it again below.")


class PlainWords(Base):
    def message_user(
        self, request: HttpRequest, message: Any, level: int | str = messages.INFO, *args: Any, **options: Any
    ) -> None:
        for words in LEFT_OUT:
            # A safe string, which links to what was saved, stays one.
            message = type(message)(message.replace(words, ""))
        super().message_user(request, message, level, *args, **options)
