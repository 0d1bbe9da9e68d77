"""Cutting entries out of a stream: what is an entry, where it stands, and what is reported instead of passing."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmaudit.errors import SourceError
from pharmaudit.model import Damage
from pharmaudit.readers.xml import splitter
from pharmaudit.readers.xml.splitter import Chunk, Splitter

TYPED = '<drug type="biotech">'


def split(text: str | bytes, block: int = 1 << 20) -> list[Chunk | Damage]:
    data = text.encode() if isinstance(text, str) else text
    return list(Splitter(io.BytesIO(data), "f.xml", block))


def chunks(items: list[Chunk | Damage]) -> list[str]:
    return [item.data.decode() for item in items if isinstance(item, Chunk)]


def reasons(items: list[Chunk | Damage]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Damage)]


ENTRIES = [
    pytest.param("<drug></drug>", id="plain"),
    pytest.param("<drug/>", id="empty"),
    pytest.param("<drug />", id="empty with a blank"),
    pytest.param("<drug\n type='a'\n></drug\n>", id="blanks in tags"),
    pytest.param(f"<drug></drug{' ' * 200}>", id="many blanks in a closing tag"),
    pytest.param('<drug name="a > b" note=\'"/>\'>x</drug>', id="> in attribute values"),
    pytest.param('<drug note="/"></drug>', id="slash in an attribute value"),
    pytest.param("<drug><!-- <drug> </drug> --></drug>", id="comment"),
    pytest.param("<drug><![CDATA[ </drug> ]]></drug>", id="cdata"),
    pytest.param("<drug><?target </drug> ?></drug>", id="processing instruction"),
    pytest.param("<drug><drugs><drug><name>n</name></drug><drug/></drugs></drug>", id="nested drugs"),
    pytest.param("<drug><drug-interactions/><drugbank-id/></drug>", id="tags that begin alike"),
    pytest.param("<drug><x:drug></drug>", id="another prefix is another element"),
]


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("block", [1, 7, 1 << 20])
def test_cuts_one_entry(entry: str, block: int) -> None:
    around = f"<?xml version='1.0'?>\n<drugbank>\n{{}}\n<!-- <drug> -->{entry}\n</drugbank>"
    items = split(around.format(entry), block)
    assert chunks(items) == [entry, entry]
    assert reasons(items) == []
    assert chunks(split(entry, block)) == [entry]  # a bare root


@pytest.mark.parametrize("prefix", ["d", "a-b.c", "p" * 32])
def test_prefixed_root(prefix: str) -> None:
    entry = f"<{prefix}:drug><{prefix}:drug/></{prefix}:drug>"
    items = split(f"<{prefix}:drugbank xmlns:{prefix}='u' version='5.1'>{entry}\n{entry}</{prefix}:drugbank >", 5)
    assert chunks(items) == [entry, entry]
    assert reasons(items) == []


DAMAGED = [
    ("<drugbank><drug></drug><name>n</name></drug><drug/></drugbank>", "not read: <name>n</name>", False, 2),
    ("<drugbank><drug/>", "cut off between entries", True, 1),
    ("<drugbank><drug/><drug>", "ends inside an entry", True, 1),
    ("<drugbank><drug/><drug", "content after the last entry", False, 1),
    ("<drugbank><drug/></drugbank><drugbank><drug/></drugbank>", "second document", False, 2),
    ("<drugbank><drug/></drugbank><drugbank></drugbank>", "content after the last entry", False, 1),
    ("<drugbank><drug/>text<drug/></drugbank>", "content between entries that is not read: text", False, 2),
    ("<drugbank><drug/><x>y</x><drug/></drugbank>", "content between entries that is not read: <x>", False, 2),
    ("<drugbank><partners/><drug/></drugbank>", "content between entries", False, 1),
    ("<drugs><drug/><partner>p</partner></drugs>", "content after the last entry", False, 1),
    ("<drugs><drug/>a<partners>p</partners></drugs>", "content after the last entry", False, 1),
    ("<drugbank></drug><drug/></drugbank>", "closing </drug> without", False, 1),
    ("<drugbank><drug/>lost</drug><drug/></drugbank>", "not read: lost", False, 2),
    (f"<drugbank>{TYPED}{TYPED}</drug></drugbank>", "never closed", True, 1),
    (f"<drugbank>{TYPED}<drug></drug>\n  {TYPED}</drug></drugbank>", "never closed", True, 1),
    (f"<drugbank>{TYPED}<!-- </drug>{TYPED}</drug></drugbank>", "ends inside an entry", True, 0),
]


@pytest.mark.parametrize(("text", "reason", "loss", "entries"), DAMAGED)
@pytest.mark.parametrize("block", [1, 1 << 20])
def test_reports_what_does_not_fit(text: str, reason: str, loss: bool, entries: int, block: int) -> None:
    items = split(text, block)
    assert len(chunks(items)) == entries
    damages = [item for item in items if isinstance(item, Damage) and reason in item.reason]
    assert len(damages) == 1
    assert damages[0].loss is loss
    assert not damages[0].fatal


def test_a_stray_closing_tag_keeps_the_root() -> None:
    cut = Splitter(io.BytesIO(b"<drugbank version='5.1'></drug><drug/></drugbank>"), "f.xml")
    assert [type(item) for item in cut] == [Damage, Chunk]
    assert cut.attributes == {"version": "5.1"}


def test_a_broken_opening_tag_costs_only_its_entry() -> None:
    text = '<drugbank>\n<drug type="biotech>\n<name>n</name></drug>\n<drug type="b"/>\n</drugbank>'
    assert chunks(split(text)) == ['<drug type="biotech>\n<name>n</name></drug>', '<drug type="b"/>']


def test_a_missing_closing_tag_costs_only_its_entry() -> None:
    text = f"<drugbank>\n  {TYPED}1</drug>\n  {TYPED}2\n  {TYPED}3</drug>\n</drugbank>"
    items = split(text)
    assert chunks(items) == [f"{TYPED}1</drug>", f"{TYPED}3</drug>"]
    damage = next(item for item in items if isinstance(item, Damage))
    assert (damage.line, damage.offset, damage.loss) == (3, text.index(f"{TYPED}2"), True)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE drugbank [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE drugbank [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE drugbank SYSTEM "drugbank.dtd" [\n]>',
    ],
)
@pytest.mark.parametrize("block", [1, 1 << 20])
def test_refuses_an_internal_subset(doctype: str, block: int) -> None:
    with pytest.raises(SourceError, match=r"f\.xml:2: the document type declares"):
        split(f"<?xml version='1.0'?>\n{doctype}<drugbank><drug/></drugbank>", block)


def test_a_document_type_without_declarations_is_fine() -> None:
    items = split('<!DOCTYPE drugbank SYSTEM "drugbank.dtd"><drugbank><drug/></drugbank>')
    assert (chunks(items), reasons(items)) == (["<drug/>"], [])


@pytest.mark.parametrize(
    ("long", "told"),
    [
        ("<drug type='x'>" + "x" * 2_000 + "</drug>", "without the end of an entry"),
        ("<drug><drug/>" + "x" * 2_000, "without the end of an entry"),
        ("x" * 2_000, "without an entry"),
        ("<!--" + "x" * 2_000, "without an entry"),
        ("<drug type='" + "x" * 2_000, "without an entry"),
    ],
)
@pytest.mark.parametrize("block", [10, 100, 1 << 20])
def test_what_is_too_long_is_left_out_and_the_others_go_on(
    long: str, told: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splitter, "MAX_ENTRY", 600)
    items = split(f"<drugbank>{TYPED}1</drug>{long}\n{TYPED}2</drug></drugbank>", block)
    if block < 600:  # a block that holds it all needs no more memory
        assert chunks(items) == [f"{TYPED}1</drug>", f"{TYPED}2</drug>"]
        assert any(told in reason for reason in reasons(items))
        assert any(item.loss for item in items if isinstance(item, Damage))


def test_no_more_is_searched_than_is_sensible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitter, "MAX_ENTRY", 600)
    stream = io.BytesIO(f"<drugbank>{TYPED}1</drug><drug>".encode() + b"x" * 100_000)
    items = list(Splitter(stream, "f.xml", 10))
    assert chunks(items) == [f"{TYPED}1</drug>"]
    assert "the rest is not read" in reasons(items)[1]
    assert stream.tell() < 20_000


def test_keeps_the_attributes_of_the_root() -> None:
    cut = Splitter(io.BytesIO("<drugbank version='5.1' note=\"a > é\"><drug/></drugbank>".encode()), "f.xml")
    list(cut)
    assert cut.attributes == {"version": "5.1", "note": "a > é"}


def test_a_byte_order_mark_is_no_content_but_counts_as_bytes() -> None:
    items = split(b"\xef\xbb\xbf<drug/>")
    assert items == [Chunk(b"<drug/>", 3, 1, 2)]


def test_an_empty_stream_gives_nothing() -> None:
    assert split("") == []
    assert split("<drugbank/>") == []


PIECES = [
    *("<drug>", "</drug>", "<drug/>", TYPED, "</drug >", "<drug a='>'>", '<drug b="', "<drug", "</drug", "<x:drug>"),
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?p",
        "?>",
        "<!DOCTYPE d>",
        "<!DOCTYPE d [",
        "<drugbank v='1'>",
        "</drugbank>",
    ),
    *("<drugs>", "<drugbank-id>", "\n", " ", ">", '"', "'", "text", "é", "-", "\ufeff"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.integers(1, 40))
def test_any_block_size_gives_the_same(text: str, block: int) -> None:
    def outcome(size: int) -> list[Chunk | Damage] | str:
        try:
            return split(text, size)
        except SourceError as error:
            return str(error)

    assert outcome(block) == outcome(1 << 20)


@given(st.lists(st.sampled_from([param.values[0] for param in ENTRIES]), max_size=8), st.integers(1, 99))
def test_offset_and_line_point_at_the_tag(entries: list[str], block: int) -> None:
    data = ("<drugbank>\n" + "\n<!-- é\n -->".join(entries) + "</drugbank>").encode()
    found = [item for item in split(data, block) if isinstance(item, Chunk)]
    assert [chunk.data.decode() for chunk in found] == entries
    for chunk in found:
        assert data[chunk.offset :].startswith(chunk.data)
        assert chunk.line == data.count(b"\n", 0, chunk.offset) + 1


@pytest.mark.parametrize(
    "data",
    [
        b"<drugbank>" + b"<!-- x" * 200_000 + b"<drug><name>A</name></drug></drugbank>",
        b"<drugbank>" + b" " * (1 << 26),
        b"<drugbank><drug><name>" + b"x" * (1 << 26),
    ],
    ids=["unclosed comments", "blanks", "one endless entry"],
)
def test_long_input_without_an_entry_is_read_in_one_pass(data: bytes) -> None:
    """A quadratic reading of these would take minutes: the test would not come to its end."""
    assert all(isinstance(item, Damage) for item in Splitter(io.BytesIO(data), "long.xml"))
