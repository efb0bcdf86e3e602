"""The search for a plugin, told step by step: where was looked, what was found, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from dvk_scoring.criteria.search import Search, Step
from dvk_scoring.report.lists import state_words
from dvk_scoring.text import Language, Text

_STEPS: Final[Mapping[str, Text]] = {
    "name": Text(
        vi="“{name}” không thể là tên plugin: tên chỉ có chữ thường a-z, chữ số và gạch nối, bắt đầu bằng chữ.",
        en="“{name}” cannot be the name of a plugin: lower-case a-z, digits and hyphens, a letter first.",
    ),
    "bundled": Text(vi="Plugin đi kèm, trong {where}: có.", en="Bundled plugins, in {where}: found."),
    "bundled-empty": Text(
        vi="Plugin đi kèm, trong {where}: không có plugin nào.", en="Bundled plugins, in {where}: there are none."
    ),
    "bundled-not": Text(
        vi="Plugin đi kèm, trong {where}: không có trong {count} plugin.",
        en="Bundled plugins, in {where}: none of the {count} has this name.",
    ),
    "entry-point": Text(vi="Gói cài thêm: có, {locations}.", en="Installed packages: found, {locations}."),
    "entry-point-not": Text(
        vi="Gói cài thêm (entry point nhóm {where}): không có trong {count} plugin.",
        en="Installed packages (entry points of the group {where}): none of the {count} has this name.",
    ),
    "entry-point-empty": Text(
        vi="Gói cài thêm (entry point nhóm {where}): không gói nào có plugin.",
        en="Installed packages (entry points of the group {where}): none brings plugins.",
    ),
    "folder": Text(vi="Thư mục {where} ({by}): có, {locations}.", en="Folder {where} ({by}): found, {locations}."),
    "folder-not": Text(
        vi="Thư mục {where} ({by}): không có trong {count} plugin.",
        en="Folder {where} ({by}): none of the {count} has this name.",
    ),
    "folder-empty": Text(
        vi="Thư mục {where} ({by}): không có plugin nào dùng được.",
        en="Folder {where} ({by}): no plugin that can be named.",
    ),
    "folder-none": Text(
        vi="Thư mục của riêng mình: không nêu thư mục nào (--plugins-dir, --scheme).",
        en="Folders of one's own: none was named (--plugins-dir, --scheme).",
    ),
    "blocked": Text(
        vi="Không bị chặn (--block, DVK_PLUGINS_BLOCK).", en="It is not blocked (--block, DVK_PLUGINS_BLOCK)."
    ),
    "blocked-not": Text(
        vi="Bị chặn bằng {by}: không mã nào của plugin được nạp.",
        en="It is blocked by {by}: nothing of it is imported.",
    ),
    "blocked-nobody": Text(
        vi="{by} chặn tên này, nhưng không plugin nào mang tên đó.", en="{by} blocks the name, but no plugin has it."
    ),
    "first": Text(vi="Chỉ một plugin mang tên này: {location}.", en="One plugin has the name: {location}."),
    "first-twice": Text(
        vi="{location} mang tên này trước tiên, nhưng còn {rest}: không thể biết bảng điểm muốn dùng plugin nào.",
        en="{location} has the name first, but so has {rest}: nobody could tell which one a scheme means.",
    ),
    "first-not": Text(
        vi="Không plugin nào mang tên này, nên hỏi các plugin khác xem có tiêu chí mang mã này không.",
        en="No plugin has the name, so the others are asked for a criterion of this id.",
    ),
    "looked-at": Text(
        vi="Kiểm tra {plugin} trong một tiến trình riêng: {told}. Có tiêu chí: {offered}.",
        en="Looked at {plugin} in a process of its own: {told}. It offers: {offered}.",
    ),
    "looked-at-empty": Text(
        vi="Kiểm tra {plugin} trong một tiến trình riêng: {told}. Không đưa ra tiêu chí nào.",
        en="Looked at {plugin} in a process of its own: {told}. It offers no criterion.",
    ),
    "offered": Text(vi="Có tiêu chí mang mã này: {plugins}.", en="A criterion of this id is offered by {plugins}."),
    "offered-too": Text(
        vi="Plugin khác cũng có tiêu chí mang mã này: {plugins}; plugin cùng tên được dùng trước.",
        en="A criterion of this id is offered by {plugins} too; the plugin of the name comes first.",
    ),
    "offered-not": Text(
        vi="Ngoài plugin đi kèm có {count} plugin, không plugin nào có tiêu chí mang mã này.",
        en="None of the {count} plugins that are not bundled offers a criterion of this id.",
    ),
    "offered-empty": Text(
        vi="Ngoài plugin đi kèm không có plugin nào để hỏi.", en="There is no plugin to ask: all are bundled."
    ),
    "near": Text(vi="Tên gần giống: {near}.", en="Names that are near: {near}."),
    "near-not": Text(vi="Không có tên nào gần giống.", en="No name is near."),
}
_CONCLUSIONS: Final[Mapping[str, Text]] = {
    "ready": Text(
        vi='“{name}” dùng được: trong bảng điểm, viết plugin = "{name}" hoặc đặt mã tiêu chí là {name}.',
        en='“{name}” can be used: in a scheme write plugin = "{name}", or call the criterion {name}.',
    ),
    "offered": Text(
        vi='“{name}” dùng được, do plugin {plugin} cung cấp: trong bảng điểm, viết plugin = "{name}".',
        en='“{name}” can be used, from the plugin {plugin}: in a scheme write plugin = "{name}".',
    ),
    "blocked": Text(
        vi="“{name}” không được dùng vì bị chặn: bỏ tên này khỏi {by}.",
        en="“{name}” is not used, because it is blocked: take the name out of {by}.",
    ),
    "twice": Text(
        vi="“{name}” bị từ chối vì nhiều plugin cùng tên: đổi tên hoặc bỏ bớt, chỉ để lại một.",
        en="“{name}” is refused, because more than one plugin has the name: rename or remove all but one.",
    ),
    "offered-twice": Text(
        vi="“{name}” bị từ chối vì nhiều plugin có tiêu chí cùng mã: đổi mã hoặc bỏ bớt, chỉ để lại một.",
        en="“{name}” is refused, because more than one plugin offers it: give it another id in all but one.",
    ),
    "not-offered": Text(
        vi="“{name}” là plugin, không phải tiêu chí: trong bảng điểm hãy nêu tiêu chí của plugin này ({offered}).",
        en="“{name}” is a plugin and no criterion: in a scheme name what it offers ({offered}).",
    ),
    "incompatible": Text(
        vi="“{name}” không được dùng vì viết cho mức API khác: cài bản plugin, hoặc bản dvk-scoring, cho khớp nhau.",
        en="“{name}” is not used, because it is written for another API level: install a version of the plugin, or of "
        "dvk-scoring, that matches.",
    ),
    "broken": Text(
        vi="“{name}” không được dùng vì bị hỏng ({code}): {remedy}",
        en="“{name}” is not used, for it is broken ({code}): {remedy}",
    ),
    "unknown": Text(
        vi="Không có plugin hay tiêu chí “{name}”: cài gói có tiêu chí đó, hoặc nêu thư mục bằng --plugins-dir.",
        en="There is no plugin and no criterion “{name}”: install the package that has it, or name its folder with "
        "--plugins-dir.",
    ),
    "unknown-near": Text(
        vi="Không có plugin hay tiêu chí “{name}”: có thể là “{near}”; plugin của riêng mình thì nêu thư mục bằng "
        "--plugins-dir.",
        en="There is no plugin and no criterion “{name}”: “{near}” may be meant; for one of your own name its folder "
        "with --plugins-dir.",
    ),
}
_LEVEL: Final = Text(vi="mức API {levels}", en="API level {levels}")
_BY: Final = "--plugins-dir"


def print_search(search: Search, language: Language, console: Console) -> None:
    """Print the steps and the conclusion; what is wrong is listed below it."""
    console.print(Styled(search.name, "bold"))
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, step in enumerate(search.steps, 1):
        grid.add_row(f" {number}.", Styled(step_words(search, step, language), _style(step)))
    console.print(grid)
    console.print(Styled(f"→ {conclusion(search, language)}", "bold green" if search.is_used else "bold red"))


def step_words(search: Search, step: Step, language: Language) -> str:
    """Say one step in a sentence."""
    args = {"name": search.name, **{key: _shown(value, language) for key, value in step.args.items()}}
    args["by"] = args.get("by") or _BY
    args["told"] = ", ".join(_told(step, language))
    return _STEPS[_key(step)].in_(language).format_map(args)


def conclusion(search: Search, language: Language) -> str:
    """Say in one sentence what the name comes to, and what to do."""
    errors = [problem for problem in search.problems if problem.severity == "error"]
    blocked = (str(step.args["by"]) for step in search.steps if step.kind == "blocked")
    key = "unknown-near" if search.outcome == "unknown" and search.near else search.outcome
    return (
        _CONCLUSIONS[key]
        .in_(language)
        .format(
            name=search.name,
            plugin=search.plugin.found.name if search.plugin else "",
            offered=", ".join(search.plugin.criteria) if search.plugin else "",
            by=next(blocked, ""),
            near=next(iter(search.near), ""),
            code=errors[0].code if errors else "",
            remedy=errors[0].remedy(language) if errors else "",
        )
    )


def _key(step: Step) -> str:
    args = step.args
    variants = {
        "folder": "-none" if not args.get("where") else None,
        "blocked": "-nobody" if step.found is None and args.get("by") else "" if step.found is None else None,
        "first": "-twice" if args.get("rest") else None,
        "looked-at": "" if args.get("offered") else "-empty",
        "offered": "-too" if step.found is None else None,
    }
    variant = variants.get(step.kind)
    if variant is None:
        variant = "" if step.found else "-not" if args.get("count", 1) else "-empty"
    return "name" if step.kind == "name" else f"{step.kind}{variant}"


def _told(step: Step, language: Language) -> Iterator[str]:
    """Say state, time and level of a plugin that was looked at."""
    if step.kind == "looked-at":
        yield state_words(str(step.args["state"]), language)
        if step.args["milliseconds"] is not None:
            yield f"{step.args['milliseconds']} ms"
        if step.args["levels"]:
            yield _LEVEL.in_(language).format(levels=step.args["levels"])


def _shown(value: object, language: Language) -> object:
    return value.in_(language) if isinstance(value, Text) else value


def _style(step: Step) -> str:
    if any(problem.severity == "error" for problem in step.problems) or (
        step.kind == "blocked" and step.found is False
    ):
        return "red"
    return "" if step.found else "dim"
