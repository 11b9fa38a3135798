// The built-in catalog: every code is found by every way to it, and nothing else is.
#include "errdex/catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "sample_catalog.hpp"

namespace errdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
constexpr auto highest = std::numeric_limits<std::int64_t>::max();

/// A look-up that nobody can get wrong.
std::map<std::pair<space_id, std::int64_t>, std::vector<entry>> meanings_by_code(const catalog& c) {
  std::map<std::pair<space_id, std::int64_t>, std::vector<entry>> all;
  for (const entry e : c.entries()) {
    if (const auto n = e.number()) all[{e.space().id(), *n}].push_back(e);
  }
  return all;
}

std::vector<std::string> names(const entry_list& list) {
  std::vector<std::string> out;
  for (const entry e : list) out.emplace_back(e.name());
  return out;
}

TEST(Catalog, HasTheCodesOfTheDocuments) {
  std::map<std::string, std::size_t> count;
  for (const space s : catalog::builtin().spaces()) count[std::string(s.name())] = s.entries().size();
  EXPECT_THAT(count, ElementsAre(testing::Pair("dingtalk", 374), testing::Pair("feishu.client", 140),
                                 testing::Pair("feishu.h5sdk", 20), testing::Pair("feishu.hire", 46),
                                 testing::Pair("feishu.server", 558), testing::Pair("openapi.api", 27),
                                 testing::Pair("openapi.oauth", 10), testing::Pair("wecom", 329)));
  EXPECT_EQ(catalog::builtin().size(), 1504u);
  EXPECT_EQ(catalog::builtin().entries().size(), 1504u);
}

TEST(Catalog, SpacesKeepTheirIds) {
  const catalog& c = catalog::builtin();
  EXPECT_EQ(c.space("feishu.client").id(), spaces::feishu_client);
  EXPECT_EQ(c.space("feishu.h5sdk").id(), spaces::feishu_h5sdk);
  EXPECT_EQ(c.space("feishu.hire").id(), spaces::feishu_hire);
  EXPECT_EQ(c.space("feishu.server").id(), spaces::feishu_server);
  EXPECT_EQ(c.space("dingtalk").id(), spaces::dingtalk);
  EXPECT_EQ(c.space("wecom").id(), spaces::wecom);
  EXPECT_EQ(c.space("openapi.oauth").id(), spaces::openapi_oauth);
  EXPECT_EQ(c.space("openapi.api").id(), spaces::openapi_api);
  EXPECT_EQ(c.spaces().size(), 8u);
  EXPECT_FALSE(c.space("weCom"));
  EXPECT_FALSE(c.space(""));
  EXPECT_FALSE(c.space(space_id{0}));
  EXPECT_FALSE(c.space(space_id{9}));
  EXPECT_FALSE(c.space(space_id{255}));
}

TEST(Catalog, FindsEveryCodeByNumberTextAndName) {
  const catalog& c = catalog::builtin();
  for (const auto& [code, meanings] : meanings_by_code(c)) {
    const entry first = meanings.front();
    const space s = first.space();
    EXPECT_EQ(c.find(code.first, code.second), first) << first.code();
    EXPECT_EQ(c.find(code.first, first.code()), first) << first.code();
    EXPECT_EQ(c.find(s.name(), first.code()), first) << first.code();
    EXPECT_EQ(find(code.first, code.second), first) << first.code();
    for (const entry e : meanings) {
      EXPECT_EQ(c.find_name(code.first, e.name()), e) << e.name();
      EXPECT_THAT(names(c.find_all(code.second)), testing::Contains(std::string(e.name())));
    }
  }
}

TEST(Catalog, FindAllGivesEveryEntryOfTheNumberInTheOrderOfTheSpaces) {
  const catalog& c = catalog::builtin();
  std::map<std::int64_t, std::vector<entry>> expected;
  for (const entry e : c.entries()) expected[e.number().value()].push_back(e);
  for (const auto& [number, entries] : expected) {
    const entry_list found = c.find_all(number);
    EXPECT_TRUE(std::equal(found.begin(), found.end(), entries.begin(), entries.end())) << number;
  }
  EXPECT_EQ(c.find_all(0).size(), 4u);
  EXPECT_THAT(c.find_all(123456789), IsEmpty());
  EXPECT_THAT(c.find_all(lowest), IsEmpty());
  EXPECT_THAT(c.find_all(highest), IsEmpty());
}

