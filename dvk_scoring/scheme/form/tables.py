"""Every table of a scheme: its form, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.scheme.form import awards, columns, frame, public, uses

TABLES: Final[Mapping[type, tuple[str, ...]]] = {
    frame.FileKeys: ("*.toml",),
    frame.SchemeKeys: ("scheme",),
    frame.ValidKeys: ("scheme.valid",),
    frame.BasisKeys: ("scheme.legal_basis[]",),
    frame.RoundingKeys: ("scheme.rounding",),
    frame.LevelKeys: ("scheme.rounding.mode",),
    frame.OwnRoundingKeys: ("criteria.ID.rounding", "bonuses.ID.rounding", "penalties.ID.rounding"),
    frame.LimitsKeys: ("scheme.limits",),
    frame.InnerLimitsKeys: ("sections.ID.limits", "criteria.ID.limits"),
    frame.ClusterKeys: ("clusters.ID",),
    frame.FigureKeys: ("figures.ID",),
    uses.SectionKeys: ("sections.ID",),
    uses.CriterionKeys: ("criteria.ID",),
    frame.NarrowedKeys: ("criteria.ID.figures.FIGURE", "bonuses.ID.figures.FIGURE", "penalties.ID.figures.FIGURE"),
    uses.AdjustmentKeys: ("bonuses.ID", "penalties.ID"),
    awards.KnockOutKeys: ("knock_outs.ID",),
    awards.EffectKeys: ("knock_outs.ID.effect",),
    awards.TestKeys: ("knock_outs.ID.when", "classes.ID.requires[]", "titles.ID.requires[]"),
    awards.RequirementKeys: ("titles.ID.requires[]",),
    awards.RankingKeys: ("ranking",),
    awards.StepKeys: ("ranking.break[]",),
    awards.ClassKeys: ("classes.ID",),
    awards.TitleKeys: ("titles.ID",),
    awards.VoteKeys: ("titles.ID.vote",),
    awards.QuotaKeys: ("classes.ID.quota", "titles.ID.quota"),
    public.PublicKeys: ("public",),
    columns.ColumnsKeys: ("columns",),
    frame.SampleKeys: ("sample",),
}
"""Form → the places of its tables, in the order in which one reads them."""
