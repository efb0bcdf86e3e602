"""The contract in one line: ``test_contract = contract(WHAT)``; and the same without pytest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, problem
from dvk_scoring.testing.needed import require
from dvk_scoring.testing.subject import What, subjects_of
from dvk_scoring.text import Language

if TYPE_CHECKING:
    from dvk_scoring.testing.bench import Bench
    from dvk_scoring.testing.failure import CheckResult

EXAMPLES: Final = 100
SEED: Final = 1


def contract(
    what: What,
    *,
    checks: Iterable[str] | None = None,
    examples: int = EXAMPLES,
    seed: int = SEED,
    language: Language | None = None,
) -> Callable[..., None]:
    """Make a pytest function that holds criteria to the contract, one test a check and criterion.

    The tests are called ``test_contract[ID-CHECK]``. A plugin that cannot be loaded fails as ``test_contract[load]``.

    Args:
        what: A criterion class; the path of a plugin's folder or file, or of a folder below it; or the id of an
            installed plugin. Its worked cases lie beside its file.
        checks: Names of checks; all unless said.
        examples: Trials that each check looks at.
        seed: The same seed makes the same trials.
        language: Of what is told; else that of ``DVK_LANG``, else English.

    Raises:
        DvkError: pytest or Hypothesis is not installed, or a check is named that does not exist.

    Example:
        In ``test_criterion.py`` beside ``criterion.py``::

            from pathlib import Path

            from dvk_scoring.testing import contract

            test_contract = contract(Path(__file__).parent)
    """
    require("pytest", "hypothesis")
    import pytest

    spoken: Language = language or ("vi" if os.environ.get("DVK_LANG") == "vi" else "en")
    chosen = chosen_checks(checks)
    try:
        benches = _benches(what, (), examples, seed)
    except DvkError as error:
        told = "\n".join(fault.in_(spoken) for fault in error.problems)
        pairs = [pytest.param(None, told, id="load")]
    else:
        pairs = [pytest.param(bench, name, id=f"{bench.subject.id}-{name}") for bench in benches for name in chosen]

    @pytest.mark.parametrize(("bench", "check"), pairs)
    def test_contract(bench: Bench | None, check: str) -> None:
        if bench is None:
            pytest.fail(check, pytrace=False)
        _hold(bench, check, spoken)

    return test_contract


def _hold(bench: Bench, check: str, language: Language) -> None:
    import pytest

    from dvk_scoring.testing.checks import CHECKS, result_of

    result = result_of(bench, check)
    told = result.told(language)
    if result.status == "not-run":
        pytest.skip(told)
    if not result.ok:
        rule = CHECKS[check]
        pytest.fail(f"{rule.holds.in_(language)}\n{told}\n→ {rule.advice.in_(language)}", pytrace=False)


def run_contract(
    what: What,
    checks: Iterable[str] | None = None,
    *,
    examples: int = EXAMPLES,
    seed: int = SEED,
    folders: Sequence[str | Path] = (),
) -> tuple[CheckResult, ...]:
    """Hold criteria to the contract, without pytest.

    Args:
        what: As for ``contract``.
        checks: Names of checks; all unless said.
        examples: Trials that each check looks at.
        seed: The same seed makes the same trials.
        folders: Folders of plugins in which an id is looked for too.

    Returns:
        One result a check, criterion by criterion.

    Raises:
        DvkError: Hypothesis is not installed, a check does not exist, or the plugin cannot be loaded.
    """
    require("hypothesis")
    from dvk_scoring.testing.checks import result_of

    chosen = chosen_checks(checks)
    return tuple(result_of(bench, name) for bench in _benches(what, folders, examples, seed) for name in chosen)


def chosen_checks(names: Iterable[str] | None) -> tuple[str, ...]:
    """Give the checks of these names in the order of the contract; all when none is named.

    Raises:
        DvkError: One does not exist.
    """
    from dvk_scoring.testing.checks import CHECKS

    wanted = list(CHECKS) if names is None else list(names)
    known = ", ".join(CHECKS)
    unknown = [
        problem("DVK-C402", check=name, nearest=nearest(name, list(CHECKS)), known=known)
        for name in wanted
        if name not in CHECKS
    ]
    if unknown:
        raise DvkError(unknown)
    return tuple(name for name in CHECKS if name in wanted)


def _benches(what: What, folders: Sequence[str | Path], examples: int, seed: int) -> list[Bench]:
    from dvk_scoring.testing.bench import Bench

    return [Bench(subject, examples, seed) for subject in subjects_of(what, folders)]
