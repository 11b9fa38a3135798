// An endpoint as a declaration: what it is called with, what can go wrong, and the function that does what is
// particular to it. Routing, validation, the coverage table and the reference pages come from these.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "emulator/platform/field.hpp"
#include "http/message.hpp"

namespace errdex::emulation {

class exchange;

/// An error that can be raised, and when; the condition completes "raised when …".
struct claim {
  error_ref error;
  std::string_view when;
};

/// What a handler answers with: the members of a successful answer in their order, which the platform puts
/// into its envelope; or an answer as it is, such as the bytes of a file.
struct answer {
  answer() = default;
  answer(boost::json::object members) : body(std::move(members)) {}
  answer(http::response whole) : raw(std::move(whole)) {}

  boost::json::object body;
  std::optional<http::response> raw;
};

/// A limit on calls. Each limit counts by itself.
struct rate_limit {
  std::int64_t calls = 0;
  std::chrono::seconds window{60};
  enum class scope : std::uint8_t {
    tenant = 1,  ///< The organisation.
    app = 2,     ///< One application of it.
    address = 3  ///< The caller's address.
  } per = scope::tenant;
};

using endpoint_handler = answer (*)(exchange&);

struct endpoint {
  std::string_view name;             ///< How people call it: "user/get". Unique in its platform.
  std::string_view method;           ///< "GET" or "POST" …; "*" for any.
  std::string_view path;             ///< "/cgi-bin/user/get"; a segment ":name" stands for any one segment.
  std::string_view title;            ///< In a few words: "Read a member".
  std::string_view group{};          ///< "members": the reference pages are made by group.
  std::string_view credential{};     ///< One of the platform's kinds of credentials; empty for none.
  std::string_view permission{};     ///< What the caller must be allowed to; a word of the platform's.
  std::vector<field> fields{};       ///< In the order in which they are checked.
  std::vector<claim> raises{};       ///< What the handler raises besides its fields' errors.
  std::vector<rate_limit> limits{};  ///< Besides the platform's general ones.
  /// Keys of arrays that also a failed answer has, empty.
  std::vector<std::string_view> empty_arrays{};
  /// The members stand before the code and the message in its answers, not behind.
  bool members_first = false;
  /// What a successful answer says where the platform has a text for it, when it is not the usual "ok".
  std::string_view success_text{};
  /// Whether the handler reads the body as it came (an upload) instead of JSON.
  bool raw_body = false;
  endpoint_handler handle = nullptr;
  /// Where the platform documents it.
  std::string_view document{};
};

}  // namespace errdex::emulation
