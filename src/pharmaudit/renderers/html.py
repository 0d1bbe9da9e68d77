"""html: the report as a static site. It prints what the pages hold and computes nothing."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from pharmaudit.progress import Tell, silent
from pharmaudit.renderers.shards import write_shard
from pharmaudit.report import Report
from pharmaudit.report.gate import CHANGES
from pharmaudit.report.pages.changes import changes_page
from pharmaudit.report.pages.dashboard import dashboard
from pharmaudit.report.pages.entry import EntryPage, entry_pages
from pharmaudit.report.pages.field import field_index, field_pages
from pharmaudit.report.pages.places import SHARD, VIEWER, Places, places
from pharmaudit.report.pages.rule import rule_index, rule_pages
from pharmaudit.report.pages.site import Site
from pharmaudit.report.pages.viewer import viewer
from pharmaudit.report.pages.words import duration, listed
from pharmaudit.report.pages.worklist import worklist
from pharmaudit.resources import data_dir

STATIC = ("report.css", "report.js")
PARTS_KEPT = 8192
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Controls, and what turns the direction of text: <bdi> contains them in a page, nothing does in a title."""


class _Page(Protocol):
    """What the layout needs of any page."""

    @property
    def site(self) -> Site: ...


def write_html(report: Report, folder: Path, tell: Tell = silent) -> None:
    """Write the site into `folder`: index.html, worklist.html, changes.html, entry.html, entries/, rules/,
    fields/, static/.

    `tell` hears of progress.
    """
    made = environment()
    where = places(report)
    for part in ("entries", "rules", "fields", "static"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name in STATIC:
        (folder / "static" / name).write_bytes((data_dir("reports") / "static" / name).read_bytes())
    _print(made.get_template("index.html.j2"), folder / "index.html", "", dashboard(report, where))
    _print(made.get_template("worklist.html.j2"), folder / "worklist.html", "", worklist(report, where))
    _print(made.get_template("changes.html.j2"), folder / CHANGES, "", changes_page(report, where))
    _print(made.get_template("viewer.html.j2"), folder / VIEWER, "", viewer(report, where))
    _print(made.get_template("rules.html.j2"), folder / "rules" / "index.html", "../", rule_index(report))
    template = made.get_template("rule.html.j2")
    for rule_page in rule_pages(report, where):
        _print(template, folder / "rules" / f"{rule_page.rule.id}.html", "../", rule_page)
    _print(made.get_template("fields.html.j2"), folder / "fields" / "index.html", "../", field_index(report))
    template = made.get_template("field.html.j2")
    for field_page in field_pages(report, where):
        _print(template, folder / "fields" / f"{field_page.line.page}.html", "../", field_page)
    _write_entries(report, where, made, folder / "entries", tell)


def _write_entries(report: Report, where: Places, made: Environment, folder: Path, tell: Tell) -> None:
    """The pages of the entries: files, and shards where not every entry has a file."""
    pages = list(entry_pages(report, where.names))
    whole, body = made.get_template("entry.html.j2"), made.get_template("entry_body.html.j2")
    for at in sorted(where.files):
        _print(whole, folder / f"{where.names[at]}.html", "../", pages[at])
    for number, shard in enumerate(where.shards):
        tell("writing pages", number * SHARD, len(pages))
        write_shard(folder / f"{number}.js", number, [_part(body, pages[at]) for at in shard])
    tell("writing pages", len(pages), len(pages))


def _part(template: Template, page: EntryPage) -> tuple[str, str, str, str]:
    """An entry page as a shard holds it; its links count from the folder of the site."""
    return page.page, page.label, _UNSEEN.sub("", page.title), template.render(page=page, site=page.site, root="")


def environment() -> Environment:
    """The templates: everything is escaped, a name that is not there fails, and numbers have one form."""
    made = Environment(
        loader=FileSystemLoader(data_dir("reports") / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False, "sort_keys": False}
    made.filters |= {
        "score": lambda value: "–" if value is None else f"{value:,.1f}",
        "points": lambda value: "–" if value is None else f"{value:,g}",
        "count": lambda value: f"{value:,}",
        "duration": duration,
        "listed": listed,
        "plain": lambda text: _UNSEEN.sub("", text),
    }
    parts = made.get_template("parts.html.j2").module
    for name in ("section", "row"):
        made.globals[f"{name}_part"] = lru_cache(PARTS_KEPT)(getattr(parts, name))
    return made


def _print(template: Template, path: Path, root: str, page: _Page) -> None:
    """Print one page; `root` is the way from it to the folder of the site."""
    text = template.render(page=page, site=page.site, root=root)
    path.write_bytes(text.encode("utf-8", "replace"))
