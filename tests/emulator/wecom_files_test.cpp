// What of WeCom is no JSON: files with their ranges, images, and the pages on which people log in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "emulator/platform/emulator.hpp"
#include "emulator/wecom/media_types.hpp"

namespace errdex::emulation {
namespace {

namespace json = boost::json;
using namespace std::string_view_literals;
using testing::HasSubstr;
using testing::Optional;
using testing::StartsWith;

class wecom_files : public testing::Test {
 protected:
  http::response send(std::string method, std::string target, std::string body = {},
                      std::vector<std::pair<std::string, std::string>> headers = {}) {
    http::request r;
    r.method = std::move(method);
    r.target = std::move(target);
    r.body = std::move(body);
    r.peer = "127.0.0.1";
    r.headers.add("Host", "127.0.0.1:7340");
    for (auto& [name, value] : headers) r.headers.add(name, value);
    return emulator_.answer(r);
  }
  json::object read(const http::response& answer) { return json::parse(answer.content()).as_object(); }

  std::string token() {
    return std::string(
        read(send("GET", "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=crm-secret"))["access_token"]
            .as_string());
  }
  json::object upload(const std::string& path, const std::string& filename, const std::string& content) {
    return read(send("POST",
                     path + (path.find('?') == std::string::npos ? "?" : "&") + "access_token=" + token(),
                     "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" + filename +
                         "\"\r\n\r\n" + content + "\r\n--b--\r\n",
                     {{"Content-Type", "multipart/form-data; boundary=b"}}));
  }
  http::response download(const std::string& id, const std::string& range = {}) {
    std::vector<std::pair<std::string, std::string>> headers;
    if (!range.empty()) headers.emplace_back("Range", range);
    return send("GET", "/cgi-bin/media/get?media_id=" + id + "&access_token=" + token(), {}, headers);
  }

