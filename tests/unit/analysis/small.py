"""Small competitions, and what is told of a unit of theirs."""

from __future__ import annotations

from pathlib import Path

import attrs

from dvk_scoring import load_scheme, read_figures, read_rulings, score
from dvk_scoring.analysis.explain import explain
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language
from tests.unit.analysis.equations import falsehoods

HEAD = 'id = "told"\ntitle = "Told"\nvalid = { from = 2026-01-01, to = 2026-12-31 }\n'


@attrs.frozen
class Small:
    """A scored competition; every equation that it tells is held to be true as printed."""

    result: Result

    def told(self, unit: str, language: Language = "en") -> dict[str, list[str]]:
        """Give what is told of a unit: heading of a paragraph → its lines."""
        found = {}
        for one in explain(self.result, unit, None, language):
            for line in (one.heading, *one.lines):
                assert falsehoods(line, language)[1] == []
            found[one.heading] = list(one.lines)
        return found

    def under(self, unit: str, start: str, language: Language = "en") -> list[str]:
        """Give heading and lines of the paragraph whose heading starts so."""
        (found,) = [(one, lines) for one, lines in self.told(unit, language).items() if one.startswith(start)]
        return [found[0], *found[1]]


def small(folder: Path, scheme: str, figures: str, rulings: str = "", frame: str = "") -> Small:
    """Score a competition; ``frame`` stands in [scheme]; each ruling is of 1 June 2026 with a number of its own."""
    (folder / "scheme.toml").write_text(f"[scheme]\n{HEAD}{frame}\n{scheme}", encoding="utf-8")
    (folder / "figures.csv").write_text(figures, encoding="utf-8")
    loaded = load_scheme(folder / "scheme.toml")
    read = read_figures(loaded, [folder / "figures.csv"])
    if not rulings:
        return Small(score(loaded, read))
    acts = [
        f'[[rulings]]\n{act}\nreason = "As heard"\ndate = 2026-06-01\nref = "R{place}"\n'
        for place, act in enumerate(rulings.strip().splitlines(), start=1)
    ]
    (folder / "rulings.toml").write_text("\n".join(act.replace("; ", "\n") for act in acts), encoding="utf-8")
    return Small(score(loaded, read, read_rulings(loaded, read, folder / "rulings.toml")[0]))
