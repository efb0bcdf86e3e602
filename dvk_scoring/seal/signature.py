"""Signatures: Ed25519 (RFC 8032) over the bytes of ``seal.json``, by the library cryptography, which is an extra."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dvk_scoring.extras import needs
from dvk_scoring.problem import DvkError, Place, problem
from dvk_scoring.seal.canonical import Json, is_digest
from dvk_scoring.seal.container import read_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM: Final = "Ed25519"
_SIGNATURE_LETTERS: Final = 128
_LONGEST: Final = 100_000
_SIGN: Final = 0x80
_SMALL_ORDER: Final = frozenset({
    "00" * 32,
    "01" + "00" * 31,
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ec" + "ff" * 30 + "7f",
    "ed" + "ff" * 30 + "7f",
    "ee" + "ff" * 30 + "7f",
})  # fmt: skip
"""Points of which the order divides 8, without the bit of the sign, as they can be written: the list of libsodium."""


def read_key(path: Path, ask: Callable[[], str | None]) -> Ed25519PrivateKey:
    """Read a private key (PEM).

    Args:
        path: Its file.
        ask: Gives the passphrase of a key that is locked, None where nobody can be asked.

    Raises:
        DvkError: It cannot be read or unlocked, is of another kind, or the library is missing.
    """
    serialization, ed25519 = _library()
    data, place = read_bytes(path, most=_LONGEST), Place(file=str(path))
    try:
        loaded = serialization.load_pem_private_key(data, None)
    except TypeError:  # it is locked
        loaded = _unlocked(serialization, data, place, ask())
    except Exception:  # noqa: BLE001 - what the library raises of broken files is not told in its documentation
        raise DvkError([problem("DVK-V602", place)]) from None
    if not isinstance(loaded, ed25519.Ed25519PrivateKey):
        raise DvkError([problem("DVK-V602", place)])
    key: Ed25519PrivateKey = loaded
    return key


def _unlocked(serialization: Any, data: bytes, place: Place, passphrase: str | None) -> Any:
    if not passphrase:
        raise DvkError([problem("DVK-V603", place)])
    try:
        return serialization.load_pem_private_key(data, passphrase.encode())
    except Exception:  # noqa: BLE001 - as above
        raise DvkError([problem("DVK-V604", place)]) from None


def read_signer(text: str) -> str:
    """Give a public key in hex: from its file (PEM), or as it is written.

    Raises:
        DvkError: It is neither, or the library is missing.
    """
    if is_digest(text.lower()):
        return text.lower()
    path = Path(text)
    serialization, ed25519 = _library()
    data = read_bytes(path, most=_LONGEST)
    try:
        key = serialization.load_pem_public_key(data)
    except Exception:  # noqa: BLE001 - as above
        raise DvkError([problem("DVK-V605", Place(file=text))]) from None
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise DvkError([problem("DVK-V605", Place(file=text))])
    return str(key.public_bytes_raw().hex())


def public_hex(key: Ed25519PrivateKey) -> str:
    """Give the public half of a key, in hex."""
    return key.public_key().public_bytes_raw().hex()


def signed(key: Ed25519PrivateKey, message: bytes) -> Json:
    """Give what is written beside a message that is signed."""
    return {"algorithm": ALGORITHM, "key": public_hex(key), "signature": key.sign(message).hex()}


def is_signature(value: Json) -> bool:
    """Tell whether it is what ``signed`` gives."""
    if not isinstance(value, dict) or set(value) != {"algorithm", "key", "signature"}:
        return False
    letters = value["signature"]
    is_hex = isinstance(letters, str) and len(letters) == _SIGNATURE_LETTERS and not letters.strip("0123456789abcdef")
    return value["algorithm"] == ALGORITHM and is_digest(value["key"]) and is_hex


def is_weak(key: str) -> bool:
    """Tell whether anybody can sign for a public key in hex: there are 14 that are points of small order."""
    *low, high = bytes.fromhex(key)
    return bytes([*low, high & ~_SIGN]).hex() in _SMALL_ORDER


def is_true(signature: Json, message: bytes) -> bool | None:
    """Tell whether a signature is of this message; None where the library is missing."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["key"]))
        key.verify(bytes.fromhex(signature["signature"]), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _library() -> tuple[Any, Any]:
    with needs("seal", "cryptography"):
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    return serialization, ed25519
