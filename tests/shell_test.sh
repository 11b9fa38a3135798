#!/usr/bin/env bash
# The shells themselves read the completions, man reads the man page, and pipes behave.
set -euo pipefail
errdex=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

"$errdex" completions bash >"$tmp/errdex.bash"
bash -n "$tmp/errdex.bash"
# shellcheck disable=SC1091
source "$tmp/errdex.bash"
complete_at() {
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  _errdex
  echo "${COMPREPLY[*]}"
}
[ "$(complete_at errdex exp)" = explain ] || fail "bash completes commands"
[[ " $(complete_at errdex list --ver) " == *" --verdict "* ]] || fail "bash completes options"
[ "$(complete_at errdex --lang en completions z)" = zsh ] || fail "bash completes choices behind options"

"$errdex" completions zsh >"$tmp/_errdex"
command -v zsh >/dev/null && zsh -n "$tmp/_errdex"
"$errdex" completions fish >"$tmp/errdex.fish"
if command -v fish >/dev/null; then
  HOME=$tmp fish --no-execute "$tmp/errdex.fish"
  [[ $(HOME=$tmp PATH=$(dirname "$errdex"):$PATH fish -c "source $tmp/errdex.fish; complete -C 'errdex exp'") == explain* ]] || fail "fish completes commands"
fi

"$errdex" man >"$tmp/errdex.1"
warnings=$(MANWIDTH=80 LC_ALL=C.UTF-8 man --warnings=w -l "$tmp/errdex.1" 2>&1 >"$tmp/page")
[ -z "$warnings" ] || fail "man warns: $warnings"
grep -q 'EXIT STATUS' "$tmp/page" || fail "the man page is whole"

# A reader that leaves early ends the program without a complaint.
{ "$errdex" list 2>"$tmp/err" || [ $? -eq 141 ]; } | head -n 1 >"$tmp/first"
[ ! -s "$tmp/err" ] || fail "a closed pipe is no error: $(cat "$tmp/err")"
[ -s "$tmp/first" ]

# A full disk is one.
if [ -w /dev/full ]; then
  if "$errdex" list >/dev/full 2>"$tmp/err"; then fail "a full disk is an error"; fi
  grep -q 'cannot write' "$tmp/err" || fail "a full disk is named"
fi

[[ $(LC_ALL=zh_CN.UTF-8 "$errdex" explain wecom:40014) == *处理* ]] || fail "the locale chooses the language"
[[ $(LC_ALL=C "$errdex" explain wecom:40014 --color always) == *$'\x1b['* ]] || fail "--color always"
[[ $(LC_ALL=C "$errdex" explain wecom:40014) != *$'\x1b['* ]] || fail "no colours in a pipe"
echo "shells, man and pipes: fine"
