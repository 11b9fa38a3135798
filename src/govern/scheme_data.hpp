// Schemes as data: owns the texts and arrays that errdex::scheme only points to.
#ifndef ERRDEX_SRC_GOVERN_SCHEME_DATA_HPP
#define ERRDEX_SRC_GOVERN_SCHEME_DATA_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "catalog/draft.hpp"
#include "errdex/scheme.hpp"

namespace errdex::govern {

/// A named value of a digit group.
struct value_data {
  /// The digits up to the end of this group ("1002" for 02 below the 10), or those of this group alone
  /// ("02"), which then mean the same below every group before.
  std::string digits;
  draft::bilingual title;
};

struct group_data {
  std::string name;
  draft::bilingual title;
  std::uint32_t digits = 1;
  std::uint32_t first = 0;
  std::uint32_t last = 9;
  std::vector<value_data> values;
};

struct form_data {
  std::string name;
  draft::bilingual title;
  std::vector<group_data> groups;
};

struct scheme_data {
  std::string name;
  draft::bilingual title;
  draft::bilingual note;
  char separator = '\0';
  std::vector<form_data> forms;
};

/// A scheme that keeps everything it points to. Returns nullptr and sets `error` when the data is no
/// scheme: see `well_formed`. Where `leading_zeros` may stand, as in a textual code, the first group may
/// begin with 0.
[[nodiscard]] std::shared_ptr<const scheme> make_scheme(const scheme_data& data, bool leading_zeros,
                                                        std::string& error);

}  // namespace errdex::govern

#endif
