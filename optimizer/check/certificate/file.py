"""Certificate files: read with every fault named, written whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import zlib
from pathlib import Path

from models.plan import Plan
from optimizer.check.certificate.form import Certificate, UnreadableError, parsed
from optimizer.data.faults import Findings
from optimizer.data.limits import TABLE_BYTES, bytes_text
from optimizer.data.output import replace_bytes, writing
from optimizer.data.system_errors import reason
from optimizer.text import Text

_GZIP = b"\x1f\x8b"


def read_certificate(path: Path, sha256: str, plan: Plan) -> Certificate:
    """Read a certificate, gzipped or not, of a scenario and a plan.

    Parameters
    ----------
    sha256
        Hash of the scenario with its tables.

    Raises
    ------
    InputError
        When it is unreadable, or of another scenario or plan.
    """
    findings = Findings()
    try:
        certificate = parsed(_text(path))
    except UnreadableError as error:
        findings.add("E690", str(path), why=Text(str(error), "内容不符合证书格式"))
    except OSError as error:
        findings.add("E690", str(path), why=reason(error))
    else:
        if certificate.scenario != sha256:
            findings.add("E691", str(path), 0, "scenario", certificate.name)
        if certificate.plan != plan_hash(plan):
            findings.add("E692", str(path), 0, "plan", certificate.plan[:12])
    findings.stop_on_errors()
    return certificate


def _text(path: Path) -> str:
    """Return a file's text, at most as much as may be held."""
    try:
        with path.open("rb") as file:
            data = file.read(TABLE_BYTES + 1)
        if data.startswith(_GZIP):
            with gzip.open(io.BytesIO(data)) as packed:
                data = packed.read(TABLE_BYTES + 1)
        if len(data) > TABLE_BYTES:
            raise UnreadableError(f"more than {bytes_text(TABLE_BYTES).en}")
        return data.decode("utf-8")
    except (UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableError(str(error)) from error


def claim_certificate(path: Path) -> None:
    """Refuse a place where no file can be written, before the work.

    Raises
    ------
    InputError
        When there is a folder of that name, or none to write it in.
    """
    findings = Findings()
    if path.is_dir():
        findings.add("E702", str(path), why=Text("a folder", "是一个目录"))
    elif not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        findings.add(
            "E702", str(path.parent), why=Text("no folder that may be written in", "不是可写的目录")
        )
    findings.stop_on_errors()


def write_certificate(path: Path, text: str) -> None:
    """Write a certificate to a temporary name, then rename it; gzipped where it is named so."""
    data = text.encode()
    if path.suffix == ".gz":
        data = gzip.compress(data, mtime=0)
    with writing(path):
        replace_bytes(path, data)


def plan_hash(plan: Plan) -> str:
    """Return the SHA-256 of a plan's contents.

    Hashed is one line `village,unit,kind` for each village, in the order of villages.csv, with
    the codes of the village and of its unit and the unit's kind after the plan.
    """
    codes, units = plan.territory.villages.codes, plan.territory.unit_codes
    lines = [
        f"{codes[v]},{units[u] if u >= 0 else ''},{plan.kind(u).value if u >= 0 else ''}\n"
        for v, u in enumerate(plan.unit.tolist())
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
