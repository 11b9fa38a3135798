// Any request gives an answer that is whole: a known status, JSON that parses and says UTF-8, header fields
// that can be sent; problems say their own status.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "service/service.hpp"

namespace {

namespace http = errdex::http;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

/// Takes the input up to the next zero byte.
std::string take(std::string_view& from) {
  const std::size_t end = std::min(from.find('\0'), from.size());
  std::string out(from.substr(0, end));
  from.remove_prefix(std::min(end + 1, from.size()));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const http::handler service = errdex::service::make_service();
  std::string_view input(reinterpret_cast<const char*>(data), size);
  http::request r;
  r.method = take(input);
  r.target = take(input);
  r.headers.add("Content-Type", take(input));
  r.headers.add("Accept-Language", take(input));
  r.headers.add("If-None-Match", take(input));
  if (std::string origin = take(input); !origin.empty()) r.headers.add("Origin", std::move(origin));
  r.body = std::string(input);

  const http::response answer = service(r);
  if (answer.status < 200 || answer.status > 499) fail("an unexpected status");
  for (const auto& [name, value] : answer.headers) {
    if (name.empty() || (name + value).find_first_of(std::string("\r\n\0", 3)) != std::string::npos)
      fail("a header field that cannot be sent");
  }
  const std::string_view body = answer.content();
  if ((answer.status == 304 || answer.status == 204 || answer.status == 202) != body.empty())
    fail("a body where there is none, or none where there is one");
  const std::string_view type = answer.headers.get("Content-Type").value_or(std::string_view());
  if (type != "application/json" && type != "application/problem+json") return 0;
  if (body.size() > 1'000'000) return 0;
  boost::json::error_code error;
  const auto document = boost::json::parse(body, error);
  if (error) fail("not JSON");
  if (type == "application/problem+json") {
    const auto& status = document.at("status");
    if (!status.is_int64() || status.as_int64() != answer.status) fail("a problem that says another status");
  }
  return 0;
}
