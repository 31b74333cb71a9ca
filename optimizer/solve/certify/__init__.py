"""What confirms a result: a twin model by another solver, and certificates that anyone checks."""
