"""The pipeline: read, judge, triage, score, order, one call a stage; the result is a Report."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pharmaudit import priority, scoring
from pharmaudit.demand import External, demand
from pharmaudit.engine import processes
from pharmaudit.evidence import fields_on_hand, suggestions
from pharmaudit.facts.facts import Facts
from pharmaudit.kinds import Rule
from pharmaudit.model import Damage, Lifecycle
from pharmaudit.progress import Tell, silent
from pharmaudit.readers.demand import read_demand
from pharmaudit.readers.format import Reading
from pharmaudit.readers.lists import DOI_CACHE, NO_FILES, RETRACTIONS, ReadLists, read_lists
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.tables import Tables
from pharmaudit.renderers.folder import write_report
from pharmaudit.report import Provenance, Report
from pharmaudit.report.entries import entry_table, with_rank
from pharmaudit.report.gate import gate_of
from pharmaudit.resources import data_dir
from pharmaudit.rulebook import Profile, Rulebook, load_rulebook
from pharmaudit.rulebook.judge import Judgement, judge
from pharmaudit.rulebook.profile import FailOn, apply_profile, check_weights, load_profile, with_profile
from pharmaudit.triage import findings
from pharmaudit.version import __version__


@dataclass(frozen=True)
class Options:
    """What a run may be told; the defaults are those of the command line."""

    profile: str = "default"
    rules: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    entry_id: str | None = None
    mappings: tuple[Path, ...] = ()
    retractions: Path | None = None
    doi_cache: Path | None = None
    demand: Path | None = None
    jobs: int = 1
    as_of: date = field(default_factory=date.today)


@dataclass(frozen=True)
class Beside:
    """What stands beside the sources: lists of others, and a table of demand; with what was wrong in their files."""

    lists: ReadLists = NO_FILES
    external: External | None = None
    damages: tuple[Damage, ...] = ()


NOTHING_BESIDE = Beside()


def run(sources: Sequence[Path | str], options: Options, tell: Tell = silent) -> Report:
    """Audit files or folders; the bundled seeds where none is given.

    Raises RuleError or UsageError (exit 2) and SourceError (exit 4) where nothing can be audited at all.
    """
    rulebook, profile = rules_of(options)
    beside = read_beside(options)
    tell("reading", 0, 0)
    tables = read(sources, options)
    return judged(tables, rulebook, profile, options, tell, beside)


def read_beside(options: Options) -> Beside:
    """Read the files that the options name beside the sources. Raises UsageError."""
    lists = read_lists({RETRACTIONS: options.retractions, DOI_CACHE: options.doi_cache})
    told, damages = read_demand(options.demand) if options.demand else (None, ())
    external = External(options.demand.name, told) if options.demand and told else None
    return Beside(lists, external, (*lists.damages, *damages))


def rules_of(options: Options) -> tuple[Rulebook, Profile]:
    """The rulebook and the profile that the options ask for, select, ignore and gate included."""
    folder = data_dir("rules")
    rulebook = load_rulebook(folder, options.rules)
    profile = load_profile(options.profile, folder / "profiles")
    check_weights(profile, rulebook.catalogue.fields)
    update = {"select": (*profile.select, *options.select), "ignore": (*profile.ignore, *options.ignore)}
    gate = {"fail_on": options.fail_on} if options.fail_on else {}
    return with_profile(rulebook, profile), profile.model_copy(update=update | gate)


def read(sources: Sequence[Path | str], options: Options) -> Tables:
    """Read files, folders or patterns; the bundled seeds where none is given. Raises SourceError if nothing is read."""
    paths = [Path(source) for source in sources] or [data_dir("seeds")]
    with processes(options.jobs) as imap:
        return read_sources(paths, Reading(options.entry_id, imap, options.mappings))


def judged(
    tables: Tables,
    rulebook: Rulebook,
    profile: Profile,
    options: Options,
    tell: Tell,
    beside: Beside = NOTHING_BESIDE,
) -> Report:
    """Judge, triage, score and order tables that have been read."""
    facts = Facts(tables, rulebook.catalogue, options.as_of, beside.lists.known)
    rules = apply_profile(rulebook.rules, profile)
    tell("judging", 0, len(rules))
    done = iter(range(1, len(rules) + 1))
    judgement = judge(rules, facts, lambda: tell("judging", next(done), len(rules)))
    tell("scoring", 0, 0)
    found, judgement = findings(judgement, facts)
    counted = found[~found["rule"].isin([rule.id for rule in rules if rule.status == Lifecycle.PREVIEW])]
    scores = scoring.score(judgement.verdicts, counted, facts, profile)
    entries = entry_table(facts, counted, scores)
    wanted = demand(facts, beside.external)
    proposed = priority.proposals(scores.points, judgement.verdicts, facts)
    queue = priority.worklist(entries, proposed, scores.points, wanted, facts)
    suggested = suggestions(facts)
    queue.insert(list(queue.columns).index("gain") + 1, "evidence", fields_on_hand(queue, proposed, suggested))
    return Report(
        provenance=_provenance(tables, rulebook, rules, profile, options, judgement, beside),
        profile=profile,
        gate=gate_of(counted, profile.fail_on),
        rules=rules,
        facts=facts,
        entries=with_rank(entries, queue, proposed, wanted),
        findings=found,
        worklist=queue,
        proposals=proposed,
        suggestions=suggested,
        points=scores.points,
        tallies=scores.tallies,
        demand=wanted,
        remarks=(),
        justifications={},
        writer=write_report,
    )


def _provenance(
    tables: Tables,
    rulebook: Rulebook,
    rules: Sequence[Rule],
    profile: Profile,
    options: Options,
    judgement: Judgement,
    beside: Beside,
) -> Provenance:
    digest = hashlib.sha256((rulebook.digest + profile.model_dump_json()).encode()).hexdigest()
    return Provenance(
        tool_version=__version__,
        rulebook_digest=digest,
        rules=len(rules),
        profile=profile.name,
        as_of=options.as_of,
        sources=tables.sources,
        damages=(*beside.damages, *tables.damages),
        crashes=judgement.crashes,
        not_run=judgement.not_run,
        lists=beside.lists.files,
    )
