// Layout of a compiled catalog: one block of bytes without pointers, so that it can be linked into
// the read-only data of a program without relocations, mapped from a file, or built in memory.
//
// All integers are little-endian. Section offsets count from the start of the image and are
// multiples of 8. Record 0 of the entries, the spaces and the documents is a blank that stands for
// "none"; it lets every accessor run without a check.
#ifndef ERRDEX_SRC_CATALOG_IMAGE_HPP
#define ERRDEX_SRC_CATALOG_IMAGE_HPP

#include <array>
#include <bit>
#include <cstdint>
#include <type_traits>

namespace errdex::image {

static_assert(std::endian::native == std::endian::little,
              "compiled catalogs are little-endian; a big-endian host needs a byte-swapping reader");

inline constexpr std::array<char, 8> magic{'e', 'r', 'r', 'd', 'e', 'x', 'C', '\n'};
inline constexpr std::uint32_t version = 1;
inline constexpr std::uint32_t max_entries = (1u << 24) - 2;
inline constexpr std::uint32_t max_spaces = 255;

/// A text: position and length in the string section.
struct text_ref {
  std::uint32_t offset;
  std::uint32_t length;
};

/// Consecutive records of another section.
struct list_ref {
  std::uint32_t first;
  std::uint32_t count;
};

struct entry_record {
  std::int64_t number;
  text_ref code, name, message, title[2], cause[2], replaced_by, group;
  list_ref fix[2], aliases, limits, overrides, context, see, notes;
  std::uint32_t document, line, retry_limit;
  std::uint8_t space, status, verdict, basis, state, has_number, has_retry_limit, has_next_meaning;
  std::uint32_t reserved;
};

struct limit_record {
  double min, max, count;
  text_ref field, unit, charset, window, per;
  list_ref values;
  std::uint32_t present;  // Bits: 1 min, 2 max, 4 count.
  std::uint32_t reserved;
};

struct override_record {
  list_ref when;
  text_ref reason;
  std::uint32_t verdict;
  std::uint32_t reserved;
};

struct range_record {
  std::int64_t from, to;
  text_ref title[2];
};

struct space_record {
  text_ref name, platform, platform_title[2], title[2], scheme;
  list_ref envelopes, hosts, ranges, entries, names;
  std::uint32_t numeric_count;
  std::uint32_t reserved;
};

struct document_record {
  text_ref id, platform, title, url, seen;
};

struct section {
  std::uint64_t offset;
  std::uint64_t count;
};

struct hash_record {
  std::uint64_t multiplier, slot_mask, bucket_mask;
  section slots, displacements;
};

struct header {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t checksum;  // Of all bytes behind the header, to find damage, not malice.
  std::uint64_t size;
  section entries, limits, overrides, ranges, spaces, documents, texts, numbers, names, strings;
  hash_record by_space_and_number, by_number;
};

static_assert(std::is_trivially_copyable_v<header> && sizeof(entry_record) % 8 == 0 &&
              sizeof(limit_record) % 8 == 0 && sizeof(space_record) % 8 == 0);

/// FNV-1a over 8-byte words; `size` is a multiple of 8.
inline std::uint32_t checksum(const unsigned char* data, std::uint64_t size) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (std::uint64_t i = 0; i + 8 <= size; i += 8) {
    std::uint64_t word = 0;
    for (int b = 7; b >= 0; --b) word = word << 8 | data[i + static_cast<unsigned>(b)];
    hash = (hash ^ word) * 0x100000001b3u;
    hash ^= hash >> 29;
  }
  return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

}  // namespace errdex::image

#endif
