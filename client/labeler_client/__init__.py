"""Labeler's client: dataset versions on your disk, verified; pictures and labels into a project; its events.

    from labeler_client import Labeler

    export = Labeler(url, token).project("wardrobe").version("latest").pull("data/wardrobe")
    samples = export.samples("train")  # len(samples); samples[0].path, .label

What goes wrong is a LabelerError, whose text is a sentence.
"""

from labeler_client.errors import (
    Altered,
    LabelerError,
    LocalProblem,
    NoServer,
    NotAllowed,
    NotFound,
    SaidNo,
    Usage,
)
from labeler_client.projects import Labeler, Project, Version
from labeler_client.samples import Export, Sample, Samples

__all__ = [
    "Altered",
    "Export",
    "Labeler",
    "LabelerError",
    "LocalProblem",
    "NoServer",
    "NotAllowed",
    "NotFound",
    "Project",
    "SaidNo",
    "Sample",
    "Samples",
    "Usage",
    "Version",
]
