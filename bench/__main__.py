"""`make bench`: every benchmark, one after the other."""

import subprocess
import sys

from bench.harness import ROOT, name_of

BENCHMARKS = sorted(
    name_of(path)
    for path in (ROOT / "bench").rglob("*.py")
    if path.stem not in ("__init__", "__main__", "harness", "rows", "traffic")
)

for name in BENCHMARKS:
    subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, check=True)
