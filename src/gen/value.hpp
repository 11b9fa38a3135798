// The data that a template is filled with: texts, yes or no, lists and objects.
//
//   gen::object person;
//   person.set("name", "Ada").set("friends", gen::list{});
//   gen::value v(std::move(person));
//
// Values are made once and read many times. An object may stand on another one: what it lacks is looked
// up there, so that ten languages share the texts of an entry and each adds only its identifiers.
#ifndef ERRDEX_SRC_GEN_VALUE_HPP
#define ERRDEX_SRC_GEN_VALUE_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace errdex::gen {

/// The name of a member with its hash. The text is not copied: it has to outlive every object that uses it.
struct key {
  std::string_view name;
  std::uint32_t hash = 0;

  constexpr key(std::string_view text) noexcept : name(text), hash(hash_of(text)) {}
  constexpr key(const char* text) noexcept : key(std::string_view(text)) {}

  friend constexpr bool operator==(const key& a, const key& b) noexcept {
    return a.hash == b.hash && a.name == b.name;
  }

 private:
  static constexpr std::uint32_t hash_of(std::string_view text) noexcept {
    std::uint32_t h = 2166136261u;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
    return h;
  }
};

class value;
class object;
using list = std::vector<value>;

/// One of: nothing, yes or no, a text that is owned or borrowed, a list, an object. Copies share.
class value {
 public:
  value() noexcept = default;
  value(bool yes) noexcept : held_(yes) {}
  value(std::string text) noexcept : held_(std::move(text)) {}
  /// Borrowed: the text has to outlive the value.
  value(std::string_view text) noexcept : held_(text) {}
  value(const char* text) noexcept : held_(std::string_view(text)) {}
  value(list items) : held_(std::make_shared<const list>(std::move(items))) {}
  value(object members);
  value(std::shared_ptr<const object> members) noexcept : held_(std::move(members)) {}

  /// Nothing, no, an empty text and an empty list are false; everything else is true.
  [[nodiscard]] bool truth() const noexcept;
  /// The text; "true" for yes; empty for everything that is none.
  [[nodiscard]] std::string_view text() const noexcept;
  /// The list or the object, or null.
  [[nodiscard]] const list* items() const noexcept;
  [[nodiscard]] const object* members() const noexcept;

 private:
  std::variant<std::monostate, bool, std::string, std::string_view, std::shared_ptr<const list>,
               std::shared_ptr<const object>>
      held_;
};

/// Members by name, in no particular order; of two with one name the first counts.
class object {
 public:
  object() = default;
  explicit object(std::shared_ptr<const object> base) noexcept : base_(std::move(base)) {}

  object& set(key name, value v) {
    members_.emplace_back(name, std::move(v));
    return *this;
  }
  /// The member, also one of the object below; null when there is none.
  [[nodiscard]] const value* find(const key& name) const noexcept {
    for (const object* o = this; o != nullptr; o = o->base_.get()) {
      for (const auto& [k, v] : o->members_) {
        if (k == name) return &v;
      }
    }
    return nullptr;
  }

 private:
  std::vector<std::pair<key, value>> members_;
  std::shared_ptr<const object> base_;
};

inline value::value(object members) : held_(std::make_shared<const object>(std::move(members))) {}

inline bool value::truth() const noexcept {
  if (const bool* yes = std::get_if<bool>(&held_)) return *yes;
  if (const list* l = items()) return !l->empty();
  return members() != nullptr || !text().empty();
}

inline std::string_view value::text() const noexcept {
  if (const auto* owned = std::get_if<std::string>(&held_)) return *owned;
  if (const auto* borrowed = std::get_if<std::string_view>(&held_)) return *borrowed;
  const bool* yes = std::get_if<bool>(&held_);
  return yes != nullptr && *yes ? "true" : std::string_view{};
}

inline const list* value::items() const noexcept {
  const auto* l = std::get_if<std::shared_ptr<const list>>(&held_);
  return l != nullptr ? l->get() : nullptr;
}

inline const object* value::members() const noexcept {
  const auto* o = std::get_if<std::shared_ptr<const object>>(&held_);
  return o != nullptr ? o->get() : nullptr;
}

}  // namespace errdex::gen

#endif
