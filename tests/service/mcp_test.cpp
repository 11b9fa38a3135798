#include "service/mcp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "cli_run.hpp"
#include "service/ask.hpp"
#include "service/schema_check.hpp"

namespace errdex::service {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

json::value ask(std::string_view message) {
  static mcp_server server(catalog::builtin());
  const auto reply = server.answer(message);
  return reply ? json::parse(*reply) : json::value();
}

json::value request(std::string_view method, const json::value& params = json::object()) {
  return ask(
      json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", 7}, {"method", method}, {"params", params}}));
}

json::value tool(std::string_view name, const json::value& arguments) {
  return request("tools/call", json::object{{"name", name}, {"arguments", arguments}}).at("result");
}

TEST(Mcp, TheVersionIsNegotiated) {
  for (const std::string_view version : mcp_versions) {
    const auto r =
        request("initialize", json::object{{"protocolVersion", version}, {"capabilities", json::object()}});
    EXPECT_EQ(at(r, "result/protocolVersion"), version);
    EXPECT_EQ(at(r, "result/serverInfo/name"), "errdex");
    EXPECT_EQ(at(r, "id"), "7");
  }
  EXPECT_EQ(
      at(request("initialize", json::object{{"protocolVersion", "2099-01-01"}}), "result/protocolVersion"),
      mcp_versions[0]);
  EXPECT_EQ(at(request("initialize"), "result/protocolVersion"), mcp_versions[0]);
}

TEST(Mcp, EveryToolAnswersByItsSchema) {
  const std::vector<std::pair<std::string, json::value>> calls{
      {"explain", {{"question", "40014"}}},
      {"explain", {{"question", "wecom:40015"}, {"lang", "zh"}}},
      {"explain", {{"question", "no such thing"}, {"lang", "both"}}},
      {"diagnose", {{"body", R"({"errcode":88,"errmsg":"x","sub_code":"60020"})"}, {"http_status", 200}}},
      {"diagnose",
       {{"body", {{"code", 99991663}, {"msg", "token"}}}, {"operation", {{"repeat", "idempotent"}}}}},
      {"search", {{"query", "secrt token"}, {"spaces", json::array{"wecom"}}, {"limit", 3}}},
      {"search", {{"query", "限流"}, {"verdicts", json::array{"slow_down"}}, {"lang", "zh"}}},
      {"search", {{"query", "qqqzzz"}}},
      {"decide", {{"code", 40014}, {"platform", "wecom"}}},
      {"decide", {{"http_status", 503}, {"operation", {{"repeat", "idempotent"}, {"attempts", 2}}}}},
      {"decide", {{"body", "no answer of anybody"}}},
  };
  const auto tools = request("tools/list");
  std::set<std::string> called;
  for (const auto& [name, arguments] : calls) {
    SCOPED_TRACE(name + " " + json::serialize(arguments));
    const auto r = tool(name, arguments);
    ASSERT_EQ(at(r, "isError"), "false") << json::serialize(r);
    EXPECT_FALSE(at(r, "content/0/text").empty());
    for (const auto& t : tools.at("result").at("tools").as_array()) {
      if (std::string_view(t.at("name").as_string()) != name) continue;
      called.insert(name);
      EXPECT_THAT(check_schema(r.at("structuredContent"), t.at("outputSchema"), t.at("outputSchema")),
                  testing::IsEmpty());
      EXPECT_THAT(check_schema(arguments, t.at("inputSchema"), t.at("inputSchema")), testing::IsEmpty());
    }
  }
  EXPECT_EQ(called.size(), tools.at("result").at("tools").as_array().size());
}

TEST(Mcp, TheTextSaysWhatAnAgentNeeds) {
  const auto explained = tool("explain", {{"question", "wecom:40014"}});
  EXPECT_THAT(at(explained, "content/0/text"),
              HasSubstr("wecom:40014 access_token_invalid, UNAUTHENTICATED, refresh_token"));
  EXPECT_THAT(at(explained, "content/0/text"), HasSubstr("do 1. "));
  const auto decided = tool("decide", {{"code", "40014"}, {"platform", "wecom"}});
  EXPECT_THAT(at(decided, "content/0/text"), HasSubstr("may repeat the call after 0 ms"));
  const auto diagnosed =
      tool("diagnose", {{"body", R"({"errcode":88,"errmsg":"x","sub_code":"60020"})"}, {"lang", "zh"}});
  EXPECT_THAT(at(diagnosed, "content/0/text"), HasSubstr("dingtalk:60020"));
  EXPECT_THAT(at(diagnosed, "content/0/text"), HasSubstr("决定："));
  EXPECT_THAT(at(tool("explain", {{"question", "acess_token_invalid"}}), "content/0/text"),
              HasSubstr("nearest: "));
}

TEST(Mcp, AWrongArgumentIsSaidToTheAgent) {
  const std::vector<std::tuple<std::string, json::value, std::string>> wrong{
      {"explain", json::object(), "question: must be"},
      {"explain", {{"question", ""}}, "question: must be"},
      {"explain", {{"question", "1"}, {"lang", "fr"}}, "en, zh or both"},
      {"explain", {{"q", "1"}}, "there are question, lang"},
      {"search", {{"query", "x"}, {"limit", 0}}, "1 to 50"},
      {"search", {{"query", "x"}, {"spaces", json::array{"slack"}}}, "feishu.server"},
      {"search", {{"query", "x"}, {"spaces", 3}}, "list of texts"},
      {"search", {{"query", "x"}, {"verdicts", json::array{"no"}}}, "refresh_token"},
      {"diagnose", json::object(), "needs body, code or http_status"},
      {"decide", {{"body", "x"}, {"http_status", 1}}, "100 to 599"},
  };
  for (const auto& [name, arguments, hint] : wrong) {
    const auto r = tool(name, arguments);
    EXPECT_EQ(at(r, "isError"), "true");
    EXPECT_THAT(at(r, "content/0/text"), HasSubstr(hint));
    EXPECT_FALSE(r.as_object().contains("structuredContent"));
  }
}

TEST(Mcp, CodesAreResources) {
  EXPECT_THAT(at(request("resources/templates/list"), "result/resourceTemplates/0/uriTemplate"),
              HasSubstr("{space}/{code}"));
  const auto r = request("resources/read", {{"uri", "errdex://codes/wecom/40014"}});
  EXPECT_EQ(at(json::parse(at(r, "result/contents/0/text")), "entries/0/name"), "access_token_invalid");
  for (const char* uri :
       {"errdex://codes/wecom/1x", "errdex://codes/wecom", "errdex://codes/%", "http://x/", ""})
    EXPECT_EQ(at(request("resources/read", {{"uri", uri}}), "error/code"), "-32002") << uri;
}

TEST(Mcp, SpeaksJsonRpc) {
  EXPECT_EQ(at(request("ping"), "result"), "{}");
  EXPECT_EQ(at(request("tools/jump"), "error/code"), "-32601");
  EXPECT_EQ(at(request("tools/call", {{"name", "jump"}}), "error/code"), "-32602");
  EXPECT_EQ(at(request("ping", json::array()), "error/code"), "-32602");
  EXPECT_EQ(at(ask("{"), "error/code"), "-32700");
  EXPECT_EQ(at(ask(""), "error/code"), "-32700");
  for (const char* invalid :
       {"1", "[]", "{}", R"({"jsonrpc":"2.0","id":1})", R"({"jsonrpc":"1.0","id":1,"method":"ping"})",
        R"({"jsonrpc":"2.0","id":{},"method":"ping"})", R"({"jsonrpc":"2.0","id":1,"method":2})"})
    EXPECT_EQ(at(ask(invalid), "error/code"), "-32600") << invalid;
  EXPECT_TRUE(ask(R"({"jsonrpc":"2.0","method":"notifications/initialized"})").is_null());
  EXPECT_TRUE(ask(R"({"jsonrpc":"2.0","id":1,"result":{}})").is_null());
  const auto batch =
      ask(R"([{"jsonrpc":"2.0","id":"a","method":"ping"},{"jsonrpc":"2.0","method":"notifications/x"},3])");
  ASSERT_EQ(batch.as_array().size(), 2u);
  EXPECT_EQ(at(batch, "0/id"), "a");
  EXPECT_EQ(at(batch, "1/error/code"), "-32600");
  EXPECT_TRUE(ask(R"([{"jsonrpc":"2.0","method":"notifications/x"}])").is_null());
}

TEST(McpOverHttp, OneMessageOneAnswer) {
  const auto r = post("/mcp", R"({"jsonrpc":"2.0","id":1,"method":"ping"})");
  EXPECT_EQ(r.status, 200u);
  EXPECT_EQ(header(r, "Content-Type"), "application/json");
  EXPECT_EQ(at(parsed(r), "id"), "1");
  const auto accepted = post("/mcp", R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  EXPECT_EQ(accepted.status, 202u);
  EXPECT_TRUE(accepted.content().empty());
  EXPECT_EQ(get("/mcp").status, 405u);
  EXPECT_EQ(header(get("/mcp"), "Allow"), "POST, OPTIONS");
}

TEST(McpOverHttp, PagesOfOtherSitesAreRefused) {
  service_options options;
  options.mcp_origins = {"https://tools.example.com"};
  const http::handler service = make_service(options);
  const auto status = [&](const std::string& origin) {
    return send(service, "POST", "/mcp", R"({"jsonrpc":"2.0","id":1,"method":"ping"})", {{"Origin", origin}})
        .status;
  };
  for (const char* own : {"http://localhost", "http://localhost:7340", "http://127.0.0.1:7340",
                          "http://[::1]:7340", "https://tools.example.com"})
    EXPECT_EQ(status(own), 200u) << own;
  for (const char* other : {"http://evil.example", "http://localhost.evil.example",
                            "http://evil.example:127.0.0.1", "null", "", "http://127.0.0.1.evil.example",
                            "https://tools.example.com.evil.example", "http://[::1].evil.example"})
    EXPECT_EQ(status(other), 403u) << other;
}

TEST(McpOverHttp, AnUnknownProtocolVersionIsRefused) {
  const std::string ping = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
  EXPECT_EQ(post("/mcp", ping, "application/json", {{"MCP-Protocol-Version", "2025-06-18"}}).status, 200u);
  const auto r = post("/mcp", ping, "application/json", {{"MCP-Protocol-Version", "1999-01-01"}});
  EXPECT_EQ(r.status, 400u);
  EXPECT_THAT(at(parsed(r), "detail"), HasSubstr("2025-06-18"));
}

TEST(McpCommand, AnswersLineByLine) {
  const auto r = cli::run({"mcp"}, R"({"jsonrpc":"2.0","id":1,"method":"ping"})"
                                   "\n\n \r\n"
                                   R"({"jsonrpc":"2.0","method":"notifications/initialized"})"
                                   "\nnonsense\n"
                                   R"({"jsonrpc":"2.0","id":2,"method":"ping"})");
  EXPECT_EQ(r.code, cli::success);
  std::istringstream lines(r.out);
  std::vector<std::string> all;
  for (std::string line; std::getline(lines, line);) all.push_back(line);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0], R"({"jsonrpc":"2.0","id":1,"result":{}})");
  EXPECT_EQ(at(json::parse(all[1]), "error/code"), "-32700");
  EXPECT_EQ(all[2], R"({"jsonrpc":"2.0","id":2,"result":{}})");
}

}  // namespace
}  // namespace errdex::service
