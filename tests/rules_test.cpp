// Every lint rule, by a small catalog that breaks this rule and no other.
#include "authoring/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>

#include "authoring/yaml_reader.hpp"

namespace errdex::authoring {

void PrintTo(const finding& f, std::ostream* out) { *out << to_line(f); }

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* platform_yaml = R"(platform: acme
title: {en: Acme, zh: 某公司}
hosts: [api.acme.example]
documents:
  - {id: handbook, title: Error handbook}
spaces:
  - space: acme.billing
    title: {en: Billing, zh: 计费}
    ranges:
      - {from: 100, to: 199, title: {en: cards, zh: 银行卡}}
)";

constexpr const char* codes_yaml = R"(space: acme.billing
document: handbook
entries:
  - code: 100
    name: card_expired
    message: card expired
    title: {en: The card on file has expired, zh: 绑定的银行卡已过期}
    status: FAILED_PRECONDITION
    verdict: fix_state
    cause: {en: The card is older than the charge., zh: 银行卡有效期早于扣款月份。}
    fix: {en: [Ask the payer for another card with PUT /cards.], zh: [让付款人通过 PUT /cards 换一张卡。]}
    basis: documented
    see: [acme.billing:900]
    limits: [{field: cards, min: 1, max: 5, unit: items, window: 60s}]
  - code: 200
    name: card_blocked
    message: card blocked
    title: {en: The bank has blocked the card, zh: 银行已冻结该卡}
    status: FAILED_PRECONDITION
    verdict: fix_state
    cause: {en: The bank refuses every charge., zh: 银行拒绝所有扣款。}
    fix: {en: [Ask the payer to call the bank.], zh: [让付款人联系银行。]}
    basis: derived
    state: obsolete
    replaced_by: acme.billing:900
  - code: 900
    name: card_refused
    message: card refused
    title: {en: The bank has refused the charge, zh: 银行已拒绝扣款}
    status: FAILED_PRECONDITION
    verdict: fix_state
    cause: {en: The balance is lower than the charge., zh: 余额低于扣款金额。}
    fix: {en: [Charge a lower amount.], zh: [降低扣款金额。]}
    basis: derived
  - code: Card.Lost
    name: card_lost
    message: card lost
    title: {en: The payer has lost the card, zh: 付款人已挂失该卡}
    status: FAILED_PRECONDITION
    verdict: fix_state
    cause: {en: The payer reported the card to the bank., zh: 付款人已向银行挂失。}
    fix: {en: [Wait for the new card.], zh: [等待新卡。]}
    basis: derived
)";

/// A change of one of the two files, and where the finding is.
struct breach {
  const char* rule;
  const char* file;
  std::string find;
  std::string replace;
  position at;
};

constexpr const char* p = "platform.yaml";
constexpr const char* c = "codes.yaml";

std::string repeated(std::string_view what, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += what;
  return out;
}

