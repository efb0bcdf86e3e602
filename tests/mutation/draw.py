"""Keep a drawn part of the mutants of a session: ``python tests/mutation/draw.py SESSION --each 8 --seed 13``.

Every module gives its share, whatever its size, and every kind of change has its turn. What cannot matter is left out:
annotations, decorators, assertions (``strict`` too), and operators put for others of which nothing but an error comes.
"""

from __future__ import annotations

import argparse
import ast
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.tools.filters.filter_app import FilterApp
from cosmic_ray.util import read_python_source
from cosmic_ray.work_item import MutationSpec, WorkItem

MEANT = re.compile(
    "core/("
    "ReplaceComparisonOperator_(Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Lt_Gt|LtE_GtE|Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is)"
    "|ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_Add|Div_Mul|FloorDiv_Mul|Mod_FloorDiv|Pow_Mul|BitOr_BitAnd|BitAnd_BitOr)"
    "|ReplaceUnaryOperator_(Delete_\\w+|USub_UAdd)"
    "|AddNot|ReplaceTrueWithFalse|ReplaceFalseWithTrue|ReplaceAndWithOr|ReplaceOrWithAnd"
    "|ReplaceBreakWithContinue|ReplaceContinueWithBreak|NumberReplacer|ZeroIterationForLoop"
    ")"
)


def idle(tree: ast.AST) -> Iterator[ast.AST]:
    """Give the nodes within which a change changes no result."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from node.decorator_list
            if isinstance(node, ast.FunctionDef) and node.returns is not None:
                yield node.returns
        elif isinstance(node, ast.Assert) or (isinstance(node, ast.keyword) and node.arg == "strict"):
            yield node


@cache
def idle_places(path: Path) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        ((one.lineno, one.col_offset), (one.end_lineno or 0, one.end_col_offset or 0))  # type: ignore[attr-defined]
        for one in idle(tree)
    ]


def matters(mutation: MutationSpec) -> bool:
    within = (start <= mutation.start_pos < end for start, end in idle_places(mutation.module_path))
    return bool(MEANT.fullmatch(mutation.operator_name)) and not any(within)


def is_python(mutation: MutationSpec) -> bool:
    """Tell whether it can be imported at all: the stars and strokes of parameters are taken for operators too."""
    made = mutate_code(
        read_python_source(mutation.module_path), get_operator(mutation.operator_name)(), mutation.occurrence
    )
    try:
        compile(made, mutation.module_path, "exec")
    except SyntaxError:
        return False
    return True


def share(items: Iterable[WorkItem], most: int, seed: str) -> list[WorkItem]:
    """Draw from the mutants of a module, so that each kind of change has its turn."""
    kinds: dict[str, list[WorkItem]] = defaultdict(list)
    for item in sorted(items, key=lambda item: (item.mutations[0].operator_name, item.mutations[0].occurrence)):
        kinds[item.mutations[0].operator_name.partition("_")[0]].append(item)
    chance = random.Random(seed)
    turns = [chance.sample(several, len(several)) for several in kinds.values()]
    chance.shuffle(turns)
    in_turn = (item for turn in zip_longest(*turns) for item in turn if item is not None)
    return list(islice((item for item in in_turn if is_python(item.mutations[0])), most))


class Draw(FilterApp):  # type: ignore[misc] # the library ships no types
    def description(self) -> str:
        return str(__doc__)

    def add_args(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--each", type=int, default=8, help="so many mutants of every module")
        parser.add_argument("--seed", type=int, default=13)

    def filter(self, work_db: Any, args: argparse.Namespace) -> None:
        modules: dict[str, list[WorkItem]] = defaultdict(list)
        for item in work_db.work_items:
            (mutation,) = item.mutations
            if matters(mutation):
                modules[str(mutation.module_path)].append(item)
        drawn = [one for name in sorted(modules) for one in share(modules[name], args.each, f"{args.seed} {name}")]
        work_db.clear()
        work_db.add_work_items(drawn)
        sys.stdout.write(f"{len(drawn)} drawn of {sum(map(len, modules.values()))} in {len(modules)} modules\n")


if __name__ == "__main__":
    raise SystemExit(Draw().main())
