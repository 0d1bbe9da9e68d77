"""What XML made to harm costs: time, peak memory and outcome of each case, each in a process of its own.

    python benchmarks/hostile_xml.py [CASE ...]

Every case must end with one clear sentence, a damage or its entries; nothing may grow beyond MAX_ENTRY.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pharmaudit.engine import serial
from pharmaudit.errors import PharmauditError
from pharmaudit.readers.format import Reading
from pharmaudit.readers.sources import read_sources

MB = 1 << 20
OPEN, CLOSE = b'<drugbank version="5.1">\n', b"</drugbank>\n"
GOOD = b"<drug><drugbank-id>DB90001</drugbank-id><name>Examplamine</name></drug>\n"
Pieces = Iterator[bytes]


def entry(inside: Callable[[], Pieces]) -> Pieces:
    yield OPEN + GOOD + b"<drug><drugbank-id>DB90002</drugbank-id><description>"
    yield from inside()
    yield b"</description></drug>\n" + CLOSE


def laughs() -> Pieces:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    yield f'<!DOCTYPE drugbank [<!ENTITY e0 "ha">{bomb}]>'.encode() + OPEN + GOOD + CLOSE


def times(piece: bytes, count: int) -> Pieces:
    yield from (piece * 1000 for _ in range(count // 1000))


def filled(count: int) -> Pieces:
    """A valid export of `count` MiB in entries of about 1 MiB."""
    yield OPEN
    for number in range(count):
        head = f"<drug><drugbank-id>DB{number:05}</drugbank-id><description>".encode()
        yield head + b"lorem ipsum " * 87_000 + b"</description></drug>\n"
    yield CLOSE


CASES: dict[str, Callable[[], Pieces]] = {
    "100 MB in one text": lambda: entry(lambda: times(b"x" * 100, MB)),
    "100 MB of lines in one text": lambda: entry(lambda: times(b"some words of a text\n", 5 * MB)),
    "100,000 levels": lambda: entry(lambda: times(b"<a>", 100_000)),
    "100,000 levels, closed": lambda: entry(lambda: iter([b"<a>" * 100_000, b"</a>" * 100_000])),
    "100,000 nested drugs": lambda: entry(lambda: iter([b"<drug>" * 100_000, b"</drug>" * 100_000])),
    '<drug " 3,000,000 times': lambda: iter([OPEN, *times(b'<drug "', 3_000_000)]),
    '<drug a=" 3,000,000 times': lambda: iter([OPEN, *times(b'<drug a="', 3_000_000)]),
    "<drug 3,000,000 times": lambda: iter([OPEN, *times(b"<drug ", 3_000_000)]),
    "<!-- 3,000,000 times": lambda: iter([OPEN, GOOD, *times(b"<!-- ", 3_000_000)]),
    "<partners> 3,000,000 times": lambda: iter([OPEN, GOOD, *times(b"<partners>", 3_000_000)]),
    "<partner> 300,000 times": lambda: iter(
        [OPEN, GOOD, b"<partners>", *times(b"<partner >", 300_000), b"</partners>", CLOSE]
    ),
    "300,000 attributes": lambda: iter(
        [OPEN, GOOD, b"<drug ", b" ".join(b'a%d=""' % number for number in range(300_000)), b"></drug>", CLOSE]
    ),
    "billion laughs": laughs,
    "400,000 tiny entries": lambda: iter([OPEN, *times(b"<drug/>", 400_000), CLOSE]),
    "400,000 bad entries": lambda: iter([OPEN, GOOD, *times(b"<drug>&</drug>", 400_000), CLOSE]),
    "cut off": lambda: iter([OPEN, *times(GOOD, 100_000), b"<drug><name>Exa"]),
    "binary between": lambda: iter([OPEN, *times(GOOD + bytes(range(256)), 20_000), CLOSE]),
    "bad bytes within": lambda: entry(lambda: times(b"abc\xff", 2 * MB)),
    "zip of 10 GB zeros": lambda: times(bytes(10_000), 1_000_000),
    "zip of 10 GB zeros in an entry": lambda: entry(lambda: times(bytes(10_000), 1_000_000)),
    "zip of a sound 1 GB": lambda: filled(1000),
}


def written(folder: Path, name: str) -> Path:
    pieces = CASES[name]()
    if not name.startswith("zip"):
        path = folder / "f.xml"
        with path.open("wb") as file:
            file.writelines(pieces)
        return path
    path = folder / "f.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("f.xml", "w", force_zip64=True) as member,
    ):
        member.writelines(pieces)
    return path


def run(path: Path) -> None:
    """Read, and print what it took and gave. The good file beside it must be read whatever happens."""
    good = path.with_name("good.xml")
    good.write_bytes(OPEN + GOOD.replace(b"DB90001", b"DB99999") + CLOSE)
    start = time.perf_counter()
    try:
        tables = read_sources([path, good], Reading(None, serial))
        kept = "DB99999" in set(tables.entries["entry_id"])
        first = next((str(damage.reason) for damage in tables.damages), "no damage")
        outcome = f"{len(tables.entries)} entries, {len(tables.damages)} damages, good file kept: {kept}; {first}"
    except PharmauditError as error:
        outcome = str(error)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    size = path.stat().st_size / 1e6
    print(
        f"  {time.perf_counter() - start:6.1f} s {peak:6} MiB peak {size:7.1f} MB on disk  {outcome[:230]}", flush=True
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cases", nargs="*", default=list(CASES), metavar="CASE", help="; ".join(CASES))
    for name in options.parse_args().cases:
        print(name, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            path = written(Path(folder), name)
            process = multiprocessing.get_context("spawn").Process(target=run, args=(path,))
            process.start()
            process.join()
            if process.exitcode:
                print(f"  ended with exit code {process.exitcode}", flush=True)


if __name__ == "__main__":
    main()
