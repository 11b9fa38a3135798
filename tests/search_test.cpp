// Full text search: what comes first, what is found at all, what a query is taken as, and that a fast
// answer is the slow one.
#include "errdex/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "catalog/builder.hpp"
#include "catalog/draft.hpp"
#include "counted_new.hpp"
#include "search/spelling.hpp"
#include "search/stem.hpp"
#include "search/text.hpp"
#include "search/words.hpp"

namespace errdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const search_index& builtin() {
  static const search_index index;
  return index;
}

std::string id(const entry& e) { return std::string(e.space().name()) + ":" + std::string(e.code()); }

std::vector<std::string> ids(const search_result& r) {
  std::vector<std::string> out;
  for (const auto& hit : r.hits) out.push_back(id(hit.entry));
  return out;
}

/// Where the entry stands among the hits, from 1; 0 when it is not there.
std::size_t rank(const search_result& r, const std::string& wanted) {
  const auto all = ids(r);
  const auto at = std::find(all.begin(), all.end(), wanted);
  return at == all.end() ? 0 : static_cast<std::size_t>(at - all.begin()) + 1;
}

// ---------------------------------------------------------------------------------------------
// What comes first

struct relevance {
  const char* query;
  const char* expected;  // One of these, separated by blanks,
  std::size_t within;    // within the first so many.
  match_kind kind = match_kind::exact;
};

