"""The tree against the vectors of the certificate-transparency implementations and against pymerkle."""

from __future__ import annotations

import hashlib

import pymerkle
import pytest

from audits.ledger.merkle import (
    consistency_path,
    inclusion_path,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# The leaves and values that the RFC 6962 implementations share (transparency-dev/merkle, testonly).
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
LEAVES = [leaf_hash(data) for data in INPUTS]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


@pytest.mark.parametrize("size", range(9))
def test_roots_equal_the_shared_vectors(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_equal_the_shared_vectors(index: int, size: int) -> None:
    path = [bytes.fromhex(step) for step in INCLUSION[index, size]]
    assert inclusion_path(LEAVES[:size], index) == path
    assert verify_inclusion(LEAVES[index], index, size, path, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "size"), CONSISTENCY)
def test_consistency_proofs_equal_the_shared_vectors(old: int, size: int) -> None:
    path = [bytes.fromhex(step) for step in CONSISTENCY[old, size]]
    assert consistency_path(LEAVES[:size], old) == path
    assert verify_consistency(old, bytes.fromhex(ROOTS[old]), size, bytes.fromhex(ROOTS[size]), path)


def definition(data: list[bytes]) -> bytes:
    """MTH as RFC 9162, 2.1.1 writes it down: recursion and the largest power of two below n."""
    if len(data) <= 1:
        return hashlib.sha256(b"\x00" + data[0]).digest() if data else hashlib.sha256().digest()
    split = 1 << ((len(data) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + definition(data[:split]) + definition(data[split:])).digest()


def test_pairing_neighbours_gives_the_root_of_the_definition() -> None:
    data = [bytes([number]) for number in range(70)]
    for size in range(71):
        assert root([leaf_hash(one) for one in data[:size]]) == definition(data[:size])


def test_roots_and_proofs_equal_those_of_pymerkle() -> None:
    """Its proofs begin with the leaf, or with the subtrees of the old root; its verifier accepts our roots."""
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    data = [number.to_bytes(2, "big") for number in range(33)]
    leaves = [leaf_hash(one) for one in data]
    for one in data:
        tree.append_entry(one)
    for size in range(1, len(data) + 1):
        ours = root(leaves[:size])
        assert tree.get_root(size) == ours
        for index in range(size):
            theirs = tree.prove_inclusion(index + 1, size)
            pymerkle.verify_inclusion(leaves[index], ours, theirs)
            assert theirs.path == [leaves[index], *inclusion_path(leaves[:size], index)]
        for old in range(1, size):
            pymerkle.verify_consistency(root(leaves[:old]), ours, tree.prove_consistency(old, size))
