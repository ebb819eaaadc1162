"""The page on which a project is made: what it is called, what is asked, its categories and its first pictures."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assets.images.pictures import TAKEN
from projects.access import StaffMakes
from projects.models import DIGIT_KEYS
from projects.rules import palette
from projects.task_types import TaskType

# Of each task type that there is: its words, and a picture of what is asked.
TASK_TYPES = [
    {
        "name": TaskType.CLASSIFICATION_SINGLE,
        "words": "One label",
        "meaning": "Each picture gets one category.",
        "picture": "setup/_one_label.html",
    }
]
# How categories will look, while one types: colours and shapes in turn, until they come again.
LOOKS = {
    "colors": palette.COLORS,
    "shapes": [palette.shape_for(index) for index in range(palette.SHAPES**2)],
    "keys": DIGIT_KEYS,
}


@require_safe
def new_project(request: HttpRequest) -> HttpResponse:
    if not request.user.is_staff:
        raise PermissionDenied(StaffMakes.message)
    return render(
        request,
        "setup/new_project.html",
        {
            "task_types": TASK_TYPES,
            "taken": TAKEN,
            "max_bytes": settings.MAX_UPLOAD_BYTES,
            "import_limit": settings.MAX_IMPORT_BYTES,
            "looks": LOOKS,
        },
    )
