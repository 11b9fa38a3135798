#include "http/router.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include "http/status.hpp"
#include "http/text.hpp"

namespace errdex::http {
namespace {

struct route {
  std::string method;
  std::vector<std::string> names;  // Of the pattern, in order; the keys of path_values look into them.
  route_handler run;
  route_options options;
};

/// One place in the tree of paths.
struct node {
  std::map<std::string, std::unique_ptr<node>, std::less<>> literal;
  std::unique_ptr<node> named;
  std::vector<route> here;  // Routes that end here.
  std::vector<route> rest;  // Routes that take everything from here on.
};

/// The first part and what is behind its '/'; nothing when the path has no further part.
struct split {
  std::string_view part;
  std::optional<std::string_view> rest;
};

split first_part(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return {path, std::nullopt};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

const route* of_method(const std::vector<route>& routes, std::string_view method) {
  const auto with = [&](std::string_view wanted) -> const route* {
    const auto found =
        std::find_if(routes.begin(), routes.end(), [&](const route& r) { return r.method == wanted; });
    return found == routes.end() ? nullptr : &*found;
  };
  if (const route* r = with(method)) return r;
  if (method == "HEAD") {
    if (const route* r = with("GET")) return r;
  }
  return with("*");
}

std::string allowed_methods(const std::vector<route>& routes) {
  std::string out;
  for (const route& r : routes) {
    out += out.empty() ? "" : ", ";
    out += r.method;
    if (r.method == "GET") out += ", HEAD";
  }
  return out + ", OPTIONS";
}

/// The routes of a path, whatever the method, and what stands for the names.
const std::vector<route>* find(const node& at, std::string_view path, std::vector<std::string>& values) {
  const split parts = first_part(path);
  const auto deeper = [&](const node& next) -> const std::vector<route>* {
    if (parts.rest) return find(next, *parts.rest, values);
    return next.here.empty() ? nullptr : &next.here;
  };
  const std::size_t before = values.size();
  const auto decoded = percent_decode(parts.part);
  if (decoded) {
    if (const auto literal = at.literal.find(*decoded); literal != at.literal.end()) {
      if (const auto* found = deeper(*literal->second)) return found;
    }
    if (at.named && !decoded->empty()) {
      values.push_back(*decoded);
      if (const auto* found = deeper(*at.named)) return found;
      values.resize(before);
    }
  }
  if (at.rest.empty()) return nullptr;
  values.push_back(percent_decode(path).value_or(std::string(path)));
  return &at.rest;
}

bool is_of_type(std::string_view content_type, const std::vector<std::string>& allowed) {
  const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
  return std::any_of(allowed.begin(), allowed.end(),
                     [&](const std::string& a) { return same_word(a, type); });
}

}  // namespace

struct router::implementation {
  [[nodiscard]] response refuse(unsigned status, std::string_view detail) const {
    return make_refusal ? make_refusal(status, detail) : problem(status, detail);
  }
  [[nodiscard]] response refuse_method(const std::vector<route>& routes) const {
    response out = refuse(405, "this address has no such method");
    out.headers.set("Allow", allowed_methods(routes));
    return out;
  }

