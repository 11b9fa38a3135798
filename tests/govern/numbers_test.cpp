// Allocation: every number once, whoever takes it, on however many branches.
#include "govern/numbers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "govern/workspace.hpp"
#include "project_sample.hpp"

namespace errdex::govern {
namespace {

using sample::changed;
using testing::ElementsAre;
using testing::HasSubstr;

allocated take(const project& p, const std::string& module, const std::string& name,
               const taken_codes& taken = {}, const group_values& groups = {}) {
  return allocate(p, *p.find_module(module), groups, name, taken);
}

TEST(Allocation, StaysInTheBlockOfTheModule) {
  const project p = sample::read(sample::toml);
  for (const char* name : {"card_expired", "card_blocked", "invoice_closed"}) {
    const auto a = take(p, "billing", name);
    ASSERT_TRUE(a.code) << a.problem;
    EXPECT_THAT(*a.code, testing::StartsWith("217"));
    EXPECT_EQ(module_of(p, p.spaces[0], *a.code)->name, "billing");
  }
}

TEST(Allocation, IsTheSameForTheSameNameEverywhere) {
  const project p = sample::read(sample::toml);
  EXPECT_EQ(take(p, "billing", "card_expired").code, take(p, "billing", "card_expired").code);
  EXPECT_NE(take(p, "billing", "card_expired").code, take(p, "billing", "card_blocked").code);
}

TEST(Allocation, SequentialTakesTheNumberBehindTheHighest) {
  const project p = sample::read(changed(sample::toml, "scheme =", "allocation = \"sequential\"\nscheme ="));
  EXPECT_EQ(take(p, "billing", "a").code, "217001");
  EXPECT_EQ(take(p, "billing", "a", {"217001", "217040", "218900", "2017"}).code, "217041");
  EXPECT_EQ(take(p, "billing", "a", {"217999"}).code, "217001") << "at the end of the block, the lowest gap";
}

TEST(Allocation, AsksForTheGroupsThatAModuleLeavesOpen) {
  const project p = sample::read(sample::toml);
  EXPECT_THAT(take(p, "users", "x").problem, HasSubstr("level"));
  const auto a = take(p, "users", "x", {}, {{"level", 1}});
  ASSERT_TRUE(a.code);
  EXPECT_THAT(*a.code, testing::StartsWith("118"));
  EXPECT_THAT(take(p, "billing", "x", {}, {{"level", 1}}).problem, HasSubstr("has level 2, not 1"));
  EXPECT_THAT(take(p, "users", "x", {}, {{"level", 7}}).problem, HasSubstr("7"));
}

TEST(Allocation, AFullModuleSaysSo) {
  const project p = sample::read(changed(sample::toml, "groups = {level = 2, module = 17}",
                                         "groups = {level = 2, module = 17}\nranges = [[217010, 217012]]"));
  taken_codes taken;
  for (const char* name : {"a", "b", "c"}) taken.insert(*take(p, "billing", name, taken).code);
  EXPECT_THAT(taken, ElementsAre("217010", "217011", "217012"));
  EXPECT_THAT(take(p, "billing", "d", taken).problem, HasSubstr("every number"));
}

TEST(Allocation, TextualCodesKeepPrefixSeparatorAndZeros) {
  const project p = sample::read(R"([project]
name = "acme"
[[scheme]]
name = "text"
codes = "text"
prefix = "ACME-"
separator = "-"
[[scheme.form]]
[[scheme.form.group]]
name = "area"
digits = 2
first = 0
[[scheme.form.group]]
name = "number"
digits = 3
[[space]]
name = "acme.api"
scheme = "text"
allocation = "sequential"
[[module]]
name = "core"
groups = {area = 7}
)");
  EXPECT_EQ(take(p, "core", "x").code, "ACME-07-000");
  EXPECT_EQ(take(p, "core", "x", {"ACME-07-041"}).code, "ACME-07-042");
  EXPECT_EQ(digits_of(p, p.spaces[0], "ACME-07-042"), 7042);
  EXPECT_EQ(digits_of(p, p.spaces[0], "OTHER-07-042"), std::nullopt);
}

TEST(Allocation, NamesAsCodes) {
  const project p = sample::read(R"([project]
name = "acme"
[[scheme]]
name = "reason"
codes = "name"
[[space]]
name = "acme.api"
scheme = "reason"
[[module]]
name = "core"
)");
  EXPECT_EQ(take(p, "core", "card_expired").code, "CARD_EXPIRED");
  EXPECT_THAT(take(p, "core", "card_expired", {"CARD_EXPIRED"}).problem, HasSubstr("is taken"));
}

RC_GTEST_PROP(Allocation, NeverGivesATakenNumber, ()) {
  const project p = sample::read(sample::toml);
  taken_codes taken;
  for (int i = 0; i < 999; ++i) {
    if (*rc::gen::inRange(0, 3) != 0) taken.insert(std::to_string(217001 + i));
  }
  const auto a = take(p, "billing", "name_" + std::to_string(*rc::gen::inRange(0, 1000)), taken);
  if (taken.size() == 999) {
    RC_ASSERT(!a.code);
  } else {
    RC_ASSERT(a.code.has_value());
    RC_ASSERT(taken.count(*a.code) == 0);
  }
}

// --- Branches ------------------------------------------------------------------------------------

/// A repository: files of a few modules, and what was released.
struct repository {
  std::vector<draft::entry> entries;
  released lock;

