"""The village modes: what is asked of all plans, as problems that assign villages to seats."""
