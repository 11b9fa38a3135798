// Reads records out of an image. Every read copies the record, so that no object is looked at
// through a pointer of another type.
#ifndef ERRDEX_SRC_CATALOG_ACCESS_HPP
#define ERRDEX_SRC_CATALOG_ACCESS_HPP

#include <cstddef>
#include <cstring>

#include "catalog/image.hpp"
#include "errdex/catalog.hpp"

namespace errdex::detail {

struct access {
  template <typename Record>
  static Record read(const unsigned char* from) noexcept {
    Record record;
    std::memcpy(&record, from, sizeof record);
    return record;
  }

  static image::section section(const tables* t, std::size_t member) noexcept {
    return read<image::section>(t->image + member);
  }

  template <typename Record>
  static Record record(const tables* t, std::size_t member, std::uint64_t i) noexcept {
    return read<Record>(t->image + section(t, member).offset + i * sizeof(Record));
  }

  static image::entry_record entry_at(const tables* t, std::uint32_t i) noexcept {
    return record<image::entry_record>(t, offsetof(image::header, entries), i);
  }
  static image::space_record space_at(const tables* t, std::uint32_t i) noexcept {
    return record<image::space_record>(t, offsetof(image::header, spaces), i);
  }
  static std::uint32_t space_count(const tables* t) noexcept {
    return static_cast<std::uint32_t>(section(t, offsetof(image::header, spaces)).count);
  }
  static std::uint32_t entry_count(const tables* t) noexcept {
    return static_cast<std::uint32_t>(section(t, offsetof(image::header, entries)).count);
  }

  static std::string_view text(const tables* t, image::text_ref ref) noexcept {
    const auto strings = section(t, offsetof(image::header, strings));
    return {reinterpret_cast<const char*>(t->image + strings.offset + ref.offset), ref.length};
  }
  static std::string_view pooled(const tables* t, std::uint64_t i) noexcept {
    return text(t, record<image::text_ref>(t, offsetof(image::header, texts), i));
  }

  static text_list texts(const tables* t, image::list_ref ref) noexcept {
    text_list list;
    list.tables_ = t;
    list.first_ = ref.first;
    list.count_ = ref.count;
    return list;
  }
  static property_list properties(const tables* t, image::list_ref ref) noexcept {
    property_list list;
    list.tables_ = t;
    list.first_ = ref.first;
    list.count_ = ref.count;
    return list;
  }
  static limit_list limits(const tables* t, image::list_ref ref) noexcept {
    limit_list list;
    list.tables_ = t;
    list.first_ = ref.first;
    list.count_ = ref.count;
    return list;
  }
  static override_list overrides(const tables* t, image::list_ref ref) noexcept {
    override_list list;
    list.tables_ = t;
    list.first_ = ref.first;
    list.count_ = ref.count;
    return list;
  }
  static entry_list entries(const tables* t, std::uint32_t first, std::uint32_t count) noexcept {
    entry_list list;
    list.tables_ = t;
    list.first_ = first;
    list.count_ = count;
    list.direct_ = true;
    return list;
  }
  static entry make_entry(const tables* t, std::uint32_t i) noexcept { return {t, i}; }
  static errdex::space make_space(const tables* t, std::uint32_t i) noexcept {
    return {t, static_cast<space_id>(i)};
  }
  static space_list make_spaces(const tables* t) noexcept {
    space_list list;
    list.tables_ = t;
    list.count_ = space_count(t) - 1;
    return list;
  }
  static const tables* of(const entry& e) noexcept { return e.tables_; }
  static const tables* of(const catalog& c) noexcept { return c.tables_; }
};

}  // namespace errdex::detail

#endif
