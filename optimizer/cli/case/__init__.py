"""case: the book of a plan's procedure; the file of a command is imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "amend": "Bind the plan or the scenario anew after a change.",
    "assign": "Name who is responsible, or a deadline.",
    "attach": "Add a document to the application file.",
    "begin": "Enter that a gate has begun.",
    "chart": "Draw timetable, flow chart and wall chart; write the workbook.",
    "done": "Close a task with evidence (任务销号).",
    "dossier": "Check or collect the application file.",
    "extend": "Enter the approver's consent to a later day.",
    "fail": "Enter that a gate was not passed or no longer stands.",
    "issue": "Problems: raise, pass upward, answer, close.",
    "log": "Print the record.",
    "next": "Say what can be done now.",
    "open": "Open a case for a plan.",
    "pass": "Enter that a gate is passed.",
    "report": "Print or write a progress report.",
    "risk": "The risk register.",
    "status": "Print every gate and whether the plan is executable.",
    "tasks": "Print the work plan.",
}

ELSEWHERE = {
    "assign": "tasks",
    "attach": "dossier",
    "begin": "gates",
    "done": "tasks",
    "extend": "gates",
    "fail": "gates",
    "pass": "gates",
}
"""Files of the commands that share one; there each is NAME_command."""


class _Group(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command."""
        if name not in COMMANDS:
            return None
        module = import_module(f"optimizer.cli.case.{ELSEWHERE.get(name, name)}")
        attribute = f"{name}_command" if name in ELSEWHERE else "command"
        command: click.Command = getattr(module, attribute)
        command.short_help = COMMANDS[name]
        return command


@click.group(cls=_Group)
def command() -> None:
    """Keep the book of a plan's procedure: gates, work plan, risks, reports.

    A case is a folder; --case names it, else the environment variable
    TOWNSHIP_MERGE_CASE, else it is the current folder. What is entered is judged
    first: what the rules forbid ends with exit code 2, and nothing is written.
    """
