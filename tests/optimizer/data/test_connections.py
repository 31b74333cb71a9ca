"""What touches what: pairs, links, islands, exclaves, and what is in pieces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.data import connections
from optimizer.data.connections import _in_pieces

C, T = "contiguity.csv", "townships.csv"


def exclave(folder: Any, code: str) -> None:
    """Mark a township as exclave."""
    lines = (folder.path / T).read_text(encoding="utf-8").splitlines()
    marks = [",exclave", *(f",{int(line.startswith(code + ','))}" for line in lines[1:])]
    folder.write(T, "".join(f"{a}{b}\n" for a, b in zip(lines, marks, strict=True)))


def test_each_pair_counts_once(folder: Any) -> None:
    """Repeated pairs in either direction count once, and how many is said."""
    before = folder.read().territory.pairs.tolist()
    folder.replace(C, "b1,b2", "b1,b2\nb2,b1\na1,a2")
    assert folder.only().details == {"count": 2}
    assert folder.read().territory.pairs.tolist() == before


def test_pairs_of_unknown_villages(folder: Any) -> None:
    """Each unknown end is a fault of its own, and names the table of villages."""
    (folder.path / "villages.csv").rename(folder.path / "people.csv")
    folder.replace(C, "a1,a2", "a1,a2\nzz,yy")
    faults = folder.faults({"territory.villages": "people.csv"})
    assert [(f.code, f.row, f.column, f.value) for f in faults] == [
        ("E301", 3, "a", "zz"),
        ("E301", 3, "b", "yy"),
    ]
    assert "people.csv" in faults[0].what("en")


def test_all_pairs_unknown(folder: Any) -> None:
    """A table without one good pair is faults, not an accident."""
    folder.write(C, "a,b\nzz,yy\n")
    assert set(folder.codes()) == {"E301", "E403"}


def test_link_counts_as_a_pair(folder: Any) -> None:
    """A crossing that the user vouches for connects; the flag itself must be 0 or 1."""
    folder.write(C, "a,b,link\na1,a2,1\na2,b1,0\nb1,b2,0\nc1,c2,0\n")
    assert len(folder.read().territory.pairs) == 4
    folder.replace(C, "a1,a2,1", "a1,a2,maybe")
    assert folder.only().code == "E205"


def test_township_in_pieces_names_them(folder: Any) -> None:
    """A township that is not connected is a fault with its pieces, although others join them."""
    folder.write(C, "a,b\na1,b1\nb1,b2\nb2,a2\nc1,c2\n")
    fault = folder.only()
    assert (fault.code, fault.value) == ("E401", "A")
    assert fault.details["pieces"] == "a1 甲一 | a2 甲二"


def test_county_in_pieces_names_them(folder: Any) -> None:
    """A county that only another county joins is a fault with its pieces."""
    folder.write(C, "a,b\na1,a2\na2,c1\nc1,b1\nb1,b2\nc1,c2\n")
    fault = folder.only()
    assert (fault.code, fault.value) == ("E402", "X")
    assert fault.details["pieces"] == "a1 甲一, a2 甲二 | b1 乙一, b2 乙二"


def test_long_pieces_are_shortened_with_a_count(folder: Any) -> None:
    """The largest piece comes first, named by six villages and the number of the others."""
    more = [f"a{i}" for i in range(3, 10)]
    rows = "".join(f"{v},{v},A,1,1.00,113,36\n" for v in more)
    folder.write("villages.csv", (folder.path / "villages.csv").read_text(encoding="utf-8") + rows)
    folder.write(C, "a,b\n" + "".join(f"a1,{v}\n" for v in more) + "a2,b1\nb1,b2\na1,b1\nc1,c2\n")
    folder.write(
        "roads.csv", "a,b,km\n" + "".join(f"a1,{v},1\n" for v in [*more, "a2", "b1", "b2"])
    )
    (fault,) = [f for f in folder.faults() if f.code == "E401"]
    assert str(fault.details["pieces"]).endswith("a7 a7 (+2) | a2 甲二")


def test_island_is_named_once(folder: Any) -> None:
    """A village without a neighbour is one fault at its own row, not three."""
    folder.replace(C, "c1,c2\n", "")
    folder.replace("villages.csv", "a2,", "\na2,")
    fault = folder.only()
    assert (fault.code, fault.row, fault.value) == ("E403", 8, "c2")


def test_exclave_is_joined_to_its_seat(folder: Any) -> None:
    """The pieces of a township marked as exclave are linked to it, islands too; no pair is made."""
    folder.replace(C, "a1,a2\n", "")
    assert "E403" in folder.codes()
    exclave(folder, "A")
    territory = folder.read().territory
    assert sorted(map(sorted, territory.pairs.tolist())) == [[1, 2], [2, 3], [3, 4], [4, 5]]
    assert territory.exclaves.tolist() == [[0, 1]], "township A, its village a2"
    assert territory.exclaves_in(0).tolist() == [[0, 1]]
    assert territory.exclaves_in(1).tolist() == []


def test_exclave_may_be_apart_from_its_county(folder: Any) -> None:
    """A township marked as exclave does not put its county in pieces."""
    folder.replace(C, "a2,b1\n", "")
    assert folder.only().code == "E402"
    exclave(folder, "B")
    assert folder.faults() == []


def test_village_alone_in_its_county_is_no_island(folder: Any) -> None:
    """Counties of one village each need no pairs and no roads: headers are enough."""
    folder.write(T, "code,name,kind,county,seat\nA,甲,镇,X,a1\nC,丙,街道,Y,c1\n")
    folder.write(
        "villages.csv", "code,name,township,population,area_km2\na1,甲一,A,1,1\nc1,丙一,C,1,1\n"
    )
    folder.write(C, "a,b\n")
    folder.write("roads.csv", "a,b,km\n")
    assert folder.read({"rules.access": {"max_km": 1, "scope": "all"}}).warnings == ()
    folder.replace(C, "a,b\n", "a,b\na1,c1\n")
    assert folder.faults() == []


@pytest.mark.parametrize("file", [C, "roads.csv"])
def test_header_alone_is_not_enough_for_a_county(folder: Any, file: str) -> None:
    """Where a county has several villages, a header without pairs is an empty file."""
    folder.write(file, (folder.path / file).read_text(encoding="utf-8").splitlines()[0] + "\n")
    assert (folder.only().code, folder.only().file) == ("E103", file)


@st.composite
def _grounds(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[int], list[bool]]:
    size = draw(st.integers(1, 9))
    ends = st.integers(0, size - 1)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=12))
    labels = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    return pairs, labels, draw(st.lists(st.booleans(), min_size=size, max_size=size))


@given(_grounds())
def test_pieces_are_those_of_a_graph(ground: Any) -> None:
    """Pieces of each label are the components of its own subgraph, those that count."""
    pairs, labels, counted = ground
    graph = nx.Graph((a, b) for a, b in pairs if labels[a] == labels[b])
    graph.add_nodes_from(range(len(labels)))
    want: dict[int, set[tuple[int, ...]]] = {}
    for piece in nx.connected_components(graph):
        if inside := tuple(sorted(v for v in piece if counted[v])):
            want.setdefault(labels[inside[0]], set()).add(inside)
    array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    found = _in_pieces(array, np.array(labels), np.array(counted))
    got = {label: {tuple(p.tolist()) for p in pieces} for label, pieces in found}
    assert got == {label: pieces for label, pieces in want.items() if len(pieces) > 1}


def test_pieces_of_many_townships_are_found_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """100,000 villages in 20,000 townships, all in pieces: the graph is searched once."""
    searched: list[int] = []

    def counting(pairs: Any, labels: Any) -> Any:
        searched.append(len(labels))
        return found(pairs, labels)

    found = connections._components
    monkeypatch.setattr(connections, "_components", counting)
    labels = np.arange(100_000) // 5
    none = np.empty((0, 2), dtype=np.int64)
    assert len(list(_in_pieces(none, labels, np.ones(100_000, dtype=bool)))) == 20_000
    assert searched == [100_000]


def test_file_of_pieces_is_its_name(folder: Any) -> None:
    """A fault names the table of pairs as the scenario does, without folders."""
    (folder.path / "sub").mkdir()
    text = (folder.path / C).read_text(encoding="utf-8").replace("a2,b1\n", "")
    Path(folder.path / "sub" / "pairs.csv").write_text(text, encoding="utf-8")
    assert folder.only({"territory.contiguity": "sub/pairs.csv"}).file == "pairs.csv"
