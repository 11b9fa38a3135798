#include "errdex/catalog.hpp"

#include <algorithm>
#include <vector>

#include "catalog/access.hpp"
#include "catalog/aligned_bytes.hpp"
#include "catalog/builder.hpp"
#include "catalog/validate.hpp"

namespace errdex {

using detail::access;

namespace {

detail::perfect_hash hash_of(const unsigned char* bytes, const image::hash_record& r) noexcept {
  return {bytes + r.slots.offset, bytes + r.displacements.offset, r.multiplier, r.slot_mask, r.bucket_mask};
}

/// What the addition says of a space that exists: more ranges, hosts and envelopes.
void extend(draft::space& into, const draft::space& addition) {
  const auto merge = [](std::vector<std::string>& have, const std::vector<std::string>& more) {
    for (const auto& text : more) {
      if (std::find(have.begin(), have.end(), text) == have.end()) have.push_back(text);
    }
  };
  merge(into.envelopes, addition.envelopes);
  merge(into.hosts, addition.hosts);
  for (const draft::range& r : addition.ranges) {
    std::erase_if(into.ranges, [&](const draft::range& x) { return x.from == r.from && x.to == r.to; });
    into.ranges.push_back(r);
  }
}

}  // namespace

namespace detail {
constinit const catalog builtin_catalog{};
}

struct catalog::storage {
  detail::aligned_bytes bytes;
  detail::tables tables{};
};

std::optional<catalog> catalog::from_image(std::span<const std::byte> image, std::string& error) {
  if (!validate_image(image, error)) return std::nullopt;
  auto s = std::make_shared<storage>(storage{.bytes = detail::aligned_bytes(image)});
  const unsigned char* bytes = s->bytes.data();
  const auto h = access::read<image::header>(bytes);
  s->tables = {hash_of(bytes, h.by_space_and_number), hash_of(bytes, h.by_number), bytes};
  catalog c(&s->tables);
  c.storage_ = std::move(s);
  return c;
}

std::optional<catalog> catalog::combine(const catalog& base, const catalog& addition, std::string& error) {
  draft::catalog all = to_draft(base);
  draft::catalog more = to_draft(addition);
  for (auto& sp : more.spaces) {
    const auto same = std::find_if(all.spaces.begin(), all.spaces.end(),
                                   [&](const draft::space& s) { return s.name == sp.name; });
    if (same == all.spaces.end()) {
      all.spaces.push_back(std::move(sp));
    } else {
      extend(*same, sp);
    }
  }
  all.documents.insert(all.documents.end(), std::make_move_iterator(more.documents.begin()),
                       std::make_move_iterator(more.documents.end()));
  const auto key = [](const draft::entry& e) { return std::tie(e.space, e.code, e.context); };
  std::vector<const draft::entry*> added;
  for (const auto& e : more.entries) added.push_back(&e);
  const auto less = [&](const draft::entry* a, const draft::entry* b) { return key(*a) < key(*b); };
  std::sort(added.begin(), added.end(), less);
  std::erase_if(all.entries, [&](const draft::entry& e) {
    return std::binary_search(added.begin(), added.end(), &e, less);
  });
  all.entries.insert(all.entries.end(), more.entries.begin(), more.entries.end());
  const auto bytes = build_image(all, error);
  if (!bytes) return std::nullopt;
  return from_image(*bytes, error);
}

entry catalog::find_wide(space_id id, std::int64_t number) const noexcept {
  const entry e = space(id).nearest(number);
  return e && e.number() == number ? e : entry{tables_, 0};
}

entry catalog::find(space_id id, std::string_view code) const noexcept {
  if (const auto number = draft::number_of(code)) {
    entry e = find(id, *number);
    // Of several meanings the first one: `nearest` may stand on any.
    while (e && e.index_ > 1) {
      const entry before{tables_, e.index_ - 1};
      if (!(before.next_meaning() == e)) break;
      e = before;
    }
    return e;
  }
  const auto i = static_cast<std::uint32_t>(id);
  if (i >= access::space_count(tables_)) return {tables_, 0};
  const auto r = access::space_at(tables_, i);
  std::uint32_t low = r.entries.first + r.numeric_count;
  std::uint32_t high = r.entries.first + r.entries.count;
  const std::uint32_t end = high;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (entry{tables_, middle}.code() < code) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < end && entry{tables_, low}.code() == code ? entry{tables_, low} : entry{tables_, 0};
}

entry catalog::find(std::string_view space_name, std::string_view code) const noexcept {
  return find(space(space_name).id(), code);
}

entry catalog::find_name(space_id id, std::string_view name) const noexcept {
  const auto i = static_cast<std::uint32_t>(id);
  if (i >= access::space_count(tables_)) return {tables_, 0};
  const auto r = access::space_at(tables_, i);
  const auto at = [&](std::uint32_t k) {
    return entry{tables_, access::record<std::uint32_t>(tables_, offsetof(image::header, names), k)};
  };
  std::uint32_t low = r.names.first;
  std::uint32_t high = low + r.names.count;
  const std::uint32_t end = high;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (at(middle).name() < name) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < end && at(low).name() == name ? at(low) : entry{tables_, 0};
}

entry_list catalog::all_at(std::uint32_t position) const noexcept {
  entry_list list;
  list.tables_ = tables_;
  if (position == 0) return list;
  list.first_ = position + 1;
  list.count_ = access::record<std::uint32_t>(tables_, offsetof(image::header, numbers), position);
  return list;
}

space_list catalog::spaces() const noexcept { return access::make_spaces(tables_); }

errdex::space catalog::space(std::string_view name) const noexcept {
  for (const errdex::space s : spaces()) {
    if (s.name() == name) return s;
  }
  return access::make_space(tables_, 0);
}

errdex::space catalog::space(space_id id) const noexcept {
  const auto i = static_cast<std::uint32_t>(id);
  return access::make_space(tables_, i < access::space_count(tables_) ? i : 0);
}

std::size_t catalog::size() const noexcept { return access::entry_count(tables_) - 1; }

entry_list catalog::entries() const noexcept {
  return access::entries(tables_, 1, access::entry_count(tables_) - 1);
}

std::span<const std::byte> catalog::image() const noexcept {
  const auto h = access::read<image::header>(tables_->image);
  return {reinterpret_cast<const std::byte*>(tables_->image), static_cast<std::size_t>(h.size)};
}

}  // namespace errdex