  workspace open(const project& p) const {
    std::vector<std::pair<std::string, std::string>> files;
    std::map<std::string, std::vector<draft::entry>> by_group;
    for (const auto& e : entries) by_group[e.group].push_back(e);
    for (auto& [group, list] : by_group) {
      std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
        return draft::number_of(a.code) < draft::number_of(b.code);
      });
      std::string text = "space: acme.api\nentries:\n";
      for (const auto& e : list) text += entry_as_yaml(e, 2) + "\n";
      files.emplace_back("errors/" + group + ".yaml", text);
    }
    authoring::authored_catalog codes;
    findings found;
    for (const auto& [path, text] : files) authoring::read_yaml(text, path, codes, found);
    EXPECT_TRUE(found.empty());
    return {p, codes, lock, files};
  }

  void take(const workspace& w) {
    entries.clear();
    for (const auto& e : w.codes().entries) entries.push_back(e.value);
  }
};

std::multiset<std::string> codes_of(const repository& r) {
  std::multiset<std::string> out;
  for (const auto& e : r.entries) out.insert(e.code);
  return out;
}

/// Branches of one repository allocate without knowing of each other; their merge is repaired.
void branch_and_merge(const project& p, std::size_t width) {
  repository main;
  int serial = 0;
  const auto allocate_some = [&](repository& r, int count) {
    auto w = r.open(p);
    for (int i = 0; i < count; ++i) {
      std::string error;
      auto e = sample::entry("", "name_" + std::to_string(serial++));
      if (!w.codes().entries.empty() && *rc::gen::inRange(0, 2) == 0) {
        const auto& other =
            w.codes().entries[*rc::gen::inRange<std::size_t>(0, w.codes().entries.size())].value;
        e.see = {"acme.api:" + other.code};
      }
      const auto code = w.add(e, *p.find_module("billing"), {}, error);
      RC_ASSERT(code.has_value() || error.find("every number") != std::string::npos);
    }
    r.take(w);
  };
  allocate_some(main, *rc::gen::inRange(0, 4));
  main.lock = release({}, main.open(p).codes(), "1.0.0", 0);
  const auto released_names = [&] {
    std::map<std::string, std::string> out;
    for (const auto& e : main.lock.entries) out[e.name] = e.code;
    return out;
  };

  const int branches = *rc::gen::inRange(2, 4);
  std::vector<repository> sides(static_cast<std::size_t>(branches), main);
  for (auto& side : sides) allocate_some(side, *rc::gen::inRange(0, 4));
  for (const auto& side : sides) {  // The merge of the texts: entries of every side, none lost.
    for (const auto& e : side.entries) {
      const bool there = std::any_of(main.entries.begin(), main.entries.end(),
                                     [&](const auto& x) { return x.code == e.code && x.name == e.name; });
      if (!there) main.entries.push_back(e);
    }
    auto w = main.open(p);
    std::vector<renumbering> done;
    remarks said;
    std::string error;
    const bool mended = w.repair(done, said, error);
    if (!mended) RC_ASSERT(main.entries.size() > width);  // Only a full block cannot be mended.
    if (!mended) return;
    const std::size_t before = main.entries.size();
    main.take(w);
    RC_ASSERT(main.entries.size() == before);
    const auto codes = codes_of(main);
    RC_ASSERT(std::set(codes.begin(), codes.end()).size() == codes.size());
    for (const auto& [name, code] : released_names()) {
      const auto e = std::find_if(main.entries.begin(), main.entries.end(),
                                  [&, n = name](const auto& x) { return x.name == n; });
      RC_ASSERT(e != main.entries.end());
      RC_ASSERT(e->code == code);  // What was released keeps its number.
    }
    for (const auto& e : main.entries) {  // Every reference still leads to an entry.
      for (const auto& s : e.see) RC_ASSERT(codes.count(s.substr(9)) == 1u);
    }
    // A second repair has nothing to do.
    done.clear();
    RC_ASSERT(w.repair(done, said, error));
    RC_ASSERT(done.empty());
  }
}

