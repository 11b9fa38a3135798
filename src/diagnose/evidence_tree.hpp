// Reads groups of names and values as any language prints them: JSON, Python's and Ruby's literals, what
// console.log, %+v, print_r, toString and logfmt write. One reader for all of them, because pastes mix them.
//
// A group that ends too early, or goes on in a way that no language writes, is kept as far as it was
// read. No byte is read again by the caller behind `resume`, which keeps hostile input linear.
#ifndef ERRDEX_SRC_DIAGNOSE_EVIDENCE_TREE_HPP
#define ERRDEX_SRC_DIAGNOSE_EVIDENCE_TREE_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "diagnose/evidence_keys.hpp"

namespace errdex::reading {

enum class value_kind : std::uint8_t {
  group = 0,   ///< Members in brackets, or a run of name=value pairs without.
  string = 1,  ///< In quotes.
  number = 2,
  word = 3,  ///< true, None, nil, undefined and their like.
  text = 4,  ///< Anything without quotes.
};

/// How a group is written; several may hold.
enum class notation : std::uint16_t {
  not_json = 1,       ///< Something in it is not JSON as it stands.
  single_quotes = 2,  ///< 'name' or 'value'.
  python_words = 4,   ///< None, True, False.
  bare_names = 8,     ///< Names without quotes.
  arrows = 16,        ///< name => value.
  equals = 32,        ///< name=value.
  go_style = 64,      ///< map[name:value name:value], {Name:value Name:value}.
  upper_names = 128,  ///< Bare names that begin with a capital letter, as Go exports them.
  colons = 256,       ///< name: value.
};

struct node {
  value_kind kind = value_kind::text;
  role what = role::none;
  char opener = 0;      ///< '{', '[', '(' or 0 for a run without brackets.
  bool closed = false;  ///< Of a group or a string: its end was seen.
  bool joined = false;  ///< A string in several literals, 'one ' 'string', as pprint breaks long ones.
  std::uint16_t style = 0;
  std::size_t begin = 0;  ///< In the text, brackets and quotes included.
  std::size_t end = 0;
  std::size_t behind = 0;      ///< Index of the node behind the last one inside this.
  std::string_view name;       ///< As it stands, without quotes; empty for an element.
  std::string_view content;    ///< Of anything but a group: without quotes, escapes not undone.
  std::string_view type_name;  ///< The word before the bracket: "WorkwxClientError", "map", "Array".

  [[nodiscard]] bool has(notation n) const noexcept { return (style & static_cast<std::uint16_t>(n)) != 0; }
};

/// A group, the nodes inside it directly behind it.
using tree = std::vector<node>;

/// Calls `f` for each member of the group at `index`.
template <typename F>
void for_each_member(const tree& t, std::size_t index, F f) {
  for (std::size_t i = index + 1; i < t[index].behind; i = t[i].behind) f(i);
}

/// A group may begin at this bracket, judging by what follows it.
[[nodiscard]] bool group_begins(std::string_view text, std::size_t at) noexcept;

/// Reads the group that begins at the bracket `at`. False when there is none; else `resume` is where
/// to go on reading the text.
[[nodiscard]] bool read_group(std::string_view text, std::size_t at, tree& out, std::size_t& resume);

/// Reads the members of a group whose beginning was cut off: `at` is the quote of a name.
[[nodiscard]] bool read_rest_of_group(std::string_view text, std::size_t at, tree& out, std::size_t& resume);

/// Reads a run of pairs such as "errcode=40014, errmsg=invalid access_token" that begins with the name at
/// `at`. False when no known name with a value stands there.
[[nodiscard]] bool read_run(std::string_view text, std::size_t at, tree& out, std::size_t& resume);

}  // namespace errdex::reading

#endif
