#include "emulator/platform/form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace errdex::emulation {
namespace {

using testing::Optional;

http::request form(std::string body, std::string type = "multipart/form-data; boundary=b") {
  http::request out;
  out.method = "POST";
  out.headers.add("Content-Type", std::move(type));
  out.body = std::move(body);
  return out;
}

TEST(form, gives_the_parts_of_a_form) {
  const http::request sent = form(
      "--b\r\nContent-Disposition: form-data; name=\"media\";filename=\"wework.txt\"; filelength=6\r\n"
      "Content-Type: text/plain\r\n\r\nmytext\r\n--b\r\ncontent-disposition: form-data; "
      "name=note\r\n\r\n\r\n--b--\r\n");
  const auto parts = read_form(sent);
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 2U);
  const form_part* media = find_part(*parts, "media");
  ASSERT_TRUE(media);
  EXPECT_THAT(media->filename, Optional(std::string("wework.txt")));
  EXPECT_EQ(media->content_type, "text/plain");
  EXPECT_EQ(media->content, "mytext");
  EXPECT_EQ(find_file(*parts), media);
  const form_part* note = find_part(*parts, "note");
  ASSERT_TRUE(note);
  EXPECT_EQ(note->filename, std::nullopt);
  EXPECT_EQ(note->content, "");
  EXPECT_EQ(find_part(*parts, "other"), nullptr);
}

TEST(form, keeps_bytes_as_they_are) {
  const std::string bytes("\0\r\n--\r\n--c\r\n\xFF", 14);
  const http::request sent = form(
      "before\r\n--b\r\nContent-Disposition: form-data; name=x; filename=y\r\n\r\n" + bytes + "\r\n--b--");
  const auto parts = read_form(sent);
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 1U);
  EXPECT_EQ(parts->front().content, bytes);
}

TEST(form, reads_names_in_every_way_that_clients_write_them) {
  const auto filename = [](const std::string& written) {
    const http::request sent =
        form("--b\r\nContent-Disposition: form-data; name=\"f\"; " + written + "\r\n\r\nx\r\n--b--");
    const auto parts = read_form(sent);
    return parts && parts->size() == 1 ? parts->front().filename : std::optional<std::string>("no part");
  };
  EXPECT_THAT(filename("filename=\"a b.txt\""), Optional(std::string("a b.txt")));
  EXPECT_THAT(filename("filename=plain.txt"), Optional(std::string("plain.txt")));
  EXPECT_THAT(filename("filename=\"a;b\\\"c.txt\""), Optional(std::string("a;b\"c.txt")));
  EXPECT_THAT(filename("filename=\"C:\\folder\\a.txt\""), Optional(std::string("a.txt")));
  EXPECT_THAT(filename("filename=\"../../a.txt\""), Optional(std::string("a.txt")));
  EXPECT_THAT(filename("filename*=utf-8''%E5%90%8D.txt"), Optional(std::string("\xE5\x90\x8D.txt")));
  EXPECT_THAT(filename("filename=\"_.txt\"; filename*=UTF-8''%E5%90%8D.txt"),
              Optional(std::string("\xE5\x90\x8D.txt")));
  EXPECT_EQ(filename("size=3"), std::nullopt);
  EXPECT_EQ(filename("alone"), std::nullopt);
}

TEST(form, takes_a_boundary_in_quotes) {
  const http::request sent = form("--a b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--a b--",
                                  "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"");
  EXPECT_TRUE(read_form(sent));
}

TEST(form, is_nothing_when_the_body_does_not_follow_it) {
  const std::string whole = "--b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--b--";
  EXPECT_TRUE(read_form(form(whole)));
  EXPECT_FALSE(read_form(form(whole, "application/json")));
  EXPECT_FALSE(read_form(form(whole, "multipart/form-data")));
  EXPECT_FALSE(read_form(form(whole, "multipart/form-data; boundary=")));
  EXPECT_FALSE(read_form(form(whole, "multipart/form-data; boundary=c")));
  EXPECT_FALSE(read_form(form("")));
  EXPECT_FALSE(read_form(form("--b\r\nContent-Disposition: form-data; name=x\r\n1\r\n--b--")));
  // Whatever is cut off, down to the two dashes that end it, leaves no form.
  for (std::size_t i = 0; i + 1 < whole.size(); ++i)
    EXPECT_FALSE(read_form(form(whole.substr(0, i)))) << "cut at " << i;
}

}  // namespace
}  // namespace errdex::emulation
