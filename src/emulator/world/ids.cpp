#include "emulator/world/ids.hpp"

#include "emulator/world/store.hpp"

namespace errdex::emulation {
namespace {

// The finaliser of SplitMix64: every bit of the input changes half of the output.
constexpr std::uint64_t scramble(std::uint64_t z) noexcept {
  z += 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

}  // namespace

std::uint64_t mix(std::uint64_t seed, std::string_view purpose, std::uint64_t n) noexcept {
  std::uint64_t h = scramble(seed);
  for (const char c : purpose) h = scramble(h ^ static_cast<unsigned char>(c));
  return scramble(h ^ n);
}

std::string make_text(std::uint64_t seed, std::string_view purpose, std::uint64_t n, std::size_t length,
                      std::string_view alphabet) {
  std::string out(length, '\0');
  std::uint64_t state = mix(seed, purpose, n);
  for (std::size_t i = 0; i < length; ++i) {
    state = scramble(state);
    out[i] = alphabet[(state >> 16) % alphabet.size()];
  }
  return out;
}

id_source::id_source(store& data, std::uint64_t seed) : data_(data), seed_(seed) {
  data_.script(
      "CREATE TABLE IF NOT EXISTS errdex_counter(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID");
}

std::uint64_t id_source::next(std::string_view purpose) {
  auto q = data_.query(
      "INSERT INTO errdex_counter VALUES(?, 1) ON CONFLICT(name) DO UPDATE SET value = value + 1 "
      "RETURNING value",
      purpose);
  q.next();
  const auto value = static_cast<std::uint64_t>(q.integer(0));
  while (q.next()) {
  }
  return value;
}

std::string id_source::text(std::string_view purpose, std::size_t length, std::string_view alphabet) {
  return make_text(seed_, purpose, next(purpose), length, alphabet);
}

}  // namespace errdex::emulation
