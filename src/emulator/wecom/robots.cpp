#include "emulator/wecom/robots.hpp"

#include <array>

#include "emulator/platform/fixture.hpp"
#include "emulator/platform/form.hpp"
#include "emulator/wecom/callback_crypto.hpp"
#include "emulator/wecom/media.hpp"
#include "emulator/wecom/media_types.hpp"
#include "emulator/wecom/message_contents.hpp"
#include "emulator/wecom/messages.hpp"
#include "emulator/wecom/receivers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_robot(key TEXT PRIMARY KEY, corp TEXT NOT NULL, name TEXT NOT NULL, enabled INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_robot_group(key TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE, PRIMARY KEY(key, userid))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_robot_media(corp TEXT NOT NULL, media_id TEXT NOT NULL, robot TEXT NOT NULL,
  PRIMARY KEY(corp, media_id)) WITHOUT ROWID;
)";

constexpr std::array<std::string_view, 8> robot_types{"text", "markdown", "markdown_v2", "image",
                                                      "news", "file",     "voice",       "template_card"};

constexpr std::int64_t live_text_bytes = 5120;
constexpr std::size_t largest_picture = 2UL * 1024 * 1024;

void check_picture(const exchange& x) {
  const auto bytes = base64_decode(x.text("image.base64"));
  if (!bytes) throw failure(code::parameter_invalid, "image.base64 is no Base64");
  if (bytes->size() > largest_picture)
    throw failure(code::image_size_invalid, "the picture is larger than 2 MB");
  if (!is_png(*bytes) && !is_jpeg(*bytes))
    throw failure(code::media_type_invalid, "it is no JPEG and no PNG");
  if (md5_hex(*bytes) != lower_case(x.text("image.md5")))
    throw failure(code::parameter_invalid, "image.md5 is that of other bytes");
}

std::vector<std::string> group_of(const exchange& x) {
  std::vector<std::string> out;
  auto rows =
      x.data().query("SELECT userid FROM wecom_robot_group WHERE key = ? ORDER BY userid", x.caller.app);
  while (rows.next()) out.emplace_back(rows.text(0));
  return out;
}

answer send_by_robot(exchange& x) {
  const std::string type = x.text("msgtype");
  json::object content = read_content(x, {x.caller.app, live_text_bytes});
  if (type == "image") check_picture(x);
  keep_message(x, {"robot", x.caller.app, type, std::move(content), group_of(x), {}});
  return {};
}

/// The file of the form; throws when there is none.
form_part need_file(const exchange& x) {
  const auto form = read_form(x.request);
  const form_part* file = form ? find_part(*form, "media") : nullptr;
  if (!file || !file->filename || file->content.empty())
    throw failure(code::media_file_empty, "the form has no file in its part 'media'");
  return *file;
}

answer upload_for_robot(exchange& x) {
  const form_part file = need_file(x);
  const std::string type = x.text("type");
  check_media(type, *file.filename, file.content);
  const media_file kept = keep_media(x, type, *file.filename, file.content);
  x.data().run("INSERT INTO wecom_robot_media(corp, media_id, robot) VALUES(?, ?, ?)", x.caller.tenant,
               kept.id, x.caller.app);
  return json::object{
      {"type", kept.type}, {"media_id", kept.id}, {"created_at", std::to_string(kept.created)}};
}

}  // namespace

void create_robot_tables(store& data) { data.script(schema); }

void load_robots(world& w, const std::string& corp, const json::value& part) {
  const json::value wrapped(json::object{{"robots", part}});
  for (const auto& value : fixture_part(wrapped, "corp " + corp).list("robots")) {
    const fixture_part robot(value, "corp " + corp + ", robot");
    robot.only({"key", "name", "enabled", "group"});
    const std::string key = robot.needed("key");
    w.data.run("INSERT INTO wecom_robot(key, corp, name, enabled) VALUES(?, ?, ?, ?)", key, corp,
               robot.needed("name"), robot.number("enabled", 1));
    for (const auto& userid : robot.list("group"))
      w.data.run("INSERT OR IGNORE INTO wecom_robot_group(key, userid) VALUES(?, ?)", key,
                 scalar_text(userid));
  }
}

void check_robot(exchange& x) {
  if (x.endpoint.raw_body) need_file(x);
  const std::string* given = x.query(robot_key);
  const std::string key = given ? *given : std::string();
  auto row = x.data().query("SELECT corp, enabled FROM wecom_robot WHERE key = ?", key);
  if (!row.next()) throw failure(code::parameter_invalid, "no robot has the key");
  if (row.integer(1) == 0) throw failure(code::robot_disabled, "the robot is switched off");
  x.caller.tenant = row.text(0);
  x.caller.app = key;
  x.caller.kind = "robot";
}

void add_robots(endpoint_list& list) {
  list.push_back({
      .name = "webhook/send",
      .method = "POST",
      .path = "/cgi-bin/webhook/send",
      .title = "Send a message to a robot's group",
      .group = "robots",
      .credential = robot_key,
      .fields = content_fields(robot_types, true),
      .raises = content_claims(robot_types, true),
      .limits = {{20, std::chrono::minutes(1), rate_limit::scope::app}},
      .handle = send_by_robot,
  });
  list.back().raises.push_back({code::image_size_invalid, "a picture is larger than 2 MB"});
  list.back().raises.push_back({code::media_type_invalid, "a picture is no JPEG and no PNG"});
  list.push_back({
      .name = "webhook/upload_media",
      .method = "POST",
      .path = "/cgi-bin/webhook/upload_media",
      .title = "Upload a file for a robot",
      .group = "robots",
      .credential = robot_key,
      .fields = {field("type")
                     .text()
                     .required(code::upload_type_invalid)
                     .one_of({"file", "voice"}, code::upload_type_invalid)
                     .in_query()},
      .raises = {{code::media_file_empty, "the form has no file in its part 'media', or the file is empty"},
                 {code::file_size_invalid, "the file has 5 bytes or less"},
                 {code::file_too_large, "a file is larger than 20 MB, or a voice larger than 2 MB"},
                 {code::voice_format_not_amr, "a voice is no AMR"},
                 {code::voice_file_invalid, "the frames of a voice are damaged"},
                 {code::voice_too_long, "a voice plays longer than 60 seconds"}},
      .raw_body = true,
      .handle = upload_for_robot,
  });
}

}  // namespace errdex::emulation::wecom
