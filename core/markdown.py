"""What a project tells its labelers."""

import nh3
from markdown_it import MarkdownIt


def readable(markdown: str) -> str:
    """Markdown as harmless HTML. It was written by staff, and is cleaned all the same."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return nh3.clean(html, tags=nh3.ALLOWED_TAGS - {"img"}, link_rel="noopener noreferrer")
