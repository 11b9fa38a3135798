// The catalog: what errdex knows of each code.
//
//   #include <errdex/catalog.hpp>
//
//   const errdex::catalog& c = errdex::catalog::builtin();
//   if (errdex::entry e = c.find(errdex::spaces::wecom, 40014)) {
//     std::cout << e.name() << ": " << e.title(errdex::language::en) << '\n';
//     for (std::string_view step : e.fix(errdex::language::en)) std::cout << "- " << step << '\n';
//   }
//
// Look-ups take a few nanoseconds, allocate nothing, take no lock and do not throw; they are safe
// from any number of threads. An entry is a handle (two words, copied by value) into its catalog:
// it is valid as long as a copy of that catalog lives. The built-in one lives as long as the program.
//
// Which look-up to choose: `find(space, number)` when the space is known; `find_all(number)` when
// only the number is; `diagnose` (errdex/diagnose.hpp) when there is a response body.
#ifndef ERRDEX_CATALOG_HPP
#define ERRDEX_CATALOG_HPP

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "errdex/detail/export.hpp"
#include "errdex/detail/tables.hpp"
#include "errdex/vocabulary.hpp"

namespace errdex {

class catalog;
class entry;
class space;

/// Identifies one code space inside a catalog. The built-in spaces keep their ids in every catalog
/// that was combined with the built-in one; `spaces::` names them.
enum class space_id : std::uint8_t {};

/// The built-in spaces.
namespace spaces {
inline constexpr space_id feishu_client{1};
inline constexpr space_id feishu_h5sdk{2};
inline constexpr space_id feishu_hire{3};
inline constexpr space_id feishu_server{4};
inline constexpr space_id dingtalk{5};
inline constexpr space_id wecom{6};
inline constexpr space_id openapi_oauth{7};
inline constexpr space_id openapi_api{8};
}  // namespace spaces

namespace detail {

/// Random access iterator over `Range::operator[]`; elements are made on the fly.
template <typename Range>
class index_iterator {
 public:
  using value_type = decltype(std::declval<const Range&>()[0]);
  using reference = value_type;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::input_iterator_tag;
  using iterator_concept = std::random_access_iterator_tag;

  index_iterator() = default;
  index_iterator(Range range, std::size_t index) noexcept : range_(range), index_(index) {}

  reference operator*() const noexcept { return range_[index_]; }
  reference operator[](difference_type n) const noexcept {
    return range_[index_ + static_cast<std::size_t>(n)];
  }
  index_iterator& operator++() noexcept { return *this += 1; }
  index_iterator operator++(int) noexcept {
    auto before = *this;
    *this += 1;
    return before;
  }
  index_iterator& operator--() noexcept { return *this -= 1; }
  index_iterator operator--(int) noexcept {
    auto before = *this;
    *this -= 1;
    return before;
  }
  index_iterator& operator+=(difference_type n) noexcept {
    index_ += static_cast<std::size_t>(n);
    return *this;
  }
  index_iterator& operator-=(difference_type n) noexcept { return *this += -n; }
  friend index_iterator operator+(index_iterator i, difference_type n) noexcept { return i += n; }
  friend index_iterator operator+(difference_type n, index_iterator i) noexcept { return i += n; }
  friend index_iterator operator-(index_iterator i, difference_type n) noexcept { return i -= n; }
  friend difference_type operator-(const index_iterator& a, const index_iterator& b) noexcept {
    return static_cast<difference_type>(a.index_) - static_cast<difference_type>(b.index_);
  }
  friend bool operator==(const index_iterator& a, const index_iterator& b) noexcept {
    return a.index_ == b.index_;
  }
  friend std::strong_ordering operator<=>(const index_iterator& a, const index_iterator& b) noexcept {
    return a.index_ <=> b.index_;
  }

 private:
  Range range_{};
  std::size_t index_ = 0;
};

/// What makes a range of a small view that has `size()` and an `operator[]` which returns `Value`.
template <typename Derived, typename Value>
class indexed_range {
 public:
  using value_type = Value;
  using iterator = index_iterator<Derived>;
  using const_iterator = iterator;

  [[nodiscard]] auto begin() const noexcept { return index_iterator<Derived>(self(), 0); }
  [[nodiscard]] auto end() const noexcept { return index_iterator<Derived>(self(), self().size()); }
  [[nodiscard]] bool empty() const noexcept { return self().size() == 0; }

