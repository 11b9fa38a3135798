#include "errdex/error_code.hpp"

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include "catalog/builtin_spaces.hpp"

namespace errdex {
namespace {

/// An object that is never destroyed, so that code which runs after main may still use it.
template <typename T>
union immortal {
  template <typename... Arguments>
  constexpr explicit immortal(Arguments... arguments) noexcept : value(arguments...) {}
  ~immortal() {}
  immortal(const immortal&) = delete;
  immortal& operator=(const immortal&) = delete;
  T value;
};

class status_conditions final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "errdex.status"; }
  [[nodiscard]] std::string message(int value) const override {
    const bool known = value >= 0 && value < static_cast<int>(status_count);
    return known ? std::string(errdex::name(static_cast<status>(value)))
                 : "no status has the value " + std::to_string(value);
  }
};

class verdict_conditions final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "errdex.verdict"; }
  [[nodiscard]] std::string message(int value) const override {
    const bool known = value >= 0 && value < static_cast<int>(verdict_count);
    return known ? std::string(meaning(static_cast<verdict>(value), language::en))
                 : "no verdict has the value " + std::to_string(value);
  }
};

constinit immortal<status_conditions> statuses{};
constinit immortal<verdict_conditions> verdicts{};

std::optional<std::errc> errc_of(status value) noexcept {
  switch (value) {
    case status::ok: return std::errc{};
    case status::cancelled: return std::errc::operation_canceled;
    case status::invalid_argument: return std::errc::invalid_argument;
    case status::deadline_exceeded: return std::errc::timed_out;
    case status::not_found: return std::errc::no_such_file_or_directory;
    case status::already_exists: return std::errc::file_exists;
    case status::permission_denied: return std::errc::permission_denied;
    case status::out_of_range: return std::errc::result_out_of_range;
    case status::unimplemented: return std::errc::function_not_supported;
    case status::unavailable: return std::errc::resource_unavailable_try_again;
    case status::unknown:
    case status::resource_exhausted:
    case status::failed_precondition:
    case status::aborted:
    case status::internal:
    case status::data_loss:
    case status::unauthenticated: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

namespace detail {

struct builtin_categories {
  union slot {
    constexpr slot(const char* name, unsigned id) noexcept : value(name, static_cast<space_id>(id)) {}
    ~slot() {}
    slot(const slot&) = delete;
    slot& operator=(const slot&) = delete;
    space_category value;
  };

  template <std::size_t... I>
  constexpr explicit builtin_categories(std::index_sequence<I...>) noexcept
      : slots{{"unknown", 0}, {builtin_space_names[I], I + 1}...} {}

  slot slots[builtin_space_names.size() + 1];
};

}  // namespace detail

namespace {

constinit detail::builtin_categories categories{std::make_index_sequence<builtin_space_names.size()>{}};

}  // namespace

space_category::space_category(catalog codes, space_id id)
    : codes_(std::move(codes)),
      own_name_(std::make_unique<const std::string>(codes_.space(id) ? codes_.space(id).name() : "unknown")),
      name_(own_name_->c_str()),
      id_(id) {}

const char* space_category::name() const noexcept { return name_; }

std::string space_category::message(int value) const {
  if (const entry e = find(value)) return std::string(e.title(language::en));
  if (value == 0) return "success";
  return "unknown code " + std::to_string(value) + " of " + name_;
}

status space_category::status_of(int value) const noexcept {
  if (const entry e = find(value)) return e.status();
  return value == 0 ? status::ok : status::unknown;
}

verdict space_category::verdict_of(int value) const noexcept {
  if (const entry e = find(value)) return e.verdict();
  return value == 0 ? verdict::none : verdict::contact_platform;
}

std::error_condition space_category::default_error_condition(int value) const noexcept {
  return make_error_condition(status_of(value));
}

bool space_category::equivalent(int value, const std::error_condition& condition) const noexcept {
  const std::error_category& other = condition.category();
  if (other == status_category()) return condition.value() == static_cast<int>(status_of(value));
  if (other == verdict_category()) return condition.value() == static_cast<int>(verdict_of(value));
  if (other == std::generic_category()) {
    const auto same = errc_of(status_of(value));
    return same && condition.value() == static_cast<int>(*same);
  }
  return other == *this && condition.value() == value;
}

const space_category& category(space_id id) noexcept {
  const auto i = static_cast<std::size_t>(id);
  return categories.slots[i < std::size(categories.slots) ? i : 0].value;
}

entry entry_of(const std::error_code& code) noexcept {
  const auto* known = dynamic_cast<const space_category*>(&code.category());
  return known == nullptr ? entry{} : known->find(code.value());
}

const std::error_category& status_category() noexcept { return statuses.value; }
const std::error_category& verdict_category() noexcept { return verdicts.value; }

}  // namespace errdex
