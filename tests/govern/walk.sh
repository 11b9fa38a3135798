#!/usr/bin/env bash
# The life of a code space, as its owners meet it in a shell: init, new, lint, release, branches, lineage, diff.
set -euo pipefail
errdex=$(realpath "$1")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export LC_ALL=C.UTF-8 NO_COLOR=1 HOME=$tmp GIT_CONFIG_NOSYSTEM=1
fail() { echo "FAILED: $*" >&2; exit 1; }
ends_with() { # CODE COMMAND…
  local expected=$1 got=0
  shift
  "$@" >"$tmp/out" 2>"$tmp/err" || got=$?
  [ "$got" = "$expected" ] || { cat "$tmp/out" "$tmp/err" >&2; fail "$* ended with $got, not $expected"; }
}
prints() { grep -qF -- "$1" "$tmp/out" "$tmp/err" || { cat "$tmp/out" "$tmp/err" >&2; fail "'$1' was not printed"; }; }
e() { "$errdex" "$@"; }
g() { git -c user.name=t -c user.email=t@example.invalid -c init.defaultBranch=main -c commit.gpgsign=false "$@" >"$tmp/git" 2>&1 || { cat "$tmp/git" >&2; fail "git $*"; }; }

mkdir "$tmp/acme"
cd "$tmp/acme"

# --- A space in five minutes ---
ends_with 0 e init --name acme --module billing --owner payments
prints "errdex new --module billing"
ends_with 1 e init --name acme
prints "nothing was written"
ends_with 0 e lint
[ ! -s "$tmp/out" ] || fail "a new project is clean"
sh -n errors/check.sh
ends_with 0 e --catalog errors explain field_missing

# --- A new code, and what is missing in it ---
ends_with 0 e new --module billing --name card_expired --status FAILED_PRECONDITION
prints "Fill in"
ends_with 1 e lint
prints "two-languages"
rm -rf errors
git init -q . 2>/dev/null
ends_with 2 e lint --project "$tmp/nowhere"
cd "$tmp"
rm -rf acme
mkdir acme
cd acme
ends_with 0 e init --name acme --module billing
add() { # NAME
  e new --module billing --name "$1" --status FAILED_PRECONDITION --message "$1 happened" \
    --title-en "The $1 case" --title-zh "情况 $1" --cause-en "Because of $1." --cause-zh "因为 $1。" \
    --fix-en "Mend $1." --fix-zh "修复 $1。" >"$tmp/added"
}
add card_expired
ends_with 0 e lint
ends_with 2 e new --module biling --name x_y --status ABORTED
prints "did you mean \`billing\`?"
ends_with 1 e new --module billing --name card_expired --status ABORTED
prints "is the name of"
ends_with 0 e new --module billing --name dry_one --status ABORTED --dry-run --json
prints '"written":false'
! grep -q dry_one errors/billing.yaml || fail "--dry-run writes nothing"

# --- Released: from now on it is a promise ---
ends_with 0 e release 1.0.0
g init -q .
g add -A
g commit -qm first
g tag v1.0.0
cp errors/billing.yaml "$tmp/good.yaml"
sed -i '/name: card_expired/,/verdict:/ s/verdict: fix_state/verdict: retry/' errors/billing.yaml
ends_with 1 e lint
prints "released-meaning"
ends_with 1 e release 1.1.0
ends_with 1 e diff v1.0.0:
prints "verdict_changed"
ends_with 0 e diff v1.0.0: . --allow major
ends_with 1 e diff v1.0.0: . --json
prints '"verdict":"major"'
cp "$tmp/good.yaml" errors/billing.yaml
ends_with 0 e diff v1.0.0:
prints "no change"

# --- Two branches allocate at the same time ---
sed -i 's/^allocation = .*/allocation = "sequential"/' errdex.toml
printf '\n[lint]\nnumber-hole = "off"\n' >>errdex.toml
g commit -qam sequential
g checkout -qb left
add left_one
g commit -qam left
left=$(cat "$tmp/added")
g checkout -q main
g checkout -qb right
add right_one
right=$(cat "$tmp/added")
[ "${left%% *}" = "${right%% *}" ] || fail "sequential branches meet: $left / $right"
# The merge as git leaves it when both sides are kept.
cp errors/billing.yaml "$tmp/right.yaml"
git show left:errors/billing.yaml >errors/left.yaml
python3 - "$tmp/right.yaml" errors/left.yaml <<'PY'
import re, sys
right, left = open(sys.argv[1]).read(), open(sys.argv[2]).read()
block = left[re.search(r'\n  - code: \d+\n    name: left_one', left).start() + 1:]
open('errors/left.yaml', 'w').write('space: acme.api\nentries:\n' + block)
PY
ends_with 1 e lint
prints "code-unique"
ends_with 0 e new --fix
prints "moves from"
ends_with 0 e new --fix
prints "no code stands twice"
ends_with 0 e lint
g add -A
g commit -qm merged
ends_with 0 e diff v1.0.0: . --markdown
prints "minor change"

# --- Lineage ---
ends_with 0 e rename card_expired card_too_old
grep -q 'was: \[card_expired\]' errors/billing.yaml || fail "the released name is kept"
ends_with 0 e lint
ends_with 1 e diff v1.0.0:
prints "renamed"
ends_with 0 e retire order_already_paid --replaced-by card_too_old
ends_with 1 e retire order_already_paid
prints "obsolete already"
ends_with 0 e split field_missing --into left_one --into right_one
ends_with 1 e split left_one --into right_one
ends_with 0 e merge left_one --into right_one
ends_with 0 e lint
ends_with 1 e release --check
ends_with 0 e release 2.0.0 --json
prints '"retired":3'
ends_with 0 e release --check
g add -A
g commit -qm second

# A deleted code, a number that comes back.
python3 - <<'PY'
import re
t = open('errors/billing.yaml').read()
t = re.sub(r'\n    state: obsolete\n    replaced_by: [^\n]*', '', t, count=1)
open('errors/billing.yaml', 'w').write(t)
PY
ends_with 1 e lint
prints "released-reused"
g checkout -q -- errors
rm errors/left.yaml
ends_with 1 e lint
prints "released-gone"
g checkout -q -- errors
ends_with 0 e lint

# The script that init made holds a pull request to the same.
PATH="$(dirname "$errdex"):$PATH" ends_with 0 sh errors/check.sh HEAD
PATH="$(dirname "$errdex"):$PATH" ends_with 1 sh errors/check.sh v1.0.0
mkdir -p deeper/still
cd deeper/still
ends_with 0 e lint
ends_with 2 e diff no-such-revision:
prints "git:"
echo "a code space from init to release: fine"
