"""`import optimizer`: light, honest about what it promises, and pleasant to ask for help."""

from __future__ import annotations

import inspect
import pydoc
import subprocess
import sys
from collections.abc import Callable

import pytest

import optimizer as tm

HEAVY = ("numpy", "pandas", "ortools", "highspy", "pulp", "scipy", "matplotlib", "pydantic", "rich")
FUNCTIONS = [name for name in tm.__all__ if inspect.isfunction(getattr(tm, name))]


def test_import_loads_nothing_heavy() -> None:
    """Libraries wait until a function needs them."""
    code = f"import sys, optimizer; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_function_stays_one_when_its_package_is_imported() -> None:
    """`solve`, `check` and `report` are packages too: both are found, in either order."""
    code = (
        "import optimizer.solve.run, optimizer.check.ledger, optimizer.report.words as w\n"
        "import optimizer as tm\n"
        "from optimizer import solve\n"
        "import optimizer.solve.clock as clock\n"
        "assert callable(tm.solve) and callable(tm.check) and callable(tm.report)\n"
        "assert solve is tm.solve and solve.__name__ == 'solve'\n"
        "assert tm.solve.run.__name__ == 'optimizer.solve.run'\n"
        "assert tm.report.words is w and tm.solve.clock is clock\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_promised_name_is_there() -> None:
    """And what is not promised is no attribute."""
    assert [name for name in tm.__all__ if getattr(tm, name, None) is None] == []
    assert set(tm.__all__) <= set(dir(tm))
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = tm.nothing_of_the_kind


def test_the_version_is_that_of_the_package() -> None:
    """As pip and --version say it."""
    from importlib.metadata import version

    assert tm.__version__ == version("township-merge")


def test_help_names_every_function_with_its_arguments() -> None:
    """`help(optimizer)` is the first page that somebody reads."""
    text = pydoc.plain(pydoc.render_doc(tm))
    assert [name for name in FUNCTIONS if f"\n    {name}(" not in text] == []
    assert "InputError" in text


@pytest.mark.parametrize(
    "function",
    [
        *(getattr(tm, name) for name in FUNCTIONS),
        *(tm.Instance.from_frames, tm.Instance.restrict, tm.Instance.free, tm.Search),
        *(tm.Solution.certify, tm.Comparison.to_folder, tm.Plan.to_folder),
    ],
    ids=lambda function: function.__qualname__,
)
def test_docstrings_name_each_argument(function: Callable[..., object]) -> None:
    """In numpydoc: what an argument means stands under Parameters."""
    text = inspect.getdoc(function) or ""
    lines = [line.strip() for line in text.splitlines()]
    named = {word.strip("* ") for line in lines for word in line.split(",")}
    known = ("self", "instance", "lang", "folder", "progress")
    arguments = [p for p in inspect.signature(function).parameters if p not in known]
    assert [argument for argument in arguments if argument not in named | _implied(text)] == []


def _implied(text: str) -> set[str]:
    """Return arguments that the summary itself explains, in backquotes or as `the county`."""
    return {
        word for word in text.replace("`", " ").replace(".", " ").split() if word.isidentifier()
    }


@pytest.mark.parametrize("name", [n for n in FUNCTIONS if n not in ("generate",)])
def test_settings_are_named(name: str) -> None:
    """Limits are keywords, and so is all that is not the question itself."""
    parameters = inspect.signature(getattr(tm, name)).parameters.values()
    loose = [p.name for p in parameters if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert not {"time_limit", "workers", "seed", "processes", "lang"} & set(loose)
