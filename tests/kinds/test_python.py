"""python: functions of a closed registry, each with the cases that it must tell apart."""

import pytest

from pharmaudit.facts.facts import columns_of
from pharmaudit.kinds import Rule
from pharmaudit.kinds.functions import FUNCTIONS
from pharmaudit.readers.lists import NAMES, Lists
from tests.building import facts_of, known, rule_of, verdicts


def rule(function: str, **keys: object) -> Rule:
    made = FUNCTIONS[function]
    return rule_of("python", made.field, function=function, requires=made.requires or None, **keys)


def chemistry(smiles: str | None = None, **properties: str) -> dict[str, object]:
    names = {"SMILES": smiles, "InChIKey": properties.get("key"), "Molecular Formula": properties.get("formula")}
    return {"calculated_properties": [{"kind": kind, "value": value} for kind, value in names.items() if value]}


ALANINE, RACEMATE = "QNAYBMKLOCPYGJ-REOHCLBHSA-N", "QNAYBMKLOCPYGJ-UHFFFAOYSA-N"
METHANE = "VNWKTOKETHGBQD-UHFFFAOYSA-N"
CHEMICAL = [
    ("same-skeleton", chemistry("CC(N)C(O)=O", key=ALANINE), "p"),
    ("same-skeleton", chemistry("CC(N)C(O)=O", key=METHANE), "f"),
    ("same-skeleton", chemistry("[Na+].[O-][Cl]=O", key="UKLNMMHNWFDKNT-UHFFFAOYSA-M"), "p"),
    ("same-skeleton", chemistry("O=[Cl]=O", key=METHANE), "-"),
    ("same-skeleton", chemistry("C1CC", key=METHANE), "-"),
    ("same-skeleton", chemistry("*C", key=METHANE), "-"),
    ("same-skeleton", chemistry("C", key="none"), "-"),
    ("same-skeleton", chemistry("C"), "-"),
    ("same-skeleton", chemistry(key=METHANE), "-"),
    ("same-stereo", chemistry("C[C@H](N)C(O)=O", key=ALANINE), "p"),
    ("same-stereo", chemistry("CC(N)C(O)=O", key=RACEMATE), "p"),
    ("same-stereo", chemistry("CC(N)C(O)=O", key=ALANINE), "f"),
    ("same-stereo", chemistry("C[C@@H](N)C(O)=O", key=RACEMATE), "f"),
    ("same-stereo", chemistry("C[13CH](N)C(O)=O", key=ALANINE), "-"),
    ("same-stereo", chemistry("CC(N)C(O)=O", key=METHANE), "-"),
    ("same-formula", chemistry("CCO", formula="C2H6O"), "p"),
    ("same-formula", chemistry("CCO", formula="H6C2O"), "p"),
    ("same-formula", chemistry("[Na+]", formula="Na"), "p"),
    ("same-formula", chemistry("CCO", formula="C2H5O"), "f"),
    ("same-formula", chemistry("CCO", formula="(C2H6O)n"), "-"),
    ("same-formula", chemistry("O=[Cl]=O", formula="H"), "-"),
]


@pytest.mark.parametrize(("function", "card", "expected"), CHEMICAL)
def test_structures(function: str, card: dict[str, object], expected: str) -> None:
    pytest.importorskip("rdkit", reason="needs the extra chem")
    assert verdicts(rule(function), facts_of({}, card)) == f"-{expected}"


@pytest.mark.parametrize(
    ("masses", "expected"),
    [
        (("16.043", "16.0313"), "pp"),
        (("16.09", "16.036"), "pp"),
        (("16.10", "16.037"), "ff"),
        (("15.98", "16.026"), "ff"),
        (("x", "inf"), "--"),
        (("16.043", None), "p"),
        ((None, None), ""),
    ],
)
def test_masses(masses: tuple[str | None, str | None], expected: str) -> None:
    pytest.importorskip("rdkit", reason="needs the extra chem")
    card = chemistry("C") | dict(zip(("average_mass", "monoisotopic_mass"), masses, strict=True))
    assert verdicts(rule("same-mass"), facts_of(card)) == expected


def test_atomic_weights_of_another_table_are_no_other_mass() -> None:
    pytest.importorskip("rdkit", reason="needs the extra chem")
    sulfur = chemistry("S1SSSSSSS1") | {"average_mass": "256.48"}  # eight times 32.06
    assert verdicts(rule("same-mass"), facts_of(sulfur, sulfur | {"average_mass": "257.5"})) == "pf"


