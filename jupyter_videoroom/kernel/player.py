"""A recording in a cell: the film, and what happened beside it.

All texts come from others, and a notebook's page holds its user's sign-in: they are escaped, and the script is always
the same.
"""

from __future__ import annotations

import base64
import html
import json
import math
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..servers import runtime_directory
from .timeline import read_timeline

TYPES = {".mp4": "video/mp4", ".webm": "video/webm"}
# What a notebook's file can bear.
MAX_EMBEDDED = 20_000_000
MAX_LINES = 5_000
HEIGHT = "24em"

LINES = {
    "joined": "{name} came",
    "left": "{name} left",
    "chat": "{name}: {text}",
    "cell": "[{state}] {source}",
    "started": "The recording began",
    "stopped": "The recording ended",
}

HIDDEN = (
    "{name} cannot be shown: it is hidden ({part}), and Jupyter serves nothing that is. Move it to where no name "
    "begins with a dot, or ask who runs the server to set c.ContentsManager.allow_hidden = True."
)
UNPLAYED = (
    "{name} does not play. Perhaps the server does not serve it, since it was moved or this is another server, or it "
    "is still being written, or this browser does not know its format. Run the cell again where the file is."
)

# In a notebook that is trusted; elsewhere it is left out, and the film is still there. Of a film that does not load the
# words are shown, after a while: the notebook changes its address when it has found out where the file is.
SCRIPT = """
(() => {
  const all = document.getElementById(ID);
  if (!all) return;
  for (const film of all.querySelectorAll("video")) {
    let words = film.nextElementSibling?.matches("p") ? film.nextElementSibling : null;
    const swap = (loaded) => {
      if (!words) film.after(Object.assign(words = document.createElement("p"), { textContent: film.dataset.words }));
      film.hidden = !loaded;
      words.hidden = loaded;
    };
    const fails = () => setTimeout(() => film.error && swap(false), 1000);
    film.addEventListener("loadedmetadata", () => film.hidden && swap(true));
    film.addEventListener("error", fails);
    if (film.error) fails();
  }
  all.addEventListener("click", (event) => {
    const line = event.target.closest("button[data-t]");
    if (!line) return;
    for (const film of all.querySelectorAll("video")) {
      film.currentTime = Math.max(0, Number(line.dataset.t) - Number(film.dataset.begin));
    }
  });
})();
"""


class Replay:
    """Shows in a notebook. `files`: the films; `events`: the timeline, a list of dicts."""

    def __init__(self, files: list[Path], events: list[dict[str, Any]]) -> None:
        self.files = files
        self.events = events

    def __repr__(self) -> str:
        names = ", ".join(file.name for file in self.files) or "no film"
        return f"<Replay of {names}, {len(self.events)} events>"

    def _repr_html_(self) -> str:
        id = f"videoroom-{secrets.token_hex(8)}"
        films = "".join(film(file, self._begin(file)) for file in self.files)
        lines = "".join(line(event) for event in self.events[:MAX_LINES])
        return (
            f'<div id="{id}" style="display: flex; flex-wrap: wrap; gap: 1em">'
            f'<div style="flex: 3 1 24em">{films}</div>'
            f'<ol style="flex: 1 1 16em; max-height: {HEIGHT}; overflow: auto; list-style: none; padding: 0; '
            f'margin: 0">{lines}</ol></div><script>{SCRIPT.replace("ID", json.dumps(id))}</script>'
        )

    def _begin(self, file: Path) -> float:
        """When a film of a person begins, by the timeline."""
        named = (event for event in self.events if event["event"] == "file")
        return next((second(event) for event in named if Path(str(event.get("file"))).name == file.name), 0.0)


def replay(path: str | Path) -> Replay:
    """A recording to look at in a cell. `path` is that of `record`; the suffix may be left out.

    Raises FileNotFoundError, if there is none.
    """
    target = Path(path)
    base = target.with_suffix("") if target.suffix in TYPES else target
    files = films(target, base)
    timeline = base.with_name(f"{base.name}.jsonl")
    if not files and not timeline.exists():
        raise FileNotFoundError(f"there is no recording {str(path)!r}, seen from {Path.cwd()}")
    return Replay(files, read_timeline(timeline) if timeline.exists() else [])


