"""What the rules on DOIs catch, what they take for wrong, and how good their repairs are.

    python -m benchmarks.doi FOLDER

FOLDER holds doi/valid.csv (registered DOIs), doi/invalid_with_correction.csv (malformed ones with their correction),
doi/unresolvable_no_correction.csv (never resolved), and ids/issue_reported.csv (reported in public trackers). Every
DOI goes the way of real ones: a citation as PubMed prints it, with the DOI as its last sentence, from which it is
extracted, and each rule of the book that judges articles.doi. "Bare" is a citation that is nothing but the DOI.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.judged import any_of, failing, machine, rules, share, table
from pharmaudit.checks.doi_repair import repair_doi
from pharmaudit.model import RepairStatus, Severity

ON_DOIS = [rule for rule in rules("VAL") if rule.field == "articles.doi"]
WARNING = [rule for rule in ON_DOIS if rule.severity is not Severity.INFO]
CITATION = "Example A, Example B: A title of an article. J Ex. 1999 Jan;1(1):2-3. doi: "
FIELDS = {
    "pmid": "articles.pubmed_id",
    "doi": "articles.citation",
    "isbn": "textbooks.isbn",
    "url": "links.url",
    "cas": "entries.cas_number",
    "unit": "entries.clearance",
    "patent": "patents.number",
    "kegg.compound": "external_identifiers.identifier",
}
OTHERS = {"kegg.compound": {"resource": "KEGG Compound"}, "patent": {"country": "United States"}}


def flagged(dois: pd.Series, before: str = CITATION, behind: str = ".") -> dict[str, np.ndarray]:
    return failing("articles.citation", (before + dois + behind).to_list(), ON_DOIS)


def catch(folder: Path) -> None:
    lists = {
        "registered": table(folder / "valid.csv")["doi"],
        "never resolved": table(folder / "unresolvable_no_correction.csv")["invalid"],
    }
    malformed = table(folder / "invalid_with_correction.csv")
    proved = malformed["verified"].isin(["manual", "resolver"])
    lists |= {"malformed, verified": malformed["invalid"][proved], "malformed, the rest": malformed["invalid"][~proved]}
    print(f"\n{'':22}flagged at warning level")
    by_rule: dict[str, dict[str, int]] = {}
    for name, dois in lists.items():
        started = time.process_time()
        failed = flagged(dois)
        spent = time.process_time() - started
        print(f"{name:22}{share(any_of(failed, WARNING))}; {1e6 * spent / len(dois):.1f} s CPU a million")
        print(f"{'  bare':22}{share(any_of(flagged(dois, '', ''), WARNING))}")
        by_rule[name] = {rule.id: int(failed[rule.id].sum()) for rule in ON_DOIS}
    print(
        "\n" + pd.DataFrame(by_rule).rename(index={rule.id: f"{rule.id} {rule.name}" for rule in ON_DOIS}).to_string()
    )


def repairs(path: Path) -> None:
    rows = table(path)
    rows = rows[rows["verified"].isin(["manual", "resolver"])]
    suggested = [repair_doi(value) for value in rows["invalid"]]
    wanted = rows["corrected"].str.lower()
    exact = np.array([[v.lower() for v in s.values] == [w] for s, w in zip(suggested, wanted, strict=True)])
    among = np.array([w in [v.lower() for v in s.values] for s, w in zip(suggested, wanted, strict=True)])
    certain = np.array([repair.status is RepairStatus.CERTAIN for repair in suggested])
    print(f"\nrepairs, verified     exact {share(exact)}; right one among the candidates {share(among)}")
    print(f"{'':22}certain {certain.sum():,}, of which wrong {(certain & ~exact).sum()}")


def reported(path: Path) -> None:
    rows = table(path)
    print("\nreported in trackers")
    for _, row in rows.iterrows():
        field, value = row["field"], row["invalid"]
        if field not in FIELDS:
            print(f"  {field:14}{value[:55]:57}no such field")
            continue
        name = FIELDS[field]
        judges = [rule for rule in rules("VAL") if rule.field in (name, name.removeprefix("entries."))]
        judges = ON_DOIS if field == "doi" else judges
        failed = failing(name, [f"{CITATION}{value}." if field == "doi" else value], judges, **OTHERS.get(field, {}))
        hits = [rule for rule in judges if failed[rule.id][0]]
        repair = next((r for rule in hits if (r := rule.repair(value)).values), None)
        said = ", ".join(f"{rule.id} {rule.name}" for rule in hits) or "nothing"
        mended = f"; {repair.status.value}: {' | '.join(repair.values[:3])}" if repair else ""
        print(f"  {field:14}{value[:55]:57}{said}{mended}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    folder: Path = options.parse_args().folder
    print(machine())
    catch(folder / "doi")
    repairs(folder / "doi" / "invalid_with_correction.csv")
    reported(folder / "ids" / "issue_reported.csv")


if __name__ == "__main__":
    main()