OTHER = {"entry_id": "DB1", "name": "Exampline", "description": "Exampline is another amine."}
NAMED = [
    ("Examplamine is an amine.", "p"),
    ("Exampline is an amine.", "f"),
    ("exampline (EXA-1) was the first amine.", "f"),
    ('"Exampline" is an amine.', "f"),
    ("Exampline is the parent of Examplamine.", "p"),
    ("Exampline is the parent of exa mp-la.", "p"),  # a synonym, whatever its punctuation
    ("Something is an amine.", "p"),
    ("An amine. Exampline is another.", "-"),
    ("Exampline derivative.", "-"),
    (None, "-"),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_descriptions_of_another_drug(text: str | None, expected: str) -> None:
    card = {"name": "Examplamine", "description": text, "synonyms": ["EXAMPLA", None]}
    assert verdicts(rule("describes-itself"), facts_of(OTHER, card)) == f"p{expected}"


def test_a_form_of_the_other_is_no_other() -> None:
    salt = {"name": "Exampline hydrochloride", "description": "Exampline is an amine."}
    nameless = {"name": None, "entry_id": None, "description": "Exampline is an amine."}
    facts = facts_of(OTHER, salt, nameless, {"name": "exampline"})
    verdict = rule("describes-itself").judge(facts)
    assert [
        None if one is None else bool(one) for one in verdict.passed.astype(object).where(verdict.passed.notna(), None)
    ] == [
        True,
        True,
        False,
        None,
    ]
    assert verdict.rule.detail(verdict.failing, verdict.values, facts) == ["Exampline (DB1)"]


@pytest.mark.parametrize(
    ("text", "targets", "expected"),
    [
        ("It blocks EXMP1.", [{"name": "Example protein"}], "p"),
        ("It blocks EXMP1.", [], "f"),
        ("It blocks the product of EXMPQ.", [], "f"),
        ("It blocks exmp1 and EXMP12.", [], "-"),
        ("A CAT is a mammal.", [], "-"),
        (None, [], "-"),
    ],
)
def test_named_genes(text: str | None, targets: list[dict[str, str]], expected: str) -> None:
    genes = {"snp_effects": [{"gene_symbol": symbol} for symbol in ("EXMP1", "EXMPQ", "CAT")]}
    card = genes | {"mechanism_of_action": text, "targets": targets}
    assert verdicts(rule("named-genes-listed"), facts_of({}, card)) == f"-{expected}"


@pytest.mark.parametrize(
    ("half_life", "volume", "clearance", "expected"),
    [
        ("2 hours.", "14 L", "5 L/h", "p"),
        ("2 hours.", "0.2 L/kg", "5 L/h", "p"),
        ("90 minutes.", "14 L", "80 mL/min", "p"),
        ("2 hours.", "14 L", "88 L/min", "f"),
        ("2 hours.", "0.5 mL", "5 L/h", "f"),
        ("2 days.", "14 L", "5 L/h", "f"),
        ("2 hours.", "14 L", "Renal clearance is 3 mL/h", "-"),
        ("2 hours.", "14 L", "Renal cl=3 mL/h", "-"),
        ("2 hours.", "14 L", None, "-"),
        ("Long.", "14 L", "5 L/h", "-"),
        ("2 hours.", "0 L", "5 L/h", "-"),
    ],
)
def test_pharmacokinetics(half_life: str, volume: str, clearance: str | None, expected: str) -> None:
    card = {"half_life": half_life, "volume_of_distribution": volume, "clearance": clearance}
    assert verdicts(rule("coherent-pharmacokinetics"), facts_of({}, card)) == f"-{expected}"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_judges_and_bears_empty_bases(name: str) -> None:
    function = FUNCTIONS[name]
    if function.requires == "chem":
        pytest.importorskip("rdkit", reason="needs the extra chem")
    table, _, column = function.field.partition(".")
    assert column in columns_of(table) if column else function.field in known().fields
    assert rule(name).complaints(known()) == []
    assert (function.judge.__doc__ or "").strip().endswith(".")
    lists: Lists = {name: {} for name in NAMES}
    for facts in (facts_of(lists=lists), facts_of({"entry_id": None, "name": None, "type": None}, lists=lists)):
        found = function.judge(facts)
        assert found.passed.dtype == "boolean"
        assert found.passed.index.equals(found.detail.index)
        assert len(found.passed) == len(facts.entry_of(table if column else "entries"))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"function": "os.system"}, "there is no function 'os.system'"),
        ({"field": "unii"}, "the function 'same-formula' judges 'formula'"),
        ({"requires": None}, "needs `requires: chem`"),
    ],
)
def test_what_is_wrong_is_told(keys: dict[str, object], said: str) -> None:
    made = rule_of("python", **({"field": "formula", "function": "same-formula", "requires": "chem"} | keys))  # type: ignore[arg-type]
    assert [said in what for _, what in made.complaints(known())] == [True]


def test_a_table_of_an_extra_asks_for_it() -> None:
    made = rule_of("implies", "structures.smiles", then='readable != "no"')
    assert [what for _, what in made.complaints(known())] == [
        "a rule over the table 'structures' needs `requires: chem`"
    ]
