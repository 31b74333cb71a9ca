"""Options of the command to what is asked, and the dataset written whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from optimizer.data.faults import Findings
from optimizer.data.importing.dataset import BORDERS, COLUMNS, LINKS, RECORD, files
from optimizer.data.importing.imported import Imported
from optimizer.data.importing.notices import Notices
from optimizer.data.importing.position import Positioning
from optimizer.data.importing.request import ImportRequest
from optimizer.data.importing.run import import_sources
from optimizer.data.importing.shifts import SHIFTS
from optimizer.data.importing.tables import read_csv
from optimizer.data.output import replacing
from optimizer.data.plan_file import claim_results, replace_file
from optimizer.data.spelling import read_code, read_kind

TABLES = (
    *("counties.csv", "townships.csv", "villages.csv", "contiguity.csv", "roads.csv"),
    *("facilities.csv", "travel.csv", "scenario.toml", BORDERS, COLUMNS, LINKS, RECORD),
)
OURS = frozenset(TABLES)


def asked_of(output: Path, **given: Any) -> ImportRequest:
    """Return what the options of the command ask for.

    Raises
    ------
    InputError
        With every option that is wrong (E817).
    """
    notices = Notices()
    more: list[Path] = []
    forced: dict[str, str] = {}
    for option in ("seats", "facilities", "counties"):
        if given[option] is not None:
            more.append(given[option])
            forced[given[option].name] = option
    more += given["roads"]
    if given["population"] is not None:
        more.append(given["population"])
    asked = ImportRequest(
        sources=tuple(dict.fromkeys((*given["sources"], *more))),
        forced=forced,
        columns=given["columns"],
        first=given["population"].name if given["population"] else "",
        assumed=_assumed(given["assume"], notices),
        links=_links(given["links"], given["links_file"], notices),
        all_links=given["accept_links"],
        merges=tuple(_parted("--merge", m, "=", notices) for m in given["merges"]),
        positioning=Positioning(
            _by_file(given["crs"]), _shifts(given["shift"], notices), given["transform"]
        ),
        outline=given["outline"],
        tolerance=given["tolerance"],
        min_border_m=given["min_border"],
        area=given["area"],
        detour=given["detour"],
        name=given["name"] or output.resolve().name,
    )
    notices.stop()
    return asked


def _parted(option: str, text: str, mark: str, notices: Notices) -> tuple[str, str]:
    one, there, other = text.partition(mark)
    if not there or not one.strip() or not other.strip():
        notices.add("E817", option, case=text)
    return one.strip(), other.strip()


def _assumed(given: Sequence[str], notices: Notices) -> Mapping[str, str]:
    found = {}
    for text in given:
        key, value = _parted("--assume", text, "=", notices)
        if key == "population":
            try:
                sound = 0 <= Decimal(value) <= 20_000_000
            except InvalidOperation:
                sound = False
        else:
            sound = key == "kind" and read_kind(value) is not None
        if not sound and value:
            notices.add("E817", "--assume", case=text)
        found[key] = value
    return found


def _links(
    given: Iterable[str], file: Path | None, notices: Notices
) -> tuple[tuple[str, str], ...]:
    """Return pairs of --link and of the first two columns of --links."""
    found = [_parted("--link", text.replace(",", ","), ",", notices) for text in given]
    if file is not None:
        layers = read_csv(file, notices) if file.is_file() else []
        if not layers or len(layers[0].columns) < 2:
            notices.add("E817", "--links", case=str(file))
            return tuple(found)
        a, b = list(layers[0].columns.values())[:2]
        found += list(zip(map(read_code, a), map(read_code, b), strict=True))
    return tuple(found)


def _by_file(given: Sequence[str]) -> Mapping[str, str]:
    """Return choices by file: FILE=VALUE, or VALUE for all; a CRS may hold an = itself."""
    found = {}
    for text in given:
        file, there, value = text.partition("=")
        named = there and not file.startswith("+") and ("." in file and " " not in file)
        found[file if named else ""] = value if named else text
    return found


def _shifts(given: Sequence[str], notices: Notices) -> Mapping[str, str]:
    found = {file: value.lower().replace("-", "") for file, value in _by_file(given).items()}
    for value in found.values():
        if value not in SHIFTS:
            notices.add("E817", "--shift", case=value)
    return found


def bring(asked: ImportRequest, output: Path) -> tuple[Imported, list[Path]]:
    """Import and write the dataset; return it and the files.

    Where nothing can be made only columns.toml is written, so that it can be corrected; an
    earlier dataset stays as it is.
    """
    claim_results(output, OURS, Findings())
    imported = import_sources(asked)
    texts = files(imported)
    if not imported.tables:
        if not imported.known:
            return imported, []
        replace_file(output / COLUMNS, texts[COLUMNS])
        return imported, [output / COLUMNS]
    with replacing(output) as draft:
        for name, text in texts.items():
            (draft / name).write_text(text, encoding="utf-8", newline="\n")
        for kept in output.glob("*.toml"):
            if kept.name not in texts:
                shutil.copy(kept, draft / kept.name)
    return imported, [output / name for name in texts]
