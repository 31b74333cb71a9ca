"""solve --certificate and check --certificate, from end to end."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from optimizer.check.certificate.form import canonical, own_hash
from tests.support import INSTANCES

Run = Callable[..., Result]
THREE = INSTANCES / "three-townships"


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a plan and its certificate, plain and gzipped."""
    from click.testing import CliRunner

    from optimizer.cli import cli

    folder = tmp_path_factory.mktemp("solved")
    for name in ("proof.json", "proof.json.gz"):
        words = ["solve", THREE, "-o", folder / "plan", "--certificate", folder / name]
        result = CliRunner().invoke(cli, [*map(str, words), "--lang", "en"])
        assert result.exit_code == 0, result.output
        assert "units: 2: verified" in result.stderr
    return folder


def changed(solved: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Return a certificate that was changed, with its own hash recomputed."""
    record = json.loads((solved / "proof.json").read_text(encoding="utf-8"))
    change(record)
    file = tmp_path / "changed.json"
    file.write_text(canonical({**record, "sha256": own_hash(record)}), encoding="utf-8")
    return file


def check(run: Run, file: Path, plan: Path, code: int, *words: object) -> Result:
    """Run check --certificate on the three townships."""
    return run("check", THREE, plan, "--certificate", file, "--lang", "en", *words, code=code)


@pytest.mark.parametrize("name", ["proof.json", "proof.json.gz"])
def test_each_objective_is_verified(run: Run, solved: Path, name: str) -> None:
    """One line an objective, and the values are those of the plan; gzipped or not."""
    lines = check(run, solved / name, solved / "plan", 0).stdout.splitlines()
    found = [line for line in lines if line.startswith("certificate: ")]
    assert len(found) == 4
    assert all(line.endswith(": verified") for line in found)
    assert any("14,100.000 person-km" in line for line in found)


def test_for_programs(run: Run, solved: Path) -> None:
    """--json says the bound and the state of each objective."""
    result = check(run, solved / "proof.json.gz", solved / "plan", 0, "--json")
    record = json.loads(result.stdout)["certificate"]
    assert record["holds"]
    assert [(o["name"], o["bound"]) for o in record["objectives"]] == [
        ("units", 2),
        ("share", "1/2"),
        ("travel", 14_100_000),
        ("disruption", 1300),
    ]


def test_a_bound_that_is_raised_does_not_verify(run: Run, solved: Path, tmp_path: Path) -> None:
    """Where it breaks is named, and the exit code is 3."""

    def raise_travel(record: dict[str, Any]) -> None:
        record["counties"][0]["cells"]["stages"][2]["bound"] += 1

    file = changed(solved, tmp_path, raise_travel)
    assert "does not verify" in check(run, file, solved / "plan", 3).stdout


def test_what_is_claimed_but_not_proved_does_not_verify(
    run: Run, solved: Path, tmp_path: Path
) -> None:
    """The bounds that the file says are those that its cells come to."""
    file = changed(solved, tmp_path, lambda record: record["bounds"].pop())
    assert "the bounds come to" in check(run, file, solved / "plan", 3).stdout


def test_leaves_claimed_by_two_solvers_are_counted(run: Run, solved: Path, tmp_path: Path) -> None:
    """Two names make a leaf that counts and is said; one name makes none."""

    def claim(names: list[str]) -> Callable[[dict[str, Any]], None]:
        def change(record: dict[str, Any]) -> None:
            record["counties"][0]["cells"]["stages"][3]["tree"] = [{"claimed": names}]

        return change

    two = changed(solved, tmp_path, claim(["CP-SAT", "HiGHS"]))
    said = check(run, two, solved / "plan", 0).stdout
    assert "1,300 persons: verified but for 1 leaf claimed by two solvers" in said
    assert "14,100.000 person-km: verified\n" in said
    one = changed(solved, tmp_path, claim(["HiGHS", "HiGHS"]))
    check(run, one, solved / "plan", 3)


def test_unreadable(run: Run, solved: Path, tmp_path: Path) -> None:
    """A file that is none, one cut short, and one whose hash is not its own: exit code 2."""
    text = (solved / "proof.json").read_text(encoding="utf-8")
    packed = (solved / "proof.json.gz").read_bytes()
    files = {
        "cut.json": text[: len(text) // 2].encode(),
        "touched.json": text.replace('"mode":"whole"', '"mode":"split"').encode(),
        "fraction.json": text.replace('"bound":2', '"bound":2.5').encode(),
        "cut.json.gz": packed[: len(packed) // 2],
        "deep.json": b"[" * 100_000,
        "binary.json": b"\xff\xfe\x00",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        assert "E690" in check(run, tmp_path / name, solved / "plan", 2).stderr
    assert "E690" in check(run, tmp_path / "none.json", solved / "plan", 2).stderr


def test_another_scenario_or_plan(run: Run, solved: Path, tmp_path: Path) -> None:
    """Each is named; exit code 2."""
    proof = solved / "proof.json"
    other = ("--set", "rules.area_cap.max_km2=299")
    assert "E691" in check(run, proof, solved / "plan", 2, *other).stderr
    plan = Path(shutil.copytree(solved / "plan", tmp_path / "plan"))
    rows = (THREE / "villages.csv").read_text(encoding="utf-8").splitlines()[1:]
    own = "".join(f"{row.split(',')[0]},{row.split(',')[2]}\n" for row in rows)
    (plan / "plan.csv").write_text(f"village,unit\n{own}", encoding="utf-8")
    assert "E692" in check(run, proof, plan, 2).stderr


def test_a_bad_place_is_refused_before_the_solve(run: Run, tmp_path: Path) -> None:
    """A folder of that name, and a folder that is not there."""
    assert "E702" in run("solve", THREE, "--certificate", tmp_path, code=2).stderr
    assert "E702" in run("solve", THREE, "--certificate", tmp_path / "no" / "x", code=2).stderr


def test_gzip_is_gzip(solved: Path) -> None:
    """The packed file holds the same text, and no time of day."""
    text = (solved / "proof.json").read_bytes()
    assert gzip.decompress((solved / "proof.json.gz").read_bytes()) == text
