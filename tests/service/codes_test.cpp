#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "service/ask.hpp"

namespace errdex::service {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Codes, ACodeIsFoundByItsSpace) {
  const auto r = get("/api/v1/codes/wecom/40014");
  EXPECT_EQ(r.status, 200u);
  EXPECT_EQ(header(r, "Content-Type"), "application/json");
  const auto doc = parsed(r);
  EXPECT_EQ(at(doc, "entries/0/space"), "wecom");
  EXPECT_EQ(at(doc, "entries/0/code"), "40014");
  EXPECT_EQ(at(doc, "entries/0/verdict"), "refresh_token");
}

TEST(Codes, EveryCodeOfTheCatalogIsFoundByCodeAndByName) {
  for (const entry e : catalog::builtin().entries()) {
    const std::string space = http::percent_encode(e.space().name());
    const auto by_code = parsed(get("/api/v1/codes/" + space + "/" + http::percent_encode(e.code())));
    bool found = false;
    for (const auto& one : by_code.at("entries").as_array())
      found = found || std::string_view(one.at("name").as_string()) == e.name();
    ASSERT_TRUE(found) << space << ":" << e.code();
    const auto by_name = parsed(get("/api/v1/codes/" + space + "/" + std::string(e.name())));
    ASSERT_EQ(at(by_name, "entries/0/code"), e.code());
  }
}

TEST(Codes, APlatformGivesItsSpacesAndHasOtherNames) {
  for (const std::string name : {"feishu", "lark", "Lark", "%E9%A3%9E%E4%B9%A6"}) {
    const auto doc = parsed(get("/api/v1/codes/" + name + "/99991663"));
    EXPECT_EQ(at(doc, "entries/0/space"), "feishu.server") << name;
  }
  EXPECT_EQ(at(parsed(get("/api/v1/codes/wework/40014")), "entries/0/space"), "wecom");
}

TEST(Codes, SeveralMeaningsOfACodeAllCome) {
  for (const entry e : catalog::builtin().entries()) {
    if (!e.next_meaning()) continue;
    const auto doc =
        parsed(get("/api/v1/codes/" + std::string(e.space().name()) + "/" + http::percent_encode(e.code())));
    EXPECT_GE(doc.at("entries").as_array().size(), 2u) << e.space().name() << ":" << e.code();
  }
}

TEST(Codes, APlatformGivesEachOfItsSpacesThatListsTheCode) {
  std::size_t shared = 0;
  for (const entry e : catalog::builtin().entries()) {
    std::set<std::string> expected;
    for (const entry other : e.number() ? catalog::builtin().find_all(*e.number()) : entry_list())
      if (other.space().platform() == e.space().platform()) expected.emplace(other.space().name());
    if (expected.size() < 2) continue;
    ++shared;
    const auto doc =
        parsed(get("/api/v1/codes/" + std::string(e.space().platform()) + "/" + std::string(e.code())));
    std::set<std::string> found;
    for (const auto& one : doc.at("entries").as_array()) found.emplace(one.at("space").as_string());
    EXPECT_EQ(found, expected) << e.code();
  }
  EXPECT_GT(shared, 0u);
}

TEST(Codes, AnUnknownCodeNamesItsNeighboursAndItsRange) {
  const auto r = get("/api/v1/codes/wecom/40015");
  EXPECT_EQ(r.status, 404u);
  EXPECT_EQ(header(r, "Content-Type"), "application/problem+json");
  const auto doc = parsed(r);
  EXPECT_EQ(at(doc, "type"), "/api/v1/problems#unknown-code");
  EXPECT_EQ(at(doc, "nearest/0"), "wecom:40014");
  for (const space s : catalog::builtin().spaces()) {
    for (std::size_t i = 0; i < s.range_count(); ++i) {
      const auto range = s.range(i);
      for (auto number = range.from; number <= range.to; ++number) {
        if (catalog::builtin().find(s.id(), number)) continue;
        const auto problem =
            parsed(get("/api/v1/codes/" + std::string(s.name()) + "/" + std::to_string(number)));
        const auto expected = s.range_of(number);
        EXPECT_EQ(at(problem, "range/from"), std::to_string(expected->from));
        EXPECT_EQ(at(problem, "range/to"), std::to_string(expected->to));
        break;
      }
    }
  }
}

TEST(Codes, AnUnknownSpaceNamesThoseThatThereAre) {
  const auto r = get("/api/v1/codes/slack/1?lang=zh");
  EXPECT_EQ(r.status, 404u);
  EXPECT_EQ(at(parsed(r), "type"), "/api/v1/problems#unknown-space");
  EXPECT_EQ(parsed(r).at("known").as_array().size(), catalog::builtin().spaces().size());
  EXPECT_THAT(at(parsed(r), "detail"), HasSubstr("不是已知的空间"));
}

