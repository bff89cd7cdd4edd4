# Sourced by the commands beside it: messages, Swift's version, and what the machine lacks.
# Kept to what bash 3.2 knows, which is the one macOS has.

say() { printf '==> %s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  if [ $# -gt 0 ]; then printf '       %s\n' "$@" >&2; fi
  exit 1
}

# Prints the comment at the head of the command that was called, as its help.
print_usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; }

# Ends the command unless Swift is there and not older than the tools version of Package.swift.
require_swift() {
  local needed found
  needed=$(sed -n '1s|^// *swift-tools-version: *||p' Package.swift)
  if ! command -v swift >/dev/null; then
    fail "Swift was not found on the PATH; Aloft needs Swift $needed or later." \
      "Get it from https://www.swift.org/install, open a new shell and run this again."
  fi
  if ! found=$(swift --version 2>&1 </dev/null); then
    fail "swift is there but does not run:" "$found" \
      "The page https://www.swift.org/install lists what it needs on your system."
  fi
  [[ $found =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] || fail "swift --version says no version:" "$found"
  if ! is_at_least "${BASH_REMATCH[1]}.${BASH_REMATCH[2]}" "$needed"; then
    fail "Swift ${BASH_REMATCH[1]}.${BASH_REMATCH[2]} is too old; Aloft needs Swift $needed or later." \
      "Get it from https://www.swift.org/install, open a new shell and run this again."
  fi
  require_macos_version
}

# is_at_least <major.minor> <major.minor>
is_at_least() {
  [ "${1%%.*}" -gt "${2%%.*}" ] || { [ "${1%%.*}" -eq "${2%%.*}" ] && [ "${1#*.}" -ge "${2#*.}" ]; }
}

# The manifest names the first system that has `Task.immediate`; a build for it does not run on an older one.
require_macos_version() {
  local needed found
  [ "$(uname -s)" = Darwin ] || return 0
  needed=$(sed -n 's/.*\.macOS(\.v\([0-9]*\)).*/\1/p' Package.swift)
  found=$(sw_vers -productVersion)
  [ "${found%%.*}" -ge "${needed:-0}" ] || fail "This is macOS $found; Aloft needs macOS $needed or later."
}

missing=""
wanted=""

# need <Debian's package> <Homebrew's formula, or - where macOS has it> <command that succeeds if it is there…>
need() { note_if_absent missing "$@"; }

# want: as `need`, for what tests can do without: they skip themselves where it is missing.
want() { note_if_absent wanted "$@"; }

note_if_absent() {
  local list="$1" package="$2"
  if [ "$(uname -s)" = Darwin ]; then package="$3"; fi
  shift 3
  [ "$package" != - ] || return 0
  "$@" >/dev/null 2>&1 || printf -v "$list" '%s %s' "${!list}" "$package"
}

# What every build needs beside Swift itself.
need_for_building() {
  need git git command -v git
  need ca-certificates - test -e /etc/ssl/certs
  need g++ - has_cxx_headers
  need zlib1g-dev - test -e /usr/include/zlib.h
}

# What the drivers of databases, and so all targets together, need beyond that.
need_for_databases() {
  need libsqlite3-dev - test -e /usr/include/sqlite3.h
  need libpq-dev libpq has_libpq
}

has_libpq() {
  [ -e /usr/include/postgresql/libpq-fe.h ] || [ -e /usr/include/libpq-fe.h ] ||
    { command -v brew && [ -e "$(brew --prefix libpq)/include/libpq-fe.h" ]; }
}

# A server is enough; the tests make their own instances of it.
has_postgresql() { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }

# Swift links against the C++ library and the start files that come with the C++ compiler.
has_cxx_headers() { [ -d /usr/include/c++ ] && [ -e /usr/include/stdio.h ]; }

has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# Installs what `need` and `want` found missing, by the platform's own package manager.
install_missing() {
  if [ -n "$missing" ]; then
    say "Installing what is missing:$missing"
    install_packages $missing || fail "Could not install:$missing" "Install it by hand and run this again."
  fi
  if [ -n "$wanted" ] && command -v apt-get >/dev/null; then
    say "Installing for some of the tests:$wanted"
    install_packages $wanted || say "Going on without:$wanted (the tests that need it skip themselves)"
  fi
}

install_packages() {
  if command -v apt-get >/dev/null; then
    as_root apt-get update -qq </dev/null || say "apt-get update failed; trying with the lists that are there"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" </dev/null
  elif command -v brew >/dev/null; then
    brew install "$@" </dev/null
  else
    say "This script knows apt-get and Homebrew (https://brew.sh); neither is here."
    return 1
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    say "Installing needs root, and there is no sudo: $*"
    return 1
  fi
}
