#include "govern/numbers.hpp"

#include <algorithm>
#include <charconv>

namespace errdex::govern {
namespace {

struct interval {
  std::int64_t from = 0;
  std::int64_t to = 0;
};

/// FNV-1a, 64 bits: the same on every machine and in every version, because colleagues compute it too.
std::uint64_t hash_of(std::string_view text) noexcept {
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return h ^ (h >> 32);
}

std::string padded(std::int64_t number, std::uint32_t digits) {
  std::string out = std::to_string(number);
  return out.size() < digits ? std::string(digits - out.size(), '0') + out : out;
}

std::uint32_t width_of(const scheme_form& form) noexcept {
  std::uint32_t digits = 0;
  for (const auto& g : form.groups) digits += g.digits;
  return digits;
}

/// The code of this number on the wire; nothing where the scheme does not allow it. Of several forms the
/// one with as many digits as `like` counts.
std::optional<std::string> wire_form(const project_scheme& s, std::int64_t number, const scheme_form& like) {
  const std::string digits = padded(number, width_of(like));
  if (!s.digits->validate(digits).empty()) return std::nullopt;
  if (s.form == code_form::number) return std::to_string(number);
  const auto read = s.digits->parse(digits);
  return read ? std::optional(s.prefix + s.digits->format(*read.code)) : std::nullopt;
}

std::string_view without_prefix(const project_scheme& s, std::string_view code) {
  if (s.form == code_form::text && code.starts_with(s.prefix)) code.remove_prefix(s.prefix.size());
  return code;
}

scheme_reading read_digits(const project_scheme& s, std::string_view code) {
  if (s.form == code_form::text && !code.starts_with(s.prefix)) return s.digits->parse("");
  return s.digits->parse(without_prefix(s, code));
}

std::vector<interval> cut(const std::vector<interval>& blocks,
                          const std::vector<std::pair<std::int64_t, std::int64_t>>& ranges) {
  if (ranges.empty()) return blocks;
  std::vector<interval> out;
  for (const auto& b : blocks) {
    for (const auto& r : ranges) {
      const interval both{std::max(b.from, r.first), std::min(b.to, r.second)};
      if (both.from <= both.to) out.push_back(both);
    }
  }
  return out;
}

/// Looks for a free code in the intervals.
class seeker {
 public:
  seeker(const project& p, const project_space& s, const taken_codes& taken)
      : space_(s), scheme_(p.scheme_of(s)), taken_(taken) {}

  const scheme_form* form = nullptr;

  std::optional<std::string> seek(const std::vector<interval>& blocks, std::string_view seed) const {
    std::uint64_t size = 0;
    for (const auto& b : blocks) size += static_cast<std::uint64_t>(b.to - b.from) + 1;
    if (size == 0) return std::nullopt;
    const std::uint64_t start =
        space_.allocate == allocation::spread ? hash_of(seed) % size : behind_the_highest(blocks, size);
    // Of a huge range nobody fills more than this; it also bounds the search where a scheme leaves out much.
    const std::uint64_t most = std::min<std::uint64_t>(size, 2'000'000);
    for (std::uint64_t i = 0; i < most; ++i) {
      if (auto code = free_code(number_at(blocks, (start + i) % size))) return code;
    }
    return std::nullopt;
  }

 private:
  std::optional<std::string> free_code(std::int64_t number) const {
    auto code =
        scheme_ == nullptr ? std::optional(std::to_string(number)) : wire_form(*scheme_, number, *form);
    if (code && taken_.count(*code) != 0) code.reset();
    return code;
  }

  static std::int64_t number_at(const std::vector<interval>& blocks, std::uint64_t index) {
    for (const auto& b : blocks) {
      const auto size = static_cast<std::uint64_t>(b.to - b.from) + 1;
      if (index < size) return b.from + static_cast<std::int64_t>(index);
      index -= size;
    }
    return blocks.front().from;
  }

  /// A gap may be a number that somebody withdrew, so the search begins behind all numbers in use.
  std::uint64_t behind_the_highest(const std::vector<interval>& blocks, std::uint64_t size) const {
    std::uint64_t after = 0;
    std::uint64_t before = 0;
    for (const auto& b : blocks) {
      for (const auto& code : taken_) {
        const auto n = number_of(code);
        if (n && *n >= b.from && *n <= b.to) {
          after = std::max(after, before + static_cast<std::uint64_t>(*n - b.from) + 1);
        }
      }
      before += static_cast<std::uint64_t>(b.to - b.from) + 1;
    }
    return after % size;
  }

  std::optional<std::int64_t> number_of(std::string_view code) const {
    if (scheme_ == nullptr || scheme_->form == code_form::number) return draft::number_of(code);
    const auto read = read_digits(*scheme_, code);
    return read ? std::optional(read.code->number()) : std::nullopt;
  }

