// Images that stay: what articles and welcome messages show, and the logos of apps.
#include "emulator/platform/form.hpp"
#include "emulator/wecom/media.hpp"
#include "emulator/wecom/media_types.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::size_t least_size = 5, largest_size = 2UL * 1024 * 1024;  // Bytes.

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_image(id TEXT PRIMARY KEY, corp TEXT NOT NULL, content_type TEXT NOT NULL,
  content BLOB NOT NULL);
)";

answer upload_image(exchange& x) {
  const auto form = read_form(x.request);
  const form_part* file = form ? find_file(*form) : nullptr;
  if (!file || file->content.empty())
    throw failure(code::media_file_empty, file ? "the file is empty" : "the body is no form with a file");
  const std::size_t size = file->content.size();
  if (size < least_size || size > largest_size)
    throw failure(code::image_size_invalid, "the image has " + std::to_string(size) + " bytes");
  if (!is_jpeg(file->content) && !is_png(file->content))
    throw failure(code::media_type_invalid, "it is no JPEG and no PNG");
  return json::object{{"url", keep_image(x, file->content)}};
}

/// Everybody who has the address sees the image, as on the platform's own host of images.
answer show_image(exchange& x) {
  const std::string* id = x.segment("image");
  auto row = x.data().query("SELECT content_type, content FROM wecom_image WHERE id = ?", *id);
  http::response out;
  if (!row.next()) {
    out.status = 404;
    return out;
  }
  out.headers.add("Content-Type", std::string(row.text(0)));
  out.body = row.text(1);
  return out;
}

}  // namespace

void create_image_tables(store& data) { data.script(schema); }

std::string keep_image(exchange& x, std::string_view bytes) {
  const std::string id = x.ids().text("wecom.image", 48, alphabets::hex);
  x.data().run("INSERT INTO wecom_image(id, corp, content_type, content) VALUES(?, ?, ?, ?)", id,
               x.caller.tenant, content_type_of(bytes), bytes);
  // The platform's images are at http://p.qpic.cn/pic_wework/NUMBER/ID/0; these are where the request went.
  return "http://" + std::string(x.request.headers.get("Host").value_or("p.qpic.cn")) + "/pic_wework/" +
         make_text(x.ids().seed(), x.caller.tenant, 0, 10, alphabets::digits) + '/' + id + "/0";
}

void add_images(endpoint_list& list) {
  list.push_back({
      .name = "media/uploadimg",
      .method = "POST",
      .path = "/cgi-bin/media/uploadimg",
      .title = "Upload an image that stays",
      .group = "media",
      .credential = access_token,
      .raises = {{code::media_file_empty, "the form has no file, or an empty one"},
                 {code::image_size_invalid, "the image has fewer than 5 bytes or more than 2 MB"},
                 {code::media_type_invalid, "it is no JPEG or PNG"}},
      .limits = {{1'000, std::chrono::hours(24)}, {3'000, std::chrono::hours(24 * 30)}},
      .raw_body = true,
      .handle = upload_image,
      .document = "https://developer.work.weixin.qq.com/document/path/90256",
  });
  list.push_back({
      .name = "pic_wework",
      .method = "GET",
      .path = "/pic_wework/:number/:image/0",
      .title = "Show an image that stays",
      .group = "media",
      .handle = show_image,
  });
}

}  // namespace errdex::emulation::wecom
