"""Which files are wanted of a kind of paper, and the way from papers to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.aside import LONGEST_FILE, distinct_names, untakable, written_aside
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.report.documents.letterhead import Kind
from dvk_scoring.report.documents.write import TEMPLATES, Data, suffixes, template_bytes, write_papers
from dvk_scoring.report.write import check_outputs
from dvk_scoring.text import Text

_TEMPLATE: Final = Text(vi="--write-template TỆP để lấy mẫu", en="--write-template FILE to take out the template")


@attrs.frozen
class Order:
    """What is wanted.

    Attributes:
        kind: Of the papers.
        outputs: Files, each with all papers; where ``folder`` may be one, folders with a file for each paper.
        templates: Of one's own.
        taken: Where to write the template that ships with the package; None: nowhere.
        force: Overwrite files that are there.
        forms: Suffixes of the files in a folder.
    """

    kind: Kind
    outputs: tuple[Path, ...]
    templates: tuple[Path, ...] = ()
    taken: Path | None = None
    force: bool = False
    forms: tuple[str, ...] = (".pdf",)

    def check(self, *, folders: bool = False) -> Mapping[str, Path]:
        """See before any work whether all of it can be written.

        Args:
            folders: An output without a suffix is a folder.

        Returns:
            Suffix of an output → template of one's own.

        Raises:
            DvkError: Nothing is named, unknown suffixes, files that are there already, templates that go with no
                output; all at once.
        """
        if not self.outputs and self.taken is None:
            raise DvkError([problem("DVK-O229", known=", ".join(suffixes(self.kind)), instead=_TEMPLATE)])
        files = [output for output in self.outputs if not (folders and is_folder(output))]
        problems: list[Problem] = []
        for paths, known in (
            (files, suffixes(self.kind)),
            ([] if self.taken is None else [self.taken], tuple(TEMPLATES)),
        ):
            try:
                check_outputs(paths, force=self.force, known=known)
            except DvkError as error:
                problems += error.problems
        if problems:
            raise DvkError(problems)
        return self.matched(folders=folders)

    def matched(self, *, folders: bool = False) -> Mapping[str, Path]:
        """Give the template of each form that is written, by the suffix of the output.

        Raises:
            DvkError: A template's suffix is unknown, or nothing is written in its form; all at once.
        """
        by_form: dict[str, Path] = {}
        wanted = {path.suffix.lower() for path in self.outputs}
        in_folder = folders and any(map(is_folder, self.outputs))
        if in_folder:
            wanted |= set(self.forms)
        problems = []
        for path in self.templates:
            form = TEMPLATES.get(path.suffix.lower())
            if form is None or form not in wanted or form in by_form:
                known = ", ".join(f"{suffix} → {output}" for suffix, output in TEMPLATES.items())
                as_form = _as_form(form) if form in suffixes(self.kind) and form not in by_form and in_folder else None
                problems.append(problem("DVK-O227", Place(file=str(path)), known=known, instead=as_form))
            else:
                by_form[form] = path
        if problems:
            raise DvkError(problems)
        return by_form

    def write(self, papers: Sequence[Data], names: Sequence[str] = ()) -> list[Path]:
        """Write the papers: all of them, or none.

        Args:
            papers: Of the kind, in their order.
            names: What each is called in a folder; none: an output is never a folder.

        Returns:
            Files that were written.

        Raises:
            DvkError: What cannot be made or written, of all files at once.
        """
        files: dict[Path, Sequence[Data]] = {}
        for output in self.outputs:
            if names and is_folder(output):
                files |= in_folder(output, names, papers, self.forms)
            else:
                files[output] = papers
        if problems := list(untakable(files, force=self.force)):
            raise DvkError(problems)
        write_papers(self.kind, files, self.matched(folders=bool(names)))
        return [*files, *self.take(papers[0])]

    def take(self, paper: Data) -> list[Path]:
        """Write the template that ships, where it is wanted.

        Args:
            paper: Any of the kind: the columns are laid out for it.

        Returns:
            Files that were written.

        Raises:
            DvkError: It cannot be made or written.
        """
        if self.taken is None:
            return []
        with written_aside(self.taken) as unfinished:
            unfinished.write_bytes(template_bytes(self.kind, self.taken.suffix.lower(), paper))
        return [self.taken]


def is_folder(path: Path) -> bool:
    """Tell whether an output is a folder: it is one already, or its name has no suffix."""
    return path.is_dir() or not path.suffix


def in_folder(
    folder: Path, names: Sequence[str], papers: Sequence[Data], suffixes: Sequence[str]
) -> dict[Path, Sequence[Data]]:
    """Give each paper files of its own in a folder: one for each suffix, called as the paper is."""
    plain = distinct_names(names, LONGEST_FILE)
    return {folder / f"{name}{end}": [paper] for name, paper in zip(plain, papers, strict=True) for end in suffixes}


def _as_form(form: str) -> Text:
    """Tell which option has the papers of a folder written in a form."""
    option = f"--as {form.removeprefix('.')}"
    return Text(vi=f"Thêm {option} để ghi vào thư mục bằng mẫu này.", en=f"Add {option} to write the folder with it.")
