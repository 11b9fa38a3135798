// Requests to the service, as a test writes them.
#ifndef ERRDEX_TESTS_SERVICE_ASK_HPP
#define ERRDEX_TESTS_SERVICE_ASK_HPP

#include <boost/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "cli/reproductions.hpp"
#include "service/service.hpp"

namespace errdex::service {

using header_list = std::vector<std::pair<std::string, std::string>>;

inline http::response send(const http::handler& to, std::string method, std::string target,
                           std::string body = {}, const header_list& headers = {}) {
  http::request r;
  r.method = std::move(method);
  r.target = std::move(target);
  r.body = std::move(body);
  for (const auto& [name, value] : headers) r.headers.add(name, value);
  return to(r);
}

inline http::response get(std::string target, const header_list& headers = {}) {
  static const http::handler service = make_service({.reproduce = cli::make_reproducer()});
  return send(service, "GET", std::move(target), {}, headers);
}

inline http::response post(std::string target, std::string body, std::string type = "application/json",
                           header_list headers = {}) {
  static const http::handler service = make_service({.reproduce = cli::make_reproducer()});
  headers.emplace_back("Content-Type", std::move(type));
  return send(service, "POST", std::move(target), std::move(body), headers);
}

inline boost::json::value parsed(const http::response& r) { return boost::json::parse(r.content()); }

inline std::string header(const http::response& r, std::string_view name) {
  return std::string(r.headers.get(name).value_or("(none)"));
}

/// A text at a path of keys and positions, such as "entries/0/code".
inline std::string at(const boost::json::value& v, std::string_view path) {
  const boost::json::value* here = &v;
  while (!path.empty()) {
    const std::string_view step = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(step.size() + 1, path.size()));
    here = here->is_array() ? &here->at(static_cast<std::size_t>(std::stoul(std::string(step))))
                            : &here->at(step);
  }
  return here->is_string() ? std::string(here->get_string()) : boost::json::serialize(*here);
}

}  // namespace errdex::service

#endif
