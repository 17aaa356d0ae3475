#!/bin/sh
# Builds both apps into target/web. Called by Maven, from this module's folder.
set -eu
cd "$(dirname "$0")/.."
# npm writes this file at the end of an installation; `npm ci` again only for another lock file.
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci
exec npm run --silent build
