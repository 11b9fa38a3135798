// What messages to customers are made of: a text, and files, links and mini programs attached to it.
#include <array>

#include "emulator/wecom/customers.hpp"
#include "emulator/wecom/media.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

void need_uploaded(const exchange& x, std::string_view id, std::string_view type) {
  const auto file = find_media(x, id);
  if (!file)
    throw failure(code::media_id_invalid,
                  "nobody has uploaded " + std::string(id) + " in the last three days");
  if (file->type != type)
    throw failure(code::media_id_invalid,
                  std::string(id) + " is no " + std::string(type) + " but a " + file->type);
}

/// Where a message names files, and of which type they must be.
struct file_place {
  std::string_view path, type;
};
constexpr std::array<file_place, 4> file_places{{{"image.media_id", "image"},
                                                 {"miniprogram.pic_media_id", "image"},
                                                 {"video.media_id", "video"},
                                                 {"file.media_id", "file"}}};

}  // namespace

void need_file(const exchange& x, std::string_view path, std::string_view type) {
  const std::string id = x.text(path);
  if (!id.empty()) need_uploaded(x, id, type);
}

void need_files(const exchange& x, const json::object& content) {
  for (const file_place& place : file_places)
    if (const auto* id = find_path(content, place.path))
      if (const std::string text = scalar_text(*id).value_or(""); !text.empty())
        need_uploaded(x, text, place.type);
}

void need_attachments(const exchange& x) {
  const auto* attachments = x.json("attachments");
  if (!attachments || !attachments->is_array()) return;
  for (const json::value& attachment : attachments->get_array())
    if (const auto* content = attachment.if_object()) need_files(x, *content);
}

std::vector<field> message_fields() {
  return {field("text").object(),
          field("text.content").text().bytes(0, 4000),
          field("attachments").array().count(0, 9),
          field("attachments[].msgtype")
              .text()
              .required()
              .one_of({"image", "link", "miniprogram", "video", "file"}),
          field("attachments[].image").object(),
          field("attachments[].image.media_id").text(),
          field("attachments[].image.pic_url").text(),
          field("attachments[].link").object(),
          field("attachments[].link.title").text().required().bytes(1, 128),
          field("attachments[].link.picurl").text().bytes(0, 2048),
          field("attachments[].link.desc").text().bytes(0, 512),
          field("attachments[].link.url").text().required().bytes(1, 2048),
          field("attachments[].miniprogram").object(),
          field("attachments[].miniprogram.title").text().required().bytes(1, 64),
          field("attachments[].miniprogram.pic_media_id").text().required(),
          field("attachments[].miniprogram.appid").text().required(),
          field("attachments[].miniprogram.page").text().required(),
          field("attachments[].video").object(),
          field("attachments[].video.media_id").text().required(),
          field("attachments[].file").object(),
          field("attachments[].file.media_id").text().required()};
}

bool is_empty_message(const exchange& x) {
  if (!x.text("text.content").empty()) return false;
  const auto* attachments = x.json("attachments");
  return !attachments || !attachments->is_array() || attachments->get_array().empty();
}

}  // namespace errdex::emulation::wecom