// What people type, and what they mean. A case with several codes is one that several platforms have.
const relevance cases[] = {
    // Codes, alone and with their platform.
    {"40014", "dingtalk:40014 wecom:40014", 2},
    {"60020", "wecom:60020 dingtalk:60020", 2},
    {"99991663", "feishu.server:99991663", 1},
    {"wecom 60011", "wecom:60011", 1},
    {"企业微信 60011", "wecom:60011", 1},
    {"dingtalk 60011", "dingtalk:60011", 1},
    {"1801001", "feishu.client:1801001", 1},
    {"40014 什么意思", "dingtalk:40014 wecom:40014", 2},
    {"错误码 45009", "wecom:45009 dingtalk:45009", 2},
    {"errcode 42001", "wecom:42001 dingtalk:42001", 2},
    {"-1", "wecom:-1 dingtalk:-1", 2},
    // Names.
    {"access_token_expired", "dingtalk:42001 openapi.api:111 wecom:42001", 3},
    {"department_has_members", "dingtalk:60005 wecom:60005 feishu.server:40159", 3},
    {"accessTokenExpired", "dingtalk:42001 openapi.api:111 wecom:42001", 3},
    {"mobile_taken", "wecom:60104 dingtalk:60104 feishu.server:40101", 3},
    // English.
    {"token expired", "feishu.server:99991677 wecom:42001 openapi.api:111", 3},
    {"refresh token expired", "openapi.oauth:10006", 1},
    {"invalid secret", "wecom:40001 dingtalk:40001", 3},
    {"trusted ip", "wecom:60020", 1},
    {"wecom rate limit", "wecom:45009", 1},
    {"system busy", "dingtalk:-1 wecom:-1", 2},
    {"root department", "dingtalk:60018 feishu.server:40002", 2},
    {"department not found", "dingtalk:60003 wecom:60003 feishu.server:40052", 3},
    {"department has members", "dingtalk:60005 wecom:60005 feishu.server:40159", 3},
    {"user not found", "dingtalk:60111 wecom:60111 feishu.hire:1002507", 3},
    {"email taken", "feishu.server:41002 feishu.server:40102", 3},
    {"bot not in chat", "feishu.server:10030", 1},
    {"chat owner", "feishu.server:11201", 3},
    {"message too long", "dingtalk:34016", 2},
    {"media_id invalid", "wecom:40007", 1},
    {"approval instance not found", "feishu.server:60003 feishu.server:4003", 2},
    {"calendar permission", "feishu.server:1001002 feishu.server:191002", 2},
    {"suite ticket", "wecom:40085", 1},
    {"permanent code", "dingtalk:41025 wecom:41025", 2},
    {"pre-auth code expired", "wecom:42007", 1},
    {"jsapi ticket", "wecom:40093", 1},
    {"agentid invalid", "wecom:40056", 1},
    {"location permission", "feishu.client:1700006", 1},
    {"bluetooth not available", "feishu.client:1501002", 2},
    {"clipboard", "feishu.client:1507001", 1},
    {"mini program storage", "feishu.client:1801002", 1},
    {"network timeout", "feishu.client:302", 1},
    {"download failed", "feishu.client:306", 1},
    {"user not in visible range", "wecom:50002", 1},
    {"how to fix rate limit", "feishu.server:1000005", 1},
    // Chinese: words of one, two, three and more characters.
    {"部门", "dingtalk:60008 wecom:60006", 2},
    {"白名单", "dingtalk:60020", 1},
    {"频控", "feishu.server:11247", 1},
    {"机器人", "wecom:93004", 2},
    {"群主", "wecom:86101", 1},
    {"根部门", "wecom:60007", 1},
    {"手机号", "wecom:60104 wecom:60103", 4},
    {"邮箱", "wecom:60105 wecom:60106", 2},
    {"考勤", "dingtalk:41041", 1},
    {"审批", "feishu.server:4003 feishu.server:4002", 2},
    {"会议室", "feishu.server:121004", 2},
    {"素材", "wecom:45028", 1},
    {"发票", "wecom:72023", 1},
    {"蓝牙", "feishu.client:1501002 feishu.client:1503005", 2},
    {"截屏", "feishu.client:1510001", 1},
    {"繁忙", "wecom:-1 dingtalk:-1", 2},
    {"锁", "wecom:72023", 1},
    {"频率限制", "wecom:45009", 1},
    {"可见范围", "wecom:50002", 2},
    {"外部联系人", "dingtalk:49017", 1},
    {"部门不存在", "dingtalk:60003 wecom:60003 feishu.server:40052", 4},
    {"系统繁忙", "wecom:-1 dingtalk:-1", 2},
    {"签名错误", "feishu.h5sdk:333441", 1},
    {"登录态 过期", "wecom:42013 wecom:90307 feishu.server:99991642", 3},
    // Both at once.
    {"token 过期", "openapi.api:111", 1},
    {"ip 白名单", "dingtalk:60020", 1},
    {"IP白名单", "dingtalk:60020", 1},
    {"suite_access_token 失效", "wecom:40082", 1},
    {"corpid 错误", "wecom:40013", 1},
    {"60011 权限", "dingtalk:60011", 1},
    {"ｔｏｋｅｎ　过期", "openapi.api:111", 1},
    // Other words for the same, and more of a phrase than any text has.
    {"whitelist", "wecom:60020", 1, match_kind::related},
    {"撤回消息", "feishu.server:11238", 1, match_kind::related},
    {"手机号已存在", "wecom:60104", 1, match_kind::related},
    // Mistakes and beginnings.
    {"secrt", "wecom:40001 dingtalk:41004", 3, match_kind::approximate},
    {"rate limt", "feishu.server:1000005", 1, match_kind::approximate},
    {"tokne expired", "feishu.server:99991677", 1, match_kind::approximate},
    {"permision denied", "feishu.client:106", 1, match_kind::approximate},
    {"acess_token expird", "wecom:42001", 1, match_kind::approximate},
    {"root departmnt", "dingtalk:60018 feishu.server:40002", 2, match_kind::approximate},
    {"signatrue", "dingtalk:853004 feishu.h5sdk:333441 dingtalk:52016", 3, match_kind::approximate},
    {"clipb", "feishu.client:1507001", 1, match_kind::approximate},
    {"bot not in cha", "feishu.server:10030", 4, match_kind::approximate},
    // More than anything has.
    {"clipboard wombat", "feishu.client:1507001", 1, match_kind::partial},
};

