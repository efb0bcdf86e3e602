"""The second step of a check: the fingerprint that one has, the signature, and the seal before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.seal.canonical import Json, as_fingerprint, is_of, parsed_canonical, short
from dvk_scoring.seal.sealed import HEAD, SIGNATURE, Seal, read_seal
from dvk_scoring.seal.signature import is_signature, is_true, is_weak

_UNCHECKED: Final = "DVK-V210"
"""A signature that could not be looked at says nothing against what is sealed."""


@attrs.frozen
class Known:
    """What whoever checks knows from elsewhere; None: nothing.

    Attributes:
        fingerprint: Whole or short, as it was handed on.
        signer: The public key of who should have sealed, hex.
        earlier: The seal that should stand before.
    """

    fingerprint: str | None = None
    signer: str | None = None
    earlier: Seal | None = None


def check_known(seal: Seal, known: Known) -> list[Problem]:
    """Find all that is wrong with signature and chain, and what is not as it is known from elsewhere."""
    problems = list(check_fingerprint(seal.fingerprint, known.fingerprint, seal.path))
    signature = None
    if SIGNATURE in seal.members:
        with suppress(ValueError):
            signature = parsed_canonical(seal.members[SIGNATURE])
        signature = {} if signature is None else signature  # a member that says nothing is no lack of one
    problems += check_signature(seal.head, seal.members[HEAD], signature, known, seal.path)
    return [*problems, *_check_chain(seal, known.earlier)]


def read_whole(path: Path) -> Seal:
    """Read a seal that something else is to rest on: its signature is right, as far as that can be looked at here.

    Raises:
        DvkError: Something is wrong with it.
    """
    seal = read_seal(path)
    problems = [fault for fault in check_known(seal, Known()) if fault.code != _UNCHECKED]
    if problems:
        raise DvkError(problems)
    return seal


def check_fingerprint(fingerprint: str, wanted: str | None, path: str) -> Iterator[Problem]:
    """Hold the fingerprint to the one that was handed on."""
    plain = None if wanted is None else as_fingerprint(wanted)
    yield from check_form(wanted, path)
    if plain is not None and not is_of(plain, fingerprint):
        yield problem("DVK-V201", Place(file=path), found=short(fingerprint), wanted=wanted)


def check_form(wanted: str | None, path: str) -> Iterator[Problem]:
    """Tell of what was handed on as a fingerprint and is none: no seal needs to be opened to see that."""
    if wanted is not None and as_fingerprint(wanted) is None:
        yield problem("DVK-V209", Place(file=path), value=wanted)


def check_signature(head: Json, message: bytes, signature: Json, known: Known, path: str) -> Iterator[Problem]:
    """Hold the signature to the head and to the signer that is known; ``signature`` None: there is none."""
    place, signer = Place(file=path), head["signer"]
    if known.signer is not None and signer != known.signer:
        code = "DVK-V206" if signer is None else "DVK-V205"
        yield problem(code, place, signer=short(signer) if signer else "", wanted=short(known.signer))
    if signature is None:
        if signer is not None:
            yield problem("DVK-V203", place)
    elif not is_signature(signature):
        yield problem("DVK-V114", place, name=SIGNATURE)
    elif signature["key"] != signer:
        yield problem("DVK-V204", place)
    elif is_weak(signer):
        yield problem("DVK-V211", place)
    else:
        true = is_true(signature, message)
        if true is None:
            yield problem("DVK-V210", place)
        elif not true:
            yield problem("DVK-V202", place)


def _check_chain(seal: Seal, earlier: Seal | None) -> Iterator[Problem]:
    if earlier is None:
        return
    named = seal.head["earlier"]
    if named is None:
        yield problem("DVK-V207", seal.place)
    elif named != earlier.named:
        yield problem("DVK-V208", seal.place, wanted=earlier.path)
