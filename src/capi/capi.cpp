#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "capi/convert.hpp"
#include "errdex/catalog.hpp"
#include "errdex/errdex.h"
#include "errdex/version.hpp"

namespace {

using namespace errdex::capi;

static_assert(static_cast<int>(errdex::status::unauthenticated) == ERRDEX_STATUS_UNAUTHENTICATED &&
                  errdex::status_count == ERRDEX_STATUS_UNAUTHENTICATED + 1,
              "the statuses of C and C++ are the same");
static_assert(static_cast<int>(errdex::verdict::stop) == ERRDEX_VERDICT_STOP &&
                  errdex::verdict_count == ERRDEX_VERDICT_STOP + 1,
              "the verdicts of C and C++ are the same");

errdex_result give(errdex::entry e, errdex_entry* out) noexcept {
  *out = to(e);
  return e ? ERRDEX_OK : ERRDEX_NOT_FOUND;
}

void explain(std::string_view what, char* message, std::size_t size) noexcept {
  if (message == nullptr || size == 0) return;
  std::size_t n = std::min(what.size(), size - 1);
  // No character is cut in two.
  while (n < what.size() && n > 0 && (static_cast<unsigned char>(what[n]) & 0xc0) == 0x80) --n;
  if (n > 0) std::memcpy(message, what.data(), n);
  message[n] = '\0';
}

/// Runs what makes a catalog; no exception leaves.
template <typename Make>
errdex_result make_catalog(errdex_catalog** out, char* message, std::size_t message_size,
                           Make make) noexcept {
  explain({}, message, message_size);
  if (out == nullptr) return ERRDEX_BAD_ARGUMENT;
  *out = nullptr;
  try {
    std::string error;
    auto made = make(error);
    if (!made) {
      explain(error, message, message_size);
      return ERRDEX_BAD_IMAGE;
    }
    *out = reinterpret_cast<errdex_catalog*>(new errdex::catalog(std::move(*made)));
    return ERRDEX_OK;
  } catch (const std::exception& e) {
    // Only memory can run out here: std::bad_alloc, or std::length_error from a container.
    explain(e.what(), message, message_size);
    return ERRDEX_NO_MEMORY;
  }
}

errdex::text_list list_of(errdex_entry entry, errdex_list list, errdex_language lang) noexcept {
  const errdex::entry e = from(entry);
  switch (list) {
    case ERRDEX_FIX: return e.fix(from(lang));
    case ERRDEX_ALIASES: return e.aliases();
    case ERRDEX_SEE: return e.see();
    case ERRDEX_NOTES: return e.notes();
  }
  return {};
}

template <typename List>
errdex_result property_at(const List& list, std::size_t position, errdex_property* out) noexcept {
  if (out == nullptr) return ERRDEX_BAD_ARGUMENT;
  *out = {};
  if (position >= list.size()) return ERRDEX_NOT_FOUND;
  const errdex::property p = list[position];
  *out = {to(p.key), to(p.value)};
  return ERRDEX_OK;
}

}  // namespace

