#!/bin/sh
# run.sh NODE NPM FOLDER: installs the client below FOLDER unless this lock file's is there, and runs the tests.
set -eu
node=$1
npm=$2
folder=$3
here=$(cd "$(dirname "$0")" && pwd)

mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed.json"; then
  cp "$here/package.json" "$here/package-lock.json" "$folder/"
  (cd "$folder" && "$npm" ci --ignore-scripts --no-audit --no-fund --loglevel error)
  cp "$here/package-lock.json" "$folder/installed.json"
fi
cp "$here/client.test.mjs" "$folder/"
cd "$folder"
exec "$node" --test client.test.mjs
