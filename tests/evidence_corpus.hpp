// The corpus of pastes in tests/evidence/: what each holds, and how much of it find_errors finds.
//
// A case is a text and what stands in it:
//
//   - case: the answer in a log line
//     text: |-
//       2025-06-12 10:30:00 ERROR send failed: {"errcode":40014,"errmsg":"invalid access_token"}
//     finds: wecom:40014 json
//     also: [crlf, escaped twice]
//
// `finds` is "nothing", one finding or a list of them, each "space:code shape", with "/sub_code" behind the
// code where a wrapper hides it, and "@offset" (bytes) behind the shape where the offset is part of the case.
// `neighbour` names whose answer it is instead. `also` makes further cases by a declared change of the text
// (changes.hpp lists none: see `change_names`). `known: miss` marks a case that find_errors does not pass
// yet; `why` says what it would take. `first` is for the cases in tests/evidence/held_out/, which were
// written after the reader: "missed" or "wrong" (missed, and something else found instead) when it did not
// pass then. The character ␛ stands for an escape character.
#ifndef ERRDEX_TESTS_EVIDENCE_CORPUS_HPP
#define ERRDEX_TESTS_EVIDENCE_CORPUS_HPP

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace errdex::test {

/// One error that a text holds, or that was found in it.
struct finding {
  std::string space;
  std::string code;
  std::string sub_code;
  std::string shape;
  std::optional<std::size_t> offset;

  [[nodiscard]] bool same_error(const finding& other) const {
    return space == other.space && code == other.code && sub_code == other.sub_code;
  }
  [[nodiscard]] std::string text() const;
};

struct evidence_case {
  std::string file;  ///< "json.yaml"
  int line = 0;
  std::string name;
  std::string text;
  std::vector<finding> finds;
  std::string neighbour;
  std::string change;  ///< The change that it was made by; empty for a case that was written by hand.
  bool known_miss = false;
  std::string first;  ///< What came of it before the reader was mended for it: "", "missed" or "wrong".
  std::string why;
};

/// Every case below `folder`, in the order of the files and in them, changed ones behind their base.
/// Throws std::runtime_error with file and line for a case that cannot be read.
[[nodiscard]] std::vector<evidence_case> read_corpus(const std::string& folder);

/// The text as it would be after this change: "crlf", "bom", "utf-16le" …; nothing for an unknown one.
[[nodiscard]] std::optional<std::string> changed(std::string_view change, const std::string& text);
[[nodiscard]] const std::vector<std::pair<std::string_view, std::string_view>>&
changes();  ///< Name and meaning of each.

/// What find_errors and diagnose say of a text.
struct answer {
  std::vector<finding> finds;
  std::string neighbour;
};
[[nodiscard]] answer ask(std::string_view text);

struct tally {
  std::size_t cases = 0;
  std::size_t right = 0;   ///< Found and expected.
  std::size_t wrong = 0;   ///< Found, but not there.
  std::size_t missed = 0;  ///< There, but not found.
  void add(const tally& other);
  [[nodiscard]] double precision() const {
    return right + wrong == 0 ? 1.0 : static_cast<double>(right) / static_cast<double>(right + wrong);
  }
  [[nodiscard]] double recall() const {
    return right + missed == 0 ? 1.0 : static_cast<double>(right) / static_cast<double>(right + missed);
  }
};

struct outcome {
  const evidence_case* of = nullptr;
  answer got;
  tally counts;
  bool exact = false;  ///< Findings, their order, shapes, offsets and the neighbour are all as expected.
};

[[nodiscard]] outcome judge(const evidence_case& c);

/// docs/evidence.md.
[[nodiscard]] std::string report(const std::vector<evidence_case>& corpus,
                                 const std::vector<evidence_case>& held_out);

/// The same of this source tree.
[[nodiscard]] std::string report(const std::string& project);

}  // namespace errdex::test

#endif
