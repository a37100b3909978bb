#!/usr/bin/env bash
# Plays an asynchronous payment with real processes over loopback; installs what is missing and builds first. See --help.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
(
  cd "$here"
  . eng/setup.sh
  need_dotnet
  need_secp256k1
  need_sqlite
  program=src/LightningRod.Demo/bin/Release/net10.0/LightningRod.Demo
  # Nothing to build when nothing changed since.
  if ! [ -x "$program" ] || [ -n "$(find src Directory.*.props global.json -newer "$program" -name '*.cs' -o -newer "$program" -name '*.csproj' -o -newer "$program" -name '*.props' -o -newer "$program" -name '*.sql' -o -newer "$program" -name '*.proto' | grep -v /obj/ | head -n 1)" ]; then
    say "building"
    dotnet build src/LightningRod.Demo --configuration Release --nologo -v quiet
  fi
) >&2
exec "$here/src/LightningRod.Demo/bin/Release/net10.0/LightningRod.Demo" "$@"
