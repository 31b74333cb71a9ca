"""What every command on a scenario takes: the options that they share, and what they give."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.core import ParameterSource

from optimizer.cli.common import show_faults, show_warnings

if TYPE_CHECKING:
    from optimizer import Instance, Search


class EffortHelp(NamedTuple):
    """What --time-limit and --candidates mean to a command; without a text none is taken."""

    time_limit: str = "Seconds for the search; `none` for as long as it takes."
    seconds: float = 300
    candidates: str = (
        "Candidate sets of a county held in memory; beyond it townships are assigned to seats, "
        "or nothing is proved."
    )


@dataclass(frozen=True)
class Request:
    """What the options that the commands share were given as.

    Attributes
    ----------
    sets
        Overrides of the scenario, KEY=VALUE.
    output
        The folder of -o, where the command takes one.
    excel
        Whether CSV tables hold codes as Excel shows them, where the command writes some.
    granted
        Arguments of `Search`, where the command takes --time-limit.
    """

    scenario: Path
    sets: tuple[str, ...]
    as_json: bool
    lang: str
    mode: str | None = None
    output: Path | None = None
    excel: bool = False
    granted: Mapping[str, Any] = field(default_factory=dict)

    def load(self, mode: str | None = None) -> Instance:
        """Read the scenario and its tables, with overrides; `mode` is for want of --mode."""
        from optimizer.api.instance import read_with

        return read_with(self.scenario, self.overrides(mode))

    def read(
        self,
        mode: str | None = None,
        /,
        *,
        counties: tuple[str, ...] = (),
        **asked: Any,
    ) -> Instance:
        """Read the scenario as `load`, and say on stderr what is odd about it.

        Of some --county alone where any is named, with what else is settled before.
        """
        instance = self.load(mode).restrict(counties=counties, **asked)
        show_warnings(instance, self.lang)
        return instance

    def overrides(self, mode: str | None = None) -> dict[str, Any]:
        """Return what --set and --mode override; `mode` is for want of --mode."""
        from optimizer.api.instance import parsed

        chosen = self.mode or mode
        return parsed(self.sets) | ({"mode": chosen} if chosen else {})

    def search(self, seconds: float | None = None, **more: Any) -> Search:
        """Return what the user grants a search, from now on; progress goes to stderr."""
        from optimizer import Search

        granted = {"time_limit": seconds, **self.granted}
        granted["time_limit"] = granted.pop("seconds", granted["time_limit"])
        return Search(**{**granted, **more}, progress=True, lang=self.lang)

    @contextmanager
    def ending(self) -> Iterator[None]:
        """Turn faults of the input into one report and exit code 2."""
        from optimizer import InputError

        try:
            yield
        except InputError as error:
            show_faults(error.faults, self.as_json, self.lang)
            sys.exit(2)


def scenario_command(
    *, output: str = "", mode: bool = True, excel: bool = False, effort: EffortHelp | None = None
) -> Callable[[Callable[..., None]], click.Command]:
    """Make a command on a SCENARIO of a function of a `Request` and of options of its own.

    Parameters
    ----------
    output
        What -o is for; without a text the command takes none.
    mode
        Whether the command takes --mode.
    excel
        Whether it takes --excel: it writes CSV tables for people.
    effort
        What --time-limit, --seed, --workers and --candidates mean; None: none is taken.

    Notes
    -----
    The help lists the command's own options first, then those that all share.
    """
    before = [_output(output)] if output else []
    granted = _effort(effort) if effort else []
    tables = [_excel()] if excel else []
    shared = [
        *before,
        _sets(),
        *([_mode()] if mode else []),
        *granted,
        *tables,
        json_option(),
        lang_option(),
    ]
    scenario = click.Argument(["scenario"], type=click.Path(path_type=Path))

    def make(function: Callable[..., None]) -> click.Command:
        @wraps(function)
        def run(**given: Any) -> None:
            search = {str(option.name): given.pop(str(option.name)) for option in granted}
            common = {p.name: given.pop(p.name) for p in (scenario, *shared) if p.name in given}
            function(Request(**common, granted=search), **given)

        command = click.command()(run)
        command.params = [scenario, *command.params, *shared]
        return command

    return make


def _output(text: str) -> click.Option:
    return click.Option(["-o", "--output"], type=click.Path(path_type=Path), help=text)


def _sets() -> click.Option:
    text = "Override a key of the scenario; VALUE is TOML: rules.area_cap.max_km2=280."
    return click.Option(["--set", "sets"], multiple=True, metavar="KEY=VALUE", help=text)


def _mode() -> click.Option:
    modes = click.Choice(["whole", "split", "redraw"])
    return click.Option(["--mode"], type=modes, help="Override the scenario's mode.")


def _effort(text: EffortHelp) -> list[click.Option]:
    count = click.IntRange(min=1)
    seeds = click.IntRange(min=0, max=2**31 - 1)
    options = [
        click.Option(
            ["--time-limit", "seconds"],
            type=_Seconds(min=0),
            default=text.seconds,
            show_default=True,
            help=text.time_limit,
        ),
        click.Option(["--seed"], type=seeds, default=0, show_default=True),
        click.Option(["--workers"], type=count, default=8, show_default=True),
    ]
    if text.candidates:
        limit: dict[str, Any] = {"default": 1_000_000, "show_default": True}
        options.append(click.Option(["--candidates"], type=count, help=text.candidates, **limit))
    return options


class _Seconds(click.FloatRange):
    """Seconds, or `none` for no limit."""

    name = "seconds|none"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the seconds, infinitely many for no limit."""
        if str(value).strip().lower() == "none":
            return math.inf
        seconds = float(click.FLOAT.convert(value, param, ctx))
        if not seconds >= 0:
            self.fail(f"{value!r} is no number of seconds, 0 or more, or none.", param, ctx)
        return seconds

    def _describe_range(self) -> str:
        return ""


def json_option() -> click.Option:
    """Return --json."""
    return click.Option(["--json", "as_json"], is_flag=True, help="Print data for programs.")


def _excel() -> click.Option:
    text = 'Write codes in CSV tables as ="140406101000", which Excel shows as they are.'
    return click.Option(["--excel"], is_flag=True, help=text)


def lang_option() -> click.Option:
    """Return --lang."""
    return click.Option(["--lang"], **_lang_settings())


def with_lang(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --lang to a command that takes no scenario."""
    return click.option("--lang", **_lang_settings())(function)


def _lang_settings() -> dict[str, Any]:
    return {
        "type": click.Choice(["en", "zh"]),
        "envvar": "TOWNSHIP_MERGE_LANG",
        "callback": _language,
        "help": "Language of reports and messages; the environment's by default.",
    }


def _language(context: click.Context, option: click.Parameter, value: str | None) -> str:
    """Return what is said after the command, else before it, else by the environment."""
    from optimizer.text import default_language

    before = context.find_root().params.get("lang")
    after = context.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
    return (value if after else before or value) or default_language()
