"""The pipeline: read, judge, triage, score, order, one call a stage; the result is a Report."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from pharmaudit import priority, scoring
from pharmaudit.demand import External, demand
from pharmaudit.engine import processes
from pharmaudit.evidence import fields_on_hand, suggestions
from pharmaudit.facts.facts import Facts
from pharmaudit.history.snapshot import Past
from pharmaudit.history.store import read_past
from pharmaudit.kinds import Rule
from pharmaudit.model import Damage, Lifecycle
from pharmaudit.progress import Tell, silent
from pharmaudit.readers.baseline import Baseline, read_baseline
from pharmaudit.readers.demand import read_demand
from pharmaudit.readers.format import Reading
from pharmaudit.readers.lists import DOI_CACHE, LISTED, NO_FILES, RETRACTIONS, ReadLists, read_lists
from pharmaudit.readers.sources import read_sources
from pharmaudit.readers.tables import Tables
from pharmaudit.readers.verdicts import Review, read_kept
from pharmaudit.readers.waivers import Waivers, read_waivers
from pharmaudit.renderers.folder import write_report
from pharmaudit.report import Provenance, Report
from pharmaudit.report.entries import entry_table, with_rank
from pharmaudit.report.gate import Ground, gate_of
from pharmaudit.report.since import Since, compared, judged_by
from pharmaudit.resources import data_dir
from pharmaudit.rulebook import Profile, Rulebook, load_rulebook
from pharmaudit.rulebook.gate import check_gate
from pharmaudit.rulebook.judge import Judgement, judge
from pharmaudit.rulebook.profile import FailOn, apply_profile, check_weights, load_profile, with_profile
from pharmaudit.triage import Asked, Triaged, findings, triaged
from pharmaudit.triage.baseline import Known, judged_in
from pharmaudit.triage.precision import precision_of
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
    listed: Path | None = None
    demand: Path | None = None
    waivers: Path | None = None
    baseline: Path | None = None
    verdicts: Path | None = None
    jobs: int = 1
    history: Path | None = None
    series: str = "default"
    as_of: date = field(default_factory=date.today)


@dataclass(frozen=True)
class Beside:
    """What stands beside the sources: lists, demand, waivers, a baseline; with what was wrong in their files."""

    lists: ReadLists = NO_FILES
    external: External | None = None
    damages: tuple[Damage, ...] = ()
    waivers: Waivers | None = None
    baseline: Baseline | None = None
    past: Past | None = None
    reviews: tuple[Review, ...] = ()


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
    lists = read_lists({RETRACTIONS: options.retractions, DOI_CACHE: options.doi_cache, LISTED: options.listed})
    told, damages = read_demand(options.demand) if options.demand else (None, ())
    external = External(options.demand.name, told) if options.demand and told else None
    waivers = read_waivers(options.waivers) if options.waivers else None
    baseline, bad = read_baseline(options.baseline) if options.baseline else (None, ())
    past = read_past(options.history, options.series) if options.history else None
    reviews, lost = read_kept(options.verdicts) if options.verdicts else ((), ())
    return Beside(lists, external, (*lists.damages, *damages, *bad, *lost), waivers, baseline, past, reviews)


def rules_of(options: Options) -> tuple[Rulebook, Profile]:
    """The rulebook and the profile that the options ask for, select, ignore and gate included."""
    folder = data_dir("rules")
    rulebook = load_rulebook(folder, options.rules)
    profile = load_profile(options.profile, folder / "profiles")
    check_weights(profile, rulebook.catalogue)
    check_gate(profile.documents, rulebook.rules)
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
    judgement = _verdicts(rules, facts, tell)
    tell("scoring", 0, 0)
    found, judgement = findings(judgement, facts)
    scores = scoring.score(judgement.verdicts, _counted(found, rules), facts, profile, rulebook.reference)
    triage = _triaged(found, rulebook, judgement, facts, beside)  # behind the scores: it can change none
    entries = entry_table(facts, _counted(triage.findings, rules), scores)
    wanted = demand(facts, beside.external)
    proposed = priority.proposals(scores.points, judgement.verdicts, facts)
    queue = priority.worklist(entries, proposed, scores.points, wanted, facts)
    suggested = suggestions(facts)
    queue.insert(list(queue.columns).index("gain") + 1, "evidence", fields_on_hand(queue, proposed, suggested))
    made = _provenance(tables, rulebook, rules, profile, options, judgement, beside)
    since = None if beside.past is None else Since(options.series, beside.past)
    now = compared(since, made, entries, triage.findings, scores.points, scores.tallies, rules, facts)
    ground = Ground(_counted(now.findings, rules), entries, rules, len(made.crashes), made.damages, now.changes)
    return Report(
        provenance=made,
        profile=profile,
        gate=gate_of(profile, ground),
        rules=rules,
        facts=facts,
        entries=with_rank(entries, queue, proposed, wanted),
        findings=now.findings,
        worklist=queue,
        proposals=proposed,
        suggestions=suggested,
        points=scores.points,
        tallies=scores.tallies,
        demand=wanted,
        remarks=(*triage.remarks, *now.remarks),
        justifications=triage.justifications,
        writer=write_report,
        yardstick=scores.yardstick,
        waivers=triage.outcomes,
        precision=precision_of(beside.reviews),
        changes=now.changes,
        snapshot=now.snapshot,
    )


def _verdicts(rules: Sequence[Rule], facts: Facts, tell: Tell) -> Judgement:
    tell("judging", 0, len(rules))
    done = iter(range(1, len(rules) + 1))
    return judge(rules, facts, lambda: tell("judging", next(done), len(rules)))


def _triaged(found: pd.DataFrame, rulebook: Rulebook, judgement: Judgement, facts: Facts, beside: Beside) -> Triaged:
    asked = Asked.of(rulebook.rules, judgement, facts)
    ran = [verdict.rule for verdict in judgement.verdicts]
    known = Known(beside.baseline, judged_in(ran, facts)) if beside.baseline else None
    return triaged(found, beside.waivers, asked, facts.as_of, known)


def _counted(found: pd.DataFrame, rules: Sequence[Rule]) -> pd.DataFrame:
    """The findings of rules that count: those in preview are shown only."""
    return found[~found["rule"].isin([rule.id for rule in rules if rule.status == Lifecycle.PREVIEW])]


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
    lists, left_out = [one.sha256 for one in beside.lists.files], [one.rule for one in judgement.not_run]
    return Provenance(
        tool_version=__version__,
        rulebook_digest=digest,
        judged_by=judged_by(rulebook, profile, __version__, lists, left_out),
        rules=len(rules),
        profile=profile.name,
        as_of=options.as_of,
        sources=tables.sources,
        damages=(*beside.damages, *tables.damages),
        crashes=judgement.crashes,
        not_run=judgement.not_run,
        lists=(*beside.lists.files, *(one.source for one in (beside.waivers, beside.baseline) if one)),
    )
