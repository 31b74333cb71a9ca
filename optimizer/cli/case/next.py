"""case next."""

from __future__ import annotations

from optimizer.cli.case.common import CaseRequest, case_command
from optimizer.cli.common import show_json


@case_command()
def command(request: CaseRequest) -> None:
    """Say what can be done now: which gates, from which day, and what they lack."""
    from optimizer.report.case.rows import next_record
    from optimizer.report.case.tables import print_next
    from optimizer.report.screen import Screen
    from optimizer.report.words.case import CaseWords

    with request.ending():
        case = request.read()
    if request.as_json:
        show_json(next_record(case))
        return
    print_next(Screen(), CaseWords(request.lang), case)
