"""The page of the public names, grouped by what one does with them; signatures and docstrings are those of the code."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from importlib import import_module

from markdown import plain

# Module → groups of its public names in the order in which they are met; a name that stands in none stops the build.
GROUPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "dvk_scoring": {
        "Score a competition": ("load_scheme", "read_figures", "read_sample", "read_rulings", "plans_for", "score"),
        "Change figures one by one": ("Ledger",),
        "Ask what if": ("what_if", "Trial", "Comparison", "UnitChange", "FigureChange", "find_flips", "Flips", "Flip"),
        "Ask how sure it is": ("stability", "Spread", "Stability", "UnitStability", "write_stability"),
        "Millions of units": ("score_folder",),
        "What comes out": ("Result", "result_frame", "write_result"),
        "Help an editor": ("scheme_schema",),
        "Compare results": (
            "compare", "ComparedResults", "ComparedUnit", "Step", "Side", "Standing", "Regrouped",
            "compare_table", "ComparedTable", "ColumnCompared", "CellDifference",
        ),
        "When something is wrong": ("DvkError", "Problem"),
    },
    "dvk_scoring.api": {
        "The criterion": ("Criterion", "hookimpl", "AnyCriterion", "Range", "scored_range", "Text"),
        "Figures": ("Figures", "count", "decimal", "yes_no", "choice", "mark", "each", "setting_of"),
        "Params and settings": ("Params", "param", "setting", "setting_error"),
        "Promises": ("Promise", "never_lowers", "never_raises"),
        "Dividing and holding within limits": (
            "ratio", "NOT_ASSIGNED", "ERROR", "clip", "least", "greatest", "absolute", "interpolate",
        ),
        "Deciding": (
            "choose", "when", "bands", "equal", "different", "all_of", "any_of", "Cond",
        ),
        "Rounding": ("round_", "floor"),
        "Several columns at once": ("total", "mean", "median", "Many", "Rows"),
        "Marks that were given": ("given", "best", "sum_given", "count_given"),
        "Across the units of a cluster": (
            "highest", "lowest", "sum_across", "mean_across", "count_across", "rank_across", "share_of_best", "rescale",
            "count_of",
        ),
        "Approximate": ("power", "root", "log"),
        "What a formula is": ("Num", "named", "FormulaError"),
    },
    "dvk_scoring.testing": {
        "The contract": ("contract", "run_contract", "CheckResult", "Failure"),
        "Worked cases": ("read_cases", "run_cases", "Case", "CaseUnit", "CaseResult"),
        "Promises": ("check_promises", "check_promise", "PromiseResult", "Breach"),
        "Single trials": ("Trial", "units_of"),
    },
}  # fmt: skip

# Reached through a public name, and told below its group; never imported by name.
REACHED: Mapping[str, tuple[str, ...]] = {
    "What comes out": (
        "dvk_scoring.scoring.result.UnitResult",
        "dvk_scoring.scoring.result.CriterionResult",
        "dvk_scoring.scoring.result.AddedResult",
        "dvk_scoring.scoring.result.TitleResult",
    ),
    "Ask how sure it is": (
        "dvk_scoring.analysis.stability.Weight",
        "dvk_scoring.analysis.stability.Turn",
        "dvk_scoring.analysis.stability.LeftOut",
        "dvk_scoring.analysis.stability.Sensitivity",
        "dvk_scoring.analysis.stability.Together",
        "dvk_scoring.analysis.stability.Panel",
        "dvk_scoring.analysis.stability.Judge",
    ),
    "Millions of units": ("dvk_scoring.folders.FolderResult",),
    "When something is wrong": ("dvk_scoring.problem.Place",),
}


def python_page() -> str:
    """Write the page of the public names as Markdown.

    Raises:
        ValueError: A public name stands in no group, or a name of a group is not public.
    """
    parts = ["# Python"]
    for module, groups in GROUPS.items():
        loaded = import_module(module)
        grouped = [name for names in groups.values() for name in names]
        if sorted(grouped) != sorted(loaded.__all__):
            message = (
                f"{module}: {set(grouped) ^ set(loaded.__all__)} is public and in no group, or the other way round"
            )
            raise ValueError(message)
        parts.append(f"## {module}\n\n{plain((loaded.__doc__ or '').splitlines()[0])}")
        for title, names in groups.items():
            parts.append(f"### {title}")
            parts += _entries(module, loaded, names)
            parts += [_entry("class", name) for name in REACHED.get(title, ())]
    return "\n\n".join(parts)


def _entries(module: str, loaded: object, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        thing = getattr(loaded, name)
        kind = "class" if inspect.isclass(thing) else "function" if inspect.isfunction(thing) else "data"
        yield _entry(kind, f"{module}.{name}")


def _entry(kind: str, name: str) -> str:
    options = {"class": "\n   :members:", "data": "\n   :no-value:"}.get(kind, "")
    return f"```{{eval-rst}}\n.. auto{kind}:: {name}{options}\n```"
