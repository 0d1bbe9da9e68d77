"""The tables of the history store, and how a store of an older version becomes one of today.

Findings and states are intervals, `first` to `last` run; `last` is null while they hold. One row a change, not one a
run: that is what keeps a year of nightly runs small.
"""

import sqlite3

APPLICATION = 0x50484155
"""What marks an SQLite file as a history of ours ("PHAU")."""

_FIRST = """
create table words (id integer primary key, word text not null unique);
create table fields (id integer primary key, name text not null unique);
create table entries (id integer primary key, key text not null unique, entry_id text not null, name text not null);
create table runs (
    number integer primary key, as_of text not null, recorded text not null, tool text not null, rulebook text not null,
    profile text not null, judged_by text not null, sources text not null, entries integer not null,
    errors integer not null, warnings integer not null, infos integer not null, waived integer not null,
    new integer not null, fixed integer not null, reopened integer not null, stubs integer not null,
    completeness real, consistency real, evidence real
);
create table findings (
    print integer not null, again integer not null, entry integer, rule integer not null, field integer not null,
    severity integer not null, status integer not null, first integer not null, last integer, why integer
);
create index findings_of_entry on findings (entry);
create index open_findings on findings (first) where last is null;
create table states (
    entry integer not null, content integer not null, cohort integer not null, type integer not null,
    cas_number text not null, unii text not null, completeness integer, consistency integer, evidence integer,
    grade integer not null, stub integer not null, credit blob not null, bits blob not null,
    first integer not null, last integer
);
create index states_of_entry on states (entry);
create index open_states on states (first) where last is null;
create table run_rules (
    run integer not null, rule integer not null, digest integer not null, about integer not null,
    passed integer not null, failed integer not null, applicable integer not null, entries_failed integer not null,
    primary key (run, rule)
) without rowid;
create table run_fields (
    run integer not null, field integer not null, weight real not null, filled integer not null,
    informative integer not null, unknown integer not null, primary key (run, field)
) without rowid;
create table run_cohorts (
    run integer not null, cohort integer not null, entries integer not null, stubs integer not null,
    findings integer not null, completeness real, primary key (run, cohort)
) without rowid
"""

_SERIES = """
create table series (id integer primary key, name text not null unique);
insert into series (id, name) values (1, 'default');
alter table runs add column series integer not null default 1;
alter table findings add column series integer not null default 1;
alter table states add column series integer not null default 1;
drop index open_findings;
create index open_findings on findings (series, first) where last is null;
drop index open_states;
create index open_states on states (series, first) where last is null
"""

MIGRATIONS = (_FIRST, _SERIES)
"""Each takes a store one version further; an empty file goes through all of them."""

VERSION = len(MIGRATIONS)


def version_of(db: sqlite3.Connection) -> int | None:
    """The version of a store, 0 for an empty file, None for an SQLite file of something else."""
    version, application = (
        int(db.execute(f"pragma {name}").fetchone()[0]) for name in ("user_version", "application_id")
    )
    if application == APPLICATION:
        return version
    return None if application or db.execute("select count(*) from sqlite_schema").fetchone()[0] else 0


def migrate(db: sqlite3.Connection, version: int) -> None:
    """Take a store to the version of today, inside the transaction that is open: all of it or nothing."""
    for script in MIGRATIONS[version:]:
        for statement in script.split(";"):
            db.execute(statement)
    db.execute(f"pragma application_id = {APPLICATION}")
    db.execute(f"pragma user_version = {VERSION}")
