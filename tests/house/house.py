"""What the tests of the architecture read: the project's files and its own list of rooms."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
WAYMARK = SRC / "waymark"
TEMPLATES = WAYMARK / "web" / "jinja"


@cache
def contracts() -> list[dict]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def contract(beginning: str) -> dict:
    (found,) = (one for one in contracts() if one["name"].startswith(beginning))
    return found


def floors() -> dict[str, int]:
    """Floor by room, 0 at the top, read from the contract so that there is one list only."""
    layers = contract("The floors")["layers"]
    return {room.strip(" ()"): floor for floor, line in enumerate(layers) for room in line.split("|")}


def rooms() -> list[str]:
    """Every room with an inside: those that the order inside a room is kept in."""
    return [container.removeprefix("waymark.") for container in contract("Inside a room")["containers"]]


def python_files(folder: Path = WAYMARK) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.relative_to(folder).parts)


def where(path: Path, line: int = 0) -> str:
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


@cache
def committed_files() -> tuple[Path, ...]:
    """Every file that is committed or would be: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    names = sorted(set(listed.stdout.decode().split("\0")) - {""})
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


def references(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Give every dotted name that a module uses, in full: what it was imported as makes no difference."""
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                imported[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                imported[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            parts, inner = [], node
            while isinstance(inner, ast.Attribute):
                parts.append(inner.attr)
                inner = inner.value
            if isinstance(inner, ast.Name) and inner.id in imported:
                yield ".".join([imported[inner.id], *reversed(parts)]), node
