#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <boost/json.hpp>

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "body_generator.hpp"
#include "diagnose/body_reading.hpp"
#include "errdex/diagnose.hpp"
#include "reference_reader.hpp"

namespace errdex {

std::string show(const classification& c) {
  std::ostringstream out;
  out << (c.envelope == envelope::none ? "none" : name(c.envelope)) << (c.complete ? "" : " incomplete");
  if (c.has_number) out << " number " << c.number;
  const auto field = [&](const char* what, std::string_view text) {
    if (!text.empty()) out << ' ' << what << " <" << text << '>';
  };
  field("code", c.code);
  field("message", c.message);
  field("sub_code", c.sub_code);
  field("id", c.request_id);
  return out.str();
}

void PrintTo(const classification& c, std::ostream* out) { *out << show(c); }

namespace {

using detail::simd_level;

bool same(const classification& a, const classification& b) {
  const auto at = [](std::string_view x) { return std::pair(x.empty() ? nullptr : x.data(), x.size()); };
  return a.envelope == b.envelope && a.has_number == b.has_number && a.number == b.number &&
         a.complete == b.complete && at(a.code) == at(b.code) && at(a.message) == at(b.message) &&
         at(a.sub_code) == at(b.sub_code) && at(a.request_id) == at(b.request_id);
}

std::vector<simd_level> levels() {
  std::vector<simd_level> all;
  for (const auto level : {simd_level::portable, simd_level::sse2, simd_level::avx2, simd_level::avx512}) {
    if (detail::supported(level)) all.push_back(level);
  }
  return all;
}

/// The body in memory of exactly its size, so that a sanitizer sees every byte read beside it.
struct exact_copy {
  explicit exact_copy(std::string_view text) : bytes(new char[text.size()]), size(text.size()) {
    std::copy(text.begin(), text.end(), bytes.get());
  }
  [[nodiscard]] std::string_view view() const { return {bytes.get(), size}; }
  std::unique_ptr<char[]> bytes;
  std::size_t size;
};

::testing::AssertionResult every_level_agrees(std::string_view body) {
  const exact_copy copy(body);
  const classification expected = reference::classify(copy.view());
  for (const simd_level level : levels()) {
    const classification got = detail::classify_with(detail::classifier_of(level), copy.view());
    if (!same(got, expected)) {
      return ::testing::AssertionFailure()
             << "at level " << detail::name(level) << ":\n  " << body << "\n  got      " << show(got)
             << "\n  expected " << show(expected);
    }
  }
  return ::testing::AssertionSuccess();
}

void must_agree(std::string_view body) {
  const ::testing::AssertionResult result = every_level_agrees(body);
  if (!result) RC_FAIL(result.message());
}

struct example {
  const char* what;
  std::string_view body;
  const char* expected;
};

class Classify : public ::testing::TestWithParam<example> {};

TEST_P(Classify, finds) {
  EXPECT_EQ(show(classify(GetParam().body)), GetParam().expected) << GetParam().body;
  EXPECT_TRUE(every_level_agrees(GetParam().body));
}

std::string name_of(const ::testing::TestParamInfo<example>& info) {
  std::string text = info.param.what;
  for (char& c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return text;
}

const example envelopes[] = {
    {"wecom", R"({"errcode":40014,"errmsg":"invalid access_token"})",
     "errcode number 40014 code <40014> message <invalid access_token>"},
    {"wecom with empty lists",
     R"({"errcode":41001,"errmsg":"access_token missing","department":[],"order":[]})",
     "errcode number 41001 code <41001> message <access_token missing>"},
    {"wecom with a list first", R"({"ip_list":[],"errcode":40014,"errmsg":"invalid access_token"})",
     "errcode number 40014 code <40014> message <invalid access_token>"},
    {"dingtalk wrapper",
     R"({"errcode":88,"sub_code":"40014","sub_msg":"不合法的access_token","errmsg":"ding talk error[subcode=40014,submsg=x]","request_id":"7x9k"})",
     "errcode number 88 code <88> message <ding talk error[subcode=40014,submsg=x]> sub_code <40014> id "
     "<7x9k>"},
    {"dingtalk v1.0",
     R"({"code":"InvalidAuthentication","requestid":"0A1B","message":"不合法的access_token","accessdenieddetail":{"requiredScopes":["a"]}})",
     "code_text code <InvalidAuthentication> message <不合法的access_token> id <0A1B>"},
    {"dingtalk old gateway",
     R"({"error_response":{"code":15,"msg":"Remote service error","sub_code":"isv.43004","sub_msg":"m","request_id":"r"}})",
     "error_response number 15 code <15> message <Remote service error> sub_code <isv.43004> id <r>"},
    {"feishu", R"({"code":10003,"data":{},"msg":"invalid param"})",
     "code number 10003 code <10003> message <invalid param>"},
    {"feishu with error object",
     R"({"code":99991672,"msg":"Access denied","error":{"message":"Refer","log_id":"20240102","permission_violations":[{"log_id":"no"}]}})",
     "code number 99991672 code <99991672> message <Access denied> id <20240102>"},
    {"feishu with logid", R"({"code":1,"msg":"m","error":{"logid":"L"}})",
     "code number 1 code <1> message <m> id <L>"},
    {"feishu OAuth", R"({"code":20050,"error":"server_error","error_description":"try again"})",
     "code number 20050 code <20050> message <try again>"},
    {"feishu webhook", R"({"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"})",
     "code number 0 code <0> message <success>"},
    {"feishu client", R"({"errMsg":"getStorage:fail","errno":1801002,"errString":"exceed storage max size"})",
     "errno number 1801002 code <1801002> message <exceed storage max size>"},
    {"feishu h5sdk", R"({"errorCode":333441,"errorMessage":"signature"})",
     "errorCode number 333441 code <333441> message <signature>"},
    {"open platform", R"({"error_code":110,"error_msg":"Access token invalid or no longer valid"})",
     "error_code number 110 code <110> message <Access token invalid or no longer valid>"},
    {"OAuth 2", R"({"error":"invalid_grant","error_description":"used"})",
     "error code <invalid_grant> message <used>"},
    {"OAuth 2 with a number", R"({"error":"invalid_grant","error_code":10004,"error_description":"used"})",
     "error number 10004 code <10004> message <used>"},
    {"success", R"({"errcode":0,"errmsg":"ok"})", "errcode number 0 code <0> message <ok>"},
    {"empty message", R"({"errcode":0,"errmsg":""})", "errcode number 0 code <0>"},
    {"code without message", R"({"errcode":40001})", "errcode incomplete number 40001 code <40001>"},
    {"grpc", R"({"code":5,"message":"not found","details":[]})",
     "code incomplete number 5 code <5> message <not found>"},
    {"text and message alone", R"({"code":"NotFound","message":"gone"})",
     "code_text incomplete code <NotFound> message <gone>"},
    {"number and requestid", R"({"code":"40035","message":"m","requestid":"R"})",
     "code_text number 40035 code <40035> message <m> id <R>"},
    {"text and msg", R"({"code":"A0001","msg":"m"})", "code incomplete code <A0001> message <m>"},
};
INSTANTIATE_TEST_SUITE_P(Envelopes, Classify, ::testing::ValuesIn(envelopes), name_of);

const example decoys[] = {
    {"key nested deeper", R"({"data":{"errcode":1,"errmsg":"x"},"list":[{"code":7,"msg":"y"}]})",
     "none incomplete"},
    {"nested before and behind", R"({"data":{"code":7},"code":5,"msg":"m","error":{"code":8,"msg":"n"}})",
     "code number 5 code <5> message <m>"},
    {"key in a string", R"({"errcode":5,"errmsg":"got {\"errcode\":7,\"errmsg\":\"x\"}"})",
     R"(errcode number 5 code <5> message <got {\"errcode\":7,\"errmsg\":\"x\"}>)"},
    {"key as a value", R"({"field":"errcode","code":5,"msg":"code"})",
     "code number 5 code <5> message <code>"},
    {"key that ends like one", R"({"my_errcode":1,"errcodes":2,"StatusCode":3,"zip_code":4,"Errcode":5})",
     "none incomplete"},
    {"escaped quote in a key", R"({"a\"errcode":1,"errmsg":"m"})", "none incomplete"},
    {"key with escapes", R"({"err\u0063ode":40014,"errms\u0067":"m"})",
     "errcode number 40014 code <40014> message <m>"},
    {"longest key with escapes", R"({"\u0065rror_descriptio\u006E":"d","error":"e"})",
     "error code <e> message <d>"},
    {"backslashes before the end of a message", R"({"errcode":1,"errmsg":"C:\\","code":2})",
     R"(errcode number 1 code <1> message <C:\\>)"},
    {"duplicate keys", R"({"errcode":1,"errmsg":"a","errcode":2,"errmsg":"b"})",
     "errcode number 2 code <2> message <b>"},
    {"last duplicate is not a code", R"({"errcode":1,"errmsg":"a","errcode":null})", "none incomplete"},
    {"two envelopes", R"({"code":5,"msg":"m","errcode":7,"errmsg":"n"})",
     "errcode number 7 code <7> message <n>"},
    {"number as a string", R"({"errcode":"40014","errmsg":"m"})",
     "errcode number 40014 code <40014> message <m>"},
    {"blank in the string", R"({"errcode":" 40014","errmsg":"m"})", "errcode code < 40014> message <m>"},
    {"leading zeros in a string", R"({"code":"00000","msg":"ok"})",
     "code incomplete code <00000> message <ok>"},
    {"negative", R"({"errcode":-1,"errmsg":"busy"})", "errcode number -1 code <-1> message <busy>"},
    {"minus zero", R"({"errcode":-0,"errmsg":"ok"})", "errcode number 0 code <-0> message <ok>"},
    {"leading zeros", R"({"errcode":007,"errmsg":"m"})", "none incomplete"},
    {"fraction", R"({"errcode":4.5,"errmsg":"m"})", "none incomplete"},
    {"exponent", R"({"errcode":4e3,"errmsg":"m"})", "none incomplete"},
    {"eight digits", R"({"code":99991663,"msg":"m"})", "code number 99991663 code <99991663> message <m>"},
    {"nine digits", R"({"code":123456789,"msg":"m"})", "code number 123456789 code <123456789> message <m>"},
    {"eighteen digits", R"({"code":999999999999999999,"msg":"m"})",
     "code number 999999999999999999 code <999999999999999999> message <m>"},
    {"nineteen digits", R"({"code":1000000000000000000,"msg":"m"})", "none incomplete"},
    {"huge number as a string", R"({"code":"1000000000000000000","msg":"m"})",
     "code incomplete code <1000000000000000000> message <m>"},
    {"null code", R"({"code":null,"msg":"m"})", "none incomplete"},
    {"empty string as a code", R"({"code":"","message":"m","requestid":"r"})", "none incomplete"},
    {"code without a text", R"({"code":0,"data":{}})", "none incomplete"},
    {"message that is null", R"({"code":1,"msg":null})", "none incomplete"},
    {"error text alone", R"({"error":"not found"})", "none incomplete"},
    {"array at the top", R"([{"errcode":1,"errmsg":"m"}])", "none incomplete"},
    {"second object", R"({"a":1}{"errcode":1,"errmsg":"m"})", "none incomplete"},
    {"text behind the object", R"({"errcode":1,"errmsg":"m"} {"errcode":2})",
     "errcode number 1 code <1> message <m>"},
    {"byte order mark", "\xef\xbb\xbf{\"errcode\":1,\"errmsg\":\"m\"}",
     "errcode number 1 code <1> message <m>"},
    {"blanks around everything", "\r\n\t {\n  \"errcode\" : 1 ,\n  \"errmsg\" : \"m\"\n}\n",
     "errcode number 1 code <1> message <m>"},
    {"empty", "", "none incomplete"},
    {"brace", "{", "none incomplete"},
    {"empty object", "{}", "none incomplete"},
    {"html", "<html>{\"errcode\":1}</html>", "none incomplete"},
    {"unclosed bracket inside", R"({"data":[1,2,"errcode":1,"errmsg":"m"})", "none incomplete"},
    {"brackets of the wrong kind", R"({"data":[1},"errcode":1,"errmsg":"m"})",
     "errcode number 1 code <1> message <m>"},
    {"trailing comma", R"({"errcode":1,"errmsg":"m",})", "errcode number 1 code <1> message <m>"},
    {"no comma", R"({"errcode":1 "errmsg":"m"})", "errcode incomplete number 1 code <1>"},
};
INSTANTIATE_TEST_SUITE_P(Decoys, Classify, ::testing::ValuesIn(decoys), name_of);

const example truncated[] = {
    {"in the message", R"({"errcode":40014,"errmsg":"invalid acc)",
     "errcode number 40014 code <40014> message <invalid acc>"},
    {"behind a backslash", R"({"errcode":40014,"errmsg":"invalid \)",
     R"(errcode number 40014 code <40014> message <invalid \>)"},
    {"in the key of the message", R"({"errcode":40014,"errm)",
     "errcode incomplete number 40014 code <40014>"},
    {"behind the comma", R"({"errcode":40014,)", "errcode incomplete number 40014 code <40014>"},
    {"in the code", R"({"errcode":400)", "none incomplete"},
    {"in a code of text", R"({"message":"m","requestid":"r","code":"Invalid)", "none incomplete"},
    {"in a nested object", R"({"errcode":0,"errmsg":"ok","userlist":[{"name":"x"},{"na)",
     "errcode number 0 code <0> message <ok>"},
    {"in the error object", R"({"code":1,"msg":"m","error":{"log_id":"L","trouble)",
     "code number 1 code <1> message <m> id <L>"},
    {"in an id", R"({"errcode":1,"errmsg":"m","request_id":"abc)", "errcode number 1 code <1> message <m>"},
};
INSTANTIATE_TEST_SUITE_P(Truncated, Classify, ::testing::ValuesIn(truncated), name_of);

