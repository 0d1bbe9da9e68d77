"""Entries, rules and file names that want to run, to fetch or to deceive, in a real browser: as files and as shards."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pharmaudit import pipeline
from pharmaudit.model import Damage, Remark, Severity
from pharmaudit.progress import silent
from pharmaudit.readers.entry_card import add_card
from pharmaudit.readers.layout import TABLES
from pharmaudit.readers.tables import Tables, empty_rows
from pharmaudit.renderers.html import write_html
from pharmaudit.report import Report
from pharmaudit.report.pages import places
from pharmaudit.rulebook import load_rulebook
from pharmaudit.rulebook.judge import Crash, NotRun
from pharmaudit.rulebook.profile import load_profile
from pharmaudit.yamltext import Document
from tests.report.small import RULEBOOK

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = str(1234 * 5678)
"""What stands in a page only if it computed what an entry says."""
PIECES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"onmouseover="alert(3)" autofocus onfocus="alert(3)" x="',
    "'onclick='alert(3)' ",
    "</script><script>alert(4)</script>",
    "</title></bdi></textarea></style></noscript><x-made data-made=1><iframe src=//example.org></iframe>",
    "<svg><a xlink:href=javascript:alert(5)>x</a><animate onbegin=alert(5)></svg>",
    "<!-- ]]> --!> <![CDATA[",
    "{{ 1234*5678 }} {% raw %} {# x #} ${1234*5678} #{1234*5678} <%= 1234*5678 %>",
    "&lt;script&gt;alert(6)&lt;/script&gt; &#x3c;img&#62;",
    "\u202egnp.exe\u2066\u200f\u061c",
    "\u2028\u2029\x85\x9b",
    "\x00\x01\x1b[31m\x7f\b\r\n",
    "\\u003cscript\\u003ealert(7)\\u003c/script\\u003e `${alert(7)}` \\",
    "w" * 500,
)
LINKS = ("javascript:alert(8)", "JaVa\tScript:alert(8)", "data:text/html,<script>alert(9)</script>", "//example.org/x")
WHOLE = " ".join(PIECES)
HALF = WHOLE + " \ud800 \udfff"
"""With halves of characters: no table and no YAML holds them, but names of files may."""
WEB = 'https://example.org/"onmouseover="alert(3)'
IDS = (
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "main",
    "index",
    "CON",
    "../x",
    "a/b",
    "%2e%2e",
    "#",
    "",
)
SHOWN = {"constructor": "constructor", "toString": "toString", "hasOwnProperty": "hasOwnProperty"}
SHOWN |= {"row-1": "__proto__", "row-5": "main", "row-9": "a/b"}
"""Addresses of the viewer, and the ids that they show: an id that is no safe name of a file has its row's."""
STRANGERS = ("__proto__", "valueOf", "%E0", "a/b", "<img src=x onerror=alert(2)>", "javascript:alert(8)")
KINDS, SAMPLE = ("rules/*.html", "fields/*.html", "entries/*.html"), 4
ALLOWED = set(re.findall(r"<([a-z][a-z0-9]*)", "".join(path.read_text() for path in (ROOT / "reports").rglob("*.j2"))))
ALLOWED |= {"option", "button", "tbody", "label", "input", "svg", "rect"}  # made by the script
CENSUS = """allowed => {
  const wrong = [];
  const all = [...document.querySelectorAll("*")];
  const plain = /^(file:|https:\\/\\/(go\\.drugbank\\.com\\/drugs\\/DB\\d{5}|example\\.org\\/honest)$|blob:)/;
  for (const one of all) {
    if (!allowed.includes(one.localName)) wrong.push(`<${one.localName}>`);
    if (one.localName === "script" && one.type !== "application/json"
        && !/\\/(static\\/report|entries\\/\\d+)\\.js$/.test(one.src)) wrong.push(one.outerHTML);
    for (const { name } of one.attributes)
      if (/^on|^data-made|^autofocus|^srcdoc/.test(name)) wrong.push(`${one.localName} ${name}`);
    for (const link of [one.href?.baseVal ?? one.href, one.src, one.action])
      if (typeof link === "string" && link && !plain.test(link)) wrong.push(link);
  }
  return { wrong, title: document.title, text: document.body.textContent };
}"""


def cell(name: str, number: int) -> str:
    """Hostile text for a column: a link where the column is one, a piece of its own where it is short, or all."""
    if "url" in name:
        return LINKS[number % len(LINKS)]
    return PIECES[number % len(PIECES)] if number % 3 else WHOLE


def card(entry_id: str, start: int) -> dict[str, object]:
    """An entry of which every field and every column of every list is hostile."""

    def row(table: str) -> dict[str, object]:
        columns = {column.name: cell(column.name, start + at) for at, column in enumerate(TABLES[table].columns)}
        inner = {
            name: [row(name)] for name, one in TABLES.items() if table in one.owners and one.path and name != "entries"
        }
        return columns | inner

    fields = row("entries") | {"entry_id": entry_id, "name": f"{entry_id} {PIECES[start % len(PIECES)]}"}
    return {name: value for name, value in fields.items() if name != "source"}


