"""What the documents name is there: files, commands, checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from models.rules import ALL_RULES
from optimizer.check import base
from optimizer.cli import cli

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")]
REFERENCE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the names that lead to each command, groups too."""
    if path:
        yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*path, name))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Each link to a file of the repository finds it."""
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_in_brackets_exist(page: Path) -> None:
    """Where a page says in which file something is, the file is there."""
    found = re.findall(
        r"`((?:models|optimizer|tests|instances|docs)/[\w/.-]+)`", page.read_text("utf-8")
    )
    assert [path for path in found if not (ROOT / path).exists()] == []


def test_checklist_a_rule_has_its_check() -> None:
    """Each rule that can be on is judged by the checker."""
    import optimizer.check  # noqa: F401  (registers the checks)

    assert set(ALL_RULES) <= set(base._CHECKS)


@pytest.mark.parametrize("command", [*commands(cli)], ids=" ".join)
def test_checklist_a_command_is_in_the_reference(command: tuple[str, ...]) -> None:
    """Each command has its section in docs/commands.md with each of its options."""
    heading = f"{'#' * (len(command) + 1)} `{' '.join(command)}`\n"
    assert heading in REFERENCE
    section = REFERENCE[REFERENCE.index(heading) + len(heading) :].split("\n#")[0]
    found: click.Command = cli
    for name in command:
        assert isinstance(found, click.Group)
        below = found.get_command(click.Context(found), name)
        assert below is not None
        found = below
    options = [option for p in found.params for option in p.opts if option.startswith("--")]
    assert [option for option in options if option not in section] == []


def test_names_of_the_glossary_are_in_use() -> None:
    """Each name in the glossary's last column stands in the code or in docs/formats.md."""
    sources = [*ROOT.glob("models/**/*.py"), *ROOT.glob("optimizer/**/*.py")]
    sources += ROOT.glob("optimizer/procedure/*.toml")
    text = "".join(page.read_text("utf-8") for page in [*sources, ROOT / "docs" / "formats.md"])
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = [line.split("|")[4] for line in glossary.splitlines() if line.count("|") == 5]
    names = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    words = {word for name in names for word in re.findall(r"[\w]{3,}", name)}
    assert [word for word in sorted(words) if word not in text] == []
    assert len(names) > 50
