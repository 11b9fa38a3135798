#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>
#include <optional>
#include <string>

#include "body_generator.hpp"
#include "errdex/diagnose.hpp"
#include "reference_reader.hpp"

namespace errdex {
namespace {

std::string found_in(std::string_view text, std::size_t from = 0) {
  const auto body = find_body(text, from);
  return body ? std::string(text.substr(body->offset, body->length)) : "nothing";
}

TEST(FindBody, stands_anywhere_in_a_line) {
  EXPECT_EQ(found_in(R"(2024-06-01 ERROR call failed: {"errcode":40014,"errmsg":"m"} after 3 tries)"),
            R"({"errcode":40014,"errmsg":"m"})");
  EXPECT_EQ(found_in(R"(Response{status=200, body={"code":1,"msg":"m"}})"), R"({"code":1,"msg":"m"})");
  EXPECT_EQ(found_in("no body here"), "nothing");
  EXPECT_EQ(found_in(R"({"level":"info","msg":"started"})"), "nothing");
}

TEST(FindBody, is_the_outermost_envelope) {
  EXPECT_EQ(found_in(R"({"errcode":1,"errmsg":"m","data":{"code":2,"msg":"n"}})"),
            R"({"errcode":1,"errmsg":"m","data":{"code":2,"msg":"n"}})");
  EXPECT_EQ(found_in(R"({"level":"error","response":{"code":2,"msg":"n"}})"), R"({"code":2,"msg":"n"})");
}

TEST(FindBody, an_envelope_is_what_classify_says) {
  for (const char* none :
       {R"({"code":"40014","msg":null})", R"({"code":0,"data":{}})", R"({"errcode":null,"errmsg":"m"})",
        R"({"errorCode":"","errorMessage":"m"})", R"({"code":4.5,"msg":"m"})", R"({"errcode":007})",
        R"({"error":"x"})", R"({"StatusCode":1,"msg":"m"})"}) {
    EXPECT_EQ(found_in(none), "nothing");
    EXPECT_EQ(classify(none).envelope, envelope::none) << none;
  }
  for (const char* some :
       {R"({"errno":5})", R"({"errorCode":333441})", R"({"error_code":110})", R"({"code":"A0001","msg":"m"})",
        R"({"code":5,"message":"m","details":[]})", R"({"errcode":"x"})", R"({"err\u0063ode":40014})",
        R"({"error_response":{"code":15,"msg":"m"}})",
        "{\"errcode\"\f:\x01"
        "1}"}) {
    EXPECT_EQ(found_in(some), some);
    EXPECT_NE(classify(some).envelope, envelope::none) << some;
  }
}

TEST(FindBody, goes_on_from_a_place) {
  const std::string text = R"({"errcode":1,"errmsg":"a"} {"errcode":2,"errmsg":"b"})";
  const auto first = find_body(text);
  ASSERT_TRUE(first);
  EXPECT_EQ(found_in(text, first->offset + first->length), R"({"errcode":2,"errmsg":"b"})");
  EXPECT_EQ(found_in(text, text.size()), "nothing");
  EXPECT_EQ(found_in(text, text.size() + 7), "nothing");
}

TEST(FindBody, a_cut_line_does_not_hide_the_next) {
  for (const char* cut :
       {R"({"a":{"b":"trunc)", R"({"a":[1,2)", R"({"a":{"b":)", R"({"list":[{"x":1},)", "{\"a"}) {
    EXPECT_EQ(found_in(std::string(cut) + "\n" + R"({"errcode":1,"errmsg":"m"})"),
              R"({"errcode":1,"errmsg":"m"})")
        << cut;
  }
  // Many of them, more than the objects that are remembered.
  std::string log;
  for (int i = 0; i < 200; ++i) log += "{\"a\":{\"b\":\"trunc\n";
  EXPECT_EQ(found_in(log + R"({"errcode":1,"errmsg":"m"})"), R"({"errcode":1,"errmsg":"m"})");
}

TEST(FindBody, a_body_that_is_cut_is_found_as_far_as_it_goes) {
  EXPECT_EQ(found_in(R"(got {"errcode":40014,"errmsg":"inv)"), R"({"errcode":40014,"errmsg":"inv)");
  EXPECT_EQ(found_in(R"({"errcode":1,"errmsg":"m" oops)"), R"({"errcode":1,"errmsg":"m" )");
}

TEST(FindBody, an_object_quoted_without_escapes_is_found) {
  EXPECT_EQ(found_in(R"({"msg":"call {"errcode":1,"errmsg":"m"} failed"})"), R"({"errcode":1,"errmsg":"m"})");
}

// Quadratic reading would take hours here; the time limit of the test ends it.
TEST(FindBody, hostile_texts_are_read_in_linear_time) {
  const auto times = [](std::string_view piece, std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += piece;
    return text;
  };
  constexpr std::size_t n = 400000;
  EXPECT_EQ(found_in(times("{", n)), "nothing");
  EXPECT_EQ(found_in(times("{\"a\":", n)), "nothing");
  EXPECT_EQ(found_in(times("{\"a\":[", n)), "nothing");
  EXPECT_EQ(found_in(times("{\"a\":\"{", n)), "nothing");
  EXPECT_EQ(found_in("{\"x\":[" + times("{\"a\":1},", n)), "nothing");
}

RC_GTEST_PROP(FindBodyProperty, finds_an_envelope_in_other_text, (std::uint64_t seed)) {
  testing::body_generator random(seed);
  const std::string body = R"({"errcode":)" + std::to_string(1 + random.below(99999)) + R"(,"errmsg":"m"})";
  const std::string before(random.below(90), 'x');
  RC_ASSERT(found_in(before + body + std::string(random.below(90), '}')) == body);
}

RC_GTEST_PROP(FindBodyProperty, what_is_found_is_an_envelope_inside_the_text, (std::uint64_t seed)) {
  testing::body_generator random(seed);
  for (int i = 0; i < 50; ++i) {
    std::string text = random.damaged(random.object() + " " + random.envelope());
    if (text.empty()) continue;
    const std::size_t from = random.below(text.size());
    const auto body = find_body(text, from);
    if (!body) continue;
    RC_ASSERT(body->offset >= from);
    RC_ASSERT(body->offset + body->length <= text.size());
    RC_ASSERT(classify(std::string_view(text).substr(body->offset, body->length)).envelope != envelope::none);
  }
}

/// The slow oracle for a text that is one valid JSON object with other text around it and no brace there:
/// the first object in it, or in its strings, that the reference reader recognises.
std::optional<std::string> expected_in(std::string_view valid) {
  for (std::size_t i = valid.find('{'); i != std::string_view::npos; i = valid.find('{', i + 1)) {
    // A full parser says where the object ends, if one begins here at all.
    boost::json::stream_parser parser;
    boost::system::error_code error;
    const std::size_t length = parser.write_some(valid.data() + i, valid.size() - i, error);
    if (error || !parser.done()) continue;
    // The parser also takes the blanks behind the object.
    const std::string_view object = valid.substr(i, valid.find_last_of('}', i + length - 1) + 1 - i);
    if (reference::classify(object).envelope != envelope::none) return std::string(object);
  }
  return std::nullopt;
}

bool has_brace_in_a_string(std::string_view text) {
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (inside && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      inside = !inside;
    } else if (inside && text[i] == '{') {
      return true;
    }
  }
  return false;
}

RC_GTEST_PROP(FindBodyProperty, finds_what_the_reference_reader_recognises, (std::uint64_t seed)) {
  testing::body_generator random(seed);
  for (int i = 0; i < 40; ++i) {
    const std::string body = i % 2 == 0 ? random.object() : random.envelope();
    boost::system::error_code error;
    static_cast<void>(boost::json::parse(body, error));
    // Broken pieces of objects inside strings have no end that a full parser could tell.
    if (error || has_brace_in_a_string(body)) continue;
    const std::string text = "2024-06-01 ERROR answer: " + body + " after 3 tries";
    RC_ASSERT(found_in(text) == expected_in(body).value_or("nothing"));
  }
}

RC_GTEST_PROP(FindBodyProperty, what_is_found_is_what_the_reference_reader_recognises, (std::uint64_t seed)) {
  testing::body_generator random(seed);
  for (int i = 0; i < 40; ++i) {
    const std::string text = random.damaged(random.object() + "\n" + random.damaged(random.envelope()));
    for (std::size_t from = 0; const auto body = find_body(text, from);) {
      const std::string_view located = std::string_view(text).substr(body->offset, body->length);
      RC_ASSERT(reference::classify(located).envelope != envelope::none);
      RC_ASSERT(body->length > 0u);
      from = body->offset + body->length;
    }
  }
}

}  // namespace
}  // namespace errdex
