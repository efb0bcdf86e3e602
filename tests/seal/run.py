"""Spoil seals by the thousand: ``python -m tests.seal.run --changes 10000`` counts what both verifiers say of them."""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from dvk_scoring.seal.container import packed
from dvk_scoring.seal.sealed import open_seal
from tests.seal.made import codes, make_seals


def spoil(data: bytes, path: Path, *, count: int, seed: int) -> Counter[str]:
    """Change one byte at a time at random places; count the codes, of which both verifiers must give the same."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    for _ in range(count):
        at, by = chance.randrange(len(data)), chance.randrange(1, 256)
        path.write_bytes(data[:at] + bytes([data[at] ^ by]) + data[at + 1 :])
        found[" ".join(dict.fromkeys(codes(path)))] += 1
    return found


def forge(data: bytes, path: Path, *, count: int, seed: int) -> Counter[str]:
    """Change one byte of a member and pack it anew as a forger would, with the right CRC and directory; count codes."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    members = dict(open_seal(data, "x.dvk").members)
    for _ in range(count):
        name = chance.choice(list(members))
        content = members[name]
        at, by = chance.randrange(len(content)), chance.randrange(1, 256)
        changed = content[:at] + bytes([content[at] ^ by]) + content[at + 1 :]
        path.write_bytes(packed({**members, name: changed}))
        found[" ".join(dict.fromkeys(codes(path)))] += 1
    return found


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--changes", type=int, default=10_000)
    reader.add_argument("--seed", type=int, default=0)
    asked = reader.parse_args()
    with TemporaryDirectory() as folder:
        sealed = make_seals(Path(folder))
        counts = {
            how.__name__: how(sealed.first.data, Path(folder) / "x.dvk", count=asked.changes, seed=asked.seed)
            for how in (spoil, forge)
        }
    for name, found in counts.items():
        for code, count in found.most_common():
            sys.stdout.write(f"{name}: {code or 'NOT FOUND'}: {count}\n")
    return 1 if any("" in found for found in counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
