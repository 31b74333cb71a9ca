"""What one does with territories, rules and plans: read, solve, check, report."""