 private:
  const Derived& self() const noexcept { return static_cast<const Derived&>(*this); }
};

struct access;  // Reads the private layout of an image.
extern ERRDEX_API const catalog builtin_catalog;

}  // namespace detail

/// A list of texts of an entry.
class ERRDEX_API text_list : public detail::indexed_range<text_list, std::string_view> {
 public:
  text_list() = default;
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept;

 private:
  friend struct detail::access;
  const detail::tables* tables_ = nullptr;
  std::uint32_t first_ = 0;
  std::uint32_t count_ = 0;
};

/// A fact about a bound, as data. Absent parts are empty or nullopt.
struct limit {
  std::string_view field;       ///< The API's field name, or a snake_case noun.
  std::optional<double> min;    ///< Smallest allowed value, in `unit`.
  std::optional<double> max;    ///< Largest allowed value, in `unit`.
  std::optional<double> count;  ///< An exact count, where the bound is not a range.
  std::string_view unit;        ///< bytes, chars, KB, MB, items, calls, s, min, h, d …
  std::string_view charset;     ///< Characters that the field may consist of.
  text_list values;             ///< The allowed values, when they are listed.
  std::string_view window;      ///< The period of a rate limit or a life: "60s", "5m", "1d".
  std::string_view per;         ///< What the limit is counted for: app, tenant, user, ip …
};

/// A list of bounds.
class ERRDEX_API limit_list : public detail::indexed_range<limit_list, limit> {
 public:
  limit_list() = default;
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] limit operator[](std::size_t i) const noexcept;

 private:
  friend struct detail::access;
  const detail::tables* tables_ = nullptr;
  std::uint32_t first_ = 0;
  std::uint32_t count_ = 0;
};

/// A key with its value, such as ("api_version", "contact v3").
struct property {
  std::string_view key;
  std::string_view value;
};

/// A list of keys with values.
class ERRDEX_API property_list : public detail::indexed_range<property_list, property> {
 public:
  property_list() = default;
  [[nodiscard]] std::size_t size() const noexcept { return count_ / 2; }
  [[nodiscard]] property operator[](std::size_t i) const noexcept;
  /// The value of this key, or an empty view.
  [[nodiscard]] std::string_view value(std::string_view key) const noexcept;

 private:
  friend struct detail::access;
  const detail::tables* tables_ = nullptr;
  std::uint32_t first_ = 0;
  std::uint32_t count_ = 0;
};

/// A verdict that replaces the entry's own when every condition holds.
struct verdict_override {
  property_list when;  ///< Keys: sub_code, endpoint, token, api_version, http_status, message.
  errdex::verdict verdict = errdex::verdict::none;
  std::string_view reason;
};

/// A list of overrides; the first that matches counts.
class ERRDEX_API override_list : public detail::indexed_range<override_list, verdict_override> {
 public:
  override_list() = default;
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] verdict_override operator[](std::size_t i) const noexcept;

 private:
  friend struct detail::access;
  const detail::tables* tables_ = nullptr;
  std::uint32_t first_ = 0;
  std::uint32_t count_ = 0;
};

/// Where an entry was read.
struct citation {
  std::string_view document;  ///< Id of the document inside its platform.
  std::string_view title;
  std::string_view url;    ///< Empty when the document names none.
  std::string_view seen;   ///< The document's own date, ISO 8601, as exact as it is known.
  std::uint32_t line = 0;  ///< 1-based; 0 when the entry has no source line.
};

/// What the catalog knows of one code in one space. A default-constructed entry, and the result of
/// a look-up that found nothing, is false; its texts are empty, so reading it is harmless.
class ERRDEX_API entry {
 public:
  constexpr entry() noexcept = default;

  constexpr explicit operator bool() const noexcept { return index_ != 0; }

