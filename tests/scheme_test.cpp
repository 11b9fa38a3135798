#include "errdex/scheme.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "errdex/catalog.hpp"

namespace errdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const scheme& abbccc() { return *find_scheme("a-bb-ccc"); }
const scheme& feishu() { return *find_scheme("feishu-errno"); }

/// "service-level error / 17 / 42": each part by its name, or else by its value.
std::string parts(const scheme& s, std::string_view text) {
  const auto read = s.parse(text);
  if (!read) return std::string(name(read.problem.fault));
  std::string out;
  for (const scheme_part p : *read.code) {
    out +=
        (out.empty() ? "" : " / ") + (p.title_en.empty() ? std::to_string(p.value) : std::string(p.title_en));
  }
  return out;
}

std::string why(const scheme& s, std::string_view text, language lang = language::en) {
  const auto read = s.parse(text);
  return read ? "" : message(s, read.problem, lang);
}

std::vector<std::string> faults(const scheme& s, std::string_view text) {
  std::vector<std::string> out;
  for (const scheme_problem& p : s.validate(text)) out.push_back(message(s, p, language::en));
  return out;
}

TEST(Scheme, TakesACodeApart) {
  EXPECT_EQ(parts(abbccc(), "2-17-042"), "service-level error / 17 / 42");
  EXPECT_EQ(parts(abbccc(), "217042"), "service-level error / 17 / 42");
  EXPECT_EQ(parts(feishu(), "1504205"), "device / NFC / 205");
  EXPECT_EQ(parts(feishu(), "203"), "files / 3");
  EXPECT_EQ(parts(feishu(), "0"), "success");
  EXPECT_EQ(abbccc().parse("2-17-042").code->number(), 217042);
  EXPECT_EQ(feishu().parse("1000001").code->form().name, "business");
  EXPECT_EQ(feishu().parse("113").code->form().name, "common");
}

TEST(Scheme, ReadsTheDigitsAsTheTableUsesThemAndNotAsTheProseSays) {
  // The prose: login is 01, user information 02, and 1001020 a login error. No row of the table agrees.
  EXPECT_EQ(parts(feishu(), "1000001"), "open interface / login / 1");
  EXPECT_EQ(parts(feishu(), "1001020"), "open interface / user information / 20");
  EXPECT_THAT(feishu().note(language::en), HasSubstr("1001020"));
  EXPECT_FALSE(feishu().note(language::zh).empty());
}

TEST(Scheme, SaysWhichDigitsAreWrong) {
  EXPECT_EQ(why(abbccc(), "2-1-042"), "module is `1`, 1 digit; it has 2");
  EXPECT_EQ(why(abbccc(), "2-17-42"), "number is `42`, 2 digits; it has 3");
  EXPECT_EQ(why(abbccc(), "22-17-042"), "level is `22`, 2 digits; it has 1");
  EXPECT_EQ(why(abbccc(), "2--042"), "module is ``, 0 digits; it has 2");
  EXPECT_EQ(why(abbccc(), "2-17"), "2 groups between separators; a-bb-ccc is level(1)-module(2)-number(3)");
  EXPECT_EQ(why(abbccc(), "10008"), "5 digits; a-bb-ccc is level(1)-module(2)-number(3)");
  EXPECT_EQ(why(abbccc(), "2x7042"),
            "`x` at position 2 is not a digit; a-bb-ccc is level(1)-module(2)-number(3)");
  EXPECT_EQ(why(abbccc(), "2-1七-042"),
            "`七` at position 4 is not a digit; a-bb-ccc is level(1)-module(2)-number(3)");
  EXPECT_EQ(why(abbccc(), "-217042"),
            "2 groups between separators; a-bb-ccc is level(1)-module(2)-number(3)");
  EXPECT_EQ(why(abbccc(), "017042"), "level is 0; it runs from 1 to 9");
  EXPECT_EQ(why(abbccc(), "2-00-042"), "module is 00; it runs from 01 to 99");
  EXPECT_EQ(why(abbccc(), ""), "there is no code; a-bb-ccc is level(1)-module(2)-number(3)");
  EXPECT_EQ(why(feishu(), "1-2"),
            "`-` at position 2 is not a digit; feishu-errno is error(1), or area(1) + "
            "error(2), or top(2) + sub(2) + error(3)");
  EXPECT_EQ(why(feishu(), "9"), "error is 9; it can only be 0");
  EXPECT_EQ(why(abbccc(), "2-17-42", language::zh), "number 为 `42`，共 2 位，应为 3 位");
  EXPECT_EQ(why(abbccc(), "2-00-042", language::zh), "module 为 00；取值 01 至 99");

  const scheme_problem p = abbccc().parse("2-17-42").problem;
  EXPECT_EQ(p.fault, scheme_fault::group_length);
  EXPECT_EQ(p.group->name, "number");
  EXPECT_EQ(p.position, 5u);
}

