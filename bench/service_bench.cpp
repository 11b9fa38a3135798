// What the service's handler costs, without any network: a call of it for each kind of request. A server adds
// what it takes to read a request and to write an answer.
#include <benchmark/benchmark.h>

#include "service/service.hpp"

namespace {

using errdex::http::handler;
using errdex::http::request;

const handler& service() {
  static const handler h = errdex::service::make_service();
  return h;
}

request get(std::string target) {
  request r;
  r.method = "GET";
  r.target = std::move(target);
  r.headers.add("Host", "127.0.0.1:7340");
  return r;
}

request post(std::string target, std::string type, std::string body) {
  request r = get(std::move(target));
  r.method = "POST";
  r.headers.add("Content-Type", std::move(type));
  r.body = std::move(body);
  return r;
}

void run(benchmark::State& state, const request& r) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto answer = service()(r);
    if (answer.status != 200) state.SkipWithError("not 200");
    bytes += answer.content().size();
    benchmark::DoNotOptimize(answer.content().data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

/// As WeCom sends it today.
const std::string wecom =
    R"({"errcode":40014,"errmsg":"invalid access_token, hint: [1690000000123456789], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=40014"})";

BENCHMARK_CAPTURE(run, code, get("/api/v1/codes/wecom/40014"));
BENCHMARK_CAPTURE(run, code_by_platform, get("/api/v1/codes/lark/99991663"));
BENCHMARK_CAPTURE(run, diagnose_text, post("/api/v1/diagnose", "text/plain", wecom));
BENCHMARK_CAPTURE(run, diagnose_json,
                  post("/api/v1/diagnose", "application/json",
                       R"({"body":)" + wecom +
                           R"(,"platform":"wecom","http_status":200,"operation":{"repeat":"idempotent"}})"));
BENCHMARK_CAPTURE(run, explain_number, get("/api/v1/explain?q=40014"));
BENCHMARK_CAPTURE(run, search_two_words, get("/api/v1/search?q=token%20expired"));
BENCHMARK_CAPTURE(run, list_of_100, get("/api/v1/codes"));
BENCHMARK_CAPTURE(run, list_of_100_full, get("/api/v1/codes?view=full"));
BENCHMARK_CAPTURE(run, spaces, get("/api/v1/spaces"));

}  // namespace
