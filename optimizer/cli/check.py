"""check SCENARIO PLAN."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from optimizer.cli.common import show_json, show_plan_warnings
from optimizer.cli.request import Request, scenario_command


@scenario_command()
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    help="Verify the bounds too, from this file that solve --certificate wrote.",
)
def command(request: Request, plan: Path, certificate: Path | None) -> None:
    """Audit PLAN (a plan folder, or a CSV with village,unit) by the rules of SCENARIO.

    A CSV may name places instead of giving their codes, have Chinese headers, and say
    township,unit where townships go whole.

    The mode is that of --mode, else of plan.json beside the plan, else of SCENARIO.

    One line a rule: clause, met / excepted / broken / not checked, and by how
    much. No solver takes part. Exits 3 when a rule is broken, or when the certificate
    does not verify.
    """
    from optimizer.check import audit
    from optimizer.check.certificate import read_certificate, verify
    from optimizer.data.plan_file import read_plan, recorded_mode
    from optimizer.report.certificate import verification_lines, verification_record
    from optimizer.report.record import audit_record
    from optimizer.report.screen import Screen
    from optimizer.report.tables import print_audit
    from optimizer.report.words import Words

    with request.ending():
        dataset = request.load(recorded_mode(plan))
        read = read_plan(plan, dataset.territory, dataset.sha256)
        show_plan_warnings(read.warnings, request.lang)
        proof = certificate and read_certificate(certificate, dataset.sha256, read.plan)
        found = audit(read.plan, dataset.scenario)
    question = dataset.territory, dataset.scenario, read.plan, found.objectives
    verified = verify(proof, *question) if proof else None
    if request.as_json:
        record = audit_record(found, dataset, read.plan)
        more = {"certificate": verification_record(verified)} if verified else {}
        show_json({**record, **more})
    else:
        screen, words = Screen(), Words(request.lang, dataset.territory.township_level)
        print_audit(screen, words, dataset, found)
        for line in verification_lines(words, verified) if verified else ():
            screen.line(line)
    sys.exit(3 if found.broken or (verified and verified.broken) else 0)