  const project_space& space_;
  const project_scheme* scheme_;
  const taken_codes& taken_;
};

/// The numbers that a running group adds to the ones before it; of a closed group only those with a name.
std::vector<interval> numbers_from(std::int64_t base, const digit_group& running) {
  const interval all{base + running.first, base + running.last};
  if (running.values.empty()) return {all};
  std::vector<interval> out;
  for (const auto& value : running.values) {
    const auto number = static_cast<std::int64_t>(value.prefix);
    if (number >= all.from && number <= all.to) out.push_back({number, number});
  }
  return out;
}

std::vector<interval> as_intervals(const std::vector<std::pair<std::int64_t, std::int64_t>>& ranges) {
  std::vector<interval> out;
  for (const auto& r : ranges) out.push_back({r.first, r.second});
  return out;
}

allocated from_name(const project_scheme& s, std::string_view name, const taken_codes& taken) {
  std::string code = s.prefix + in_capitals(name);
  if (taken.count(code) != 0) return {std::nullopt, "the code " + code + " is taken; choose another name"};
  return {std::move(code), {}};
}

allocated full(const project& p, const project_module& module) {
  return {std::nullopt,
          "every number of the module `" + module.name + "` is taken; give it more in " + p.file};
}

}  // namespace

std::string in_capitals(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

allocated allocate(const project& p, const project_module& module, const group_values& groups,
                   std::string_view name, const taken_codes& taken) {
  const project_space* space = p.find_space(module.space);
  if (space == nullptr) return {std::nullopt, "there is no space `" + module.space + "`"};
  const project_scheme* s = p.scheme_of(*space);
  if (s != nullptr && s->form == code_form::name) return from_name(*s, name, taken);
  seeker seek(p, *space, taken);
  std::vector<interval> blocks;
  if (s == nullptr || (module.groups.empty() && groups.empty() && !module.ranges.empty())) {
    if (module.ranges.empty()) {
      return {std::nullopt, "the module `" + module.name + "` has no numbers: give it `ranges` in " + p.file +
                                ", or the space a scheme"};
    }
    blocks = as_intervals(module.ranges);
    if (s != nullptr) {
      const auto digits = std::to_string(blocks.front().from).size();
      for (const auto& f : s->digits->forms) {
        if (seek.form == nullptr || width_of(f) == digits) seek.form = &f;
      }
    }
  } else {
    std::vector<group_choice> chosen;
    for (const auto& g : module.groups) chosen.push_back({g.first, g.second});
    for (const auto& g : groups) {
      const auto own = std::find_if(module.groups.begin(), module.groups.end(),
                                    [&](const auto& m) { return m.first == g.first; });
      if (own == module.groups.end()) {
        chosen.push_back({g.first, g.second});
      } else if (own->second != g.second) {
        return {std::nullopt, "the module `" + module.name + "` has " + g.first + " " +
                                  std::to_string(own->second) + ", not " + std::to_string(g.second)};
      }
    }
    const auto probe = s->digits->next_free(chosen, std::span<const std::int64_t>{});
    if (!probe.code)
      return {std::nullopt,
              probe.full() ? "the block has no numbers" : message(*s->digits, probe.problem, language::en)};
    seek.form = &probe.code->form();
    const auto last = (*probe.code)[probe.code->size() - 1];
    const auto base = probe.code->number() - static_cast<std::int64_t>(last.value);
    blocks = cut(numbers_from(base, *last.group), module.ranges);
  }
  if (auto code = seek.seek(blocks, module.name + ":" + std::string(name))) return {std::move(code), {}};
  return full(p, module);
}

allocated allocate_beside(const project& p, const project_space& s, std::string_view code,
                          std::string_view name, const taken_codes& taken) {
  if (const auto* module = module_of(p, s, code)) {
    const bool by_ranges = module->groups.empty() && !module->ranges.empty();
    return allocate(p, *module, by_ranges ? group_values{} : groups_of(p, s, code), name, taken);
  }
  project_module whole;  // Of an unregistered block: its numbers are those of the code's own groups.
  whole.name = s.name;
  whole.space = s.name;
  whole.groups = groups_of(p, s, code);
  const project_scheme* scheme = p.scheme_of(s);
  if (scheme == nullptr) {
    return {std::nullopt,
            "no module has the number " + std::string(code) + "; register one with `ranges` in " + p.file};
  }
  return allocate(p, whole, {}, name, taken);
}

std::optional<std::int64_t> digits_of(const project& p, const project_space& s, std::string_view code) {
  const project_scheme* scheme = p.scheme_of(s);
  if (scheme == nullptr) return draft::number_of(code);
  if (scheme->digits == nullptr) return std::nullopt;
  const auto read = read_digits(*scheme, code);
  return read ? std::optional(read.code->number()) : std::nullopt;
}

group_values groups_of(const project& p, const project_space& s, std::string_view code) {
  group_values out;
  const project_scheme* scheme = p.scheme_of(s);
  if (scheme == nullptr || scheme->digits == nullptr) return out;
  const auto read = read_digits(*scheme, code);
  if (!read) return out;
  for (std::size_t i = 0; i + 1 < read.code->size(); ++i) {
    out.emplace_back(std::string((*read.code)[i].group->name), (*read.code)[i].value);
  }
  return out;
}

const project_module* module_of(const project& p, const project_space& s, std::string_view code) {
  const auto number = digits_of(p, s, code);
  if (!number) return nullptr;
  const auto groups = groups_of(p, s, code);
  for (const auto& m : p.modules) {
    if (m.space != s.name || !has_numbers(m)) continue;
    const bool in_groups = std::all_of(m.groups.begin(), m.groups.end(), [&](const auto& g) {
      return std::find(groups.begin(), groups.end(), g) != groups.end();
    });
    const bool in_ranges =
        m.ranges.empty() || std::any_of(m.ranges.begin(), m.ranges.end(), [&](const auto& r) {
          return *number >= r.first && *number <= r.second;
        });
    if (in_groups && in_ranges) return &m;
  }
  return nullptr;
}

}  // namespace errdex::govern
