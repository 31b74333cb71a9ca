"""Libraries of extras: how to install them is said when they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from optimizer.data.faults import Fault, InputError

EXTRAS = {
    "geo": ("pyogrio", "shapely", "pyproj"),
    "office": ("python_calamine", "xlsxwriter"),
    "papers": ("xlsxwriter", "docx"),
    "osm": ("osmium",),
    "cluster": ("distributed",),
}
_NAMED = {"osm": "geo", "papers": "office"}


def need(extra: str, file: str = "") -> None:
    """Say how an extra is installed where a library of it is missing.

    Raises
    ------
    InputError
        E801, with the command to run.
    """
    missing = [name for name in EXTRAS[extra] if not _is_there(name)]
    if missing:
        details = {"extra": _NAMED.get(extra, extra), "missing": ", ".join(missing)}
        raise InputError([Fault("E801", file, details=details)])


def _is_there(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True


def geo() -> Any:
    """Return the module shapely; its functions take arrays of geometries."""
    need("geo")
    return import_module("shapely")
