// The document and the service say the same: each operation, parameter and status of one is in the other, and
// every answer is what its schema says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "service/ask.hpp"
#include "service/endpoints.hpp"
#include "service/schema_check.hpp"

namespace errdex::service {
namespace {

namespace json = boost::json;

const json::value& document() {
  static const json::value d = parsed(get("/api/v1/openapi.json"));
  return d;
}

const json::object& operation_of(const endpoint& e) {
  const std::string method = e.method == "GET" ? "get" : "post";
  return document().at("paths").at(e.path).at(method).as_object();
}

/// A request and the operation and status that answer it.
struct trial {
  std::string id;
  std::string method;
  std::string target;
  unsigned status;
  std::string body{};
  std::string type{};
};

/// At least one request for each status of each operation.
std::vector<trial> trials() {
  std::vector<trial> all{
      {"getCode", "GET", "/api/v1/codes/wecom/40014", 200},
      {"getCode", "GET", "/api/v1/codes/feishu/0?lang=zh", 200},
      {"getCode", "GET", "/api/v1/codes/dingtalk/88?lang=en", 200},
      {"getCode", "GET", "/api/v1/codes/wecom/40014?lang=de", 400},
      {"getCode", "GET", "/api/v1/codes/wecom/40015", 404},
      {"getCode", "GET", "/api/v1/codes/feishu/99991999", 404},
      {"getCode", "GET", "/api/v1/codes/slack/1", 404},
      {"reproduceCode", "GET", "/api/v1/codes/wecom/60111/reproduce", 200},
      {"reproduceCode", "GET", "/api/v1/codes/wecom/access_token_expired/reproduce", 200},
      {"reproduceCode", "GET", "/api/v1/codes/wecom/60111/reproduce?lang=de", 400},
      {"reproduceCode", "GET", "/api/v1/codes/slack/1/reproduce", 404},
      {"reproduceCode", "GET", "/api/v1/codes/wecom/40015/reproduce", 404},
      {"reproduceCode", "GET", "/api/v1/codes/dingtalk/88/reproduce", 404},
      {"diagnose", "POST", "/api/v1/diagnose", 200, R"({"errcode":88,"errmsg":"x","sub_code":"60020"})",
       "text/plain"},
      {"diagnose", "POST", "/api/v1/diagnose?lang=zh", 200,
       R"({"body":{"errcode":60020,"errmsg":"not allow to access from your ip, from ip: 1.2.3.4"},"platform":"wecom"})",
       "application/json"},
      {"diagnose", "POST", "/api/v1/diagnose", 200, R"({"http_status":429})", "application/json"},
      {"diagnose", "POST", "/api/v1/diagnose", 200, "nothing of note", "text/plain"},
      {"diagnose", "POST", "/api/v1/diagnose", 400, "{", "application/json"},
      {"diagnose", "POST", "/api/v1/diagnose", 415, "<a/>", "text/xml"},
      {"explain", "GET", "/api/v1/explain?q=40014", 200},
      {"explain", "GET", "/api/v1/explain?q=99991999&lang=en", 200},
      {"explain", "GET", "/api/v1/explain?q=no+such+thing", 200},
      {"explain", "GET", "/api/v1/explain?q=acess_token_invalid", 200},
      {"explain", "GET", "/api/v1/explain?q=%FF%00%22", 200},
      {"explain", "GET", "/api/v1/explain", 400},
      {"search", "GET", "/api/v1/search?q=secrt+token&limit=100", 200},
      {"search", "GET", "/api/v1/search?q=%E9%A2%91%E7%8E%87&lang=zh&limit=3", 200},
      {"search", "GET", "/api/v1/search?q=%FFzzzzz", 200},
      {"search", "GET", "/api/v1/search?limit=3", 400},
      {"listCodes", "GET", "/api/v1/codes?limit=1000", 200},
      {"listCodes", "GET", "/api/v1/codes?limit=1000&cursor=feishu.server:99991663", 200},
      {"listCodes", "GET", "/api/v1/codes?view=full&limit=1000", 200},
      {"listCodes", "GET", "/api/v1/codes?view=full&limit=1000&platform=wecom&lang=en", 200},
      {"listCodes", "GET", "/api/v1/codes?limit=0", 400},
      {"listSpaces", "GET", "/api/v1/spaces", 200},
      {"listSpaces", "GET", "/api/v1/spaces?lang=en", 200},
      {"listSpaces", "GET", "/api/v1/spaces?lang=", 400},
      {"getOpenApi", "GET", "/api/v1/openapi.json", 200},
      {"getOpenApi", "GET", "/api/v1/openapi.json?x=1", 400},
      {"getProblems", "GET", "/api/v1/problems", 200},
      {"getProblems", "GET", "/api/v1/problems?x=1", 400},
      {"getMetrics", "GET", "/metrics", 200},
      {"getMetrics", "GET", "/metrics?x=1", 400},
      {"getHealth", "GET", "/healthz", 200},
      {"getHealth", "GET", "/healthz?x=1", 400},
  };
  return all;
}

http::response run(const trial& t) {
  return t.method == "GET" ? get(t.target) : post(t.target, t.body, t.type);
}

TEST(OpenApi, EveryAnswerIsWhatItsSchemaSays) {
  std::set<std::string> answered;
  for (const trial& t : trials()) {
    SCOPED_TRACE(t.method + " " + t.target + " " + t.body);
    const auto r = run(t);
    ASSERT_EQ(r.status, t.status);
    answered.insert(t.id + " " + std::to_string(t.status));
    for (const endpoint& e : endpoints()) {
      if (e.id != t.id) continue;
      const auto& response = operation_of(e).at("responses").at(std::to_string(r.status));
      const std::string media = header(r, "Content-Type").substr(0, header(r, "Content-Type").find(';'));
      ASSERT_TRUE(response.at("content").as_object().contains(media)) << media;
      if (media != "application/json" && media != "application/problem+json") continue;
      const auto faults = check_schema(parsed(r), response.at("content").at(media).at("schema"), document());
      EXPECT_THAT(faults, testing::IsEmpty());
    }
  }
  // And nothing is promised that no trial got, but for the answer to a validator.
  for (const endpoint& e : endpoints()) {
    if (!e.documented) continue;
    for (const auto& response : operation_of(e).at("responses").as_object()) {
      if (response.key() == "304") continue;
      EXPECT_TRUE(answered.count(std::string(e.id) + " " + std::string(response.key())))
          << e.id << " " << response.key();
    }
  }
}

TEST(OpenApi, OperationsAndParametersAreThoseOfTheService) {
  std::set<std::string> in_document;
  for (const auto& path : document().at("paths").as_object())
    for (const auto& operation : path.value().as_object())
      in_document.insert(std::string(operation.key()) + " " + std::string(path.key()));
  std::set<std::string> in_service;
  for (const endpoint& e : endpoints()) {
    if (!e.documented) continue;
    in_service.insert((e.method == "GET" ? "get " : "post ") + std::string(e.path));
    std::set<std::string> parameters;
    if (const json::value* list = operation_of(e).if_contains("parameters")) {
      for (const auto& p : list->as_array())
        if (p.as_object().contains("name")) parameters.insert(std::string(p.at("name").as_string()));
    }
    std::set<std::string> declared;
    for (const parameter& p : e.parameters) declared.insert(std::string(p.name));
    EXPECT_EQ(parameters, declared) << e.id;
  }
  EXPECT_EQ(in_document, in_service);
}

TEST(OpenApi, EveryExampleOfAParameterWorks) {
  for (const endpoint& e : endpoints()) {
    if (!e.documented || e.method != "GET") continue;
    std::string path(e.path);
    std::string required = "?";
    for (const parameter& p : e.parameters) {
      if (p.place == parameter_place::path) {
        const std::string braces = "{" + std::string(p.name) + "}";
        path.replace(path.find(braces), braces.size(), p.example);
      } else if (p.required) {
        required += std::string(p.name) + "=" + http::percent_encode(p.example) + "&";
      }
    }
    for (const parameter& p : e.parameters) {
      if (p.place == parameter_place::path || p.required) continue;
      const std::string target =
          path + required + std::string(p.name) + "=" + http::percent_encode(p.example);
      EXPECT_EQ(get(target).status, 200u) << target;
    }
    EXPECT_EQ(get(path + required).status, 200u) << path;
  }
}

TEST(OpenApi, BoundsInTheDocumentAreThoseThatAreChecked) {
  for (const endpoint& e : endpoints()) {
    for (const parameter& p : e.parameters) {
      if (p.kind != parameter_kind::whole_number) continue;
      const std::string start =
          std::string(e.path) + (e.id == "search" ? "?q=token&" : "?") + std::string(p.name) + "=";
      EXPECT_EQ(get(start + std::to_string(p.least)).status, 200u) << start;
      EXPECT_EQ(get(start + std::to_string(p.most)).status, 200u) << start;
      EXPECT_EQ(get(start + std::to_string(p.least - 1)).status, 400u) << start;
      EXPECT_EQ(get(start + std::to_string(p.most + 1)).status, 400u) << start;
    }
  }
}

TEST(OpenApi, EverySchemaIsUsedAndEveryReferenceLeadsSomewhere) {
  const std::string text = json::serialize(document());
  for (const auto& schema : document().at("components").at("schemas").as_object()) {
    EXPECT_NE(text.find("\"#/components/schemas/" + std::string(schema.key()) + "\""), std::string::npos)
        << schema.key();
  }
  std::size_t at = 0;
  while ((at = text.find("\"$ref\":\"#/components/schemas/", at)) != std::string::npos) {
    at += 29;
    const std::string name = text.substr(at, text.find('"', at) - at);
    EXPECT_TRUE(document().at("components").at("schemas").as_object().contains(name)) << name;
  }
}

TEST(SchemaCheck, FindsFaults) {
  const auto schema = json::parse(
      R"({"type":"object","properties":{"a":{"type":"integer","minimum":1},"b":{"enum":["x"]}},"required":["a"],"additionalProperties":false})");
  EXPECT_TRUE(check_schema(json::parse(R"({"a":1,"b":"x"})"), schema, schema).empty());
  for (const char* wrong :
       {"[]", "{}", R"({"a":0})", R"({"a":1.5})", R"({"a":1,"b":"y"})", R"({"a":1,"c":1})"})
    EXPECT_FALSE(check_schema(json::parse(wrong), schema, schema).empty()) << wrong;
  EXPECT_FALSE(check_schema(json::parse("1"), json::parse(R"({"pattern":"x"})"), schema).empty());
}

}  // namespace
}  // namespace errdex::service
