"""The rules: table against manifest, arrows downwards, sources against table."""

import allowed_imports
import manifest
import swift_source
from violation import Violation

# What every target may import: the language and the system's C library.
LANGUAGE = {"Swift", "Synchronization", "Glibc", "Musl", "Darwin", "Android"}
# Other modules that come with the tools. A row may name them though the manifest does not.
WITH_TOOLS = {"Dispatch", "Distributed", "Foundation", "FoundationNetworking", "Observation", "RegexBuilder", "Testing"}
ESSENTIALS = "FoundationEssentials"
# What Foundation is called, with the parts that bring it along.
FOUNDATION = {"Foundation", "FoundationNetworking", "FoundationXML"}
FOUNDATION_FLOOR = 4

FOR_TESTS = LANGUAGE | WITH_TOOLS
WRITE_ESSENTIALS = (
    "write #if canImport(FoundationEssentials) / import FoundationEssentials / #else / import Foundation / #endif"
)


def check(root, dumped):
    """Returns every violation in the package at `root`, whose dumped manifest is given."""
    rows, violations = allowed_imports.read(root)
    if violations:
        return violations  # against half a table every import would look wrong
    targets = manifest.targets(root, dumped)
    violations += check_table(rows, targets)
    violations += check_folders(root, targets)
    for target in targets.values():
        row = None if target.kind == "test" else rows.get(target.name)
        if row or target.kind == "test":
            for file in swift_files(root, target):
                violations += check_file(root, file, target, targets, row)
    return violations


def check_table(rows, targets):
    violations = []
    for target in targets.values():
        if target.kind != "test" and target.name not in rows:
            what = f"target {target.name} has no row in {allowed_imports.FILE}"
            fix = "add a row with its floor and what it may import"
            violations.append(Violation(manifest.FILE, target.line, what, fix))
    for row in rows.values():
        if row.target not in targets or targets[row.target].kind == "test":
            what = f"{row.target} is no target of {manifest.FILE} that a row can be for"
            violations.append(Violation(allowed_imports.FILE, row.line, what, "remove the row or declare the target"))
            continue
        violations += check_dependencies(row, targets[row.target])
        violations += check_direction(row, rows)
    return violations


def check_dependencies(row, target):
    """The manifest's dependencies are exactly those the row allows."""
    violations = []
    for name in sorted(target.dependencies - row.allowed):
        what = f"{target.name} depends on {name}, which its row in {allowed_imports.FILE} does not allow"
        fix = "remove the dependency, or change the architecture first: add it to the row and say why in a decision"
        violations.append(Violation(manifest.FILE, target.line, what, fix))
    for name in sorted(row.allowed - target.dependencies - WITH_TOOLS):
        what = f"{row.target} may import {name}, on which it does not depend in {manifest.FILE}"
        violations.append(Violation(allowed_imports.FILE, row.line, what, "remove it from the row"))
    return violations


def check_direction(row, rows):
    """A target imports only floors below its own; Foundation begins at a floor of its own."""
    violations = []
    for name in sorted(row.allowed & rows.keys()):
        if rows[name].floor >= row.floor:
            what = f"{row.target} on floor {row.floor:g} imports {name} on floor {rows[name].floor:g}"
            fix = "arrows point downwards: move what both need to a floor below them"
            violations.append(Violation(allowed_imports.FILE, row.line, what, fix))
    for name in sorted(row.allowed & FOUNDATION):
        if row.floor < FOUNDATION_FLOOR:
            what = f"{row.target} on floor {row.floor:g} imports {name}, which begins at floor {FOUNDATION_FLOOR}"
            violations.append(Violation(allowed_imports.FILE, row.line, what, f"use {ESSENTIALS}"))
    return violations


def check_folders(root, targets):
    """A folder that the manifest does not know is compiled by nobody; its tests never run, and nobody notices."""
    known = {target.folder.strip("/") for target in targets.values()}
    violations = []
    for file in sorted([*(root / "Sources").rglob("*.swift"), *(root / "Tests").rglob("*.swift")]):
        path = file.relative_to(root).as_posix()
        if not any(path.startswith(folder + "/") for folder in known):
            fix = f"declare the target in {manifest.FILE} or remove the file"
            violations.append(Violation(path, 1, "the file belongs to no target", fix))
    return violations


def swift_files(root, target):
    folder = root / target.folder
    excluded = [folder / path for path in target.excluded]
    for file in sorted(folder.rglob("*.swift")):
        if not any(path == file or path in file.parents for path in excluded):
            yield file


def check_file(root, file, target, targets, row):
    path = file.relative_to(root).as_posix()
    allowed = allowed_modules(target, targets, row)
    violations = []
    for found in swift_source.imports(file.read_text(encoding="utf-8")):
        complaint = complaint_about(found, target, row, allowed)
        if complaint:
            violations.append(Violation(path, found.line, *complaint))
    return violations


def allowed_modules(target, targets, row):
    if row is None:
        names, standard = target.dependencies, FOR_TESTS
    else:
        names, standard = row.allowed, LANGUAGE
    if target.kind == "plugin":
        standard = standard | {"PackagePlugin"}
    return standard | {targets[name].module if name in targets else name for name in names}


def complaint_about(found, target, row, allowed):
    """Returns what is wrong with an import and what to do, or `None`."""
    module = found.module
    if module == ESSENTIALS:
        if found.is_only_where(ESSENTIALS):
            return None
        return f"{ESSENTIALS} is imported where it may not exist", WRITE_ESSENTIALS
    if module in allowed or module == target.module:
        return None
    if module == "Foundation" and found.is_only_without(ESSENTIALS):
        return None
    if row is None:
        fix = f"add it to the dependencies of {target.name} in {manifest.FILE}"
        return f"{target.name} imports {module}, on which it does not depend", fix
    if module in FOUNDATION and row.floor < FOUNDATION_FLOOR:
        what = f"{target.name} on floor {row.floor:g} may not import {module}, which begins at floor {FOUNDATION_FLOOR}"
        return what, f"for Date or UUID {WRITE_ESSENTIALS}"
    names = ", ".join(sorted(row.allowed)) or "nothing but the standard library"
    fix = f"{allowed_imports.FILE}:{row.line} allows it {names}; do without, or change that row and say why"
    return f"{target.name} may not import {module}", fix
