"""The folders that the images of a project came from, as lists can be narrowed to them."""

from django.db import connection

from assets import folders
from projects.models import Project

MOST = 200  # that are offered

# From each folder to the next one: as many looks into an index as there are folders, not a walk through all images.
STEPS = """
    WITH RECURSIVE step(folder) AS (
        SELECT (SELECT min(folder) FROM assets_asset WHERE project_id = %s AND folder > '')
        UNION ALL
        SELECT (SELECT min(folder) FROM assets_asset WHERE project_id = %s AND folder > step.folder)
        FROM step WHERE step.folder IS NOT NULL
    )
    SELECT folder FROM step WHERE folder IS NOT NULL LIMIT %s
"""


def of(project: Project, chosen: str = "") -> list[str]:
    """The first of them and those that they lie in, each in front of what lies in it; the chosen one in any case. One
    query."""
    with connection.cursor() as cursor:
        cursor.execute(STEPS, [project.pk, project.pk, MOST])
        found = [folder for (folder,) in cursor.fetchall()]
    return folders.with_parents([*found, *([chosen] if chosen else [])])
