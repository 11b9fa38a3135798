// An entry of the catalog, named in C++ so that the compiler checks the name.
#pragma once

#include <string_view>
#include <system_error>
#include <type_traits>

#include "errdex/error_code.hpp"

namespace errdex::emulation {

/// Which error a rule or a handler raises. Made from an enumerator of errdex/codes/*.hpp:
///
///   error_ref e = errdex::wecom::code::user_not_found;
///
/// A code that is a text has no enumerator: `error_ref(spaces::dingtalk, "name_in_the_catalog")`.
class error_ref {
 public:
  /// None.
  error_ref() = default;
  template <typename Code, typename = std::enable_if_t<std::is_error_code_enum_v<Code>>>
  error_ref(Code code) : entry_(entry_of(make_error_code(code))) {}
  error_ref(space_id space, std::string_view name) : entry_(catalog::builtin().find_name(space, name)) {}
  explicit error_ref(errdex::entry entry) noexcept : entry_(entry) {}

  explicit operator bool() const noexcept { return static_cast<bool>(entry_); }
  [[nodiscard]] const errdex::entry& entry() const noexcept { return entry_; }
  friend bool operator==(const error_ref& a, const error_ref& b) noexcept { return a.entry_ == b.entry_; }

 private:
  errdex::entry entry_;
};

}  // namespace errdex::emulation
