"""What a manifest says of the inputs: which member is what, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, get_args

import attrs

from dvk_scoring.criteria.find import Origin
from dvk_scoring.engines import EngineName
from dvk_scoring.run import DecimalMark
from dvk_scoring.seal.canonical import Json

_Role = Literal["rulings", "votes", "columns"]
ROLES: tuple[_Role, ...] = get_args(_Role)


@attrs.frozen
class SealedFigures:
    """A source of figures: the member, the sheet of it or None, and its decimal mark."""

    file: str
    sheet: str | None
    decimal: DecimalMark


@attrs.frozen
class SealedPlugin:
    """A plugin that was used.

    Attributes:
        origin: Where it was found.
        version: Of its distribution; empty where it has none.
        entry: ``module:object`` of an entry point, or None.
        file: Its first file, below ``plugins/NAME/``; of an entry point, None.
        files: All of its files, below ``plugins/NAME/``.
    """

    origin: Origin
    version: str
    entry: str | None
    file: str | None
    files: tuple[str, ...]


@attrs.frozen
class SealedInputs:
    """All that a result was made of.

    Attributes:
        scheme: Member that is the scheme.
        shipped: Id → member, of schemes that are extended by id.
        figures: In the order in which they were read.
        papers: Role → member, of rulings, votes and headings.
        as_of, engine, sample: As ``score`` takes them.
        plugins: By name.
    """

    scheme: str
    shipped: Mapping[str, str] = attrs.field(hash=False)
    figures: tuple[SealedFigures, ...]
    papers: Mapping[str, str] = attrs.field(hash=False)
    as_of: date | None
    engine: EngineName | None
    sample: bool
    plugins: Mapping[str, SealedPlugin] = attrs.field(hash=False)

    def value(self) -> dict[str, Json]:
        """Give it as a manifest writes it."""
        return {
            "scheme": {"file": self.scheme, "shipped": dict(self.shipped)},
            "figures": [attrs.asdict(figure) for figure in self.figures],
            **{role: self.papers.get(role) for role in ROLES},
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "engine": self.engine,
            "sample": self.sample,
            "plugins": {
                name: {**attrs.asdict(plugin), "files": list(plugin.files)}
                for name, plugin in sorted(self.plugins.items())
            },
        }


def read_inputs(manifest: Mapping[str, Json]) -> SealedInputs:
    """Read what a manifest says; whatever it holds, nothing but this goes wrong.

    Raises:
        ValueError: It says something else, or names what is not there.
    """
    try:
        return _read(manifest)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def _read(manifest: Mapping[str, Json]) -> SealedInputs:
    def member(name: Any) -> str:
        if not isinstance(name, str) or name not in manifest["files"]:
            raise ValueError(f"no member {name!r}")
        return name

    def plugin(name: str, value: Any) -> SealedPlugin:
        for file in value["files"]:
            member(f"plugins/{name}/{file}")
        entry = None if value["entry"] is None else _text(value["entry"])
        files = tuple(_text(path) for path in value["files"])
        origin: Origin = _one_of(value["origin"], get_args(Origin))
        sealed = SealedPlugin(origin, _text(value["version"]), entry, value["file"], files)
        first = {sealed.file} if entry is None else _files_of(entry)
        if (origin == "entry-point") != (entry is not None and sealed.file is None) or not first & set(files):
            raise ValueError(f"{name} is not of its files")
        return sealed

    def source(value: Any) -> SealedFigures:
        sheet = None if value["sheet"] is None else _text(value["sheet"])
        return SealedFigures(member(value["file"]), sheet, _one_of(value["decimal"], get_args(DecimalMark)))

    shipped = {_text(key): member(name) for key, name in manifest["scheme"]["shipped"].items()}
    engine: EngineName | None = _one_of(manifest["engine"], (None, *get_args(EngineName)))
    inputs = SealedInputs(
        scheme=member(manifest["scheme"]["file"]),
        shipped=shipped,
        figures=tuple(source(item) for item in _listed(manifest["figures"])),
        papers={role: member(manifest[role]) for role in ROLES if manifest[role] is not None},
        as_of=None if manifest["as_of"] is None else date.fromisoformat(_text(manifest["as_of"])),
        engine=engine,
        sample=_one_of(manifest["sample"], (True, False)),
        plugins={_text(name): plugin(name, item) for name, item in manifest["plugins"].items()},
    )
    _text(manifest["versions"]["dvk"])
    if {**inputs.value(), **{key: manifest[key] for key in ("files", "versions")}} != manifest:
        raise ValueError("a manifest says nothing else, and nothing in another way")
    return inputs


def _files_of(entry: str) -> set[str]:
    """Give the names that the file of an entry point may have."""
    path = entry.partition(":")[0].strip().replace(".", "/")
    return {f"{path}.py", f"{path}/__init__.py"}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _listed(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value


def _one_of(value: Any, known: Sequence[Any]) -> Any:
    if value not in known or (isinstance(value, int) and not isinstance(value, bool)):
        raise ValueError(f"{value!r} is none of {known}")
    return value
