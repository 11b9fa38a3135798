#include "catalog/validate.hpp"

#include <bit>
#include <cstring>

#include "catalog/image.hpp"
#include "errdex/vocabulary.hpp"

namespace errdex {
namespace {

using image::list_ref;
using image::section;
using image::text_ref;

class validator {
 public:
  explicit validator(std::span<const std::byte> bytes) : bytes_(bytes) {}

  bool run(std::string& error) {
    const bool sound = header() && sections() && hashes() && documents() && texts() && limits() &&
                       overrides() && ranges() && spaces() && entries() && permutations();
    if (!sound) error = fault_;
    return sound;
  }

 private:
  bool fail(std::string what) {
    fault_ = std::move(what);
    return false;
  }

  template <typename T>
  T read(std::uint64_t offset) const {
    T value;
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }
  template <typename T>
  T record(const section& s, std::uint64_t i) const {
    return read<T>(s.offset + i * sizeof(T));
  }

  bool header() {
    if (bytes_.size() < sizeof(image::header)) {
      return fail("too short to be a compiled catalog: " + std::to_string(bytes_.size()) + " bytes");
    }
    h_ = read<image::header>(0);
    if (h_.magic != image::magic) return fail("not a compiled catalog: the first bytes differ");
    if (h_.version != image::version) {
      return fail("compiled for layout " + std::to_string(h_.version) + "; this errdex reads layout " +
                  std::to_string(image::version) + ", so compile the catalog again");
    }
    if (h_.size != bytes_.size() || h_.size % 8 != 0) {
      return fail("cut off or extended: the header says " + std::to_string(h_.size) + " bytes, there are " +
                  std::to_string(bytes_.size()));
    }
    if (h_.checksum != image::checksum(reinterpret_cast<const unsigned char*>(bytes_.data()) + sizeof h_,
                                       h_.size - sizeof h_)) {
      return fail("damaged: the checksum does not match");
    }
    return true;
  }

  bool fits(const section& s, std::uint64_t record_size, const char* what) {
    if (s.offset % 8 != 0 || s.offset < sizeof h_ || s.offset > h_.size ||
        s.count > (h_.size - s.offset) / record_size) {
      return fail(std::string("the section of ") + what + " leaves the file");
    }
    return true;
  }

  bool sections() {
    return fits(h_.entries, sizeof(image::entry_record), "entries") &&
           fits(h_.limits, sizeof(image::limit_record), "limits") &&
           fits(h_.overrides, sizeof(image::override_record), "overrides") &&
           fits(h_.ranges, sizeof(image::range_record), "ranges") &&
           fits(h_.spaces, sizeof(image::space_record), "spaces") &&
           fits(h_.documents, sizeof(image::document_record), "documents") &&
           fits(h_.texts, sizeof(text_ref), "texts") && fits(h_.numbers, sizeof(std::uint32_t), "numbers") &&
           fits(h_.names, sizeof(std::uint32_t), "names") && fits(h_.strings, 1, "strings") &&
           (h_.entries.count >= 1 && h_.entries.count <= image::max_entries + 1 && h_.spaces.count >= 1 &&
                    h_.spaces.count <= image::max_spaces + 1 && h_.documents.count >= 1 &&
                    h_.numbers.count >= 1
                ? true
                : fail("a count is out of bounds"));
  }

  bool hash(const image::hash_record& r, std::uint64_t values, std::uint64_t tags) {
    if (!fits(r.slots, 8, "a hash") || !fits(r.displacements, 2, "a hash")) return false;
    if (!std::has_single_bit(r.slots.count) || r.slot_mask != r.slots.count - 1 ||
        !std::has_single_bit(r.displacements.count) || r.bucket_mask != r.displacements.count - 1) {
      return fail("a hash has impossible sizes");
    }
    for (std::uint64_t i = 0; i < r.slots.count; ++i) {
      const auto slot = record<std::uint64_t>(r.slots, i);
      if (slot >> 40 >= values || (slot >> 32 & 0xffu) >= tags) {
        return fail("a slot of a hash leads nowhere");
      }
    }
    return true;
  }

  bool hashes() {
    if (!hash(h_.by_space_and_number, h_.entries.count, h_.spaces.count) ||
        !hash(h_.by_number, h_.numbers.count, 1)) {
      return false;
    }
    std::uint64_t listed = 1;  // Position 0 stands for none.
    for (std::uint64_t i = 0; i < h_.by_number.slots.count; ++i) {
      const auto first = record<std::uint64_t>(h_.by_number.slots, i) >> 40;
      if (first == 0) continue;
      const auto count = record<std::uint32_t>(h_.numbers, first);
      if (count > h_.numbers.count - first - 1) return fail("a list of numbers leaves its section");
      // Lists that overlap would make this loop quadratic.
      listed += std::uint64_t{count} + 1;
      if (listed > h_.numbers.count) return fail("lists of numbers overlap");
      for (std::uint64_t k = 1; k <= count; ++k) {
        if (record<std::uint32_t>(h_.numbers, first + k) >= h_.entries.count) {
          return fail("a number leads to no entry");
        }
      }
    }
    return true;
  }

