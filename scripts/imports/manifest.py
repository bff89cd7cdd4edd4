"""The targets of the manifest, from what `swift package dump-package` prints."""

import json
import re
import subprocess
from dataclasses import dataclass

FILE = "Package.swift"


@dataclass(frozen=True)
class Target:
    name: str
    kind: str  # as SwiftPM calls it: regular, executable, test, system, macro, plugin
    folder: str  # relative to the package's root
    dependencies: frozenset  # names of targets and of other packages' products
    excluded: tuple  # paths inside the folder that are not compiled
    line: int  # where the manifest declares it

    @property
    def module(self):
        """The name it is imported by: a product may be called aloft-tool, a module can't."""
        return re.sub(r"\W", "_", self.name)


def dump(root):
    """Returns the manifest as SwiftPM understands it."""
    command = ["swift", "package", "--package-path", str(root), "dump-package"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def targets(root, dumped):
    """Returns the targets by name."""
    path = root / FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return {entry["name"]: target(entry, text) for entry in dumped["targets"]}


def target(entry, text):
    parent = {"test": "Tests", "plugin": "Plugins"}.get(entry["type"], "Sources")
    declared = re.search(r"\.(?:\w*[tT]arget|systemLibrary|macro|plugin)\(\s*name:\s*" + f'"{entry["name"]}"', text)
    return Target(
        name=entry["name"],
        kind=entry["type"],
        folder=entry.get("path") or f"{parent}/{entry['name']}",
        dependencies=frozenset(dependency_name(dependency) for dependency in entry["dependencies"]),
        excluded=tuple(entry.get("exclude", [])),
        line=text.count("\n", 0, declared.start()) + 1 if declared else 1,
    )


def dependency_name(dependency):
    """A dependency is one of {"byName": [name, …]}, {"target": [name, …]} and {"product": [name, package, …]}."""
    (values,) = dependency.values()
    return values[0]