def hostile() -> Report:
    """The report of such entries, under rules, waivers and from sources that are hostile as well."""
    rows = empty_rows()
    for number, entry_id in enumerate((*IDS, *PIECES[::4], LINKS[0])):
        add_card(rows, Document("card", card(entry_id, number)), "card")
    tables = Tables.from_rows(rows)
    tables = replace(tables, damages=(Damage("<b>" + HALF, HALF, line=3), Damage("card", HALF)))
    rulebook = load_rulebook(RULEBOOK)
    words = dict.fromkeys(("title", "problem", "fix"), WHOLE) | {
        "references": (*LINKS, WEB, "https://example.org/honest")
    }
    rules = tuple(rule.model_copy(update=words) for rule in rulebook.rules)
    profile = load_profile("default", RULEBOOK / "profiles")
    report = pipeline.judged(
        tables, replace(rulebook, rules=rules), profile, pipeline.Options(as_of=date(2026, 11, 22)), silent
    )
    found = report.findings.copy()
    found.loc[found.index[::4], "status"] = "waived"
    found.loc[found.index[1::3], ["value", "path"]] = WHOLE
    found.loc[found.index[::2], "message"] = WHOLE
    suggested = f'{{"status": "candidates", "values": ["{LINKS[0]}", "<img src=x onerror=alert(2)>"]}}'
    found.loc[found.index[::3], "repair"] = suggested
    made = replace(
        report.provenance,
        sources=tuple(replace(one, format=HALF, version=HALF) for one in report.provenance.sources),
        crashes=(Crash("VAL102", HALF),),
        not_run=(NotRun("COM109", HALF),),
        profile=HALF,
    )
    noted = (Remark("WAI101", Severity.ERROR, HALF, HALF, HALF),)
    told = dict.fromkeys(found["fingerprint"], WHOLE)
    return replace(report, findings=found, provenance=made, remarks=noted, justifications=told)


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> dict[str, Path]:
    report = hostile()
    folders = {form: tmp_path_factory.mktemp(form) for form in ("files", "shards")}
    write_html(report, folders["files"])
    with pytest.MonkeyPatch.context() as patch:
        for name, size in (("FILES", 5), ("PLAIN_ROWS", 4), ("SHARD", 9)):
            patch.setattr(places, name, size)
        write_html(report, folders["shards"])
    return folders


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[object]:
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser, request):
    """A page that fails the test for a dialog, a word on the console, and a request that leaves the site.

    Without the content security policy, unless a test asks for it: escaping alone must hold.
    """
    policy = getattr(request, "param", "") == "policy"
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=not policy)
    context.set_default_timeout(5000)
    opened = context.new_page()
    wrong = []
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda one: one.url.startswith(("file:", "blob:")) or wrong.append(one.url))
    yield opened
    context.close()
    assert wrong == []


def look(page, where: str) -> str:
    """Nothing in the page was made by an entry, and its title deceives nobody. Returns its text."""
    found = page.evaluate(CENSUS, sorted(ALLOWED))
    assert found["wrong"] == [], where
    assert PRODUCT not in found["text"], where
    assert not [c for c in found["title"] if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or turns(c)], where
    return found["text"]


def turns(letter: str) -> bool:
    """Whether a character turns the direction of text."""
    return letter in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def touch(page) -> None:
    """Every event that content could have hung something on, on every element; links are not followed."""
    page.evaluate("""() => {
      addEventListener("click", (event) => { if (event.target.closest("a")) event.preventDefault(); }, true);
      for (const one of document.querySelectorAll("main *"))
        for (const kind of ["mouseover", "focus", "mouseenter", "click"])
          one.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
    }""")


@pytest.mark.parametrize(("form", "page"), [("files", "policy"), ("files", ""), ("shards", "")], indirect=["page"])
def test_no_page_does_what_content_says(page, sites, form):
    folder = sites[form]
    paths = [*folder.glob("*.html"), *(path for kind in KINDS for path in sorted(folder.glob(kind))[::SAMPLE])]
    for path in paths:
        page.goto(path.as_uri())
        text = look(page, path.name)
        if path.parent.name == "entries":
            touch(page)
            look(page, path.name)
            assert "{{ 1234*5678 }}" in text
            assert "alert(" in text


def test_rules_link_to_web_addresses_only(page, sites):
    page.goto((sites["files"] / "rules" / "COM103.html").as_uri())
    assert page.locator("a[rel~=external]").evaluate_all("all => all.map(one => one.href)") == [
        "https://example.org/honest"
    ]


def test_worklist_shows_filters_and_exports_what_stands_there(page, sites):
    page.goto((sites["shards"] / "worklist.html").as_uri() + "?show=all&q=%3Cscript%3E&sort=__proto__&hide=__proto__")
    page.fill("#filters [name=q]", "<script>alert(1)")
    page.locator("#work tbody th a bdi").first.hover()
    look(page, "worklist")
    for name in ("group", "cohort", "rule"):
        page.select_option(f"[name={name}]", index=1)
        page.select_option(f"[name={name}]", index=0)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert "<script>alert(1)</script>" in page.locator("#reason").inner_text()
    look(page, "worklist")
    with page.expect_download():
        page.get_by_role("button", name="Export CSV").click()


def test_names_that_every_object_knows(page, sites):
    viewer = (sites["shards"] / "entry.html").as_uri()
    for name, entry_id in (SHOWN | dict.fromkeys(STRANGERS)).items():
        page.goto("about:blank")
        page.goto(f"{viewer}#{name}")
        page.locator("#missing" if entry_id is None else "h1 .id", has_text=entry_id).wait_for()
        look(page, name)


def test_no_file_has_a_name_that_leads_out_or_is_reserved(sites):
    for folder in sites.values():
        names = {path.stem for path in (folder / "entries").iterdir()}
        assert not names & {"index", "CON", "x", "b"}
        assert all(re.fullmatch(r"[A-Za-z0-9][\w.-]*", name) for name in names)