  bool text(text_ref t) {
    return (t.offset <= h_.strings.count && t.length <= h_.strings.count - t.offset) ||
           fail("a text leaves the string section");
  }
  bool list(list_ref l, const section& s, const char* what) {
    return (l.first <= s.count && l.count <= s.count - l.first) ||
           fail(std::string("a list of ") + what + " leaves its section");
  }
  bool pairs(list_ref l) {
    return list(l, h_.texts, "texts") && (l.count % 2 == 0 || fail("a pair lacks its half"));
  }

  bool documents() {
    for (std::uint64_t i = 0; i < h_.documents.count; ++i) {
      const auto r = record<image::document_record>(h_.documents, i);
      if (!text(r.id) || !text(r.platform) || !text(r.title) || !text(r.url) || !text(r.seen)) {
        return false;
      }
    }
    return true;
  }

  bool texts() {
    for (std::uint64_t i = 0; i < h_.texts.count; ++i) {
      if (!text(record<text_ref>(h_.texts, i))) return false;
    }
    return true;
  }

  bool limits() {
    for (std::uint64_t i = 0; i < h_.limits.count; ++i) {
      const auto r = record<image::limit_record>(h_.limits, i);
      if (!text(r.field) || !text(r.unit) || !text(r.charset) || !text(r.window) || !text(r.per) ||
          !list(r.values, h_.texts, "values")) {
        return false;
      }
    }
    return true;
  }

  bool overrides() {
    for (std::uint64_t i = 0; i < h_.overrides.count; ++i) {
      const auto r = record<image::override_record>(h_.overrides, i);
      if (!pairs(r.when) || !text(r.reason)) return false;
      if (r.verdict >= verdict_count) return fail("a verdict is outside its set");
    }
    return true;
  }

  bool ranges() {
    for (std::uint64_t i = 0; i < h_.ranges.count; ++i) {
      const auto r = record<image::range_record>(h_.ranges, i);
      if (!text(r.title[0]) || !text(r.title[1])) return false;
    }
    return true;
  }

  bool spaces() {
    for (std::uint64_t i = 0; i < h_.spaces.count; ++i) {
      const auto r = record<image::space_record>(h_.spaces, i);
      for (const text_ref t :
           {r.name, r.platform, r.platform_title[0], r.platform_title[1], r.title[0], r.title[1], r.scheme}) {
        if (!text(t)) return false;
      }
      if (!list(r.envelopes, h_.texts, "envelopes") || !list(r.hosts, h_.texts, "hosts") ||
          !list(r.ranges, h_.ranges, "ranges") || !list(r.entries, h_.entries, "entries") ||
          !list(r.names, h_.names, "names")) {
        return false;
      }
      if (r.numeric_count > r.entries.count || r.names.count != r.entries.count) {
        return fail("a space counts more codes than it has");
      }
    }
    return true;
  }

  bool entries() {
    for (std::uint64_t i = 0; i < h_.entries.count; ++i) {
      const auto r = record<image::entry_record>(h_.entries, i);
      for (const text_ref t : {r.code, r.name, r.message, r.title[0], r.title[1], r.cause[0], r.cause[1],
                               r.replaced_by, r.group}) {
        if (!text(t)) return false;
      }
      for (const list_ref l : {r.fix[0], r.fix[1], r.aliases, r.see, r.notes}) {
        if (!list(l, h_.texts, "texts")) return false;
      }
      if (!list(r.limits, h_.limits, "limits") || !list(r.overrides, h_.overrides, "overrides") ||
          !pairs(r.context)) {
        return false;
      }
      if (r.space >= h_.spaces.count || r.document >= h_.documents.count || r.status >= status_count ||
          r.verdict >= verdict_count || r.basis > 1 || r.state > 1) {
        return fail("an entry has a value outside its set");
      }
      if (r.has_next_meaning != 0 && i + 1 >= h_.entries.count) {
        return fail("an entry points behind the last one");
      }
    }
    return true;
  }

  bool permutations() {
    for (std::uint64_t i = 0; i < h_.names.count; ++i) {
      if (record<std::uint32_t>(h_.names, i) >= h_.entries.count) {
        return fail("a name leads to no entry");
      }
    }
    return true;
  }

  std::span<const std::byte> bytes_;
  image::header h_{};
  std::string fault_;
};

}  // namespace

bool validate_image(std::span<const std::byte> bytes, std::string& error) {
  return validator(bytes).run(error);
}

}  // namespace errdex
