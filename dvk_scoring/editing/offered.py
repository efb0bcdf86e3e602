"""What cells of a scheme offer: the classes, sections, criteria and quantities that it has, by their titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from dvk_scoring.editing import words
from dvk_scoring.scheme.form import awards, uses
from dvk_scoring.scheme.form.key import Key
from dvk_scoring.scheme.form.texts import choice
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
from dvk_scoring.scheme.read_quotas import COMMITTEE
from dvk_scoring.text import LANGUAGES, Text


@attrs.frozen
class Offered:
    """A scheme, as its cells name the parts of it.

    Attributes:
        scheme: The scheme.
        kinds: The kinds of its units.
        places: ``criteria.ID`` and ``sections.ID`` → title.
        classes, sections: Id → title.
        quantities: What conditions look at, but for the figures of criteria → title.
    """

    scheme: Scheme
    kinds: tuple[str, ...]
    places: Mapping[str, Text] = attrs.field(hash=False)
    classes: Mapping[str, Text] = attrs.field(hash=False)
    sections: Mapping[str, Text] = attrs.field(hash=False)
    quantities: Mapping[str, Text] = attrs.field(hash=False)

    @classmethod
    def of(cls, scheme: Scheme) -> Offered:
        """Look up what a scheme has."""
        places = {
            f"sections.{section.id}": words.section(section.title, section.id) for section in scheme.sections.values()
        }
        places |= {
            f"criteria.{criterion.id}": words.criterion(criterion.title, criterion.id)
            for criterion in scheme.criteria.values()
        }
        figures = {f"figures.{name}": words.figure(figure.label, name) for name, figure in scheme.figures.items()}
        return cls(
            scheme,
            tuple(dict.fromkeys(cluster.kind for cluster in scheme.clusters.values())),
            places,
            {class_.id: with_id(class_.title, class_.id) for class_ in scheme.classes.values()},
            {section.id: with_id(section.title, section.id) for section in scheme.sections.values()},
            {**words.OVER_ALL, **places, **figures},
        )

    def for_key(self, key: Key[Any]) -> Mapping[str, Text] | None:
        """Give what the cells of a key offer; None: they take what is typed, or the words of the key alone."""
        if key in (awards.RequirementKeys.class_at_least, awards.EffectKeys.class_at_most):
            return self.classes
        if key in (uses.SectionKeys.section, uses.CriterionKeys.section):
            return self.sections
        if key is uses.AdjustmentKeys.to:
            return {"total": words.OVER_ALL["total"], **self.places}
        if key is awards.TestKeys.of:
            return self.quantities
        if key is awards.StepKeys.by:
            return {**self.quantities, COMMITTEE: words.COMMITTEE}
        if key is awards.QuotaKeys.of:
            plain = {word: choice(key, word) for word in key.senses if word != "class"}
            classes = self.scheme.classes.values()
            return plain | {f"{class_.id} and above": words.and_above(class_.title, class_.id) for class_ in classes}
        return None

    def kind(self, kind: str) -> Text:
        """Call a kind of unit as a clerk knows it: by the title of its cluster, with the word for it behind."""
        titles = [cluster.title for cluster in self.scheme.clusters.values() if cluster.kind == kind]
        return with_id(titles[0], kind) if len(titles) == 1 else Text.same(kind)

    def called(self, row: Path) -> Text:
        """Call a row by the title of what it is, or by its number."""
        if isinstance(row[-1], int):
            return Text.same(str(row[-1] + 1))
        thing = getattr(self.scheme, str(row[0]))[row[1]]
        return with_id(getattr(thing, "title", None) or thing.label, str(row[1]))

    def owners(self) -> dict[str, tuple[Text, Path]]:
        """Give what conditions belong to, and where theirs stand: of knock-outs, those of which one is enough."""
        owners: dict[str, tuple[Text, Path]] = {}
        for place in ("classes", "titles"):
            for name in getattr(self.scheme, place):
                owners[f"{place}.{name}"] = self.owner((place, name)), (place, name, "requires")
        for name, knock_out in self.scheme.knock_outs.items():
            if knock_out.when.any:
                owners[f"knock_outs.{name}"] = self.owner(("knock_outs", name)), ("knock_outs", name, "when", "any")
        return owners

    def owner(self, row: Path) -> Text:
        """Call what a condition belongs to: a class, a title or a knock-out."""
        return words.beside(words.OWNERS[str(row[0])], self.called(row[:2]))

    def figures(self) -> Iterator[Path]:
        """Give the rows of all figures that criteria, bonuses and penalties have of their own."""
        for role in uses.FORMS:
            for use in getattr(self.scheme, role).values():
                names = (figure.many or figure.name for figure in use.figures if not figure.shared)
                yield from ((role, use.id, "figures", name) for name in dict.fromkeys(names))

    def figure(self, row: Path) -> Text:
        """Call a figure of a criterion as it is called now."""
        use, name = getattr(self.scheme, str(row[0]))[row[1]], str(row[-1])
        label = next((spec.label for spec in use.figures if name in (spec.name, spec.many)), Text.same(""))
        return with_id(label, name)

    def is_last(self, row: Path) -> bool:
        """Tell whether a row is the tie-break that comes last, whatever is added."""
        steps: Sequence[Any] = self.scheme.ranking.tie_break if row[0] == "ranking" else ()
        at = row[-1]
        return isinstance(at, int) and at < len(steps) and steps[at].by == COMMITTEE


def with_id(title: Text, name: str) -> Text:
    """Call something by its title, with the id behind."""
    return Text(vi=f"{title.vi} ({name})", en=f"{title.en} ({name})")


def title_of(value: object) -> Text | None:
    """Give a title that a file says in one text or in each language; None where it says neither."""
    if isinstance(value, str):
        return Text.same(value)
    return Text(**value) if isinstance(value, Mapping) and {*value} == {*LANGUAGES} else None


def plugin_of(use: CriterionUse | Adjustment) -> Any:
    """Give the criterion class of a use."""
    return use.decided.built.criterion


def plugin_title(use: CriterionUse | Adjustment) -> Text:
    """Give the title of the plugin of a use, with its id behind."""
    klass = plugin_of(use)
    return with_id(Text.of(klass.title), klass.id)
