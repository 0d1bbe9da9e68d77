"""`pharmaudit fill-rates`: how full every field is, and how much of that informs."""

from typing import TYPE_CHECKING

import typer

from pharmaudit.cli import options as opt

if TYPE_CHECKING:
    import pandas as pd


def fill_rates(
    sources: opt.Sources = None,
    entry_id: opt.EntryId = None,
    mapping: opt.Mappings = None,
    jobs: opt.Jobs = 1,
    style: opt.Style = "text",
) -> None:
    """Print, for every field, the share of entries that have it, and in brackets the share in which it says something.

    A placeholder ("Not Available") or a sentence made by a template fills a field without informing anyone. Ends with 4
    if a source, or entries of it, could not be read.
    """
    from pharmaudit.facts.facts import Facts
    from pharmaudit.pipeline import Options, read
    from pharmaudit.report.fill import fill_rates as rates_of
    from pharmaudit.resources import data_dir
    from pharmaudit.rulebook.catalogue_files import load_catalogue

    options = Options(entry_id=entry_id, mappings=tuple(mapping or ()), jobs=jobs)
    facts = Facts(read(sources or (), options), load_catalogue(data_dir("rules"))[0], options.as_of)
    rates = rates_of(facts)
    typer.echo(rates.to_json(orient="records", indent=1) if style == "json" else _table(rates))
    opt.warn(facts.tables.damages)
    raise typer.Exit(opt.lost(facts.tables.damages))


def _table(rates: "pd.DataFrame") -> str:
    """One line a field, one column a population: `58.7 (45.1)`; a dash where no entry's source could tell."""
    sizes = rates.drop_duplicates("population").set_index("population")["entries"]
    columns = (rates[name] for name in ("entries", "filled", "informative", "unknown"))
    cells = [
        f"{100 * filled / of:.1f} ({100 * said / of:.1f})" if unknown < of else "–"
        for of, filled, said, unknown in zip(*columns, strict=True)
    ]
    wide = rates.assign(cell=cells).pivot(index="label", columns="population", values="cell")
    wide = wide.loc[rates["label"].drop_duplicates(), sizes.index]
    heads = ["per cent filled (informative)", *(f"{name}: {count:,}" for name, count in sizes.items())]
    widths = [max(len(head), 13) + 2 for head in heads[1:]]
    rows = [heads, *([label, *row] for label, row in zip(wide.index, wide.to_numpy(), strict=True))]
    return "\n".join(f"{row[0]:<40}" + "".join(map(str.rjust, row[1:], widths)) for row in rows)