TEST(Catalog, MissesWhatIsNotThere) {
  const catalog& c = catalog::builtin();
  const auto known = meanings_by_code(c);
  const auto expect_same = [&](space_id id, std::int64_t number) {
    EXPECT_EQ(static_cast<bool>(c.find(id, number)), known.contains({id, number}))
        << static_cast<int>(id) << ':' << number;
  };
  // Near: the neighbours of every number, in every space, and beyond the ids in use.
  for (const auto& [code, meanings] : known) {
    for (std::int64_t d = -2; d <= 2; ++d) {
      for (int id = 0; id <= 10; ++id) expect_same(space_id{static_cast<std::uint8_t>(id)}, code.second + d);
    }
  }
  // Far, and numbers whose low half is that of a code.
  std::mt19937_64 random(20260201);
  for (int i = 0; i < 200000; ++i) {
    const auto number = static_cast<std::int64_t>(random());
    const auto id = space_id{static_cast<std::uint8_t>(random() % 256)};
    expect_same(id, number);
    expect_same(id, static_cast<std::int32_t>(number));
  }
  for (const auto& [code, meanings] : known) {
    expect_same(code.first, code.second + (std::int64_t{1} << 32));
    expect_same(code.first, code.second - (std::int64_t{1} << 32));
    expect_same(code.first, code.second ^ lowest);
  }
  for (const std::int64_t number :
       {lowest, lowest + 1, highest - 1, highest, std::int64_t{std::numeric_limits<std::int32_t>::min()},
        std::int64_t{std::numeric_limits<std::int32_t>::max()},
        std::int64_t{std::numeric_limits<std::uint32_t>::max()}}) {
    for (int id = 0; id < 256; ++id) expect_same(space_id{static_cast<std::uint8_t>(id)}, number);
  }
}

TEST(Catalog, TextIsANumberOnlyInItsWireForm) {
  const catalog& c = catalog::builtin();
  EXPECT_TRUE(c.find("wecom", "40014"));
  for (const char* text : {"", " 40014", "40014 ", "+40014", "040014", "40014.0", "4e4", "-0", "--1",
                           "99999999999999999999", "40014\n"}) {
    EXPECT_FALSE(c.find("wecom", text)) << text;
  }
  EXPECT_TRUE(c.find("dingtalk", "-1"));
  EXPECT_FALSE(c.find("no such space", "40014"));
}

TEST(Catalog, TheCodesWithSeveralMeaningsAreChained) {
  const catalog& c = catalog::builtin();
  std::set<std::string> doubled;
  for (const auto& [code, meanings] : meanings_by_code(c)) {
    std::vector<entry> chain;
    for (entry e = c.find(code.first, code.second); e; e = e.next_meaning()) chain.push_back(e);
    EXPECT_EQ(chain, meanings) << code.second;
    if (meanings.size() < 2) continue;
    doubled.insert(std::string(meanings.front().space().name()) + ":" + std::string(meanings.front().code()));
    for (const entry e : meanings) EXPECT_FALSE(e.context().empty()) << e.name();
  }
  EXPECT_THAT(doubled,
              ElementsAre("feishu.server:40001", "feishu.server:40003", "feishu.server:40008",
                          "feishu.server:40012", "feishu.server:40014", "feishu.server:40021",
                          "feishu.server:99991663", "feishu.server:99991668", "feishu.server:99992364"));
}

/// Numbers that a range or a neighbour search could get wrong: all edges, and numbers in between.
std::vector<std::int64_t> probes(const space& s) {
  std::vector<std::int64_t> out{lowest, lowest + 1, -1, 0, 1, highest - 1, highest};
  const auto around = [&](std::int64_t n) {
    for (std::int64_t d = -1; d <= 1; ++d) out.push_back(n + d);
  };
  for (std::size_t i = 0; i < s.range_count(); ++i) {
    around(s.range(i).from);
    around(s.range(i).to);
  }
  std::int64_t before = 0;
  for (const entry e : s.entries()) {
    const auto number = e.number();
    if (!number) continue;
    around(*number);
    if (before < highest / 2 && *number < highest / 2) around((before + *number) / 2);
    before = *number;
  }
  return out;
}

void expect_ranges_and_neighbours(const catalog& c) {
  for (const space s : c.spaces()) {
    for (const std::int64_t number : probes(s)) {
      // Distances of 64-bit numbers need more than 64 bits.
      __extension__ using wide = __int128;
      entry nearest;
      for (const entry e : s.entries()) {
        if (!e.number()) continue;
        const auto distance = [&](const entry& x) {
          const wide d = wide{*x.number()} - number;
          return d < 0 ? -d : d;
        };
        if (!nearest || distance(e) < distance(nearest)) nearest = e;
      }
      const entry found = s.nearest(number);
      EXPECT_EQ(found.number(), nearest.number()) << s.name() << ':' << number;

      std::optional<code_range> narrowest;
      for (std::size_t i = 0; i < s.range_count(); ++i) {
        const code_range r = s.range(i);
        if (number < r.from || number > r.to) continue;
        if (!narrowest || wide{r.to} - r.from < wide{narrowest->to} - narrowest->from) narrowest = r;
      }
      const auto range = s.range_of(number);
      ASSERT_EQ(range.has_value(), narrowest.has_value()) << s.name() << ':' << number;
      if (range) {
        EXPECT_EQ(range->title_en, narrowest->title_en) << s.name() << ':' << number;
      }
    }
  }
}

