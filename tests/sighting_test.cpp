#include "errdex/sighting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "evidence_corpus.hpp"

namespace errdex::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const std::vector<evidence_case>& corpus() {
  static const auto cases = read_corpus(ERRDEX_SOURCE_DIR "/tests/evidence");
  return cases;
}

/// How many misses are known. The number may only fall.
constexpr std::size_t most_known_misses = 2;

const std::vector<evidence_case>& held_out() {
  static const auto cases = read_corpus(ERRDEX_SOURCE_DIR "/tests/evidence/held_out");
  return cases;
}

std::string listed(const std::vector<finding>& findings) {
  std::string out;
  for (const finding& f : findings) out += "\n    " + f.text();
  return out.empty() ? " nothing" : out;
}

std::string title(const evidence_case& c) {
  return c.file + ":" + std::to_string(c.line) + ": " + c.name +
         (c.change.empty() ? "" : " [" + c.change + "]");
}

void expect_answered(const std::vector<evidence_case>& cases) {
  for (const evidence_case& c : cases) {
    const outcome o = judge(c);
    if (c.known_miss) {
      EXPECT_FALSE(o.exact) << title(c) << " passes now: take \"known: miss\" away";
      continue;
    }
    EXPECT_TRUE(o.exact) << title(c) << "\n  expected:" << listed(c.finds)
                         << (c.neighbour.empty() ? "" : "\n    neighbour " + c.neighbour)
                         << "\n  got:" << listed(o.got.finds)
                         << (o.got.neighbour.empty() ? "" : "\n    neighbour " + o.got.neighbour)
                         << "\n  text:\n"
                         << c.text;
  }
}

TEST(Corpus, EveryCaseIsAnsweredAsItSays) { expect_answered(corpus()); }

TEST(Corpus, PastesWrittenAfterTheReaderAreAnsweredAsTheySay) { expect_answered(held_out()); }

TEST(Corpus, NoFalseAlarmAndNoMissButTheKnownOnes) {
  tally all;
  std::size_t known = 0;
  for (const evidence_case& c : corpus()) {
    const tally one = judge(c).counts;
    all.wrong += one.wrong;
    all.right += one.right;
    if (c.known_miss) {
      ++known;
    } else {
      all.missed += one.missed;
    }
  }
  EXPECT_EQ(all.precision(), 1.0);
  EXPECT_EQ(all.recall(), 1.0);
  EXPECT_LE(known, most_known_misses);
}

TEST(Corpus, IsLargeEnoughToMeanSomething) {
  const auto by_hand = std::count_if(corpus().begin(), corpus().end(),
                                     [](const evidence_case& c) { return c.change.empty(); });
  const auto nothing =
      std::count_if(corpus().begin(), corpus().end(), [](const evidence_case& c) { return c.finds.empty(); });
  EXPECT_GE(corpus().size(), 400u);
  EXPECT_GE(by_hand, 250);
  EXPECT_GE(nothing, 80);
}

TEST(Corpus, DocumentSaysWhatIsMeasured) {
  std::ifstream in(ERRDEX_SOURCE_DIR "/docs/evidence.md");
  std::stringstream written;
  written << in.rdbuf();
  EXPECT_EQ(written.str(), report(corpus(), held_out())) << "run build/dev/tests/evidence_report .";
}

// --- Sightings ---------------------------------------------------------------------------------

TEST(Sighting, HoldsWhatTheTextGivesAway) {
  const std::string text =
      "> POST /open-apis/im/v1/messages HTTP/1.1\n> Host: open.feishu.cn\n>\n< HTTP/1.1 429 Too Many "
      "Requests\n"
      "< x-ogw-ratelimit-reset: 2\n<\n{\"code\":99991400,\"msg\":\"request trigger frequency limit\"}\n";
  const sightings found = find_errors(text);
  ASSERT_THAT(found, SizeIs(1));
  const sighting& s = found[0];
  EXPECT_EQ(s.shape, text_shape::http_response);
  EXPECT_EQ(s.what.http_status, 429);
  ASSERT_THAT(s.what.headers, SizeIs(1));
  EXPECT_EQ(s.what.headers[0].name, "x-ogw-ratelimit-reset");
  EXPECT_EQ(s.what.headers[0].value, "2");
  EXPECT_EQ(s.what.url, "https://open.feishu.cn/open-apis/im/v1/messages");
  EXPECT_EQ(s.what.body, R"({"code":99991400,"msg":"request trigger frequency limit"})");
  EXPECT_EQ(text.substr(s.offset, 12), "HTTP/1.1 429");
}

