"""What a table of parameters raises that is wrong in itself, in both languages."""


class ParameterError(ValueError):
    """A table of parameters does not hold together.

    Attributes
    ----------
    zh
        Why, in Chinese; the message says it in English.
    """

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh


class IncompleteError(ParameterError):
    """A table of parameters gives none of the values that it may give."""
