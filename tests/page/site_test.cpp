// The whole site, asked as a browser asks.
#include "page/site.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <map>
#include <set>

#include "page/address.hpp"
#include "page/assets.hpp"
#include "page/reading.hpp"
#include "sample_catalog.hpp"

namespace errdex::page {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const site& pages() {
  static const site made(catalog::builtin(), {.base = "https://errors.example.com"});
  return made;
}

http::request request(std::string target, std::string method = "GET") {
  http::request r;
  r.method = std::move(method);
  r.target = std::move(target);
  return r;
}

http::response get(const std::string& target) { return pages().answer(request(target)); }

std::string header(const http::response& r, std::string_view name) {
  return std::string(r.headers.get(name).value_or(std::string_view()));
}

reading read(const http::response& r) {
  reading seen = read_page(r.content());
  EXPECT_THAT(seen.problems, IsEmpty());
  return seen;
}

TEST(Site, ACodeHasAPageOfItsOwn) {
  const http::response r = get("/wecom/40014");
  EXPECT_EQ(r.status, 200U);
  const reading seen = read(r);
  const entry e = catalog::builtin().find("wecom", "40014");
  for (const std::string_view text : {e.message(), e.title(language::en), e.cause(language::en), e.name()})
    EXPECT_THAT(seen.text, HasSubstr(std::string(text)));
  for (const std::string_view step : e.fix(language::en))
    EXPECT_THAT(seen.text, HasSubstr(std::string(step)));
  EXPECT_THAT(std::string(r.content()),
              HasSubstr("<link rel=\"canonical\" href=\"https://errors.example.com/wecom/40014\">"));
  EXPECT_THAT(std::string(r.content()), HasSubstr("<html lang=\"en\""));
}

TEST(Site, ACodeWithSeveralMeaningsHasThemOnOnePage) {
  const reading seen = read(get("/feishu.server/40014"));
  EXPECT_THAT(seen.text, HasSubstr("40014 has 2 meanings"));
  EXPECT_THAT(seen.ids, Contains("meaning-1"));
  EXPECT_THAT(seen.ids, Contains("meaning-2"));
}

TEST(Site, SpeaksBothLanguages) {
  http::request r = request("/wecom/40014");
  r.headers.add("Accept-Language", "zh-CN,zh;q=0.9");
  http::response chinese = pages().answer(r);
  EXPECT_THAT(std::string(chinese.content()), HasSubstr("<html lang=\"zh-CN\""));
  EXPECT_EQ(header(chinese, "Content-Language"), "zh-CN");
  EXPECT_THAT(header(chinese, "Vary"), HasSubstr("Accept-Language"));
  EXPECT_FALSE(chinese.headers.contains("Set-Cookie")) << "only a choice is remembered";

  const http::response chosen = get("/wecom/40014?lang=zh");
  EXPECT_THAT(header(chosen, "Set-Cookie"), StartsWith("lang=zh; Path=/;"));
  r = request("/find?q=40014&part=answers&lang=zh");
  EXPECT_FALSE(pages().answer(r).headers.contains("Set-Cookie")) << "a piece of a page chooses nothing";
}

TEST(Site, TheThemeStandsInThePage) {
  http::request r = request("/");
  r.headers.add("Cookie", "theme=dark");
  EXPECT_THAT(std::string(pages().answer(r).content()), HasSubstr("data-theme=\"dark\""));
}

TEST(Site, SendsOtherNamesOfACodeToItsPage) {
  const std::map<std::string, std::string> sent{
      {"/wecom/access_token_invalid", "/wecom/40014"},
      {"/feishu/99991663", "/feishu.server/99991663"},
      {"/40014", "/find?q=40014"},
      {"/wecom/access_token_invalid?lang=zh", "/wecom/40014?lang=zh"},
  };
  for (const auto& [from, to] : sent) {
    const http::response r = get(from);
    EXPECT_EQ(r.status, 302U) << from;
    EXPECT_EQ(header(r, "Location"), to);
  }
}

TEST(Site, AWrongAddressGetsAHelpfulPage) {
  const http::response r = get("/wecom/40015");
  EXPECT_EQ(r.status, 404U);
  const reading seen = read(r);
  EXPECT_THAT(seen.text, HasSubstr("/wecom/40015"));
  EXPECT_THAT(seen.links, Contains("/wecom/40014"));
  EXPECT_THAT(std::string(r.content()), HasSubstr("noindex"));
  for (const char* target :
       {"/nowhere", "/wecom/40014/deeper", "/map/nowhere", "/wecom?verdict=nonsense", "/browse?page=0",
        "/browse?page=99", "/browse?page=x", "/wecom/%zz", "/..%2f..%2fetc%2fpasswd", "//", "/%00"})
    EXPECT_EQ(get(target).status, 404U) << target;
}

TEST(Site, OtherMethodsAreTold) {
  const http::response r = pages().answer(request("/wecom/40014", "DELETE"));
  EXPECT_EQ(r.status, 405U);
  EXPECT_EQ(header(r, "Allow"), "GET, HEAD");
  EXPECT_EQ(header(pages().answer(request("/find", "PUT")), "Allow"), "GET, HEAD, POST");
}

TEST(Site, APasteDoesNotEnterAnAddress) {
  http::request r = request("/find", "POST");
  r.headers.add("Content-Type", "application/x-www-form-urlencoded");
  r.body = "q=40014";
  http::response answer = pages().answer(r);
  EXPECT_EQ(answer.status, 303U);
  EXPECT_EQ(header(answer, "Location"), "/find?q=40014");

  r.body = "q=" + http::percent_encode(R"({"errcode":40014,"access_token":"secret"})");
  answer = pages().answer(r);
  EXPECT_EQ(answer.status, 200U);
  EXPECT_FALSE(answer.headers.contains("Location"));
  EXPECT_THAT(std::string(answer.content()), Not(HasSubstr("q=%7B")));

  r.headers.set("Content-Type", "text/plain");
  r.body.assign((1u << 20) + 1, 'x');
  EXPECT_EQ(pages().answer(r).status, 413U);
}

TEST(Site, FiltersNarrowAListAndSayWhatTheyLeave) {
  const reading all = read(get("/wecom"));
  EXPECT_THAT(all.text, HasSubstr("329 codes"));
  const reading some = read(get("/wecom?verdict=refresh_token"));
  std::size_t count = 0;
  for (const entry e : catalog::builtin().space(spaces::wecom).entries())
    count += e.verdict() == verdict::refresh_token;
  EXPECT_THAT(some.text, HasSubstr(std::to_string(count) + " codes"));
  EXPECT_EQ(read(get("/wecom?verdict=stop&status=DATA_LOSS")).text.find("No code has all of this.") ==
                std::string::npos,
            false);
}

TEST(Site, EveryAnswerForbidsWhatItDoesNotNeed) {
  for (const char* target : {"/", "/wecom/40014", "/nowhere", "/find?q=1", "/map/wecom", "/browse"}) {
    const http::response r = get(target);
    EXPECT_THAT(header(r, "Content-Security-Policy"), HasSubstr("default-src 'none'; script-src 'self'"));
    EXPECT_THAT(header(r, "Content-Security-Policy"), Not(HasSubstr("unsafe")));
    EXPECT_EQ(header(r, "X-Content-Type-Options"), "nosniff");
  }
}

TEST(Site, AssetsAreKeptForEverAndCompressed) {
  ASSERT_NE(find_asset("main.css"), nullptr);
  ASSERT_NE(find_asset("main.js"), nullptr);
  for (const asset& a : assets()) {
    http::request r = request(std::string(a.path));
    const http::response plain = pages().answer(r);
    EXPECT_EQ(plain.status, 200U);
    EXPECT_EQ(plain.content(), a.plain);
    EXPECT_EQ(header(plain, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(header(plain, "Content-Type"), a.type);
    if (a.brotli.empty()) continue;
    r.headers.add("Accept-Encoding", "gzip, br");
    EXPECT_EQ(header(pages().answer(r), "Content-Encoding"), "br");
    r.headers.set("Accept-Encoding", "gzip;q=1, br;q=0");
    EXPECT_EQ(header(pages().answer(r), "Content-Encoding"), "gzip");
  }
  EXPECT_EQ(get("/assets/main-old.js").status, 404U);
}

// Every page that can be reached from the start page, in both languages: it is there, it is well formed, and
// so is every page that it links to.
TEST(Site, NoLinkLeadsNowhere) {
  for (const std::string lang : {"en", "zh"}) {
    std::deque<std::string> open{"/"};
    std::set<std::string> known{"/"};
    std::size_t codes = 0;
    while (!open.empty()) {
      const std::string path = std::move(open.front());
      open.pop_front();
      http::request r = request(path);
      r.headers.add("Cookie", "lang=" + lang);
      const http::response answer = pages().answer(r);
      ASSERT_EQ(answer.status, 200U) << path;
      if (path.starts_with("/assets/")) continue;
      const reading seen = read_page(answer.content());
      ASSERT_THAT(seen.problems, IsEmpty()) << path;
      codes +=
          seen.text.find(lang == "en" ? "For programs and terminals" : "程序与终端") != std::string::npos;
      for (const std::string& link : seen.links) {
        if (!link.starts_with('/') || link.starts_with("/api/")) continue;
        const std::string to = link.substr(0, link.find('#'));
        // Filters combine without end; the first of each is followed.
        const bool combined = to.find('&') != std::string::npos || to.find("lang=") != std::string::npos;
        if (!combined && known.insert(to).second) open.push_back(to);
      }
    }
    std::set<std::string> every;
    for (const entry e : catalog::builtin().entries()) every.insert(id_of(e));
    EXPECT_EQ(codes, every.size()) << "each code can be reached";
  }
}

TEST(Site, TheSitemapHasEveryCode) {
  const std::string map(get("/sitemap.xml").content());
  for (const entry e : catalog::builtin().entries())
    ASSERT_THAT(map, HasSubstr("<loc>https://errors.example.com" + address_of(e) + "</loc>"));
  EXPECT_THAT(std::string(get("/robots.txt").content()),
              HasSubstr("Sitemap: https://errors.example.com/sitemap.xml"));
}

TEST(Site, HostileTextsOfACatalogStayTexts) {
  const std::string hostile =
      "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><!--";
  draft::catalog source = sample::draft();
  for (draft::entry& e : source.entries) {
    e.message = hostile;
    e.title = {hostile, hostile};
    e.cause = {hostile, hostile};
    e.fix_en = {hostile};
    e.fix_zh = {hostile};
    e.aliases = {hostile};
    e.notes = {hostile};
    e.group = hostile;
  }
  for (draft::document& d : source.documents) {
    d.title = hostile;
    d.url = "javascript:alert(1)";
  }
  for (draft::space& s : source.spaces) {
    s.title = {hostile, hostile};
    s.platform_title = {hostile, hostile};
  }
  const catalog codes = sample::compile(source);
  const site hostile_pages(codes);
  std::vector<std::string> targets{"/",
                                   "/browse",
                                   "/map",
                                   "/map/acme.billing",
                                   "/find?q=alert",
                                   "/acme",
                                   "/acme.billing/nothing",
                                   "/find?q=" + http::percent_encode(hostile)};
  for (const entry e : codes.entries()) targets.push_back(address_of(e));
  for (const std::string& target : targets) {
    const http::response r = hostile_pages.answer(request(target));
    EXPECT_THAT(read_page(r.content()).problems, IsEmpty()) << target;
    EXPECT_EQ(r.content().find("<img"), std::string_view::npos) << target;
    EXPECT_EQ(r.content().find("href=\"javascript"), std::string_view::npos) << target;
  }
}

}  // namespace
}  // namespace errdex::page