  /// The space that the code belongs to.
  [[nodiscard]] errdex::space space() const noexcept;
  /// The code as it stands on the wire: "40014", "-1", "Forbidden.AccessDenied".
  [[nodiscard]] std::string_view code() const noexcept;
  /// The code as a number, or nothing for a code that is a text.
  [[nodiscard]] std::optional<std::int64_t> number() const noexcept;
  /// Our stable snake_case name, unique in its space.
  [[nodiscard]] std::string_view name() const noexcept;
  /// What the platform documents or sends, letter for letter, typing errors included.
  [[nodiscard]] std::string_view message() const noexcept;
  /// Other texts for the same code: of the wire, of another language, of a translation.
  [[nodiscard]] text_list aliases() const noexcept;
  /// What happened, as a headline.
  [[nodiscard]] std::string_view title(language lang) const noexcept;
  /// Why the platform answers so.
  [[nodiscard]] std::string_view cause(language lang) const noexcept;
  /// What to do, most likely first; both languages have the same number of steps.
  [[nodiscard]] text_list fix(language lang) const noexcept;
  [[nodiscard]] errdex::status status() const noexcept;
  /// The verdict when no override applies.
  [[nodiscard]] errdex::verdict verdict() const noexcept;
  [[nodiscard]] override_list overrides() const noexcept;
  [[nodiscard]] limit_list limits() const noexcept;
  /// What tells this meaning from another of the same code; see `next_meaning`.
  [[nodiscard]] property_list context() const noexcept;
  /// Related codes, as "space:code".
  [[nodiscard]] text_list see() const noexcept;
  [[nodiscard]] errdex::basis basis() const noexcept;
  [[nodiscard]] citation source() const noexcept;
  /// What is inconsistent or odd in the source.
  [[nodiscard]] text_list notes() const noexcept;
  [[nodiscard]] lifecycle state() const noexcept;
  /// "space:code" of the successor of an obsolete code, or empty.
  [[nodiscard]] std::string_view replaced_by() const noexcept;
  /// The documented number of repetitions after the first attempt, if the source gives one.
  [[nodiscard]] std::optional<std::uint32_t> retry_limit() const noexcept;
  /// The group (catalog file) that the entry is written in.
  [[nodiscard]] std::string_view group() const noexcept;

  /// The next entry of the same space and code, when a code has several meanings; else false.
  [[nodiscard]] entry next_meaning() const noexcept;

  /// Position in its catalog, from 1; stable only for one build of a catalog.
  [[nodiscard]] constexpr std::uint32_t index() const noexcept { return index_; }

  friend constexpr bool operator==(const entry& a, const entry& b) noexcept {
    return a.index_ == b.index_ && (a.index_ == 0 || a.tables_ == b.tables_);
  }

 private:
  friend class catalog;
  friend struct detail::access;
  constexpr entry(const detail::tables* tables, std::uint32_t index) noexcept
      : tables_(tables), index_(index) {}

  const detail::tables* tables_ = &detail::builtin_tables;
  std::uint32_t index_ = 0;
};

/// Entries that share a number, over all spaces, in the order of the spaces.
class ERRDEX_API entry_list : public detail::indexed_range<entry_list, entry> {
 public:
  entry_list() = default;
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] entry operator[](std::size_t i) const noexcept;

 private:
  friend class catalog;
  friend struct detail::access;
  const detail::tables* tables_ = nullptr;
  std::uint32_t first_ = 0;  // Position in the list of positions, or of the first entry.
  std::uint32_t count_ = 0;
  bool direct_ = false;  // Consecutive entries instead of a list of positions.
};

/// A part of a space whose numbers have something in common.
struct code_range {
  std::int64_t from = 0;
  std::int64_t to = 0;  ///< Inclusive.
  std::string_view title_en;
  std::string_view title_zh;
  [[nodiscard]] std::string_view title(language lang) const noexcept {
    return lang == language::zh ? title_zh : title_en;
  }
};

/// One number space of a platform. A default-constructed space is false.
class ERRDEX_API space {
 public:
  constexpr space() noexcept = default;
  constexpr explicit operator bool() const noexcept { return id_ != space_id{}; }

  [[nodiscard]] constexpr space_id id() const noexcept { return id_; }
  /// "feishu.server", "wecom" …
  [[nodiscard]] std::string_view name() const noexcept;
  /// "feishu", "dingtalk", "wecom", "openapi" or an organisation's own.
  [[nodiscard]] std::string_view platform() const noexcept;
  [[nodiscard]] std::string_view platform_title(language lang) const noexcept;
  [[nodiscard]] std::string_view title(language lang) const noexcept;
  /// Name of the scheme that its numbers follow (errdex/scheme.hpp), or empty.
  [[nodiscard]] std::string_view scheme() const noexcept;
  /// Names of the envelopes that carry its codes, such as "errcode".
  [[nodiscard]] text_list envelopes() const noexcept;
  /// Hosts whose answers carry its codes.
  [[nodiscard]] text_list hosts() const noexcept;
  /// All entries, numeric codes in ascending order, then textual codes.
  [[nodiscard]] entry_list entries() const noexcept;
  /// The described range that contains the number, or nothing. Of several, the narrowest.
  [[nodiscard]] std::optional<code_range> range_of(std::int64_t number) const noexcept;
  [[nodiscard]] std::size_t range_count() const noexcept;
  /// The range at this position, in ascending order of `from`.
  [[nodiscard]] code_range range(std::size_t i) const noexcept;
  /// The entry with the number nearest to this one; the lower one of two equally near.
  [[nodiscard]] entry nearest(std::int64_t number) const noexcept;

