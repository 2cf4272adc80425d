"""Merkle tree over the lines of the log, with proofs that a line is in it and that it only grew.

A tree is a sequence of leaf hashes (32 bytes each); proofs are sequences of hashes.

Source: RFC 6962 section 2.1; verification as in RFC 9162 sections 2.1.3.2 and 2.1.4.2.
Guarantee: no two different logs have the same root, under the collision resistance of SHA-256.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one line; the prefix keeps a line from posing as a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the tree; of no leaves, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = level[-1:] if len(level) % 2 else []
        level = [_node(left, right) for left, right in pairs] + odd
    return level[0]


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the hashes that lead from leaf `index` to the root, lowest first.

    Raises:
        IndexError: no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf")
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(index, leaves[:split]), root_hash(leaves[split:]))
    return (*inclusion_proof(index - split, leaves[split:]), root_hash(leaves[:split]))


def consistency_proof(size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the hashes that show that the first `size` leaves are the start of `leaves`.

    Raises:
        IndexError: the tree never had `size` leaves.
    """
    if not 0 < size <= len(leaves):
        raise IndexError("no such size")
    return _subproof(size, leaves, complete=True)


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that `leaf` is number `index` of the `size` leaves under `root`."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = _node(sibling, found)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the older tree is the start of the newer one (older first)."""
    older, newer = sizes
    if not 0 < older <= newer:
        return False
    if older == newer:
        return not proof and roots[0] == roots[1]
    path = [*([roots[0]] if older & (older - 1) == 0 else []), *proof]
    if not path:
        return False
    at, last = older - 1, newer - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = _node(sibling, old), _node(sibling, new)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            new = _node(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and (old, new) == roots


def _subproof(size: int, leaves: Sequence[bytes], *, complete: bool) -> tuple[bytes, ...]:
    """RFC 6962 section 2.1.2, SUBPROOF; `complete`: the verifier already holds this root."""
    if size == len(leaves):
        return () if complete else (root_hash(leaves),)
    split = _split(len(leaves))
    if size <= split:
        return (
            *_subproof(size, leaves[:split], complete=complete),
            root_hash(leaves[split:]),
        )
    right = _subproof(size - split, leaves[split:], complete=False)
    return (*right, root_hash(leaves[:split]))


def _split(size: int) -> int:
    """Return the largest power of two below `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
