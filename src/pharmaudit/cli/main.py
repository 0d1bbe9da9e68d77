"""The application: its commands, its configuration, and what becomes of an error."""

import io
import signal
import sys
import threading
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer

from pharmaudit.cli.audit import audit
from pharmaudit.cli.baseline import baseline
from pharmaudit.cli.convert import convert
from pharmaudit.cli.diff import diff
from pharmaudit.cli.explain import explain
from pharmaudit.cli.fill_rates import fill_rates
from pharmaudit.cli.history import history
from pharmaudit.cli.init import init
from pharmaudit.cli.rules import rules
from pharmaudit.cli.verdicts import verdicts
from pharmaudit.cli.waivers import waivers
from pharmaudit.cli.worklist import worklist
from pharmaudit.config import load_config
from pharmaudit.errors import PharmauditError
from pharmaudit.version import __version__

OF_RULES = ("rules", "profile", "select", "ignore")
"""Keys of the configuration file that the `rules` commands follow; their --out is another one than that of `audit`."""

app = typer.Typer(
    name="pharmaudit",
    help="Audit a drug knowledge base: what every entry has, lacks and does not need.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(audit)
app.command()(explain)
app.command()(worklist)
app.command()(fill_rates)
app.command()(convert)
app.command()(history)
app.command()(diff)
app.command()(init)
app.add_typer(baseline, name="baseline", help="List what is open now, and take out what is mended.")
app.add_typer(waivers, name="waivers", help="Check the findings that people accepted.")
app.add_typer(verdicts, name="verdicts", help="Take over what editors wrote into a worklist.")
app.add_typer(rules, name="rules", help="List, explain, try and document the rules.")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pharmaudit {__version__}")
        raise typer.Exit


@app.callback()
def _configure(
    context: typer.Context,
    _version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Take defaults from the configuration file: its keys are `sources` and the long options of `audit`."""
    group = typer.main.get_group(app)
    known = _long_options(group.commands["audit"])
    hints = get_type_hints(audit)
    repeated = {
        str(one.name) for one in group.commands["audit"].params if getattr(one, "multiple", False) or one.nargs == -1
    }
    options = load_config(
        Path.cwd(),
        known,
        paths=[key for key, name in known.items() if _is_path(hints[name])],
        lists=[key for key, name in known.items() if name in repeated],
    )
    found = {"audit": _defaults(group.commands["audit"], options)}
    elsewhere = {key: value for key, value in options.items() if key != "out"}  # the others' folders hold other things
    others = ("explain", "worklist", "convert", "fill-rates")
    found |= {name: _defaults(group.commands[name], elsewhere) for name in others}
    found["history"] = {key: options[of] for key, of in (("file", "history"), ("series", "series")) if of in options}
    if "format" in options:
        found["audit"]["formats"] = options["format"]
    of_rules = {key: value for key, value in options.items() if key in OF_RULES}
    groups = {"rules": (rules, of_rules), "baseline": (baseline, elsewhere)}
    alone = {key: value for key, value in elsewhere.items() if key != "sources"}  # a file can be checked by itself
    groups |= {"waivers": (waivers, alone), "verdicts": (verdicts, alone)}
    nested = {
        name: {word: _defaults(one, given) for word, one in typer.main.get_group(of).commands.items()}
        for name, (of, given) in groups.items()
    }
    context.default_map = {**found, **nested}


def _defaults(command: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Name of a parameter -> its default, for the options that a command has; `format` is a choice of each command."""
    known = _long_options(command)
    return {known[key]: value for key, value in options.items() if key in known and key != "format"}


def _long_options(command: Any) -> dict[str, str]:
    """Long option without dashes -> name of its parameter, for one command."""
    found = {option.lstrip("-").replace("-", "_"): str(one.name) for one in command.params for option in one.opts[:1]}
    return {option: parameter for option, parameter in found.items() if option not in ("help", "entry")}


def _is_path(hint: object) -> bool:
    return hint is Path or any(_is_path(part) for part in get_args(hint))


def _stop(_signal: int, _frame: object) -> None:
    """Leave as on control-C, so that what was being built beside the report is cleared away."""
    sys.exit(143)


def main() -> None:
    """Run the command line. Errors of ours end in one sentence and their exit code, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without the sign for a star is no reason to stop
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except PharmauditError as error:
        sys.stderr.write(f"pharmaudit: {error}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("pharmaudit: stopped\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        sys.stderr.write(f"pharmaudit: internal error, please report it: {type(error).__name__}: {error}\n")
        sys.exit(PharmauditError.exit_code)
