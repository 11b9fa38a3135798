// Temporary media: upload and download.
#include "emulator/wecom/media.hpp"

#include <algorithm>
#include <charconv>

#include "emulator/platform/form.hpp"
#include "emulator/wecom/media_types.hpp"
#include "http/text.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t media_life = 259'200;  // Seconds: three days.
constexpr std::size_t megabyte = 1024UL * 1024;
constexpr std::size_t least_size = 6;  // "Larger than 5 bytes."
constexpr std::chrono::seconds longest_voice{60};
// The platform refuses whoever downloads one file "at high concurrency and without pause" and gives no
// number.
constexpr std::int64_t downloads_allowed = 300;
constexpr std::chrono::seconds downloads_window{10};

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_media(corp TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, filename TEXT NOT NULL,
  content_type TEXT NOT NULL, created INTEGER NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY(corp, id));
CREATE INDEX IF NOT EXISTS wecom_media_created ON wecom_media(created);
)";

bool ends_with_amr(std::string_view name) {
  constexpr std::string_view ending = ".amr";
  return name.size() > ending.size() && http::same_word(name.substr(name.size() - ending.size()), ending);
}

void check_image(std::string_view bytes) {
  if (bytes.size() > 10 * megabyte) throw failure(code::image_size_invalid, "the image is larger than 10 MB");
  if (!is_jpeg(bytes) && !is_png(bytes)) throw failure(code::media_type_invalid, "it is no JPEG and no PNG");
}

void check_video(std::string_view bytes) {
  if (bytes.size() > 10 * megabyte) throw failure(code::video_size_invalid, "the video is larger than 10 MB");
  if (!is_mp4(bytes)) throw failure(code::media_type_invalid, "it is no MP4");
}

void check_voice(std::string_view filename, std::string_view bytes) {
  if (bytes.size() > 2 * megabyte) throw failure(code::file_too_large, "the voice is larger than 2 MB");
  if (!is_amr(bytes)) throw failure(code::voice_format_not_amr, "it is no AMR");
  if (!ends_with_amr(filename)) throw failure(code::voice_format_not_amr, "its name does not end in .amr");
  const auto length = amr_duration(bytes);
  if (!length) throw failure(code::voice_file_invalid, "a frame of the AMR is cut off or damaged");
  if (*length > longest_voice)
    throw failure(code::voice_too_long, "it plays " + std::to_string(length->count()) + " ms");
}

answer upload(exchange& x) {
  const auto form = read_form(x.request);
  const form_part* file = form ? find_part(*form, "media") : nullptr;
  if (!file || !file->filename || file->content.empty())
    throw failure(code::media_file_empty, !form             ? "the body is no form with files"
                                          : !file           ? "the form has no part 'media'"
                                          : !file->filename ? "the part 'media' has no filename"
                                                            : "the file is empty");
  const std::string type = x.text("type");
  check_media(type, *file->filename, file->content);
  const media_file kept = keep_media(x, type, *file->filename, file->content);
  return json::object{
      {"type", kept.type}, {"media_id", kept.id}, {"created_at", std::to_string(kept.created)}};
}

answer download(exchange& x) {
  const std::string id = x.text("media_id");
  const auto file = find_media(x, id);
  if (!file)
    throw failure(code::media_id_invalid, "no file has this media_id, or it is older than three days");
  if (x.world.settings.rate_limits && !x.world.limits.take("media/get " + x.caller.tenant + ' ' + id,
                                                           downloads_allowed, downloads_window, x.now()))
    throw failure(code::concurrency_limited, "the same file was asked for more than " +
                                                 std::to_string(downloads_allowed) + " times in 10 s");
  // An uploaded text, JSON perhaps, goes out as bytes: clients take JSON for an error.
  return send_file(x, media_bytes(x, id),
                   file->type == "file" ? "application/octet-stream" : file->content_type, file->filename);
}

/// First and last byte that "bytes=FIRST-LAST" means of a file of this size. Nothing when it is no such range
/// (the header counts for nothing then); `satisfiable` is false when the file has none of these bytes.
struct byte_range {
  std::size_t first = 0, last = 0;
  bool satisfiable = true;
};

std::optional<std::size_t> read_number(std::string_view text) {
  std::size_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

std::optional<byte_range> read_range(std::string_view header, std::size_t size) {
  constexpr std::string_view unit = "bytes=";
  if (header.substr(0, unit.size()) != unit) return std::nullopt;
  header.remove_prefix(unit.size());
  const auto dash = header.find('-');
  if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return std::nullopt;
  const auto from = read_number(header.substr(0, dash)), to = read_number(header.substr(dash + 1));
  if (!from && !to) return std::nullopt;
  byte_range out;
  if (!from) {  // "-500": the last 500 bytes.
    if (dash != 0) return std::nullopt;
    out.first = size - std::min(*to, size);
    out.last = size - 1;
    out.satisfiable = *to > 0 && size > 0;
    return out;
  }
  if (!to && dash + 1 != header.size()) return std::nullopt;
  if (to && *to < *from) return std::nullopt;
  out.first = *from;
  out.last = std::min(to.value_or(size - 1), size - 1);
  out.satisfiable = *from < size;
  return out;
}

/// filename="…" as every client reads it, and filename*=… with the characters that the former cannot have.
std::string disposition(std::string_view filename) {
  std::string plain;
  bool exact = true;
  for (const char c : filename) {
    const bool keeps = c >= ' ' && c < 127 && c != '"' && c != '\\';
    plain += keeps ? c : '_';
    exact = exact && keeps;
  }
  std::string out = "attachment; filename=\"" + plain + '"';
  if (!exact) out += "; filename*=utf-8''" + http::percent_encode(filename);
  return out;
}

}  // namespace