TEST(Classify, views_point_into_the_body) {
  const std::string body = R"({"errcode":40014,"errmsg":"invalid access_token","request_id":"r1"})";
  const classification c = classify(body);
  EXPECT_EQ(c.code.data(), body.data() + 11);
  EXPECT_EQ(c.message.data(), body.data() + 27);
  EXPECT_EQ(c.request_id, "r1");
}

TEST(Classify, success_is_zero_in_an_envelope) {
  EXPECT_TRUE(classify(R"({"errcode":0,"errmsg":"ok"})").success());
  EXPECT_TRUE(classify(R"({"errcode":"0","errmsg":"ok"})").success());
  EXPECT_FALSE(classify(R"({"errcode":1,"errmsg":"ok"})").success());
  EXPECT_FALSE(classify(R"({"access_token":"t","expires_in":7200})").success());
  EXPECT_FALSE(classify(R"({"code":0,"data":{}})").success());
}

TEST(Classify, finds_keys_at_every_distance) {
  // Every offset of the code against the blocks of 64 bytes, and every length of its message.
  for (std::size_t before = 0; before < 200; ++before) {
    const std::string body =
        "{\"pad\":\"" + std::string(before, 'x') + R"(","errcode":40014,"errmsg":"m","request_id":"r"})";
    ASSERT_TRUE(every_level_agrees(body));
    ASSERT_EQ(classify(body).number, 40014) << before;
  }
  for (std::size_t length = 0; length < 400; ++length) {
    for (const char* tail : {"\"}", "\"", "", "\",", "\",\"request_id\":\"r\"}", "\\\"x\"}"}) {
      ASSERT_TRUE(every_level_agrees("{\"errcode\":1,\"errmsg\":\"" + std::string(length, 'x') + tail))
          << length;
    }
  }
}

