"""Branch and cut for the assignment of villages, or of townships, to seats."""