TEST(Search, PutsWhatIsMeantFirst) {
  for (const relevance& c : cases) {
    const auto found = builtin().search(c.query);
    std::size_t best = 0;
    const std::string expected = std::string(c.expected) + " ";
    for (std::size_t from = 0; from < expected.size();) {
      const std::size_t to = expected.find(' ', from);
      const std::size_t r = rank(found, expected.substr(from, to - from));
      if (r > 0 && (best == 0 || r < best)) best = r;
      from = to + 1;
    }
    EXPECT_TRUE(best > 0 && best <= c.within)
        << c.query << ": expected " << c.expected << ", found " << testing::PrintToString(ids(found));
    if (best > 0) {
      EXPECT_EQ(name(found.hits[best - 1].kind), name(c.kind)) << c.query;
    }
  }
}

TEST(Search, FindsEveryEntryByItsTitlesAndItsName) {
  for (const entry e : catalog::builtin().entries()) {
    for (const std::string_view query : {e.title(language::en), e.title(language::zh), e.name()}) {
      const auto found = builtin().search(query);
      const bool there = std::any_of(found.hits.begin(), found.hits.end(),
                                     [&](const search_hit& hit) { return hit.entry == e; });
      EXPECT_TRUE(there) << id(e) << " by " << query << ": " << testing::PrintToString(ids(found));
    }
  }
}

// ---------------------------------------------------------------------------------------------
// What is found at all: against reading everything

std::vector<std::string_view> texts_of(const entry& e) {
  std::vector<std::string_view> out{e.code(), e.name(), e.message()};
  for (const std::string_view t : e.aliases()) out.push_back(t);
  for (const auto lang : {language::en, language::zh}) {
    out.push_back(e.title(lang));
    out.push_back(e.cause(lang));
    for (const std::string_view t : e.fix(lang)) out.push_back(t);
    out.push_back(e.space().title(lang));
    out.push_back(e.space().platform_title(lang));
  }
  for (const limit l : e.limits()) {
    out.push_back(l.field);
    for (const std::string_view v : l.values) out.push_back(v);
  }
  for (const property p : e.context()) out.push_back(p.value);
  return out;
}

std::set<std::string> by_reading(const catalog& codes, std::string_view part) {
  std::set<std::string> out;
  for (const entry e : codes.entries()) {
    const auto texts = texts_of(e);
    if (std::any_of(texts.begin(), texts.end(),
                    [&](std::string_view t) { return t.find(part) != std::string_view::npos; })) {
      out.insert(id(e) + "#" + std::to_string(e.index()));
    }
  }
  return out;
}

std::set<std::string> exact_hits(const search_result& r) {
  std::set<std::string> out;
  for (const auto& hit : r.hits) {
    if (hit.kind == match_kind::exact) out.insert(id(hit.entry) + "#" + std::to_string(hit.entry.index()));
  }
  return out;
}

TEST(Search, FindsEveryChineseRunThatASubstringScanFinds) {
  struct collect {
    std::vector<std::string> runs{""};
    std::string_view text;
    std::size_t end = 0;
    void word(const search::word_piece&, std::size_t, std::size_t) {}
    void han(char32_t, std::size_t b, std::size_t e) {
      if (b != end) runs.emplace_back();
      runs.back().append(text.substr(b, e - b));
      end = e;
    }
  };
  std::vector<std::string> runs;
  for (const entry e : catalog::builtin().entries()) {
    for (const std::string_view t : texts_of(e)) {
      collect sink{{""}, t, 0};
      search::cut(t, sink);
      for (auto& r : sink.runs) {
        if (r.size() >= 6 && r.size() % 3 == 0) runs.push_back(std::move(r));
      }
    }
  }
  std::mt19937 random(7);
  std::set<std::string> asked;
  for (std::size_t n = 0; n < 600; ++n) {
    const std::string& run = runs[random() % runs.size()];
    const std::size_t chars = std::min<std::size_t>(n < 400 ? 2 : 1 + random() % 6, run.size() / 3);
    const std::string query = run.substr(random() % (run.size() / 3 - chars + 1) * 3, chars * 3);
    // 怎么 and its like are left out of a query on purpose.
    bool question = false;
    for (std::size_t i = 0; i < query.size(); i += 3) {
      question = question || search::question_at(search::decode(query.substr(i)).value, query.substr(i)) > 0;
    }
    if (question || !asked.insert(query).second) continue;
    const auto found = builtin().search(query, {.limit = 5000});
    EXPECT_EQ(exact_hits(found), by_reading(catalog::builtin(), query)) << query;
  }
  EXPECT_GT(asked.size(), 400u);
}

