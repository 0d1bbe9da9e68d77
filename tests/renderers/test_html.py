"""The site as files: golden pages, content that wants to run, links that lead somewhere."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pharmaudit.renderers.html import write_html
from pharmaudit.report.pages import places
from tests.report.changed import changed
from tests.report.small import CARDS, HOSTILE, report_of, small

SIZE_LIMIT = 30_000


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_html(small(), folder)
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    write_html(report_of(*CARDS, HOSTILE), folder)
    return folder


def scrubbed(path: Path) -> str:
    """A page without what changes with every release: versions and digests."""
    text = re.sub(r"\b[0-9a-f]{64}\b", "SHA256", path.read_text(encoding="utf-8"))
    text = re.sub(r"\([0-9a-f]{12}\)", "(DIGEST)", text)
    return re.sub(r"pharmaudit \d+\.\d+\.\w+", "pharmaudit VERSION", text)


@pytest.mark.parametrize(
    "page", ["index", "worklist", "entries/DB90002", "rules/index", "rules/COM103", "fields/index", "fields/half_life"]
)
def test_golden(site, golden, page):
    golden(f"html/{page.replace('/', '-')}.html", scrubbed(site / f"{page}.html"))


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """The site of a run with others before it."""
    folder = tmp_path_factory.mktemp("moved")
    write_html(changed(tmp_path_factory.mktemp("history")), folder)
    return folder


def test_golden_of_changes(moved, golden):
    golden("html/changes.html", scrubbed(moved / "changes.html"))


def test_without_a_run_before_the_page_of_changes_says_how_to_get_one(site):
    text = (site / "changes.html").read_text(encoding="utf-8")
    assert "audit with --history FILE" in text
    assert "<h2" not in text


def test_files(site):
    found = sorted(
        path.relative_to(site).as_posix() for path in site.rglob("*.html") if not {"rules", "fields"} & {*path.parts}
    )
    entries = [f"entries/{name}.html" for name in ("DB90001", "DB90002", "DB90003", "db90001-row-5", "row-4")]
    assert found == ["changes.html", *entries, "entry.html", "index.html", "worklist.html"]
    assert len(list((site / "rules").glob("*.html"))) == len(small().rules) + 1
    fields = {path.stem for path in (site / "fields").glob("*.html")}
    assert fields == {*small().facts.catalogue.fields, "index"}


def test_of_many_entries_only_the_first_have_files(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "FILES", 3)
    monkeypatch.setattr(places, "PLAIN_ROWS", 1)
    monkeypatch.setattr(places, "SHARD", 2)
    report = report_of(*CARDS, HOSTILE)
    write_html(report, tmp_path)
    first = places.places(report).names[report.worklist["entry"].iloc[0]]
    found = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "entries").iterdir()}
    assert sorted(found) == sorted([*(f"{number}.js" for number in range(3)), f"{first}.html"])
    shown = [name for number in range(3) for name in entries_of(found[f"{number}.js"])]
    assert sorted(shown) == sorted(places.places(report).names)
    assert not any("<" in text or "\u2028" in text for name, text in found.items() if name.endswith(".js"))


def entries_of(shard):
    _, lines, entries = json.loads(shard.removeprefix("pharmaudit.shard(...").removesuffix(")\n"))
    assert all("<h1>" in "\n".join(lines[place] for place in places) for _, _, places in entries.values())
    return list(entries)


@pytest.mark.parametrize("name", ["report.css", "report.js"])
def test_static_files_are_small(site, name):
    assert (site / "static" / name).stat().st_size < SIZE_LIMIT


def test_same_report_same_bytes(site, tmp_path):
    write_html(report_of(*CARDS), tmp_path)
    files = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert [name for name in files if (site / name).read_bytes() != (tmp_path / name).read_bytes()] == []


class Page(HTMLParser):
    """Collects what a page may do and where it leads."""

    VOID = ("meta", "link", "input", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.unbalanced.append(tag)


def pages_of(folder):
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}


def test_content_can_neither_run_nor_break_anything(hostile, moved):
    for path, page in (pages_of(hostile) | pages_of(moved)).items():
        assert page.unbalanced == page.stack == [], path
        scripts = [attrs for tag, attrs in page.tags if tag == "script"]
        assert all(
            one.get("src", "").endswith("static/report.js") or one["type"] == "application/json" for one in scripts
        )
        assert not {tag for tag, _ in page.tags} & {"img", "iframe", "object", "embed", "base"}
        for tag, attrs in page.tags:
            assert not [name for name in attrs if name.startswith("on") or name == "style"], (path, tag)
            for name in ("href", "src", "action"):
                assert not (attrs.get(name) or "").startswith(("javascript:", "data:", "//")), (path, tag)


def test_content_is_shown_as_it_stands(hostile):
    text = (hostile / "entries" / "row-6.html").read_text(encoding="utf-8")
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;" in text
    assert "{{ 7*7 }}" in text
    title = re.search("<title>(.*?)</title>", text, re.DOTALL)[1]
    assert "\u202e" not in title
    for line in text.splitlines():
        assert line.count("\u202e") <= line.count("<bdi>")


def test_links_lead_to_files_of_the_site(hostile, moved):
    for path, page in (pages_of(hostile) | pages_of(moved)).items():
        for _, attrs in page.tags:
            for name in ("href", "src", "action"):
                target = (attrs.get(name) or "").partition("?")[0].partition("#")[0]
                if target and not target.startswith(("https://go.drugbank.com/drugs/DB", "https://example.org/")):
                    assert (path.parent / target).resolve().is_file(), (path, target)


def test_tables_say_what_they_are(site, moved):
    for path, page in (pages_of(site) | pages_of(moved)).items():
        tags = [tag for tag, _ in page.tags]
        assert tags.count("table") == tags.count("caption"), path
        assert all("scope" in attrs for tag, attrs in page.tags if tag == "th"), path
        assert tags.count("h1") == 1, path
        assert all(attrs.get("aria-label") for tag, attrs in page.tags if tag == "svg"), path


def test_progress_is_told(tmp_path):
    told = []
    write_html(small(), tmp_path, lambda *step: told.append(step))
    assert told[-1] == ("writing pages", 5, 5)
