"""`python -m pharmaudit`."""

from pharmaudit.cli import main

main()