/// A catalog of made-up words, larger than a block of the evaluation.
catalog synthetic(std::size_t entries, unsigned seed) {
  static constexpr const char* words[] = {"amber",  "birch", "cobalt", "delta", "ember", "flint",
                                          "garnet", "hazel", "indigo", "jade",  "kelp",  "lotus"};
  std::mt19937 random(seed);
  draft::catalog c;
  c.spaces.push_back({"acme", "acme", {"Acme", "艾克米"}, {"All", "全部"}, "", {}, {}, {}});
  for (std::size_t i = 0; i < entries; ++i) {
    draft::entry e;
    e.space = "acme";
    e.group = "sample";
    e.code = std::to_string(1'000'000 + i);
    e.name = "entry_" + std::to_string(i);
    // Frequent words at the front of the list, rare ones at its end.
    for (std::size_t k = 0; k < 12; ++k) {
      if (random() % (k * k * 3 + 2) == 0) e.message += std::string(words[k]) + ' ';
    }
    if (random() % 40 == 0) e.message += "海蓝宝石";
    if (random() % 40 == 0) e.message += "海蓝，蓝宝，宝石";
    e.title = {"Number " + std::to_string(i), "编号 " + std::to_string(i)};
    e.status = random() % 3 == 0 ? status::internal : status::not_found;
    e.verdict = random() % 5 == 0 ? verdict::retry : verdict::fix_state;
    c.entries.push_back(std::move(e));
  }
  std::string error;
  const auto image = build_image(c, error);
  EXPECT_TRUE(image) << error;
  auto loaded = catalog::from_image(*image, error);
  EXPECT_TRUE(loaded) << error;
  return *loaded;
}

TEST(Search, AnswersALargeCatalogAsReadingItDoes) {
  const catalog codes = synthetic(9000, 1);
  const search_index index(codes);
  const char* queries[] = {"amber",       "lotus", "amber birch", "birch kelp",   "amber cobalt delta",
                           "indigo jade", "海蓝",  "海蓝宝石",    "amber 蓝宝石", "lotus kelp jade indigo",
                           "1004321"};
  const status only[] = {status::internal};
  const verdict retry[] = {verdict::retry};
  for (const std::string_view query : queries) {
    for (const bool filtered : {false, true}) {
      search_options o{.limit = 9000};
      if (filtered) {
        o.statuses = only;
        o.verdicts = retry;
      }
      std::set<std::string> expected;
      for (const entry e : codes.entries()) {
        if (filtered && (e.status() != status::internal || e.verdict() != verdict::retry)) continue;
        bool all = true;
        std::string_view rest = query;
        while (!rest.empty()) {
          const auto word = rest.substr(0, rest.find(' '));
          all = all && (e.message().find(word) != std::string_view::npos || e.code() == word);
          rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        }
        if (all) expected.insert(id(e) + "#" + std::to_string(e.index()));
      }
      const auto found = index.search(query, o);
      EXPECT_EQ(exact_hits(found), expected) << query;
      // A smaller limit gives the same, cut off.
      const auto first = index.search(query, {.limit = 7, .statuses = o.statuses, .verdicts = o.verdicts});
      for (std::size_t i = 0; i < first.hits.size(); ++i) {
        EXPECT_EQ(first.hits[i].entry, found.hits[i].entry) << query << " at " << i;
        EXPECT_EQ(first.hits[i].score, found.hits[i].score) << query << " at " << i;
      }
    }
  }
}

