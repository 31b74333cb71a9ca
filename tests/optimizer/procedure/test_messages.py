"""Every message of the procedure is used, and is there in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from optimizer.data.faults import catalogue
from optimizer.procedure.documents import by_law as documents
from optimizer.procedure.gates import by_law as gates
from optimizer.procedure.replay import EVENTS
from optimizer.procedure.tasks import task_kinds
from optimizer.report.words.case import EVENTS as EVENT_WORDS
from optimizer.text import Text

OPTIMIZER = Path(__file__).resolve().parents[3] / "optimizer"
SOURCES = "".join(
    path.read_text("utf-8")
    for folder in ("procedure", "report/case", "cli/case")
    for path in (OPTIMIZER / folder).glob("*.py")
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_code_is_used() -> None:
    """Each fault of the groups E9 and W9 can be met, and each that is met is there."""
    used = set(re.findall(r'"([EW]9\d\d)"', SOURCES))
    assert used == {code for code in catalogue() if code[1] == "9"}


def test_events_kinds_gates_and_documents_have_words() -> None:
    """Everything that a case can show has a name in both languages."""
    assert set(EVENT_WORDS) == EVENTS
    named = [*(g.name for g in gates()), *(t.name for t in task_kinds())]
    named += [*(d.name for d in documents()), *EVENT_WORDS.values()]
    assert all(isinstance(text, Text) and CHINESE.search(text.zh) for text in named)
    assert not any(CHINESE.search(text.en) for text in named)


def test_tasks_belong_to_gates_and_follow_tasks() -> None:
    """tasks.toml names gates and kinds of task that are there, those before it first."""
    seen: set[str] = set()
    keys = {gate.key for gate in gates()}
    for kind in task_kinds():
        assert kind.gate in keys
        assert seen.issuperset(kind.after)
        seen.add(kind.key)
