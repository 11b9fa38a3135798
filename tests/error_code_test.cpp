#include "errdex/error_code.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <string>

#include "errdex/codes/dingtalk.hpp"
#include "errdex/codes/feishu_client.hpp"
#include "errdex/codes/feishu_h5sdk.hpp"
#include "errdex/codes/feishu_hire.hpp"
#include "errdex/codes/feishu_server.hpp"
#include "errdex/codes/openapi_api.hpp"
#include "errdex/codes/openapi_oauth.hpp"
#include "errdex/codes/wecom.hpp"
#include "sample_catalog.hpp"

namespace errdex {
namespace {

/// Made before main: the categories must be there already.
const std::error_code made_early = wecom::code::access_token_invalid;
const std::string message_made_early = made_early.message();

TEST(ErrorCode, CategoriesExistBeforeMain) {
  EXPECT_EQ(made_early.category(), category(spaces::wecom));
  EXPECT_EQ(message_made_early, catalog::builtin().find(spaces::wecom, 40014).title(language::en));
}

TEST(ErrorCode, EachSpaceHasACategoryOfItsName) {
  for (const space s : catalog::builtin().spaces()) {
    EXPECT_EQ(category(s.id()).name(), s.name());
    EXPECT_EQ(category(s.id()).space(), s);
    EXPECT_EQ(&category(s.id()), &category(s.id()));
  }
  EXPECT_STREQ(category(space_id{0}).name(), "unknown");
  EXPECT_STREQ(category(space_id{200}).name(), "unknown");
  EXPECT_FALSE(category(space_id{200}).find(40014));
  EXPECT_STREQ(status_category().name(), "errdex.status");
  EXPECT_STREQ(verdict_category().name(), "errdex.verdict");
}

TEST(ErrorCode, EveryCodeComparesWithItsStatusAndItsVerdictAndNoOther) {
  for (const entry e : catalog::builtin().entries()) {
    const entry first = catalog::builtin().find(e.space().id(), *e.number());
    const std::error_code ec(static_cast<int>(*e.number()), category(e.space().id()));
    EXPECT_EQ(entry_of(ec), first);
    EXPECT_EQ(ec.message(), first.title(language::en));
    EXPECT_EQ(ec.default_error_condition(), first.status());
    for (std::size_t i = 0; i < status_count; ++i) {
      EXPECT_EQ(ec == static_cast<status>(i), i == static_cast<std::size_t>(first.status())) << ec;
    }
    for (std::size_t i = 0; i < verdict_count; ++i) {
      EXPECT_EQ(ec == static_cast<verdict>(i), i == static_cast<std::size_t>(first.verdict())) << ec;
    }
  }
}

TEST(ErrorCode, ReadsAsInTheManual) {
  const std::error_code ec = wecom::code::access_token_invalid;
  EXPECT_EQ(ec.value(), 40014);
  EXPECT_TRUE(ec == verdict::refresh_token);
  EXPECT_TRUE(ec == status::unauthenticated);
  EXPECT_TRUE(ec != status::not_found);
  EXPECT_TRUE(ec == wecom::code::access_token_invalid);
  EXPECT_FALSE(ec == std::error_code(40014, dingtalk::category()))
      << "the same number in two spaces is two codes";
  try {
    throw std::system_error(ec);
  } catch (const std::system_error& thrown) {
    EXPECT_TRUE(thrown.code() == verdict::refresh_token);
    EXPECT_EQ(std::string(thrown.what()), ec.message());
  }
}

TEST(ErrorCode, TheGeneratedEnumeratorsAreTheCatalog) {
  const std::regex line(R"(^  (\w+) = (-?\d+),  ///< .*)");
  for (const space sp : catalog::builtin().spaces()) {
    std::string file(sp.name());
    std::replace(file.begin(), file.end(), '.', '_');
    std::ifstream in(ERRDEX_SOURCE_DIR "/include/errdex/codes/" + file + ".hpp");
    ASSERT_TRUE(in) << file;
    std::size_t enumerators = 0;
    for (std::string text; std::getline(in, text);) {
      std::smatch m;
      if (!std::regex_match(text, m, line)) continue;
      ++enumerators;
      const entry e = catalog::builtin().find_name(sp.id(), m.str(1));
      EXPECT_TRUE(e) << file << ": " << m.str(1) << "; run `catalogc generate .`";
      EXPECT_EQ(e.code(), m.str(2)) << file << ": " << m.str(1) << "; run `catalogc generate .`";
    }
    EXPECT_EQ(enumerators, sp.entries().size()) << file << "; run `catalogc generate .`";
  }
}

TEST(ErrorCode, EachEnumerationIsInItsCategory) {
  EXPECT_EQ(std::error_code(feishu_client::code::success).category(), category(spaces::feishu_client));
  EXPECT_EQ(make_error_code(feishu_h5sdk::code{1012}).category(), category(spaces::feishu_h5sdk));
  EXPECT_EQ(make_error_code(feishu_hire::code{1002101}).category(), category(spaces::feishu_hire));
  EXPECT_EQ(make_error_code(feishu_server::code{99991663}).category(), category(spaces::feishu_server));
  EXPECT_EQ(make_error_code(dingtalk::code{40014}).category(), category(spaces::dingtalk));
  EXPECT_EQ(make_error_code(openapi_oauth::code{10000}).category(), category(spaces::openapi_oauth));
  EXPECT_EQ(make_error_code(openapi_api::code{110}).category(), category(spaces::openapi_api));
}

TEST(ErrorCode, StatusesThatHaveAnErrcCompareWithIt) {
  const auto with_status = [](status wanted) {
    for (const entry e : catalog::builtin().entries()) {
      if (e.status() == wanted && catalog::builtin().find(e.space().id(), *e.number()) == e) {
        return std::error_code(static_cast<int>(*e.number()), category(e.space().id()));
      }
    }
    return std::error_code(-7, category(spaces::wecom));
  };
  EXPECT_TRUE(with_status(status::ok) == std::errc{});
  EXPECT_TRUE(with_status(status::cancelled) == std::errc::operation_canceled);
  EXPECT_TRUE(with_status(status::invalid_argument) == std::errc::invalid_argument);
  EXPECT_TRUE(with_status(status::deadline_exceeded) == std::errc::timed_out);
  EXPECT_TRUE(with_status(status::not_found) == std::errc::no_such_file_or_directory);
  EXPECT_TRUE(with_status(status::already_exists) == std::errc::file_exists);
  EXPECT_TRUE(with_status(status::permission_denied) == std::errc::permission_denied);
  EXPECT_TRUE(with_status(status::out_of_range) == std::errc::result_out_of_range);
  EXPECT_TRUE(with_status(status::unimplemented) == std::errc::function_not_supported);
  EXPECT_TRUE(with_status(status::unavailable) == std::errc::resource_unavailable_try_again);
  EXPECT_FALSE(with_status(status::not_found) == std::errc::permission_denied);
  EXPECT_FALSE(with_status(status::unauthenticated) == std::errc::permission_denied);
  EXPECT_FALSE(with_status(status::resource_exhausted) == std::errc::resource_unavailable_try_again);
}

TEST(ErrorCode, NumbersThatAreNotListed) {
  const std::error_code ec(49999, category(spaces::wecom));
  EXPECT_EQ(ec.message(), "unknown code 49999 of wecom");
  EXPECT_TRUE(ec == status::unknown);
  EXPECT_TRUE(ec == verdict::contact_platform);
  EXPECT_FALSE(entry_of(ec));
  // Success where the space does not list it.
  ASSERT_FALSE(catalog::builtin().find(spaces::feishu_hire, 0));
  const std::error_code fine(0, category(spaces::feishu_hire));
  EXPECT_FALSE(fine);
  EXPECT_EQ(fine.message(), "success");
  EXPECT_TRUE(fine == status::ok);
  EXPECT_TRUE(fine == verdict::none);
  EXPECT_TRUE(fine == std::errc{});
}

TEST(ErrorCode, OfSeveralMeaningsTheFirstCounts) {
  const entry first = catalog::builtin().find(spaces::feishu_server, 40001);
  const std::error_code ec(40001, category(spaces::feishu_server));
  ASSERT_TRUE(first.next_meaning());
  EXPECT_TRUE(ec == first.verdict());
  EXPECT_EQ(ec.message(), first.title(language::en));
}

TEST(ErrorCode, OtherCategoriesAreNotOurs) {
  const auto other = std::make_error_code(std::errc::permission_denied);
  EXPECT_FALSE(entry_of(other));
  EXPECT_FALSE(other == status::permission_denied);
  EXPECT_FALSE(entry_of(std::error_code()));
}

TEST(ErrorCode, ConditionsSayWhatTheyAre) {
  EXPECT_EQ(make_error_condition(status::not_found).message(), "NOT_FOUND");
  EXPECT_EQ(make_error_condition(verdict::retry).message(), meaning(verdict::retry, language::en));
  EXPECT_EQ(status_category().message(17), "no status has the value 17");
  EXPECT_EQ(verdict_category().message(-1), "no verdict has the value -1");
}

TEST(ErrorCode, AUserCatalogHasItsOwnCategory) {
  const catalog mine = sample::compile(sample::draft());
  const space_category acme(mine, mine.space("acme.billing").id());
  EXPECT_STREQ(acme.name(), "acme.billing");
  const std::error_code ec(217042, acme);
  EXPECT_EQ(ec.message(), "title of invoice_closed");
  EXPECT_TRUE(ec == verdict::fix_state);
  EXPECT_TRUE(ec == status::failed_precondition);
  EXPECT_TRUE(ec == std::error_condition(217042, acme));
  EXPECT_FALSE(ec == std::error_condition(217043, acme));
  EXPECT_EQ(entry_of(ec).name(), "invoice_closed");
  const space_category nothing(mine, space_id{99});
  EXPECT_STREQ(nothing.name(), "unknown");
  EXPECT_TRUE(std::error_code(217042, nothing) == status::unknown);
}

}  // namespace
}  // namespace errdex
