// The keys of a response body that the library knows, and how one is told from the bytes between two
// quotes without a branch that depends on which key it is.
#ifndef ERRDEX_SRC_DIAGNOSE_BODY_KEYS_HPP
#define ERRDEX_SRC_DIAGNOSE_BODY_KEYS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace errdex::detail {

/// A key at the top level of a body. `none` stands for every other key.
enum class body_key : std::uint8_t {
  none = 0,
  errcode = 1,
  errno_ = 2,
  error_code_camel = 3,
  error_code = 4,
  code = 5,
  errmsg = 6,
  err_string = 7,
  error_message_camel = 8,
  error_msg = 9,
  msg = 10,
  message = 11,
  error_description = 12,
  error = 13,
  error_response = 14,
  sub_code = 15,
  request_id = 16,
  requestid = 17,
  log_id = 18,
  logid = 19,
};

inline constexpr std::size_t body_key_count = 20;

inline constexpr std::array<std::string_view, body_key_count> body_key_names{"",
                                                                             "errcode",
                                                                             "errno",
                                                                             "errorCode",
                                                                             "error_code",
                                                                             "code",
                                                                             "errmsg",
                                                                             "errString",
                                                                             "errorMessage",
                                                                             "error_msg",
                                                                             "msg",
                                                                             "message",
                                                                             "error_description",
                                                                             "error",
                                                                             "error_response",
                                                                             "sub_code",
                                                                             "request_id",
                                                                             "requestid",
                                                                             "log_id",
                                                                             "logid"};

constexpr std::size_t index_of(body_key key) noexcept { return static_cast<std::size_t>(key); }
constexpr std::uint32_t bit_of(body_key key) noexcept { return 1u << static_cast<unsigned>(key); }

/// The longest key; longer texts cannot be one.
inline constexpr std::size_t longest_body_key = 17;

/// Three words of eight bytes that together cover every key: its beginning, its middle, its end. Of
/// a key below eight bytes all three are the key itself, padded with zeros.
struct key_words {
  std::uint64_t first;
  std::uint64_t middle;
  std::uint64_t last;
  friend constexpr bool operator==(const key_words&, const key_words&) noexcept = default;
};

/// Where the words of a key of this length begin.
struct key_offsets {
  std::uint8_t middle;
  std::uint8_t last;
  std::uint64_t mask;  ///< Which bytes of each word belong to the key.
};

inline constexpr std::array<key_offsets, longest_body_key + 1> key_offsets_of = [] {
  std::array<key_offsets, longest_body_key + 1> all{};
  for (std::size_t length = 0; length < all.size(); ++length) {
    const std::size_t last = length < 8 ? 0 : length - 8;
    all[length] = {static_cast<std::uint8_t>((last + 1) / 2), static_cast<std::uint8_t>(last),
                   length < 8 ? (std::uint64_t{1} << (8 * length)) - 1 : ~std::uint64_t{0}};
  }
  return all;
}();

constexpr std::uint64_t word_at(std::string_view text, std::size_t from) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < 8 && from + i < text.size(); ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(text[from + i])} << (8 * i);
  }
  return word;
}

constexpr key_words words_of(std::string_view key) noexcept {
  const key_offsets at = key_offsets_of[key.size()];
  return {word_at(key, 0), word_at(key, at.middle), word_at(key, at.last)};
}

/// Slot of a key in the table below.
constexpr std::uint32_t key_slot(std::uint64_t first, std::uint64_t length,
                                 std::uint64_t multiplier) noexcept {
  return static_cast<std::uint32_t>(((first ^ length << 57) * multiplier) >> 59);
}

/// A multiplier that gives every key its own slot; searched for at compile time.
inline constexpr std::uint64_t key_multiplier = [] {
  std::uint64_t candidate = 0x9e3779b97f4a7c15u;
  for (;;) {
    candidate ^= candidate << 13;
    candidate ^= candidate >> 7;
    candidate ^= candidate << 17;
    std::uint32_t taken = 0;
    bool free = true;
    for (std::size_t k = 1; k < body_key_count && free; ++k) {
      const std::uint32_t bit =
          1u << key_slot(word_at(body_key_names[k], 0), body_key_names[k].size(), candidate | 1);
      free = (taken & bit) == 0;
      taken |= bit;
    }
    if (free) return candidate | 1;
  }
}();

