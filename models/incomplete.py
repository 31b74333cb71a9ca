"""What a table of parameters raises that lacks something, as opposed to one that is wrong."""


class IncompleteError(ValueError):
    """A table of parameters gives none of the values that it may give."""