TEST(Classify, agrees_on_every_prefix) {
  for (const auto& list : {std::span<const example>(envelopes), std::span<const example>(decoys)}) {
    for (const example& e : list) {
      for (std::size_t n = 0; n <= e.body.size(); ++n) ASSERT_TRUE(every_level_agrees(e.body.substr(0, n)));
    }
  }
}

TEST(Classify, agrees_on_every_changed_byte) {
  for (const example& e : envelopes) {
    std::string body(e.body);
    for (std::size_t i = 0; i < body.size(); ++i) {
      for (const char c : std::string_view("\"\\{}[]:, x0-\0\xff", 14)) {
        const char before = body[i];
        body[i] = c;
        ASSERT_TRUE(every_level_agrees(body));
        body[i] = before;
      }
    }
  }
}

RC_GTEST_PROP(ClassifyProperty, agrees_on_random_objects, (std::uint64_t seed)) {
  testing::body_generator random(seed);
  for (int i = 0; i < 50; ++i) {
    std::string body = i % 2 == 0 ? random.object() : random.envelope();
    must_agree(body);
    must_agree(random.damaged(std::move(body)));
  }
}

RC_GTEST_PROP(ClassifyProperty, agrees_on_any_sequence_of_tokens, ()) {
  const auto tokens = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "{", "}", "[", "]", ":", ",", "\"", "\\", "\"errcode\"", "\"errmsg\"", "\"code\"", "\"msg\"",
      "\"message\"", "\"error\"", "\"request_id\":\"", "\"log_id\"", "{\"errcode\":1,\"errmsg\":\"", "40014",
      "0", "-", " ", "\n", "x", "\\u0063ode", "\"\"", std::string(1, '\0'), std::string(64, 'y')));
  std::string body = "{";
  for (const auto& t : tokens) body += t;
  must_agree(body);
}

// The oracle itself against a full parser.
TEST(ReferenceReader, agrees_with_boost_json_on_valid_objects) {
  testing::body_generator random(20240601);
  int valid = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string body = i % 2 == 0 ? random.object() : random.envelope();
    boost::system::error_code error;
    const boost::json::value parsed = boost::json::parse(body, error);
    if (error) continue;
    ++valid;
    const auto members = reference::members_of(body);
    for (const auto& [key, value] : parsed.as_object()) {
      // The oracle does not spell out characters beyond ASCII that are written as escapes.
      if (std::any_of(key.begin(), key.end(), [](char c) { return (c & 0x80) != 0; })) continue;
      const auto found = members.find(std::string(key));
      ASSERT_NE(found, members.end()) << key << " in " << body;
      ASSERT_FALSE(found->second.cut);
      // Text, not value, for numbers: those that the parser rounds must not be taken for equal.
      const boost::json::value again =
          boost::json::parse({found->second.text.data(), found->second.text.size()}, error);
      ASSERT_FALSE(error) << found->second.text;
      ASSERT_EQ(again, value) << key << " in " << body;
    }
  }
  EXPECT_GT(valid, 2000);
}

}  // namespace
}  // namespace errdex
