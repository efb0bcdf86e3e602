"""``dvk score … -o FOLDER``: a Parquet folder in, a Parquet folder out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from dvk_scoring.text import Language, Text, filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dvk_scoring.cli.inputs import Inputs

_REFUSED: Final = {
    "sample": Text(vi="số liệu mẫu: nêu một thư mục số liệu", en="sample figures: name a folder of figures"),
    "figures": Text(vi="nhiều tệp hay thư mục số liệu", en="several files or folders of figures"),
    "rulings": Text(vi="quyết định của hội đồng (--rulings)", en="rulings of the council (--rulings)"),
    "votes": Text(vi="kết quả kiểm phiếu (--votes)", en="votes of the council (--votes)"),
    "outputs": Text(vi="kết quả nào khác ngoài một thư mục (-o)", en="an output beside one folder (-o)"),
    "json": Text(vi="kết quả in ra dạng JSON (--json)", en="a result printed as JSON (--json)"),
}
_SCORING: Final = Text(vi="Đang tính từng phần…", en="Scoring part by part…")
_TOLD: Final = Text(
    vi="Xếp hạng {ranked} đơn vị; {not_ranked} chưa xếp hạng, {out} không tham gia xếp hạng.",
    en="{ranked} {ranked:unit|units} ranked; {not_ranked} not ranked, {out} out of competition.",
)


def is_folder(inputs: dict[str, Any], outputs: Sequence[Path]) -> bool:
    """Tell whether a folder is to be written: an output whose name ends in no form of a file.

    Without Spark its name ends in nothing at all, and the figures are Parquet; any other is a slip.
    """
    from dvk_scoring.report.write import WRITERS

    if inputs["engine"] == "spark":
        return any(path.suffix.lower() not in WRITERS for path in outputs)
    plain = inputs["engine"] in (None, "polars") and any(not path.suffix for path in outputs)
    return plain and bool(inputs["figures"]) and all(map(_is_parquet, inputs["figures"]))


def _is_parquet(name: str) -> bool:
    path = Path(name)
    # A folder whose name is mistyped is no reason to find fault with the output.
    return path.suffix.lower() == ".parquet" or path.is_dir() or not (path.suffix or path.exists())


def run_folder(
    language: Language, inputs: Inputs, outputs: Sequence[Path], *, force: bool, quiet: bool, as_json: bool
) -> None:
    """Score the folder that is named.

    Raises:
        DvkError: What this way of running does not take; all that is wrong with the figures.
    """
    from dvk_scoring.cli.options import marks
    from dvk_scoring.cli.screen import console, print_problems, say
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.folders import score_folder
    from dvk_scoring.problem import DvkError, problem
    from dvk_scoring.run import load_scheme, scheme_with_columns

    refused = {
        "sample": not inputs.figures,
        "figures": len(inputs.figures) > 1,
        "rulings": inputs.rulings is not None,
        "votes": inputs.votes is not None,
        "outputs": len(outputs) > 1,
        "json": as_json,
    }
    if any(refused.values()):
        raise DvkError([problem("DVK-E301", what=_REFUSED[name]) for name, wrong in refused.items() if wrong])
    scheme = load_scheme(inputs.scheme, as_of=inputs.as_of, plugins=inputs.plugins)
    scheme = scheme_with_columns(scheme, inputs.columns)
    (source,) = inputs.figures
    (mark,) = marks(inputs.decimal, inputs.figures).values()
    engine: Literal["polars", "spark"] = "spark" if inputs.engine == "spark" else "polars"
    with Waiting(console(stderr=True), language) as waiting:
        waiting.say(_SCORING)
        result = score_folder(scheme, source, outputs[0], engine_name=engine, decimal=mark, force=force)
    print_problems(result.problems, language)
    if not quiet:
        say(filled(_TOLD, language, ranked=result.ranked, not_ranked=result.not_ranked, out=result.out))
        say(f"{'Đã ghi' if language == 'vi' else 'Written'}: {result.path}")