extern "C" {

const char* errdex_version(void) { return ERRDEX_VERSION; }

const errdex_catalog* errdex_builtin(void) {
  return reinterpret_cast<const errdex_catalog*>(&errdex::catalog::builtin());
}

errdex_result errdex_catalog_from_image(const void* image, size_t size, errdex_catalog** out, char* message,
                                        size_t message_size) {
  if (image == nullptr && size != 0) return ERRDEX_BAD_ARGUMENT;
  return make_catalog(out, message, message_size, [&](std::string& error) {
    return errdex::catalog::from_image({static_cast<const std::byte*>(image), size}, error);
  });
}

errdex_result errdex_catalog_combine(const errdex_catalog* base, const errdex_catalog* addition,
                                     errdex_catalog** out, char* message, size_t message_size) {
  if (base == nullptr || addition == nullptr) return ERRDEX_BAD_ARGUMENT;
  return make_catalog(out, message, message_size, [&](std::string& error) {
    return errdex::catalog::combine(*from(base), *from(addition), error);
  });
}

void errdex_catalog_free(errdex_catalog* catalog) {
  if (catalog != errdex_builtin()) delete from(catalog);
}

uint32_t errdex_space_count(const errdex_catalog* catalog) {
  return catalog == nullptr ? 0 : static_cast<uint32_t>(from(catalog)->spaces().size());
}

errdex_space_id errdex_space_named(const errdex_catalog* catalog, errdex_text name) {
  return catalog == nullptr ? 0 : static_cast<errdex_space_id>(from(catalog)->space(from(name)).id());
}

errdex_text errdex_space_text(const errdex_catalog* catalog, errdex_space_id space, errdex_space_field field,
                              errdex_language lang) {
  if (catalog == nullptr) return {};
  const errdex::space s = from(catalog)->space(space_from(space));
  switch (field) {
    case ERRDEX_SPACE_NAME: return to(s.name());
    case ERRDEX_SPACE_TITLE: return to(s.title(from(lang)));
    case ERRDEX_SPACE_PLATFORM: return to(s.platform());
    case ERRDEX_SPACE_PLATFORM_TITLE: return to(s.platform_title(from(lang)));
    case ERRDEX_SPACE_SCHEME: return to(s.scheme());
  }
  return {};
}

errdex_result errdex_range_of(const errdex_catalog* catalog, errdex_space_id space, int64_t number,
                              errdex_range* out) {
  if (catalog == nullptr || out == nullptr) return ERRDEX_BAD_ARGUMENT;
  *out = {};
  const auto range = from(catalog)->space(space_from(space)).range_of(number);
  if (!range) return ERRDEX_NOT_FOUND;
  *out = {range->from, range->to, to(range->title_en), to(range->title_zh)};
  return ERRDEX_OK;
}

errdex_result errdex_find(const errdex_catalog* catalog, errdex_text space, errdex_text code,
                          errdex_entry* out) {
  if (catalog == nullptr || out == nullptr) return ERRDEX_BAD_ARGUMENT;
  return give(from(catalog)->find(from(space), from(code)), out);
}

errdex_result errdex_find_number(const errdex_catalog* catalog, errdex_space_id space, int64_t number,
                                 errdex_entry* out) {
  if (catalog == nullptr || out == nullptr) return ERRDEX_BAD_ARGUMENT;
  return give(from(catalog)->find(space_from(space), number), out);
}

errdex_result errdex_find_name(const errdex_catalog* catalog, errdex_text space, errdex_text name,
                               errdex_entry* out) {
  if (catalog == nullptr || out == nullptr) return ERRDEX_BAD_ARGUMENT;
  return give(from(catalog)->find_name(from(catalog)->space(from(space)).id(), from(name)), out);
}

size_t errdex_find_all(const errdex_catalog* catalog, int64_t number, errdex_entry* out, size_t capacity) {
  if (catalog == nullptr) return 0;
  const errdex::entry_list all = from(catalog)->find_all(number);
  for (size_t i = 0; out != nullptr && i < std::min(capacity, all.size()); ++i) out[i] = to(all[i]);
  return all.size();
}

errdex_result errdex_nearest(const errdex_catalog* catalog, errdex_space_id space, int64_t number,
                             errdex_entry* out) {
  if (catalog == nullptr || out == nullptr) return ERRDEX_BAD_ARGUMENT;
  return give(from(catalog)->space(space_from(space)).nearest(number), out);
}

size_t errdex_entry_count(const errdex_catalog* catalog, errdex_space_id space) {
  if (catalog == nullptr) return 0;
  return space == 0 ? from(catalog)->size() : from(catalog)->space(space_from(space)).entries().size();
}

errdex_result errdex_entry_at(const errdex_catalog* catalog, errdex_space_id space, size_t position,
                              errdex_entry* out) {
  if (catalog == nullptr || out == nullptr) return ERRDEX_BAD_ARGUMENT;
  const errdex::entry_list all =
      space == 0 ? from(catalog)->entries() : from(catalog)->space(space_from(space)).entries();
  return give(position < all.size() ? all[position] : errdex::entry{}, out);
}

errdex_text errdex_entry_text(errdex_entry entry, errdex_field field, errdex_language lang) {
  const errdex::entry e = from(entry);
  switch (field) {
    case ERRDEX_CODE: return to(e.code());
    case ERRDEX_NAME: return to(e.name());
    case ERRDEX_MESSAGE: return to(e.message());
    case ERRDEX_TITLE: return to(e.title(from(lang)));
    case ERRDEX_CAUSE: return to(e.cause(from(lang)));
    case ERRDEX_SPACE: return to(e.space().name());
    case ERRDEX_GROUP: return to(e.group());
    case ERRDEX_REPLACED_BY: return to(e.replaced_by());
    case ERRDEX_SOURCE_DOCUMENT: return to(e.source().document);
    case ERRDEX_SOURCE_TITLE: return to(e.source().title);
    case ERRDEX_SOURCE_URL: return to(e.source().url);
    case ERRDEX_SOURCE_SEEN: return to(e.source().seen);
  }
  return {};
}

size_t errdex_entry_list_size(errdex_entry entry, errdex_list list, errdex_language lang) {
  return list_of(entry, list, lang).size();
}

errdex_text errdex_entry_list_item(errdex_entry entry, errdex_list list, errdex_language lang,
                                   size_t position) {
  const errdex::text_list items = list_of(entry, list, lang);
  return position < items.size() ? to(items[position]) : errdex_text{};
}

errdex_result errdex_entry_number(errdex_entry entry, int64_t* out) {
  if (out == nullptr) return ERRDEX_BAD_ARGUMENT;
  const auto number = from(entry).number();
  *out = number.value_or(0);
  return number ? ERRDEX_OK : ERRDEX_NOT_FOUND;
}

errdex_status errdex_entry_status(errdex_entry entry) {
  return static_cast<errdex_status>(from(entry).status());
}

errdex_verdict errdex_entry_verdict(errdex_entry entry) {
  return static_cast<errdex_verdict>(from(entry).verdict());
}

int errdex_entry_is_documented(errdex_entry entry) {
  const errdex::entry e = from(entry);
  return e && e.basis() == errdex::basis::documented ? 1 : 0;
}

int errdex_entry_is_obsolete(errdex_entry entry) {
  return from(entry).state() == errdex::lifecycle::obsolete ? 1 : 0;
}

errdex_result errdex_entry_retry_limit(errdex_entry entry, uint32_t* out) {
  if (out == nullptr) return ERRDEX_BAD_ARGUMENT;
  const auto limit = from(entry).retry_limit();
  *out = limit.value_or(0);
  return limit ? ERRDEX_OK : ERRDEX_NOT_FOUND;
}

uint32_t errdex_entry_source_line(errdex_entry entry) { return from(entry).source().line; }

errdex_result errdex_entry_next_meaning(errdex_entry entry, errdex_entry* out) {
  if (out == nullptr) return ERRDEX_BAD_ARGUMENT;
  return give(from(entry).next_meaning(), out);
}

size_t errdex_entry_context_size(errdex_entry entry) { return from(entry).context().size(); }

errdex_result errdex_entry_context_item(errdex_entry entry, size_t position, errdex_property* out) {
  return property_at(from(entry).context(), position, out);
}

size_t errdex_entry_override_count(errdex_entry entry) { return from(entry).overrides().size(); }

errdex_result errdex_entry_override_at(errdex_entry entry, size_t position, errdex_override* out) {
  if (out == nullptr) return ERRDEX_BAD_ARGUMENT;
  *out = {};
  const errdex::override_list all = from(entry).overrides();
  if (position >= all.size()) return ERRDEX_NOT_FOUND;
  const errdex::verdict_override o = all[position];
  *out = {static_cast<errdex_verdict>(o.verdict), to(o.reason), o.when.size()};
  return ERRDEX_OK;
}

errdex_result errdex_entry_override_condition(errdex_entry entry, size_t position, size_t condition,
                                              errdex_property* out) {
  const errdex::override_list all = from(entry).overrides();
  return property_at(position < all.size() ? all[position].when : errdex::property_list{}, condition, out);
}

size_t errdex_entry_limit_count(errdex_entry entry) { return from(entry).limits().size(); }

errdex_result errdex_entry_limit_at(errdex_entry entry, size_t position, errdex_limit* out) {
  if (out == nullptr) return ERRDEX_BAD_ARGUMENT;
  *out = {};
  const errdex::limit_list all = from(entry).limits();
  if (position >= all.size()) return ERRDEX_NOT_FOUND;
  const errdex::limit l = all[position];
  out->field = to(l.field);
  out->has_min = l.min.has_value();
  out->has_max = l.max.has_value();
  out->has_count = l.count.has_value();
  out->min = l.min.value_or(0);
  out->max = l.max.value_or(0);
  out->count = l.count.value_or(0);
  out->unit = to(l.unit);
  out->charset = to(l.charset);
  out->window = to(l.window);
  out->per = to(l.per);
  out->value_count = l.values.size();
  return ERRDEX_OK;
}

errdex_text errdex_entry_limit_value(errdex_entry entry, size_t position, size_t value) {
  const errdex::limit_list all = from(entry).limits();
  if (position >= all.size()) return {};
  const errdex::text_list values = all[position].values;
  return value < values.size() ? to(values[value]) : errdex_text{};
}

errdex_text errdex_status_name(int value) {
  const auto names = errdex::status_names();
  return value >= 0 && static_cast<std::size_t>(value) < names.size()
             ? to(names[static_cast<std::size_t>(value)])
             : errdex_text{};
}

errdex_text errdex_verdict_name(int value) {
  const auto names = errdex::verdict_names();
  return value >= 0 && static_cast<std::size_t>(value) < names.size()
             ? to(names[static_cast<std::size_t>(value)])
             : errdex_text{};
}

errdex_text errdex_verdict_meaning(int value, errdex_language lang) {
  if (errdex_verdict_name(value).size == 0) return {};
  return to(errdex::meaning(static_cast<errdex::verdict>(value), from(lang)));
}

}  // extern "C"
