"""Problems are values: gathered, sorted and shown, each with a stable code, a place and a hint.

Exceptions carry problems across boundaries:

    Exception
    ├── DvkError          the run cannot go on: one or more problems, never empty
    └── TypeError
        └── FormulaError  (dvk_scoring.formula.tree) an author's mistake while building a formula: code of family F and
                          its values, of which whoever knows the place makes a problem
"""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

import attrs

from dvk_scoring.catalogue import can_fill, entry_of, fill, in_words, on_one_line
from dvk_scoring.text import Language, Text, spelled
from dvk_scoring.unit_names import Units, called_briefly

Severity = Literal["error", "warning", "note"]
_BY_LABEL = frozenset({"DVK-D503", "DVK-D507", "DVK-D508"})
"""What is told of a figure, by its title, wherever it was read."""

_ORDER: Mapping[str, int] = {"error": 0, "warning": 1, "note": 2}
_REFUSALS: Mapping[int, Text] = {
    errno.ENOENT: Text(vi="không có tệp hoặc thư mục này", en="there is no such file or folder"),
    errno.EACCES: Text(vi="không có quyền", en="permission is denied"),
    errno.EPERM: Text(vi="không có quyền", en="permission is denied"),
    errno.EISDIR: Text(vi="đây là một thư mục", en="it is a folder"),
    errno.ENOTDIR: Text(vi="một phần của đường dẫn không phải là thư mục", en="a part of the path is not a folder"),
    errno.EEXIST: Text(vi="đã có tệp này", en="it is there already"),
    errno.ENOSPC: Text(vi="ổ đĩa đã đầy", en="the disk is full"),
    errno.EIO: Text(vi="đọc hoặc ghi ổ đĩa bị lỗi, có thể ổ đĩa đã đầy", en="the disk failed, it may be full"),
    errno.EROFS: Text(vi="ổ đĩa chỉ cho đọc", en="the disk may only be read"),
    errno.ENAMETOOLONG: Text(vi="tên quá dài", en="the name is too long"),
    errno.ELOOP: Text(vi="các liên kết dẫn vòng tròn", en="links lead in a circle"),
    errno.EBUSY: Text(vi="tệp đang được chương trình khác dùng", en="another program uses it"),
    errno.ETXTBSY: Text(vi="tệp đang được chương trình khác dùng", en="another program uses it"),
}
_IN_USE: Final = (32, 33)
"""How Windows calls a file that another program keeps to itself."""


