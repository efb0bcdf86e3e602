"""Making a seal: members, manifest, tree, head, and a signature where there is a key; the same bytes each time."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from dvk_scoring.package import VERSION
from dvk_scoring.problem import DvkError, Place, problem
from dvk_scoring.report.public.edition import make_edition
from dvk_scoring.report.public.write import edition_json
from dvk_scoring.scoring.result import Result
from dvk_scoring.seal.canonical import Json, canonical, digest, parsed
from dvk_scoring.seal.container import packed
from dvk_scoring.seal.gather import Made, gather
from dvk_scoring.seal.recompute import recompute_in, said_of, unpacked_aside
from dvk_scoring.seal.sealed import (
    FORMAT,
    HEAD,
    MANIFEST,
    PUBLIC,
    RESULT,
    SAYING,
    SIGNATURE,
    Kind,
    Seal,
    enclosed,
    leaves,
)
from dvk_scoring.seal.signature import public_hex, signed
from dvk_scoring.seal.tree import root_hash

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@attrs.frozen
class Stamped:
    """A seal that was made: its bytes and its fingerprint (hex)."""

    data: bytes = attrs.field(repr=False)
    fingerprint: str


def seal_result(
    result: Result, made: Made, *, key: Ed25519PrivateKey | None = None, earlier: Seal | None = None
) -> Stamped:
    """Seal a result with all that it was made of.

    It is scored once more from what was put in: a seal that would not verify is not made.

    Args:
        result: What is sealed.
        made: What it was made of.
        key: Who signs it; None: nobody does.
        earlier: The seal that it comes after.

    Raises:
        DvkError: It is a trial, a file cannot be sealed, or what is in the seal gives another result.
    """
    result.refuse_trial()
    members, inputs = gather(made)
    with unpacked_aside(members) as home:
        said = said_of(recompute_in(home, inputs, made.registry), VERSION)
    if _of_one_form(said) != _of_one_form(said_of(result, VERSION)):
        raise DvkError([problem("DVK-V609", Place(file=made.scheme))])
    return compose("result", {**members, RESULT: said}, inputs.value(), key=key, earlier=earlier)


def _of_one_form(said: bytes) -> str:
    """Give a result whose names of files have the marks of letters as those in a seal have them."""
    return unicodedata.normalize("NFC", said.decode())


def check_earlier(earlier: Seal) -> None:
    """See that a seal can come after another one.

    Raises:
        DvkError: It is a public edition.
    """
    if earlier.kind != "result":
        raise DvkError([problem("DVK-V613", earlier.place)])


def seal_edition(result: Result, full: str, *, key: Ed25519PrivateKey | None = None) -> Stamped:
    """Seal the public edition of a result; of what it was made of it holds the fingerprint of the full seal alone.

    Args:
        result: Whose edition.
        full: Fingerprint of its full seal, hex.
        key: Who signs it; None: nobody does.

    Raises:
        DvkError: It is a trial.
    """
    return compose("public", {PUBLIC: edition_of(result)}, {}, key=key, full=full)


def edition_of(result: Result) -> bytes:
    """Give the public edition as a seal holds it."""
    return edition_json(make_edition(result)).encode()


def compose(
    kind: Kind,
    members: Mapping[str, bytes],
    inputs: Mapping[str, Json],
    *,
    key: Ed25519PrivateKey | None = None,
    earlier: Seal | None = None,
    full: str | None = None,
) -> Stamped:
    """Put members together as a seal.

    Args:
        kind: Of what.
        members: All but those that every seal has; one of those takes the place of what is enclosed.
        inputs: What the manifest says of them.
        key: Who signs it; None: nobody does.
        earlier: The seal that it comes after.
        full: Fingerprint of the full seal, of a public edition.
    """
    everything = dict(sorted({**enclosed(), **members}.items()))
    files = {name: digest(content) for name, content in everything.items()}
    manifest = canonical({**inputs, "files": files, "versions": {"dvk": VERSION}})
    rows = leaves(parsed(members[SAYING[kind]])["units"])
    head = canonical(
        {
            "format": FORMAT,
            "kind": kind,
            "manifest": digest(manifest),
            "units": {"root": root_hash(rows).hex(), "size": len(rows)},
            "earlier": None if earlier is None else earlier.named,
            "full": full,
            "signer": None if key is None else public_hex(key),
        }
    )
    signature = {} if key is None else {SIGNATURE: canonical(signed(key, head))}
    return Stamped(packed({HEAD: head, **signature, MANIFEST: manifest, **everything}), digest(head))
