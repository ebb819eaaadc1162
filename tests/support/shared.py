"""Where real photos and videos may lie, beside the repository: more of what the tests make themselves, never needed."""

from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR).parent / "shared"
PHOTOS = FOLDER / "data" / "clothing" / "photos"  # a folder a class
VIDEOS = FOLDER / "data" / "videos"
CASES = FOLDER / "cases"  # small files that other tools were seen to get wrong


def real_videos():
    return sorted(VIDEOS.glob("*.mp4"))