TEST(Space, RangesAndNeighboursAreThoseOfASlowSearch) {
  expect_ranges_and_neighbours(catalog::builtin());
  expect_ranges_and_neighbours(sample::compile(sample::draft()));
}

TEST(Space, RangesOfTheDocuments) {
  const space client = catalog::builtin().space(spaces::feishu_client);
  EXPECT_EQ(client.range_of(1000123)->title(language::en), "open interface: login");
  EXPECT_EQ(client.range_of(1009123)->title(language::zh), "开放接口");
  EXPECT_FALSE(client.range_of(1234567));
  EXPECT_EQ(catalog::builtin().space(spaces::wecom).nearest(40013).code(), "40013");
  EXPECT_FALSE(space().nearest(40013));
  EXPECT_FALSE(space().range_of(40013));
}

TEST(Catalog, ReferencesLeadToCodes) {
  const catalog& c = catalog::builtin();
  const auto resolves = [&](std::string_view reference) {
    const auto colon = reference.find(':');
    return colon != std::string_view::npos &&
           static_cast<bool>(c.find(reference.substr(0, colon), reference.substr(colon + 1)));
  };
  for (const entry e : c.entries()) {
    for (const std::string_view reference : e.see()) {
      EXPECT_TRUE(resolves(reference)) << e.space().name() << ':' << e.code() << " refers to " << reference;
    }
    if (!e.replaced_by().empty()) {
      EXPECT_TRUE(resolves(e.replaced_by())) << e.code();
      EXPECT_EQ(e.state(), lifecycle::obsolete) << e.code();
    }
  }
}

TEST(Catalog, EveryEntryAnswersTheFourQuestions) {
  for (const entry e : catalog::builtin().entries()) {
    for (const language lang : {language::en, language::zh}) {
      EXPECT_FALSE(e.title(lang).empty()) << e.code();
      EXPECT_FALSE(e.cause(lang).empty()) << e.code();
      EXPECT_EQ(e.fix(lang).empty(), e.verdict() == verdict::none && e.fix(language::en).empty()) << e.code();
    }
    EXPECT_FALSE(e.name().empty()) << e.code();
    EXPECT_FALSE(e.source().document.empty()) << e.code();
    EXPECT_GT(e.source().line, 0u) << e.code();
    EXPECT_EQ(e.verdict() == verdict::none, e.status() == status::ok) << e.code();
  }
}

TEST(Catalog, ExemptionsOnlyShrink) {
  // Lower this number when a line goes; a new line needs a better entry instead.
  constexpr int most = 0;
  std::ifstream file(ERRDEX_SOURCE_DIR "/catalog/exemptions.txt");
  ASSERT_TRUE(file);
  int lines = 0;
  for (std::string line; std::getline(file, line);) lines += line.empty() || line.front() == '#' ? 0 : 1;
  EXPECT_LE(lines, most);
  EXPECT_GE(lines, most) << "the file has shrunk: lower the number in this test";
}

TEST(Catalog, HandlesThatStandForNothingAreHarmless) {
  const entry none;
  EXPECT_FALSE(none);
  EXPECT_EQ(none, entry());
  EXPECT_EQ(none, catalog::builtin().find(spaces::wecom, 1));
  EXPECT_EQ(none.code(), "");
  EXPECT_EQ(none.number(), std::nullopt);
  EXPECT_EQ(none.title(language::zh), "");
  EXPECT_THAT(none.fix(language::en), IsEmpty());
  EXPECT_THAT(none.limits(), IsEmpty());
  EXPECT_FALSE(none.next_meaning());
  EXPECT_FALSE(none.space());
  EXPECT_EQ(none.source().line, 0u);
  EXPECT_EQ(space().name(), "");
  EXPECT_THAT(space().entries(), IsEmpty());
  EXPECT_THAT(text_list(), IsEmpty());
  EXPECT_EQ(property_list().value("endpoint"), "");
}