TEST(Search, PartialHitsCountWhatIsMissing) {
  const catalog codes = synthetic(5000, 2);
  const search_index index(codes);
  const auto found = index.search("kelp lotus jade wombat", {.limit = 5000});
  ASSERT_FALSE(found.hits.empty());
  EXPECT_THAT(found.unknown, ElementsAre("wombat"));
  std::size_t with_any = 0;
  for (const entry e : codes.entries()) {
    with_any += e.message().find("kelp") != std::string_view::npos ||
                e.message().find("lotus") != std::string_view::npos ||
                e.message().find("jade") != std::string_view::npos;
  }
  EXPECT_EQ(found.total, with_any);
  EXPECT_EQ(found.hits.size(), with_any);
  for (const auto& hit : found.hits) {
    std::uint32_t missing = 1;
    for (const char* w : {"kelp", "lotus", "jade"})
      missing += hit.entry.message().find(w) == std::string_view::npos;
    EXPECT_EQ(hit.missing, missing);
    EXPECT_EQ(hit.kind, match_kind::partial);
  }
}

// ---------------------------------------------------------------------------------------------
// What a query is taken as

std::vector<std::string> readings(const search_result& r) {
  std::vector<std::string> out;
  for (const auto& w : r.words) {
    if (w.reading != word_reading::exact) {
      out.push_back(w.asked + " " + std::string(name(w.reading)) + " " + w.taken);
    }
  }
  return out;
}

TEST(Search, SaysWhatAWordWasTakenAs) {
  EXPECT_THAT(readings(builtin().search("secrt")), ElementsAre("secrt spelling secret"));
  EXPECT_THAT(readings(builtin().search("token")), IsEmpty());
  EXPECT_THAT(readings(builtin().search("clipb")), ElementsAre("clipb prefix clipboard"));
  EXPECT_THAT(readings(builtin().search("dept leader")), testing::Contains("dept synonym department"));
  EXPECT_THAT(builtin().search("zzzqqq token").unknown, ElementsAre("zzzqqq"));
}

TEST(Search, FormsOfAWordAreTheSameWord) {
  for (const char* query : {"expire", "expires", "EXPIRED", "expiring"}) {
    EXPECT_EQ(builtin().search(query).total, builtin().search("expired").total) << query;
  }
  for (const char* query : {"access-token", "accessToken", "AccessToken", "accesstoken", "ACCESS_TOKEN"}) {
    EXPECT_EQ(ids(builtin().search(query)), ids(builtin().search("access_token"))) << query;
  }
}

TEST(Search, WeakerKindsFollowBetterOnes) {
  const auto found = builtin().search("duplicate mobile", {.limit = 50});
  ASSERT_THAT(found.hits, SizeIs(testing::Ge(2)));
  EXPECT_TRUE(std::is_sorted(found.hits.begin(), found.hits.end(),
                             [](const search_hit& a, const search_hit& b) { return a.kind < b.kind; }));
  EXPECT_EQ(found.hits.front().kind, match_kind::exact);
  EXPECT_EQ(found.hits.back().kind, match_kind::related);
  // No weaker kind is looked for when the better one fills the limit.
  EXPECT_EQ(builtin().search("token", {.limit = 5}).hits.back().kind, match_kind::exact);
}

TEST(Search, EqualHitsStandInTheOrderOfTheCatalog) {
  const auto found = builtin().search("60020");
  ASSERT_GE(found.hits.size(), 2u);
  EXPECT_EQ(found.hits[0].score, found.hits[1].score);
  EXPECT_LT(found.hits[0].entry.index(), found.hits[1].entry.index());
}

TEST(Search, QuestionsAndTheWordErrorAskForNothing) {
  EXPECT_EQ(ids(builtin().search("how to fix 40014")), ids(builtin().search("40014")));
  EXPECT_EQ(ids(builtin().search("40014怎么办")), ids(builtin().search("40014")));
  EXPECT_EQ(builtin().search("error 40014").total, builtin().search("40014").total);
  EXPECT_GT(builtin().search("error").total, 20u);  // Unless there is nothing else.
  EXPECT_GT(builtin().search("the").total, 20u);
}

