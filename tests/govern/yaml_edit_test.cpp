// Edits of catalog files: what people wrote stays as it was, to the byte.
#include "govern/yaml_edit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "project_sample.hpp"

namespace errdex::govern {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* file_text = R"(# Billing. Ask the payments team.
space: acme.api
title: {en: Billing, zh: 计费}

entries:
  # Cards ----------------------------------------------------------------
  - code: 217010   # the first one, never move it
    name: "card_expired"
    message: 'card expired'
    title: {en: The card has expired, zh: 银行卡已过期}
    status: FAILED_PRECONDITION
    verdict: fix_state
    cause: {en: It is too old., zh: 卡已过期。}
    fix: {en: [Take another card.], zh: [换一张卡。]}
    basis: documented   # by the bank
    see:
      - acme.api:217020   # the other one

  # Invoices
  - {code: 217020, name: invoice_closed, message: closed, title: {en: The invoice is closed, zh: 发票已关闭},
     status: FAILED_PRECONDITION, verdict: fix_state, cause: {en: Paid., zh: 已付。},
     fix: {en: [Open another one.], zh: [另开一张。]}, basis: documented, see: [acme.api:217010]}

  - code: 217030
    name: refund_late
    message: late
    title: {en: The refund is late, zh: 退款超时}
    status: FAILED_PRECONDITION
    verdict: fix_state
    cause: {en: Time., zh: 时间。}
    fix: {en: [Call the bank.], zh: [联系银行。]}
    basis: documented
)";

/// The lines that differ, "-old" and "+new".
std::string changed_lines(const std::string& before, const std::string& after) {
  const auto lines = [](const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
  };
  const auto a = lines(before);
  const auto b = lines(after);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;
  std::string out;
  for (std::size_t i = head; i < a.size() - tail; ++i) out += "-" + a[i] + "\n";
  for (std::size_t i = head; i < b.size() - tail; ++i) out += "+" + b[i] + "\n";
  return out;
}

std::string after_edit(const std::function<bool(catalog_file&, std::string&)>& edit) {
  catalog_file f("errors/billing.yaml", file_text);
  std::string error;
  EXPECT_TRUE(edit(f, error)) << error;
  return changed_lines(file_text, f.text());
}

TEST(YamlEdit, SetsAFieldAndNothingElse) {
  EXPECT_EQ(after_edit([](auto& f, auto& e) {
              return f.set({"217010", "card_expired"}, "name", "card_too_old", e);
            }),
            "-    name: \"card_expired\"\n+    name: card_too_old\n");
  EXPECT_EQ(after_edit([](auto& f, auto& e) {
              return f.set({"217010", "card_expired"}, "state", "obsolete", e);
            }),
            "+    state: obsolete\n");
  EXPECT_THAT(after_edit([](auto& f, auto& e) {
                return f.set({"217020", "invoice_closed"}, "state", "obsolete", e);
              }),
              HasSubstr("basis: documented, state: obsolete, see: [acme.api:217010]}"));
}

TEST(YamlEdit, AddsToLists) {
  EXPECT_EQ(after_edit([](auto& f, auto& e) {
              return f.add_to_list({"217030", "refund_late"}, "was", "refund_slow", e);
            }),
            "+    was: [refund_slow]\n");
  EXPECT_EQ(after_edit([](auto& f, auto& e) {
              return f.add_to_list({"217010", "card_expired"}, "see", "acme.api:217030", e);
            }),
            "+      - acme.api:217030\n");
  EXPECT_THAT(after_edit([](auto& f, auto& e) {
                return f.add_to_list({"217020", "invoice_closed"}, "see", "acme.api:217030", e);
              }),
              HasSubstr("see: [acme.api:217010, acme.api:217030]}"));
  EXPECT_EQ(after_edit([](auto& f, auto& e) {
              return f.add_to_list({"217020", "invoice_closed"}, "see", "acme.api:217010", e);
            }),
            "");
}

TEST(YamlEdit, ReplacesReferencesBesideTheirComments) {
  EXPECT_EQ(after_edit([](auto& f, auto& e) {
              return f.replace_reference({"217010", "card_expired"}, "see", "acme.api:217020",
                                         "acme.api:217021", e);
            }),
            "-      - acme.api:217020   # the other one\n+      - acme.api:217021   # the other one\n");
}

TEST(YamlEdit, ANewCodeMovesTheEntryWithItsComments) {
  catalog_file f("errors/billing.yaml", file_text);
  std::string error;
  ASSERT_TRUE(f.set({"217010", "card_expired"}, "code", "217025", error)) << error;
  const std::string& t = f.text();
  EXPECT_LT(t.find("217020, name"), t.find("# Cards"));
  EXPECT_LT(t.find("# Cards"), t.find("code: 217025   # the first one, never move it"));
  EXPECT_LT(t.find("code: 217025"), t.find("code: 217030"));
  ASSERT_TRUE(f.set({"217025", "card_expired"}, "code", "217099", error)) << error;
  EXPECT_LT(f.text().find("code: 217030"), f.text().find("code: 217099"));
  ASSERT_TRUE(f.set({"217099", "card_expired"}, "code", "217010", error)) << error;
  EXPECT_LT(f.text().find("code: 217010"), f.text().find("217020, name"));
}

