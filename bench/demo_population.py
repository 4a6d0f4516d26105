"""How long a demo takes to build, and how much memory: ``python bench/demo_population.py --people 100000``.

Runs ``waymark demo --people N --no-serve`` in a folder of its own and measures that process. With ``DATABASE_URL`` the
demo is built there, which must be empty.

Target: 100,000 people in under 180 seconds and 1,536 MB, on SQLite.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Build one demo and print what it took."""
    parser = argparse.ArgumentParser(description="Measure building a demo.")
    parser.add_argument("--people", type=int, default=100_000, metavar="N")
    parser.add_argument("--data", default="", metavar="DIR", help="folder with real frameworks")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        command = [sys.executable, "-m", "waymark", "demo", "--no-serve", "--people", str(args.people)]
        start = time.perf_counter()
        done = subprocess.run(
            command + (["--data", args.data] if args.data else []),
            env=os.environ | {"WAYMARK_DATA_DIR": folder, "PYTHONPATH": str(ROOT / "src")},
            stdout=sys.stderr,
            check=False,
        )
        seconds = time.perf_counter() - start
        size = sum(path.stat().st_size for path in Path(folder).iterdir() if path.is_file())
    if done.returncode:
        return done.returncode
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if args.json:
        print(json.dumps({"name": "demo", "people": args.people, "seconds": round(seconds, 1), "peak_mb": round(peak)}))
    else:
        print(f"{args.people:,} people: {seconds:.1f} s, {peak:.0f} MB at most, {size / 1e6:.0f} MB of files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