TEST(Search, FiltersBySpacePlatformStatusAndVerdict) {
  const space_id wecom[] = {spaces::wecom};
  const status unauthenticated[] = {status::unauthenticated};
  const verdict refresh[] = {verdict::refresh_token, verdict::reauthorize};
  const search_options options[] = {{.limit = 2000, .spaces = wecom},
                                    {.limit = 2000, .platform = "feishu"},
                                    {.limit = 2000, .statuses = unauthenticated},
                                    {.limit = 2000, .verdicts = refresh},
                                    {.limit = 2000, .platform = "dingtalk", .statuses = unauthenticated},
                                    {.limit = 2000, .spaces = wecom, .platform = "dingtalk"}};
  const auto all = builtin().search("token", {.limit = 2000});
  for (const auto& o : options) {
    const auto lets_through = [&](const entry& e) {
      const auto has = [](auto wanted, auto value) {
        return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
      };
      return has(o.spaces, e.space().id()) && (o.platform.empty() || e.space().platform() == o.platform) &&
             has(o.statuses, e.status()) && has(o.verdicts, e.verdict());
    };
    std::vector<std::string> expected;
    for (const auto& hit : all.hits) {
      if (hit.kind == match_kind::exact && lets_through(hit.entry)) expected.push_back(id(hit.entry));
    }
    std::vector<std::string> found;
    for (const auto& hit : builtin().search("token", o).hits) {
      if (hit.kind == match_kind::exact) found.push_back(id(hit.entry));
    }
    EXPECT_EQ(found, expected);
  }
}

TEST(Search, CountsBeyondTheLimit) {
  const auto some = builtin().search("token", {.limit = 3});
  EXPECT_THAT(some.hits, SizeIs(3));
  EXPECT_GT(some.total, 200u);
  const auto none = builtin().search("token", {.limit = 0});
  EXPECT_THAT(none.hits, IsEmpty());
  EXPECT_EQ(none.total, some.total);
  EXPECT_THAT(builtin().search("token", {.limit = some.total}).hits, SizeIs(some.total));
}

TEST(Search, AnEmptyQueryOrCatalogFindsNothing) {
  for (const char* query : {"", "   ", "，。", "!?", "\xff\xfe"}) {
    EXPECT_THAT(builtin().search(query).hits, IsEmpty()) << query;
  }
  std::string error;
  const auto image = build_image({}, error);
  ASSERT_TRUE(image) << error;
  const search_index empty(*catalog::from_image(*image, error));
  EXPECT_EQ(empty.search("token 部门").total, 0u);
}

TEST(Search, AResultOutlivesTheCatalogThatTheIndexWasMadeOf) {
  auto index = std::make_unique<search_index>(synthetic(50, 3));
  const search_index copy = *index;
  index.reset();
  EXPECT_EQ(copy.search("1000007").hits.at(0).entry.name(), "entry_7");
}

TEST(Search, IsTheSameFromManyThreads) {
  const auto expected = ids(builtin().search("token 过期"));
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) wrong[t] += ids(builtin().search("token 过期")) != expected;
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_THAT(wrong, testing::Each(0));
}

TEST(Search, AllocatesForItsResultOnly) {
  const auto& index = builtin();
  for (const char* query : {"token expired", "部门不存在", "40014", "token"}) {
    const allocation_counter counter;
    const auto found = index.search(query);
    const std::size_t count = counter.count();
    // The hits once; the words as their list grows, which is doubling.
    EXPECT_LE(count, 5u) << query;
    EXPECT_FALSE(found.hits.empty());
  }
}

// ---------------------------------------------------------------------------------------------
// Any bytes

void expect_sound(const search_result& r, const search_options& o) {
  RC_ASSERT(r.hits.size() <= o.limit);
  RC_ASSERT(r.total >= r.hits.size());
  RC_ASSERT(r.words.size() <= 64u);
  std::set<std::uint32_t> seen;
  for (std::size_t i = 0; i < r.hits.size(); ++i) {
    RC_ASSERT(static_cast<bool>(r.hits[i].entry));
    RC_ASSERT(seen.insert(r.hits[i].entry.index()).second);
    if (i == 0) continue;
    const auto& a = r.hits[i - 1];
    const auto& b = r.hits[i];
    RC_ASSERT(std::tie(a.kind, a.missing) <= std::tie(b.kind, b.missing));
    if (a.kind == b.kind && a.missing == b.missing) RC_ASSERT(a.score >= b.score);
  }
}

