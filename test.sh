#!/usr/bin/env bash
# Installs what is missing, builds, runs all tests, and ends with the sum: N passed, N failed, N skipped.
# Options: --no-build (tests as they were built), --fuzz SECONDS (default 60). ROD_SEEDS: simulated seeds (default 2000); ROD_SEED: one of them.
set -euo pipefail
cd "$(dirname "$0")"
. eng/setup.sh

build=1
export ROD_FUZZ_SECONDS=${ROD_FUZZ_SECONDS:-60}
while [ $# -gt 0 ]; do
  case $1 in
    --no-build) build=0 ;;
    --fuzz) shift; ROD_FUZZ_SECONDS=${1:?--fuzz takes seconds} ;;
    -h|--help) sed -n '2,3s/^# //p' "$0"; exit 0 ;;
    *) echo "test.sh: unknown option $1; see --help" >&2; exit 2 ;;
  esac
  shift
done

need_dotnet
need_secp256k1
need_sqlite
need_node
need_npm tests/LightningRod.Peers.Tests/ldk

if [ $build = 1 ]; then
  say "building"
  dotnet build LightningRod.Cluster.sln --nologo -v quiet
fi

passed=0 failed=0 skipped=0
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  program="tests/$name/bin/Debug/net10.0/$name"
  grep -q xunit.v3 "$project" || continue
  say "$name"
  log=$(mktemp)
  code=0
  "$program" --no-ansi --no-progress >"$log" 2>&1 || code=$?
  grep -v -e '^$' "$log" || true
  count() { sed -n "s/^ *$1: \([0-9]*\)$/\1/p" "$log" | tail -n 1; }
  p=$(count succeeded) f=$(count failed) s=$(count skipped)
  rm -f "$log"
  if [ -z "$p" ]; then echo "$name ended without a summary (exit code $code)" >&2; f=$((${f:-0} + 1)); fi
  # A suite that ran nothing, or that failed for another reason than a test, is a failure of its own.
  if [ "$code" != 0 ] && [ "${f:-0}" = 0 ]; then f=1; fi
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
done

say "all suites"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
