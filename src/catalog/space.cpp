#include <algorithm>

#include "catalog/access.hpp"

namespace errdex {

using detail::access;

namespace {

image::space_record record_of(const detail::tables* t, space_id id) noexcept {
  const auto i = static_cast<std::uint32_t>(id);
  return access::space_at(t, i < access::space_count(t) ? i : 0);
}

image::range_record range_at(const detail::tables* t, std::uint64_t i) noexcept {
  return access::record<image::range_record>(t, offsetof(image::header, ranges), i);
}

}  // namespace

std::string_view space::name() const noexcept { return access::text(tables_, record_of(tables_, id_).name); }
std::string_view space::platform() const noexcept {
  return access::text(tables_, record_of(tables_, id_).platform);
}
std::string_view space::platform_title(language lang) const noexcept {
  return access::text(tables_, record_of(tables_, id_).platform_title[lang == language::zh ? 1 : 0]);
}
std::string_view space::title(language lang) const noexcept {
  return access::text(tables_, record_of(tables_, id_).title[lang == language::zh ? 1 : 0]);
}
std::string_view space::scheme() const noexcept {
  return access::text(tables_, record_of(tables_, id_).scheme);
}
text_list space::envelopes() const noexcept {
  return access::texts(tables_, record_of(tables_, id_).envelopes);
}
text_list space::hosts() const noexcept { return access::texts(tables_, record_of(tables_, id_).hosts); }
entry_list space::entries() const noexcept {
  const auto r = record_of(tables_, id_).entries;
  return access::entries(tables_, r.first, r.count);
}
std::size_t space::range_count() const noexcept { return record_of(tables_, id_).ranges.count; }

code_range space::range(std::size_t i) const noexcept {
  const auto r = range_at(tables_, record_of(tables_, id_).ranges.first + i);
  return {r.from, r.to, access::text(tables_, r.title[0]), access::text(tables_, r.title[1])};
}

std::optional<code_range> space::range_of(std::int64_t number) const noexcept {
  std::optional<code_range> best;
  for (std::size_t i = 0; i < range_count(); ++i) {
    const code_range r = range(i);
    if (number < r.from || number > r.to) continue;
    // Widths as unsigned: to - from of a hostile range may exceed the signed type.
    const auto width = static_cast<std::uint64_t>(r.to) - static_cast<std::uint64_t>(r.from);
    if (!best || width < static_cast<std::uint64_t>(best->to) - static_cast<std::uint64_t>(best->from)) {
      best = r;
    }
  }
  return best;
}

entry space::nearest(std::int64_t number) const noexcept {
  const auto r = record_of(tables_, id_);
  if (r.numeric_count == 0) return access::make_entry(tables_, 0);
  std::uint32_t low = r.entries.first;
  std::uint32_t high = low + r.numeric_count;
  const std::uint32_t end = high;
  while (low < high) {  // The first entry that is not below `number`.
    const std::uint32_t middle = low + (high - low) / 2;
    if (access::entry_at(tables_, middle).number < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == end) return access::make_entry(tables_, end - 1);
  if (low == r.entries.first) return access::make_entry(tables_, low);
  const auto above =
      static_cast<std::uint64_t>(access::entry_at(tables_, low).number) - static_cast<std::uint64_t>(number);
  const auto below = static_cast<std::uint64_t>(number) -
                     static_cast<std::uint64_t>(access::entry_at(tables_, low - 1).number);
  return access::make_entry(tables_, above < below ? low : low - 1);
}

errdex::space space_list::operator[](std::size_t i) const noexcept {
  return access::make_space(tables_, static_cast<std::uint32_t>(i + 1));
}

}  // namespace errdex