RC_GTEST_PROP(Search, AnyBytesAreAQuery, (const std::string& bytes)) {
  expect_sound(builtin().search(bytes, {.limit = 20}), {.limit = 20});
}

RC_GTEST_PROP(Search, AnyMixtureOfPiecesIsAQuery, ()) {
  static const std::vector<std::string> pieces{"token",      "部门",       "access_token",
                                               "userId",     "40014",      "-1",
                                               "-",          "_",          ".",
                                               " ",          "　",         "的",
                                               "怎么办",     "是什么",     "secrt",
                                               "ｅｒｒ",     "\xe9\x83",   "\xff",
                                               "HTTPServer", "a",          "don't",
                                               "’",          "错误",       "error",
                                               "白名单",     "v3",         "é",
                                               "1.5",        "departmen",  "企业微信",
                                               "trusted ip", "\U00020000", "カタ",
                                               "x_y_z"};
  std::string query;
  const auto count = *rc::gen::inRange<std::size_t>(0, 60);
  for (std::size_t i = 0; i < count; ++i) query += *rc::gen::elementOf(pieces);
  const auto found = builtin().search(query, {.limit = 200});
  expect_sound(found, {.limit = 200});
  for (const auto& hit : found.hits) {
    for (const auto& r : find_words(hit.entry.title(language::zh), found, hit.words)) {
      RC_ASSERT(r.offset + r.length <= hit.entry.title(language::zh).size());
    }
  }
}

// ---------------------------------------------------------------------------------------------
// Highlighting

std::vector<std::string> marked(std::string_view text, const search_result& r) {
  std::vector<std::string> out;
  for (const auto& range : find_words(text, r)) out.emplace_back(text.substr(range.offset, range.length));
  return out;
}

TEST(FindWords, MarksWhatStandsThere) {
  const auto expired = builtin().search("token expired 过期");
  EXPECT_THAT(marked("The Access_Token expires soon, 已过期。Tokens, tokenise", expired),
              ElementsAre("Access_Token", "expires", "过期", "Tokens"));
  EXPECT_THAT(marked("", expired), IsEmpty());
  EXPECT_THAT(marked("nothing here", expired), IsEmpty());
  EXPECT_THAT(find_words("token", expired, 0), IsEmpty());
}

TEST(FindWords, RangesThatTouchAreOne) {
  search_result r;
  r.words = {{"白名单", "白名", word_reading::part}, {"白名单", "名单", word_reading::part}};
  EXPECT_THAT(find_words("在白名单里", r), ElementsAre(text_range{3, 9}));
}

// ---------------------------------------------------------------------------------------------
// The pieces

std::string cut_up(std::string_view text) {
  struct sink {
    std::string out;
    std::size_t end = 0;
    void word(const search::word_piece& p, std::size_t, std::size_t) {
      out += out.empty() ? "" : " ";
      out += p.whole();
      if (p.part_count() < 2) return;
      out += p.joined() ? "(" : "[";
      for (std::size_t i = 0; i < p.part_count(); ++i) out += (i > 0 ? "," : "") + std::string(p.part(i));
      out += p.joined() ? ")" : "]";
    }
    void han(char32_t, std::size_t begin, std::size_t e) {
      out += (out.empty() || begin == end ? "" : " ") + std::string("#");
      end = e;
    }
  } s;
  search::cut(text, s);
  return s.out;
}

