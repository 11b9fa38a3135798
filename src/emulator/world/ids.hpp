// Ids, tokens and codes that look like the platforms' and are the same in each run: they are made from the
// seed of a world, what they are for, and how many were made before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace errdex::emulation {

class store;

/// 64 bits that depend on nothing but the arguments; well spread, not secret.
[[nodiscard]] std::uint64_t mix(std::uint64_t seed, std::string_view purpose, std::uint64_t n) noexcept;

namespace alphabets {
inline constexpr std::string_view digits = "0123456789";
inline constexpr std::string_view hex = "0123456789abcdef";
inline constexpr std::string_view alphanumeric =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
inline constexpr std::string_view token = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
}  // namespace alphabets

/// A text of `length` characters out of `alphabet` that depends on nothing but the arguments.
[[nodiscard]] std::string make_text(std::uint64_t seed, std::string_view purpose, std::uint64_t n,
                                    std::size_t length, std::string_view alphabet);

/// Counts in the store, so that what a transaction takes back is taken back here too, and a snapshot or a
/// restart goes on where it was.
class id_source {
 public:
  id_source(store& data, std::uint64_t seed);

  /// 1, 2, 3 … for each purpose. The purpose is a name, such as "department" or "wecom.message".
  std::uint64_t next(std::string_view purpose);
  /// A new text of this kind.
  std::string text(std::string_view purpose, std::size_t length,
                   std::string_view alphabet = alphabets::token);

  [[nodiscard]] std::uint64_t seed() const noexcept { return seed_; }
  void reseed(std::uint64_t seed) noexcept { seed_ = seed; }

 private:
  store& data_;
  std::uint64_t seed_;
};

}  // namespace errdex::emulation