TEST(Scheme, ValidatingAsksMoreThanReading) {
  EXPECT_THAT(faults(abbccc(), "2-17-042"), ElementsAre());
  EXPECT_EQ(parts(abbccc(), "3-17-042"), "3 / 17 / 42");
  EXPECT_THAT(
      faults(abbccc(), "3-17-042"),
      ElementsAre("level 3 has no meaning in a-bb-ccc; known: 1 system-level error, 2 service-level error"));
  EXPECT_THAT(faults(abbccc(), "200000"),
              ElementsAre("module is 00; it runs from 01 to 99", "number is 000; it runs from 001 to 999"));
  EXPECT_THAT(
      faults(feishu(), "1012001"),
      ElementsAre("sub 12 has no meaning in feishu-errno; known: 00 login, 01 user information, 02 chats, "
                  "03 contacts, 04 face verification"));
  EXPECT_THAT(faults(feishu(), "404"), ElementsAre(HasSubstr("area 4 has no meaning")));
  EXPECT_TRUE(abbccc().validate(217042).empty());
  EXPECT_FALSE(abbccc().validate(10008).empty());
  for (const std::int64_t n : {std::int64_t{-217042}, std::numeric_limits<std::int64_t>::min(),
                               std::numeric_limits<std::int64_t>::max()}) {
    const auto problems = abbccc().validate(n);
    ASSERT_FALSE(problems.empty()) << n;
    EXPECT_FALSE(message(abbccc(), *problems.begin(), language::en).empty());
  }
  EXPECT_THAT(message(abbccc(), *abbccc().validate(-5).begin(), language::en),
              HasSubstr("`-` at position 1"));
}

TEST(Scheme, EveryCodeOfTheClientApiKeepsToItsScheme) {
  const space client = catalog::builtin().space(spaces::feishu_client);
  EXPECT_EQ(client.scheme(), feishu().name);
  for (const entry e : client.entries()) EXPECT_THAT(faults(feishu(), e.code()), ElementsAre()) << e.code();
}

TEST(Scheme, TheGenericPlatformBreaksItsOwnScheme) {
  for (const space_id id : {spaces::openapi_api, spaces::openapi_oauth}) {
    const space s = catalog::builtin().space(id);
    EXPECT_EQ(s.scheme(), abbccc().name);
    for (const entry e : s.entries()) EXPECT_FALSE(abbccc().validate(e.code()).empty()) << e.code();
  }
}

TEST(Scheme, NamesItsCategoriesAsTheRangesOfTheSpaceDo) {
  const space client = catalog::builtin().space(spaces::feishu_client);
  std::size_t compared = 0;
  for (std::size_t i = 0; i < client.range_count(); ++i) {
    const code_range r = client.range(i);
    if (r.from < 1000000) continue;
    const auto code = feishu().parse(std::to_string(r.from + 1)).code.value();
    for (const language lang : {language::en, language::zh}) {
      const std::string top(code[0].title(lang));
      const std::string sub(code[1].title(lang));
      const std::string both = top + (lang == language::zh ? "：" : ": ") + sub;
      const bool is_top = r.to - r.from == 99999;
      const std::string title(r.title(lang));
      EXPECT_TRUE(is_top ? title == top : title == both || title == sub) << title;
    }
    ++compared;
  }
  EXPECT_GT(compared, 20u);
}

