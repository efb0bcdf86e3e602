"""A scheme from its file: read part by part, every problem told at once, and a whole ``Scheme`` at the end."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import attrs

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.named import as_typed, is_path, meant_as_path
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Problem, has_errors, problem, sort_problems
from dvk_scoring.scheme.check import check_scheme, fits
from dvk_scoring.scheme.form.frame import SchemeKeys
from dvk_scoring.scheme.form.homes import home_of
from dvk_scoring.scheme.form.uses import FORMS
from dvk_scoring.scheme.merge import read_merged, with_changes
from dvk_scoring.scheme.model import Cluster, CriterionUse, Scheme, Section
from dvk_scoring.scheme.public import around
from dvk_scoring.scheme.read_awards import read_classes, read_knock_outs, read_ranking, read_titles
from dvk_scoring.scheme.read_columns import read_columns
from dvk_scoring.scheme.read_conditions import Names
from dvk_scoring.scheme.read_criteria import ReadUses, read_uses
from dvk_scoring.scheme.read_frame import Frame, read_clusters, read_figures, read_frame, read_sample
from dvk_scoring.scheme.read_plugins import Decider, find_classes, read_defaults
from dvk_scoring.scheme.read_public import read_public
from dvk_scoring.scheme.shared_figures import adjustment_with_shared, criterion_with_shared, join_shared
from dvk_scoring.scheme.shipped import shipped_files
from dvk_scoring.scheme.table import Reading, Table
from dvk_scoring.scheme.weights import AddedUp, Tree, add_up, scale
from dvk_scoring.text import Text

CLASH = "DVK-C104"
"""Two plugins of one name: told only when the scheme names them."""
UNUSABLE = ("DVK-C106", "DVK-C115")
"""A plugin whose name or entry point cannot be read: it may be the one that the scheme lacks, else it is no matter."""
_OF_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet")
_SCHEME = Text(vi="bảng điểm", en="scheme")


def load_scheme(
    source: str | Path,
    *,
    as_of: date | None = None,
    plugins: Sequence[Path] | Registry = (),
    changes: Mapping[str, object] | None = None,
    data: bytes | None = None,
    shipped: Mapping[str, str] | None = None,
) -> tuple[Scheme, tuple[Problem, ...]]:
    """Read and check a scheme; give it with its warnings and notes.

    Args:
        source: The path of a file or of a folder that holds ``scheme.toml``, or the id of a shipped scheme; which of
            the two a text is, ``named.is_path`` tells.
        as_of: The day that dated params and legal texts are read for; the last day of ``valid`` unless said.
        plugins: Folders of plugins besides those that the scheme names; or plugins that were looked at before.
        changes: Keys and values that are laid over it, as by a scheme that extends it.
        data: What is to stand in its file, in place of what does.
        shipped: Files of schemes that it may extend by id; those that come with the package unless said.

    Raises:
        DvkError: All that is wrong with it, at once.
    """
    document = read_merged(find_scheme(source), data, shipped)
    reading = Reading(document if changes is None else with_changes(document, changes), home_of)
    scheme = read_scheme(reading, as_of, plugins)
    if scheme is not None:
        check_scheme(reading, scheme)
    problems = sort_problems(reading.problems)
    if scheme is None or has_errors(problems):
        raise DvkError(problems)
    return scheme, problems


def scheme_folders(source: str | Path) -> tuple[Path, ...]:
    """Give the folders of plugins that a scheme names, itself or through ``extends``; it may be refused for the rest.

    Raises:
        DvkError: There is no such scheme, or it is not TOML.
    """
    document = read_merged(find_scheme(source))
    frame = Reading(document).root.table("scheme")
    named = None if frame is None else SchemeKeys.plugins.take(frame)
    return tuple(Path(document.file).parent / folder for folder in named or ())


def named_plugins(source: str | Path) -> dict[str, dict[str, str]]:
    """Give the plugins that criteria, bonuses and penalties of a scheme name: role → key → plugin.

    Raises:
        DvkError: There is no such scheme, or it is not TOML.
    """
    values = read_merged(find_scheme(source)).values
    tables = {role: values.get(role) for role in FORMS}
    return {
        role: {
            key: plugin
            for key, written in table.items()
            if isinstance(written, Mapping) and isinstance(plugin := written.get("plugin"), str)
        }
        for role, table in tables.items()
        if isinstance(table, Mapping)
    }


def find_scheme(source: str | Path) -> str:
    """Give the file of a scheme.

    Raises:
        DvkError: There is none.
    """
    if isinstance(source, Path) or is_path(source):
        is_folder = os.path.isdir(source)  # noqa: PTH112 - pathlib's raises where a name is too long for a file
        return str(Path(source, "scheme.toml") if is_folder else Path(source))  # reading it will tell what is wrong
    shipped = shipped_files()
    if source not in shipped:
        args = {"name": source, "nearest": nearest(source, [*shipped]), "known": ", ".join(shipped)}
        raise DvkError([meant_as_path(source, _SCHEME, _swapped(source)) or problem("DVK-S110", None, **args)])
    return shipped[source]


def _swapped(source: str) -> Text | None:
    """Say where a table of figures stands, if that is what is named in place of a scheme."""
    if not source.lower().endswith(_OF_TABLES):
        return None
    written = as_typed(Path(source))
    return Text(
        vi=f"Đây là tên của một bảng số liệu; bảng điểm đứng trước, như dvk score bang-diem.toml {written}.",
        en=f"This is the name of a table of figures; the scheme stands first, as in dvk score scheme.toml {written}.",
    )


def read_scheme(reading: Reading, as_of: date | None, plugins: Sequence[Path] | Registry) -> Scheme | None:
    """Read all parts in order, each of which may name what was read before; None when no whole scheme can be made.

    Args:
        reading: The document, and what is found wrong with it.
        as_of: The day that dated params and legal texts are read for; the last day of ``valid`` unless said.
        plugins: Folders of plugins besides those that the scheme names; or, for who reads many schemes, plugins that
            were looked at before, which serve schemes that name no folders unless they are all there may be.
    """
    root = reading.root
    if "scheme" not in root:
        root.say("DVK-S109")
        return None
    frame = read_frame(root)
    clusters = read_clusters(root)
    kinds = tuple(dict.fromkeys(cluster.kind for cluster in clusters.values()))
    declared, figures_apply = read_figures(root, kinds)
    uses = read_uses(root, kinds, frame.rounding)
    added = _weigh(reading, frame, uses, kinds)
    day = as_of or frame.valid_to
    if not isinstance(plugins, Registry):
        plugins = Registry.of([*plugins, *frame.folders])
    elif frame.folders and not plugins.is_whole:
        plugins = Registry.of(frame.folders)
    decider = _decider(root, uses, clusters, day, plugins)
    criteria = decider.decide_criteria(uses.criteria, added.criteria)
    bonuses, penalties = decider.decide_adjustments(uses.bonuses), decider.decide_adjustments(uses.penalties)
    figures = join_shared(reading, declared, [*criteria, *bonuses, *penalties])
    tie_breaks = {use.id: use.kinds for use in uses.criteria if use.tie_break}
    weights = {f"sections.{key}": points for key, points in added.sections.items()}
    weights |= {f"criteria.{key}": points for key, points in added.criteria.items() if key not in tie_breaks}
    names = Names(
        figures=figures,
        figures_apply=figures_apply,
        criterion_figures={
            f"{use.id}.{spec.name}": spec for use in criteria for spec in use.figures if not spec.shared
        },
        weights=weights,
        tie_breaks=tie_breaks,
        kinds=kinds,
        total=frame.total,
        limits=frame.limits,
        bonuses=bool(uses.bonuses),
        penalties=bool(uses.penalties),
        below=_below_zero(criteria, uses.sections),
        loose=_is_loose(criteria, uses.sections, added, frame),
    )
    ranking = read_ranking(root, names)
    classes = read_classes(root, names, ranking.prefer)
    titles = read_titles(root, names, classes)
    knock_outs = read_knock_outs(root, names, classes, titles)
    columns = read_columns(root)
    public = read_public(root, names, [*criteria, *bonuses, *penalties], knock_outs, uses.sections)
    sample = read_sample(root)
    root.close()
    if has_errors(reading.problems):
        return None
    return Scheme(
        id=frame.id,
        title=frame.title,
        path=reading.document.file,
        hash=reading.document.digest.hex(),
        entrant=frame.entrant,
        valid_from=frame.valid_from,
        valid_to=frame.valid_to,
        as_of=day,
        legal_basis=frame.legal_basis,
        total=frame.total,
        weights=frame.weights,
        rounding=frame.rounding,
        limits=frame.limits,
        not_assigned=frame.not_assigned,
        not_reported=frame.not_reported,
        unappraised=frame.unappraised,
        voices=tuple(frame.voices),
        voice_titles=frame.voices,
        clusters=clusters,
        figures=figures,
        figures_apply=figures_apply,
        sections={key: attrs.evolve(section, weight=added.sections[key]) for key, section in uses.sections.items()},
        criteria={criterion.id: criterion_with_shared(criterion, figures) for criterion in criteria},
        bonuses={bonus.id: adjustment_with_shared(bonus, figures) for bonus in bonuses},
        penalties={penalty.id: adjustment_with_shared(penalty, figures) for penalty in penalties},
        knock_outs=knock_outs,
        ranking=ranking,
        classes=classes,
        titles=titles,
        sample=sample,
        public=public,
        columns=columns,
    )


def _below_zero(criteria: Iterable[CriterionUse], sections: Mapping[str, Section]) -> frozenset[str]:
    """Give criteria whose plugins may give less than 0, and the sections around them."""
    parts: set[str] = set()
    for use in criteria:
        lows = [decided.built.criterion.range.low for decided in use.by_kind.values()]
        if any(low is None or low < 0 for low in lows):
            parts.add(f"criteria.{use.id}")
            parts |= {f"sections.{section}" for section in around(use.section, sections)}
    return frozenset(parts)


def _is_loose(criteria: Iterable[CriterionUse], sections: Mapping[str, Section], added: AddedUp, frame: Frame) -> bool:
    """Tell whether full marks may be rounded to more than a weight: it has more decimals than its points keep."""
    rounding = frame.rounding
    pairs = [(weight, use.closing) for use in criteria for weight in added.criteria.get(use.id, {}).values()]
    pairs += [(weight, rounding.of_section) for key in sections for weight in added.sections[key].values()]
    return any(not fits(weight, closing) for weight, closing in (*pairs, (frame.total, rounding.of_total)))


def _weigh(reading: Reading, frame: Frame, uses: ReadUses, kinds: Sequence[str]) -> AddedUp:
    """Add up or scale the weights, unless some are missing: sums of the rest would only confuse."""
    as_written = {use.id: use.weight or {} for use in uses.criteria}
    if not uses.weighed:
        return AddedUp(as_written, {key: {} for key in uses.sections})
    scored = {use.id: use for use in uses.criteria if not use.tie_break}
    tree = Tree(uses.sections, scored, kinds, frame.rounding.section)
    weigh = add_up if frame.weights == "points" else scale
    added = weigh(reading, tree, frame.total)
    return attrs.evolve(added, criteria={**as_written, **added.criteria})


def _decider(
    root: Table,
    uses: ReadUses,
    clusters: Mapping[str, Cluster],
    day: date | None,
    registry: Registry,
) -> Decider:
    reading = root.reading
    classes = find_classes(reading, uses.all, registry)
    whole = all(use.plugin in classes for use in uses.all)
    passed_over = {CLASH, *UNUSABLE} if whole else {CLASH}
    reading.note(*(fault for fault in registry.problems if fault.code not in passed_over))
    return Decider(reading, classes, read_defaults(root, uses.all), clusters, day)
