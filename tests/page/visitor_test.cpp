#include "page/visitor.hpp"

#include <gtest/gtest.h>

namespace errdex::page {
namespace {

visitor of(std::string target, std::string cookie = {}, std::string accept = {}) {
  http::request r;
  r.target = std::move(target);
  if (!cookie.empty()) r.headers.add("Cookie", std::move(cookie));
  if (!accept.empty()) r.headers.add("Accept-Language", std::move(accept));
  return visitor_of(r);
}

TEST(Visitor, TheAddressWinsOverTheCookieAndTheCookieOverTheBrowser) {
  EXPECT_EQ(of("/?lang=zh", "lang=en", "en").lang, language::zh);
  EXPECT_TRUE(of("/?lang=zh").chose_language);
  EXPECT_EQ(of("/", "theme=dark; lang=zh", "en").lang, language::zh);
  EXPECT_FALSE(of("/", "lang=zh").chose_language);
  EXPECT_EQ(of("/", "", "zh-CN,zh;q=0.9,en;q=0.8").lang, language::zh);
  EXPECT_EQ(of("/").lang, language::en);
}

TEST(Visitor, WhatIsNoLanguageCountsAsAbsent) {
  EXPECT_EQ(of("/?lang=fr", "lang=zh").lang, language::zh);
  EXPECT_FALSE(of("/?lang=fr").chose_language);
  EXPECT_EQ(of("/?lang=%zz", "lang=\"zh", "xx").lang, language::en);
  EXPECT_EQ(of("/?lang=zh-Hans").lang, language::zh);
}

TEST(AcceptLanguage, FollowsTheQualityValues) {
  EXPECT_EQ(accepted_language("en;q=0.5, zh;q=0.9"), language::zh);
  EXPECT_EQ(accepted_language("zh;q=0, en;q=0.1"), language::en);
  EXPECT_EQ(accepted_language("fr, de;q=0.8"), std::nullopt);
  EXPECT_EQ(accepted_language("fr, *;q=0.1"), language::en);
  EXPECT_EQ(accepted_language("zh-TW"), language::zh);
  EXPECT_EQ(accepted_language("zhx, enx"), std::nullopt);
  EXPECT_EQ(accepted_language("zh;q=banana, en;q=0.001"), language::en) << "a malformed weight never wins";
  EXPECT_EQ(accepted_language(",,;;q=,"), std::nullopt);
}

TEST(Cookies, AreFoundByTheirWholeName) {
  EXPECT_EQ(cookie("xlang=en; lang=zh", "lang"), "zh");
  EXPECT_EQ(cookie("lang=", "lang"), "");
  EXPECT_EQ(cookie("language=zh", "lang"), "");
  EXPECT_EQ(of("/", "theme=dark").theme, theme::dark);
  EXPECT_EQ(of("/", "theme=\"><script>").theme, theme::automatic);
}

}  // namespace
}  // namespace errdex::page
