// How a check or a handler ends a request that may not go on.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/object.hpp>

#include "emulator/platform/error_ref.hpp"

namespace errdex::emulation {

/// Thrown to answer with an error of the catalog; everything that the request has changed is taken back.
class failure : public std::exception {
 public:
  explicit failure(error_ref code, std::string why = {}) : error(code), detail(std::move(why)) {}

  error_ref error;
  /// For the journal: what was wrong, in a sentence. Never sent.
  std::string detail;
  /// What the platform sends as its message instead of its usual text for the code; empty for that.
  std::string wire_text;
  /// What the usual text names where it has a "<…>": "mobile existed:<userid>" becomes "mobile existed:ada".
  std::string wire_name;
  /// Members that a failed answer of this endpoint has besides code and message.
  boost::json::object members;
  /// The request keeps what it has changed.
  bool keeps_changes = false;

  failure&& text(std::string t) && { return wire_text = std::move(t), std::move(*this); }
  failure&& naming(std::string t) && { return wire_name = std::move(t), std::move(*this); }
  failure&& with(boost::json::object m) && { return members = std::move(m), std::move(*this); }
  failure&& keep_changes() && { return keeps_changes = true, std::move(*this); }

  [[nodiscard]] const char* what() const noexcept override { return detail.c_str(); }
};

}  // namespace errdex::emulation
