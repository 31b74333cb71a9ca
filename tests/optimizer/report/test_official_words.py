"""Chinese for official use: the field's terms, full-width punctuation, shares as counted."""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from models.kinds import Kind
from optimizer.cli import cli
from optimizer.data.faults import catalogue
from optimizer.report.words import Words
from optimizer.text import full_width, listed

ROOT = Path(__file__).resolve().parents[3]
READ = {ROOT / "optimizer/data/headers.py", ROOT / "optimizer/data/importing/columns.py"}
"""What people write in headers of their own: it is read, not shown."""
SOURCES = sorted({*(ROOT / "optimizer").rglob("*.py"), *(ROOT / "models").rglob("*.py")} - READ)
HAN = "[\u4e00-\u9fff]"
BESIDE = re.compile(f"{HAN}[,:;?!(]|[,:;?!)]{HAN}")
ENGLISH = re.compile("[a-z]{2,} [a-z]{2,}")
SYNTAX = ("请写 起:止:步长",)
"""What has to be typed as it stands: LO:HI:STEP."""
OLD = (
    "单位数",
    "镇街占比",
    "由何组成",
    "变远",
    "出行总量",
    "情景自设",
    "全域",
    "少一个最小单位",
    "须并在一起",
)
"""Words of no office: 单位数, 镇街占比, 由何组成, 变远, 出行总量, 情景自设, 全域, ..."""


def said(file: Path) -> list[str]:
    """Return the texts of a module, documentation left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documented = ast.Module | ast.ClassDef | ast.FunctionDef
    pages = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)}
    texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant))
    return [t for t in texts if isinstance(t, str) and t not in pages]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_chinese_is_written_as_an_office_writes_it(file: Path) -> None:
    """Full-width punctuation beside Chinese words, and no word that no office uses."""
    for text in said(file):
        if ENGLISH.search(text):
            continue
        assert text in SYNTAX or not BESIDE.search(text), text
        assert not [word for word in OLD if word in text], text


def test_faults_are_written_so_too() -> None:
    """The catalogue may be typed half-width; what is shown is full-width."""
    for texts in catalogue().values():
        for key in ("zh", "do_zh"):
            assert not BESIDE.search(texts[key]), texts[key]
            assert not [word for word in OLD if word in texts[key]]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("乡,镇", "乡，镇"),
        ("县(区)", "县（区）"),
        ("面积(km2): 1,5", "面积（km2）：1,5"),
        ("a, b (c)", "a, b (c)"),
        ("{a}:{b}", "{a}:{b}"),
    ],
)
def test_full_width(typed: str, shown: str) -> None:
    """Beside Chinese words only; figures and names stay."""
    assert full_width(typed) == shown


def test_a_share_is_not_shortened() -> None:
    """86 of 122 units is 86/122, not 43/61; a share of other numbers is as it is."""
    words = Words("zh")
    assert words.objective("share", Fraction(86, 122), 122) == "86/122 = 70.49%"
    assert words.objective("share", Fraction(43, 61)) == "43/61 = 70.49%"
    assert words.objective("share", Fraction(1, 3), 5) == "1/3 = 33.33%"
    assert words.objective("share", Fraction(0), 7) == "0/7 = 0.00%"


def test_shares_are_of_the_units_beside_them() -> None:
    """1/2 of four units is 2/4 in every table of values, as `solve` prints it."""
    found = Words("en").objectives({"units": 4, "share": Fraction(1, 2), "travel": 1000})
    assert found == {"units": "4", "share": "2/4 = 50.00%", "travel": "1.000 person-km"}
    assert Words("en").objectives({"share": Fraction(1, 2)}) == {"share": "1/2 = 50.00%"}


def test_seats_and_kinds_are_named_in_the_language() -> None:
    """驻王庄社区, not 王庄居委会; kinds in English in English tables."""
    zh, en = Words("zh"), Words("en")
    assert zh.seat("王庄居委会") == "驻王庄社区"
    assert zh.seat("王庄村委会") == "驻王庄村"
    assert zh.seat("王庄") == "驻王庄"
    assert en.seat("王庄居委会") == "王庄居委会"
    assert (zh.kind(Kind.TOWN), en.kind(Kind.TOWN)) == ("镇", "town")
    assert not zh.official("inertia") and en.official("inertia")


def test_names_are_listed_as_the_language_lists_them() -> None:
    """Commas in English, 顿号 in Chinese."""
    assert listed(["a", "b"]) == ("a, b", "a、b")


NOT_ENGLISH = re.compile(
    r"[\w./-]+\.(csv|toml|json|png|svg)|[PSW][0-9]\.[a-z.]+|PuLP|\bhighs\b"
    r"|(?<=\s)--?[a-z-]+( none)?"
    r"|\b(solve|compare|explain|township-merge)\b|[A-Za-z_][^\s]*/[^\s]*"
    r"|\b(count|area_cap|share)\b[\w.]*"
)
"""Files, clauses of the notice, names of solvers, what has to be typed, places, keys."""
COMMANDS: dict[str, list[str]] = {
    "solve": ["--cross-check", "--mode", "redraw"],
    "check": ["PLAN"],
    "survey": [],
    "explain": ["--set", "rules.count={ city = { max = 1 } }"],
    "frontier": [],
    "backbone": ["--mode", "split"],
    "alternatives": ["--time-limit", "0"],
    "compare": ["PLAN"],
    "repair": ["PLAN"],
    "price": ["area_cap", "--range", "200:400:200", "--processes", "1"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_says_in_chinese_is_chinese(command: str, tmp_path: Path) -> None:
    """No English word, no half-width mark beside Chinese words; of lists the names too."""
    plan = tmp_path / "甲案" / "plan.csv"
    plan.parent.mkdir()
    folder = ROOT / "instances/three-townships"
    rows = (folder / "villages.csv").read_text(encoding="utf-8").splitlines()
    at = [rows[0].split(",").index(name) for name in ("code", "township")]
    homes = [[row.split(",")[k] for k in at] for row in rows[1:]]
    divided = [[v, homes[0][1] if k == len(homes) - 1 else t] for k, (v, t) in enumerate(homes)]
    plan.write_text("village,unit\n" + "".join(f"{v},{t}\n" for v, t in divided), encoding="utf-8")
    words = [str(plan) if word == "PLAN" else word for word in COMMANDS[command]]
    found = CliRunner().invoke(cli, [command, str(folder), *words, "--lang", "zh"])
    assert found.exit_code in (0, 3, 4), found.output
    said = NOT_ENGLISH.sub("", found.output)
    assert not re.findall("[A-Za-z]{2,}", said), said
    assert not BESIDE.findall(said), said
