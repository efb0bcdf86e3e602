"""What others published: trees, canonical JSON and signatures, by the program and by the verifier that travels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dvk_scoring.seal import verify
from dvk_scoring.seal.canonical import canonical, parsed, parsed_canonical
from dvk_scoring.seal.signature import is_true, is_weak, public_hex, signed
from dvk_scoring.seal.tree import audit_path, leaf_hash, root_hash, root_of_path

# RFC 6962 has no vectors of its own. These are kInputs, kSHA256EmptyTreeHash, kSHA256Roots and kSHA256Paths of its
# reference implementation, github.com/google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc at commit
# 0e901cacd1388fa16f78b184612f6cd16e5ceec1; places there count from 1.
LEAVES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",  # RFC 6962, 2.1: the hash of nothing
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
PATHS = {  # (place from 0, size) → path
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
OCTETS = """
    7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72
    75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 3a
    5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31
    65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37
    5d 2c 22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30
    30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d
"""
"""RFC 8785, 3.2.4, as it stands there."""
LINES = (Path(__file__).parent / "data" / "rfc8032.txt").read_text(encoding="utf-8").splitlines()[1:]
SIGNATURES = [tuple(line.split(",")) for line in LINES]


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_roots(size: int) -> None:
    hashes = [leaf_hash(one) for one in LEAVES[:size]]
    assert root_hash(hashes).hex() == ROOTS[size]
    assert verify.tree(hashes).hex() == ROOTS[size]


@pytest.mark.parametrize(("at", "size"), PATHS)
def test_paths(at: int, size: int) -> None:
    hashes = [leaf_hash(one) for one in LEAVES[:size]]
    path = audit_path(hashes, at)
    assert tuple(one.hex() for one in path) == PATHS[at, size]
    assert root_of_path(hashes[at], at, size, path) == verify.climb(hashes[at], at, size, path) == root_hash(hashes)


def test_a_path_leads_to_the_root_from_its_own_place_alone() -> None:
    """Both verifiers take each path at its place, and take none that is longer, shorter or of another place."""
    for size in range(1, 18):
        hashes = [leaf_hash(bytes([at])) for at in range(size)]
        root = root_hash(hashes)
        assert verify.tree(hashes) == root
        for at in range(size):
            path = audit_path(hashes, at)
            for place in range(-1, size + 1):
                for tried in (path, path[1:], path[:-1], [*path, root], [root, *path]):
                    wanted = root if place == at and tried == path else None
                    assert (root_of_path(hashes[at], place, size, tried) == root) == (wanted == root)
                    assert (climbed(hashes[at], place, size, tried) == root) == (wanted == root)


def climbed(leaf: bytes, place: int, size: int, path: list[bytes]) -> bytes | None:
    try:
        return verify.climb(leaf, place, size, path) if 0 <= place < size else None
    except ValueError:
        return None


def test_canonical_json() -> None:
    """RFC 8785: the keys to be ordered of 3.2.3; the string and literals of 3.2.2 with their octets of 3.2.4."""
    order = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    wanted = [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]
    string = parsed(
        rb"""{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"""
    )
    numbers = b'"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'  # fractions, which no seal has
    octets = bytes.fromhex(OCTETS).replace(numbers, b"")
    assert len(octets) == len(bytes.fromhex(OCTETS)) - len(numbers)
    for write in (canonical, lambda value: verify.text(value).encode()):
        assert list(parsed(write(order)).values()) == wanted
        assert write(string) == octets


# RFC 8785, appendix B, has 0 and, as the greatest whole numbers, ±9007199254740992. RFC 7493, 2.2, on which it rests,
# has others take whole numbers as exact in the range [-(2**53)+1, (2**53)-1]: a seal takes these, and none beyond.
@pytest.mark.parametrize("number", [0, -9007199254740991, 9007199254740991, 1, -1])
def test_whole_numbers(number: int) -> None:
    assert canonical(number) == verify.text(number).encode() == str(number).encode()


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":1,"a":1}',
        b"1.0",
        b"1e2",
        b"NaN",
        b"-Infinity",
        b'"\\ud800"',
        b"9007199254740992",
        b"-9007199254740992",
        b"[" * 100_000,
    ],
)
def test_what_has_two_readings_has_none(text: bytes) -> None:
    with pytest.raises(ValueError):
        parsed_canonical(text)
    with pytest.raises((ValueError, RecursionError)):
        verify.exact(text)


@pytest.mark.parametrize(("secret", "public", "message", "signature"), SIGNATURES)
def test_signatures(secret: str, public: str, message: str, signature: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    assert public_hex(key) == public
    made = signed(key, bytes.fromhex(message))
    assert made == {"algorithm": "Ed25519", "key": public, "signature": signature}
    assert is_true(made, bytes.fromhex(message)) is True
    assert is_true(made, bytes.fromhex(message) + b"\0") is False
    at = [one[1] for one in SIGNATURES].index(public)
    other: dict[str, Any] = {**made, "key": SIGNATURES[at - 1][1]}
    assert is_true(other, bytes.fromhex(message)) is False


# RFC 8032, 5.1: the curve -x² + y² = 1 + d x² y² over the integers mod p, and the order L of its base point.
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493
Point = tuple[int, int]


def plus(one: Point, other: Point) -> Point:
    """Add two points as RFC 8032, 5.1.4 does, in plain coordinates."""
    (x1, y1), (x2, y2) = one, other
    both = D * x1 * x2 * y1 * y2
    return (x1 * y2 + x2 * y1) * pow(1 + both, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - both, -1, P) % P


def times(count: int, point: Point) -> Point:
    found = (0, 1)
    for bit in f"{count:b}":
        found = plus(found, found)
        found = plus(found, point) if bit == "1" else found
    return found


def on_curve(y: int) -> Point | None:
    """Give the point of RFC 8032, 5.1.3, where there is one."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    return (x, y) if x * x % P == square else None


def test_all_keys_of_small_order_are_weak_and_no_other() -> None:
    """L times any point has an order that divides 8; all eight such points are multiples of one of them."""
    points = (times(ORDER, point) for point in map(on_curve, range(2, 99)) if point is not None)
    eighth = next(one for one in points if times(4, one) != (0, 1))
    heights = {times(count, eighth)[1] for count in range(8)}
    assert len(heights) == 5
    written = {y + more for y in heights for more in (0, P) if y + more < 2**255}
    weak = {(y | sign << 255).to_bytes(32, "little").hex() for y in written for sign in (0, 1)}
    assert len(weak) == 14
    beside = {(int(one, 16) ^ 1 << bit).to_bytes(32, "big").hex() for one in weak for bit in range(256)} - weak
    for key in (*weak, *beside, *(public for _, public, *_ in SIGNATURES)):
        assert is_weak(key) == verify.is_weak(key) == (key in weak), key