  friend constexpr bool operator==(const space&, const space&) noexcept = default;

 private:
  friend class catalog;
  friend class entry;
  friend struct detail::access;
  constexpr space(const detail::tables* tables, space_id id) noexcept : tables_(tables), id_(id) {}

  const detail::tables* tables_ = &detail::builtin_tables;
  space_id id_{};
};

/// The spaces of a catalog.
class ERRDEX_API space_list : public detail::indexed_range<space_list, errdex::space> {
 public:
  space_list() = default;
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] errdex::space operator[](std::size_t i) const noexcept;

 private:
  friend struct detail::access;
  const detail::tables* tables_ = nullptr;
  std::uint32_t count_ = 0;
};

/// A compiled catalog: the built-in one, one that was loaded, or several combined. Copies share
/// the data. All const members are thread-safe.
class ERRDEX_API catalog {
 public:
  /// The built-in catalog.
  constexpr catalog() noexcept = default;

  /// The catalog that is part of the library.
  [[nodiscard]] static const catalog& builtin() noexcept { return detail::builtin_catalog; }

  /// Takes over a compiled image (written by `errdex compile`). Returns nothing and sets `error`
  /// when the bytes are not a whole and sound image of this version. Allocates; does not throw
  /// except std::bad_alloc.
  [[nodiscard]] static std::optional<catalog> from_image(std::span<const std::byte> image,
                                                         std::string& error);

  /// One catalog with everything of `base` and of `addition`. An entry of `addition` replaces one of
  /// `base` with the same space, code and context. A space that both have keeps the title and the scheme
  /// of `base` and gains the ranges, hosts and envelopes of `addition`.
  /// Returns nothing and sets `error` when the result would have more than 255 spaces or
  /// 16,777,214 entries.
  [[nodiscard]] static std::optional<catalog> combine(const catalog& base, const catalog& addition,
                                                      std::string& error);

  /// The entry for this number in this space; the first meaning if it has several.
  [[nodiscard]] entry find(space_id id, std::int64_t number) const noexcept {
    if (number != static_cast<std::int32_t>(number)) [[unlikely]] {
      return find_wide(id, number);
    }
    return {tables_, detail::probe(tables_->by_space_and_number, static_cast<std::uint32_t>(id),
                                   static_cast<std::uint32_t>(number))};
  }

  /// The entry for a code as text, which may be a number ("40014") or a text code.
  [[nodiscard]] entry find(space_id id, std::string_view code) const noexcept;

  /// The same with the name of the space: find("wecom", "40014").
  [[nodiscard]] entry find(std::string_view space_name, std::string_view code) const noexcept;

  /// The entry with this name in this space.
  [[nodiscard]] entry find_name(space_id id, std::string_view name) const noexcept;

  /// Every entry with this number, over all spaces and meanings.
  [[nodiscard]] entry_list find_all(std::int64_t number) const noexcept {
    if (number != static_cast<std::int32_t>(number)) [[unlikely]] {
      return {};
    }
    return all_at(detail::probe(tables_->by_number, 0, static_cast<std::uint32_t>(number)));
  }

  [[nodiscard]] space_list spaces() const noexcept;
  /// The space with this name, or one that is false.
  [[nodiscard]] errdex::space space(std::string_view name) const noexcept;
  [[nodiscard]] errdex::space space(space_id id) const noexcept;
  /// Number of entries.
  [[nodiscard]] std::size_t size() const noexcept;
  /// All entries, space by space.
  [[nodiscard]] entry_list entries() const noexcept;
  /// The compiled form, to be stored and given to `from_image`.
  [[nodiscard]] std::span<const std::byte> image() const noexcept;

 private:
  friend struct detail::access;
  struct storage;
  constexpr explicit catalog(const detail::tables* tables) noexcept : tables_(tables) {}

  [[nodiscard]] entry find_wide(space_id id, std::int64_t number) const noexcept;
  [[nodiscard]] entry_list all_at(std::uint32_t position) const noexcept;

  const detail::tables* tables_ = &detail::builtin_tables;
  std::shared_ptr<const storage> storage_;  // Empty for the built-in catalog.
};

/// The built-in catalog's entry for this number; see `catalog::find`.
[[nodiscard]] inline entry find(space_id id, std::int64_t number) noexcept {
  return catalog::builtin().find(id, number);
}

}  // namespace errdex

#endif
