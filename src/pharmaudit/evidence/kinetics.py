"""Quantities of a missing pharmacokinetic field that another text of the entry gives: half-life, clearance, volume."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pharmaudit.checks.pharmacokinetics import ANIMALS, in_sentences
from pharmaudit.checks.quantities import Quantity
from pharmaudit.checks.units import factor
from pharmaudit.evidence.missing import lacks, told
from pharmaudit.evidence.rows import Suggestion
from pharmaudit.evidence.sentences import trimmed
from pharmaudit.facts.facts import Facts

SOURCES = (
    "absorption",
    "metabolism",
    "half_life",
    "protein_binding",
    "route_of_elimination",
    "volume_of_distribution",
    "clearance",
    "pharmacodynamics",
    "mechanism_of_action",
    "description",
)
BEFORE, BEHIND = 90, 40
"""Characters before and behind a quantity in which its cue has to stand."""

_ELSE = re.compile(
    r"(?i)metabolites?\b|pro-?drug|impair|insufficien|failure|cirrho|dialy[sz]|overdos|neonat|infant|child|in[ -]vitro|"
    r"physical|radioactiv|decay|isotop|\breceptor|dissociat|endogenous|increas|decreas|prolong|reduc|shorten|compared|"
    r"concomitant|co-?administ|another|other |unlike|whereas|\bday\b.{0,15}\bhalf"
)
"""Words that make the quantity of a sentence one of something else: of a metabolite, of few patients, of a change."""


@dataclass(frozen=True)
class Measure:
    """A field whose statement is a quantity, with words that name it (RE2 too) and those that name something alike."""

    field: str
    units: tuple[str, ...]
    cue: str
    alike: str
    behind: str = ""


MEASURES = (
    Measure(
        "half_life",
        ("h",),
        r"half[ -]?(?:life|lives|time)\b|t½|\bt\s?(?:<sub>)?1/2",
        r"absorption (?:half|t)|distribution(?:al)? (?:phase|half|t)|initial|alpha|α|pseudo",
        r"^\W{0,3}(?:(?:mean|plasma|serum|terminal|elimination|biological)\s+)*half[ -]?(?:life|lives)\b",
    ),
    Measure(
        "clearance", ("L/h", "L/h/kg"), r"\bclearance\b", r"renal|creatinine|biliary|dialysis|hepatic clear|intrinsic"
    ),
    Measure(
        "volume_of_distribution",
        ("L", "L/kg"),
        r"volumes? of (?:drug )?distribution|distribution volume|\bVd\b|\bVss\b|\bV<sub>(?:d|ss)",
        r"central|peripheral|compartment",
    ),
    Measure(
        "protein_binding",
        ("%",),
        r"(?:plasma|serum|human) protein[- ]binding|\bprotein[- ]bound\b|\bprotein[- ]binding\b|\bbound to (?:human )?"
        r"(?:plasma|serum|blood)(?: protein| albumin)",
        r"unbound|free fraction|saturable|displac",
        r"^\W{0,3}(?:is |are |was |of [\w ]{1,30} )?(?:highly |reversibly |extensively )?(?:bound to (?:human )?"
        r"(?:plasma|serum|blood)|(?:plasma |serum )?protein[- ]bound|(?:plasma |serum )?protein[- ]binding)",
    ),
    Measure(
        "absorption",
        ("%",),
        r"\b(?:absolute|oral|systemic|mean) bioavailability",
        r"food|meal|relative|tablet.{0,40}solution",
        r"^\W{0,3}(?:(?:absolute|oral|systemic|mean)\s+)*bioavailab",
    ),
)


def stated(facts: Facts) -> Iterator[Suggestion]:
    """Sentences that give the quantity of a field that is missing."""
    for measure in MEASURES:
        lacking = lacks(measure.field, facts)
        for source in SOURCES:
            if source != measure.field:
                texts = told(source, lacking, f"(?i){measure.cue}", facts)
                for entry, text in texts.items():
                    yield from _of_text(int(str(entry)), source, text, measure)


def _of_text(entry: int, source: str, text: str, measure: Measure) -> Iterator[Suggestion]:
    """The first quantity of each sentence that is one of the measure."""
    done = -1
    for quantity, sentence, start in in_sentences(text):
        unit = next((unit for unit in measure.units if factor(quantity.unit, unit)), "")
        if start == done or not unit or not _fits(quantity, sentence, start, measure):
            continue
        done = start
        left, right = quantity.span
        quotation = trimmed(text, start, start + len(sentence), left, right)
        value = f"{quantity.bound}{quantity.value:g} {quantity.unit}"
        yield Suggestion(entry, measure.field, "quantity", source, 0, quotation, value)


def _fits(quantity: Quantity, sentence: str, start: int, measure: Measure) -> bool:
    """Whether the cue stands right before or right behind the quantity, and nothing makes it one of something else."""
    left, right = quantity.span[0] - start, quantity.span[1] - start
    if _ELSE.search(sentence) or ANIMALS.search(sentence) or re.search(f"(?i){measure.alike}", sentence):
        return False
    if measure.behind and re.search(f"(?i){measure.behind}", sentence[right : right + BEHIND]):
        return True
    cues = [cue.end() for cue in re.finditer(f"(?i){measure.cue}", sentence[:left])]
    between = sentence[cues[-1] : left] if cues else ""
    elsewhere = re.search(r"(?i)\d|\b(?:after|every|until|within|dose|doses)\b", between)
    return bool(cues) and len(between) <= BEFORE and not elsewhere
