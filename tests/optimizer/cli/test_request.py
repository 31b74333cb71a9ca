"""The options that all commands on a scenario share."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from optimizer.cli import COMMANDS
from optimizer.cli.request import EffortHelp, Request, scenario_command
from tests.support import INSTANCES

ON_A_SCENARIO = sorted(set(COMMANDS) - {"generate", "bench", "case", "import", "init"})


def command_named(name: str) -> click.Command:
    """Return a command of the tool."""
    command: click.Command = import_module(f"optimizer.cli.{name}").command
    return command


@pytest.mark.parametrize("name", ON_A_SCENARIO)
def test_every_command_on_a_scenario_takes_the_shared_options(name: str) -> None:
    """SCENARIO first; --set, --json and --lang; no option twice."""
    parameters = command_named(name).params
    flags = [flag for one in parameters for flag in one.opts]
    assert parameters[0].name == "scenario"
    assert {"--set", "--json", "--lang"} <= set(flags)
    assert len(flags) == len(set(flags))


@pytest.mark.parametrize("name", ON_A_SCENARIO)
def test_a_search_can_always_be_limited_and_repeated(name: str) -> None:
    """A command takes all of --time-limit, --seed and --workers, or none."""
    flags = {flag for one in command_named(name).params for flag in one.opts}
    asked = {"--time-limit", "--seed", "--workers"} & flags
    assert len(asked) in {0, 3}


SEARCHES = {
    "alternatives": [],
    "backbone": [],
    "check": ["PLAN"],
    "compare": ["PLAN"],
    "explain": [],
    "frontier": [],
    "price": ["count.city.max", "--range", "2:2:1", "--processes", "1"],
    "repair": ["PLAN"],
    "rules": [],
    "solve": [],
    "survey": [],
}


@pytest.mark.parametrize("name", SEARCHES)
def test_every_command_says_what_is_odd_about_the_scenario(name: str, made: Path) -> None:
    """On stderr and once, as `solve` does: here a target for districts where there is none."""
    words = [str(made) if word == "PLAN" else word for word in SEARCHES[name]]
    odd = ["--set", "rules.share.districts_target=0.5", "--json", "--lang", "en"]
    found = CliRunner().invoke(
        command_named(name), [str(INSTANCES / "three-townships"), *words, *odd]
    )
    assert found.stderr.count("W132") == 1
    assert json.loads(found.stdout)


def test_price_says_what_is_odd_about_its_values() -> None:
    """The rule is off in the scenario: what is odd at the values asked for is said once."""
    words = ["share.districts_target", "--range", "0.4:0.8:0.2", "--processes", "1"]
    found = CliRunner().invoke(
        command_named("price"), [str(INSTANCES / "three-townships"), *words, "--lang", "en"]
    )
    assert found.stderr.count("W132") == 1


def test_the_function_gets_a_request_and_its_own_options() -> None:
    """With the defaults of what was not given."""
    seen: list[tuple[Request, int]] = []

    @scenario_command(output="Folder.", effort=EffortHelp(candidates=""))
    @click.option("--own", type=int, default=5)
    def command(request: Request, own: int) -> None:
        """Do nothing."""
        seen.append((request, own))

    words = ["here", "-o", "out", "--set", "a=1", "--set", "b=2", "--seed", "7", "--lang", "zh"]
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 0, result.output
    ((request, own),) = seen
    assert own == 5
    assert (request.scenario, request.output) == (Path("here"), Path("out"))
    assert (request.sets, request.mode, request.as_json) == (("a=1", "b=2"), None, False)
    assert request.lang == "zh"
    assert request.granted == {"seconds": 300, "seed": 7, "workers": 8}
    assert request.search().effort.seconds == 300
    assert request.search(engine="milp").effort.candidates == 1_000_000


def test_what_a_command_does_not_take_is_bad_usage() -> None:
    """No -o, no --mode, no --time-limit without a word for them."""

    @scenario_command(mode=False)
    def command(request: Request) -> None:
        """Do nothing."""

    for words in (["-o", "out"], ["--mode", "split"], ["--time-limit", "1"]):
        result = CliRunner().invoke(command, ["here", *words])
        assert result.exit_code == 2
        assert "No such option" in result.stderr


@pytest.mark.parametrize(
    ("given", "seconds"), [("none", None), ("inf", None), ("0", 0), ("2.5", 2.5)]
)
def test_a_limit_can_be_lifted(given: str, seconds: float | None) -> None:
    """By a word; the default is the command's."""
    seen: list[float | None] = []

    @scenario_command(effort=EffortHelp(seconds=600))
    def command(request: Request) -> None:
        """Do nothing."""
        seen.append(request.search().effort.seconds)

    for words in (["here"], ["here", "--time-limit", given]):
        assert CliRunner().invoke(command, words).exit_code == 0
    assert seen == [600, seconds]
    for wrong in ("nan", "-1", "soon"):
        assert CliRunner().invoke(command, ["here", "--time-limit", wrong]).exit_code == 2