TEST(Sighting, BodyIsPlainJsonWhateverItWasPrintedAs) {
  for (const std::string text : {R"({'errcode': 40014, 'errmsg': 'invalid access_token'})",
                                 R"(map[errcode:40014 errmsg:invalid access_token])",
                                 R"("{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}")",
                                 R"(errcode=40014, errmsg=invalid access_token)",
                                 R"(Error code: 40014, message: invalid access_token)"}) {
    const sightings found = find_errors(text);
    ASSERT_THAT(found, SizeIs(1)) << text;
    EXPECT_EQ(found[0].what.body, R"({"errcode":40014,"errmsg":"invalid access_token"})") << text;
  }
}

TEST(Sighting, OutlivesTheText) {
  sightings found;
  {
    std::string text = R"(resp {"errcode":40014,"errmsg":"invalid access_token"})";
    found = find_errors(text);
    std::fill(text.begin(), text.end(), '#');
  }
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].what.body, R"({"errcode":40014,"errmsg":"invalid access_token"})");
}

TEST(Sighting, OffsetsCountBytesOfTheOriginal) {
  const std::string body = R"({"errcode":40014,"errmsg":"invalid access_token"})";
  const std::string text = "\x1b[31m失败\x1b[0m: " + body;
  const sightings found = find_errors(text);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(text.substr(found[0].offset, found[0].length), body);
}

TEST(Sighting, ShapesHaveNames) {
  for (unsigned i = 0; i <= static_cast<unsigned>(text_shape::object_literal); ++i) {
    EXPECT_FALSE(name(static_cast<text_shape>(i)).empty()) << i;
  }
}

TEST(Sighting, SuccessIsNoError) {
  EXPECT_THAT(find_errors(R"({"errcode":0,"errmsg":"ok"})"), IsEmpty());
  EXPECT_THAT(find_errors(R"({"code":0,"msg":"success","data":{}})"), IsEmpty());
}

// --- Hostile text: it ends, and soon; the test's own time limit is the bound ---------------------

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += piece;
  return out;
}

TEST(Hostile, MegabytesOfBeginningsEnd) {
  for (const std::string_view piece : {R"({"errcode":)",
                                       "{",
                                       "[",
                                       "(",
                                       "\\",
                                       "\"",
                                       "'",
                                       "{\\\"",
                                       "{\\\\\\\"errcode\\\\\\\":",
                                       "errcode=",
                                       "errcode=1 ",
                                       "code: 1, msg: x\n",
                                       "map[",
                                       "map[errcode:",
                                       "[{\"a\":",
                                       "{'a': '",
                                       "Error code: ",
                                       "HTTP/1.1 200 OK\n",
                                       "\x1b[",
                                       "\x1b]",
                                       "qyapi.weixin.qq.com ",
                                       "20250612 99991663 x ",
                                       "{a=b, ",
                                       "错误码",
                                       "=> ",
                                       "rid: ",
                                       "{\"errcode\":40014,\"errmsg\":\"x\"}",
                                       "ding talk error[subcode=",
                                       "ApiException: 1:",
                                       "\\u001b[",
                                       "errcode=[",
                                       "devtool/query?e=1 ",
                                       "(int) (",
                                       "(a=b ",
                                       "OrderedDict([('a', 1), ",
                                       "error code 12345: ",
                                       "错误码：12345 ",
                                       "ApiException: [12345] x",
                                       "{\n> "}) {
    const std::string text = repeated(piece, 1u << 20);
    for (const sighting& s : find_errors(text)) {
      ASSERT_LE(s.offset + s.length, text.size());
    }
  }
}

// --- Properties ----------------------------------------------------------------------------------