TEST(Codes, AListIsWalkedPageByPageWithoutGapOrRepetition) {
  for (const std::string view : {"brief", "full"}) {
    std::vector<std::string> seen;
    std::string cursor;
    do {
      const auto doc = parsed(get("/api/v1/codes?limit=97&view=" + view +
                                  (cursor.empty() ? "" : "&cursor=" + http::percent_encode(cursor))));
      EXPECT_EQ(doc.at("total").to_number<std::size_t>(), catalog::builtin().size());
      for (const auto& c : doc.at("codes").as_array()) {
        seen.push_back(std::string(c.at("space").as_string()) + ":" + std::string(c.at("name").as_string()));
        EXPECT_EQ(c.as_object().contains("cause"), view == "full");
      }
      cursor = doc.at("next").is_null() ? "" : at(doc, "next");
      ASSERT_LE(seen.size(), catalog::builtin().size());
    } while (!cursor.empty());
    std::vector<std::string> expected;
    for (const entry e : catalog::builtin().entries())
      expected.push_back(std::string(e.space().name()) + ":" + std::string(e.name()));
    EXPECT_EQ(seen, expected);
  }
}

TEST(Codes, FiltersOfOneKindAreAlternativesAndKindsAreAllRequired) {
  const auto doc =
      parsed(get("/api/v1/codes?platform=wecom&platform=dingtalk&verdict=slow_down&verdict=wait&limit=1000"));
  std::size_t expected = 0;
  for (const entry e : catalog::builtin().entries()) {
    const bool platform = e.space().platform() == "wecom" || e.space().platform() == "dingtalk";
    expected += platform && (e.verdict() == verdict::slow_down || e.verdict() == verdict::wait);
  }
  EXPECT_GT(expected, 0u);
  EXPECT_EQ(doc.at("codes").as_array().size(), expected);

  EXPECT_EQ(at(parsed(get("/api/v1/codes?space=wecom&platform=feishu")), "total"), "0");
  const auto one =
      parsed(get("/api/v1/codes?space=wecom&group=tokens&status=UNAUTHENTICATED&state=active&limit=1"));
  EXPECT_EQ(at(one, "codes/0/group"), "tokens");
  EXPECT_EQ(at(one, "codes/0/status"), "UNAUTHENTICATED");
}

TEST(Codes, WrongParametersAreRefusedWithWhatWouldBeRight) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"/api/v1/codes?limit=0", "1 to 1000"},
      {"/api/v1/codes?limit=ten", "1 to 1000"},
      {"/api/v1/codes?limit=5&limit=6", "more than once"},
      {"/api/v1/codes?verdict=explode", "refresh_token"},
      {"/api/v1/codes?space=slack", "feishu.server"},
      {"/api/v1/codes?colour=red", "verdict, group"},
      {"/api/v1/codes?cursor=wecom:1x", "begin again"},
      {"/api/v1/codes?cursor=nothing", "begin again"},
      {"/api/v1/codes/wecom/40014?lang=fr", "en, zh, both"},
      {"/api/v1/codes/wecom/%4", "hexadecimal"},
      {"/api/v1/explain", "required"},
      {"/api/v1/explain?q=", "1 to 8192"},
      {"/api/v1/healthz", "openapi.json"},
  };
  for (const auto& [target, hint] : wrong) {
    const auto r = get(target);
    EXPECT_THAT(r.status, testing::AnyOf(400u, 404u)) << target;
    EXPECT_THAT(at(parsed(r), "detail"), HasSubstr(hint)) << target;
  }
}

TEST(Spaces, CountsAreThoseOfTheCatalog) {
  const auto doc = parsed(get("/api/v1/spaces"));
  std::int64_t entries = 0;
  for (const auto& s : doc.at("spaces").as_array()) {
    const space own = catalog::builtin().space(std::string_view(s.at("name").as_string()));
    ASSERT_TRUE(own);
    EXPECT_EQ(s.at("entries").to_number<std::size_t>(), own.entries().size());
    std::int64_t by_verdict = 0;
    for (const auto& v : s.at("verdicts").as_object()) by_verdict += v.value().as_int64();
    EXPECT_EQ(by_verdict, s.at("entries").as_int64());
    EXPECT_EQ(s.at("ranges").as_array().size(), own.range_count());
    for (const auto& r : s.at("ranges").as_array()) {
      std::int64_t inside = 0;
      for (const entry e : own.entries())
        inside +=
            e.number() && *e.number() >= r.at("from").as_int64() && *e.number() <= r.at("to").as_int64();
      EXPECT_EQ(r.at("entries").as_int64(), inside);
    }
    entries += s.at("entries").as_int64();
  }
  EXPECT_EQ(entries, doc.at("entries").as_int64());
}

}  // namespace
}  // namespace errdex::service
