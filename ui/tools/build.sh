#!/bin/sh
# Builds both apps into target/web. Called by Maven, from this module's folder.
set -eu
cd "$(dirname "$0")/.."
stamp=target/web.stamp
sources="shared portal admin package-lock.json package.json tsconfig.base.json vite.app.ts"
# shellcheck disable=SC2086 # a list of names
[ -f $stamp ] && [ -z "$(find $sources -newer $stamp -print -quit)" ] && exit
# npm writes this file at the end of an installation; `npm ci` again only for another lock file.
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci
started=$(mktemp)
trap 'rm -f "$started"' EXIT
npm run --silent build
# The time of the start: what was changed while it was built is newer.
mkdir -p target && touch -r "$started" $stamp
