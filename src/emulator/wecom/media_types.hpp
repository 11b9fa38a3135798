// What an uploaded file really is, by its first bytes: the service does not believe a file's name.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace errdex::emulation::wecom {

[[nodiscard]] bool is_jpeg(std::string_view bytes) noexcept;
[[nodiscard]] bool is_png(std::string_view bytes) noexcept;
/// An ISO base media file: its first box is "ftyp".
[[nodiscard]] bool is_mp4(std::string_view bytes) noexcept;
/// AMR (narrow or wide band) of one channel (RFC 4867, section 5).
[[nodiscard]] bool is_amr(std::string_view bytes) noexcept;

/// How long an AMR file plays, by its frames of 20 ms. Nothing when a frame is cut off, is of a type that
/// does not exist, or when there is none.
[[nodiscard]] std::optional<std::chrono::milliseconds> amr_duration(std::string_view bytes) noexcept;

/// The Content-Type under which such a file is sent: "image/png"; "application/octet-stream" for all others.
[[nodiscard]] std::string_view content_type_of(std::string_view bytes) noexcept;

}  // namespace errdex::emulation::wecom