TEST(Catalog, ListsAreRandomAccessRanges) {
  const entry_list all = catalog::builtin().entries();
  static_assert(std::random_access_iterator<decltype(all.begin())>);
  auto it = all.begin() + 10;
  EXPECT_EQ(*it, all[10]);
  EXPECT_EQ(it[5], all[15]);
  EXPECT_EQ(*--it, all[9]);
  EXPECT_EQ(all.end() - all.begin(), 1504);
  EXPECT_EQ(*(all.end() - 1), all[1503]);
  EXPECT_LT(all.begin(), all.end());
}

TEST(Catalog, CodesThatAreTextsOrWideAreFoundToo) {
  const catalog c = sample::compile(sample::draft());
  const space_id billing = c.space("acme.billing").id();
  const space_id text = c.space("acme.text").id();
  EXPECT_EQ(c.find(billing, 2147483648).name(), "just_wide");
  EXPECT_EQ(c.find(billing, 999999999999999999).name(), "highest");
  EXPECT_EQ(c.find(billing, -999999999999999999).name(), "lowest");
  EXPECT_EQ(c.find(billing, "-1").name(), "negative");
  EXPECT_FALSE(c.find(billing, 2147483649));
  EXPECT_FALSE(c.find(billing, -2147483648));
  EXPECT_EQ(c.find(text, "Forbidden.AccessDenied").name(), "access_denied");
  EXPECT_EQ(c.find(text, "Forbidden").name(), "forbidden");
  EXPECT_EQ(c.find(text, "007").name(), "leading_zeros_are_text");
  EXPECT_FALSE(c.find(text, 7));
  EXPECT_FALSE(c.find(text, "Forbidden."));
  EXPECT_FALSE(c.find(text, "forbidden"));
  EXPECT_FALSE(c.find(text, "Forb"));
  EXPECT_EQ(c.find(text, "Twice").name(), "twice_a");
  EXPECT_EQ(c.find(text, "Twice").next_meaning().name(), "twice_b");
  EXPECT_FALSE(c.find(text, "Twice").next_meaning().next_meaning());
  EXPECT_EQ(c.find(billing, 500).name(), "two_things_v1");
  EXPECT_EQ(c.find(billing, "500").name(), "two_things_v1");
}

TEST(Catalog, AnEntryGivesWhatItWasMadeOf) {
  const catalog c = sample::compile(sample::draft());
  const entry e = c.find("acme.billing", "217042");
  EXPECT_EQ(e.message(), "message of invoice_closed");
  EXPECT_THAT(e.aliases(), ElementsAre("invoice is closed", "账单已关闭"));
  EXPECT_EQ(e.title(language::zh), "invoice_closed 的标题");
  EXPECT_THAT(e.fix(language::zh), ElementsAre("第一步。", "第二步。"));
  ASSERT_EQ(e.overrides().size(), 2u);
  EXPECT_EQ(e.overrides()[0].when.value("http_status"), "503");
  EXPECT_EQ(e.overrides()[0].verdict, verdict::retry);
  EXPECT_EQ(e.overrides()[0].reason, "the billing node restarts");
  EXPECT_EQ(e.overrides()[1].when.size(), 2u);
  EXPECT_EQ(e.overrides()[1].when[1].value, "locked");
  ASSERT_EQ(e.limits().size(), 3u);
  EXPECT_EQ(e.limits()[0].max, 99.5);
  EXPECT_EQ(e.limits()[0].count, std::nullopt);
  EXPECT_EQ(e.limits()[1].min, std::nullopt);
  EXPECT_EQ(e.limits()[1].window, "60s");
  EXPECT_EQ(e.limits()[1].per, "app");
  EXPECT_THAT(e.limits()[2].values, ElementsAre("CNY", "EUR"));
  EXPECT_THAT(e.see(), ElementsAre("acme.billing:217043", "wecom:40014"));
  EXPECT_THAT(e.notes(), ElementsAre("The handbook spells it inovice."));
  EXPECT_EQ(e.basis(), basis::documented);
  EXPECT_EQ(e.source().title, "Acme handbook");
  EXPECT_EQ(e.source().line, 12u);
  EXPECT_EQ(e.retry_limit(), 3u);
  EXPECT_EQ(e.group(), "sample");
  EXPECT_EQ(c.find("acme.billing", "217043").replaced_by(), "acme.billing:217042");
  EXPECT_EQ(e.space().platform_title(language::zh), "艾克米");
  EXPECT_EQ(e.space().range_of(217042)->title_en, "invoices");
}