std::vector<breach> breaches() {
  return {
      {"yaml-syntax", c, "see: [acme.billing:900]", "see: [acme.billing:200", {14, 11}},
      {"yaml-syntax", c, "card expired", "card \xff expired", {6, 19}},
      {"wrong-type", c, "see: [acme.billing:900]", "see: acme.billing:200", {13, 10}},
      {"wrong-type", c, "max: 5", "max: many", {14, 42}},
      {"wrong-type", p, "from: 100", "from: a hundred", {10, 16}},
      {"unknown-key", c, "    see:", "    sea:", {13, 5}},
      {"unknown-key", p, "    ranges:", "    range:", {9, 5}},
      {"duplicate-key",
       c,
       "    message: card expired\n",
       "    message: card expired\n    message: twice\n",
       {7, 5}},
      {"missing-field", c, "    basis: derived\n", "", {15, 5}},
      {"missing-field", c, "space: acme.billing\n", "", {1, 1}},
      {"unknown-value", c, "verdict: fix_state", "verdict: try_again", {9, 14}},
      {"unknown-value", c, "status: FAILED_PRECONDITION", "status: failed_precondition", {8, 13}},
      {"unknown-value", c, "    basis: documented\n", "    basis: documented\n    state: gone\n", {13, 12}},
      {"range-form", p, "to: 199", "to: 99", {10, 9}},
      {"duplicate-space", p, "    ranges:", "  - space: acme.billing\n    ranges:", {9, 5}},
      {"code-form", c, "code: Card.Lost", "code: Card Lost", {35, 11}},
      {"code-order", c, "code: 100", "code: 300", {15, 11}},
      {"code-unique", c, "code: 100", "code: 200", {4, 11}},
      {"name-form", c, "name: card_expired", "name: CardExpired", {5, 11}},
      {"name-form", c, "name: card_expired", "name: class", {5, 11}},
      {"name-unique", c, "name: card_blocked", "name: card_expired", {16, 11}},
      {"source-known",
       c,
       "    basis: derived\n",
       "    basis: derived\n    source: {document: wiki}\n",
       {24, 13}},
      {"see-target", c, "see: [acme.billing:900]", "see: [acme.billing:901]", {13, 10}},
      {"see-target", c, "see: [acme.billing:900]", "see: [acme.billing:100]", {13, 10}},
      {"see-target", c, "see: [acme.billing:900]", "see: [\"200\"]", {13, 10}},
      {"replaced-by", c, "replaced_by: acme.billing:900", "replaced_by: acme.billing:901", {25, 18}},
      {"replaced-by", c, "    state: obsolete\n", "", {24, 18}},
      {"success-verdict", c, "verdict: fix_state", "verdict: none", {9, 14}},
      {"two-languages", c, ", zh: 绑定的银行卡已过期", "", {7, 12}},
      {"text-form", c, "en: The card on file has", "en: The card  on file has", {7, 12}},
      {"text-form", c, "message: card expired", "message: \"card\\x01 expired\"", {6, 14}},
      {"title-stop", c, "has expired,", "has expired.,", {7, 12}},
      {"sentence-end", c, "than the charge.", "than the charge", {10, 12}},
      {"sentence-end", c, "扣款月份。", "扣款月份", {10, 12}},
      {"fix-steps", c, "call the bank.]", "call the bank., Try another card.]", {22, 10}},
      {"chinese-text", c, "绑定的银行卡已过期", "card expired", {7, 12}},
      {"chinese-punctuation", c, "早于扣款月份。", "早于;扣款月份。", {10, 12}},
      {"chinese-spacing", c, "通过 PUT", "通过PUT", {11, 10}},
      {"glossary", c, "The bank refuses every charge.", "The applet refuses every charge.", {21, 12}},
      {"glossary", c, "银行拒绝所有扣款。", "银行拒绝令牌扣款。", {21, 12}},
      {"title-length", c, "The card on file has expired", repeated("The card ", 9) + "expired", {7, 12}},
      {"vague-advice", c, "Ask the payer to call the bank.", "Check the parameters.", {22, 10}},
      {"vague-advice", c, "让付款人联系银行。", "检查参数是否正确。", {22, 10}},
      {"no-please", c, "Ask the payer to call", "Please call", {22, 10}},
      {"same-title", c, "银行已冻结该卡", "绑定的银行卡已过期", {18, 12}},
      {"cause-is-title", c, "The bank refuses every charge.", "The bank has blocked the card.", {21, 12}},
      {"same-cause", c, "The bank refuses every charge.", "The card is older than the charge.", {21, 12}},
      {"long-text",
       c,
       "The bank refuses every charge.",
       repeated("The bank refuses. ", 40) + "It does.",
       {21, 12}},
      {"limit-form", c, "field: cards, ", "", {14, 13}},
      {"limit-form", c, "unit: items", "unit: pieces", {14, 13}},
      {"limit-form", c, "window: 60s", "window: a minute", {14, 13}},
      {"limit-form", c, "min: 1", "min: 6", {14, 13}},
      {"limit-form",
       c,
       "{field: cards, min: 1, max: 5, unit: items, window: 60s}",
       "{field: cards}",
       {14, 13}},
  };
}

std::string changed(const char* text, const std::string& find, const std::string& replace) {
  std::string out(text);
  const auto at = out.find(find);
  if (at == std::string::npos) throw std::logic_error("the catalog of this test has no `" + find + "`");
  return out.replace(at, find.size(), replace);
}

const std::vector<term>& glossary() {
  static const std::vector<term> terms{{"mini program", "小程序", {"applet"}, {}},
                                       {"token", "token", {}, {"令牌"}}};
  return terms;
}

findings lint(const std::string& platform, const std::string& codes) {
  authored_catalog read;
  findings found;
  read_yaml(platform, "platform.yaml", read, found);
  read_yaml(codes, "codes.yaml", read, found);
  const auto more = check(read, glossary(), nullptr);
  found.insert(found.end(), more.begin(), more.end());
  return found;
}

TEST(Rules, ACleanCatalogHasNoFinding) { EXPECT_THAT(lint(platform_yaml, codes_yaml), IsEmpty()); }

TEST(Rules, EachBreachIsFoundInItsPlaceAndNothingElse) {
  for (const breach& b : breaches()) {
    SCOPED_TRACE(std::string(b.rule) + ": " + b.replace);
    const bool in_platform = std::string_view(b.file) == p;
    const findings found = lint(in_platform ? changed(platform_yaml, b.find, b.replace) : platform_yaml,
                                in_platform ? codes_yaml : changed(codes_yaml, b.find, b.replace));
    // One breach may be found more than once: a code that stands twice is found at both places.
    ASSERT_FALSE(found.empty());
    const finding& f = found.front();
    const auto place = [](const std::string& file, position at, std::string_view rule) {
      return file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " +
             std::string(rule);
    };
    EXPECT_EQ(place(f.file, f.at, f.rule), place(b.file, b.at, b.rule)) << to_line(f);
    EXPECT_EQ(f.severity, severity_of(b.rule));
    EXPECT_FALSE(f.message.empty());
    for (const finding& other : found) EXPECT_EQ(other.rule, std::string_view(b.rule)) << to_line(other);
  }
}

