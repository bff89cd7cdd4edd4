"""Plants violations in a small package of its own and sees that each is found, and nothing else."""

import tempfile
from pathlib import Path

import rules

ESSENTIALS = "#if canImport(FoundationEssentials)\nimport FoundationEssentials\n#else\nimport Foundation\n#endif\n"

TABLE = """\
<!-- allowed-imports -->

| Target | floor | may import |
|---|---|---|
| `Core` | ½ | nothing |
| `Server` | 1½ | `Core`, `NIOCore` |
| `site-tool` | 6 | `Server`, `Foundation` |

<!-- /allowed-imports -->
"""

MANIFEST = {
    "Core": ("regular", []),
    "Server": ("regular", ["Core", "NIOCore"]),
    "site-tool": ("executable", ["Server"]),
    "CoreTests": ("test", ["Core"]),
}

FILES = {
    "ARCHITECTURE.md": TABLE,
    "Package.swift": "\n".join(f'  .target(name: "{name}"),' for name in MANIFEST),
    "Sources/Core/Core.swift": "import Synchronization\n" + ESSENTIALS,
    "Sources/Server/Server.swift": "public import Core\n@preconcurrency import struct NIOCore.ByteBuffer\n",
    "Sources/site-tool/main.swift": "import Foundation\nimport Server\n",
    "Tests/CoreTests/CoreTests.swift": "@testable import Core\nimport Foundation\nimport Testing\n",
}

# What looks like an import but is none.
HARMLESS = {
    "a line comment": "// import NIOCore\n",
    "a nested comment": "/* a /* b */\nimport NIOCore\n*/\n",
    "a string of several lines": 'let page = """\n  import NIOCore\n  \\"""\n  import NIOCore\n  """\n',
    "a raw string": 'let page = #"""\n  """\n  import NIOCore\n  """#\n',
    "a string in an interpolation": 'let a = "\\(b("/*"))"\nimport Core\nlet c = "*/"\n',
    "a quote in a regular expression": 'let a = /"/\nimport Synchronization\n',
    "a label": "move(\n  import url: here)\n",
    "a longer word": "important NIOCore\n",
}

# A name, the file that is written or extended, its text, and what the one message has to hold.
PLANTED = [
    ("a module no row allows", "Sources/Core/A.swift", "\nimport NIOCore\n", "A.swift:2: Core may not import NIOCore"),
    ("an import upwards", "Sources/Core/A.swift", "import Server\n", "A.swift:1: Core may not import Server"),
    ("access and attribute", "Sources/Core/A.swift", "@_exported public import NIOCore\n", "may not import NIOCore"),
    ("an attribute on its own line", "Sources/Core/A.swift", "@_spi(X)\nimport NIOCore\n", "A.swift:2: Core may not"),
    ("one declaration", "Sources/Core/A.swift", "import func NIOCore.run\n", "may not import NIOCore"),
    ("a second on a line", "Sources/Core/A.swift", "import Swift; import NIOCore\n", "may not import NIOCore"),
    ("after a comment", "Sources/Core/A.swift", "/* why */ import NIOCore\n", "may not import NIOCore"),
    ("after a string", "Sources/Core/A.swift", 'let a = "/*"\nimport NIOCore\n', "A.swift:2: Core may not"),
    ("Foundation below", "Sources/Server/A.swift", "import Foundation\n", "Server on floor 1.5 may not import Found"),
    ("a part of Foundation", "Sources/Core/A.swift", "import Foundation.NSData\n", "may not import Foundation"),
    (
        "Foundation beside another check",
        "Sources/Core/A.swift",
        "#if canImport(FoundationEssentials)\n#else\n#endif\n#if os(Linux)\nimport Foundation\n#endif\n",
        "A.swift:5: Core on floor 0.5 may not import Foundation",
    ),
    ("bare Essentials", "Sources/Core/A.swift", "import FoundationEssentials\n", "where it may not exist"),
    ("a test's own module", "Tests/CoreTests/A.swift", "import Server\n", "CoreTests imports Server, on which it does"),
    ("Testing in a library", "Sources/Core/A.swift", "import Testing\n", "Core may not import Testing"),
    ("tests without a target", "Tests/Lost/A.swift", "", "Tests/Lost/A.swift:1: the file belongs to no target"),
    ("a folder without a target", "Sources/Lost/A.swift", "", "Sources/Lost/A.swift:1: the file belongs to no target"),
]

