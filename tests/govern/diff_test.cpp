// What changed, and whom it breaks.
#include "govern/diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <map>

#include "project_sample.hpp"

namespace errdex::govern {
namespace {

using authoring::authored_catalog;

authored_catalog catalog_of(const std::vector<draft::entry>& entries) {
  authored_catalog out;
  out.files = {"x.yaml"};
  for (const auto& e : entries) {
    authoring::authored_entry a;
    a.value = e;
    out.entries.push_back(std::move(a));
  }
  return out;
}

std::vector<draft::entry> three() {
  auto a = sample::entry("1", "a");
  a.parameters = {{"card", draft::parameter_type::string}};
  draft::limit l;
  l.field = "name";
  l.max = 10;
  a.limits = {l};
  auto c = sample::entry("3", "c");
  c.state = lifecycle::obsolete;
  return {a, sample::entry("2", "b"), c};
}

using edit = std::function<void(std::vector<draft::entry>&)>;

struct row {
  const char* about;
  edit change;
  std::vector<change_kind> kinds;
  impact verdict;
};

std::vector<row> rows() {
  using k = change_kind;
  return {
      {"nothing", [](auto&) {}, {}, impact::none},
      {"order in the file", [](auto& e) { std::swap(e[0], e[2]); }, {}, impact::none},
      {"a new code", [](auto& e) { e.push_back(sample::entry("9", "z")); }, {k::added}, impact::minor},
      {"a deleted code", [](auto& e) { e.erase(e.begin()); }, {k::removed}, impact::major},
      {"another number", [](auto& e) { e[1].code = "22"; }, {k::renumbered}, impact::major},
      {"another name", [](auto& e) { e[1].name = "bb"; }, {k::renamed}, impact::major},
      {"retired",
       [](auto& e) {
         e[1].state = lifecycle::obsolete;
         e[1].replaced_by = "acme.api:1";
       },
       {k::retired},
       impact::minor},
      {"used again", [](auto& e) { e[2].state = lifecycle::active; }, {k::revived}, impact::major},
      {"status", [](auto& e) { e[0].status = status::not_found; }, {k::status_changed}, impact::major},
      {"verdict", [](auto& e) { e[0].verdict = verdict::retry; }, {k::verdict_changed}, impact::major},
      {"overrides",
       [](auto& e) {
         e[0].overrides.push_back({{{"token", "user"}}, verdict::retry, "r"});
       },
       {k::overrides_changed},
       impact::major},
      {"a parameter more",
       [](auto& e) {
         e[0].parameters.push_back({"day", draft::parameter_type::integer});
       },
       {k::parameter_added},
       impact::minor},
      {"a parameter less", [](auto& e) { e[0].parameters.clear(); }, {k::parameter_removed}, impact::major},
      {"a parameter of another type",
       [](auto& e) { e[0].parameters[0].type = draft::parameter_type::integer; },
       {k::parameter_retyped},
       impact::major},
      {"a lower bound", [](auto& e) { e[0].limits[0].max = 5; }, {k::limit_tightened}, impact::major},
      {"a higher bound", [](auto& e) { e[0].limits[0].max = 50; }, {k::limit_loosened}, impact::minor},
      {"no bound", [](auto& e) { e[0].limits.clear(); }, {k::limit_loosened}, impact::minor},
      {"another kind of bound",
       [](auto& e) { e[0].limits[0].unit = "bytes"; },
       {k::limit_tightened},
       impact::major},
      {"repetitions", [](auto& e) { e[0].retry_limit = 3; }, {k::retry_changed}, impact::minor},
      {"context",
       [](auto& e) {
         e[0].context = {{"token", "user"}};
       },
       {k::context_changed},
       impact::minor},
      {"message", [](auto& e) { e[0].message = "x"; }, {k::message_changed}, impact::patch},
      {"texts",
       [](auto& e) {
         e[0].cause.zh = "别的。";
         e[0].fix_en = {"Do something."};
       },
       {k::texts_changed},
       impact::patch},
      {"lineage", [](auto& e) { e[0].was = {"old"}; }, {k::lineage_changed}, impact::patch},
      {"several at once",
       [](auto& e) {
         e[0].message = "x";
         e[0].verdict = verdict::stop;
       },
       {k::verdict_changed, k::message_changed},
       impact::major},
  };
}

TEST(Diff, EachKindOfChangeHasItsImpact) {
  std::map<change_kind, int> seen;
  for (const auto& r : rows()) {
    SCOPED_TRACE(r.about);
    auto after = three();
    r.change(after);
    const auto d = compare(catalog_of(three()), catalog_of(after));
    std::vector<change_kind> kinds;
    for (const auto& c : d.changes) {
      kinds.push_back(c.kind);
      ++seen[c.kind];
    }
    EXPECT_EQ(kinds, r.kinds);
    EXPECT_EQ(d.verdict, r.verdict);
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(change_kind::lineage_changed) + 1)
      << "a kind without a case";
}

TEST(Diff, OfMeaningsOfOneCodeTheNameTells) {
  auto a = sample::entry("5", "first");
  auto b = sample::entry("5", "second");
  a.context = {{"token", "user"}};
  b.context = {{"token", "tenant"}};
  auto b2 = b;
  b2.status = status::internal;
  const auto d = compare(catalog_of({a, b}), catalog_of({b2, a}));
  ASSERT_EQ(d.changes.size(), 1u);
  EXPECT_EQ(d.changes[0].name, "second");
}

TEST(Diff, TheHeaviestStandsFirst) {
  auto after = three();
  after[0].message = "x";
  after[1].status = status::internal;
  after.push_back(sample::entry("4", "d"));
  const auto d = compare(catalog_of(three()), catalog_of(after));
  ASSERT_EQ(d.changes.size(), 3u);
  EXPECT_EQ(d.changes[0].kind, change_kind::status_changed);
  EXPECT_EQ(d.changes[1].kind, change_kind::added);
  EXPECT_EQ(d.changes[2].kind, change_kind::message_changed);
}

std::vector<draft::entry> random_catalog() {
  std::vector<draft::entry> out;
  const int n = *rc::gen::inRange(0, 12);
  for (int i = 0; i < n; ++i) {
    auto e = sample::entry(std::to_string(100 + i), "n" + std::to_string(i));
    if (*rc::gen::inRange(0, 4) == 0) e.state = lifecycle::obsolete;
    out.push_back(std::move(e));
  }
  return out;
}

/// Random edits, with the weight that each has by itself; the verdict is the heaviest of them.
RC_GTEST_PROP(Diff, TheVerdictIsThatOfTheHeaviestEdit, ()) {
  const auto before = random_catalog();
  auto after = before;
  impact expected = impact::none;
  std::size_t edits = 0;
  const auto did = [&](impact i) {
    expected = std::max(expected, i);
    ++edits;
  };
  for (auto& e : after) {
    switch (*rc::gen::inRange(0, 12)) {
      case 0:
        e.status = status::data_loss;
        did(impact::major);
        break;
      case 1:
        e.verdict = verdict::wait;
        did(impact::major);
        break;
      case 2:
        e.message += "!";
        did(impact::patch);
        break;
      case 3:
        e.title.en += "!";
        did(impact::patch);
        break;
      case 4:
        did(e.state == lifecycle::active ? impact::minor : impact::major);
        e.state = e.state == lifecycle::active ? lifecycle::obsolete : lifecycle::active;
        break;
      case 5:
        e.name += "_x";
        did(impact::major);
        break;
      case 6:
        e.parameters.push_back({"p", draft::parameter_type::boolean});
        did(impact::minor);
        break;
      default: break;
    }
  }
  const int fresh = *rc::gen::inRange(0, 3);
  for (int i = 0; i < fresh; ++i) {
    after.push_back(sample::entry(std::to_string(900 + i), "new" + std::to_string(i)));
    did(impact::minor);
  }
  if (!after.empty() && fresh == 0 && *rc::gen::inRange(0, 4) == 0) {
    // What was edited and is then removed counts once: as removed.
    const auto same = std::find(before.begin(), before.end(), after.front());
    if (same != before.end()) {
      after.erase(after.begin());
      did(impact::major);
    }
  }
  const auto d = compare(catalog_of(before), catalog_of(after));
  RC_ASSERT(d.verdict == expected);
  RC_ASSERT(d.changes.size() == edits);
}

RC_GTEST_PROP(Diff, OfACatalogWithItselfIsEmptyAndBackwardsHasAsManyChanges, ()) {
  const auto a = random_catalog();
  const auto b = random_catalog();
  RC_ASSERT(compare(catalog_of(a), catalog_of(a)).changes.empty());
  const auto there = compare(catalog_of(a), catalog_of(b));
  const auto back = compare(catalog_of(b), catalog_of(a));
  RC_ASSERT(there.changes.size() == back.changes.size());
}

}  // namespace
}  // namespace errdex::govern
