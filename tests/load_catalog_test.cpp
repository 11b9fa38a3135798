// A user's codes, read from YAML when the program starts, beside the built-in ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "errdex/error_code.hpp"
#include "errdex/yaml.hpp"

namespace errdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* billing = R"(space: acme.billing
entries:
  - code: 217042
    name: card_expired
    message: card expired
    title: {en: The card on file has expired, zh: 绑定的银行卡已过期}
    status: FAILED_PRECONDITION
    verdict: fix_state
    cause: {en: The card is older than the charge., zh: 银行卡有效期早于扣款月份。}
    fix: {en: [Ask for another card.], zh: [换一张卡。]}
    basis: documented
    see: [wecom:40014]
)";

TEST(LoadCatalog, ReadsAFile) {
  std::vector<std::string> findings;
  const auto mine = read_catalog(billing, "billing.yaml", findings);
  ASSERT_TRUE(mine);
  EXPECT_THAT(findings, IsEmpty()) << "a reference may lead to a built-in code";
  EXPECT_EQ(mine->find("acme.billing", "217042").name(), "card_expired");
  std::string error;
  const auto all = catalog::combine(catalog::builtin(), *mine, error);
  ASSERT_TRUE(all) << error;
  EXPECT_EQ(all->find(spaces::wecom, 40014).name(), catalog::builtin().find(spaces::wecom, 40014).name());
  EXPECT_EQ(all->find("acme.billing", "217042").title(language::zh), "绑定的银行卡已过期");
  const space_category acme(*all, all->space("acme.billing").id());
  EXPECT_TRUE(std::error_code(217042, acme) == verdict::fix_state);
}

TEST(LoadCatalog, ReadsFoldersAndFilesTogether) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("errdex_load_" + std::to_string(std::random_device{}()));
  std::filesystem::create_directories(folder / "acme");
  std::ofstream(folder / "acme/billing.yaml") << billing;
  std::ofstream(folder / "acme/platform.yaml") << "platform: acme\ntitle: {en: Acme, zh: 艾克米}\nspaces: "
                                                  "[{space: acme.billing, title: {en: Billing, zh: 计费}}]\n";
  std::vector<std::string> findings;
  const auto mine = load_catalog({folder.string()}, findings);
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(mine) << (findings.empty() ? "" : findings.front());
  EXPECT_EQ(mine->space("acme.billing").title(language::en), "Billing");
  EXPECT_EQ(mine->space("acme.billing").platform_title(language::zh), "艾克米");
}

std::string without(std::string text, std::string_view what, std::string_view instead = "") {
  return text.replace(text.find(what), what.size(), instead);
}

TEST(LoadCatalog, ABreachOfStyleIsReportedAndLoaded) {
  std::vector<std::string> findings;
  EXPECT_TRUE(read_catalog(without(billing, "the charge.", "the charge"), "billing.yaml", findings));
  EXPECT_THAT(findings, ElementsAre(HasSubstr("billing.yaml:9:12: reject sentence-end:")));
}

TEST(LoadCatalog, WhatMakesALookUpAmbiguousIsRefused) {
  std::vector<std::string> findings;
  std::string twice = billing;
  twice +=
      without(std::string(billing).substr(std::string(billing).find("  - code")), "card_expired", "card_old");
  EXPECT_FALSE(read_catalog(twice, "billing.yaml", findings));
  EXPECT_THAT(findings, testing::Contains(HasSubstr("reject code-unique")));
  findings.clear();
  EXPECT_FALSE(read_catalog(without(billing, "card_expired", "Card Expired"), "billing.yaml", findings));
  EXPECT_THAT(findings, ElementsAre(HasSubstr("billing.yaml:4:11: reject name-form")));
}

TEST(LoadCatalog, WhatCannotBeReadIsRefused) {
  std::vector<std::string> findings;
  EXPECT_FALSE(load_catalog({"/no/such/folder"}, findings));
  EXPECT_THAT(findings, ElementsAre("/no/such/folder: reject unreadable-file: No such file or directory"));
  findings.clear();
  EXPECT_FALSE(read_catalog("space: [", "broken.yaml", findings));
  EXPECT_THAT(findings, SizeIs(1));
  findings.clear();
  EXPECT_FALSE(
      read_catalog(without(billing, "verdict: fix_state", "verdict: shrug"), "billing.yaml", findings));
  EXPECT_THAT(findings,
              ElementsAre(HasSubstr("billing.yaml:8:14: reject unknown-value: `shrug` is not a verdict")));
}

TEST(LoadCatalog, NothingIsACatalogToo) {
  std::vector<std::string> findings;
  const auto none = load_catalog({}, findings);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->size(), 0u);
}

}  // namespace
}  // namespace errdex
