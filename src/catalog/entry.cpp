#include <algorithm>

#include "catalog/access.hpp"

namespace errdex {

using detail::access;

namespace {
constexpr std::size_t side(language lang) noexcept { return lang == language::zh ? 1 : 0; }
}  // namespace

std::string_view text_list::operator[](std::size_t i) const noexcept {
  return access::pooled(tables_, first_ + i);
}

property property_list::operator[](std::size_t i) const noexcept {
  return {access::pooled(tables_, first_ + 2 * i), access::pooled(tables_, first_ + 2 * i + 1)};
}

std::string_view property_list::value(std::string_view key) const noexcept {
  for (const property p : *this) {
    if (p.key == key) return p.value;
  }
  return {};
}

limit limit_list::operator[](std::size_t i) const noexcept {
  const auto r = access::record<image::limit_record>(tables_, offsetof(image::header, limits), first_ + i);
  limit out;
  out.field = access::text(tables_, r.field);
  if (r.present & 1u) out.min = r.min;
  if (r.present & 2u) out.max = r.max;
  if (r.present & 4u) out.count = r.count;
  out.unit = access::text(tables_, r.unit);
  out.charset = access::text(tables_, r.charset);
  out.values = access::texts(tables_, r.values);
  out.window = access::text(tables_, r.window);
  out.per = access::text(tables_, r.per);
  return out;
}

verdict_override override_list::operator[](std::size_t i) const noexcept {
  const auto r =
      access::record<image::override_record>(tables_, offsetof(image::header, overrides), first_ + i);
  return {access::properties(tables_, r.when), static_cast<errdex::verdict>(r.verdict),
          access::text(tables_, r.reason)};
}

errdex::space entry::space() const noexcept {
  return access::make_space(tables_, access::entry_at(tables_, index_).space);
}

std::string_view entry::code() const noexcept {
  return access::text(tables_, access::entry_at(tables_, index_).code);
}

std::optional<std::int64_t> entry::number() const noexcept {
  const auto r = access::entry_at(tables_, index_);
  if (r.has_number == 0) return std::nullopt;
  return r.number;
}

std::string_view entry::name() const noexcept {
  return access::text(tables_, access::entry_at(tables_, index_).name);
}

std::string_view entry::message() const noexcept {
  return access::text(tables_, access::entry_at(tables_, index_).message);
}

text_list entry::aliases() const noexcept {
  return access::texts(tables_, access::entry_at(tables_, index_).aliases);
}

std::string_view entry::title(language lang) const noexcept {
  return access::text(tables_, access::entry_at(tables_, index_).title[side(lang)]);
}

std::string_view entry::cause(language lang) const noexcept {
  return access::text(tables_, access::entry_at(tables_, index_).cause[side(lang)]);
}

text_list entry::fix(language lang) const noexcept {
  return access::texts(tables_, access::entry_at(tables_, index_).fix[side(lang)]);
}

errdex::status entry::status() const noexcept {
  return static_cast<errdex::status>(access::entry_at(tables_, index_).status);
}

errdex::verdict entry::verdict() const noexcept {
  return static_cast<errdex::verdict>(access::entry_at(tables_, index_).verdict);
}

override_list entry::overrides() const noexcept {
  return access::overrides(tables_, access::entry_at(tables_, index_).overrides);
}

limit_list entry::limits() const noexcept {
  return access::limits(tables_, access::entry_at(tables_, index_).limits);
}

property_list entry::context() const noexcept {
  return access::properties(tables_, access::entry_at(tables_, index_).context);
}

text_list entry::see() const noexcept {
  return access::texts(tables_, access::entry_at(tables_, index_).see);
}

errdex::basis entry::basis() const noexcept {
  return static_cast<errdex::basis>(access::entry_at(tables_, index_).basis);
}

citation entry::source() const noexcept {
  const auto r = access::entry_at(tables_, index_);
  const auto d =
      access::record<image::document_record>(tables_, offsetof(image::header, documents), r.document);
  return {access::text(tables_, d.id), access::text(tables_, d.title), access::text(tables_, d.url),
          access::text(tables_, d.seen), r.line};
}

text_list entry::notes() const noexcept {
  return access::texts(tables_, access::entry_at(tables_, index_).notes);
}

lifecycle entry::state() const noexcept {
  return static_cast<lifecycle>(access::entry_at(tables_, index_).state);
}

std::string_view entry::replaced_by() const noexcept {
  return access::text(tables_, access::entry_at(tables_, index_).replaced_by);
}

std::optional<std::uint32_t> entry::retry_limit() const noexcept {
  const auto r = access::entry_at(tables_, index_);
  if (r.has_retry_limit == 0) return std::nullopt;
  return r.retry_limit;
}

std::string_view entry::group() const noexcept {
  return access::text(tables_, access::entry_at(tables_, index_).group);
}

entry entry::next_meaning() const noexcept {
  if (access::entry_at(tables_, index_).has_next_meaning == 0) return {tables_, 0};
  return {tables_, index_ + 1};
}

entry entry_list::operator[](std::size_t i) const noexcept {
  if (direct_) return access::make_entry(tables_, static_cast<std::uint32_t>(first_ + i));
  return access::make_entry(
      tables_, access::record<std::uint32_t>(tables_, offsetof(image::header, numbers), first_ + i));
}

}  // namespace errdex
