"""What a new plugin and its parts are called, and which names and titles are refused."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from dvk_scoring.criteria.find import ID_PATTERN, FoundPlugin
from dvk_scoring.nearest import nearest_id
from dvk_scoring.problem import Problem, problem
from dvk_scoring.text import LANGUAGES, Text

LONGEST_NAME: Final = 40  # with it, every line of the templates is short enough for the formatters' own width
LONGEST_TITLE: Final = 80
# What the template imports or defines: a class of the same name would hide it.
IN_TEMPLATE: Final = frozenset(
    {"AnyCriterion", "Criterion", "Figures", "Num", "Params", "Sequence", "Text", "Tuning", "Work"}
)


@attrs.frozen
class PluginNames:
    """The name of a new plugin and what follows from it.

    Attributes:
        id: Name of the plugin, id of its criterion, name of its folder: ``plan-kept``.
        title: Title of the criterion.
    """

    id: str
    title: Text

    @classmethod
    def of(cls, name: str, *, vi: str | None = None, en: str | None = None) -> PluginNames:
        """Take the titles given; make one from the name where there is none."""
        from_name = Text(vi=f"Tiêu chí {name}", en=name.replace("-", " ").capitalize())
        return cls(name, Text(vi=from_name.vi if vi is None else vi, en=from_name.en if en is None else en))

    @property
    def class_name(self) -> str:
        """Name of the class: ``PlanKept``."""
        return "".join(part.capitalize() for part in self.id.split("-"))

    @property
    def distribution(self) -> str:
        """Name of the package that pip installs: ``dvk-plan-kept``. It says whose plugin it is, and hides no other."""
        return self.id if self.id.startswith("dvk-") else f"dvk-{self.id}"

    @property
    def module(self) -> str:
        """Name of the package that Python imports: ``dvk_plan_kept``."""
        return self.distribution.replace("-", "_")

    def problems(self, known: Iterable[FoundPlugin]) -> Iterator[Problem]:
        """Tell all that is wrong with the names.

        Args:
            known: The plugins that are there already.
        """
        if ID_PATTERN.fullmatch(self.id) is None or len(self.id) > LONGEST_NAME:
            yield problem("DVK-C106", name=self.id, nearest=nearest_name(self.id))
        elif keyword.iskeyword(self.id) or self._hides(self.class_name):
            yield problem("DVK-O702", name=self.id, class_name=self.class_name, nearest=f"{self.id}-score")
        for plugin in known:
            if plugin.name == self.id:
                yield problem("DVK-O703", name=self.id, location=plugin.location)
        for language in LANGUAGES:
            title = self.title.in_(language)
            if not is_plain(title):
                yield problem("DVK-O704", option=f"--title-{language}", title=title, most=LONGEST_TITLE)

    def _hides(self, name: str) -> bool:
        return name in IN_TEMPLATE or keyword.iskeyword(name) or hasattr(builtins, name)


def nearest_name(written: str) -> str:
    """Give the name that was probably meant, "" where no letter is left."""
    return nearest_id(written, LONGEST_NAME)


def is_plain(title: str) -> bool:
    """Tell whether a title can stand between quotes in Python and in TOML as it is."""
    return bool(title.strip()) and len(title) <= LONGEST_TITLE and title.isprintable() and not set(title) & set('"\\')