TEST(YamlEdit, InsertsWhereTheCodeBelongs) {
  for (const char* code : {"217001", "217015", "217025", "217099", "word"}) {
    catalog_file f("errors/billing.yaml", file_text);
    std::string error;
    ASSERT_TRUE(f.insert(sample::entry(code, "a_new_one"), error)) << error;
    const std::string added = changed_lines(file_text, f.text());
    EXPECT_THAT(added, HasSubstr("+  - code: " + std::string(code)));
    EXPECT_THAT("\n" + added, Not(HasSubstr("\n-"))) << "nothing goes away";
  }
}

TEST(YamlEdit, BeginsAFile) {
  catalog_file f("errors/new.yaml", "");
  std::string error;
  ASSERT_TRUE(f.insert(sample::entry("217001", "first"), error)) << error;
  EXPECT_THAT(f.text(),
              testing::StartsWith("space: acme.api\nentries:\n  - code: 217001\n    name: first\n"));
  catalog_file empty("errors/empty.yaml", "# ours\nspace: acme.api\nentries: []\n");
  ASSERT_TRUE(empty.insert(sample::entry("217001", "first"), error)) << error;
  EXPECT_THAT(empty.text(), HasSubstr("# ours\n"));
}

TEST(YamlEdit, KeepsTheLineBreaksOfTheFile) {
  std::string text;
  for (const char c : std::string(file_text)) text += c == '\n' ? "\r\n" : std::string(1, c);
  catalog_file f("errors/billing.yaml", text);
  std::string error;
  ASSERT_TRUE(f.set({"217010", "card_expired"}, "state", "obsolete", error)) << error;
  ASSERT_TRUE(f.insert(sample::entry("217015", "a_new_one"), error)) << error;
  EXPECT_EQ(std::count(f.text().begin(), f.text().end(), '\n'),
            std::count(f.text().begin(), f.text().end(), '\r'));
}

TEST(YamlEdit, WhatItDoesNotUnderstandItLeavesAlone) {
  for (const char* text : {
           "space: acme.api\nentries:\n  - code: &c 1\n    name: a\n    basis: documented\n  - code: *c\n    "
           "name: b\n",
           "space: acme.api\nentries: [{code: 1, name: a}]\n",
           "space: acme.api\nentries:\n  - code: >\n      1\n    name: a\n",
           "space: acme.api\nentries:\n  - code: 1\n    name: a\ntitle: {en: behind, zh: 后}\n",
           "space: [",
       }) {
    catalog_file f("errors/x.yaml", text);
    std::string error;
    if (!f.insert(sample::entry("5", "c"), error)) {
      EXPECT_FALSE(error.empty());
      EXPECT_EQ(f.text(), text);
    }
    error.clear();
    if (!f.set({"1", "a"}, "code", "7", error)) {
      EXPECT_THAT(error, HasSubstr("errors/x.yaml"));
    }
  }
}

RC_GTEST_PROP(YamlEdit, AScalarReadsBackAsItWas, (const std::string& raw)) {
  std::string text;
  for (const char c : raw) {
    if (c != '\0' && static_cast<unsigned char>(c) < 0x80) text += c;
  }
  auto e = sample::entry("1", "name");
  e.message = text;
  e.title.en = text;
  catalog_file f("x.yaml", "");
  std::string error;
  // `insert` proves that what it wrote reads back; here it must always succeed.
  RC_ASSERT(f.insert(e, error));
}

TEST(YamlEdit, ATextThatAsksReadsBack) {
  auto e = sample::entry("1", "name");
  e.title.en = "Is the card valid?";
  catalog_file f("x.yaml", "");
  std::string error;
  EXPECT_TRUE(f.insert(e, error)) << error;
}

RC_GTEST_PROP(YamlEdit, ManyEditsLoseNothing, ()) {
  catalog_file f("errors/billing.yaml", file_text);
  std::string error;
  std::vector<entry_key> keys{
      {"217010", "card_expired"}, {"217020", "invoice_closed"}, {"217030", "refund_late"}};
  for (int i = 0; i < 12; ++i) {
    const auto pick = *rc::gen::inRange<std::size_t>(0, keys.size());
    const std::string number = std::to_string(*rc::gen::inRange(217001, 217999));
    const bool taken = std::any_of(keys.begin(), keys.end(), [&](const auto& k) { return k.code == number; });
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        if (taken) break;
        RC_ASSERT(f.insert(sample::entry(number, "n" + number), error));
        keys.push_back({number, "n" + number});
        break;
      case 1:
        if (taken) break;
        RC_ASSERT(f.set(keys[pick], "code", number, error));
        keys[pick].code = number;
        break;
      default: RC_ASSERT(f.add_to_list(keys[pick], "was", "old_" + number, error));
    }
  }
  for (const char* comment :
       {"# Billing.", "# Cards --", "# the first one", "# by the bank", "# the other one", "# Invoices"}) {
    RC_ASSERT(f.text().find(comment) != std::string::npos);
  }
  authoring::authored_catalog codes;
  findings found;
  authoring::read_yaml(f.text(), f.path(), codes, found);
  RC_ASSERT(found.empty());
  RC_ASSERT(codes.entries.size() == keys.size());
  for (std::size_t i = 1; i < codes.entries.size(); ++i) {
    const bool ascending =
        *draft::number_of(codes.entries[i - 1].value.code) < *draft::number_of(codes.entries[i].value.code);
    RC_ASSERT(ascending);
  }
}

}  // namespace
}  // namespace errdex::govern
