// Temporary media: files that an app uploads and that every app of its organisation may use for three days.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

struct media_file {
  std::string id;
  std::string type;          ///< "image", "voice", "video" or "file".
  std::string filename;      ///< As it was uploaded.
  std::string content_type;  ///< What it is by its first bytes.
  std::int64_t created = 0;  ///< Seconds since 1970.
  std::int64_t size = 0;     ///< Bytes.
};

/// A file of the caller's organisation; nothing when none has the id or it is older than three days.
[[nodiscard]] std::optional<media_file> find_media(const exchange& x, std::string_view media_id);
/// What is in it; empty when `find_media` finds nothing.
[[nodiscard]] std::string media_bytes(const exchange& x, std::string_view media_id);

/// Throws the error with which the service refuses a file under a type ("image", "voice", "video", "file"):
/// for its size, its format, how long it plays.
void check_media(std::string_view type, std::string_view filename, std::string_view bytes);
/// Keeps a file for three days; returns it with its new id.
[[nodiscard]] media_file keep_media(exchange& x, std::string_view type, std::string_view filename,
                                    std::string_view bytes);
/// Bytes as an answer to a download: as much of them as the request's Range asks for.
[[nodiscard]] http::response send_file(const exchange& x, std::string bytes, std::string_view content_type,
                                       std::string_view filename);

/// Keeps an image for good; returns the address under which everybody sees it.
[[nodiscard]] std::string keep_image(exchange& x, std::string_view bytes);

void add_media(endpoint_list& list);
void create_media_tables(store& data);
void add_images(endpoint_list& list);
void create_image_tables(store& data);
void add_voices(endpoint_list& list);
void create_voice_tables(store& data);
void add_materials(endpoint_list& list);
void create_material_tables(store& data);

}  // namespace errdex::emulation::wecom
