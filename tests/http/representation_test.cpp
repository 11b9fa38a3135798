#include "http/representation.hpp"

#include <brotli/decode.h>
#include <gmock/gmock.h>
#include <zlib.h>

#include "http/compress.hpp"

namespace errdex::http {
namespace {

std::string from_gzip(std::string_view coded) {
  z_stream stream{};
  EXPECT_EQ(::inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
  std::string out(1 << 20, '\0');
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(coded.data()));
  stream.avail_in = static_cast<uInt>(coded.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(::inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  ::inflateEnd(&stream);
  return out;
}

std::string from_brotli(std::string_view coded) {
  std::string out(1 << 20, '\0');
  std::size_t size = out.size();
  EXPECT_EQ(::BrotliDecoderDecompress(coded.size(), reinterpret_cast<const std::uint8_t*>(coded.data()),
                                      &size, reinterpret_cast<std::uint8_t*>(out.data())),
            BROTLI_DECODER_RESULT_SUCCESS);
  out.resize(size);
  return out;
}

std::string long_text() {
  std::string out;
  for (int i = 0; i < 400; ++i) out += "line " + std::to_string(i) + " of a text\n";
  return out;
}

request asking(std::vector<std::pair<std::string, std::string>> headers, std::string method = "GET") {
  request r;
  r.method = std::move(method);
  r.target = "/";
  for (auto& [name, value] : headers) r.headers.add(name, value);
  return r;
}

handler serving(response what) {
  return negotiated([what](const request&) { return what; });
}

response text(std::string body, std::string type = "text/html; charset=utf-8") {
  response r;
  r.headers.add("Content-Type", std::move(type));
  r.body = std::move(body);
  return r;
}

TEST(PreferredCoding, FollowsTheWeights) {
  EXPECT_EQ(preferred_coding("gzip, deflate, br"), coding::br);
  EXPECT_EQ(preferred_coding("gzip, deflate"), coding::gzip);
  EXPECT_EQ(preferred_coding("GZIP;q=1.0, br;q=0.9"), coding::gzip);
  EXPECT_EQ(preferred_coding("br;q=0, *"), coding::gzip);
  EXPECT_EQ(preferred_coding("br;q=0.000, gzip;q=0"), coding::identity);
  EXPECT_EQ(preferred_coding("identity, gzip;q=0.5"), coding::identity);
  EXPECT_EQ(preferred_coding("*;q=0"), coding::identity);
  EXPECT_EQ(preferred_coding("deflate, zstd"), coding::identity);
  EXPECT_EQ(preferred_coding(""), coding::identity);
}

TEST(Compression, GivesBackTheText) {
  for (const std::string& body : {std::string(), std::string("x"), long_text(), std::string(300000, 'a')}) {
    for (const effort how : {effort::fast, effort::hard}) {
      EXPECT_EQ(from_gzip(to_gzip(body, how)), body);
      EXPECT_EQ(from_brotli(to_brotli(body, how)), body);
    }
  }
}

TEST(Negotiation, CodesTextsForWhoTakesIt) {
  const handler h = serving(text(long_text()));
  const response br = h(asking({{"Accept-Encoding", "gzip, br"}}));
  EXPECT_EQ(br.headers.get("Content-Encoding"), "br");
  EXPECT_EQ(br.headers.get("Vary"), "Accept-Encoding");
  EXPECT_EQ(from_brotli(br.content()), long_text());
  const response gzip = h(asking({{"Accept-Encoding", "gzip"}}));
  EXPECT_EQ(from_gzip(gzip.content()), long_text());
  const response plain = h(asking({}));
  EXPECT_FALSE(plain.headers.contains("Content-Encoding"));
  EXPECT_EQ(plain.headers.get("Vary"), "Accept-Encoding");
  EXPECT_EQ(plain.content(), long_text());
}

TEST(Negotiation, LeavesAloneWhatGainsNothingOrMustNotChange) {
  const request wants = asking({{"Accept-Encoding", "br"}});
  response coded = text(long_text());
  coded.headers.add("Content-Encoding", "gzip");
  response fixed = text(long_text());
  fixed.headers.add("Cache-Control", "public, no-transform");
  response cut = text(long_text());
  cut.delivery.cut_after = 10;
  for (const response& r : {text("short"), text(long_text(), "image/png"), fixed, cut})
    EXPECT_FALSE(serving(r)(wants).headers.contains("Content-Encoding"));
  EXPECT_EQ(serving(coded)(wants).headers.get("Content-Encoding"), "gzip");
  EXPECT_EQ(serving(coded)(wants).content(), long_text());
}

TEST(Negotiation, KeepsWhatVaryNamesAlready) {
  response r = text(long_text(), "application/problem+json");
  r.headers.add("Vary", "Accept-Language");
  EXPECT_EQ(serving(r)(asking({{"Accept-Encoding", "br"}})).headers.get("Vary"),
            "Accept-Language, Accept-Encoding");
}

TEST(Negotiation, CompressesASharedBodyOnce) {
  response r = text("", "text/css");
  r.shared_body = std::make_shared<const std::string>(long_text());
  const handler h = serving(r);
  const response first = h(asking({{"Accept-Encoding", "br"}}));
  const response second = h(asking({{"Accept-Encoding", "br"}}));
  EXPECT_EQ(first.shared_body.get(), second.shared_body.get());
  EXPECT_EQ(from_brotli(first.content()), long_text());
}

// The body of a new answer may stand where that of an old one stood.
TEST(Negotiation, DoesNotTakeANewBodyForAnOldOne) {
  std::string now = long_text();
  const handler h = negotiated([&](const request&) {
    response r = text("", "text/css");
    r.shared_body = std::make_shared<const std::string>(now);
    return r;
  });
  std::string last;
  for (int i = 0; i < 3000; ++i) {
    now = std::to_string(i) + std::string(2000, 'x');
    const response r = h(asking({}));
    ASSERT_NE(r.headers.get("ETag"), last);
    last = *r.headers.get("ETag");
    if (i % 100 == 0) {
      ASSERT_EQ(from_gzip(h(asking({{"Accept-Encoding", "gzip"}})).content()), now);
    }
  }
}

TEST(Tags, SaveSendingWhatTheCallerHas) {
  const handler h = serving(text(long_text()));
  const std::string tag(*h(asking({})).headers.get("ETag"));
  const response again = h(asking({{"If-None-Match", "\"other\", W/" + tag}}));
  EXPECT_EQ(again.status, 304U);
  EXPECT_EQ(again.content(), "");
  EXPECT_EQ(again.headers.get("ETag"), tag);
  EXPECT_FALSE(again.headers.contains("Content-Type"));
  EXPECT_EQ(h(asking({{"If-None-Match", "*"}})).status, 304U);
  EXPECT_EQ(h(asking({{"If-None-Match", "\"other\""}})).status, 200U);
  EXPECT_EQ(h(asking({{"If-None-Match", tag}}, "HEAD")).status, 304U);
  EXPECT_EQ(h(asking({{"If-None-Match", tag}}, "POST")).status, 200U);
}

TEST(Tags, DifferByCoding) {
  const handler h = serving(text(long_text()));
  const std::string plain(*h(asking({})).headers.get("ETag"));
  const std::string br(*h(asking({{"Accept-Encoding", "br"}})).headers.get("ETag"));
  EXPECT_EQ(br, plain.substr(0, plain.size() - 1) + "-br\"");
  EXPECT_EQ(h(asking({{"Accept-Encoding", "br"}, {"If-None-Match", br}})).status, 304U);
  EXPECT_EQ(h(asking({{"Accept-Encoding", "br"}, {"If-None-Match", plain}})).status, 200U);
}

TEST(Tags, OfTheHandlerStay) {
  response r = text("x");
  r.headers.add("ETag", "\"v1\"");
  EXPECT_EQ(serving(r)(asking({})).headers.get("ETag"), "\"v1\"");
  r.status = 404;
  EXPECT_FALSE(serving(text("x"))(asking({}, "POST")).headers.contains("ETag"));
  response missing = text("x");
  missing.status = 404;
  EXPECT_FALSE(serving(missing)(asking({})).headers.contains("ETag"));
}

}  // namespace
}  // namespace errdex::http
