"""What proofs rest on: evidence, the second witness of a claim, certificates that anyone checks."""
