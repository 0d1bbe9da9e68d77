"""How long each format takes on a whole release, and how large it is: `python -m benchmarks.formats RELEASE.xml.xz`.

One report, a format at a time; CPU seconds, bytes of its files, and bytes gzipped as an upload would be.
"""

import gzip
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from pharmaudit.pipeline import Options, run
from pharmaudit.progress import silent
from pharmaudit.renderers import RENDERERS
from pharmaudit.report import Report

FORMATS = ("sarif", "junit", "github", "markdown", "gitlab", "badge", "dqv", "prometheus")


def measured(report: Report, name: str) -> str:
    """A row of a table: format, CPU seconds, and each file with its size."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        before = time.process_time()
        RENDERERS[name](report, folder, silent)
        took = time.process_time() - before
        sizes = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    told = ", ".join(f"{file} {len(data):,} ({len(gzip.compress(data, mtime=0)):,} gzipped)" for file, data in sizes)
    return f"| {name} | {took:.1f} | {told} |"


def main() -> None:
    report = run([Path(sys.argv[1])], Options(as_of=date(2026, 1, 1), jobs=2))
    print(f"{len(report.entries):,} entries, {len(report.findings):,} findings")
    for name in FORMATS:
        print(measured(report, name), flush=True)


if __name__ == "__main__":
    main()
