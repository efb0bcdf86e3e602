"""A scheme and those it extends, merged by key into one: ``drop = true`` takes away, places stay in their own file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath

import attrs

from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.document import Document, document_of, is_there, key_path, place_of, read_document
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.shipped import shipped_files
from dvk_scoring.written import shown

LONGEST_CHAIN = 50
"""Schemes that extend one another: one a year would take half a century."""


def read_merged(file: str, data: bytes | None = None, shipped: Mapping[str, str] | None = None) -> Document:
    """Read a scheme's file with all that it extends; ``data``: what is to stand in it, in place of what does.

    ``shipped``: files of schemes that may be extended by id; those that come with the package unless said.

    The digest is that of the file's bytes; with ``extends``, of the digests of all files, the file itself first.

    Raises:
        DvkError: A file cannot be read, or what it extends cannot be found, forms a circle or lacks what is dropped.
    """
    chain = read_chain(file, data, shipped)
    merged = chain[-1]
    problems: list[Problem] = []
    for child in reversed(chain[:-1]):
        merged = _merge(merged, child, problems)
    _refuse_drops(merged, problems)
    if problems:
        raise DvkError(problems)
    if len(chain) == 1:
        return merged
    return attrs.evolve(merged, digest=hashlib.sha256(b"".join(document.digest for document in chain)).digest())


def with_changes(document: Document, changes: Mapping[str, object]) -> Document:
    """Lay keys and values of Python over a scheme, as a scheme that extends it would; ``drop`` takes a thing away.

    Raises:
        DvkError: What is dropped is not there.
    """
    problems: list[Problem] = []
    over = document_of(changes, "")
    child = attrs.evolve(over, places={path: Place(key=key_path(path)) for path in _paths(over.values)})
    values = _laid_over(document.values, child.values, (), child, problems)
    if problems:
        raise DvkError(problems)
    digest = hashlib.sha256(document.digest + repr(over.values).encode()).digest()
    return Document(document.file, values, {**document.places, **child.places}, digest)


def _paths(values: Mapping[str, object], path: Path = ()) -> Iterator[Path]:
    for key, value in values.items():
        yield (*path, key)
        if isinstance(value, Mapping):
            yield from _paths(value, (*path, key))


def read_chain(file: str, data: bytes | None = None, shipped: Mapping[str, str] | None = None) -> list[Document]:
    """Read the file, what it extends, what that extends, and so on; ``data`` and ``shipped`` as in ``read_merged``.

    Raises:
        DvkError: One cannot be read or found, or they form a circle.
    """
    chain = [read_document(file, data)]
    seen = [FilePath(file).resolve()]
    known = shipped_files() if shipped is None else shipped
    while (extended := _extended(chain[-1], known)) is not None:
        path, place = extended
        resolved = FilePath(path).resolve()
        if resolved in seen:
            raise DvkError([problem("DVK-S111", place, extends=path)])
        if len(chain) >= LONGEST_CHAIN:
            raise DvkError([problem("DVK-S206", place, most=LONGEST_CHAIN)])
        seen.append(resolved)
        chain.append(read_document(path))
    return chain


def _extended(document: Document, shipped: Mapping[str, str]) -> tuple[str, Place] | None:
    """Give the file that ``extends`` names, and the place that names it."""
    named = extends_of(document)
    if named is None:
        return None
    path, name = named
    place = place_of(document.places, document.file, path)
    return _find(name, document, place, shipped), place


def extends_of(document: Document) -> tuple[Path, str] | None:
    """Give where a scheme names what it extends, at the top or in ``[scheme]``, and what it names."""
    inner = document.values.get("scheme")
    tables: list[tuple[Path, Mapping[str, object]]] = [((), document.values)]
    if isinstance(inner, Mapping):
        tables.append((("scheme",), inner))
    for path, table in tables:
        if "extends" in table:
            name = table["extends"]
            return (*path, "extends"), name if isinstance(name, str) else shown(name)
    return None


def _find(name: str, document: Document, place: Place, shipped: Mapping[str, str]) -> str:
    if name in shipped:
        return shipped[name]
    beside = FilePath(document.file).parent / name
    if name.endswith(".toml") and is_there(beside):
        return str(beside)
    args = {"extends": name, "nearest": nearest(name, [*shipped]), "known": ", ".join(shipped)}
    raise DvkError([problem("DVK-S112", place, **args)])


def _merge(base: Document, child: Document, problems: list[Problem]) -> Document:
    """Lay ``child`` over ``base``."""
    block = child.values.get("scheme")
    if not isinstance(block, Mapping) or "id" not in block:
        problems.append(problem("DVK-S115", Place(file=child.file)))
    values = _laid_over(_inherited(base), child.values, (), child, problems)
    return Document(child.file, values, {**base.places, **child.places}, child.digest)


def _inherited(base: Document) -> dict[str, object]:
    """Give what is handed on: not the sample and the id, which belong to the file; folders as seen from there."""
    values = {key: value for key, value in base.values.items() if key not in ("sample", "extends")}
    scheme = values.get("scheme")
    if isinstance(scheme, Mapping):
        handed = {key: value for key, value in scheme.items() if key not in ("id", "extends")}
        folders = handed.get("plugins")
        if isinstance(folders, list):
            around = FilePath(base.file).parent.resolve()
            handed["plugins"] = [str(around / folder) if isinstance(folder, str) else folder for folder in folders]
        values["scheme"] = handed
    return values


def _laid_over(
    base: Mapping[str, object], over: Mapping[str, object], path: Path, child: Document, problems: list[Problem]
) -> dict[str, object]:
    merged = dict(base)
    for key, value in over.items():
        deeper = (*path, key)
        below = merged.get(key)
        if isinstance(value, Mapping) and "drop" in value and can_drop(deeper):
            place = place_of(child.places, child.file, (*deeper, "drop"))
            if value["drop"] is not True or len(value) > 1:
                problems.append(problem("DVK-S114", place))
            elif key not in merged:
                problems.append(problem("DVK-S113", place, key=key, nearest=nearest(key, base)))
            merged.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(below, Mapping):
            merged[key] = _laid_over(below, value, deeper, child, problems)
        else:
            merged[key] = value
    return merged


def can_drop(path: Path) -> bool:
    """Tell whether ``drop`` here takes a named thing away; deeper and in defaults it is a plugin's own setting."""
    return len(path) == 2 and path[0] != "defaults"


def _refuse_drops(document: Document, problems: list[Problem]) -> None:
    """Refuse a ``drop`` that is left: only what another scheme brought can be dropped."""
    for kind, table in document.values.items():
        for key, value in table.items() if isinstance(table, Mapping) else ():
            if isinstance(value, Mapping) and "drop" in value and can_drop((kind, key)):
                place = place_of(document.places, document.file, (kind, key, "drop"))
                problems.append(problem("DVK-S113", place, key=key, nearest=""))