void create_media_tables(store& data) { data.script(schema); }

std::optional<media_file> find_media(const exchange& x, std::string_view media_id) {
  auto row = x.data().query(
      "SELECT id, type, filename, content_type, created, size FROM wecom_media WHERE corp = ? AND id = ? AND "
      "created > ?",
      x.caller.tenant, media_id, x.seconds() - media_life);
  if (!row.next()) return std::nullopt;
  return media_file{std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                    std::string(row.text(3)), row.integer(4),           row.integer(5)};
}

std::string media_bytes(const exchange& x, std::string_view media_id) {
  return x.data()
      .value("SELECT content FROM wecom_media WHERE corp = ? AND id = ? AND created > ?", x.caller.tenant,
             media_id, x.seconds() - media_life)
      .value_or("");
}

void check_media(std::string_view type, std::string_view filename, std::string_view bytes) {
  if (bytes.size() < least_size)
    throw failure(code::file_size_invalid, "the file has " + std::to_string(bytes.size()) + " bytes");
  if (type == "image") return check_image(bytes);
  if (type == "voice") return check_voice(filename, bytes);
  if (type == "video") return check_video(bytes);
  if (bytes.size() > 20 * megabyte) throw failure(code::file_too_large, "the file is larger than 20 MB");
}

media_file keep_media(exchange& x, std::string_view type, std::string_view filename, std::string_view bytes) {
  x.data().run("DELETE FROM wecom_media WHERE created <= ?", x.seconds() - media_life);
  media_file out{
      "3" + x.ids().text("wecom.media", 63), std::string(type), std::string(filename),
      std::string(content_type_of(bytes)),   x.seconds(),       static_cast<std::int64_t>(bytes.size())};
  x.data().run(
      "INSERT INTO wecom_media(corp, id, type, filename, content_type, created, size, content) VALUES(?, ?, "
      "?, "
      "?, ?, ?, ?, ?)",
      x.caller.tenant, out.id, out.type, out.filename, out.content_type, out.created, out.size, bytes);
  return out;
}

http::response send_file(const exchange& x, std::string bytes, std::string_view content_type,
                         std::string_view filename) {
  http::response out;
  out.headers.add("Content-Type", std::string(content_type));
  out.headers.add("Content-disposition", disposition(filename));
  out.headers.add("Cache-Control", "no-cache, must-revalidate");
  out.headers.add("Accept-Ranges", "bytes");
  const auto header = x.request.headers.get("Range");
  const auto range = header ? read_range(*header, bytes.size()) : std::nullopt;
  if (!range) {
    out.body = std::move(bytes);
    return out;
  }
  const std::string whole = '/' + std::to_string(bytes.size());
  if (!range->satisfiable) {
    out.status = 416;
    out.headers.add("Content-Range", "bytes *" + whole);
    return out;
  }
  out.status = 206;
  out.headers.add("Content-Range",
                  "bytes " + std::to_string(range->first) + '-' + std::to_string(range->last) + whole);
  out.body = bytes.substr(range->first, range->last - range->first + 1);
  return out;
}

void add_media(endpoint_list& list) {
  list.push_back({
      .name = "media/upload",
      .method = "POST",
      .path = "/cgi-bin/media/upload",
      .title = "Upload a file for three days",
      .group = "media",
      .credential = access_token,
      .fields = {field("type")
                     .text()
                     .required(code::upload_type_invalid)
                     .one_of({"image", "voice", "video", "file"}, code::upload_type_invalid)
                     .in_query()},
      .raises = {{code::media_file_empty, "the form has no file in its part 'media'"},
                 {code::file_size_invalid, "the file has 5 bytes or less"},
                 {code::media_type_invalid, "an image is no JPEG or PNG, or a video is no MP4"},
                 {code::image_size_invalid, "an image is larger than 10 MB"},
                 {code::video_size_invalid, "a video is larger than 10 MB"},
                 {code::file_too_large, "a voice is larger than 2 MB, or a file is larger than 20 MB"},
                 {code::voice_format_not_amr, "a voice is no AMR, or its name does not end in .amr"},
                 {code::voice_file_invalid, "a voice is AMR with damaged frames"},
                 {code::voice_too_long, "a voice plays for more than 60 seconds"}},
      .raw_body = true,
      .handle = upload,
      .document = "https://developer.work.weixin.qq.com/document/path/90253",
  });
  list.push_back({
      .name = "media/get",
      .method = "GET",
      .path = "/cgi-bin/media/get",
      .title = "Download an uploaded file",
      .group = "media",
      .credential = access_token,
      .fields = {field("media_id").text().required(code::media_id_missing)},
      .raises = {{code::media_id_invalid,
                  "no file of the organisation has it, or it is older than three days"},
                 {code::concurrency_limited, "one file is asked for more than 300 times in 10 seconds"}},
      .handle = download,
      .document = "https://developer.work.weixin.qq.com/document/path/90254",
  });
}

}  // namespace errdex::emulation::wecom