TEST(Rules, EveryRuleIsBrokenSomewhereInThisFile) {
  std::set<std::string_view> broken{"unreadable-file", "exemption-form", "exemption-unused"};  // Below.
  const auto all = breaches();
  for (const breach& b : all) broken.insert(b.rule);
  for (const rule& r : all_rules()) {
    EXPECT_TRUE(broken.contains(r.name)) << "no test breaks " << r.name;
    EXPECT_FALSE(r.reason.empty());
    broken.erase(r.name);
  }
  EXPECT_THAT(broken, IsEmpty()) << "not in all_rules()";
}

TEST(Rules, AFileThatCannotBeReadIsAFinding) {
  authored_catalog read;
  findings found;
  read_path("/no/such/catalog.yaml", read, found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "unreadable-file");
  EXPECT_EQ(to_line(found[0]), "/no/such/catalog.yaml: reject unreadable-file: No such file or directory");
}

TEST(Rules, ReferencesMayLeadIntoAnotherCatalog) {
  authored_catalog read;
  findings found;
  read_yaml(changed(codes_yaml, "acme.billing:900]", "wecom:40014]"), "codes.yaml", read, found);
  EXPECT_THAT(found, IsEmpty());
  EXPECT_EQ(check(read, {}, nullptr).size(), 1u);
  EXPECT_THAT(check(read, {}, &catalog::builtin()), IsEmpty());
}

TEST(Rules, MeaningsOfOneCodeNeedContextsThatDiffer) {
  const auto with = [](const std::string& first, const std::string& second) {
    std::string text = changed(codes_yaml, "code: 200", "code: 100");
    text = changed(text.c_str(), "see: [acme.billing:900]", "context: {api_version: " + first + "}");
    return changed(text.c_str(), "    state: obsolete\n    replaced_by: acme.billing:900\n",
                   "    context: {api_version: " + second + "}\n");
  };
  EXPECT_THAT(lint(platform_yaml, with("v1", "v2")), IsEmpty());
  const findings found = lint(platform_yaml, with("v1", "v1"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "code-unique");
  EXPECT_THAT(found[0].message, HasSubstr("codes.yaml:4"));
}

TEST(Rules, AnUnknownRuleIsAMistakeOfTheProgram) {
  EXPECT_THROW((void)severity_of("no-such-rule"), std::logic_error);
}

findings exempted(const std::string& codes, std::string_view exemptions) {
  return apply_exemptions(lint(platform_yaml, codes), exemptions, "exemptions.txt");
}

TEST(Exemptions, CoverARuleThatNeedsADecision) {
  const std::string codes = changed(codes_yaml, "银行已冻结该卡", "绑定的银行卡已过期");
  EXPECT_EQ(exempted(codes, "").size(), 1u);
  EXPECT_THAT(exempted(codes, "# agreed in May\n\nsame-title acme.billing:200  # both say so\n"), IsEmpty());
  EXPECT_THAT(exempted(codes, "same-title   acme.billing:200\r\n"), IsEmpty());
}

TEST(Exemptions, ThatNothingNeedsAreFindings) {
  const findings found = exempted(codes_yaml, "\nsame-title acme.billing:200\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(to_line(found[0]),
            "exemptions.txt:2:1: reject exemption-unused: nothing needs the exemption `same-title "
            "acme.billing:200` any more; remove the line");
}

TEST(Exemptions, NameARuleThatNeedsADecisionAndACode) {
  for (const char* line :
       {"same-title", "code-form acme.billing:200", "no-such-rule acme.billing:200", "sametitle"}) {
    const findings found = exempted(codes_yaml, line);
    ASSERT_EQ(found.size(), 1u) << line;
    EXPECT_EQ(found[0].rule, "exemption-form") << line;
    EXPECT_EQ(found[0].at.line, 1u);
  }
}

TEST(Exemptions, DoNotCoverAnotherCodeOrAnotherRule) {
  const std::string codes = changed(codes_yaml, "银行已冻结该卡", "绑定的银行卡已过期");
  EXPECT_EQ(exempted(codes, "same-title acme.billing:100").size(), 2u);
  EXPECT_EQ(exempted(codes, "title-length acme.billing:200").size(), 2u);
}

}  // namespace
}  // namespace errdex::authoring