@attrs.frozen
class Place:
    """Where a problem is. All parts may be missing.

    Attributes:
        file: Path as the user gave it.
        line: Line in the file, from 1.
        column: Character in the line, from 1.
        key: Key path in a TOML file, ``criteria.outreach.weight``.
        sheet: Sheet of a workbook.
        cell: Cell of a sheet, ``B7``.
        header: Name of a table's column.
        unit: Id of the unit.
        unit_name: Its name, where that is known.
        criterion: Id of the criterion.
        plugin: Id or folder of the plugin.
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    key: str | None = None
    sheet: str | None = None
    cell: str | None = None
    header: str | None = None
    unit: str | None = None
    criterion: str | None = None
    plugin: str | None = None
    unit_name: str | None = None

    def in_(self, language: Language) -> str:
        """Write the place in one line, empty when nothing is known."""
        vi = language == "vi"
        where = spelled(self.file or "", language)
        if self.sheet:
            sheet = on_one_line(self.sheet, language)
            where += f" [{sheet}]" if not self.cell else f" [{sheet}!{self.cell}]"
        elif self.line is not None:
            where += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        named = (
            (None if self.sheet else self.key, "khóa" if vi else "key"),
            (self.header, "cột" if vi else "column"),
            (self.called, "đơn vị" if vi else "unit"),
            (self._owner, "tiêu chí" if vi else "criterion"),
            (self.plugin, "plugin"),
        )
        parts = [where.strip()] if where.strip() else []
        parts += [f"{word} {on_one_line(value, language)}" for value, word in named if value]
        return ", ".join(parts)

    @property
    def _owner(self) -> str | None:
        """The criterion, where the column does not begin with its id."""
        return None if self.criterion and (self.header or "").startswith(f"{self.criterion}.") else self.criterion

    @property
    def called(self) -> str:
        """What the unit is called, empty when there is none."""
        return called_briefly(self.unit, self.unit_name or "") if self.unit else ""


@attrs.frozen
class Problem:
    """One thing that is wrong, odd or worth knowing.

    Attributes:
        code: Stable code, ``DVK-S101``.
        place: Where it is.
        args: Values for the texts; a ``Text`` is written in the reader's language.
        severity: ``error`` stops the run, ``warning`` and ``note`` do not.
    """

    code: str
    place: Place = Place()
    args: Mapping[str, object] = attrs.field(factory=dict, hash=False)
    severity: Severity = "error"

    def text(self, language: Language) -> str:
        """Say what is wrong, in one line."""
        texts = entry_of(self.code)[language]
        told = texts.get("text_cell") if self._is_of_a_cell else None
        return fill(told or texts["text"], self.args, language)

    @property
    def _is_of_a_cell(self) -> bool:
        """Tell whether a key is edited in a cell: who does that sees no TOML."""
        return self.place.cell is not None and self.place.key is not None

    def hint(self, language: Language) -> str | None:
        """Say what to do: of an error without a hint of its own how its code is mended; else None."""
        mend: str = entry_of(self.code)[language]["mend"]
        return self.own_hint(language) or (mend if self.severity == "error" else None)

    def own_hint(self, language: Language) -> str | None:
        """Say what to do in this very case; None where nothing is known of it that the text does not say."""
        texts = entry_of(self.code)[language]
        for key in (*(("hint_cell",) if self._is_of_a_cell else ()), "hint", "hint_else"):
            template = texts.get(key)
            if template is not None and can_fill(template, self.args):
                return fill(template, self.args, language)
        return None

    @property
    def is_by_label(self) -> bool:
        """Tell whether it is of a figure wherever that was read, and so says its title in place of a column."""
        return self.code in _BY_LABEL and self.place.file is None

    @property
    def _told_place(self) -> Place:
        """Give the place without the ids of what the text calls by its title."""
        if self.is_by_label:
            return attrs.evolve(self.place, header=None, criterion=None)
        return attrs.evolve(self.place, criterion=None) if "title" in self.args else self.place

    def remedy(self, language: Language) -> str:
        """Say what to do about it: the hint, else how the catalogue mends its code."""
        return self.own_hint(language) or str(entry_of(self.code)[language]["mend"])

    def in_(self, language: Language) -> str:
        """Write code, place, text and hint in one or two lines."""
        return self._with(self.hint(language), language)

    def beside_advice(self, language: Language) -> str:
        """Write it where what to do about all of its kind is told beside it: with a hint of its own alone."""
        return self._with(self.own_hint(language), language)

    def _with(self, hint: str | None, language: Language) -> str:
        place = self._told_place.in_(language)
        line = f"{self.code} {place}: {self.text(language)}" if place else f"{self.code}: {self.text(language)}"
        return f"{line}\n    → {hint}" if hint else line


def problem(code: str, place: Place | None = None, **args: object) -> Problem:
    """Make the problem ``code`` with the severity of the catalogue; ``unit`` among the values is the id of a unit.

    Raises:
        KeyError: The catalogue has no such code.
    """
    severity: Severity = entry_of(code).get("severity", "error")
    if isinstance(unit := args.get("unit"), str):
        args["unit"] = Units.of([unit] if unit else [])
    return Problem(code, place or Place(), args, severity)


@attrs.frozen
class Told:
    """A problem, or as many of one kind as are told as one: ``several``, and ``count`` in all."""

    several: tuple[Problem, ...]
    count: int = 1

    def in_(self, language: Language) -> str:
        """Write it in a few lines: code, place and text of the first, how many there are, three of them, what to do."""
        first = self.several[0]
        if self.count == 1:
            return first.in_(language)
        shared = _in_common(self.several)
        told = Problem(first.code, shared, first.args, first.severity).in_(language).split("\n", 1)
        shown = "; ".join(_briefly(fault, shared, language) for fault in self.several[:_EXAMPLES])
        kind = "unit" if first.place.header is None else "column" if first.place.unit is None else "cell"
        more = "; …" if self.count > _EXAMPLES else ""
        return "\n".join(
            [told[0], f"    {_SUCH[kind].in_(language).format(count=self.count)} {shown}{more}", *told[1:]]
        )


_EXAMPLES: Final = 3
_SUCH: Final = {
    "cell": Text(vi="Có {count} ô như vậy (liệt kê đủ: --json):", en="Such cells: {count} (all of them: --json):"),
    "column": Text(
        vi="Có {count} cột như vậy (liệt kê đủ: --json):", en="Such columns: {count} (all of them: --json):"
    ),
    "unit": Text(vi="Có {count} đơn vị như vậy (liệt kê đủ: --json):", en="Such units: {count} (all of them: --json):"),
}
_ONE_CAUSE: Final = frozenset({"DVK-D302", "DVK-D311"})
"""What one word on the command line mends in all columns of a file."""
_TOGETHER: Final = frozenset({"DVK-D324"})
"""What is told once a column from two cells on, whichever files they are in."""
_ONE_MEND: Final = frozenset(f"DVK-D{number}" for number in (317, 318, 320, 321, 323, 503, 507))
"""What is told of whole columns, and is mended alike in all of them."""
_FURTHER: Final = "DVK-D399"
_Key: TypeAlias = "tuple[object, ...] | None"


def grouped(problems: Iterable[Problem]) -> list[Told]:
    """Put together what is wrong in the same way: in a column of a file, of a unit, or in whole columns or units.

    A column with many such units and a unit with many such columns are one each, whichever gives fewer; all else is
    told one by one, in its order.
    """
    every = list(problems)
    further: dict[_Key, int] = {}
    for fault in every:
        if fault.code == _FURTHER:
            key = _counted_with(fault)
            further[key] = further.get(key, 0) + int(str(fault.args["count"]))
    keys = _keys([None if each.code == _FURTHER else each for each in every])
    groups: dict[_Key, list[Problem]] = {}
    for at, fault in enumerate(every):
        groups.setdefault(keys.get(at, (at,)), []).append(fault)
    told = [Told(tuple(several), len(several) + further.get(key, 0)) for key, several in groups.items()]
    # What further cells there are is counted with those that are told of their column.
    counted = [group for group in told if group.several[0].code != _FURTHER]
    left = [group for group in told if group.several[0].code == _FURTHER]
    return counted + [group for group in left if _counted_with(group.several[0]) not in groups]


def _counted_with(further: Problem) -> _Key:
    """Give the group of the cells of which there are further ones."""
    return _by_column(attrs.evolve(further, code=str(further.args["of"])))


def _keys(problems: Sequence[Problem | None]) -> Mapping[int, _Key]:
    """Give the group of each problem that stands in one."""
    sides: dict[_Key, tuple[set[str | None], set[str | None]]] = {}
    for fault in problems:
        if fault is not None and _by_unit(fault) is not None:
            headers, units = sides.setdefault((fault.code, fault.place.file), (set(), set()))
            headers.add(fault.place.header)
            units.add(fault.place.unit)
    fewer = {key for key, (headers, units) in sides.items() if len(units) < len(headers)}

    def first(told: Problem) -> _Key:
        return _by_unit(told) if (told.code, told.place.file) in fewer else _by_column(told)

    keys: dict[int, _Key] = {}
    for key_of in (first, _by_column, _by_unit, _as_a_whole):
        left = {at: key_of(told) for at, told in enumerate(problems) if told is not None and at not in keys}
        many = {key for key, count in Counter(left.values()).items() if key is not None and count > _few(key)}
        keys |= {at: key for at, key in left.items() if key in many}
    return keys


def _few(key: tuple[object, ...]) -> int:
    """Give how many problems are told one by one."""
    return 1 if key[1] in _TOGETHER else _EXAMPLES


def _by_column(fault: Problem) -> _Key:
    if fault.place.header is None:
        return None
    file = None if fault.code in _TOGETHER else fault.place.file
    return "column", fault.code, file, None if fault.code in _ONE_CAUSE else fault.place.header


def _by_unit(fault: Problem) -> _Key:
    if fault.place.unit is None or fault.place.header is None or fault.code in _ONE_CAUSE:
        return None
    return "unit", fault.code, fault.place.file, fault.place.unit


def _as_a_whole(fault: Problem) -> _Key:
    place = fault.place
    if place.header is None:
        return None if place.unit is None else ("units", fault.code, place.file, place.criterion)
    return ("columns", fault.code, place.file) if fault.code in _ONE_MEND and place.unit is None else None


def _in_common(several: Sequence[Problem]) -> Place:
    """Say of the place what is the same for all."""
    first, *others = (attrs.asdict(fault.place) for fault in several)
    return Place(**{key: value for key, value in first.items() if all(other[key] == value for other in others)})


def _briefly(fault: Problem, shared: Place, language: Language) -> str:
    """Say where one of several is, as far as all do not share it, and what stands there."""
    place, vi = fault.place, language == "vi"
    where = place.cell or ("" if place.line is None else f"{'dòng' if vi else 'line'} {place.line}")
    if shared.line is not None and shared.line == place.line and place.cell is None:
        where = ""
    unit = "" if shared.unit is not None else place.called
    value = fault.args.get("value")
    header = in_words(fault.args["label"], language) if fault.is_by_label else place.header
    parts = (where, unit, "" if shared.header is not None else header)
    told = ", ".join(on_one_line(part, language) for part in parts if part)
    return told if value in (None, "") else f"{told} “{on_one_line(in_words(value, language), language)}”"


class DvkError(Exception):
    """The run cannot go on; ``problems`` says why, all of it at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, sorted."""
        self.problems: tuple[Problem, ...] = sort_problems(problems)
        super().__init__("\n".join(told.in_("en") for told in grouped(self.problems)))


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by severity, file, line, place and code; the same problem twice is said once."""

    def key(fault: Problem) -> tuple[object, ...]:
        place = fault.place
        return (
            _ORDER[fault.severity],
            place.file or "",
            place.line or 0,
            place.column or 0,
            attrs.evolve(place, unit_name=None).in_("en"),
            fault.code,
            fault.text("en"),
        )

    seen: dict[tuple[object, ...], Problem] = {}
    for told in problems:
        seen.setdefault(key(told), told)
    return tuple(seen[place] for place in sorted(seen, key=lambda item: tuple(map(_sortable, item))))


def told_anew(before: Iterable[Problem], after: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give what is told after and was not before, whatever file it is told of."""
    known = [(fault.code, fault.args) for fault in before]
    return tuple(fault for fault in after if (fault.code, fault.args) not in known)


def system_reason(error: OSError) -> Text:
    """Say in both languages why the system refused a file; what is not known here in the system's own words."""
    in_use = getattr(error, "winerror", None) in _IN_USE
    known = _REFUSALS.get(errno.EBUSY if in_use else error.errno or 0)
    return known or Text.same(error.strerror or type(error).__name__)


def not_opened(file: str, error: OSError | ValueError | None = None) -> Problem:
    """Tell that a file cannot be opened; ``error``: what was said to it, None: that it is not there."""
    told = error or FileNotFoundError(errno.ENOENT, "")
    reason = system_reason(told) if isinstance(told, OSError) else Text.same(str(told))
    return problem("DVK-S101", Place(file=file), reason=reason)


def library_reason(told: str) -> Text:
    """Say that a library cannot read something: in its own words, which are English, and in ours in Vietnamese."""
    return Text(vi="nội dung bên trong không đọc được", en=told)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems stops the run."""
    return any(fault.severity == "error" for fault in problems)


def _sortable(value: object) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, str(value))
