"""Limits on memory that a run begins under: heard before any library is loaded.

A library that gets no memory while it is loaded may hang or abort the process, and no signal
reaches Python then. OpenBLAS, which NumPy and SciPy bring, takes 56 MiB of addresses for each
core as it is loaded, and waits for ever for threads that could not be started.
"""

from __future__ import annotations

import os

MIB = 2**20
"""Bytes."""
LEAST = {"RLIMIT_AS": 560 * MIB, "RLIMIT_DATA": 128 * MIB}
"""Bytes that a small solve takes, of addresses (`ulimit -v`) and of data (`ulimit -d`).

Measured with one thread of OpenBLAS: 314 MiB of addresses with NumPy 2.4, SciPy 1.17, pandas 3.1,
OR-Tools 9.15 and HiGHS 1.16, and 548 MiB with all that writes a plan and its map. Python 3.11 may
never end where its memory is used up in the midst of an import, so a run does not begin with less.
"""
LACKS = ("failed to map segment", "cannot allocate memory", "can't start new thread")
"""What the loader of libraries and Python say where a limit on memory stops them."""
_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def limits() -> dict[str, int]:
    """Return the limits that this process runs under, in bytes, by their names."""
    try:
        import resource
    except ImportError:  # Windows
        return {}
    soft = {name: resource.getrlimit(getattr(resource, name))[0] for name in LEAST}
    return {name: limit for name, limit in soft.items() if limit != resource.RLIM_INFINITY}


def too_little() -> bool:
    """Return whether the libraries could not be loaded; under a limit BLAS gets one thread.

    Processes that this one starts inherit both. Who sets the number of threads keeps it.
    """
    found = limits()
    for name in _THREADS if found else ():
        os.environ.setdefault(name, "1")
    return any(limit < LEAST[name] for name, limit in found.items())


def lacks_memory(error: BaseException) -> bool:
    """Return whether an error says that there was not enough memory, in whatever words."""
    return isinstance(error, MemoryError) or any(what in str(error).lower() for what in LACKS)
