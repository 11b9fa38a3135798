#include "govern/scheme_data.hpp"

#include <algorithm>
#include <deque>
#include <map>

namespace errdex::govern {
namespace {

/// More named values than any organisation keeps; a registry repeated below open groups gets there fast.
constexpr std::size_t most_values = 100'000;

struct storage {
  std::deque<std::string> texts;
  std::deque<std::vector<digit_value>> values;
  std::deque<std::vector<digit_group>> groups;
  std::vector<scheme_form> forms;
  scheme view;

  std::string_view keep(const std::string& text) { return texts.emplace_back(text); }
};

std::uint64_t power_of_ten(std::uint32_t n) {
  std::uint64_t out = 1;
  for (; n > 0; --n) out *= 10;
  return out;
}

bool is_number(const std::string& s) {
  return !s.empty() && s.size() <= 18 &&
         std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The titles of values keep falling back to the other language, so that one is enough to write.
draft::bilingual both(const draft::bilingual& t) {
  return {t.en.empty() ? t.zh : t.en, t.zh.empty() ? t.en : t.zh};
}

class maker {
 public:
  maker(bool leading_zeros, std::string& error) : leading_zeros_(leading_zeros), error_(error) {}

  std::shared_ptr<const scheme> make(const scheme_data& data) {
    auto out = std::make_shared<storage>();
    if (data.forms.empty()) {
      error_ = "a scheme has at least one form";
      return nullptr;
    }
    for (const auto& form : data.forms) {
      if (!add(form, *out)) return nullptr;
    }
    const auto title = both(data.title);
    out->view = {out->keep(data.name),    out->keep(title.en), out->keep(title.zh), out->keep(data.note.en),
                 out->keep(data.note.zh), data.separator,      out->forms};
    return {out, &out->view};
  }

 private:
  bool fail(std::string message) {
    error_ = std::move(message);
    return false;
  }

  bool add(const form_data& form, storage& out) {
    const std::string where = "the form `" + form.name + "`";
    if (form.groups.empty() || form.groups.size() > scheme::max_groups) {
      return fail(where + " has " + std::to_string(form.groups.size()) + " groups, not 1 to " +
                  std::to_string(scheme::max_groups));
    }
    std::vector<digit_group> groups;
    std::vector<std::uint64_t> prefixes{0};  // What the groups so far can be; empty: too many to list.
    std::uint32_t digits = 0;
    for (const auto& group : form.groups) {
      const std::string here = where + ", group `" + group.name + "`: ";
      if (group.name.empty()) return fail(where + " has a group without a name");
      if (std::count_if(form.groups.begin(), form.groups.end(),
                        [&](const group_data& g) { return g.name == group.name; }) > 1) {
        return fail(here + "the name stands twice");
      }
      if (group.digits < 1 || group.digits > 9) return fail(here + "1 to 9 digits");
      digits += group.digits;
      if (digits > 18) return fail(where + " has more than 18 digits");
      if (group.first > group.last || group.last >= power_of_ten(group.digits)) {
        return fail(here + "`first` to `last` is " + std::to_string(group.first) + " to " +
                    std::to_string(group.last) + "; both fit " + std::to_string(group.digits) +
                    " digits, the lower first");
      }
      std::map<std::uint64_t, draft::bilingual> named;
      if (!name_values(group, digits, prefixes, here, named)) return false;
      const auto title = both(group.title);
      auto& values = out.values.emplace_back();
      for (const auto& [prefix, value_title] : named) {
        values.push_back({prefix, out.keep(value_title.en), out.keep(value_title.zh)});
      }
      groups.push_back({out.keep(group.name), out.keep(title.en), out.keep(title.zh), group.digits,
                        group.first, group.last, values});
      extend(prefixes, group, named);
    }
    if (!leading_zeros_ && digits > 1 &&
        form.groups.front().first < power_of_ten(form.groups.front().digits - 1)) {
      return fail(where + ": a number has no leading zero, so the group `" + form.groups.front().name +
                  "` begins at " + std::to_string(power_of_ten(form.groups.front().digits - 1)) +
                  "; a scheme with codes = \"text\" may begin at 0");
    }
    out.groups.push_back(std::move(groups));
    const auto title = both(form.title);
    out.forms.push_back({out.keep(form.name), out.keep(title.en), out.keep(title.zh), out.groups.back()});
    return true;
  }

  bool name_values(const group_data& group, std::uint32_t digits, const std::vector<std::uint64_t>& prefixes,
                   const std::string& here, std::map<std::uint64_t, draft::bilingual>& named) {
    for (const auto& value : group.values) {
      const auto title = both(value.title);
      if (!is_number(value.digits) || title.en.empty() ||
          (value.digits.size() != group.digits && value.digits.size() != digits)) {
        return fail(
            here + "the value \"" + value.digits + "\" needs a title and " + std::to_string(group.digits) +
            " digits" +
            (digits == group.digits ? "" : ", or " + std::to_string(digits) + " with the groups before"));
      }
      const auto number = std::stoull(value.digits);
      const auto own = number % power_of_ten(group.digits);
      if (own < group.first || own > group.last) {
        return fail(here + "the value \"" + value.digits + "\" is not between " +
                    std::to_string(group.first) + " and " + std::to_string(group.last));
      }
      if (value.digits.size() == digits) {
        named[number] = title;
        continue;
      }
      if (prefixes.empty() || prefixes.size() * group.values.size() > most_values) {
        return fail(here +
                    "too many combinations with the groups before; name their values, or write the values "
                    "with all digits");
      }
      for (const auto prefix : prefixes)
        named.try_emplace(prefix * power_of_ten(group.digits) + number, title);
    }
    return true;
  }

  static void extend(std::vector<std::uint64_t>& prefixes, const group_data& group,
                     const std::map<std::uint64_t, draft::bilingual>& named) {
    if (!named.empty()) {
      prefixes.clear();
      for (const auto& [prefix, title] : named) prefixes.push_back(prefix);
      return;
    }
    const std::uint64_t width = group.last - group.first + std::uint64_t{1};
    if (prefixes.size() * width > most_values) {
      prefixes.clear();
      return;
    }
    std::vector<std::uint64_t> longer;
    for (const auto prefix : prefixes) {
      for (std::uint64_t v = group.first; v <= group.last; ++v) {
        longer.push_back(prefix * power_of_ten(group.digits) + v);
      }
    }
    prefixes = std::move(longer);
  }

  bool leading_zeros_;
  std::string& error_;
};

}  // namespace

std::shared_ptr<const scheme> make_scheme(const scheme_data& data, bool leading_zeros, std::string& error) {
  return maker(leading_zeros, error).make(data);
}

}  // namespace errdex::govern
