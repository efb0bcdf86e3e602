"""Deliberate mistakes in the law: each is a small change of the source, and a case of the law that must tell of it."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import re
import sys
import tomllib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from dvk_scoring.engines import EngineName

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PRODUCT = "dvk_scoring"
ANEW = "differences_anew"
"""What scores and compares; it and what rests on the mistake are imported anew, the oracle is not."""


@dataclass(frozen=True)
class Mistake:
    """``new`` in the place of ``old``, which stands once in ``file``; ``case`` and ``engine``: who tells of it."""

    what: str
    file: str
    old: str
    new: str
    case: str
    engine: EngineName = "exact"

    @property
    def module(self) -> str:
        return self.file.removesuffix(".py").replace("/", ".")

    @property
    def source(self) -> str:
        return (ROOT / self.file).read_text(encoding="utf-8")

    @property
    def stands(self) -> bool:
        """Tell whether there is such a place in the source, and one only."""
        return self.source.count(self.old) == 1


def read_mistakes() -> list[Mistake]:
    data = tomllib.loads((HERE / "data" / "mistakes.toml").read_text(encoding="utf-8"))
    return [Mistake(file=file, **one) for file, several in data.items() for one in several]


class Mistaken(SourceFileLoader):
    """Loads a module with a mistake in it; nothing of it is kept."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.module, str(ROOT / mistake.file))
        self.mistake = mistake

    def get_code(self, fullname: str) -> CodeType:
        source = self.mistake.source.replace(self.mistake.old, self.mistake.new)
        return compile(source, self.path, "exec", dont_inherit=True)


class MistakenFinder(importlib.abc.MetaPathFinder):
    """Finds the one module that has the mistake."""

    def __init__(self, mistake: Mistake) -> None:
        self.mistake = mistake

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.mistake.module:
            return None
        return importlib.util.spec_from_loader(fullname, Mistaken(self.mistake))


def above(module: str) -> set[str]:
    """Give the package of a module, and those that may import it, by the contract on imports."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    package = module.split(".")[1]
    at = next(at for at, layer in enumerate(layers) if f"({package})" in layer)
    return {name for layer in layers[: at + 1] for name in re.findall(r"\w+", layer)}


def imported(packages: Collection[str]) -> list[str]:
    """Give the modules of these packages, and the comparison, so far as they are imported."""
    parts = ((name, name.split(".")) for name in sys.modules)
    return [name for name, path in parts if name == ANEW or (path[0] == PRODUCT and path[1:] and path[1] in packages)]


@contextmanager
def made(mistake: Mistake) -> Iterator[Any]:
    """Give the comparison with the oracle, of a product that makes the mistake; afterwards all is as it was."""
    packages = above(mistake.module)
    product = vars(importlib.import_module(PRODUCT))
    attributes = {name: product[name] for name in packages & product.keys()}
    kept = {name: sys.modules.pop(name) for name in imported(packages)}
    finder = MistakenFinder(mistake)
    sys.meta_path.insert(0, finder)
    try:
        spec = importlib.util.spec_from_file_location(ANEW, HERE / "differences.py")
        assert spec is not None
        assert spec.loader is not None
        comparison = sys.modules[ANEW] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(comparison)
        yield comparison
    finally:
        sys.meta_path.remove(finder)
        for name in imported(packages):
            del sys.modules[name]
        sys.modules.update(kept)
        product.update(attributes)
