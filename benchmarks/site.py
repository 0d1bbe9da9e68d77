"""The report site of a whole base: what writing it takes, how large it is, and how fast a browser shows it.

    python -m benchmarks.site [SOURCE ...] [--entries 14315] [--into FOLDER]

Without a source, entries of our own making. Prints a table; with Playwright and a Chromium also what a reader waits
for, the best of three.
"""

import argparse
import resource
import shutil
import tempfile
import threading
import time
import zipfile
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.judged import machine
from pharmaudit.pipeline import Options, judged, rules_of, run
from pharmaudit.progress import silent
from pharmaudit.readers.entry_card import add_card
from pharmaudit.readers.tables import Tables, empty_rows
from pharmaudit.renderers.html import write_html
from pharmaudit.report import Report
from pharmaudit.yamltext import Document

try:
    from playwright.sync_api import Page, sync_playwright
except ImportError:
    sync_playwright = None

AS_OF = date(2026, 1, 1)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REPEATS = 3
EVERY = 0.02
"""Seconds between two looks at the memory."""
PAINT = "performance.getEntriesByType('paint').find(one => one.name === 'first-contentful-paint').startTime"
FILTER = """() => {
  const box = document.querySelector("#filters [name=q]");
  return ["a", "ab", "exa", "", "in", "DB0"].map((word) => {
    box.value = word;
    const began = performance.now();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.offsetHeight; /* the layout is part of the wait */
    return performance.now() - began;
  });
}"""
SORT = """() => [...document.querySelectorAll("#work thead button")].map((button) => {
  const began = performance.now();
  button.click();
  document.body.offsetHeight;
  return performance.now() - began;
})"""

LONG = {
    "description": "Examplamine {} is an amine of our own making. It was written so that there is something to read.",
    "indication": "For the treatment of example number {} in adults.",
    "pharmacodynamics": "It calms example {} for some hours.",
    "mechanism_of_action": "It blocks the example receptor of kind {}.",
    "toxicity": "None is known of example {}.",
    "metabolism": "Example {} is metabolised by CYP3A4 in the liver.",
    "absorption": "About {} % of a dose is absorbed.",
    "half_life": "{} hours.",
    "protein_binding": "{} %",
    "route_of_elimination": "Example {} leaves with the urine.",
    "volume_of_distribution": "{} L/kg",
    "clearance": "{} mL/min",
}
TYPES, GROUPS = ("small molecule", "biotech"), ("approved", "investigational", "experimental", "withdrawn", "illicit")


def made(entries: int) -> Report:
    """The report of a base in which a share of the fields is written: in some entries most, in others next to none."""
    random = np.random.default_rng(5)
    rows = empty_rows()
    for number in range(entries):
        filled = random.random(len(LONG)) < random.random()
        fields = {name: text.format(number) for (name, text), there in zip(LONG.items(), filled, strict=True) if there}
        groups = [GROUPS[at] for at in np.flatnonzero(random.random(len(GROUPS)) < 0.3)] or [GROUPS[2]]
        card = {"entry_id": f"DB{number:05}", "name": f"Examplamine {number}", "type": TYPES[int(number % 7 == 0)]}
        if filled[0]:
            card |= {"targets": [{"name": f"Example receptor {number % 400}"}], "cas_number": f"{number + 50}-78-2"}
            card |= {"articles": [{"citation": f"An article. doi: 10.1000/{number}"}]}
        add_card(rows, Document("made", card | fields | {"groups": groups}), "made")
    options = Options(as_of=AS_OF)
    return judged(Tables.from_rows(rows), *rules_of(options), options, silent)


class Memory(threading.Thread):
    """Watches the resident memory of this process from the start of a block to its end."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.before = self.most = self._now()
        self._over = threading.Event()

    @staticmethod
    def _now() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

    def run(self) -> None:
        while not self._over.wait(EVERY):
            self.most = max(self.most, self._now())

    def __enter__(self) -> "Memory":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()


def written(report: Report, folder: Path) -> list[tuple[str, str]]:
    """Write the site into an empty folder; what it took, and how large it is."""
    wall, cpu = time.perf_counter(), time.process_time()
    with Memory() as memory:
        write_html(report, folder)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    files = [path for path in folder.rglob("*") if path.is_file()]
    with tempfile.TemporaryFile() as packed:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files:
                archive.write(path, path.relative_to(folder))
        zipped = packed.tell()
    return [
        ("entries; findings", f"{len(report.entries):,}; {len(report.findings):,}"),
        ("written in", f"{wall:.1f} s, {cpu:.1f} s CPU"),
        ("memory above what the report held", f"{(memory.most - memory.before) / 1e6:,.0f} MB"),
        ("files", f"{len(files):,}"),
        ("size; zipped", f"{_mb(sum(path.stat().st_size for path in files))}; {_mb(zipped)}"),
        *((name, _mb((folder / name).stat().st_size)) for name in ("index.html", "worklist.html")),
        ("largest other file", _mb(max(path.stat().st_size for path in files if path.parent != folder))),
    ]


def _mb(size: int) -> str:
    return f"{size / 1e6:.2f} MB"


def seen(folder: Path, entry_id: str) -> list[tuple[str, str]]:
    """What a reader waits for: the best of some repeats, for the machine may be busy."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if sync_playwright is None or browser is None:
        return [("in a browser", "not measured: needs Playwright and Chromium")]
    found = []
    with sync_playwright() as driver:
        page = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page()
        for name in ("index.html", "worklist.html", f"entry.html#{entry_id}"):
            paints = [_painted(page, f"{folder.as_uri()}/{name}") for _ in range(REPEATS)]
            paint, loaded = np.min(paints, axis=0)
            told = f"first paint {paint:.0f} ms, loaded {loaded:.0f} ms"
            found.append((f"{name} shows", told))
        for what, script in (("filter", FILTER), ("sort", SORT)):
            page.goto(f"{folder.as_uri()}/worklist.html?show=all")
            page.locator("#work thead button").first.wait_for()
            times = np.min([page.evaluate(script) for _ in range(REPEATS)], axis=0)
            each = ", ".join(f"{one:.0f}" for one in times)
            found.append((f"{what} all entries", f"at most {times.max():.0f} ms ({each})"))
    return found


def _painted(page: "Page", address: str) -> tuple[float, float]:
    """Milliseconds to the first contentful paint, and until all scripts have run, a shard of entries among them."""
    page.goto("about:blank")
    page.goto(address)
    page.locator("main section, #work tbody th").first.wait_for()
    return page.evaluate(PAINT), page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--entries", type=int, default=14_315)
    parser.add_argument("--into", type=Path, help="an empty or new folder to keep the site in")
    given = parser.parse_args()
    print(machine(), flush=True)
    report = run(given.sources, Options(as_of=AS_OF, jobs=2)) if given.sources else made(given.entries)
    with tempfile.TemporaryDirectory() as place:
        folder = given.into or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        assert not any(folder.iterdir()), "give a folder that is empty or not there yet"
        rows = written(report, folder)
        entry_id = report.entries["entry_id"].iloc[len(report.entries) // 2]
        del report
        for name, value in (*rows, *seen(folder.resolve(), entry_id)):
            print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    main()
