"""`pharmaudit rules`: list, explain, try, begin and document the rules."""

import typer

from pharmaudit.cli.rules.making import new_rule, write_docs, write_schema
from pharmaudit.cli.rules.reading import list_rules, run_examples, show_rule

__all__ = ["rules"]

rules = typer.Typer(no_args_is_help=True)
rules.command("list")(list_rules)
rules.command("show")(show_rule)
rules.command("test")(run_examples)
rules.command("new")(new_rule)
rules.command("schema")(write_schema)
rules.command("docs")(write_docs)
