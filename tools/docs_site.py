"""What MkDocs builds besides docs/: the files at the top of the repository, and the gallery of the notebooks."""

from __future__ import annotations

import json
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
# Where the site has what the repository has at its top.
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "reporting.md",
}
GALLERY = "gallery.md"
# What each notebook looks like when its cells have run; `make pictures` takes them.
PICTURES = {"01_first_call": "room", "02_kernel_vision": "vision", "03_recording": "replay"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for name, page in PAGES.items():
        files.append(File.generated(config, page, content=for_the_site((ROOT / name).read_text("utf-8"))))
    files.append(File.generated(config, GALLERY, content=gallery()))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Links from docs/ to the files at the top."""
    for name, page in PAGES.items():
        markdown = markdown.replace(f"](../{name}", f"]({page}")
    return markdown


def for_the_site(markdown: str) -> str:
    """The links of a file at the top, as the pages of the site see them."""
    for name, page in PAGES.items():
        markdown = markdown.replace(f"]({name}", f"]({page}")
    return markdown.replace("](docs/", "](")


def gallery() -> str:
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return "\n\n".join(["# Gallery", "The notebooks of the package; `make demo` opens them.", *map(show, notebooks)])


def show(notebook: Path) -> str:
    """What its cells say, below a picture of it."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    parts = [show_cell(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    title, *rest = "\n\n".join(parts).split("\n", 1)
    return "\n\n".join([title, f"![{title.lstrip('# ')}](images/{PICTURES[notebook.stem]}.png)", *rest])


def show_cell(kind: str, source: str) -> str:
    # One title a page: those of the notebooks come below it.
    return f"```python\n{source}\n```" if kind == "code" else re.sub(r"^#", "##", source, flags=re.MULTILINE)