rc::Gen<std::string> any_text() {
  const auto piece =
      rc::gen::elementOf(std::vector<std::string>{"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  "(",
                                                  ")",
                                                  "\"",
                                                  "'",
                                                  "\\",
                                                  ":",
                                                  "=",
                                                  "=>",
                                                  ",",
                                                  " ",
                                                  "\n",
                                                  "\r\n",
                                                  "errcode",
                                                  "errmsg",
                                                  "code",
                                                  "msg",
                                                  "40014",
                                                  "99991663",
                                                  "-1",
                                                  "map[",
                                                  "HTTP/1.1 400 Bad Request\n",
                                                  "\x1b[31m",
                                                  "\xFF\xFE",
                                                  "\xEF\xBB\xBF",
                                                  "\xC3",
                                                  "错误码",
                                                  "：",
                                                  "\\u001b[0m",
                                                  "\\\"",
                                                  "None",
                                                  "nil",
                                                  "hint: [",
                                                  "rid: ",
                                                  "Error code: ",
                                                  R"({"errcode":40014,"errmsg":"invalid access_token"})",
                                                  "20250612103000ABCDEF0123456789ABCD"});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string out;
                        for (const auto& p : pieces) out += p;
                        return out;
                      });
}

RC_GTEST_PROP(Properties, AnyBytesAreSafeAndSpansLieInTheText, ()) {
  const std::string text =
      *rc::gen::oneOf(any_text(), rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
  std::size_t before = 0;
  for (const sighting& s : find_errors(text)) {
    RC_ASSERT(s.offset >= before);
    RC_ASSERT(s.offset + s.length <= text.size());
    RC_ASSERT(s.length > 0u);
    RC_ASSERT(!s.what.body.empty());
    before = s.offset;
  }
  static_cast<void>(neighbour_of(text));
}

/// A body as the platform of this entry would send it, with signs that leave no doubt.
std::string body_of(const entry& e) {
  const std::string code(e.code());
  std::string message;
  for (const char c : e.message()) {
    if (c == '"' || c == '\\') message.push_back('\\');
    if (static_cast<unsigned char>(c) >= 0x20) message.push_back(c);
  }
  const std::string_view space = e.space().name();
  if (space == "wecom") {
    return R"({"errcode":)" + code + R"(,"errmsg":")" + message +
           R"(, hint: [1749695400123456789012345], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=)" +
           code + R"("})";
  }
  return R"({"code":)" + code + R"(,"msg":")" + message +
         R"(","error":{"log_id":"20250612103000ABCDEF0123456789ABCD"}})";
}

RC_GTEST_PROP(Properties, ABodyOfTheCatalogIsFoundThroughAnyChainOfChanges, ()) {
  static const std::vector<entry> entries = [] {
    std::vector<entry> out;
    for (const entry e : catalog::builtin().entries()) {
      if ((e.space().name() == "wecom" || e.space().name() == "feishu.server") && e.number().value_or(0) != 0)
        out.push_back(e);
    }
    return out;
  }();
  const entry e = *rc::gen::elementOf(entries);
  // Encodings come last, and at most one of them; each escaping doubles the backslashes.
  static const std::vector<std::string> inner{"escaped", "quoted in a line", "in a paste", "container",
                                              "coloured"};
  static const std::vector<std::string> outer{"", "crlf", "bom", "utf-16le", "utf-16be", "broken bytes"};
  std::string text = body_of(e);
  const auto chain =
      *rc::gen::resize(3, rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(inner)));
  bool coloured = false;
  for (const std::string& change : chain) {
    // Colouring twice would put colours into the codes of colours, which no program writes.
    if (change == "coloured" && std::exchange(coloured, true)) continue;
    text = *changed(change, text);
  }
  const std::string last = *rc::gen::elementOf(outer);
  if (!last.empty()) text = *changed(last, text);
  RC_LOG() << text;
  const sightings found = find_errors(text);
  RC_ASSERT(std::any_of(found.begin(), found.end(), [&](const sighting& s) {
    const diagnosis d = diagnose(s.what);
    return !d.empty() && d.candidates()[0].code == e.code();
  }));
}

}  // namespace
}  // namespace errdex::test
