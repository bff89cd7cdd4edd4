"""Finds the imports of a Swift file, with the `#if` branches each stands in."""

import re
from dataclasses import dataclass

IMPORT = re.compile(
    r"(?:^|;)[ \t]*"
    r"(?:@\w+(?:\([^)]*\))?\s+)*"
    r"(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+"
    r"(?:(?:typealias|struct|class|enum|protocol|actor|let|var|func|macro)\s+)?"
    r"`?(?P<module>[A-Za-z_]\w*)`?(?=[.;\s]|\Z)",
    re.MULTILINE,
)
DIRECTIVE = re.compile(r"^\s*#(if|elseif|else|endif)\b(.*)$")


@dataclass(frozen=True)
class Branch:
    condition: str  # of this branch; empty in `#else`
    refused: tuple  # the conditions of the branches before it


@dataclass(frozen=True)
class Import:
    module: str
    line: int
    branches: tuple

    def is_only_where(self, module):
        """Whether the import is compiled only where `canImport(module)` holds."""
        return any(f"canImport({module})" in branch.condition.split("&&") for branch in self.branches)

    def is_only_without(self, module):
        """Whether the import is compiled only where `canImport(module)` does not hold."""
        return any(
            f"!canImport({module})" in branch.condition.split("&&") or f"canImport({module})" in branch.refused
            for branch in self.branches
        )


def imports(text):
    code = blank_comments_and_strings(text)
    branches = branches_by_line(code)
    found = []
    for match in IMPORT.finditer(code):
        line = code.count("\n", 0, match.start("module"))
        found.append(Import(match["module"], line + 1, branches[line]))
    return found


def branches_by_line(code):
    stack, result = [], []
    for line in code.split("\n"):
        match = DIRECTIVE.match(line)
        if match:
            word, condition = match[1], re.sub(r"\s+", "", match[2])
            if word == "if":
                stack.append(Branch(condition, ()))
            elif stack:
                before = stack.pop()
                if word != "endif":
                    stack.append(Branch(condition, before.refused + (before.condition,)))
        result.append(tuple(stack))
    return result


STARTS = re.compile(r'//|/\*|(?P<hashes>#*)(?P<quotes>"""|")')


def blank_comments_and_strings(text):
    """Returns the text with spaces in place of comments and string literals; lines stay where they are."""
    pieces, position = [], 0
    while start := STARTS.search(text, position):
        if start[0] == "//":
            end = text.find("\n", start.end())
            end = len(text) if end < 0 else end
        elif start[0] == "/*":
            end = end_of_comment(text, start.end())
        else:
            end = end_of_string(text, start.end(), start["hashes"], start["quotes"])
        pieces += [text[position : start.start()], re.sub(r"[^\n]", " ", text[start.start() : end])]
        position = end
    return "".join(pieces) + text[position:]


def end_of_comment(text, position):
    """Swift's block comments nest."""
    depth = 1
    for mark in re.compile(r"/\*|\*/").finditer(text, position):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def end_of_string(text, position, hashes, quotes):
    escape = re.escape("\\" + hashes)
    # A line's end closes a one-line literal too, so that a lone quote in a regular expression costs one line only.
    ends = re.escape(quotes + hashes) + ("" if len(quotes) == 3 else r"|\n")
    mark = re.compile(rf"{escape}(?P<interpolation>\()|{escape}.|(?P<end>{ends})", re.DOTALL)
    while found := mark.search(text, position):
        if found["end"]:
            return found.start() if found[0] == "\n" else found.end()
        position = end_of_interpolation(text, found.end()) if found["interpolation"] else found.end()
    return len(text)


def end_of_interpolation(text, position):
    depth = 1
    mark = re.compile(r'[()]|(?P<hashes>#*)(?P<quotes>"""|")')
    while found := mark.search(text, position):
        position = found.end()
        if found["quotes"]:
            position = end_of_string(text, position, found["hashes"], found["quotes"])
        else:
            depth += 1 if found[0] == "(" else -1
            if depth == 0:
                return position
    return len(text)
