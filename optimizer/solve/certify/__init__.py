"""What a proof rests on: evidence, and the second witness that a solver's claim needs."""
