"""Identifiers of databases whose documented form is all that can be checked without asking the database."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pharmaudit.checks.base import NamedCheck, matching

PMID_MAX = 50_000_000
"""PubMed had given about 41 million by the end of 2025 and adds 1.6 million a year: nothing above this exists yet."""

_UNIPROT = "[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2}"
_GENBANK = "[A-Z][0-9]{5}|[A-Z]{2}(?:[0-9]{6}|[0-9]{8})|[A-Z]{3}(?:[0-9]{5}|[0-9]{7})"
_REFSEQ = "[ANXWY][CGTWSMRPZ]_(?:[0-9]{6}|[0-9]{9})"
# Seven digits since 1911; eight since 10,000,000 in June 2018. An application has eleven: year and serial number.
_US_PATENT = "[1-9][0-9]{6}|1[0-9]{7}|RE[0-9]{5,6}|D[0-9]{6,7}|PP[0-9]{5,6}|H[0-9]{3,6}|T[0-9]{6}"

_TABLE: tuple[tuple[str, str, str, str, str], ...] = (
    # name, pattern, good, bad, source; examples are separated by blanks
    (
        "drugbank-id-any",
        "(?:DB|APRD|BTD|BIOD|EXPT|NUTR)[0-9]{5}|DBSALT[0-9]{6}",
        "DB00001 BIOD00024 EXPT01234 DBSALT000001",
        "DBSALT00001 APRD123 EXP00001 DB-00001",
        "DrugBank XML schema 5.1, types drugbank-drug-id-value and drugbank-salt-id-value",
    ),
    (
        "atc-code",
        "[ABCDGHJLMNPRSV][0-9]{2}[A-Z]{2}[0-9]{2}",
        "B01AE02 L01XC06 A10BA02",
        "B01AE2 E01AA01 b01ae02 A10BA BO1AE02",
        "WHO Collaborating Centre for Drug Statistics Methodology, ATC: structure and principles (five levels)",
    ),
    (
        "uniprot",
        _UNIPROT,
        "P00734 Q9Y6K9 A0A024R161",
        "P0073 p00734 P00734-2 THRB_HUMAN",
        "UniProt help, Accession numbers",
    ),
    (
        "uniprot-name",
        "[A-Z0-9]{1,11}_[A-Z0-9]{1,5}",
        "THRB_HUMAN EGFR_HUMAN A0A024R161_HUMAN",
        "P00734 THRB thrb_human THRB_HUMAN_1",
        "UniProt help, Entry name: a mnemonic of the protein, or its accession, and one of the species",
    ),
    (
        "us-patent-number",
        _US_PATENT,
        "5180668 10105356 RE39221 D459798",
        "20060293517 WO201416191 2013026553 6,787,531 US5180668",
        "USPTO, Patent number formats; an application or WO number is no grant",
    ),
    (
        "chebi",
        "(?:CHEBI:)?[1-9][0-9]{0,6}",
        "59173 CHEBI:15377 CHEBI:747382",
        "CHEBI15377 CHEBI:CHEBI:15377 CHEBI:015377 chebi:15377",
        "EMBL-EBI ChEBI user manual, ChEBI ID; databases store it with or without its prefix",
    ),
    (
        "chembl",
        "CHEMBL[1-9][0-9]{0,7}",
        "CHEMBL25 CHEMBL1201666 CHEMBL4297833",
        "ChEMBL25 CHEMBL CHEMBL0025 25",
        "EMBL-EBI ChEMBL interface documentation, ChEMBL identifiers",
    ),
    (
        "pubchem",
        "[1-9][0-9]{0,8}",
        "2244 46507011 348276386",
        "CID2244 0 02244 2244.0",
        "NCBI PubChem documentation, CID and SID: positive whole numbers",
    ),
    (
        "kegg-drug",
        "D[0-9]{5}",
        "D06880 D03455 D00109",
        "D6880 C00033 dr:D06880 DO0109",
        "KEGG, identifiers of the DRUG database: D number",
    ),
    (
        "kegg-compound",
        "C[0-9]{5}",
        "C07897 C00033 C02339",
        "C2339 C-9520 D06880 cpd:C00033",
        "KEGG, identifiers of the COMPOUND database: C number",
    ),
    (
        "pharmgkb",
        "PA[1-9][0-9]{1,10}",
        "PA450195 PA10040 PA166153471",
        "450195 PA PA-450195 Pa450195",
        "PharmGKB (ClinPGx), accession: PA and a number",
    ),
    (
        "rxcui",
        "[1-9][0-9]{0,7}",
        "237057 161 2180325",
        "RX237057 0 237057.0 0237057",
        "NLM RxNorm technical documentation, RXCUI: a whole number of up to eight digits",
    ),
    (
        "zinc",
        "ZINC(?:[0-9]{8}|[0-9]{12})",
        "ZINC000001532514 ZINC000000000053 ZINC01532514",
        "1532514 ZINC1532514 ZINC00000153251 zinc000001532514",
        "ZINC, substance identifier: eight digits until ZINC12, twelve since ZINC15",
    ),
    (
        "pdb",
        "[1-9][A-Za-z0-9]{3}|pdb_[0-9]{4}[a-z0-9]{4}",
        "3hku 1HSG pdb_00001abc",
        "0RPA PLP 3hkuA HSG1 pdb_1abc",
        "wwPDB, PDB accession code: four characters, extended form pdb_ and eight",
    ),
    (
        "pdb-ligand",
        "[A-Z0-9]{1,3}|[A-Z0-9]{5}",
        "PLP HIS 0RP A1LU6",
        "plp 3HKU PL-P ABCDEF",
        "wwPDB Chemical Component Dictionary: codes of one to three, since 2023 five characters",
    ),
    (
        "genbank",
        f"(?:{_GENBANK}|{_REFSEQ})(?:[.][1-9][0-9]?)?",
        "J00228 AF123456 AAA12345 NM_000506.5 NP_001234567.1",
        "J0228 1000000 AF_123456 j00228 NM-000506",
        "NCBI, GenBank accession number formats and RefSeq accession formats",
    ),
    (
        "hgnc",
        "HGNC:[1-9][0-9]{0,4}",
        "HGNC:3535 HGNC:5 HGNC:24086",
        "3535 HGNC3535 HGNC:F2 hgnc:3535 HGNC:HGNC:3535",
        "HGNC, HGNC ID: a number after the prefix HGNC:",
    ),
    (
        "rs-id",
        "rs[1-9][0-9]{0,9}",
        "rs1801274 rs396991 rs12979860",
        "1801274 RS1801274 rs ss1801274 rs1801274A>G",
        "NCBI dbSNP, reference SNP cluster: rs and a number",
    ),
)


def _not_above_maximum(values: pd.Series) -> NDArray[np.bool_]:
    return np.asarray(values.astype("int64") <= PMID_MAX, dtype=bool)


def _blanks(value: str) -> str:
    """What a reader of a message cannot see of a value."""
    return " (with blanks around it)" if value != value.strip() else ""


PMID = NamedCheck(
    name="pmid",
    valid=matching("[1-9][0-9]{0,7}", _not_above_maximum),
    good=("16244762", "1", "33306989"),
    bad=("9783642403361", "R-HSA-5654346.1", "36099812;", ":26711011", " 26295364", "0689791", "91844846"),
    source=f"NLM, MEDLINE/PubMed data element PMID: 1 to 8 digits without leading zeros; not above {PMID_MAX:,}",
)

IDENTIFIERS: tuple[NamedCheck, ...] = (
    PMID,
    *(
        NamedCheck(name, matching(pattern), tuple(good.split()), tuple(bad.split()), source, tell=_blanks)
        for name, pattern, good, bad, source in _TABLE
    ),
)
