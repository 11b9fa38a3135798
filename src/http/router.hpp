// Which handler answers which method and path.
//
//     router r;
//     r.add("GET", "/api/v1/codes/{space}/{code}", [](const request& asked, const path_values& values) {
//       return show(values.get("space"), values.get("code"));
//     });
//     r.add("POST", "/api/v1/diagnose", diagnose, {.body_limit = 64 * 1024, .needs_body = true,
//                                                  .media_types = {"application/json"}});
//     r.add("*", "/_errdex/{rest...}", admin);
//     r.fallback(page_not_found);
//     server s(r.site(), options);
//
// What comes by itself: a path that no pattern matches is 404, a method that the path does not have is 405
// with Allow, HEAD is answered by GET's handler (the session leaves the body out), OPTIONS lists the methods,
// a body over its limit is 413, one of another type 415, and one without a length 411 where there must be
// one.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/site.hpp"

namespace errdex::http {

/// What stood in the path for each name of its pattern, percent-decoded.
class path_values {
 public:
  /// Empty when the pattern has no such name.
  [[nodiscard]] std::string_view get(std::string_view name) const noexcept {
    for (const auto& [n, value] : all_)
      if (n == name) return value;
    return {};
  }
  void add(std::string_view name, std::string value) { all_.emplace_back(name, std::move(value)); }

 private:
  std::vector<std::pair<std::string_view, std::string>> all_;
};

using route_handler = std::function<response(const request&, const path_values&)>;

struct route_options {
  std::size_t body_limit = limits().body;  ///< Bytes.
  bool needs_body = false;                 ///< 411 for a request that states no length.
  /// Types that a body may have, without parameters ("application/json"); empty for any. 415 for others.
  std::vector<std::string> media_types;
};

class router {
 public:
  router();

  /// Adds a route. `method` is one method, or "*" for every one that the path has no route of its own for. A
  /// pattern is parts behind '/': literal ones, {name} for one part that is not empty, and {name...} at the
  /// end for everything that follows, also nothing. Literal parts win over names. The pattern must be in
  /// order and new: std::invalid_argument otherwise.
  router& add(std::string_view method, std::string_view pattern, route_handler run,
              route_options options = {});

  /// Answers paths that no pattern matches, in place of a 404; their bodies are not taken.
  router& fallback(handler run);
  /// Makes the 404, 405, 411, 413 and 415, and what the session refuses; in place of http::problem.
  router& refusals(std::function<response(unsigned status, std::string_view detail)> make);

  /// The answer of the right route, as a session gets it.
  [[nodiscard]] response answer(const request& asked) const;
  [[nodiscard]] admission admit(const request& asked) const;

  /// All of this as a site; it shares the routes, which must not be added to any more.
  [[nodiscard]] http::site site() const;

  /// Every route as "METHOD pattern", in the order in which they were added: for documents and tests.
  [[nodiscard]] std::vector<std::string> routes() const;

 private:
  struct implementation;
  std::shared_ptr<implementation> self_;
};

}  // namespace errdex::http