TEST(NextFree, IsTheNumberBehindTheHighest) {
  const group_choice block[] = {{"level", 2}, {"module", 17}};
  const auto next = [&](std::vector<std::int64_t> in_use) {
    return abbccc().next_free(block, in_use).code->number();
  };
  EXPECT_EQ(next({}), 217001);
  EXPECT_EQ(next({217001, 217002}), 217003);
  EXPECT_EQ(next({217002, 217009, 217005}), 217010) << "a gap may be a number that was withdrawn";
  EXPECT_EQ(next({217999, 217001}), 217002) << "at the end of the block the gaps are all that is left";
  EXPECT_EQ(next({216999, 218001, -5, std::numeric_limits<std::int64_t>::max()}), 217001) << "other blocks";
  EXPECT_EQ(next({217005, 217005}), 217006);
}

TEST(NextFree, SaysWhenABlockIsFull) {
  std::vector<std::int64_t> all;
  for (std::int64_t n = 217001; n <= 217999; ++n) all.push_back(n);
  const group_choice block[] = {{"module", 17}, {"level", 2}};
  EXPECT_TRUE(abbccc().next_free(block, all).full());
  all.erase(all.begin() + 500);
  EXPECT_EQ(abbccc().next_free(block, all).code->number(), 217501);
}

TEST(NextFree, LooksAtASpace) {
  const group_choice chats[] = {{"top", 10}, {"sub", 2}};
  EXPECT_EQ(feishu().next_free(chats, catalog::builtin().space("feishu.client")).code->number(), 1002014);
  const group_choice files[] = {{"area", 2}};
  EXPECT_EQ(feishu().next_free(files, catalog::builtin().space("feishu.client")).code->number(), 215);
}

TEST(NextFree, SaysWhatIsWrongWithTheGroups) {
  const auto refused = [](const scheme& s, std::vector<group_choice> groups) {
    const next_number next = s.next_free(groups, std::vector<std::int64_t>{});
    EXPECT_FALSE(next.code);
    EXPECT_FALSE(next.full());
    return message(s, next.problem, language::en);
  };
  EXPECT_EQ(refused(abbccc(), {}), "the group `level` is missing; give level and module");
  EXPECT_EQ(refused(abbccc(), {{"level", 2}}), "the group `module` is missing; give level and module");
  EXPECT_EQ(refused(feishu(), {}), "the group `area` is missing; give area, or top and sub");
  EXPECT_EQ(refused(feishu(), {{"top", 10}}), "the group `sub` is missing; give area, or top and sub");
  EXPECT_EQ(refused(feishu(), {{"top", 10}, {"area", 1}}),
            "there is no group `area` here; give area, or top and sub");
  EXPECT_EQ(refused(abbccc(), {{"level", 2}, {"part", 1}}),
            "there is no group `part` here; give level and module");
  EXPECT_EQ(refused(abbccc(), {{"level", 2}, {"level", 2}}), "the group `level` is given twice");
  EXPECT_EQ(refused(abbccc(), {{"level", 2}, {"module", 1}, {"number", 1}}),
            "`number` is the running number, which is what will be found; give level and module");
  EXPECT_EQ(refused(abbccc(), {{"level", 2}, {"module", 100}}), "module is 100; it runs from 01 to 99");
  EXPECT_THAT(refused(abbccc(), {{"level", 3}, {"module", 1}}), HasSubstr("level 3 has no meaning"));
  EXPECT_THAT(refused(feishu(), {{"top", 10}, {"sub", 44}}), HasSubstr("sub 44 has no meaning"));
}

/// Texts that are nearly codes.
rc::Gen<std::string> nearly_codes() {
  return rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789012345678901-x")));
}

RC_GTEST_PROP(SchemeProperty, WritingWhatWasReadGivesTheTextOrItsCanonicalForm, ()) {
  const std::string text = *nearly_codes();
  for (const scheme& s : builtin_schemes()) {
    const auto read = s.parse(text);
    if (!read) {
      RC_ASSERT(read.problem.fault != scheme_fault::none);
      RC_ASSERT(read.problem.position <= text.size());
      RC_ASSERT(!message(s, read.problem, language::zh).empty());
      RC_ASSERT(!s.validate(text).empty());
      continue;
    }
    const std::string canonical = s.format(*read.code);
    RC_ASSERT(canonical == text || std::to_string(read.code->number()) == text);
    RC_ASSERT(s.format(*s.parse(canonical).code) == canonical);
  }
}

