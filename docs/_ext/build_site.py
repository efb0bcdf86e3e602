"""Build the documentation site: ``python docs/_ext/build_site.py [FOLDER]``, strictly and without a network.

There is one site a language, ``en/`` and ``vi/``, each with its own menu, search and words of the theme, and a door
that leads to both. Within a language the pages keep the places they have in the repository, so that one relative link
works on a code host and in the site. What is generated from code stands beside them in ``docs/reference/`` of the copy,
and never in the repository. Links within the site are followed; addresses on the network are not looked at.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from anchors import broken_links
from languages import LANGUAGES, ROOT, gather
from reference import write_reference
from sphinx.cmd.build import main as sphinx

EXT = Path(__file__).parent
ROOT_DOC = {"en": "docs/index", "vi": "docs/index.vi"}
STRICT = ("-W", "--keep-going", "-n", "-q", "-E")


def build(out: Path) -> int:
    """Build the site into a folder and give the exit status: Sphinx's, or 1 when a link leads nowhere."""
    pages, trees = out.parent / f"{out.name}-pages", out.parent / f"{out.name}-trees"
    for folder in (pages, trees, out):
        shutil.rmtree(folder, ignore_errors=True)
    for language in LANGUAGES:
        gather(pages / language, language)
        write_reference(pages / language / "docs" / "reference", language)
    # Sphinx compiles a catalogue beside itself; the repository holds none that are compiled.
    shutil.copytree(EXT / "locale", pages / "locale")
    status = 0
    for language in LANGUAGES:
        said = {"language": language, "root_doc": ROOT_DOC[language], "locale_dirs": str(pages / "locale")}
        options = [*STRICT, "-b", "html", "-d", str(trees / language), "-c", str(EXT.parent)]
        options += [word for name, value in said.items() for word in ("-D", f"{name}={value}")]
        status = sphinx([*options, str(pages / language), str(out / language)]) or status
    shutil.copyfile(EXT / "door.html", out / "index.html")
    broken = broken_links(out)
    sys.stderr.writelines(f"{one}\n" for one in broken)
    return status or int(bool(broken))


def main() -> int:
    """Build the site and say where it is."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "site").resolve()
    status = build(out)
    sys.stdout.write(f"The site: {out / 'index.html'}\n" if status == 0 else "The site has faults, told above.\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
