"""The procedure by which a plan is carried out: gates, work plan, risk register, reporting."""