struct key_table {
  std::array<key_words, 32> words;
  std::array<std::uint8_t, 32> length;
  std::array<body_key, 32> key;
};

inline constexpr key_table known_keys = [] {
  key_table table{};
  for (std::size_t k = 1; k < body_key_count; ++k) {
    const std::string_view name = body_key_names[k];
    const std::uint32_t slot = key_slot(word_at(name, 0), name.size(), key_multiplier);
    table.words[slot] = words_of(name);
    table.length[slot] = static_cast<std::uint8_t>(name.size());
    table.key[slot] = static_cast<body_key>(k);
  }
  return table;
}();

/// A text that a body is compared with in one step: up to 16 bytes as two words and their masks.
struct pattern16 {
  std::uint64_t word[2];
  std::uint64_t mask[2];
  std::uint32_t length;
};

constexpr pattern16 make_pattern(std::string_view key, std::string_view behind) noexcept {
  char text[32]{};
  std::size_t n = 0;
  text[n++] = '"';
  for (const char c : key) text[n++] = c;
  for (const char c : behind) text[n++] = c;
  const std::string_view all(text, n);
  pattern16 p{{word_at(all, 0), word_at(all, 8)}, {0, 0}, static_cast<std::uint32_t>(n)};
  for (std::size_t i = 0; i < 16 && i < n; ++i) p.mask[i / 8] |= std::uint64_t{0xff} << (8 * (i % 8));
  return p;
}

inline constexpr pattern16 request_id_pattern = make_pattern("request_id", "\":\"");

/// An envelope that begins with its code: `"errcode":` and the key of its message.
/// Aligned so that its place in a table is found by a shift.
struct alignas(128) envelope_pattern {
  pattern16 code;
  pattern16 message;
  body_key code_key;
  body_key message_key;
};

/// The fifth and the seventh byte from the quote of a code's key tell the envelopes apart.
constexpr std::uint32_t envelope_slot(unsigned char fifth, unsigned char seventh) noexcept {
  return (fifth + 3u * seventh) & 15u;
}

inline constexpr std::array<envelope_pattern, 16> envelope_patterns = [] {
  std::array<envelope_pattern, 16> table{};
  // A mask without bytes would match everything: an empty slot asks for a byte that is not zero to
  // be zero.
  for (auto& slot : table) slot.code = {{0, 0}, {0xff, 0}, 0};
  constexpr std::pair<body_key, body_key> pairs[] = {
      {body_key::errcode, body_key::errmsg},
      {body_key::errno_, body_key::err_string},
      {body_key::error_code_camel, body_key::error_message_camel},
      {body_key::error_code, body_key::error_msg},
      {body_key::code, body_key::msg}};
  for (const auto& [code, message] : pairs) {
    const pattern16 p = make_pattern(body_key_names[index_of(code)], "\":");
    const auto byte = [&](std::size_t i) {
      return static_cast<unsigned char>(p.word[i / 8] >> (8 * (i % 8)));
    };
    // The key `code` has no seventh byte of its own, but a colon always stands there.
    auto& slot = table[envelope_slot(byte(4), byte(6))];
    if (slot.code.length != 0) throw "two envelopes in one slot";  // At compile time only.
    slot = {p, make_pattern(body_key_names[index_of(message)], "\":"), code, message};
  }
  return table;
}();

/// Where a nesting ends among eight brackets, of which a set bit opens: by depth and by the eight bits, the
/// index of the one that takes the depth to 0. The last row is for depths that eight cannot close.
inline constexpr std::uint64_t bracket_rows = 9;
inline constexpr std::uint8_t no_bracket = 0xff;
inline constexpr std::array<std::array<std::uint8_t, 256>, bracket_rows> bracket_steps = [] {
  std::array<std::array<std::uint8_t, 256>, bracket_rows> table{};
  for (std::size_t row = 0; row < bracket_rows; ++row) {
    for (unsigned bits = 0; bits < 256; ++bits) {
      table[row][bits] = no_bracket;
      int depth = static_cast<int>(row) + 1;
      for (unsigned i = 0; i < 8; ++i) {
        depth += (bits >> i & 1u) != 0 ? 1 : -1;
        if (depth == 0) {
          table[row][bits] = static_cast<std::uint8_t>(i);
          break;
        }
      }
    }
  }
  return table;
}();

}  // namespace errdex::detail

#endif