TEST(SearchText, CutsWordsAtJoinersAndCase) {
  const std::map<std::string, std::string> expected{
      {"The token", "the token"},
      {"access_token", "accesstoken(access,token)"},
      {"userId", "userid(user,id)"},
      {"HTTPServer", "httpserver(http,server)"},
      {"OAuth iOS IDs", "oauth ios ids"},
      {"mini-program", "miniprogram(mini,program)"},
      {"Forbidden.AccessDenied", "forbiddenaccessdenied(forbidden,access,denied)"},
      {"can't user’s", "cant users"},
      {"v3 md5 sha256 utf8mb4", "v3 md5 sha256(sha,256) utf8mb4"},
      {"errcode40014", "errcode40014(errcode,40014)"},
      {"2019-01-31", "20190131[2019,01,31]"},
      {"-1 to 60-70", "-1 to 6070[60,70]"},
      {"ＩＰ１", "ip1"},
      {"返回-1，token过期", "## -1 token ##"},
      {"end. Next_", "end next"},
      {"caf\xc3\xa9", "caf\xc3\xa9"},
      {"\xff\xe9\x83", ""},
  };
  for (const auto& [text, pieces] : expected) EXPECT_EQ(cut_up(text), pieces) << text;
}

TEST(SearchText, AWordHasAnEnd) {
  const std::string endless(1000, 'a');
  EXPECT_EQ(cut_up(endless).size(), 1000 + 1000 / search::word_piece::max_size);
  std::string parts;
  for (int i = 0; i < 200; ++i) parts += "x_";
  EXPECT_FALSE(cut_up(parts).empty());
}

TEST(SearchStem, TakesOffPluralsAndVerbEndings) {
  const std::vector<std::vector<std::string>> same{{"expire", "expires", "expired", "expiring"},
                                                   {"department", "departments"},
                                                   {"entry", "entries"},
                                                   {"api", "apis"},
                                                   {"id", "ids"},
                                                   {"exceed", "exceeds", "exceeded"},
                                                   {"need", "needs"},
                                                   {"drop", "dropped", "dropping"},
                                                   {"call", "called", "calls"}};
  for (const auto& forms : same) {
    for (const auto& f : forms) EXPECT_EQ(search::stem(f).view(), search::stem(forms[0]).view()) << f;
  }
  for (const char* itself : {"access", "status", "this", "v3s", "60011", "string", "is"}) {
    EXPECT_EQ(search::stem(itself).view(), itself);
  }
}

/// The definition, tried out: what can be reached with one more mistake.
unsigned slow_distance(const std::string& a, const std::string& b, std::size_t i, std::size_t j) {
  if (i == a.size()) return static_cast<unsigned>(b.size() - j);
  if (j == b.size()) return static_cast<unsigned>(a.size() - i);
  if (a[i] == b[j]) return slow_distance(a, b, i + 1, j + 1);
  unsigned best = 1 + std::min({slow_distance(a, b, i + 1, j), slow_distance(a, b, i, j + 1),
                                slow_distance(a, b, i + 1, j + 1)});
  if (i + 1 < a.size() && j + 1 < b.size() && a[i] == b[j + 1] && a[i + 1] == b[j]) {
    best = std::min(best, 1 + slow_distance(a, b, i + 2, j + 2));
  }
  return best;
}

RC_GTEST_PROP(SearchSpelling, DistanceIsTheSlowOne, ()) {
  const auto word =
      rc::gen::resize(7, rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc"))));
  const std::string a = *word;
  const std::string b = *word;
  const unsigned most = *rc::gen::inRange(0u, 3u);
  const unsigned slow = std::min(slow_distance(a, b, 0, 0), most + 1);
  RC_ASSERT(search::edit_distance(a, b, most) == slow);
  if (slow <= most) RC_ASSERT(search::near_letters(search::letters_of(a), search::letters_of(b), most));
}

TEST(SearchWords, SynonymsHaveNoWordThatAQueryLoses) {
  for (const std::string_view group : search::synonym_groups()) {
    struct sink {
      std::string lost;
      void word(const search::word_piece& p, std::size_t, std::size_t) {
        if (search::is_filler(p.whole())) lost += p.whole();
      }
      void han(char32_t, std::size_t, std::size_t) {}
    } s;
    search::cut(group, s);
    EXPECT_EQ(s.lost, "") << group;
  }
}

}  // namespace
}  // namespace errdex
