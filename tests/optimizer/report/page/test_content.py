"""What the page carries: the same bytes each time, nothing that could run, figures that agree."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from optimizer.report.map.cells import tessellate
from optimizer.report.page import write_page
from optimizer.report.page.assemble import SCRIPTS, assets, script_json
from optimizer.report.page.topology import Grid, topology
from tests.optimizer.report.page.conftest import EVIL, IMAGE, Made, made, small_tables

BLOCK = re.compile(r'<script type="application/json" id="([^"]+)">(.*?)</script>', re.DOTALL)


def blocks(made_: Made) -> dict[str, Any]:
    """Return the data of a page."""
    text = made_.file.read_text("utf-8")
    return {name: json.loads(body) for name, body in BLOCK.findall(text)}


def test_the_same_analysis_gives_the_same_bytes(small: Made, tmp_path: Path) -> None:
    """Also after the analysis went through its file."""
    known = json.loads(json.dumps(small.analysis, ensure_ascii=False))
    assert write_page(small.material, known, tmp_path) == ["index.html"]
    assert (tmp_path / "index.html").read_bytes() == small.file.read_bytes()


def test_names_cannot_end_a_script_or_be_markup(small: Made) -> None:
    """Harmful names stand as data alone, with < escaped, and come back as they were."""
    text = small.file.read_text("utf-8")
    assert EVIL not in text
    assert IMAGE not in text
    assert text.count("<script") == text.count("</script>") == 2 + 2
    core = blocks(small)["core"]
    assert EVIL in [township["name"] for township in core["townships"]]
    assert core["plans"][2]["title"] == IMAGE
    assert json.loads(script_json(["\u2028</script>&"])) == ["\u2028</script>&"]
    assert "<" not in script_json({"<": "</script>"})


def test_one_file_that_asks_for_nothing(small: Made) -> None:
    """No address but those of names of formats and of the vendored library's home."""
    text = small.file.read_text("utf-8")
    found = set(re.findall(r"https?://[\w./-]+", text))
    assert found <= {"http://www.w3.org/2000/svg", "https://github.com/topojson/topojson-client"}
    assert "default-src 'none'" in text
    assert not re.search(r"<(link|img|iframe|script)[^>]+(src|href)=\"(?!data:)", text)


def test_plans_are_written_by_pieces(small: Made) -> None:
    """Each village is in the unit that every plan has it in, derived plans too."""
    data = blocks(small)
    core, territory = data["core"], small.material.territory
    of_village = {}
    for name, block in data.items():
        if name != "core":
            of_village |= dict(zip(block["codes"], block["piece"], strict=True))
    piece = np.array([of_village[code] for code in territory.villages.codes])
    for record, contender in zip(core["plans"], small.material.comparison.contenders, strict=True):
        assert np.array(record["unit"])[piece].tolist() == contender.plan.unit.tolist()
    base = np.array(core["plans"][1]["unit"])
    for found in core["analysis"]["frontier"]["points"]:
        unit = base.copy()
        changes = np.array(found["moves"]["changes"]).reshape(-1, 2)
        unit[changes[:, 0]] = changes[:, 1]
        assert len(set(unit.tolist())) == found["values"][0]


def test_ways_by_village_are_those_of_the_roads(small: Made) -> None:
    """Metres of every village to the seat of each unit that some plan has it in."""
    data, plan = blocks(small), small.material.proposed.plan
    territory = small.material.territory
    core = data["core"]
    for county in range(len(territory.counties)):
        block = data[f"county-{county}"]
        first: dict[int, int] = {}
        for at, (code, piece) in enumerate(zip(block["codes"], block["piece"], strict=True)):
            start = first.setdefault(piece, at)
            unit = core["plans"][1]["unit"][piece]
            metres = block["ways"][f"{piece},{unit}"][at - start]
            assert metres == int(plan.metres[territory.village_codes[code]])


def test_a_topology_closes_every_ring() -> None:
    """Arcs of a ring meet end to end; arcs of groups that touch are there once."""
    rng = np.random.default_rng(4)
    points = rng.uniform(0, 10, (60, 2))
    group = (points[:, 0] > 5).astype(np.int64) + 2 * (points[:, 1] > 5)
    found = topology(tessellate(points), group, Grid.over(points, 1000))
    arcs = [np.cumsum(np.array(arc), axis=0) for arc in found["arcs"]]
    uses = np.zeros(len(arcs), dtype=int)
    for place in found["objects"]["places"]["geometries"]:
        assert place["arcs"]
        for ring in place["arcs"]:
            ends = [arcs[k] if k >= 0 else arcs[~k][::-1] for k in ring]
            for one, following in zip(ends, [*ends[1:], ends[0]], strict=True):
                assert one[-1].tolist() == following[0].tolist()
            uses[[k if k >= 0 else ~k for k in ring]] += 1
    assert set(uses.tolist()) <= {1, 2}


def test_every_script_is_in_the_page() -> None:
    """A script that nobody names would be dead; each is short enough to be read."""
    folder = assets() / "js"
    names = sorted(entry.name.removesuffix(".js") for entry in folder.iterdir())
    assert names == sorted(SCRIPTS)
    for name in names:
        assert len((folder / f"{name}.js").read_text("utf-8").splitlines()) < 400


def test_the_vendored_library_comes_with_its_licence() -> None:
    """ISC asks for the notice in every copy."""
    folder = assets() / "vendor"
    assert "Permission to use, copy, modify" in (folder / "LICENSE-topojson-client").read_text()
    assert "v3.1.0" in (folder / "topojson-client.min.js").read_text("utf-8")[:120]


def test_without_positions_and_without_analysis_the_page_is_there(tmp_path: Path) -> None:
    """No map is drawn then, and what rests on the analysis is said to be missing."""
    tables = small_tables(2)
    for village in tables.villages:
        del village["lon"], village["lat"]
    page = made(tmp_path, tables)
    assert blocks(page)["core"]["map"] is None
    write_page(page.material, None, tmp_path)
    assert blocks(page)["core"]["analysis"] is None
