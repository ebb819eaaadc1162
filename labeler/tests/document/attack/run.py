"""One run of schemathesis against a server."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

CONFIG = Path(__file__).with_name("schemathesis.toml")
HOOKS = "labeler.tests.document.attack.hooks"


def attack(url: str, document: dict[str, Any], token: str, folder: Path, *options: str) -> tuple[bool, str]:
    """Whether all was answered as the document tells, and what schemathesis says."""
    told = folder / "openapi.json"
    told.write_text(json.dumps(document, default=str))
    program = Path(sys.executable).with_name("schemathesis")
    asked = ["--config-file", CONFIG, "run", told, "--url", url, "--no-color"]
    asked += ["--header", f"Authorization: Token {token}", *options]
    environment = os.environ | {"SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": str(settings.BASE_DIR)}
    done = subprocess.run([program, *asked], cwd=folder, env=environment, capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr
