"""Sets of parts as rows of 64-bit words, so that thousands are handled at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.quantities import BoolArray

Words = NDArray[np.uint64]


def words_for(size: int) -> int:
    """Return how many words hold a set over `size` parts."""
    return max(1, -(-size // 64))


def pack(sets: BoolArray) -> Words:
    """Pack boolean rows, shape (sets, parts), into words, shape (sets, words)."""
    padded = np.zeros((len(sets), 64 * words_for(sets.shape[1])), dtype=bool)
    padded[:, : sets.shape[1]] = sets
    packed = np.packbits(padded, axis=1, bitorder="little")
    return packed.view(np.uint64).reshape(len(sets), words_for(sets.shape[1]))


def pack_sparse(members: csr_array) -> Words:
    """Pack the rows of a 0/1 matrix, shape (sets, parts), into words, shape (sets, words)."""
    bits = np.uint64(1) << (members.indices & 63).astype(np.uint64)
    shape = members.shape[0], words_for(members.shape[1])
    words: Words = csr_array((bits, members.indices >> 6, members.indptr), shape=shape).toarray()
    return words


def unpack(words: Words, size: int) -> BoolArray:
    """Return the boolean rows of packed sets, shape (sets, size)."""
    octets = np.ascontiguousarray(words).view(np.uint8)
    return np.unpackbits(octets, axis=1, bitorder="little")[:, :size].astype(bool)


def sparse(sets: BoolArray) -> csr_array:
    """Return the 0/1 matrix of boolean rows."""
    ends = np.concatenate([[0], np.cumsum(sets.sum(axis=1))])
    # Several times as fast as `nonzero` of two dimensions.
    indices = (np.flatnonzero(sets) % sets.shape[1]).astype(np.int32)
    return csr_array((np.ones(len(indices), dtype=np.int64), indices, ends), shape=sets.shape)
