"""Writes saved pages of an invented drug, in the markup of the site since 2020."""

from collections.abc import Mapping

HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Examplamine: Uses, Interactions | DrugBank Online</title>
<link rel="canonical" href="https://go.drugbank.com/drugs/DB99998">
<script>var data = {"indication": "never data"};</script><style>dt { color: red }</style></head>
"""
COOKIES = """<div class="cookie-banner"><dl><dt>Cookies</dt><dd>We use cookies.</dd></dl></div>
<nav><ul><li>Browse</li></ul></nav><div class="modal fade"><h1>Sign in</h1></div>"""
META = '<div id="drug-meta">Drug created at June 13, 2005 13:24 / Updated at August 02, 2023 07:55</div>'
STUB = '<div class="stub-notice"><p>This drug entry is a stub and has not been fully annotated.</p></div>'


def field(slug: str, label: str, value: str) -> str:
    return f'<dt class="col-md-2" id="{slug}">{label}</dt><dd class="col-md-10">{value}</dd>\n'


def table(*rows: str, head: bool = True) -> str:
    """A table of rows whose cells are separated by "|", the first row its head."""
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in rows]
    if head:
        lines[0] = "<thead>" + lines[0].replace("td>", "th>") + "</thead><tbody>"
    return f'<div class="table-responsive"><table class="table">{"".join(lines)}</tbody></table></div>'


def items(*texts: str, kind: str = "ul") -> str:
    return f"<{kind}>" + "".join(f"<li>{text}</li>" for text in texts) + f"</{kind}>"


def card(number: int, name: str, values: Mapping[str, str], more: str = "", id_: str = "BE0009999") -> str:
    pairs = "".join(f'<dt class="col-md-5">{label}</dt><dd>{value}</dd>' for label, value in values.items())
    return (
        f'<div class="bond card" id="{id_}"><div class="card-header"><strong>{number}. <a href="/bio_entities/{id_}">'
        f'{name}</a></strong><button>Details</button></div><div class="card-body"><dl class="row">{pairs}</dl>{more}'
        "</div></div>"
    )


def cards(kind: str, *each: str) -> str:
    return (
        f'<div id="{kind}" class="bond-list-container {kind}"><h3>{kind.capitalize()}</h3>'
        f'<div class="bond-list">{"".join(each)}</div></div>'
    )


def page(*parts: str, head: str = HEAD, meta: str = META, title: str = "Examplamine") -> str:
    """A page of `parts`, each a piece of the list of fields, but for what begins with `<div`."""
    fields = "".join(part for part in parts if not part.startswith("<div"))
    others = "".join(part for part in parts if part.startswith("<div"))
    return (
        f"{head}<body>{COOKIES}<h1>{title}</h1>{others if 'stub-notice' in others else ''}"
        f'<h2 id="identification-header">Identification</h2><dl class="row">\n{fields}</dl>'
        f"{'' if 'stub-notice' in others else others}<footer>Copyright, never data</footer>{meta}</body></html>"
    )


NAME = field("generic-name", "Generic Name", "Examplamine")
ID = field("drugbank-accession-number", "DrugBank Accession Number", "DB99999")