TEST(Combine, BothCatalogsAreThere) {
  std::string error;
  const auto all = catalog::combine(catalog::builtin(), sample::compile(sample::draft()), error);
  ASSERT_TRUE(all) << error;
  EXPECT_EQ(all->size(), 1504u + sample::draft().entries.size());
  for (const entry e : catalog::builtin().entries()) {
    const entry same = all->find(e.space().id(), e.code());
    EXPECT_EQ(same.name(), catalog::builtin().find(e.space().id(), e.code()).name()) << e.code();
    EXPECT_EQ(same.source().title, catalog::builtin().find(e.space().id(), e.code()).source().title);
  }
  EXPECT_EQ(all->find("acme.billing", "217042").source().title, "Acme handbook");
  EXPECT_EQ(all->space("acme.text").id(), space_id{10});
  EXPECT_EQ(all->find_all(40014).size(), catalog::builtin().find_all(40014).size() + 1);
}

TEST(Combine, AnEntryOfTheUserReplacesOneAndAddsOthers) {
  draft::catalog mine;
  draft::space wecom;
  wecom.name = "wecom";
  wecom.platform = "wecom";
  wecom.title = {"ours", "我们的"};
  wecom.hosts = {"wecom-proxy.acme.example"};
  wecom.ranges = {{40000, 40999, {"replaced", "已替换"}}, {77000, 77999, {"our proxy", "我们的代理"}}};
  mine.spaces.push_back(wecom);
  mine.entries.push_back(sample::entry("wecom", "40014", "our_reading"));
  mine.entries.push_back(sample::entry("wecom", "77001", "proxy_down"));
  // The same code with another context is another meaning.
  auto extra = sample::entry("wecom", "40013", "another_meaning");
  extra.context = {{"endpoint", "/proxy"}};
  mine.entries.push_back(extra);

  std::string error;
  const auto all = catalog::combine(catalog::builtin(), sample::compile(mine), error);
  ASSERT_TRUE(all) << error;
  EXPECT_EQ(all->size(), 1504u + 2u);
  EXPECT_EQ(all->find(spaces::wecom, 40014).name(), "our_reading");
  EXPECT_FALSE(all->find(spaces::wecom, 40014).next_meaning());
  EXPECT_EQ(all->find(spaces::wecom, 77001).name(), "proxy_down");
  EXPECT_EQ(all->find(spaces::wecom, 40013).next_meaning().name(), "another_meaning");
  // The built-in catalog has not changed.
  EXPECT_NE(catalog::builtin().find(spaces::wecom, 40014).name(), "our_reading");

  const space s = all->space(spaces::wecom);
  EXPECT_EQ(s.title(language::en), catalog::builtin().space(spaces::wecom).title(language::en));
  EXPECT_THAT(s.hosts(), ElementsAre("qyapi.weixin.qq.com", "wecom-proxy.acme.example"));
  EXPECT_EQ(s.range_of(77001)->title_en, "our proxy");
  EXPECT_EQ(s.range_of(40014)->title_en, "replaced");
  EXPECT_EQ(s.range_count(), catalog::builtin().space(spaces::wecom).range_count() + 1);
}

TEST(Combine, ThereAreAtMost255Spaces) {
  draft::catalog many;
  for (int i = 0; i < 248; ++i) {
    draft::space s;
    s.name = "space" + std::to_string(i);
    many.spaces.push_back(s);
  }
  std::string error;
  EXPECT_FALSE(catalog::combine(catalog::builtin(), sample::compile(many), error));
  EXPECT_THAT(error, HasSubstr("255 spaces"));
  many.spaces.pop_back();
  EXPECT_TRUE(catalog::combine(catalog::builtin(), sample::compile(many), error));
}

TEST(Catalog, CopiesShareTheDataAndKeepItAlive) {
  entry e;
  catalog copy;
  {
    const catalog original = sample::compile(sample::draft());
    copy = original;
    e = original.find("acme.billing", "500");
  }
  EXPECT_EQ(e.name(), "two_things_v1");
  EXPECT_EQ(e, copy.find("acme.billing", "500"));
}

TEST(Catalog, TheImageCanBeStoredAndLoadedAgain) {
  const auto bytes = catalog::builtin().image();
  std::string error;
  const auto loaded = catalog::from_image(bytes, error);
  ASSERT_TRUE(loaded) << error;
  EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), loaded->image().begin(), loaded->image().end()));
  EXPECT_EQ(loaded->find(spaces::wecom, 40014).name(), catalog::builtin().find(spaces::wecom, 40014).name());
  // From bytes at any address.
  std::vector<std::byte> shifted(bytes.size() + 1);
  std::copy(bytes.begin(), bytes.end(), shifted.begin() + 1);
  EXPECT_TRUE(catalog::from_image(std::span(shifted).subspan(1), error)) << error;
}

}  // namespace
}  // namespace errdex
