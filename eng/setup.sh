# Sourced by test.sh and the other scripts: installs what the build and the tests need and the machine lacks.
# Needs git, the .NET 10 SDK, and for missing system packages apt-get as root or through sudo.

say() { printf '\n== %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else echo "setup: '$*' needs root: run it yourself, or install sudo" >&2; return 1
  fi
}

apt_install() {
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "setup: please install: $*" >&2
    return 1
  fi
  if [ -z "${APT_UPDATED:-}" ]; then as_root apt-get update -qq >/dev/null; APT_UPDATED=1; fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_dotnet() {
  if ! dotnet --list-sdks 2>/dev/null | grep '^1[0-9]\.' >/dev/null; then
    echo "setup: the .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2
    return 1
  fi
}

need_secp256k1() {
  if ldconfig -p 2>/dev/null | grep 'libsecp256k1\.so\.' >/dev/null; then return; fi
  if [ "$(uname -s)" = Darwin ]; then command -v brew >/dev/null && brew list secp256k1 >/dev/null 2>&1 && return; fi
  say "installing libsecp256k1"
  # Debian 12 has version 0.2 as libsecp256k1-1, Debian 13 a later one as libsecp256k1-2.
  apt_install libsecp256k1-2 2>/dev/null || apt_install libsecp256k1-1
}

need_sqlite() {
  if ldconfig -p 2>/dev/null | grep 'libsqlite3\.so\.0' >/dev/null; then return; fi
  # macOS has it.
  if [ "$(uname -s)" = Darwin ]; then return; fi
  say "installing libsqlite3"
  apt_install libsqlite3-0
}

node_is_new_enough() { "$1" -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' >/dev/null 2>&1; }

# Sets NODE to a Node.js 20 or later; Debian 12's own is 18, so the npm package `node` brings one into artifacts/.
need_node() {
  NODE=$(command -v node || true)
  if ! command -v npm >/dev/null 2>&1; then say "installing node and npm"; apt_install nodejs npm; NODE=$(command -v node); fi
  if ! node_is_new_enough "$NODE"; then
    NODE="$PWD/artifacts/node/node_modules/node/bin/node"
    if ! node_is_new_enough "$NODE"; then
      say "installing node 20"
      npm install --silent --no-audit --no-fund --prefix artifacts/node node@20 >/dev/null
    fi
    node_is_new_enough "$NODE" || { echo "setup: Node.js 20 or later is needed for the third-party peers" >&2; return 1; }
  fi
  export NODE
}

# npm packages of a folder, from its lock file, once.
need_npm() {
  local folder=$1
  if ! [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
    say "npm packages of $folder"
    npm ci --silent --no-audit --no-fund --prefix "$folder" >/dev/null
    touch "$folder/node_modules/.package-lock.json"
  fi
}
