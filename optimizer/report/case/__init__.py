"""What people see of a case: tables, reports, charts, workbooks, the dossier."""
