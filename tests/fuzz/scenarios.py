"""Wrong scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tests.fuzz.base import TABLES, Case, writes

WRONG = (
    "1",
    "-1",
    "1.5",
    "1e308",
    "9" * 30,
    "nan",
    "-inf",
    "true",
    "''",
    "'x'",
    "[]",
    "[[]]",
    "{}",
)
"""TOML values, of which most are wrong for any key."""

KEYS = (
    *("name", "title", "mode", "estimated", "territory", "rules", "objectives"),
    *("territory.villages", "territory.detour", "territory.earth"),
    *("rules.area_cap", "rules.area_cap.max_km2"),
    *("rules.area_cap.kinds", "rules.area_cap.exceptions", "rules.population", "rules.access"),
    *("rules.access.max_km", "rules.count", "rules.count.city", "rules.count.county"),
    *("rules.protected", "rules.share", "rules.together", "rules.apart", "rules.transfers"),
    *("rules.kinds", "rules.kinds.grounds", "rules.burden", "rules.prudent", "rules.barriers"),
    *("rules.zones", "rules.freeze", "rules.freeze.units", "rules.names", "rules.names.proposed"),
    *("rules.codes", "rules.codes.retired"),
)
PARTS = 4
"""Of each key every fourth wrong value is tried, beginning elsewhere each time."""

TEXTS = {
    "unknown key": 'name = "x"\nnmae = "y"\n',
    "many unknown keys": 'name = "x"\n' + "".join(f"k{n} = {n}\n" for n in range(300)),
    "key twice": 'name = "x"\nname = "y"\n',
    "table twice": 'name = "x"\n[rules]\n[rules]\n',
    "table over a value": 'name = "x"\n[name.first]\n',
    "dotted keys, deep": 'name = "x"\n' + ".".join("a" * 800) + " = 1\n",
    "lists, deep": 'name = "x"\nrules = ' + "[" * 400 + "]" * 400 + "\n",
    "tables, deep": 'name = "x"\nrules = ' + "{a=" * 90 + "1" + "}" * 90 + "\n",
    "lists, too deep": "x = " + "[" * 100_000,
    "number of 5000 digits": "name = " + "9" * 5000,
    "date": "name = 1979-05-27T07:32:00Z\n",
    "wrong date": "name = 1979-02-31\n",
    "escape": 'name = "\\u001b[2J\\u0007"\n',
    "escaped nul": 'name = "\\u0000"\n',
    "lone surrogate": 'name = "\\ud800"\n',
    "wrong escape": 'name = "\\q"\n',
    "long name": f'name = "{"x" * 100_000}"\n',
    "markup": 'name = "<script>alert(1)</script>"\ntitle = "</svg>[red]$\\\\frac$"\n',
    "formula": "name = \"=HYPERLINK('http://x')\"\n",
    "format string": 'name = "{0.__class__}%s%n"\n',
    "two lines": 'name = """a\nb\r\nc"""\n',
    "no name": 'mode = "whole"\n',
    "empty rules": 'name = "x"\n[rules]\n',
    "no objectives": 'name = "x"\nobjectives = []\n',
    "objective twice": 'name = "x"\n' + '[[objectives]]\nname = "units"\n' * 2,
    "objective of no name": 'name = "x"\n[[objectives]]\n',
    "objective unknown": 'name = "x"\n[[objectives]]\nname = "profit"\n',
    "weighted by itself": 'name = "x"\n[[objectives]]\nweights = { weighted = 1 }\n',
    "weights of nothing": 'name = "x"\n[[objectives]]\nname = "weighted"\nweights = {}\n',
    "tolerance": 'name = "x"\n[[objectives]]\nname = "units"\ntolerance = 1e12\n',
    "least and most": 'name = "x"\nrules.count.city = { min = 5, max = 2 }\n',
    "together and apart": 'name = "x"\nrules.together = [["A", "B"]]\nrules.apart = [["A", "B"]]\n',
    "together in a ring": 'name = "x"\nrules.together = [["A", "B"], ["B", "D"], ["D", "A"]]\n',
    "together over counties": 'name = "x"\nrules.together = [["A", "C"]]\n',
    "with itself": 'name = "x"\nrules.together = [["A", "A"]]\n',
    "no unit is large enough": 'name = "x"\nrules.population.min = 900000000\n',
    "no unit is small enough": 'name = "x"\nrules.population.max = 0.5\n',
    "no distance": 'name = "x"\nrules.access = { max_km = 0, scope = "all" }\n',
    "no area": 'name = "x"\nrules.area_cap.max_km2 = 1e-300\n',
    "all frozen": 'name = "x"\nrules.freeze = { counties = ["X"], units = { a1 = "B" } }\n',
    "frozen elsewhere": 'name = "x"\nrules.freeze = { counties = ["X"], units = { a1 = "C" } }\n',
    "standard of nobody": 'name = "x"\nrules.kinds.standard = "utopia-2050"\n',
    "measure of nothing": (
        'name = "x"\n[rules.kinds]\n'
        'grounds = [{ kind = "镇", require = [{ measure = "gold", min = 1 }] }]\n'
    ),
    "per nobody": (
        'name = "x"\n[rules.kinds]\ngrounds = [{ kind = "镇", require = '
        '[{ measure = "population", per = "communities", min = 1 }] }]\n'
    ),
}
OUTSIDE = (
    *("/etc/passwd", "/dev/zero", "/proc/self/mem", "../../../../etc/passwd", "..", "~/.bashrc"),
    *("C:\\\\Windows\\\\win.ini", "\\\\\\\\server\\\\share\\\\v.csv", "..\\\\v.csv", "NUL", "CON"),
    *("http://example.org/v.csv", "file:///etc/passwd", "ftp://x/y", "s3://bucket/key", "|ls"),
    *("villages.csv:stream", "", ".", "x/../../v.csv", "villages.csv/", "x" * 5000, "$HOME", "*"),
)
MODES = ("whole", "split", "redraw")


def wrong_scenarios() -> Iterator[Case]:
    """Yield scenarios that are wrong, odd or cannot be met; and tables named outside."""
    for name, text in TEXTS.items():
        yield Case(f"scenario: {name}", writes("scenario.toml", text))
    for number, (key, value) in enumerate(product(KEYS, WRONG)):
        if number % PARTS == 0:
            words = ("validate", "FOLDER", "--set", f"{key}={value}")
            yield Case(f"--set {key}={value[:20]}", lambda folder: None, words)
    for name in OUTSIDE:
        text = f'name = "x"\n[territory]\nvillages = "{name}"\n'
        yield Case(f"villages in {name[:30]}", writes("scenario.toml", text))
    for mode in MODES:
        text = TABLES["scenario.toml"].replace("whole", mode)
        yield Case(f"mode {mode}", writes("scenario.toml", text))