RC_GTEST_PROP(Branches, NeverEndWithADuplicate, ()) {
  // A block of twelve numbers makes collisions likely.
  const std::string narrow = changed(sample::toml, "groups = {level = 2, module = 17}",
                                     "groups = {level = 2, module = 17}\nranges = [[217001, 217012]]");
  branch_and_merge(sample::read(narrow), 12);
}

RC_GTEST_PROP(Branches, NeverEndWithADuplicateWhenNumbersAreSequential, ()) {
  const std::string narrow = changed(
      changed(sample::toml, "scheme =", "allocation = \"sequential\"\nscheme ="),
      "groups = {level = 2, module = 17}", "groups = {level = 2, module = 17}\nranges = [[217001, 217012]]");
  branch_and_merge(sample::read(narrow), 12);
}

TEST(Branches, RarelyMeetWhenNumbersAreSpread) {
  // Two branches with one new code each, a thousand times: with 999 numbers about one pair in a thousand
  // meets.
  const project p = sample::read(sample::toml);
  int met = 0;
  for (int i = 0; i < 1000; ++i) {
    if (take(p, "billing", "left_" + std::to_string(i)).code ==
        take(p, "billing", "right_" + std::to_string(i)).code)
      ++met;
  }
  EXPECT_LE(met, 8);
}

TEST(Repair, TheReleasedOneStays) {
  const project p = sample::read(sample::toml);
  repository r;
  auto old = sample::entry("217042", "zebra");
  old.group = "billing";
  r.entries = {old};
  r.lock = release({}, r.open(p).codes(), "1.0.0", 0);
  auto fresh = sample::entry("217042", "ant");
  fresh.group = "billing";
  r.entries.push_back(fresh);
  auto w = r.open(p);
  std::vector<renumbering> done;
  remarks said;
  std::string error;
  ASSERT_TRUE(w.repair(done, said, error)) << error;
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].name, "ant");
  EXPECT_EQ(w.find("zebra", error)->value.code, "217042");
}

TEST(Repair, ReferencesFollowTheEntryThatTheirAuthorHad) {
  const project p = sample::read(sample::toml);
  repository r;
  auto a = sample::entry("217042", "alpha");
  a.group = "alpha";
  auto b = sample::entry("217042", "beta");
  b.group = "beta";
  auto c = sample::entry("217050", "gamma");
  c.group = "beta";  // Written on the branch of beta, in its file.
  c.see = {"acme.api:217042"};
  auto d = sample::entry("217060", "delta");
  d.group = "delta";
  d.see = {"acme.api:217042"};  // Nobody can tell.
  r.entries = {a, b, c, d};
  r.lock.version = "1.0.0";
  r.lock.entries = {
      {"acme.api", "217042", "alpha", "1.0.0", "", a.status, a.verdict, "", {}, a.title.en, "", {}}};
  auto w = r.open(p);
  std::vector<renumbering> done;
  remarks said;
  std::string error;
  ASSERT_TRUE(w.repair(done, said, error)) << error;
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].name, "beta");
  EXPECT_THAT(w.find("gamma", error)->value.see, ElementsAre("acme.api:" + done[0].to));
  EXPECT_THAT(w.find("delta", error)->value.see, ElementsAre("acme.api:217042"));
  ASSERT_EQ(said.size(), 1u);
  EXPECT_THAT(said[0], HasSubstr("which is alpha"));
}

TEST(Repair, TheSameEntryTwiceIsForAPerson) {
  const project p = sample::read(sample::toml);
  repository r;
  auto a = sample::entry("217042", "alpha");
  a.group = "one";
  auto b = a;
  b.group = "two";
  r.entries = {a, b};
  auto w = r.open(p);
  std::vector<renumbering> done;
  remarks said;
  std::string error;
  EXPECT_FALSE(w.repair(done, said, error));
  EXPECT_THAT(error, HasSubstr("keep one of the two"));
}

}  // namespace
}  // namespace errdex::govern
