"""What labelers of the demo are told, in Markdown."""

POTS = """\
Sort each picture by **what the pot was made for**, not by its glaze.

- **Bowl or plate?** A bowl is at least a third as high as it is wide.
- **Mug or bowl?** When the handle is out of sight, look for its shadow, or for where it meets the rim.
- **Jug or vase?** A jug has a lip to pour from.
- Out of focus, or cut off? *Skip* it with `S`.

When you are not sure, take your best guess: a reviewer sees it.
"""

HANDLES = """\
Does it have a **handle**? One that is out of sight counts, too, when you know that it is there.
"""
