// Every entry of the catalog, in the answer that its platform gives, is what `diagnose` says first; and a
// code alone, a name and a code behind a wrapper lead to it too.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "errdex/diagnose.hpp"
#include "present/question.hpp"

namespace errdex {
namespace {

std::string as_json(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string label(const entry& e) {
  return std::string(e.space().name()) + ':' + std::string(e.code()) + ' ' + std::string(e.name());
}

/// The code as a JSON value.
std::string value_of(const entry& e) { return e.number() ? std::string(e.code()) : as_json(e.code()); }

std::string_view message_of(const entry& e) {
  return e.message().empty() && e.aliases().size() > 0 ? e.aliases()[0] : e.message();
}

std::string wecom_answer(const entry& e) {
  std::string message(message_of(e));
  message += ", hint: [1713777111197560034674942], from ip: 203.0.113.7, more info at ";
  message += "https://open.work.weixin.qq.com/devtool/query?e=";
  message += e.code();
  return R"({"errcode":)" + value_of(e) + R"(,"errmsg":)" + as_json(message) + "}";
}

std::string dingtalk_answer(const entry& e) {
  if (e.number()) {
    return R"({"errcode":)" + value_of(e) + R"(,"errmsg":)" + as_json(message_of(e)) +
           R"(,"request_id":"15r8x1k2abcd"})";
  }
  return R"({"code":)" + value_of(e) + R"(,"requestid":"0A1B2C3D-0000-7000-8000-000000000000","message":)" +
         as_json(message_of(e)) + "}";
}

/// The answer with which the platform of the entry sends its code. Nothing in it beside the code, its
/// message and what the platform always sends.
std::string answer_with(const entry& e) {
  const std::string_view space = e.space().name();
  const std::string code = value_of(e);
  const std::string message = as_json(message_of(e));
  if (space == "wecom") return wecom_answer(e);
  if (space == "dingtalk") return dingtalk_answer(e);
  if (space == "feishu.client") return R"({"errno":)" + code + R"(,"errString":)" + message + "}";
  if (space == "feishu.h5sdk") return R"({"errorCode":)" + code + R"(,"errorMessage":)" + message + "}";
  if (e.space().platform() == "feishu") {
    return R"({"code":)" + code + R"(,"msg":)" + message + R"(,"error":{"log_id":"20240601120000ABCDEF"}})";
  }
  return R"({"error_code":)" + code + R"(,"error_msg":)" + message + "}";
}

/// The path of the call, where nothing in the answer tells two spaces, or two meanings of a code, apart.
std::string path_of(const entry& e) {
  if (e.space().name() == "feishu.hire") return "/open-apis/hire/v1/applications";
  const std::string_view version = e.context().value("api_version");  // "contact v1/v2"
  const auto gap = version.find(' ');
  if (gap == std::string_view::npos) return {};
  const std::string_view number = version.substr(gap + 1);
  return "/open-apis/" + std::string(version.substr(0, gap)) + '/' +
         std::string(number.substr(0, number.find('/'))) + "/items";
}

TEST(Diagnosis, EveryEntryIsTheBestReadingOfItsOwnAnswer) {
  std::size_t count = 0;
  for (const entry e : catalog::builtin().entries()) {
    ++count;
    const std::string body = answer_with(e);
    const std::string path = path_of(e);
    const diagnosis d =
        diagnose({.body = body, .http_status = {}, .headers = {}, .url = path, .platform = {}});
    ASSERT_FALSE(d.empty()) << label(e) << " in " << body;
    const candidate& best = d.candidates()[0];
    EXPECT_TRUE(best.entry == e) << label(e) << " is read as " << label(best.entry) << " in " << body;
  }
  EXPECT_EQ(count, catalog::builtin().entries().size());
  EXPECT_GT(count, 1000u);
}

/// The code and its message, without anything that only one platform adds.
std::string bare_answer_with(const entry& e) {
  const text_list shapes = e.space().envelopes();
  const std::string_view shape = e.number() ? shapes[0] : std::string_view("code_text");
  const std::string code = value_of(e);
  const std::string message = as_json(message_of(e));
  if (shape == "errcode") return R"({"errcode":)" + code + R"(,"errmsg":)" + message + "}";
  if (shape == "code") return R"({"code":)" + code + R"(,"msg":)" + message + "}";
  return answer_with(e);
}

// DingTalk took over texts of WeCom, number and all. Such an answer is read as DingTalk's, because that
// is the one of the two that writes Chinese; WeCom's documents do, its answers do not.
TEST(Diagnosis, WithoutSignsTheMessageDecidesUnlessTwoPlatformsShareIt) {
  std::size_t shared = 0;
  for (const entry e : catalog::builtin().entries()) {
    const std::string body = bare_answer_with(e);
    const diagnosis d = diagnose({.body = body});
    ASSERT_FALSE(d.empty()) << label(e) << " in " << body;
    const candidate& best = d.candidates()[0];
    if (best.entry == e) continue;
    ++shared;
    EXPECT_EQ(e.space().id(), spaces::wecom) << label(e);
    EXPECT_EQ(best.space.id(), spaces::dingtalk) << label(e);
    EXPECT_EQ(best.entry.code(), e.code());
    EXPECT_TRUE(best.rules.has(evidence_rule::message_text)) << label(best.entry) << " in " << body;
    ASSERT_GT(d.candidates().size(), 1u) << label(e);
    EXPECT_TRUE(d.candidates()[1].entry == e) << label(e);
  }
  EXPECT_GT(shared, 0u);
}

TEST(Diagnosis, ABareCodeHasEveryEntryThatHasIt) {
  for (const entry e : catalog::builtin().entries()) {
    const diagnosis d = diagnose_code(e.code());
    EXPECT_TRUE(d.known()) << label(e);
    EXPECT_TRUE(std::any_of(d.candidates().begin(), d.candidates().end(), [&](const candidate& c) {
      return c.entry == e;
    })) << label(e);
  }
}

TEST(Diagnosis, ACodeOfANamedSpaceIsReadInThatSpaceOnly) {
  for (const entry e : catalog::builtin().entries()) {
    const std::string_view space = e.space().name();
    const diagnosis d = diagnose_code(e.code(), space);
    ASSERT_FALSE(d.empty()) << label(e);
    for (const candidate& c : d.candidates()) {
      EXPECT_EQ(c.space.name(), space) << label(e);
      EXPECT_EQ(c.entry.code(), e.code()) << label(e);
    }
    const auto spoken = present::answer(std::string(space) + ':' + std::string(e.code()), catalog::builtin());
    ASSERT_EQ(spoken.size(), 1u) << label(e);
    EXPECT_EQ(spoken[0].reading.candidates()[0].entry, d.candidates()[0].entry) << label(e);
  }
}

TEST(Diagnosis, ANameLeadsToItsEntry) {
  for (const entry e : catalog::builtin().entries()) {
    const std::string space(e.space().name());
    for (const std::string& question : {std::string(e.name()), space + ':' + std::string(e.name())}) {
      const auto found = present::answer(question, catalog::builtin());
      bool led = false;
      for (const present::finding& f : found) {
        for (const candidate& c : f.reading.candidates()) led = led || c.entry == e;
      }
      EXPECT_TRUE(led) << label(e) << " by " << question;
    }
  }
}

/// The three ways in which DingTalk wraps a code into 88.
std::array<std::string, 3> wrapped(std::string_view code, std::string_view message) {
  const std::string number(code);
  const std::string text = "ding talk error[subcode=" + number + ",submsg=" + std::string(message) + "]";
  return {R"({"errcode":88,"sub_code":")" + number + R"(","sub_msg":)" + as_json(message) + R"(,"errmsg":)" +
              as_json(text) + R"(,"request_id":"15r8x1k2abcd"})",
          R"({"errcode":88,"errmsg":)" + as_json(text) + "}",
          R"({"error_response":{"code":88,"msg":)" + as_json(text) + R"(,"sub_code":")" + number +
              R"(","request_id":"15r8x1k2abcd"}})"};
}

TEST(Diagnosis, ACodeBehindDingTalksWrapperIsFound) {
  const entry wrapper = catalog::builtin().find(spaces::dingtalk, 88);
  ASSERT_TRUE(wrapper);
  for (const entry e : catalog::builtin().entries()) {
    if (e.space().id() != spaces::dingtalk || !e.number() || e == wrapper) continue;
    for (const std::string& body : wrapped(e.code(), message_of(e))) {
      const diagnosis d = diagnose({.body = body});
      ASSERT_FALSE(d.empty()) << body;
      const candidate& best = d.candidates()[0];
      EXPECT_EQ(best.entry, wrapper) << body;
      EXPECT_EQ(best.sub_code, e.code()) << body;
      EXPECT_EQ(best.sub_entry.code(), e.code()) << body;
      EXPECT_EQ(best.sub_entry.space(), wrapper.space()) << body;
    }
  }
}

}  // namespace
}  // namespace errdex