  emulator emulator_{all_platforms(), {}};
};

TEST_F(wecom_files, give_back_the_bytes_that_were_uploaded) {
  const std::string bytes("\x89PNG\r\n\x1A\n\0\xFF\r\n--c", 15);
  const auto kept = upload("/cgi-bin/media/upload?type=image", "logo.png", bytes);
  const http::response got = download(std::string(kept.at("media_id").as_string()));
  EXPECT_EQ(got.status, 200U);
  EXPECT_EQ(got.content(), bytes);
  EXPECT_THAT(got.headers.get("Content-Type"), Optional("image/png"sv));
  EXPECT_THAT(got.headers.get("Content-disposition"), Optional("attachment; filename=\"logo.png\""sv));
}

TEST_F(wecom_files, never_send_an_uploaded_json_as_json) {
  const auto kept = upload("/cgi-bin/media/upload?type=file", "\xE5\x90\x8D.json", R"({"errcode":40007})");
  const http::response got = download(std::string(kept.at("media_id").as_string()));
  EXPECT_THAT(got.headers.get("Content-Type"), Optional("application/octet-stream"sv));
  EXPECT_THAT(got.headers.get("Content-disposition"),
              Optional("attachment; filename=\"___.json\"; filename*=utf-8''%E5%90%8D.json"sv));
  EXPECT_EQ(read(download("made-up")).at("errcode"), 40007);
}

TEST_F(wecom_files, are_sent_in_parts) {
  const auto kept = upload("/cgi-bin/media/upload?type=file", "digits.txt", "0123456789");
  const std::string id(kept.at("media_id").as_string());
  const auto part = [&](const std::string& range) {
    const http::response got = download(id, range);
    return std::to_string(got.status) + ' ' + std::string(got.content()) + ' ' +
           std::string(got.headers.get("Content-Range").value_or("-"));
  };
  EXPECT_EQ(part(""), "200 0123456789 -");
  EXPECT_EQ(part("bytes=0-3"), "206 0123 bytes 0-3/10");
  EXPECT_EQ(part("bytes=8-100"), "206 89 bytes 8-9/10");
  EXPECT_EQ(part("bytes=7-"), "206 789 bytes 7-9/10");
  EXPECT_EQ(part("bytes=-4"), "206 6789 bytes 6-9/10");
  EXPECT_EQ(part("bytes=-99"), "206 0123456789 bytes 0-9/10");
  EXPECT_EQ(part("bytes=10-"), "416  bytes */10");
  EXPECT_EQ(part("bytes=-0"), "416  bytes */10");
  // What is no range of one part counts for nothing.
  for (const char* other : {"bytes=3-1", "bytes=a-b", "bytes=", "bytes=-", "lines=0-1", "bytes=0-1,3-4",
                            "bytes=99999999999999999999-"})
    EXPECT_EQ(part(other), "200 0123456789 -") << other;
}

TEST_F(wecom_files, show_an_image_where_its_upload_says) {
  const std::string bytes = "\xFF\xD8\xFF\xE0 and so on";
  const auto kept = upload("/cgi-bin/media/uploadimg", "cat.jpg", bytes);
  const std::string url(kept.at("url").as_string());
  ASSERT_THAT(url, StartsWith("http://127.0.0.1:7340/pic_wework/"));
  const http::response got = send("GET", url.substr(std::string("http://127.0.0.1:7340").size()));
  EXPECT_EQ(got.status, 200U);
  EXPECT_EQ(got.content(), bytes);
  EXPECT_THAT(got.headers.get("Content-Type"), Optional("image/jpeg"sv));
  EXPECT_EQ(send("GET", "/pic_wework/1/unknown/0").status, 404U);
}

constexpr const char* link =
    "/connect/oauth2/"
    "authorize?appid=ww0123456789abcdef&redirect_uri=https%3A%2F%2Fcrm.beacon.example%2Fin%3Fa%3D1"
    "%23top&response_type=code&scope=snsapi_base&state=xyz";

TEST_F(wecom_files, a_program_is_sent_back_to_the_page_of_the_app) {
  const http::response got = send("GET", link, {}, {{"Accept", "*/*"}});
  EXPECT_EQ(got.status, 302U);
  const std::string to(got.headers.get("Location").value_or(""));
  EXPECT_THAT(to, StartsWith("https://crm.beacon.example/in?a=1&code="));
  EXPECT_THAT(to, HasSubstr("&state=xyz#top"));
  const std::string code(read(got).at("login_code").as_string());
  EXPECT_THAT(to, HasSubstr(code));
  EXPECT_EQ(
      read(send("GET", "/cgi-bin/auth/getuserinfo?access_token=" + token() + "&code=" + code)).at("userid"),
      "ada");
}

TEST_F(wecom_files, a_person_chooses_who_is_logging_in) {
  emulator_.world().data.run("UPDATE wecom_member SET name = '<b>\"&' WHERE userid = 'ken'");
  const http::response got = send("GET", link, {}, {{"Accept", "text/html,*/*;q=0.8"}});
  EXPECT_EQ(got.status, 200U);
  EXPECT_THAT(got.headers.get("Content-Type"), Optional(HasSubstr("text/html")));
  EXPECT_THAT(std::string(got.content()),
              HasSubstr("&amp;state=xyz&amp;userid=ken\">&lt;b&gt;&quot;&amp; (ken)</a>"));
  EXPECT_EQ(send("GET", std::string(link) + "&userid=ken", {}, {{"Accept", "text/html"}}).status, 302U);
}

TEST(media_types, know_files_by_what_is_in_them) {
  using namespace wecom;
  EXPECT_EQ(content_type_of("\xFF\xD8\xFF\xE0"), "image/jpeg");
  EXPECT_EQ(content_type_of("\x89PNG\r\n\x1A\n"), "image/png");
  EXPECT_EQ(content_type_of("\0\0\0\x18"
                            "ftypisom"sv),
            "video/mp4");
  EXPECT_EQ(content_type_of("#!AMR\n"), "audio/amr");
  EXPECT_EQ(content_type_of("#!AMR-WB\n"), "audio/amr-wb");
  EXPECT_EQ(content_type_of(""), "application/octet-stream");
}

TEST(media_types, count_the_frames_of_an_amr) {
  using namespace wecom;
  using std::chrono::milliseconds;
  const std::string narrow = "#!AMR\n", wide = "#!AMR-WB\n";
  const std::string speech = "\x3C" + std::string(31, 'x');       // 12.2 kbit/s: type 7.
  const std::string wide_speech = "\x44" + std::string(60, 'x');  // 23.85 kbit/s: type 8.
  EXPECT_THAT(amr_duration(narrow + speech), Optional(milliseconds(20)));
  EXPECT_THAT(amr_duration(narrow + speech + "|" + speech), Optional(milliseconds(60)));
  EXPECT_THAT(amr_duration(wide + wide_speech + wide_speech), Optional(milliseconds(40)));
  EXPECT_EQ(amr_duration(narrow), std::nullopt);
  EXPECT_EQ(amr_duration(narrow + speech.substr(0, 31)), std::nullopt);
  EXPECT_EQ(amr_duration(narrow + "\x60"), std::nullopt);  // Type 12 is none.
  EXPECT_EQ(amr_duration("RIFF" + speech), std::nullopt);
}

}  // namespace
}  // namespace errdex::emulation
