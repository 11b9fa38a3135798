// What holds for every operation: languages, validators, methods, problems, what is passed on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/accept_language.hpp"
#include "service/ask.hpp"
#include "service/problem.hpp"

namespace errdex::service {
namespace {

using present::texts;
using testing::HasSubstr;

TEST(Language, TheOneThatIsPreferredWins) {
  const std::vector<std::pair<std::string, texts>> headers{{"", texts::both},
                                                           {"en", texts::en},
                                                           {"zh-CN,zh;q=0.9,en;q=0.8", texts::zh},
                                                           {"en-US,en;q=0.9", texts::en},
                                                           {"zh-Hant-TW", texts::zh},
                                                           {"ZH", texts::zh},
                                                           {"fr", texts::both},
                                                           {"fr, en;q=0.2", texts::en},
                                                           {"*", texts::both},
                                                           {"*;q=0.5, zh;q=0.7", texts::zh},
                                                           {"*, zh;q=0.7", texts::en},
                                                           {"en;q=0, *", texts::zh},
                                                           {"en;q=0.5,zh;q=0.5", texts::both},
                                                           {"en;q=0.501,zh;q=0.5", texts::en},
                                                           {"en ; q=0.3 , zh ; q=0.4", texts::zh},
                                                           {"en;q=2,zh;q=0.1", texts::zh},
                                                           {"en;level=1,zh;q=0.1", texts::zh},
                                                           {"english,zhuang", texts::both},
                                                           {",,;;=", texts::both}};
  for (const auto& [header, expected] : headers) EXPECT_EQ(preferred_texts(header), expected) << header;
}

TEST(Language, AnAnswerHasTheLanguagesThatWereAskedFor) {
  const std::string target = "/api/v1/codes/wecom/40014";
  const auto both = get(target);
  EXPECT_EQ(header(both, "Content-Language"), "en, zh");
  EXPECT_EQ(header(both, "Vary"), "Accept-Language");
  EXPECT_EQ(parsed(both).at("entries").at(0).at("title").as_object().size(), 2u);

  const auto zh = get(target, {{"Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8"}});
  EXPECT_EQ(header(zh, "Content-Language"), "zh");
  EXPECT_EQ(parsed(zh).at("entries").at(0).at("title").as_object().size(), 1u);
  EXPECT_TRUE(parsed(zh).at("entries").at(0).at("fix").as_object().contains("zh"));

  const auto en = get(target + "?lang=en", {{"Accept-Language", "zh"}});
  EXPECT_EQ(header(en, "Content-Language"), "en") << "lang goes before the header";
  EXPECT_EQ(header(get(target + "?lang=both", {{"Accept-Language", "zh"}}), "Content-Language"), "en, zh");
}

TEST(Validators, WhoHasTheBodyGetsNone) {
  for (const std::string target :
       {"/api/v1/codes/wecom/40014", "/api/v1/codes/feishu/0", "/api/v1/codes?limit=3", "/api/v1/spaces",
        "/api/v1/explain?q=40014", "/api/v1/search?q=token", "/api/v1/openapi.json"}) {
    const auto first = get(target);
    const std::string etag = header(first, "ETag");
    EXPECT_EQ(header(first, "Cache-Control"), "max-age=300");
    const auto second = get(target, {{"If-None-Match", "\"other\", " + etag}});
    EXPECT_EQ(second.status, 304u) << target;
    EXPECT_TRUE(second.content().empty());
    EXPECT_EQ(header(second, "ETag"), etag);
    EXPECT_EQ(get(target, {{"If-None-Match", "\"other\""}}).status, 200u);
  }
  EXPECT_NE(header(get("/api/v1/codes/wecom/40014"), "ETag"),
            header(get("/api/v1/codes/wecom/40014?lang=en"), "ETag"));
}

TEST(Methods, AWrongOneIsToldWhichAreRight) {
  const http::handler service = make_service();
  for (const std::string method : {"POST", "PUT", "DELETE", "PATCH", "get"}) {
    const auto r = send(service, method, "/api/v1/codes/wecom/40014");
    EXPECT_EQ(r.status, 405u) << method;
    EXPECT_EQ(header(r, "Allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(at(parsed(r), "type"), "/api/v1/problems#method-not-allowed");
  }
  EXPECT_EQ(header(get("/api/v1/diagnose"), "Allow"), "POST, OPTIONS");
  const auto options = send(service, "OPTIONS", "/api/v1/search");
  EXPECT_EQ(options.status, 204u);
  EXPECT_EQ(header(options, "Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(header(send(service, "HEAD", "/api/v1/codes/wecom/40014"), "ETag"),
            header(get("/api/v1/codes/wecom/40014"), "ETag"));
}

TEST(Paths, WhatIsNotOursIsPassedOn) {
  service_options options;
  options.next = [](const http::request& r) {
    http::response out;
    out.body = "next:" + r.target;
    return out;
  };
  const http::handler service = make_service(options);
  EXPECT_EQ(send(service, "GET", "/wecom/40014").body, "next:/wecom/40014");
  EXPECT_EQ(send(service, "GET", "/").body, "next:/");
  EXPECT_EQ(send(service, "GET", "/apis").body, "next:/apis");
  EXPECT_EQ(send(service, "GET", "/api/v2/codes").status, 404u);
  EXPECT_EQ(send(service, "GET", "/api").status, 404u);
  const auto nothing = get("/wecom/40014");
  EXPECT_EQ(nothing.status, 404u);
  EXPECT_EQ(header(nothing, "Content-Type"), "application/problem+json");
}

TEST(Problems, EachTypeHasItsAnchorOnThePage) {
  const std::string page = std::string(get("/api/v1/problems").content());
  for (const problem_type& t : problem_types()) {
    EXPECT_EQ(static_cast<std::size_t>(t.kind), static_cast<std::size_t>(&t - problem_types().data()));
    EXPECT_THAT(page, HasSubstr("<dt id=\"" + std::string(t.id) + "\">"));
    const auto doc = parsed(problem(t.kind, language::zh, "x"));
    EXPECT_EQ(at(doc, "title"), t.title_zh);
    EXPECT_EQ(at(doc, "status"), std::to_string(t.status));
  }
}

TEST(Metrics, RequestsAreCountedByOperationAndStatus) {
  service_options options;
  options.more_metrics = [](std::string& out) { out += "errdex_connections 3\n"; };
  const http::handler service = make_service(options);
  send(service, "GET", "/api/v1/codes/wecom/40014");
  send(service, "GET", "/api/v1/codes/wecom/40014");
  send(service, "GET", "/api/v1/codes/wecom/nope");
  send(service, "GET", "/elsewhere");
  send(service, "GET", "/api/v1/explain?q=99991999");
  const std::string text = std::string(send(service, "GET", "/metrics").content());
  for (const std::string line : {
           "errdex_http_requests_total{route=\"getCode\",status=\"200\"} 2\n",
           "errdex_http_requests_total{route=\"getCode\",status=\"404\"} 1\n",
           "errdex_http_requests_total{route=\"other\",status=\"404\"} 1\n",
           "errdex_http_request_duration_seconds_count{route=\"getCode\"} 3\n",
           "errdex_http_request_duration_seconds_bucket{route=\"getCode\",le=\"+Inf\"} 3\n",
           "errdex_lookups_total{result=\"known\"} 2\n",
           "errdex_lookups_total{result=\"unknown\"} 2\n",
           "errdex_connections 3\n",
       })
    EXPECT_THAT(text, HasSubstr(line));
  // Every line is a comment or a sample: name, labels, a number.
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t end = text.find('\n', from);
    ASSERT_NE(end, std::string::npos);
    EXPECT_THAT(text.substr(from, end - from),
                testing::MatchesRegex("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[^}]*\\})? [0-9.e+-]+"));
    from = end + 1;
  }
}

TEST(Health, SaysThatItAnswers) {
  const auto doc = parsed(get("/healthz"));
  EXPECT_EQ(at(doc, "status"), "ok");
  EXPECT_EQ(at(doc, "entries"), std::to_string(catalog::builtin().size()));
}

}  // namespace
}  // namespace errdex::service
