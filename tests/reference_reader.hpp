// The slow oracle of the body reader: the same reading, written for clarity, one byte after the other.
#ifndef ERRDEX_TESTS_REFERENCE_READER_HPP
#define ERRDEX_TESTS_REFERENCE_READER_HPP

#include <map>
#include <string>
#include <string_view>

#include "errdex/diagnose.hpp"

namespace errdex::reference {

/// The value of a member, as it stands in the body.
struct value {
  std::string_view text;  ///< With quotes or brackets.
  bool cut = false;       ///< The body ends in it.
  friend bool operator==(const value&, const value&) = default;
};

/// The members of the object that the body begins with; of equal keys the last. Keys are without their
/// escapes. Stops where the text is not JSON any more.
[[nodiscard]] std::map<std::string, value> members_of(std::string_view body);

/// What errdex::classify says.
[[nodiscard]] classification classify(std::string_view body);

}  // namespace errdex::reference

#endif
