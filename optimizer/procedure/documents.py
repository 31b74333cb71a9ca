"""The application file as a checklist: what is there, what is missing, and by whom."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from optimizer.procedure.evidence import Evidence
from optimizer.procedure.settings import Settings
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.procedure.state import State


@dataclass(frozen=True)
class Document:
    """A document that the application file holds.

    Attributes
    ----------
    source
        `attach`: somebody gives it; `gate`: the evidence of a gate; `map`: drawn.
    """

    key: str
    name: Text
    source: Literal["attach", "gate", "map"] = "attach"
    gate: str = ""


@dataclass(frozen=True)
class Held:
    """A document and what there is of it.

    Attributes
    ----------
    by
        Who gave it; where it is missing, who is to give it.
    missing
        Counties of which it is missing; empty texts stand for the city.
    """

    document: Document
    evidence: tuple[Evidence, ...]
    by: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def there(self) -> bool:
        """Whether nothing of it is missing."""
        return not self.missing


@cache
def by_law() -> tuple[Document, ...]:
    """Return the documents of 条例 art 13."""
    text = (Path(__file__).parent / "documents.toml").read_text(encoding="utf-8")
    return tuple(
        Document(row["key"], Text(row["en"], row["zh"]), row["from"], row.get("gate", ""))
        for row in tomllib.loads(text)["document"]
    )


def documents_of(settings: Settings) -> tuple[Document, ...]:
    """Return the documents of the law, and those that the department asks for besides."""
    own = (Document(row.key, Text(row.en, row.zh)) for row in settings.document)
    return (*by_law(), *own)


def checklist(state: State) -> list[Held]:
    """Return each document with what there is of it."""
    return [_held(state, document) for document in documents_of(state.settings)]


def _held(state: State, document: Document) -> Held:
    attached = state.documents.get(document.key, [])
    evidence = [item for _, item in attached]
    by = [entry.by for entry, _ in attached]
    missing: list[str] = []
    if document.source == "gate":
        gate = state.gate(document.gate)
        for place in state.places(gate) if gate else []:
            passed = state.parts[place].passed
            if passed is None:
                missing.append(place[1])
            else:
                evidence += passed.evidence
                by.append(passed.entry.by)
    elif document.source == "attach" and not attached:
        missing.append("")
    if missing:
        named = (state.responsible_of(part) for part in missing)
        by = [f"{who.office} {who.person}" if who else "" for who in named]
    unique = tuple(dict.fromkeys(evidence))
    return Held(document, unique, tuple(dict.fromkeys(filter(None, by))), tuple(missing))
