"""Where a certificate breaks."""

from __future__ import annotations

from optimizer.text import Text


class BrokenError(Exception):
    """A certificate does not prove what it says; carries where, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.text = Text(en, zh)

    def at(self, en: str, zh: str) -> BrokenError:
        """Return the same with the place put before it."""
        return BrokenError(f"{en}: {self.text.en}", f"{zh}:{self.text.zh}")
