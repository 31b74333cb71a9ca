"""Certificates: every bound recomputed from a file, without a solver (docs/certificate.md)."""

from __future__ import annotations

from optimizer.check.certificate.file import (
    claim_certificate,
    read_certificate,
    write_certificate,
)
from optimizer.check.certificate.form import Certificate
from optimizer.check.certificate.verify import Certified, State, Verification, verify

__all__ = [
    "Certificate",
    "Certified",
    "State",
    "Verification",
    "claim_certificate",
    "read_certificate",
    "verify",
    "write_certificate",
]
