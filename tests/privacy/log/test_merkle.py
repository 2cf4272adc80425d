from __future__ import annotations

import pytest

from privacy.log.merkle import (
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    leaf_hash,
    root_hash,
)

# The test vectors of the Certificate Transparency implementations: input and root per size.
VECTORS = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    (
        "606162636465666768696a6b6c6d6e6f",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ),
]
SIZES = range(1, 24)


def tree(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def flipped(hashes: tuple[bytes, ...], place: int) -> list[bytes]:
    changed = list(hashes)
    changed[place] = bytes([changed[place][0] ^ 1]) + changed[place][1:]
    return changed


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root_hash([]).hex().startswith("e3b0c44298fc1c14")


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(data)) for data, _ in VECTORS[:size]]
    assert root_hash(leaves).hex() == VECTORS[size - 1][1]


def test_a_line_cannot_pose_as_a_node() -> None:
    left, right = tree(2)
    assert leaf_hash(left + right) != root_hash([left, right])


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proven_and_no_other_leaf_or_place(size: int) -> None:
    leaves = tree(size)
    root = root_hash(leaves)
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(index, leaves)
        assert included(leaf, index, size, proof, root)
        assert not included(leaf_hash(b"other"), index, size, proof, root)
        assert not included(leaf, index, size, (*proof, leaf), root)
        assert not included(leaf, index, size, proof, leaf_hash(b"root"))
        assert not any(
            included(leaf, other, size, proof, root)
            for other in range(-1, size + 1)
            if other != index
        )
        for place in range(len(proof)):
            assert not included(leaf, index, size, flipped(proof, place), root)
            assert not included(leaf, index, size, proof[:place], root)


@pytest.mark.parametrize("newer", SIZES)
def test_growth_is_proven_and_nothing_else(newer: int) -> None:
    leaves = tree(newer)
    new_root = root_hash(leaves)
    for older in range(1, newer + 1):
        proof = consistency_proof(older, leaves)
        old_root = root_hash(leaves[:older])
        sizes, roots = (older, newer), (old_root, new_root)
        assert consistent(sizes, roots, proof)
        forged = root_hash([*leaves[: older - 1], leaf_hash(b"rewritten")])
        assert not consistent(sizes, (forged, new_root), proof)
        assert not consistent(sizes, (old_root, leaf_hash(b"other")), proof)
        assert not consistent(sizes, roots, (*proof, new_root))
        assert not consistent((newer + 1, newer), roots, proof)
        assert not consistent((0, newer), roots, proof)
        for place in range(len(proof)):
            assert not consistent(sizes, roots, flipped(proof, place))
            assert not consistent(sizes, roots, proof[:place])


def test_a_forked_log_has_no_proof_from_the_older_root() -> None:
    seen = root_hash(tree(5))
    fork = [*tree(4), leaf_hash(b"fork"), *tree(9)[5:]]
    for size in range(1, 10):
        proof = consistency_proof(size, fork)
        assert not consistent((5, 9), (seen, root_hash(fork)), proof)


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(index, tree(3))


@pytest.mark.parametrize("size", [0, 4])
def test_there_is_no_proof_of_a_size_that_never_was(size: int) -> None:
    with pytest.raises(IndexError):
        consistency_proof(size, tree(3))
