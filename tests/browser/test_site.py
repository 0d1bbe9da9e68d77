"""The site in a real browser, opened from files."""

from collections.abc import Iterator

import pytest

from pharmaudit.renderers.html import write_html
from pharmaudit.report.pages import places
from tests.report.changed import changed
from tests.report.small import CARDS, HOSTILE, report_of

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.browser

STUBS = [
    f"entry_id: DB8{number:04}\nname: Example {number}\ntype: small molecule\n"
    f"groups: [{'approved' if number % 2 else 'experimental'}]\ndescription: Text.\n"
    + ("indication: For examples.\ntoxicity: None.\ntargets: [{name: Receptor}]\n" if number % 3 == 0 else "")
    for number in range(120)
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_html(report_of(*CARDS, HOSTILE, *STUBS), folder)
    return folder


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """The site of a run with others before it."""
    folder = tmp_path_factory.mktemp("moved")
    write_html(changed(tmp_path_factory.mktemp("history")), folder)
    return folder


KINDS = ("index", "worklist", "entries/row-6", "entries/DB90002", "rules/COM103", "rules/index")
KINDS += ("changes", "fields/index", "fields/half_life")
WITH_HISTORY = ("index", "changes", "fields/half_life", "entries/DB90001")


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[object]:
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """A page that fails the test for any word on the console, any dialog and any request that leaves the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    wrong = []
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda request: request.url.startswith(("file:", "blob:")) or wrong.append(request.url))
    yield opened
    context.close()
    assert wrong == []


def test_every_kind_of_page_opens(page, site, moved):
    folders = [site.glob(f"{name}*.html") for name in ("", "rules/", "fields/", "entries/row")]
    for path in [*(path for folder in folders for path in folder), moved / "changes.html"]:
        page.goto(path.as_uri())
        assert page.locator("h1").is_visible()
        assert page.evaluate("getComputedStyle(document.body).maxWidth") == "1240px", "the style sheet was refused"


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_window(page, site, moved, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in [*(site / f"{name}.html" for name in KINDS), *(moved / f"{name}.html" for name in WITH_HISTORY)]:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def ranks(page):
    return page.locator("#work tbody tr:not(.gap) td:first-child").all_inner_texts()


def test_worklist_filters_sorts_and_keeps_both_in_the_address(page, site):
    page.goto((site / "worklist.html").as_uri())
    assert ranks(page)[:3] == ["1", "2", "3"]
    page.select_option("[name=stub]", "stub")
    page.fill("[name=q] >> nth=1", "example 1")
    assert "stub=stub" in page.url
    names = page.locator("#work tbody th a").all_inner_texts()
    assert names
    assert all(name.startswith("Example") and "1" in name for name in names)
    page.get_by_role("button", name="Entry").click()
    assert "sort=name" in page.url
    before = page.locator("#work tbody th a").all_inner_texts()
    assert before == sorted(before, key=lambda name: int(name.split()[1]))
    page.reload()
    assert page.locator("#work tbody th a").all_inner_texts() == before
    page.get_by_role("button", name="Clear").click()
    playwright.expect(page.locator("#filters [name=stub]")).to_have_value("")
    assert "?" not in page.url
    assert ranks(page)[0] == "1"


def test_worklist_by_section_rule_and_evidence(page, site):
    page.goto((site / "worklist.html").as_uri())
    for name, value in (("section", "pharmacology"), ("rule", "COM103")):
        page.select_option(f"[name={name}]", value)
    few = page.locator("#shown").inner_text()
    page.check("[name=held]")
    assert page.locator("#shown").inner_text() != few
    assert {"section=pharmacology", "rule=COM103", "held=1"} <= set(page.url.partition("?")[2].split("&"))


def test_columns_can_be_put_away(page, site):
    page.goto((site / "worklist.html").as_uri())
    page.get_by_text("Columns").click()
    page.get_by_label("Cohort").nth(1).uncheck()
    assert "hide=Cohort" in page.url
    page.reload()
    assert not page.locator("#work thead th", has_text="Cohort").is_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    assert "cohort" not in download.value.path().read_text(encoding="utf-8-sig").partition("\n")[0]
    page.get_by_role("button", name="Clear").click()
    playwright.expect(page.locator("#work thead th", has_text="Cohort")).to_be_visible()


def test_worklist_from_the_keyboard(page, site):
    page.goto((site / "worklist.html").as_uri())
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator("tr.here td").first.inner_text() == "2"
    assert "demand" in page.locator("#reason").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries/*")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_on_any_kind_of_page(browser, site, moved, shards, scheme):
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # for the checker's script, not for ours
    opened = context.new_page()
    for address in [
        *((site / f"{name}.html").as_uri() for name in KINDS),
        *((moved / f"{name}.html").as_uri() for name in WITH_HISTORY),
        (shards / "entry.html").as_uri() + "#DB80050",
    ]:
        opened.goto(address)
        opened.locator("h1").first.wait_for()
        opened.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = axe.Axe().run(opened).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], address
    context.close()


def test_worklist_draws_only_what_is_seen(page, site):
    page.goto((site / "worklist.html").as_uri() + "?show=all")
    assert "126 of 126" in page.locator("#shown").inner_text()
    assert page.locator("#work tbody tr").count() < 70
    page.locator("#work").evaluate("box => { box.scrollTop = box.scrollHeight }")
    page.locator("[aria-rowindex='127']").wait_for()


def test_cross_table_leads_to_as_many_rows(page, site):
    page.goto((site / "index.html").as_uri())
    link = page.locator(".matrix .cell a").first
    count = link.inner_text()
    link.click()
    assert page.locator("#shown").inner_text().startswith(f"{count} of ")


def test_search_from_the_front_page(page, site):
    page.goto((site / "index.html").as_uri())
    page.fill("#find", "examplovir")
    page.keyboard.press("Enter")
    page.wait_for_url("**/worklist.html?*")
    assert page.locator("#work tbody th a").all_inner_texts() == ["Examplovir"]


def test_export_is_what_is_shown_and_no_formula(page, site):
    page.goto((site / "worklist.html").as_uri() + "?show=all&q=db90001")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 3
    assert ",'=HYPERLINK(0)," in text


def test_entry_to_rule_and_back(page, site):
    page.goto((site / "entries" / "DB90002.html").as_uri())
    page.get_by_role("link", name="COM103").click()
    assert "no indication" in page.locator("h1").inner_text()
    page.get_by_role("link", name="DB90002").click()
    assert "Examplovir" in page.locator("h1").inner_text()
    page.go_back()
    assert "no indication" in page.locator("h1").inner_text()


def test_entry_to_field_and_back(page, site):
    page.goto((site / "entries" / "DB90002.html").as_uri())
    page.locator(".states").get_by_role("link", name="Toxicity").click()
    assert "Toxicity" in page.locator("h1").inner_text()
    first = page.locator("section[aria-labelledby=lacking] tbody a").first
    name = first.inner_text()
    first.click()
    assert name in page.locator("h1").inner_text()


def test_tables_sort_from_the_keyboard(page, site):
    page.goto((site / "rules" / "index.html").as_uri())
    page.get_by_role("button", name="Failing").press("Enter")
    failing = [int(text.replace(",", "")) for text in page.locator("tbody td:nth-child(8)").all_inner_texts()]
    assert failing == sorted(failing, reverse=True)


def test_complete_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "worklist.html").as_uri())
    assert not page.locator("#filters").is_visible()
    assert page.locator("#work tbody tr").count() == int(page.locator("caption").inner_text().split()[1].rstrip(","))
    page.locator("#work tbody a").first.click()
    assert page.locator(".states").first.is_visible()
    context.close()


@pytest.fixture(scope="module")
def shards(tmp_path_factory):
    """The same site, as it is written where entries are many: only the first of the worklist have a file."""
    folder = tmp_path_factory.mktemp("shards")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "FILES", 20)
        patch.setattr(places, "PLAIN_ROWS", 10)
        write_html(report_of(*CARDS, HOSTILE, *STUBS), folder)
    return folder


def test_any_entry_has_a_link_that_stays(page, site, shards):
    for folder in (site, shards):
        page.goto((folder / "entry.html").as_uri() + "#DB80050")
        page.locator("h1", has_text="Example 50").wait_for()
        assert "Example 50" in page.title()
        assert page.locator(".states").first.is_visible()


def test_shards_show_entry_after_entry(page, shards):
    page.goto((shards / "worklist.html").as_uri() + "?show=all&q=DB80003")
    page.locator("#work tbody th a").click()
    page.locator("h1", has_text="Example 3").wait_for()
    page.locator("article.finding a").first.click()
    page.locator("nav.crumbs", has_text="COM").wait_for()
    page.go_back()
    page.locator("h1", has_text="Example 3").wait_for()
    page.evaluate("location.hash = '#row-6'")
    page.locator("h1", has_text="gnp.exe").wait_for()
    page.evaluate("location.hash = '#nobody'")
    playwright.expect(page.locator("#missing")).to_be_visible()
