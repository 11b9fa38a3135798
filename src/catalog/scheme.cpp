#include "errdex/scheme.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace errdex {
namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr std::uint64_t power_of_ten(std::uint32_t digits) noexcept {
  std::uint64_t value = 1;
  for (std::uint32_t i = 0; i < digits; ++i) value *= 10;
  return value;
}

std::size_t digits_of(const scheme_form& form) noexcept {
  std::size_t sum = 0;
  for (const digit_group& g : form.groups) sum += g.digits;
  return sum;
}

const digit_value* name_of(const digit_group& group, std::uint64_t prefix) noexcept {
  const auto at = std::lower_bound(group.values.begin(), group.values.end(), prefix,
                                   [](const digit_value& v, std::uint64_t p) { return v.prefix < p; });
  return at != group.values.end() && at->prefix == prefix ? &*at : nullptr;
}

bool in_range(const digit_group& group, std::uint32_t value) noexcept {
  return value >= group.first && value <= group.last;
}

/// The value with its leading zeros.
std::string padded(std::uint64_t value, std::uint32_t digits) {
  std::string out = std::to_string(value);
  if (out.size() < digits) out.insert(0, digits - out.size(), '0');
  return out;
}

/// The texts between separators, up to one more than any form has groups.
struct fields {
  std::array<std::string_view, scheme::max_groups + 1> items{};
  std::size_t count = 0;

  fields(std::string_view text, char separator) noexcept {
    for (std::size_t start = 0; start <= text.size();) {
      const auto end = separator == '\0' ? text.size() : std::min(text.find(separator, start), text.size());
      if (count < items.size()) items[count] = text.substr(start, end - start);
      ++count;
      start = end + 1;
    }
  }
};

}  // namespace

scheme_part scheme_code::operator[](std::size_t i) const noexcept {
  std::uint64_t prefix = 0;
  for (std::size_t k = 0; k <= i; ++k) {
    prefix = prefix * power_of_ten(form_->groups[k].digits) + values_[k];
  }
  const digit_group& group = form_->groups[i];
  scheme_part part{&group, values_[i], {}, {}};
  if (const digit_value* named = name_of(group, prefix)) {
    part.title_en = named->title_en;
    part.title_zh = named->title_zh;
  }
  return part;
}

std::int64_t scheme_code::number() const noexcept {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    number = number * power_of_ten(form_->groups[i].digits) + values_[i];
  }
  return static_cast<std::int64_t>(number);
}

std::optional<scheme_code> scheme::read(std::string_view text, scheme_problems& problems) const noexcept {
  const auto fail = [&](const scheme_problem& p) {
    problems.add(p);
    return std::nullopt;
  };
  if (text.empty()) return fail({.fault = scheme_fault::empty});
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i]) || (separator != '\0' && text[i] == separator)) continue;
    // A character of several bytes is shown whole.
    std::size_t end = i + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
    return fail({.fault = scheme_fault::not_a_digit, .position = i, .text = text.substr(i, end - i)});
  }

  const fields parts(text, separator);
  const bool split = parts.count > 1;
  const scheme_form* near = nullptr;  // Has the right number of groups, or of digits.
  scheme_problem nearest{.fault = split ? scheme_fault::wrong_groups : scheme_fault::wrong_length,
                         .value = split ? parts.count : text.size()};
  scheme_problems ranges;
  for (const scheme_form& form : forms) {
    if (split ? parts.count != form.groups.size() : text.size() != digits_of(form)) continue;
    scheme_code code;
    code.form_ = &form;
    scheme_problems faults;
    std::size_t position = 0;
    for (std::size_t i = 0; i < form.groups.size(); ++i) {
      const digit_group& group = form.groups[i];
      const std::string_view digits = split ? parts.items[i] : text.substr(position, group.digits);
      if (digits.size() != group.digits) {
        faults.add({.fault = scheme_fault::group_length,
                    .form = &form,
                    .group = &group,
                    .position = position,
                    .value = digits.size(),
                    .text = digits});
        break;
      }
      std::from_chars(digits.data(), digits.data() + digits.size(), code.values_[i]);
      if (!in_range(group, code.values_[i])) {
        faults.add({.fault = scheme_fault::out_of_range,
                    .form = &form,
                    .group = &group,
                    .position = position,
                    .value = code.values_[i],
                    .text = digits});
      }
      position += group.digits + (split ? 1 : 0);
    }
    if (faults.empty()) return code;
    if (near == nullptr) {
      near = &form;
      ranges = faults;
    }
  }
  if (near == nullptr) return fail(nearest);
  for (const scheme_problem& p : ranges) problems.add(p);
  return std::nullopt;
}

scheme_reading scheme::parse(std::string_view text) const noexcept {
  scheme_problems problems;
  scheme_reading out;
  out.code = read(text, problems);
  if (!out.code) out.problem = *problems.begin();
  return out;
}

scheme_problems scheme::validate(std::string_view text) const noexcept {
  scheme_problems problems;
  const auto code = read(text, problems);
  if (!code) return problems;
  std::size_t position = 0;
  std::uint64_t block = 0;
  for (const scheme_part part : *code) {
    const std::size_t start = position;
    position += part.group->digits;
    if (separator != '\0' && position < text.size() && text[position] == separator) ++position;
    if (part.group->values.empty() || !part.title_en.empty()) {
      block = block * power_of_ten(part.group->digits) + part.value;
      continue;
    }
    problems.add({.fault = scheme_fault::unnamed,
                  .form = &code->form(),
                  .group = part.group,
                  .position = start,
                  .value = part.value,
                  .block = block,
                  .text = text.substr(start, part.group->digits)});
    break;  // The names of the groups behind depend on this one.
  }
  return problems;
}

