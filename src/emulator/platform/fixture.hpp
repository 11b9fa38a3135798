// Reads one mapping of a fixture, with messages that say where in it something is wrong.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace errdex::emulation {

class fixture_part {
 public:
  /// `where` names the mapping in messages: "corp ww12, member ada". Throws std::invalid_argument when the
  /// value is no mapping, as the members below do for what is wrong in it.
  fixture_part(const boost::json::value& value, std::string where);

  [[noreturn]] void refuse(const std::string& what) const;
  /// Refuses keys that nobody reads: a key with a typing error would otherwise do nothing.
  void only(const std::vector<std::string_view>& known) const;
  [[nodiscard]] std::string text(std::string_view key, std::string otherwise = {}) const;
  /// A text that must be there.
  [[nodiscard]] std::string needed(std::string_view key) const;
  /// Nothing for one that is absent or empty.
  [[nodiscard]] std::optional<std::string> maybe(std::string_view key) const;
  [[nodiscard]] std::int64_t number(std::string_view key, std::int64_t otherwise) const;
  /// A sequence; empty when it is absent.
  [[nodiscard]] const boost::json::array& list(std::string_view key) const;
  [[nodiscard]] const boost::json::object& object() const noexcept { return *object_; }
  [[nodiscard]] const std::string& where() const noexcept { return where_; }

 private:
  const boost::json::object* object_;
  std::string where_;
};

}  // namespace errdex::emulation
