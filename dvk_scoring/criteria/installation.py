"""The installation as a whole: Python, libraries, extras, variables, the screen, plugins; what is wrong with it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.criteria.find import FILE, GROUP, bundled_folder
from dvk_scoring.criteria.inspector import LIMIT_VARIABLE, is_limit
from dvk_scoring.criteria.registry import BLOCK, InspectedPlugin, Registry
from dvk_scoring.extras import PURPOSES
from dvk_scoring.nearest import nearest
from dvk_scoring.package import HOME, VERSION
from dvk_scoring.problem import Place, Problem, has_errors, problem, sort_problems

DISTRIBUTION: Final = "dvk-scoring"
LANG: Final = "DVK_LANG"
VARIABLES: Final = (LANG, BLOCK, LIMIT_VARIABLE)
SLOW: Final = 500  # milliseconds that a plugin may take to import without a remark
VIETNAMESE: Final = "Đề nghị xếp loại: tốt, khá, đạt"
_REQUIREMENT: Final = re.compile(r"""([\w.-]+)\s*(>=\s*[\d.]+)?\s*(?:;\s*extra\s*==\s*['"]([\w-]+)['"])?""")
_RESEMBLING: Final = 0.8
_NUMBERS: Final = re.compile(r"\d+")


@attrs.frozen
class Library:
    """A library that is needed.

    Attributes:
        name: Name of its distribution.
        needed: The versions that will do, ``>=8.1``; empty when any will.
        extra: The extra that needs it; empty when every command does.
        version: The version that is installed, or None.
    """

    name: str
    needed: str
    extra: str
    version: str | None

    @property
    def is_missing(self) -> bool:
        """Tell whether it is not installed."""
        return self.version is None

    @property
    def is_old(self) -> bool:
        """Tell whether an earlier version is installed than is needed."""
        return self.version is not None and _is_older(self.version, self.needed)


@attrs.frozen
class Installation:
    """What was looked at, and what is wrong.

    Attributes:
        version: Of dvk-scoring itself.
        python: Version of Python.
        libraries: All that are needed, those of extras too.
        variables: The variables ``DVK_…`` that are set.
        encoding: What the screen or pipe can show by itself.
        plugins: Every plugin, looked at.
        problems: All that is wrong, the worst first.
    """

    version: str
    python: str
    libraries: tuple[Library, ...]
    variables: Mapping[str, str] = attrs.field(hash=False)
    encoding: str
    plugins: tuple[InspectedPlugin, ...]
    problems: tuple[Problem, ...]

    @property
    def is_well(self) -> bool:
        """Tell whether nothing keeps a plugin from working."""
        return not has_errors(self.problems)


def examine(
    registry: Registry, *, encoding: str, environment: Mapping[str, str], package: Path | None = None
) -> Installation:
    """Look at the whole installation.

    Args:
        registry: The plugins found.
        encoding: What the screen or pipe can show by itself.
        environment: The environment variables.
        package: The folder of the package; the one that runs unless said.
    """
    plugins = tuple(registry.inspect_all())
    libraries = needed_libraries(_requirements())
    problems = [
        *_python_problems(),
        *library_problems(libraries),
        *_bundled_problems(package or HOME),
        *duplicate_problems(metadata.distributions()),
        *variable_problems(environment),
        *_encoding_problems(encoding),
        *registry.problems,
        *(told for plugin in plugins for told in plugin_problems(plugin)),
    ]
    named = {name: value for name, value in sorted(environment.items()) if name.startswith("DVK_")}
    return Installation(
        version=VERSION,
        python=platform.python_version(),
        libraries=libraries,
        variables=named,
        encoding=encoding,
        plugins=plugins,
        problems=sort_problems(problems),
    )


def needed_libraries(requirements: Iterable[str]) -> tuple[Library, ...]:
    """Read the requirements of the distribution, and which version of each is installed."""
    libraries = []
    for requirement in requirements:
        matched = _REQUIREMENT.match(requirement)
        if matched is not None:
            name, needed, extra = matched.groups()
            libraries.append(Library(name, (needed or "").replace(" ", ""), extra or "", _version(name)))
    return tuple(libraries)


def library_problems(libraries: Iterable[Library]) -> Iterator[Problem]:
    """Tell which libraries are missing or too old: an error where every command needs them, else worth knowing."""
    libraries = tuple(libraries)
    if not libraries:
        yield problem("DVK-C182")
    for library in libraries:
        if library.is_missing and not library.extra:
            yield problem("DVK-C171", library=library.name, needed=library.needed)
        elif library.is_old:
            yield problem("DVK-C172", library=library.name, needed=library.needed, version=library.version)
    for extra in dict.fromkeys(library.extra for library in libraries if library.extra):
        missing = [library.name for library in libraries if library.extra == extra and library.is_missing]
        if missing:
            yield problem("DVK-C173", extra=extra, missing=", ".join(missing), purpose=PURPOSES.get(extra, ""))
    if shutil.which("soffice") is None:
        yield problem("DVK-C174")


def variable_problems(environment: Mapping[str, str]) -> Iterator[Problem]:
    """Tell which variables have no meaning, or a value that has none."""
    for name, value in environment.items():
        known = {LANG: "vi, en", LIMIT_VARIABLE: "1 … 3599"}.get(name, "")
        wrong = {LANG: not value.lower().startswith(("vi", "en")), LIMIT_VARIABLE: not is_limit(value)}.get(name)
        if wrong and value:
            yield problem("DVK-C176", variable=name, value=value, known=known)
        elif name.startswith("DVK_") and name not in VARIABLES:
            meant = nearest(name, VARIABLES, alike=_RESEMBLING)
            if meant:  # one that resembles none may be a plugin's own
                yield problem("DVK-C177", variable=name, nearest=meant)


def duplicate_problems(distributions: Iterable[metadata.Distribution]) -> Iterator[Problem]:
    """Tell of distributions with plugins, and of this one, that lie on the search path more than once."""
    places: dict[str, dict[str, str]] = {}
    for distribution in distributions:
        name = _plugin_distribution(distribution)
        if name:
            places.setdefault(name, {})[str(Path(str(distribution.locate_file(""))).resolve())] = distribution.version
    for name, versions in places.items():
        if len(versions) > 1:
            told = ", ".join(f"{version} ({where})" for where, version in versions.items())
            yield problem("DVK-C179", distribution=name, versions=told)


def plugin_problems(plugin: InspectedPlugin) -> Iterator[Problem]:
    """Tell what is wrong with a plugin, and that it is slow."""
    yield from plugin.problems
    if plugin.milliseconds is not None and plugin.milliseconds > SLOW:
        yield problem("DVK-C175", plugin.found.place, milliseconds=plugin.milliseconds, most=SLOW)


def stale_problems(package: Path) -> Iterator[Problem]:
    """Tell of a copy of the bundled plugins that is used in place of those of the checkout."""
    inside, beside = package / "bundled", package.parent / "plugins"
    if inside.is_dir() and beside.is_dir() and (package.parent / "pyproject.toml").is_file():
        yield problem("DVK-C178", bundled=str(inside), checkout=str(beside))


def python_problems(version: str, needed: str) -> Iterator[Problem]:
    """Tell that Python is too old for the version it is needed in, ``>=3.11``."""
    if _is_older(version, needed):
        yield problem("DVK-C170", version=version, needed=needed.lstrip(">= "))


def _python_problems() -> Iterator[Problem]:
    try:
        needed = metadata.metadata(DISTRIBUTION)["Requires-Python"]
    except metadata.PackageNotFoundError:
        return
    yield from python_problems(platform.python_version(), str(needed or ""))


def _requirements() -> list[str]:
    try:
        return metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _is_older(version: str, needed: str) -> bool:
    return _numbers(version) < _numbers(needed)


def _numbers(version: str) -> list[int]:
    return [int(digits) for digits in _NUMBERS.findall(version)][:3]


def _bundled_problems(package: Path) -> Iterator[Problem]:
    yield from stale_problems(package)
    folder = bundled_folder()
    if not any(folder.glob(f"*/{FILE}")):
        yield problem("DVK-C181", Place(file=str(folder)), folder=str(folder))


def _encoding_problems(encoding: str) -> Iterator[Problem]:
    try:
        VIETNAMESE.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        yield problem("DVK-C180", encoding=encoding)


def _plugin_distribution(distribution: metadata.Distribution) -> str:
    """Give the name of a distribution that is this one or has plugins, as pip writes it; else nothing."""
    try:
        name = re.sub(r"[-_.]+", "-", str(distribution.metadata["Name"] or "")).lower()
        return name if name == DISTRIBUTION or distribution.entry_points.select(group=GROUP) else ""
    except Exception:  # noqa: BLE001 - a damaged distribution raises in whatever way; finding tells of it
        return ""


def native_encoding(environment: Mapping[str, str]) -> str:
    """Give the encoding that Python would write to the screen or a pipe in, had ``dvk`` not chosen UTF-8."""
    import locale

    written = environment.get("PYTHONIOENCODING", "").partition(":")[0]
    windows = os.name == "nt" and sys.stdout.isatty()  # Python writes to this window in UTF-8 by itself
    return written or ("utf-8" if windows or sys.flags.utf8_mode else locale.getencoding())