def films(target: Path, base: Path) -> list[Path]:
    """The film of this name, or those in the folder of this name."""
    for path in (target, *(base.with_name(base.name + suffix) for suffix in TYPES)):
        if path.is_file() and path.suffix in TYPES:
            return [path]
    return sorted(path for path in base.glob("*") if path.suffix in TYPES)


def film(file: Path, begin: float) -> str:
    """A player, or why there is none."""
    name = html.escape(file.name)
    try:
        source = html.escape(address(file), quote=True)
    except ValueError as error:
        return f"<p>{html.escape(str(error))}</p>"
    part = "" if source.startswith("data:") else hidden_part(file)
    words = html.escape((HIDDEN if part else UNPLAYED).format(name=file.name, part=part), quote=True)
    # Where hidden files are served after all, the script shows the film when it has loaded.
    hidden, instead = (" hidden", f"<p>{words}</p>") if part else ("", "")
    return (
        f'<video controls preload="metadata" aria-label="{name}" title="{name}" data-begin="{begin:.3f}" '
        f'data-words="{words}" style="width: 100%" src="{source}"{hidden}></video>{instead}'
    )


def address(file: Path) -> str:
    """Where the page finds a film: below the notebook's folder, or in the output itself; ValueError if in neither."""
    file, folder = file.resolve(), notebook_folder()
    root = server_root() or folder
    if file.is_relative_to(root) and folder.is_relative_to(root):
        # Jupyter looks relative addresses up from the notebook.
        return quote(Path(os.path.relpath(file, folder)).as_posix())
    if file.stat().st_size < MAX_EMBEDDED:
        data = base64.b64encode(file.read_bytes()).decode()
        return f"data:{TYPES[file.suffix]};base64,{data}"
    megabytes = file.stat().st_size / 1_000_000
    raise ValueError(
        f"{file} cannot be shown: it is outside of the folder that Jupyter serves ({root}), and too large for an "
        f"output ({megabytes:.0f} MB). Move it below that folder."
    )


def hidden_part(file: Path) -> str:
    """The first part of its path below the server's folder that begins with a dot, which servers hide by default."""
    file, root = file.resolve(), server_root() or notebook_folder()
    parts = file.relative_to(root).parts if file.is_relative_to(root) else ()
    return next((part for part in parts if part.startswith(".")), "")


def notebook_folder() -> Path:
    """Where the notebook is, by what the server told its kernel; else where the kernel runs."""
    session = Path(os.environ.get("JPY_SESSION_NAME", ""))
    return (session.parent if session.is_absolute() and session.parent.is_dir() else Path.cwd()).resolve()


def server_root() -> Path | None:
    """The folder that the Jupyter server of this kernel serves, by the file that it wrote when it started."""
    file = runtime_directory() / f"jpserver-{os.environ.get('JPY_PARENT_PID', '')}.json"
    try:
        return Path(json.loads(file.read_text())["root_dir"]).resolve()
    except (OSError, ValueError, KeyError, TypeError):
        return None


def line(event: dict[str, Any]) -> str:
    """One event, as a button that goes there; nothing for those that are not for people."""
    pattern = LINES.get(event["event"])
    if pattern is None:
        return ""
    state = "ok" if event.get("success") else "failed"
    words = {key: str(event.get(key, "")) for key in ("name", "text", "source")}
    text = html.escape(pattern.format(state=state, **words))
    at = second(event)
    clock = f"{int(at) // 60}:{int(at) % 60:02}"
    return (
        f'<li><button type="button" data-t="{at:.3f}" style="font: inherit; color: inherit; background: none; '
        f'border: 0; cursor: pointer; text-align: left; white-space: pre-wrap; overflow-wrap: anywhere">'
        f"<b>{clock}</b> {text}</button></li>"
    )


def second(event: dict[str, Any]) -> float:
    """When it was, in seconds from the beginning."""
    at = float(event["t"])
    return max(0.0, at) if math.isfinite(at) else 0.0
