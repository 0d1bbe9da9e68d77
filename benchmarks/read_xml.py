"""How fast a DrugBank XML file is read, against bare expat (a parser without handlers) on the same machine.

    python benchmarks/read_xml.py FILE [--jobs N] [--rounds N]

FILE is plain XML: unpacking is not what is measured. Times are CPU seconds of this process, the best of the rounds,
which are interleaved: the machine may be busy. With `--jobs` above 1 only the wall time tells something.
"""

import argparse
import platform
import resource
import time
from pathlib import Path
from xml.parsers import expat

from pharmaudit.engine import processes
from pharmaudit.readers.format import Reading
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.streams import opened
from pharmaudit.readers.tables import Tables
from pharmaudit.readers.xml.splitter import Splitter

Times = tuple[float, float]


def bare_expat(path: Path) -> int:
    """Parse without handlers; gives the size of the file."""
    with path.open("rb") as file:
        expat.ParserCreate().ParseFile(file)
        return file.tell()


def split(path: Path) -> int:
    """Hash the file and cut out its entries, and nothing more; gives their number and that of the damages."""
    with opened(path) as stream:
        return sum(1 for _ in Splitter(stream, str(path)))


def read(path: Path, jobs: int) -> Tables:
    with processes(jobs) as imap:
        return read_sources([path], Reading(None, imap))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("path", type=Path)
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    stages = {
        "bare expat": lambda: bare_expat(given.path),
        "hash, split": lambda: split(given.path),
        f"read, {given.jobs} jobs": lambda: read(given.path, given.jobs),
    }
    best: dict[str, Times] = {}
    size = 0
    for _ in range(given.rounds):
        for name, stage in stages.items():
            cpu, wall = time.process_time(), time.perf_counter()
            result = stage()
            spent = (time.process_time() - cpu, time.perf_counter() - wall)
            best[name] = min(best.get(name, spent), spent)
            size = result if name == "bare expat" else size
            if isinstance(result, Tables):
                found = f"{len(result.entries):,} entries, {sum(map(len, result.frames.values())):,} rows"
    print(f"{platform.processor() or platform.machine()}, {platform.system()}, Python {platform.python_version()}")
    print(f"{given.path.name}: {size / 1e6:.1f} MB, {found}")
    for name, (cpu, wall) in best.items():
        ratio = cpu / best["bare expat"][0]
        print(f"{name:12} {cpu:6.2f} s CPU {wall:6.2f} s wall {size / 1e6 / cpu:6.1f} MB per CPU s {ratio:5.1f}x expat")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB")


if __name__ == "__main__":
    main()
