#include "http/router.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace errdex::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

response says(std::string text) {
  response out;
  out.body = std::move(text);
  return out;
}

request asking(std::string method, std::string target,
               std::vector<std::pair<std::string, std::string>> headers = {}) {
  request r;
  r.method = std::move(method);
  r.target = std::move(target);
  for (auto& [name, value] : headers) r.headers.add(name, value);
  return r;
}

class Router : public testing::Test {
 protected:
  Router() {
    routes_.add("GET", "/", [](const request&, const path_values&) { return says("home"); })
        .add("GET", "/api/v1/codes/{space}/{code}",
             [](const request&, const path_values& v) {
               return says(std::string(v.get("space")) + " " + std::string(v.get("code")));
             })
        .add("GET", "/api/v1/codes/all/new", [](const request&, const path_values&) { return says("new"); })
        .add("POST", "/api/v1/diagnose", [](const request& r, const path_values&) { return says(r.body); },
             {.body_limit = 10, .needs_body = true, .media_types = {"application/json", "text/plain"}})
        .add("*", "/admin/{rest...}", [](const request& r, const path_values& v) {
          return says(r.method + " " + std::string(v.get("rest")));
        });
  }
  router routes_;
};

TEST_F(Router, GivesThePartsOfThePathDecoded) {
  EXPECT_EQ(routes_.answer(asking("GET", "/api/v1/codes/wecom/40014?lang=zh")).body, "wecom 40014");
  EXPECT_EQ(routes_.answer(asking("GET", "/api/v1/codes/dingtalk/isv.a%2Fb")).body, "dingtalk isv.a/b");
  EXPECT_EQ(routes_.answer(asking("GET", "/")).body, "home");
}

TEST_F(Router, PrefersLiteralPartsAndComesBackFromThem) {
  EXPECT_EQ(routes_.answer(asking("GET", "/api/v1/codes/all/new")).body, "new");
  EXPECT_EQ(routes_.answer(asking("GET", "/api/v1/codes/all/old")).body, "all old");
}

TEST_F(Router, TakesEverythingBehindAPrefix) {
  EXPECT_EQ(routes_.answer(asking("PATCH", "/admin/a/b%20c")).body, "PATCH a/b c");
  EXPECT_EQ(routes_.answer(asking("GET", "/admin/")).body, "GET ");
  EXPECT_EQ(routes_.answer(asking("GET", "/admin")).status, 404U);
}

TEST_F(Router, SaysThatAnAddressIsUnknown) {
  for (const char* target : {"/nothing", "/api/v1/codes", "/api/v1/codes/wecom", "/api/v1/codes/wecom/",
                             "/api/v1/codes/wecom/40014/", "/API/v1/codes/wecom/40014", "//"})
    EXPECT_EQ(routes_.answer(asking("GET", target)).status, 404U) << target;
}

TEST_F(Router, SaysWhichMethodsAnAddressHas) {
  const response wrong = routes_.answer(asking("DELETE", "/api/v1/codes/wecom/40014"));
  EXPECT_EQ(wrong.status, 405U);
  EXPECT_EQ(wrong.headers.get("Allow"), "GET, HEAD, OPTIONS");
  const response options = routes_.answer(asking("OPTIONS", "/api/v1/diagnose"));
  EXPECT_EQ(options.status, 204U);
  EXPECT_EQ(options.headers.get("Allow"), "POST, OPTIONS");
  EXPECT_EQ(routes_.answer(asking("OPTIONS", "*")).status, 204U);
}

TEST_F(Router, AnswersHeadWithTheHandlerOfGet) {
  EXPECT_EQ(routes_.answer(asking("HEAD", "/")).body, "home");
  EXPECT_EQ(routes_.answer(asking("HEAD", "/api/v1/diagnose")).status, 405U);
}

TEST_F(Router, AdmitsABodyByItsRoute) {
  const auto json = std::pair<std::string, std::string>("Content-Type", "Application/JSON; charset=utf-8");
  const auto length = std::pair<std::string, std::string>("Content-Length", "5");
  const auto right = routes_.admit(asking("POST", "/api/v1/diagnose", {json, length}));
  EXPECT_FALSE(right.refusal);
  EXPECT_EQ(right.body_limit, 10U);

  const auto typeless = routes_.admit(asking("POST", "/api/v1/diagnose", {length}));
  ASSERT_TRUE(typeless.refusal);
  EXPECT_EQ(typeless.refusal->status, 415U);
  EXPECT_EQ(typeless.refusal->headers.get("Accept"), "application/json, text/plain");

  const auto lengthless = routes_.admit(asking("POST", "/api/v1/diagnose", {json}));
  ASSERT_TRUE(lengthless.refusal);
  EXPECT_EQ(lengthless.refusal->status, 411U);

  const auto nowhere = routes_.admit(asking("POST", "/nothing", {length}));
  ASSERT_TRUE(nowhere.refusal);
  EXPECT_EQ(nowhere.refusal->status, 404U);
}

TEST_F(Router, LetsTheOwnerMakeRefusalsAndTheAnswerToUnknownAddresses) {
  routes_.refusals([](unsigned status, std::string_view) {
    response out = says("mine");
    out.status = status;
    return out;
  });
  EXPECT_EQ(routes_.answer(asking("GET", "/nothing")).body, "mine");
  routes_.fallback([](const request& r) { return says("page for " + std::string(r.path())); });
  EXPECT_EQ(routes_.answer(asking("GET", "/nothing")).body, "page for /nothing");
  EXPECT_EQ(routes_.answer(asking("PUT", "/")).body, "mine");
}

TEST_F(Router, RefusesPatternsThatCannotBeMeant) {
  const auto nothing = [](const request&, const path_values&) { return response(); };
  for (const char* pattern : {"", "api", "/a{b}", "/{}", "/{a", "/{rest...}/b", "/api/v1/diagnose"})
    EXPECT_THROW(routes_.add("POST", pattern, nothing), std::invalid_argument) << pattern;
  EXPECT_THROW(routes_.add("GE T", "/x", nothing), std::invalid_argument);
}

TEST_F(Router, ListsItsRoutes) {
  EXPECT_THAT(routes_.routes(),
              ElementsAre("GET /", "GET /api/v1/codes/{space}/{code}", "GET /api/v1/codes/all/new",
                          "POST /api/v1/diagnose", "* /admin/{rest...}"));
}

TEST(Refusals, AreProblemDetailsInPlainWords) {
  const response r = router().answer(asking("GET", "/x"));
  EXPECT_EQ(r.headers.get("Content-Type"), "application/problem+json");
  EXPECT_THAT(r.body, HasSubstr(R"("status":404,"detail":"there is nothing at this address")"));
}

}  // namespace
}  // namespace errdex::http
