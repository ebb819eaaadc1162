"""The page of a project's videos: the list, and beside it the settings of the one that is open."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assets.videos import extraction, probing, sampling, stills
from core.exceptions import Refused
from core.pagination import Sort, keyset_page
from projects.access import Right, project_for
from projects.models import Project

PER_PAGE = 30
NEWEST_FIRST = Sort("id", descending=True)


@require_safe
def videos(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug, Right.CURATE)
    rows = project.videos.with_queue()
    try:
        page = keyset_page(rows, NEWEST_FIRST, request.GET.get("cursor"), PER_PAGE)
    except Refused:
        return redirect("videos", slug=slug)
    asked = request.GET.get("video", "")
    chosen = rows.filter(pk=asked).first() if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    return render(
        request,
        "videos/videos.html",
        {
            "project": project,
            "section": "videos",
            "rows": [Row(video, project, video == chosen) for video in page.items],
            "row": Row(chosen, project, True) if chosen else None,
            "cursor": request.GET.get("cursor", ""),
            "next": page.next,
            "previous": page.previous,
            "total": project.videos.count(),
            "frames": project.assets.filter(video__isnull=False).count(),
            "taken": probing.TAKEN,
            "max_bytes": settings.MAX_VIDEO_BYTES,
        },
    )


@dataclass(frozen=True)
class Row:
    """A video as the page tells it."""

    video: Any  # a Video with what `with_queue` adds
    project: Project
    is_open: bool

    @property
    def address(self) -> str:
        return reverse("api-video", args=[self.project.slug, self.video.pk])

    @property
    def facts(self) -> probing.Facts:
        return probing.Facts(**self.video.facts)

    @property
    def is_running(self) -> bool:
        return self.video.is_unfinished

    @property
    def length(self) -> str:
        """2:08, or 1:02:08."""
        minutes, seconds = divmod(round(self.facts.duration_ms / 1000), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"

    @property
    def rate(self) -> str:
        return f"{self.facts.rate:.2f}".rstrip("0").rstrip(".")

    @property
    def percent(self) -> int:
        """Of the frames, or where nobody knows how many there will be, of the way through the video."""
        if self.video.planned:
            return min(100, self.video.progress * 100 // self.video.planned)
        return min(100, (self.video.position_ms or 0) * 100 // max(1, self.facts.duration_ms))

    @property
    def remarks(self) -> list[str]:
        """What is worth knowing before frames are taken."""
        facts = self.facts
        found = []
        if facts.broken_at_ms is not None:
            found.append(f"It breaks off at {extraction.clock(facts.broken_at_ms)}. Frames up to there are taken.")
        if facts.video_streams > 1:
            found.append(f"It has {facts.video_streams} video streams. Frames are taken from the first.")
        if facts.pixel_ratio:
            width, height = facts.square
            found.append(
                f"Its pixels are not square ({facts.pixel_ratio}). Frames are taken {width} × {height}, as shown."
            )
        if facts.hdr:
            found.append(f"It is HDR ({facts.hdr}). Frames are converted to sRGB.")
        if facts.interlaced:
            found.append("It is interlaced. Frames hold both fields, as they were recorded.")
        return found

    @property
    def seconds(self) -> float:
        return self.facts.duration_ms / 1000

    @property
    def stills(self) -> range:
        return range(stills.COUNT)

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The ways of sampling, with what each takes; the one that was asked for last is chosen."""
        chosen = self.video.sampling or "fps"
        return [
            way | {"checked": way["name"] == chosen, "value": self._value(way)}
            for way in (
                {
                    "name": "fps",
                    "words": "Per second",
                    "label": "Frames per second",
                    "least": sampling.LOWEST_FPS,
                    "most": sampling.HIGHEST_FPS,
                    "usual": 1,
                    "hint": f"Between {sampling.LOWEST_FPS:g} and {sampling.HIGHEST_FPS:g}.",
                },
                {
                    "name": "count",
                    "words": "In total",
                    "label": "Number of frames",
                    "least": 1,
                    "most": settings.MAX_VIDEO_FRAMES,
                    "usual": min(100, self.facts.frames),
                    "hint": f"Evenly spread over the {self.facts.frames:,} that it has.",
                },
                {
                    "name": "scene",
                    "words": "Scenes",
                    "label": "Change in per cent",
                    "least": sampling.LOWEST_CHANGE,
                    "most": sampling.HIGHEST_CHANGE,
                    "usual": 30,
                    "hint": "A frame where so much of the picture changes at once. 30 finds cuts.",
                },
            )
        ]

    def _value(self, way: dict[str, Any]) -> str:
        kept = way["name"] == self.video.sampling and self.video.value is not None
        return f"{self.video.value if kept else way['usual']:g}"
