"""Params and settings that a scheme writes and the formula cannot feel."""

from __future__ import annotations

from collections.abc import Iterator

from dvk_scoring.analysis.lint.probe import Probe, added_probes, many, probes
from dvk_scoring.analysis.lint.subject import Subject
from dvk_scoring.criteria.criterion import BuiltCriterion, build, params_class
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Adjustment


def without_effect(subject: Subject) -> Iterator[Problem]:
    """Tell of every param and setting that the criterion's own table writes for nothing."""
    for role, use in subject.uses:
        scheme = subject.scheme
        decided = list(added_probes(scheme, use) if isinstance(use, Adjustment) else probes(scheme, use))
        for key in subject.written(role, use.id):
            if decided and not any(_matters(probe, key) for probe in decided):
                yield subject.say("DVK-L107", (role, use.id, "params", key), title=use.title, key=key)


def _matters(probe: Probe, key: str) -> bool:
    built = probe.decided.built
    if key in built.settings:
        return _shapes(built, key)
    spec = next((param for param in built.params if param.name == key), None)
    if spec is None:
        return True
    rows = many(probe.specs)
    outcomes = [probe.points(rows, {**probe.params, key: end}) for end in (probe.params[key], spec.low, spec.high)]
    return any(outcome != outcomes[0] for outcome in outcomes)


def _shapes(built: BuiltCriterion, key: str) -> bool:
    """Tell whether formula or figures are others when the setting is left at its default."""
    default = params_class(built.criterion).dvk_settings[key].default
    if built.settings[key] == default:
        return True
    try:
        plain = build(built.criterion, {**built.settings, key: default})
        rebuilt = build(built.criterion, built.settings)
    except Exception:  # noqa: BLE001 - a plugin's author's code; what it refuses surely matters to it
        return True
    return (plain.tree, plain.figures) != (rebuilt.tree, rebuilt.figures)