RC_GTEST_PROP(SchemeProperty, EveryNumberOfTheFormIsReadAndWritten, ()) {
  const auto level = *rc::gen::inRange(1, 10);
  const auto module = *rc::gen::inRange(1, 100);
  const auto number = *rc::gen::inRange(1, 1000);
  const std::int64_t code = level * 100000 + module * 1000 + number;
  const auto read = abbccc().parse(std::to_string(code));
  RC_ASSERT(static_cast<bool>(read));
  RC_ASSERT(read.code->number() == code);
  const std::string text = abbccc().format(*read.code);
  RC_ASSERT(text.size() == 8u);
  RC_ASSERT(abbccc().parse(text).code->number() == code);
  RC_ASSERT(abbccc().validate(code).empty() == (level <= 2));
}

RC_GTEST_PROP(SchemeProperty, TheNextNumberIsNeverTakenAndAlwaysValid, ()) {
  const auto module = static_cast<std::uint32_t>(*rc::gen::inRange(1, 4));
  const auto taken = *rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::map(rc::gen::inRange(201000, 204000), [](int n) { return std::int64_t{n}; }));
  const group_choice block[] = {{"level", 2}, {"module", module}};
  const next_number next = abbccc().next_free(block, taken);
  RC_ASSERT(static_cast<bool>(next.code));  // Far fewer than 999 are taken.
  const std::int64_t number = next.code->number();
  RC_ASSERT(std::find(taken.begin(), taken.end(), number) == taken.end());
  RC_ASSERT(number / 1000 == 200 + module);
  RC_ASSERT(abbccc().validate(number).empty());
}

/// A scheme as a program would describe its own: two forms of equal length, told apart by their ranges.
constexpr digit_value regions[] = {{7, "europe", "欧洲"}, {8, "asia", "亚洲"}};
constexpr digit_group regional[] = {{"region", "region", "区域", 1, 7, 8, regions},
                                    {"error", "error", "错误", 3, 0, 999}};
constexpr digit_group global[] = {{"team", "team", "团队", 2, 10, 69}, {"error", "error", "错误", 2, 0, 99}};
constexpr scheme_form own_forms[] = {{"regional", "regional", "区域", regional},
                                     {"global", "global", "全局", global}};
constexpr scheme own{"own", "Own", "自有", "", "", '.', own_forms};
static_assert(well_formed(own));

TEST(OwnScheme, WorksLikeTheBuiltInOnes) {
  EXPECT_EQ(own.parse("7123").code->form().name, "regional");
  EXPECT_EQ(own.parse("1234").code->form().name, "global");
  EXPECT_EQ(own.format(*own.parse("1234").code), "12.34");
  EXPECT_FALSE(own.parse("9123"));
  EXPECT_EQ(own.parse("12.34").code->number(), 1234);
  const group_choice block[] = {{"region", 8}};
  EXPECT_EQ(own.next_free(block, std::vector<std::int64_t>{8041}).code->number(), 8042);
}

TEST(OwnScheme, IsRefusedWhenItCannotBeRead) {
  static constexpr digit_group leading_zero[] = {{"a", "a", "a", 2, 0, 99}};
  static constexpr scheme_form form[] = {{"f", "f", "f", leading_zero}};
  static_assert(!well_formed(scheme{"x", "x", "x", "", "", '\0', form}));
  static constexpr digit_group too_wide[] = {{"a", "a", "a", 1, 1, 10}};
  static constexpr scheme_form wide_form[] = {{"f", "f", "f", too_wide}};
  static_assert(!well_formed(scheme{"x", "x", "x", "", "", '\0', wide_form}));
  static_assert(!well_formed(scheme{"x", "x", "x", "", "", '\0', {}}));
  EXPECT_TRUE(well_formed(own));
}

TEST(Scheme, NamesOfFaultsAreDistinct) {
  std::set<std::string_view> names;
  for (int i = 0; i <= 11; ++i) names.insert(name(static_cast<scheme_fault>(i)));
  EXPECT_EQ(names.size(), 12u);
  EXPECT_FALSE(names.contains(""));
  EXPECT_EQ(find_scheme("no-such-scheme"), nullptr);
  EXPECT_EQ(builtin_schemes().size(), 2u);
}

}  // namespace
}  // namespace errdex
