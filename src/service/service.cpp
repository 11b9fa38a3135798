#include "service/service.hpp"

#include "errdex/version.hpp"
#include "service/answers.hpp"
#include "service/operations.hpp"
#include "service/problem.hpp"

namespace errdex::service {
namespace {

using clock = std::chrono::steady_clock;

/// Paths that belong to the service, also those where nothing is.
bool is_own(std::string_view path) {
  return path == "/api" || path.starts_with("/api/") || path.starts_with("/mcp/");
}

struct outcome {
  http::response answer;
  std::size_t route = metrics::other_route;
};

http::response no_such_method(const http::request& r, language lang) {
  const std::string allowed = allowed_methods(r.path());
  if (r.method == "OPTIONS") {
    http::response options;
    options.status = 204;
    options.headers.add("Allow", allowed);
    return options;
  }
  auto answer = problem(problem_kind::method_not_allowed, lang,
                        in(lang, "This path takes " + allowed + ".", "该路径支持 " + allowed + "。"));
  answer.headers.add("Allow", allowed);
  return answer;
}

outcome serve(state& s, const http::request& r) {
  const std::string_view path = r.path();
  // What a HEAD is answered with is what a GET would be; the server leaves the body out.
  const route where = find_route(r.method == "HEAD" ? "GET" : std::string_view(r.method), path);
  if (where.found != nullptr) {
    const auto number = static_cast<std::size_t>(where.found - endpoints().data());
    call c{.request = r, .what = *where.found, .arguments = {}};
    if (const auto wrong = check_arguments(where, c)) return {refused(c, *wrong), number};
    return {where.found->run(s, c), number};
  }
  const bool own = where.path_fits || is_own(path);
  if (!own && s.options.next) return {s.options.next(r)};
  const call c{.request = r, .what = endpoints()[0], .arguments = {}, .texts = requested_texts(r)};
  if (where.path_fits) return {no_such_method(r, c.lang())};
  return {problem(
      problem_kind::unknown_path, c.lang(),
      in(c.lang(), "Nothing is at " + std::string(path) + "; /api/v1/openapi.json lists what there is.",
         std::string(path) + " 下没有内容；全部操作见 /api/v1/openapi.json。"))};
}

}  // namespace

http::handler make_service(service_options options) {
  const auto shared = std::make_shared<state>(std::move(options));
  return [shared](const http::request& r) {
    const auto begin = clock::now();
    outcome o = serve(*shared, r);
    shared->metrics.count(o.route, o.answer.status, clock::now() - begin);
    return std::move(o.answer);
  };
}

http::response get_health(state& s, const call& c) {
  std::string body;
  present::json_writer w(body);
  w.begin_object().key("status").string("ok").key("version").string(ERRDEX_VERSION);
  w.key("entries").number(static_cast<std::int64_t>(s.codes().size())).end_object();
  return fresh_answer(c, std::move(body));
}

http::response get_problems(state&, const call&) {
  http::response r;
  r.headers.add("Content-Type", "text/html; charset=utf-8");
  r.headers.add("Cache-Control", "max-age=300");
  r.body = problems_page();
  return r;
}

http::response get_metrics(state& s, const call&) {
  http::response r;
  r.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  r.headers.add("Cache-Control", "no-store");
  r.body = s.metrics.text();
  if (s.options.more_metrics) s.options.more_metrics(r.body);
  return r;
}

}  // namespace errdex::service
