#include "service/entry_documents.hpp"

#include <cstring>

namespace errdex::service {

entry_documents::~entry_documents() {
  for (const auto& slot : slots_) delete slot.load(std::memory_order_relaxed);
}

const entry_document& entry_documents::get(const entry& e, present::texts which) {
  auto& slot = slots_[e.index() * present::texts_count + static_cast<std::size_t>(which)];
  if (const entry_document* ready = slot.load(std::memory_order_acquire)) return *ready;

  constexpr std::string_view before = R"({"entries":[)";
  constexpr std::string_view behind = "]}";
  std::string text(before);
  text += present::entry_json(e, which);
  text += behind;
  text.shrink_to_fit();
  auto made = std::make_unique<entry_document>();
  made->etag = etag_of(text);
  made->answer = std::make_shared<const std::string>(std::move(text));
  made->entry = std::string_view(*made->answer)
                    .substr(before.size(), made->answer->size() - before.size() - behind.size());
  const entry_document* there = nullptr;
  if (slot.compare_exchange_strong(there, made.get(), std::memory_order_acq_rel)) return *made.release();
  return *there;
}

std::string etag_of(std::string_view body) {
  // 64 bits of a multiplicative hash over words of eight bytes, each mixed into all bits.
  std::uint64_t h = 0x9e3779b97f4a7c15u ^ body.size();
  const auto mix = [&h](std::uint64_t word) {
    h = (h ^ word) * 0xff51afd7ed558ccdu;
    h ^= h >> 32;
  };
  std::size_t i = 0;
  for (; i + 8 <= body.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, body.data() + i, 8);
    mix(word);
  }
  std::uint64_t rest = 0;
  if (i < body.size()) std::memcpy(&rest, body.data() + i, body.size() - i);
  mix(rest);
  mix(h >> 29);
  // Eleven characters of five bits: with W/"" just what a std::string holds without allocating.
  constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuv";
  std::string out = "W/\"";
  for (int k = 0; k < 11; ++k, h >>= 5) out += digits[h & 31];
  return out + '"';
}

}  // namespace errdex::service
