"""The phases of the core solver, each alone, by pytest-benchmark."""
