"""Why a scenario has no plan: conflicts of rules, and what would take them away."""
