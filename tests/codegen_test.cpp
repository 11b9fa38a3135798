#include "authoring/codegen.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_catalog.hpp"

namespace errdex::authoring {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

authored_catalog authored(const draft::catalog& d) {
  authored_catalog out;
  out.spaces = d.spaces;
  for (const auto& e : d.entries) out.entries.push_back({e, 0, {}, {}});
  return out;
}

TEST(CodeHeaders, HaveOneEnumeratorForEachCodeThatAnErrorCodeCanCarry) {
  const auto files = code_headers(authored(sample::draft()));
  ASSERT_THAT(files, SizeIs(2));
  EXPECT_EQ(files[0].path, "include/errdex/codes/acme_billing.hpp");
  const std::string& text = files[0].content;
  EXPECT_THAT(text, HasSubstr("namespace errdex::acme_billing {"));
  EXPECT_THAT(text, HasSubstr("  invoice_closed = 217042,  ///< title of invoice_closed.\n"));
  EXPECT_THAT(text, HasSubstr("  negative = -1,"));
  EXPECT_THAT(text, HasSubstr("  two_things_v1 = 500,"));
  EXPECT_THAT(text, HasSubstr("  two_things_v2 = 500,"));
  EXPECT_THAT(
      text,
      HasSubstr("invoice_lost = 217043,  ///< title of invoice_lost. Obsolete; see acme.billing:217042."));
  EXPECT_THAT(text, Not(HasSubstr("just_wide"))) << "beyond int";
  EXPECT_THAT(files[1].content, Not(HasSubstr("forbidden"))) << "not a number";
  EXPECT_LT(text.find("negative"), text.find("success"));
  EXPECT_LT(text.find("success"), text.find("invoice_closed"));
}

TEST(CodeHeaders, OfAUserSpaceLeaveTheCategoryToTheProgram) {
  const auto files = code_headers(authored(sample::draft()));
  EXPECT_THAT(files[0].content, HasSubstr("[[nodiscard]] const std::error_category& category() noexcept;"));
  draft::catalog builtin;
  builtin.spaces.resize(1);
  builtin.spaces[0].name = "wecom";
  builtin.entries.push_back(sample::entry("wecom", "40014", "access_token_invalid"));
  EXPECT_THAT(code_headers(authored(builtin))[0].content,
              HasSubstr("return errdex::category(spaces::wecom);"));
}

TEST(CodeHeaders, AreValidWhateverTheNames) {
  draft::catalog d;
  d.spaces.resize(1);
  d.spaces[0].name = "9lives.acme-billing";
  d.entries.push_back(sample::entry("9lives.acme-billing", "1", "union"));
  d.entries.push_back(sample::entry("9lives.acme-billing", "2", "errno"));
  d.entries.push_back(sample::entry("9lives.acme-billing", "3", "plain"));
  d.entries[2].title.en = "ends with a backslash \\";
  const auto files = code_headers(authored(d));
  ASSERT_THAT(files, SizeIs(1));
  EXPECT_EQ(files[0].path, "include/errdex/codes/space_9lives_acme_billing.hpp");
  EXPECT_THAT(files[0].content, HasSubstr("  union_ = 1,"));
  EXPECT_THAT(files[0].content, HasSubstr("  errno_ = 2,"));
  EXPECT_THAT(files[0].content, HasSubstr("  plain = 3,  ///< ends with a backslash \\..\n"));
}

TEST(CodeHeaders, OfASpaceWithoutNumbersAreNotWritten) {
  draft::catalog d;
  d.spaces.resize(1);
  d.spaces[0].name = "acme";
  d.entries.push_back(sample::entry("acme", "Forbidden", "forbidden"));
  EXPECT_THAT(code_headers(authored(d)), SizeIs(0));
}

}  // namespace
}  // namespace errdex::authoring
