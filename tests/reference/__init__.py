"""Independent brute-force reference: written from the specification, not from the solver."""
