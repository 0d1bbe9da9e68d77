"""The main job on real input: the seed page, the bundled seeds, the sample, the whole release."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pharmaudit.pipeline import Options, judged, read, rules_of, run
from pharmaudit.progress import silent
from pharmaudit.readers.tables import Tables
from pharmaudit.report import Report
from pharmaudit.report.points import points_table
from pharmaudit.scoring import floored
from pharmaudit.scoring.percentiles import standing, yardstick
from pharmaudit.yamltext import read as yaml_read
from tests.building import ROOT, tables_of

SEED = "DB15721_seed.txt"
PLACEHOLDERS = [
    *("indication", "pharmacodynamics", "absorption", "volume_of_distribution", "protein_binding", "metabolism"),
    *("route_of_elimination", "half_life", "clearance", "toxicity", "pathways", "snp_effects", "drug_interactions"),
    *("food_interactions", "categories", "affected_organisms", "cas_number", "manufacturers", "packagers", "dosages"),
    *("prices", "patents", "state", "experimental_properties"),
]
"""The fields of the 24 lines of the seed that say "Not Available", in the order of the page."""
NOT_FOR_CELLS = ["cas_number", "smiles", "protein_binding", "volume_of_distribution", "clearance"]


def audited(paths: Sequence[Path], as_of: date) -> Report:
    return run(paths, Options(as_of=as_of))


@pytest.fixture(scope="module")
def seed(repo_root: Path) -> Report:
    return audited([repo_root / "seeds" / SEED], date(2026, 11, 22))


def test_the_seed_is_who_it_is(seed: Report) -> None:
    (entry,) = seed.entries.to_dict("records")
    assert entry["name"] == "Natural Killer Cell"
    assert entry["entry_id"] == "DB15721"
    assert entry["type"] == "biotech"
    assert entry["cohort"] == "cell therapy"
    assert entry["stub_declared"] is True
    assert entry["stub_computed"] == "partial"
    row = seed.facts.tables.entries.iloc[0]
    assert (row["created"], row["updated"]) == ("2020-08-11", "2020-08-13")
    assert not seed.provenance.crashes


def test_every_not_available_line_of_the_seed_has_its_one_field(seed: Report, repo_root: Path) -> None:
    headings = seed.facts.tables["headings"]
    said = headings[headings["value"] == "Not Available"]
    assert list(said.sort_values("line_number", key=lambda lines: lines.astype(int))["field"]) == PLACEHOLDERS
    lines = (repo_root / "seeds" / SEED).read_text(encoding="utf-8").splitlines()
    assert all(lines[int(number) - 1] == "Not Available" for number in said["line_number"])
    assert len(said) == lines.count("Not Available") == 24
    assert len(seed.facts.tables["unattributed"]) == 0


def test_states_of_the_seed(seed: Report) -> None:
    for field in ("description", "mechanism_of_action", "synonyms", "trials", "references"):
        assert seed.facts.state(field)[0] == "present", field
    for field in NOT_FOR_CELLS:
        assert seed.facts.state(field)[0] == "not applicable", field
    for field in ("groups", "unii"):
        assert seed.facts.state(field)[0] == "unknown", field
    for field in set(PLACEHOLDERS) - set(NOT_FOR_CELLS):
        assert seed.facts.state(field)[0] == "placeholder", field


def test_what_does_not_apply_leaves_the_denominator(seed: Report) -> None:
    possible = {field for field, here in zip(seed.points.fields, seed.points.possible[:, 0], strict=True) if here}
    assert possible.isdisjoint({*NOT_FOR_CELLS, "groups", "unii"})
    assert {"description", "mechanism_of_action"} <= possible


def test_references_and_trials_of_the_seed(seed: Report) -> None:
    articles = seed.facts.frame("articles")
    assert len(articles) + len(seed.facts.frame("links")) == 7
    dois = list(articles["doi"])
    assert len(dois) == 6
    assert all(doi.startswith("10.") and not doi.endswith(".") for doi in dois)
    assert len(seed.facts.frame("trials")) == 5
    about_dois = [rule.id for rule in seed.rules if rule.field == "articles.doi" and not rule.requires]
    assert len(about_dois) > 3
    for rule in about_dois:
        assert seed.tallies[rule].passed.sum() == 6, rule
        assert seed.tallies[rule].failed.sum() == 0, rule


def test_findings_of_the_seed(seed: Report) -> None:
    found = set(seed.findings["rule"])
    assert {"COM901", "CON901", "CUR103"} <= found
    fields = set(seed.findings["field"])
    assert fields.isdisjoint({*NOT_FOR_CELLS, "groups", "type", "unii"})


def test_adverts_and_disclaimers_are_no_data(seed: Report) -> None:
    words = ("machine-learning", "Clinical API", "See how", "Learn more", "should not be interpreted")
    for name, frame in seed.facts.tables.frames.items():
        for column in frame.select_dtypes("str").columns:
            for word in words:
                assert not frame[column].str.contains(word, regex=False).any(), (name, column, word)


def test_the_bundled_seeds_are_the_default(repo_root: Path) -> None:
    report = audited([], date(2026, 1, 1))
    assert {Path(source.path).name for source in report.provenance.sources} == {
        file.name for file in (repo_root / "seeds").iterdir()
    }
    assert not report.provenance.crashes
    assert not any(damage.grave for damage in report.provenance.damages)
    complete = report.entry("DB00945")
    assert complete["entry"]["completeness"] == 100
    assert complete["findings"] == []


def test_page_and_xml_agree_on_what_both_carry(seed: Report, shared_data: Path) -> None:
    sample = audited([shared_data / "xml" / "sample_216_real.xml.xz"], date(2021, 1, 3))
    number = sample.number_of("DB15721")
    assert number is not None
    compared = []
    for field, item in seed.facts.catalogue.fields.items():
        if item.kind == "derived" or field == "external_identifiers":
            continue
        states = seed.facts.state(field)[0], sample.facts.state(field)[number]
        if "unknown" in states or states == ("not applicable", "not applicable"):
            continue
        empty = {"blank", "placeholder"}
        assert (states[0] in empty) == (states[1] in empty), field
        if item.kind in ("text", "scalar") and states[0] == "present":
            ours, theirs = seed.facts.value(field)[0], sample.facts.value(field)[number]
            assert " ".join(ours.split()) == " ".join(theirs.split()), field
            compared.append(field)
    assert {"name", "description", "mechanism_of_action", "created", "updated"} <= set(compared)
    for table, column in (("articles", "citation"), ("links", "title"), ("synonyms", "synonym")):
        theirs = sample.facts.frame(table)
        assert list(seed.facts.frame(table)[column]) == list(theirs.loc[theirs["entry"] == number, column])


def test_the_sample_is_audited(shared_data: Path) -> None:
    report = audited([shared_data / "xml" / "sample_216_real.xml.xz"], date(2021, 1, 3))
    assert len(report.entries) == 216
    assert report.provenance.crashes == ()
    assert report.provenance.damages == ()


def test_the_whole_release_is_audited(release: Tables) -> None:
    options = Options(as_of=date(2021, 1, 3))
    report = judged(release, *rules_of(options), options, silent)
    assert len(report.entries) == 14_315
    assert report.provenance.crashes == ()
    assert report.entries["stub_computed"].value_counts()["empty"] == 5_652
    _begins_with_medicines(report.worklist)
    rows = points_table(report).dropna(subset="credit")
    worth = rows["weight"].astype(float)
    sums = (frame.groupby(rows["entry_id"], observed=False).sum() for frame in (100 * worth * rows["credit"], worth))
    earned, possible = (one.reindex(report.entries["entry_id"]).to_numpy() for one in sums)
    scored = possible > 0
    shown = report.entries["completeness"].to_numpy(dtype=float)
    assert np.array_equal(np.isnan(shown), ~scored)
    np.testing.assert_array_equal(floored(earned[scored] / possible[scored]), shown[scored])
    _against_the_reference(report)


def _begins_with_medicines(queue: pd.DataFrame) -> None:
    top = queue.head(10)
    assert top["cohort"].str.startswith("approved").all()
    assert not top["name"].isin(["Petrolatum", "Propylene glycol", "Silicon dioxide", "Thymol"]).any()
    assert (top["completeness"] < top["target"]).all()
    assert queue.head(500)["cohort"].str.startswith("experimental").mean() <= 0.05


def _against_the_reference(report: Report) -> None:
    """A release is its own yardstick; against the frozen one, which it made, it stands within two percentiles."""
    by = report.yardstick
    assert by.all is not None
    assert by.all.release == ""
    frozen = yardstick(report.points.score, report.facts.cohorts, by.reference, "frozen", by.makeup)
    for name, kept in zip(("all", "cohort"), standing(report.points.score, report.facts.cohorts, frozen), strict=True):
        own = report.entries[f"percentile_{name}"].to_numpy(dtype=float)
        assert np.nanmax(np.abs(own - kept)) < 2, "rules of completeness have changed: run benchmarks.reference again"


@pytest.mark.parametrize(
    ("listed", "rules"), [("DB00945", {"CON907"}), ("DB99999", set())], ids=["annotated", "another"]
)
def test_a_list_of_stubs_is_held_against_the_entries(
    repo_root: Path, tmp_path: Path, listed: str, rules: set[str]
) -> None:
    (tmp_path / "listed.txt").write_text(f"{listed}\n")
    options = Options(as_of=date(2026, 1, 1), listed=tmp_path / "listed.txt", select=("CON907", "CON908"))
    card = [repo_root / "seeds" / "complete_entry.yaml"]
    report = run(card, options)
    assert set(report.findings["rule"]) == rules
    assert report.entries["stub_listed"].tolist() == [bool(rules)]
    assert run(card, replace(options, listed=None)).entries["stub_listed"].isna().all()


def test_order_and_number_of_sources_do_not_change_an_entry(repo_root: Path) -> None:
    seeds = repo_root / "seeds"
    options = Options(as_of=date(2026, 1, 1))
    rules = rules_of(options)
    forward, backward = (
        judged(read(paths, options), *rules, options, silent)
        for paths in ([seeds / SEED, seeds / "examples.xml"], [seeds / "examples.xml", seeds / SEED])
    )
    columns = ["entry_id", "completeness", "consistency", "evidence", "grade", "stars", "errors", "warnings", "infos"]
    one, two = (report.entries[columns].sort_values("entry_id", ignore_index=True) for report in (forward, backward))
    pd.testing.assert_frame_equal(one, two)
    assert set(forward.findings["fingerprint"]) == set(backward.findings["fingerprint"])


WORK = ["description", "indication", "pharmacodynamics", "mechanism_of_action", "toxicity", "absorption", "half_life"]
WORK += ["metabolism", "protein_binding", "volume_of_distribution", "clearance", "route_of_elimination", "cas_number"]
WORK += ["synonyms", "targets", "enzymes", "categories", "atc_codes", "dosages", "food_interactions", "articles"]
COHORTS = [
    {"groups": ["approved"]},
    {"groups": ["investigational"]},
    {"groups": ["experimental"]},
    {"groups": ["withdrawn"]},
    {"groups": ["approved"], "type": "biotech", "name": "Examplimab", "calculated_properties": []},
    {"groups": ["investigational"], "type": "biotech", "name": "Example Cell", "calculated_properties": []},
]


@pytest.mark.parametrize("cohort", COHORTS, ids=lambda cohort: f"{cohort['groups'][0]} {cohort.get('name', '')}")
@given(order=st.permutations(WORK))
@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate])  # shrinking takes minutes
def test_writing_a_field_lowers_completeness_only_by_asking_for_more(cohort, order) -> None:
    """Fill an empty entry field by field, in whatever order: every step leaves it as complete as before, or more.

    Unless the step shows that more is to be expected: an oral dosage asks for absorption.
    """
    options = Options(as_of=date(2026, 1, 1))
    complete = yaml_read(ROOT / "seeds" / "complete_entry.yaml").data
    bare = {key: value for key, value in complete.items() if key not in WORK} | cohort
    steps = [bare]
    for field in order:
        steps.append(steps[-1] | {field: complete[field]})
    cards = [card | {"entry_id": f"DB{91000 + number}"} for number, card in enumerate(steps)]
    points = judged(tables_of(*cards), *rules_of(options), options, silent).points
    possible = points.weights @ points.possible
    fallen = np.flatnonzero(np.diff(points.score) < -1e-9)
    assert [order[step] for step in fallen if possible[step + 1] <= possible[step]] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Not Available", "Not\u200b Available"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
    ],
    ids=["no width", "no-break blanks", "line ends", "byte order mark"],
)
def test_a_page_that_looks_the_same_is_read_the_same(seed: Report, repo_root: Path, tmp_path: Path, change) -> None:
    copy = tmp_path / "db15721 (1).txt"
    copy.write_bytes(change((repo_root / "seeds" / SEED).read_text(encoding="utf-8")).encode())
    report = audited([copy], date(2026, 11, 22))
    columns = ["entry_id", "name", "cohort", "completeness", "consistency", "stars", "stub_computed", "warnings"]
    pd.testing.assert_frame_equal(report.entries[columns], seed.entries[columns])


def test_two_lists_that_disagree_are_reported(tmp_path: Path) -> None:
    head = "DrugBank ID,Accession Numbers,Common name,CAS,UNII,Synonyms,Standard InChI Key\n"
    (tmp_path / "old.csv").write_text(f"{head}DB90001,,Examplamine,50-78-2,,,\nDB90002,,Placebol,50-00-0,,,\n")
    (tmp_path / "new.csv").write_text(f"{head}DB90001,,Examplamine,69-72-7,,,\nDB90002,,Placebol,50-00-0,,,\n")
    findings = audited([tmp_path], date(2026, 11, 22)).findings
    told = findings[findings["rule"].str.startswith("CON90")]
    assert list(zip(told["rule"], told["entry_id"], strict=True)) == [("CON902", "DB90001")]