scheme_problems scheme::validate(std::int64_t number) const noexcept {
  scheme_problems problems;
  if (number < 0) {  // The sign is no separator, even where they look alike.
    problems.add({.fault = scheme_fault::not_a_digit, .text = "-"});
    return problems;
  }
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  problems = validate(std::string_view(digits, static_cast<std::size_t>(end - digits)));
  for (auto& p : problems.items_) p.text = {};  // The digits are gone when the caller looks.
  return problems;
}

std::string scheme::format(const scheme_code& code) const {
  std::string out;
  for (const scheme_part part : code) {
    if (!out.empty() && separator != '\0') out += separator;
    out += padded(part.value, part.group->digits);
  }
  return out;
}

scheme_problem scheme::choose(std::span<const group_choice> groups, scheme_code& out) const noexcept {
  const auto value_of = [&](std::string_view group) {
    return std::find_if(groups.begin(), groups.end(), [&](const group_choice& g) { return g.name == group; });
  };
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (value_of(groups[i].name) != groups.begin() + static_cast<std::ptrdiff_t>(i)) {
      return {.fault = scheme_fault::group_repeated, .text = groups[i].name};
    }
  }
  // The form that has all the groups, and the first of its groups that was not given.
  scheme_problem missing;
  for (const scheme_form& form : forms) {
    const auto leading = form.groups.first(form.groups.size() - 1);
    const auto has = [&](const group_choice& g) {
      return std::any_of(leading.begin(), leading.end(),
                         [&](const digit_group& d) { return d.name == g.name; });
    };
    if (!std::all_of(groups.begin(), groups.end(), has)) continue;
    // A form of one group has no blocks; nobody means it who forgets the groups of the others.
    if (leading.empty() && forms.size() > 1) continue;
    const auto absent = std::find_if(leading.begin(), leading.end(),
                                     [&](const digit_group& d) { return value_of(d.name) == groups.end(); });
    if (absent != leading.end()) {
      if (missing.fault == scheme_fault::none) {
        missing = {
            .fault = scheme_fault::group_missing, .form = &form, .group = &*absent, .text = absent->name};
      }
      continue;
    }
    out.form_ = &form;
    std::uint64_t block = 0;
    for (std::size_t i = 0; i < leading.size(); ++i) {
      const digit_group& group = leading[i];
      const auto value = out.values_[i] = value_of(group.name)->value;
      if (!in_range(group, value)) {
        return {.fault = scheme_fault::out_of_range, .form = &form, .group = &group, .value = value};
      }
      if (!group.values.empty() && out[i].title_en.empty()) {
        return {
            .fault = scheme_fault::unnamed, .form = &form, .group = &group, .value = value, .block = block};
      }
      block = block * power_of_ten(group.digits) + value;
    }
    return {};
  }
  if (missing.fault != scheme_fault::none) return missing;
  for (const group_choice& g : groups) {
    bool known = false;
    for (const scheme_form& form : forms) {
      for (const digit_group& d : form.groups) {
        if (d.name != g.name) continue;
        if (&d == &form.groups.back())
          return {.fault = scheme_fault::group_running, .form = &form, .group = &d, .text = g.name};
        known = true;
      }
    }
    if (!known) return {.fault = scheme_fault::group_unknown, .text = g.name};
  }
  // Each is known, but they belong to different forms.
  return {.fault = scheme_fault::group_unknown, .text = groups.back().name};
}

next_number scheme::next_free(std::span<const group_choice> groups,
                              std::span<const std::int64_t> in_use) const {
  next_number result;
  scheme_code code;
  result.problem = choose(groups, code);
  if (result.problem.fault != scheme_fault::none) return result;
  const std::size_t running = code.size() - 1;
  const digit_group& group = code.form().groups[running];
  const auto base = code.number();  // The running number is still 0.
  std::vector<std::uint32_t> taken;
  for (const std::int64_t n : in_use) {
    if (n >= base + group.first && n <= base + group.last)
      taken.push_back(static_cast<std::uint32_t>(n - base));
  }
  std::sort(taken.begin(), taken.end());
  const auto first_from = [&](std::uint32_t value) -> bool {
    for (; value <= group.last; ++value) {
      if (std::binary_search(taken.begin(), taken.end(), value)) continue;
      code.values_[running] = value;
      if (group.values.empty() || !code[running].title_en.empty()) return true;
    }
    return false;
  };
  if (first_from(taken.empty() ? group.first : taken.back() + 1) || first_from(group.first))
    result.code = code;
  return result;
}

next_number scheme::next_free(std::span<const group_choice> groups, const errdex::space& codes) const {
  std::vector<std::int64_t> in_use;
  for (const entry e : codes.entries()) {
    if (const auto number = e.number()) in_use.push_back(*number);
  }
  return next_free(groups, in_use);
}

std::string_view name(scheme_fault value) noexcept {
  switch (value) {
    case scheme_fault::none: return "none";
    case scheme_fault::empty: return "empty";
    case scheme_fault::not_a_digit: return "not_a_digit";
    case scheme_fault::wrong_length: return "wrong_length";
    case scheme_fault::wrong_groups: return "wrong_groups";
    case scheme_fault::group_length: return "group_length";
    case scheme_fault::out_of_range: return "out_of_range";
    case scheme_fault::unnamed: return "unnamed";
    case scheme_fault::group_unknown: return "group_unknown";
    case scheme_fault::group_missing: return "group_missing";
    case scheme_fault::group_repeated: return "group_repeated";
    case scheme_fault::group_running: return "group_running";
  }
  return {};
}

}  // namespace errdex
