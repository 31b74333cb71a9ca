"""The papers of the set."""

from __future__ import annotations

from pathlib import Path

from optimizer.report.dossier.documents.announcement import announcement
from optimizer.report.dossier.documents.argument import argument
from optimizer.report.dossier.documents.letter import write_letter
from optimizer.report.dossier.documents.risk_report import risk_report
from optimizer.report.dossier.documents.scheme import Scheme
from optimizer.report.dossier.material import Material

SCHEME, ARGUMENT = "调整方案.docx", "论证报告.docx"
RISKS, ANNOUNCEMENT = "风险评估.docx", "征求意见公告.docx"


def write_papers(material: Material, folder: Path) -> list[str]:
    """Write the four documents of the proposed plan; return their names."""
    documents = {
        SCHEME: Scheme(material).document(),
        ARGUMENT: argument(material),
        RISKS: risk_report(material),
        ANNOUNCEMENT: announcement(material),
    }
    for name, document in documents.items():
        write_letter(folder / name, document, material.lang)
    return list(documents)