  node root;
  handler not_found;
  std::function<response(unsigned, std::string_view)> make_refusal;
  std::vector<std::string> added;
};

router::router() : self_(std::make_shared<implementation>()) {}

router& router::add(std::string_view method, std::string_view pattern, route_handler run,
                    route_options options) {
  const auto wrong = [&](const char* why) {
    return std::invalid_argument("route " + std::string(method) + " " + std::string(pattern) + ": " + why);
  };
  if (!is_token(method)) throw wrong("the method is no token");
  if (pattern.empty() || pattern.front() != '/') throw wrong("the pattern does not begin with /");
  route made{std::string(method), {}, std::move(run), std::move(options)};
  node* at = &self_->root;
  std::vector<route>* place = nullptr;
  for (std::optional<std::string_view> path = pattern.substr(1); path;) {
    const auto [part, rest] = first_part(*path);
    path = rest;
    if (part.empty() || part.front() != '{') {
      if (part.find_first_of("{}") != std::string_view::npos) throw wrong("a name must be a whole part");
      auto& next = at->literal[std::string(part)];
      if (!next) next = std::make_unique<node>();
      at = next.get();
      place = &at->here;
      continue;
    }
    if (part.size() < 3 || part.back() != '}') throw wrong("a name must stand in { }");
    std::string_view name = part.substr(1, part.size() - 2);
    if (name.ends_with("...")) {
      if (rest) throw wrong("{name...} must be the last part");
      name.remove_suffix(3);
      place = &at->rest;
    } else {
      if (!at->named) at->named = std::make_unique<node>();
      at = at->named.get();
      place = &at->here;
    }
    made.names.emplace_back(name);
  }
  if (std::any_of(place->begin(), place->end(), [&](const route& r) { return r.method == method; }))
    throw wrong("there is one already");
  place->push_back(std::move(made));
  self_->added.push_back(std::string(method) + " " + std::string(pattern));
  return *this;
}

router& router::fallback(handler run) {
  self_->not_found = std::move(run);
  return *this;
}

router& router::refusals(std::function<response(unsigned, std::string_view)> make) {
  self_->make_refusal = std::move(make);
  return *this;
}

response router::answer(const request& asked) const {
  const implementation& s = *self_;
  if (asked.target == "*") {
    response out;
    out.status = 204;
    out.headers.add("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    return out;
  }
  std::vector<std::string> values;
  const std::string_view path = asked.path();
  const auto* routes = path.empty() ? nullptr : find(s.root, path.substr(1), values);
  if (routes == nullptr) {
    if (s.not_found) return s.not_found(asked);
    return s.refuse(404, "there is nothing at this address");
  }
  const route* found = of_method(*routes, asked.method);
  if (found == nullptr && asked.method == "OPTIONS") {
    response out;
    out.status = 204;
    out.headers.add("Allow", allowed_methods(*routes));
    return out;
  }
  if (found == nullptr) return s.refuse_method(*routes);
  path_values named;
  for (std::size_t i = 0; i < found->names.size(); ++i) named.add(found->names[i], std::move(values[i]));
  return found->run(asked, named);
}

admission router::admit(const request& asked) const {
  const implementation& s = *self_;
  // Without a body there is nothing to decide that `answer` does not.
  const auto length = asked.headers.get("Content-Length");
  const bool has_body = asked.headers.contains("Transfer-Encoding") || (length && *length != "0");
  std::vector<std::string> values;
  const std::string_view path = asked.path();
  if (!has_body && (asked.method == "GET" || asked.method == "HEAD")) return {};
  const auto* routes = path.empty() || path == "*" ? nullptr : find(s.root, path.substr(1), values);
  const route* found = routes == nullptr ? nullptr : of_method(*routes, asked.method);
  if (found == nullptr) {
    if (has_body) return {0, answer(asked)};
    return {};
  }
  const route_options& o = found->options;
  if (o.needs_body && !has_body && !length)
    return {0, s.refuse(411, "this address needs a body, with its length in Content-Length")};
  if (has_body && !o.media_types.empty()) {
    const auto type = asked.headers.get("Content-Type");
    if (!type || !is_of_type(*type, o.media_types)) {
      std::string names;
      for (const auto& t : o.media_types) names += (names.empty() ? "" : ", ") + t;
      response out = s.refuse(415, "the body must be of type " + names);
      out.headers.set("Accept", names);
      return {0, std::move(out)};
    }
  }
  return {o.body_limit, std::nullopt};
}

site router::site() const {
  const router shared = *this;
  return {[shared](const request& asked) { return shared.answer(asked); },
          [shared](const request& asked) { return shared.admit(asked); }, self_->make_refusal};
}

std::vector<std::string> router::routes() const { return self_->added; }

}  // namespace errdex::http
