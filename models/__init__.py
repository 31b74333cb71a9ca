"""What a territory, a rule and a plan are, and the constraint models over them.

Nothing here reads a file, writes to a screen or knows the command line.
"""