# A name, what is replaced in the table and by what, and what the one message has to hold.
PLANTED_IN_TABLE = [
    ("a row without a target", "| `Core` |", "| `Gone` | 1 | nothing |\n| `Core` |", "ARCHITECTURE.md:5: Gone is no"),
    ("a row twice", "| `Core` |", "| `Core` | ½ | nothing |\n| `Core` |", "Core has a second row"),
    ("a row for tests", "| `Core` |", "| `CoreTests` | 6 | nothing |\n| `Core` |", "CoreTests is no target"),
    ("an import the manifest lacks", "`NIOCore`", "`NIOCore`, `Logging`", "Server may import Logging, on which it"),
    ("an arrow on one floor", "| 1½ |", "| ½ |", "Server on floor 0.5 imports Core on floor 0.5"),
    ("an arrow upwards", "| ½ |", "| 2 |", "Server on floor 1.5 imports Core on floor 2"),
    ("Foundation too low", "| 6 |", "| 3 |", "site-tool on floor 3 imports Foundation, which begins at floor 4"),
    ("a floor that is no number", "| 6 |", "| top |", "the floor of site-tool is not a number: 'top'"),
    ("names without backticks", "nothing", "NIOCore", "the imports of Core hold text that is no name: 'NIOCore'"),
    ("a lost marker", "<!-- /allowed-imports -->", "", "the table of allowed imports is not between"),
]

# A name, a target, its kind, its dependencies, and what the one message has to hold.
PLANTED_IN_MANIFEST = [
    ("a dependency", "Server", "regular", ["Core", "NIOCore", "NIOPosix"], "swift:2: Server depends on NIOPosix"),
    ("a target without a row", "Extra", "regular", [], "Package.swift:1: target Extra has no row"),
]


def run():
    """Returns the status to end with."""
    failures = [describe("the clean package", messages(FILES, MANIFEST), None)]
    for name, text in HARMLESS.items():
        found = messages({**FILES, "Sources/Core/A.swift": text}, MANIFEST)
        failures.append(describe(name, found, None))
    for name, path, text, wanted in PLANTED:
        failures.append(describe(name, messages({**FILES, path: text}, MANIFEST), wanted))
    for name, old, new, wanted in PLANTED_IN_TABLE:
        table = TABLE.replace(old, new, 1)
        failures.append(describe(name, messages({**FILES, "ARCHITECTURE.md": table}, MANIFEST), wanted))
    for name, target, kind, dependencies, wanted in PLANTED_IN_MANIFEST:
        found = messages(FILES, {**MANIFEST, target: (kind, dependencies)})
        failures.append(describe(name, found, wanted))
    for failure in filter(None, failures):
        print(failure)
    failed = len([failure for failure in failures if failure])
    print(f"Self-test: {len(failures) - failed} of {len(failures)} cases are judged rightly.")
    return 1 if failed else 0


def messages(files, targets):
    """Writes the package into a temporary folder and returns what the check says about it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        return [str(violation) for violation in rules.check(root, dumped(targets))]


def dumped(targets):
    """The manifest as SwiftPM would dump it."""
    return {
        "targets": [
            {"name": name, "type": kind, "dependencies": [{"byName": [other, None]} for other in dependencies]}
            for name, (kind, dependencies) in targets.items()
        ]
    }


def describe(name, found, wanted):
    """Returns why a case failed, or `None`: exactly one message, and the wanted one; none where none is wanted."""
    if wanted is None:
        return f"{name}: nothing is wrong, but: {found}" if found else None
    if len(found) != 1 or wanted not in found[0]:
        return f"{name}: one message with '{wanted}' was due, but: {found}"
    return None
