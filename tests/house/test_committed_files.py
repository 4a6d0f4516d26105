"""What is committed names no package-registry host, no machine and no maker's tool.

The patterns are put together here, so that this file does not hold them.
"""

import re

import pytest

from tests.house.house import committed_files, where

HOSTS = [
    ("registry", "npmjs"),
    ("registry", "yarnpkg"),
    ("pypi", "org"),
    ("files", "pythonhosted"),
    ("npm", "pkg", "github"),
]
PATHS = [("work", "main"), ("work", "shared"), ("tmp", "wm"), ("root", r"\.pyenv")]
TOOLS = [("anthro", "pic"), ("claude", " code"), ("chat", "gpt"), ("copi", "lot")]
FORBIDDEN = re.compile(
    "|".join(
        [
            *(r"\.".join(parts) for parts in HOSTS),
            *("/" + "/".join(parts) for parts in PATHS),
            *("".join(parts) for parts in TOOLS),
            "/ho" + r"me/[a-z]\w*/",
            "/Us" + "ers/[A-Za-z]",
        ]
    ),
    re.IGNORECASE,
)


def text_of(path):
    content = path.read_bytes()
    return None if b"\0" in content[:4096] else content.decode("utf-8", "replace")


def forbidden_in(path):
    text = text_of(path)
    if text is None:
        return []
    return [f"{where(path)}: {match.group(0)}" for match in FORBIDDEN.finditer(text)]


def test_no_committed_file_names_a_registry_a_machine_or_a_tool():
    assert [line for path in committed_files() for line in forbidden_in(path)] == []


def test_there_are_files_to_look_at():
    names = {where(path) for path in committed_files()}

    assert {"pyproject.toml", "README.md", "src/waymark/kernel/policy.py"} <= names
    assert not any(name.startswith((".venv/", "node_modules/", "var/")) for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "registry." + "npmjs.org/x",
        "https://" + "py" + "pi.org/simple",
        "files." + "pythonhosted.org",
        "/wo" + "rk/main/src",
        "/ho" + "me/ada/src",
    ],
)
def test_a_forbidden_name_is_seen(text):
    assert FORBIDDEN.search(text)


def test_large_files_are_not_committed():
    large = [where(path) for path in committed_files() if path.stat().st_size > 1_500_000]

    assert large == []
