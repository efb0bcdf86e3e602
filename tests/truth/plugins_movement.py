"""The criteria of the movement, each by the formula that its README publishes, with what its params are by default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from tests.truth.plugin import (
    KP,
    ONE,
    ZERO,
    Cell,
    Numbers,
    Plugin,
    Settings,
    Weight,
    held_between,
    mean,
    rounded,
)

Part = tuple[Fraction, Fraction, Fraction]
"""Share of a part, what was done, and its base."""


class Read:
    """Figures and params by name; a param that is not written is what the README says."""

    def __init__(self, figures: Numbers, params: Settings, usual: Mapping[str, Any]) -> None:
        self.figures, self.params = figures, {**usual, **params}

    def __getattr__(self, name: str) -> Fraction:
        return self.figures[name] if name in self.figures else Fraction(self.params[name])


def parted(*parts: Part, places: int | None = None, extra: Fraction = ZERO) -> Cell:
    """Give the mean of the parts that have a base, each at most 1, by their shares; without any it is not assigned."""
    based = [
        (share, rounded(held_between(done / base, 0, 1), places, "half-up")) for share, done, base in parts if base
    ]
    shares = sum((share for share, _ in based), ZERO)
    if not shares:
        return KP
    return held_between(sum((share * part for share, part in based), ZERO) / shares + extra, 0, 1)


def share_of(done: Fraction, base: Fraction) -> Cell:
    return held_between(done / base, 0, 1) if base else KP


def admin_reform(r: Read) -> Cell:
    return parted(
        (r.time_part, r.in_time + r.late_worth * r.late, r.due + r.outside_counts * r.outside),
        (r.online_part, r.online - r.lodged_cost * r.lodged_for, r.received),
        (r.digital_part, r.digitised, r.settled),
        (r.content_part, r.satisfaction, Fraction(100 if r.sheets >= r.fewest_sheets else 0)),
        extra=r.saturday * min(r.saturdays, r.saturdays_most),
    )


def advisory(r: Read) -> Cell:
    return parted(
        (r.papers_part, r.in_time + r.late_worth * r.late - r.return_cost * r.returned, r.due),
        (r.tasks_part, r.carried_out - r.disproved_cost * r.disproved, r.directives),
    )


def community_affairs(r: Read) -> Cell:
    return share_of(r.settled - r.disowned_cost * r.disowned, r.raised + r.missed_counts * r.missed)


def complaint_handling(r: Read) -> Cell:
    base = max(r.due + r.missed_counts * r.missed, r.reversed + r.hot_found)
    settled = r.in_time + r.late_worth * r.late - r.reversal * r.reversed
    hot = r.hot_spot * (r.hot_found + r.hot_early * r.hot_reported)
    return held_between(settled / base - hot, 0, 1) if base else KP


def coordination(r: Read) -> Cell:
    return parted(
        (r.activities_part, r.held - r.unconfirmed_cost * r.unconfirmed, r.planned),
        (r.partners_part, r.partners, r.partners_planned),
    )


def grassroots_democracy(r: Read) -> Cell:
    return parted(
        (r.dialogues_part, r.dialogues, r.dialogues_required),
        (r.kept_part, r.kept, max(r.conclusions, r.conclusions_each * r.dialogues_required)),
        (r.lists_part, r.lists, r.lists_required),
        (r.checks_part, r.checks, r.checks_required),
        places=9,
    )


def key_communes(r: Read) -> Cell:
    return share_of(r.in_time + r.late_worth * r.late - r.unconfirmed_cost * r.unconfirmed, r.assigned)


def media(r: Read) -> Cell:
    own = min(r.own_worth * r.own, r.own_share * r.goal)
    return share_of(r.central_worth * r.central + r.province + own - r.correction_cost * r.corrected, r.goal)


def models(r: Read) -> Cell:
    def part(kind: str) -> Part:
        alive = mean([r.figures[f"{kind}.{months}"] for months in r.params["months"]])
        return getattr(r, f"{kind}_part"), alive, r.figures[f"{kind}_registered"]

    return parted(*map(part, KINDS_OF_MODELS))


def new_rural(r: Read) -> Cell:
    return share_of(r.kept - r.concealed_cost * r.concealed, r.having)


def outreach(r: Read) -> Cell:
    based = r.population > 0 or r.planned > 0
    used = sum(times >= r.form_times for name, times in r.figures.items() if name.startswith("forms."))
    return parted(
        (r.reach_part, min(r.reached, r.crowd * r.sessions), r.reach_goal * r.population),
        (r.sessions_part, r.sessions, r.planned),
        (r.forms_part, Fraction(used), r.forms_goal if based else ZERO),
    )


def security_movement(r: Read) -> Cell:
    return parted(
        (r.models_part, r.models_alive, r.models_registered),
        (r.answers_part, r.answered, r.received + r.missed_counts * r.missed),
        (r.campaigns_part, r.campaigns, r.campaigns_planned),
        (r.help_part, r.helped, r.asked),
        places=9,
        extra=r.item * min(r.items, r.items_most),
    )


def social_work(r: Read) -> Cell:
    if not r.staff:
        return KP
    kinds = [min(ONE, 100 * getattr(r, one) / (getattr(r, f"{one}_goal") * r.staff)) for one in DEEDS]
    return min(ONE, sum(kinds, ZERO) / r.kinds_needed)


KINDS_OF_MODELS = ("models", "places", "groups")
DEEDS = ("meals", "pupils", "gifts", "care", "blood")
FORMS = ("performance", "sketch", "banner", "poster", "leaflet", "loudspeaker", "broadcast", "online")


def plugin(
    score: Callable[[Read], Cell],
    figures: str | Callable[[Settings], tuple[str, ...]],
    usual: Mapping[str, Any],
    *parts: str,
    shared: str = "",
) -> Plugin:
    def scored(cells: Numbers, settings: Settings, weight: Weight) -> Cell:
        return score(Read(cells, settings, usual))

    return Plugin(
        tuple(figures.split()) if isinstance(figures, str) else figures,
        scored,
        parts=tuple(tuple(one.split()) for one in parts),
        shared=lambda name: name == shared,
    )


def figures_of_models(settings: Settings) -> tuple[str, ...]:
    months = settings.get("months", [6])
    return tuple(
        name for kind in KINDS_OF_MODELS for name in (f"{kind}_registered", *(f"{kind}.{one}" for one in months))
    )


def figures_of_outreach(settings: Settings) -> tuple[str, ...]:
    forms = (f"forms.{one}" for one in settings.get("forms", FORMS))
    return "population", "planned", "sessions", "reached", *forms


MOVEMENT: Mapping[str, Plugin] = {
    "admin-reform": plugin(
        admin_reform,
        "due in_time late outside received online lodged_for settled digitised satisfaction sheets saturdays",
        {
            "time_part": 4,
            "online_part": 2,
            "digital_part": 2,
            "content_part": 2,
            "late_worth": "0.4",
            "outside_counts": 3,
            "lodged_cost": "1.5",
            "fewest_sheets": 30,
            "saturday": "0.005",
            "saturdays_most": 10,
        },
        "due in_time late",
        "received online",
        "online lodged_for",
        "settled digitised",
    ),
    "advisory": plugin(
        advisory,
        "due in_time late returned directives carried_out disproved",
        {"papers_part": 5, "tasks_part": 5, "late_worth": "0.5", "return_cost": "0.5", "disproved_cost": 2},
        "due in_time late",
        "due returned",
        "directives carried_out",
        "carried_out disproved",
    ),
    "community-affairs": plugin(
        community_affairs,
        "raised settled disowned missed",
        {"disowned_cost": 2, "missed_counts": 2},
        "raised settled",
        "settled disowned",
    ),
    "complaint-handling": plugin(
        complaint_handling,
        "due in_time late missed reversed hot_found hot_reported",
        {"late_worth": "0.5", "missed_counts": 2, "reversal": "0.5", "hot_spot": "0.1", "hot_early": "0.4"},
        "due in_time late",
    ),
    "coordination": plugin(
        coordination,
        "planned held unconfirmed partners_planned partners",
        {"activities_part": 7, "partners_part": 3, "unconfirmed_cost": "1.5"},
        "held unconfirmed",
        "partners_planned partners",
    ),
    "grassroots-democracy": plugin(
        grassroots_democracy,
        "dialogues_required dialogues conclusions kept lists_required lists checks_required checks",
        {"dialogues_part": 3, "kept_part": 3, "lists_part": 2, "checks_part": 2, "conclusions_each": "0.5"},
        "conclusions kept",
        "lists_required lists",
    ),
    "key-communes": plugin(
        key_communes,
        "assigned in_time late unconfirmed",
        {"late_worth": "0.5", "unconfirmed_cost": "1.5"},
        "assigned in_time late",
        "assigned unconfirmed",
    ),
    "media": plugin(
        media,
        "central province own corrected",
        {"goal": 12, "central_worth": "1.5", "own_worth": "0.25", "own_share": "0.25", "correction_cost": 3},
    ),
    "models": plugin(
        models,
        figures_of_models,
        {"models_part": 5, "places_part": 3, "groups_part": 2, "months": [6]},
        *(f"{one}_registered {one}.{months}" for one in KINDS_OF_MODELS for months in (3, 6)),
    ),
    "new-rural": plugin(new_rural, "having kept concealed", {"concealed_cost": 1}, "having kept concealed"),
    "outreach": plugin(
        outreach,
        figures_of_outreach,
        {
            "reach_part": 5,
            "sessions_part": 3,
            "forms_part": 2,
            "reach_goal": "0.5",
            "crowd": 300,
            "forms_goal": 4,
            "form_times": 2,
        },
        shared="population",
    ),
    "security-movement": plugin(
        security_movement,
        "models_registered models_alive received answered missed campaigns_planned campaigns items asked helped",
        {
            "models_part": 3,
            "answers_part": 3,
            "campaigns_part": 2,
            "help_part": 2,
            "missed_counts": 2,
            "item": "0.001",
            "items_most": 20,
        },
        "models_registered models_alive",
        "received answered",
        "asked helped",
    ),
    "social-work": plugin(
        social_work,
        "staff meals pupils gifts care blood",
        {"kinds_needed": 3, "meals_goal": 12, "pupils_goal": 5, "gifts_goal": 10, "care_goal": 2, "blood_goal": 1},
        shared="staff",
    ),
}
