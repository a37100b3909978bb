#!/usr/bin/env bash
# Runs every command of README.md's console blocks in order, in one shell, and compares what it prints with what the README shows.
# A line of three dots in the README stands for any lines. `./test.sh` is left out: whoever calls this has run it.
set -uo pipefail
cd "$(dirname "$0")/.."
. eng/setup.sh
need_dotnet && need_secp256k1 || exit 1

expected=$(mktemp) actual=$(mktemp)
trap 'rm -f "$expected" "$actual"' EXIT
checked=0 bad=0

# Whether the lines of file $2 are those of file $1, whose "..." lines match any run of lines.
matches() {
  awk '
    NR == FNR { want[++n] = $0; next }
    { got[++m] = $0 }
    function fit(i, j,   k) {
      while (i <= n && want[i] != "...") { if (j > m || want[i] != got[j]) return 0; i++; j++ }
      if (i > n) return j > m
      for (k = j; k <= m + 1; k++) if (fit(i + 1, k)) return 1
      return 0
    }
    END { exit fit(1, 1) ? 0 : 1 }' "$1" "$2"
}

check() {
  [ -n "$command" ] || return 0
  case $command in ./test.sh*) command=""; return 0 ;; esac
  printf '$ %s\n' "$command"
  eval "$command" >"$actual" 2>&1 </dev/null
  # A build or a server may print what it likes where the README shows nothing.
  if [ -s "$expected" ] && ! matches "$expected" "$actual"; then
    bad=$((bad + 1))
    echo "README.md shows another output:"
    diff "$expected" "$actual" | sed 's/^/  /' | cut -c1-200
  fi
  checked=$((checked + 1))
  command=""
}

inside=0 command=""
while IFS= read -r line; do
  case $inside:$line in
    0:'```console') inside=1 ;;
    1:'```') check; inside=0 ;;
    1:'$ '*) check; command=${line#'$ '}; : >"$expected" ;;
    1:*) printf '%s\n' "$line" >>"$expected" ;;
  esac
done <README.md

echo "$checked README commands checked, $bad differ"
[ "$bad" = 0 ] && [ "$checked" -gt 0 ]
