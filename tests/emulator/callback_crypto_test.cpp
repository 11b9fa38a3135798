#include "emulator/wecom/callback_crypto.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emulator/wecom/xml.hpp"

namespace errdex::emulation::wecom {
namespace {

using testing::HasSubstr;

// The platform's own example of a message (developer.work.weixin.qq.com/document/path/90968).
constexpr std::string_view token = "QDG6eK";
constexpr std::string_view key = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
constexpr std::string_view encrypted =
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/"
    "0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/"
    "sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+"
    "kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+"
    "BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/"
    "uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";

TEST(callback_crypto, the_platforms_example_is_read) {
  EXPECT_EQ(sign_message(token, "1409659813", "1372623149", encrypted),
            "477715d11cdb4164915debcba66cb864d751f3e6");
  const auto read = decrypt_message(key, encrypted);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->receive_id, "wx5823bf96d3bd56c7");
  EXPECT_EQ(read->message.size(), 284U);
  EXPECT_EQ(xml_child(read->message, "FromUserName"), "mycreate");
  EXPECT_EQ(xml_child(read->message, "Content"), "hello");
  EXPECT_EQ(xml_child(read->message, "MsgId"), "4561255354251345929");
}

TEST(callback_crypto, the_platforms_example_of_a_url_check_is_read) {
  constexpr std::string_view echo =
      "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";
  EXPECT_EQ(sign_message(token, "1409659589", "263014780", echo), "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3");
  const auto read = decrypt_message(key, echo);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->message, "1616140317555161061");
}

TEST(callback_crypto, what_it_reads_it_writes_again_byte_for_byte) {
  const auto read = decrypt_message(key, encrypted);
  ASSERT_TRUE(read);
  const auto plain = decrypt_bytes(key, *base64_decode(encrypted));
  ASSERT_TRUE(plain);
  EXPECT_EQ(encrypt_message(key, read->receive_id, read->message, plain->substr(0, 16)), encrypted);
}

TEST(callback_crypto, every_length_comes_back_and_is_padded_to_32_bytes) {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string message(size, 'm');
    const std::string written = encrypt_message(key, "ww1", message, "0123456789abcdef");
    EXPECT_EQ(base64_decode(written)->size() % 32, 0U) << size;
    const auto read = decrypt_message(key, written);
    ASSERT_TRUE(read) << size;
    EXPECT_EQ(read->message, message);
    EXPECT_EQ(read->receive_id, "ww1");
  }
}

TEST(callback_crypto, what_was_not_made_with_the_key_is_refused) {
  constexpr std::string_view other = "kWxPEV2QE6N1q9oGNVb5XQCMO1XIQV0MPPkO5q5Fj5o";
  const auto read = decrypt_message(other, encrypted);
  EXPECT_FALSE(read && read->receive_id == "wx5823bf96d3bd56c7");
  EXPECT_FALSE(decrypt_message(key, ""));
  EXPECT_FALSE(decrypt_message(key, "not base64!"));
  EXPECT_FALSE(decrypt_message(key, "QUJD"));
  EXPECT_THROW((void)encrypt_bytes("short", "x"), std::invalid_argument);
}

TEST(callback_crypto, tokens_and_keys_are_letters_and_digits_of_their_length) {
  EXPECT_TRUE(is_callback_token("a"));
  EXPECT_TRUE(is_callback_token(std::string(32, 'A')));
  EXPECT_FALSE(is_callback_token(""));
  EXPECT_FALSE(is_callback_token(std::string(33, 'A')));
  EXPECT_FALSE(is_callback_token("a_b"));
  EXPECT_TRUE(is_callback_key(key));
  EXPECT_FALSE(is_callback_key(key.substr(1)));
  EXPECT_FALSE(is_callback_key(std::string(42, 'a') + "+"));
}

TEST(callback_crypto, base64_and_md5) {
  for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"})
    EXPECT_EQ(base64_decode(base64_encode(text)), text);
  EXPECT_EQ(base64_encode("fooba"), "Zm9vYmE=");
  EXPECT_FALSE(base64_decode("Zm9"));
  EXPECT_FALSE(base64_decode("===="));
  EXPECT_EQ(md5_hex("abc"), "900150983cd24fb0d6963f7d28e17f72");
}

TEST(callback_xml, texts_are_safe_in_cdata) {
  xml_writer out;
  out.text("A", "x]]>y<z>&")
      .number("B", -7)
      .begin("C")
      .text("D",
            "\x01"
            "d")
      .end("C")
      .plain("E", "<&>");
  EXPECT_EQ(
      out.document(),
      "<xml><A><![CDATA[x]]]]><![CDATA[>y<z>&]]></A><B>-7</B><C><D><![CDATA[d]]></D></C><E>&lt;&amp;&gt;"
      "</E></xml>");
  EXPECT_EQ(xml_child(out.document(), "A"), "x]]>y<z>&");
  EXPECT_EQ(xml_child(out.document(), "E"), "<&>");
}

TEST(callback_xml, what_applications_answer_is_read) {
  EXPECT_EQ(xml_child("<?xml version=\"1.0\"?>\n<xml>\n  <A> <![CDATA[1]]> </A>\n<B>2</B>\n</xml>", "B"),
            "2");
  EXPECT_FALSE(xml_child("<xml><A>1</A></xml>", "B"));
  for (const char* broken :
       {"", "success", "<xml>", "<xml><A>1</xml>", "<xml><A>1</A>", "<xml><A><![CDATA[1</A></xml>",
        "<xml a='1'><A>1</A></xml>", "<!DOCTYPE x><xml><A>1</A></xml>"})
    EXPECT_FALSE(xml_child(broken, "A")) << broken;
  std::string deep = "<xml>";
  for (int i = 0; i < 10'000; ++i) deep += "<A>";
  EXPECT_FALSE(xml_child(deep, "A"));
}

}  // namespace
}  // namespace errdex::emulation::wecom
