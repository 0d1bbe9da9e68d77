"""The options of an audit, which several commands have: declared once, handed over as one value."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any

from pharmaudit.cli import options as opt

if TYPE_CHECKING:
    from pharmaudit.pipeline import Options


def options_of(
    profile: opt.Profile = "default",
    rules: opt.RuleFolders = None,
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    fail_on: opt.FailOn = None,
    as_of: opt.AsOf = None,
    entry_id: opt.EntryId = None,
    mapping: opt.Mappings = None,
    retractions: opt.Retractions = None,
    doi_cache: opt.DoiCache = None,
    listed: opt.Listed = None,
    demand: opt.Demand = None,
    waivers: opt.Waivers = None,
    baseline: opt.Baseline = None,
    verdicts: opt.Verdicts = None,
    jobs: opt.Jobs = 1,
) -> "Options":
    """What the command line gave, as options of a run. Prefixes may be joined by commas."""
    from pharmaudit.pipeline import Options

    return Options(
        profile=profile,
        rules=tuple(rules or ()),
        select=opt.split(select),
        ignore=opt.split(ignore),
        fail_on=fail_on,
        entry_id=entry_id,
        mappings=tuple(mapping or ()),
        retractions=retractions,
        doi_cache=doi_cache,
        listed=listed,
        demand=demand,
        waivers=waivers,
        baseline=baseline,
        verdicts=verdicts,
        jobs=jobs,
        as_of=as_of.date() if as_of else date.today(),
    )


OF_AUDIT: dict[str, Parameter] = dict(signature(options_of).parameters)
"""Name of a parameter -> how it is declared."""

OF_GATE = ("fail_on",)


def auditing(without: tuple[str, ...] = ()) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a command that takes `options` have the options of an audit, behind its own on the command line."""
    shared = [parameter for name, parameter in OF_AUDIT.items() if name not in without]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = [parameter for name, parameter in signature(command).parameters.items() if name != "options"]

        @wraps(command)
        def run(**given: Any) -> None:
            told = {parameter.name: given.pop(parameter.name) for parameter in shared}
            command(options=options_of(**told), **given)

        # what the command line is made from
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *shared)}
        run.__dict__["__signature__"] = Signature([*own, *shared])
        return run

    return decorate
