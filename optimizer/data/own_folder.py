"""A folder that lasts as long as whoever holds it."""

from __future__ import annotations

import shutil
import weakref
from tempfile import mkdtemp


class OwnFolder:
    """A temporary folder, removed once nobody holds it, or at the end of the process.

    Unlike `tempfile.TemporaryDirectory` it ends without a ResourceWarning: to be let go of is
    how it is meant to end.

    Attributes
    ----------
    name
        Its path.
    """

    def __init__(self) -> None:
        self.name = mkdtemp(prefix="township-merge-")
        weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)
