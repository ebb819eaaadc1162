"""Name and version of this program, as pyproject.toml says them."""

import tomllib
from pathlib import Path

_project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]

NAME: str = _project["name"]
VERSION: str = _project["version"]
