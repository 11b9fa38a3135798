// Platform codes as std::error_code, and conditions that compare codes of all platforms by meaning.
//
//   #include <errdex/codes/wecom.hpp>      // errdex::wecom::code, and this header
//
//   std::error_code ec(errcode_of_the_answer, errdex::category(errdex::spaces::wecom));
//   if (ec == errdex::verdict::refresh_token) renew_token();          // what to do
//   if (ec == errdex::status::not_found) return nullptr;              // what kind of failure
//   if (ec == errdex::wecom::code::user_not_found) …                  // exactly this code
//   throw std::system_error(ec);                                      // what(): the catalog's title
//   std::cerr << errdex::entry_of(ec).cause(errdex::language::en);    // everything else
//
// Which comparison to choose: the verdict to decide what the program does, the status to branch on the
// kind of failure, the code when only that one matters.
//
// Where a code has several meanings (entry::next_meaning), an error_code cannot carry which one was
// meant: comparisons and messages follow the first. `advise` (errdex/diagnose.hpp) looks at the rest of
// the answer and is right where this matters.
//
// A number that the space does not list has the status `unknown` and the verdict `contact_platform`;
// 0 counts as success in every space, listed or not.
#ifndef ERRDEX_ERROR_CODE_HPP
#define ERRDEX_ERROR_CODE_HPP

#include <memory>
#include <string>
#include <system_error>
#include <type_traits>

#include "errdex/catalog.hpp"
#include "errdex/detail/export.hpp"

namespace errdex {

namespace detail {
struct builtin_categories;
}

/// The category of one space: `name()` is the name of the space, `message(n)` the English title of the
/// code.
///
/// The built-in spaces have theirs already; see `category`. For a space of a loaded catalog the program
/// makes one and keeps it for as long as any error_code points to it, most simply for ever:
///
///   const std::error_category& acme_category() {
///     static const errdex::space_category instance(acme_catalog(), acme_catalog().space("acme").id());
///     return instance;
///   }
///
/// Two categories are different even when they stand for the same space, as the standard wants it.
class ERRDEX_API space_category final : public std::error_category {
 public:
  /// Shares the catalog. An id that the catalog does not have gives a category that lists nothing.
  space_category(catalog codes, space_id id);

  [[nodiscard]] const char* name() const noexcept override;
  [[nodiscard]] std::string message(int value) const override;

  /// The status of the code as a condition of `status_category`.
  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override;

  /// True for the status, for the verdict, and for the std::errc that has the same meaning as the status:
  ///
  ///   ok                 std::errc{}              permission_denied  permission_denied
  ///   cancelled          operation_canceled       out_of_range       result_out_of_range
  ///   invalid_argument   invalid_argument         unimplemented      function_not_supported
  ///   deadline_exceeded  timed_out                unavailable        resource_unavailable_try_again
  ///   not_found          no_such_file_or_directory
  ///   already_exists     file_exists
  ///
  /// The other statuses have no errc of their own; above all `unauthenticated` is not
  /// permission_denied, because it asks for something else.
  [[nodiscard]] bool equivalent(int value, const std::error_condition& condition) const noexcept override;
  using std::error_category::equivalent;

  /// The entry for this number, the first meaning if it has several; false when it is not listed.
  [[nodiscard]] entry find(int value) const noexcept { return codes_.find(id_, value); }
  [[nodiscard]] errdex::space space() const noexcept { return codes_.space(id_); }

 private:
  friend struct detail::builtin_categories;
  constexpr space_category(const char* name, space_id id) noexcept : name_(name), id_(id) {}

  [[nodiscard]] errdex::status status_of(int value) const noexcept;
  [[nodiscard]] errdex::verdict verdict_of(int value) const noexcept;

  catalog codes_;
  std::unique_ptr<const std::string> own_name_;  // name() promises a terminated string.
  const char* name_;
  space_id id_;
};

/// The category of a built-in space. Lives as long as the program and may be used before main. Any other
/// id gives a category named "unknown" that lists nothing.
[[nodiscard]] ERRDEX_API const space_category& category(space_id id) noexcept;

/// The entry behind an error_code of a space_category; false for other categories and for numbers that
/// are not listed.
[[nodiscard]] ERRDEX_API entry entry_of(const std::error_code& code) noexcept;

/// The category of statuses as conditions, "errdex.status". Values are those of `status`.
[[nodiscard]] ERRDEX_API const std::error_category& status_category() noexcept;

/// The category of verdicts as conditions, "errdex.verdict". Values are those of `verdict`; messages say
/// what the verdict asks for.
[[nodiscard]] ERRDEX_API const std::error_category& verdict_category() noexcept;

/// Found by the standard library when a code is compared with a status or a verdict.
[[nodiscard]] inline std::error_condition make_error_condition(status value) noexcept {
  return {static_cast<int>(value), status_category()};
}
[[nodiscard]] inline std::error_condition make_error_condition(verdict value) noexcept {
  return {static_cast<int>(value), verdict_category()};
}

}  // namespace errdex

template <>
struct std::is_error_condition_enum<errdex::status> : std::true_type {};
template <>
struct std::is_error_condition_enum<errdex::verdict> : std::true_type {};

#endif
