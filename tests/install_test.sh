#!/usr/bin/env bash
# Installs the build as a user does and builds a consumer with CMake and one with pkg-config against it.
#   install_test.sh SOURCE BUILD [static|shared|deb]
set -euo pipefail
source=$1
build=$2
kind=${3:-static}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }
quietly() { "$@" >"$tmp/log" 2>&1 || { cat "$tmp/log" >&2; fail "$*"; }; }
expect() { # EXPECTED COMMAND…
  local expected=$1 got
  shift
  got=$("$@") || fail "$* ended with $?"
  [ "$got" = "$expected" ] || fail "$* printed '$got', not '$expected'"
}
answer='40014 access_token_invalid refresh_token'

if [ "$kind" = deb ]; then
  (cd "$build" && quietly cpack -G DEB -B "$tmp/deb")
  for package in "$tmp"/deb/*.deb; do
    name=$(dpkg-deb --field "$package" Package)
    dpkg-deb --contents "$package" | awk '{print $6}' >"$tmp/$name.list"
    for field in Version Section Architecture Depends Maintainer Description; do
      [ -n "$(dpkg-deb --field "$package" $field)" ] || fail "$name has no $field"
    done
    grep -q "^./usr/share/doc/$name/copyright$" "$tmp/$name.list" || fail "$name has no copyright"
    dpkg-deb --extract "$package" "$tmp/root"
  done
  grep -q '^./usr/bin/errdex$' "$tmp/errdex.list" || fail "the program is not in its package"
  grep -q '^./usr/share/man/man1/errdex.1' "$tmp/errdex.list" || fail "the manual page is not in its package"
  grep -q '^./usr/share/bash-completion/completions/errdex$' "$tmp/errdex.list" || fail "no completions"
  for file in include/errdex/catalog.hpp include/errdex/errdex.h include/errdex/version.hpp include/errdex/codes/wecom.hpp \
    include/errdex/emulator.hpp lib/pkgconfig/errdex.pc lib/cmake/errdex/errdexConfig.cmake; do
    grep -q "^./usr/$file$" "$tmp/liberrdex-dev.list" || fail "liberrdex-dev lacks $file"
  done
  dpkg-deb --field "$tmp"/deb/errdex_*.deb Depends | grep -q libc6 || fail "the program depends on no libc6"
  [[ $("$tmp/root/usr/bin/errdex" --lang en explain wecom:40014) == *refresh_token* ]] || fail "the packaged program"
  prefix=$tmp/root/usr
else
  prefix=$tmp/prefix
  if [ "$kind" = shared ]; then
    quietly cmake -S "$source" -B "$tmp/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DBUILD_SHARED_LIBS=ON \
      -DERRDEX_DEVELOPER=OFF -DERRDEX_TESTS=OFF -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache)"
    quietly cmake --build "$tmp/build"
    build=$tmp/build
  fi
  quietly cmake --install "$build" --prefix "$prefix"
fi

# A package may be unpacked anywhere: no file but the debug information names this machine.
! grep -rIl "$tmp\|$build\|$source" "$prefix" || fail "an installed file has a path of this machine"

cp -r "$source/tests/consumer" "$tmp/consumer"
quietly cmake -S "$tmp/consumer" -B "$tmp/consumer/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix"
quietly cmake --build "$tmp/consumer/build"
expect "$answer" "$tmp/consumer/build/explain"
expect "$answer" "$tmp/consumer/build/explain_c"
expect 'card_expired 1505' "$tmp/consumer/build/own_codes"
[ "$kind" = shared ] || expect '40014 wecom:40014' "$tmp/consumer/build/emulated"

# Without the component, yaml-cpp is not asked for; an unknown component is an error.
mkdir "$tmp/plain"
cat >"$tmp/plain/CMakeLists.txt" <<'EOF'
cmake_minimum_required(VERSION 3.25)
project(plain CXX)
set(CMAKE_DISABLE_FIND_PACKAGE_yaml-cpp ON)
find_package(errdex REQUIRED)
if(TARGET errdex::yaml)
  message(FATAL_ERROR "errdex::yaml was not asked for")
endif()
find_package(errdex QUIET COMPONENTS teapot)
if(errdex_FOUND)
  message(FATAL_ERROR "there is no component teapot")
endif()
find_package(errdex 99 QUIET)
if(errdex_FOUND)
  message(FATAL_ERROR "this is not version 99")
endif()
EOF
quietly cmake -S "$tmp/plain" -B "$tmp/plain/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix"

export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
[ "$(pkg-config --modversion errdex)" = "$(sed -n 's/#define ERRDEX_VERSION "\(.*\)"/\1/p' "$prefix/include/errdex/version.hpp")" ] ||
  fail "pkg-config and the header disagree about the version"
cd "$tmp/consumer"
export LD_LIBRARY_PATH=$prefix/lib
read -ra flags <<<"$(pkg-config --cflags --libs errdex)"
quietly c++ -std=c++20 explain.cpp "${flags[@]}" -o pc_cpp
quietly cc -std=c11 explain.c "${flags[@]}" -o pc_c
read -ra flags <<<"$(pkg-config --cflags --libs errdex-yaml)"
quietly c++ -std=c++20 own_codes.cpp "${flags[@]}" -o pc_yaml
expect "$answer" ./pc_cpp
expect "$answer" ./pc_c
expect 'card_expired 1505' ./pc_yaml

if [ "$kind" = shared ]; then
  # Exported is what a public header declares, and the two functions that liberrdex_yaml needs.
  exported=$(nm -D --defined-only -C "$prefix"/lib/liberrdex.so | awk '{print $2, substr($0, 20)}')
  grep -q 'errdex::diagnose(' <<<"$exported" || fail "diagnose is not exported"
  ! grep -q 'errdex::validate_image\|build_perfect_hash\|errdex_builtin_image' <<<"$exported" || fail "internals are exported"
fi
echo "$kind: installed, found and used"
