#include "emulator/wecom/media_types.hpp"

#include <array>
#include <cstddef>

namespace errdex::emulation::wecom {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view narrow_band = "#!AMR\n"sv, wide_band = "#!AMR-WB\n"sv;

bool begins(std::string_view bytes, std::string_view with) noexcept {
  return bytes.substr(0, with.size()) == with;
}

// Bytes that follow the first byte of a frame, by the frame's type (3GPP TS 26.101 and 26.201); -1: no such
// type.
constexpr std::array<int, 16> narrow_sizes{12, 13, 15, 17, 19, 20, 26, 31, 5, -1, -1, -1, -1, -1, -1, 0};
constexpr std::array<int, 16> wide_sizes{17, 23, 32, 36, 40, 46, 50, 58, 60, 5, -1, -1, -1, -1, 0, 0};

}  // namespace

bool is_jpeg(std::string_view bytes) noexcept { return begins(bytes, "\xFF\xD8\xFF"sv); }
bool is_png(std::string_view bytes) noexcept { return begins(bytes, "\x89PNG\r\n\x1A\n"sv); }
bool is_mp4(std::string_view bytes) noexcept { return bytes.size() > 8 && bytes.substr(4, 4) == "ftyp"sv; }
bool is_amr(std::string_view bytes) noexcept {
  return begins(bytes, narrow_band) || begins(bytes, wide_band);
}

std::optional<std::chrono::milliseconds> amr_duration(std::string_view bytes) noexcept {
  const bool wide = begins(bytes, wide_band);
  if (!wide && !begins(bytes, narrow_band)) return std::nullopt;
  bytes.remove_prefix(wide ? wide_band.size() : narrow_band.size());
  std::chrono::milliseconds length{0};
  while (!bytes.empty()) {
    const auto type = static_cast<std::size_t>(static_cast<unsigned char>(bytes.front()) >> 3U & 0x0FU);
    const int size = (wide ? wide_sizes : narrow_sizes)[type];
    if (size < 0 || bytes.size() <= static_cast<std::size_t>(size)) return std::nullopt;
    bytes.remove_prefix(static_cast<std::size_t>(size) + 1);
    length += std::chrono::milliseconds(20);
  }
  if (length.count() == 0) return std::nullopt;
  return length;
}

std::string_view content_type_of(std::string_view bytes) noexcept {
  if (is_jpeg(bytes)) return "image/jpeg";
  if (is_png(bytes)) return "image/png";
  if (is_mp4(bytes)) return "video/mp4";
  if (begins(bytes, narrow_band)) return "audio/amr";
  if (begins(bytes, wide_band)) return "audio/amr-wb";
  return "application/octet-stream";
}

}  // namespace errdex::emulation::wecom
