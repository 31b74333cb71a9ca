"""Reading, checking and writing tables; generating territories."""
