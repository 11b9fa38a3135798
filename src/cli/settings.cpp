#include "cli/settings.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <sstream>
#include <utility>

namespace errdex::cli {
namespace {

struct unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr std::array<unit, 4> times = {unit{"ms", 1}, unit{"s", 1000}, unit{"m", 60'000},
                                       unit{"h", 3'600'000}};
constexpr std::array<unit, 4> sizes = {unit{"B", 1}, unit{"KiB", 1024}, unit{"MiB", 1024 * 1024},
                                       unit{"GiB", 1024 * 1024 * 1024}};
/// Beyond this nobody can mean it, and arithmetic on it stays far from its ends.
constexpr std::uint64_t most = std::uint64_t{1} << 45;

std::uint64_t read(const std::string& text, const std::array<unit, 4>& units, std::string_view without_unit,
                   const char* forms) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  std::string_view name(rest, static_cast<std::size_t>(end - rest));
  if (name.empty()) name = without_unit;
  for (const unit& u : units)
    if (error == std::errc() && name == u.name && value <= most / u.factor) return value * u.factor;
  throw CLI::ValidationError("\"" + text + "\" is none of " + forms);
}

std::string in_units(std::uint64_t value, const std::array<unit, 4>& units) {
  const auto fits = std::find_if(units.rbegin(), units.rend(),
                                 [&](const unit& u) { return value != 0 && value % u.factor == 0; });
  const unit& u = fits == units.rend() ? units[0] : *fits;
  return std::to_string(value / u.factor) + std::string(u.name);
}

/// A value of the file in the words of a flag; throws for what no flag can be.
std::vector<std::string> words_of(const toml::node& value) {
  if (const auto* text = value.as_string()) return {text->get()};
  if (const auto* number = value.as_integer()) return {std::to_string(number->get())};
  if (const auto* yes = value.as_boolean()) return {yes->get() ? "true" : "false"};
  if (const auto* list = value.as_array()) {
    std::vector<std::string> out;
    for (const toml::node& one : *list) {
      if (one.is_array()) throw CLI::ValidationError("a list in a list");
      for (auto& word : words_of(one)) out.push_back(std::move(word));
    }
    return out;
  }
  throw CLI::ValidationError("neither a text, a whole number, true or false, nor a list of these");
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string nearest_key(const CLI::App& command, std::string_view wrong) {
  std::string best;
  std::size_t least = 4;
  for (const CLI::Option* o : command.get_options()) {
    for (const auto& name : o->get_lnames()) {
      if (name == "help" || name == "config") continue;
      const std::size_t d = distance(name, wrong);
      if (d < least) {
        least = d;
        best = name;
      }
    }
  }
  return best;
}

}  // namespace

std::chrono::milliseconds read_duration(const std::string& text) {
  return std::chrono::milliseconds(read(text, times, "s", "500ms, 10s, 2m, 1h"));
}
std::size_t read_size(const std::string& text) { return read(text, sizes, "B", "512, 64KiB, 1MiB, 2GiB"); }
std::string to_text(std::chrono::milliseconds time) {
  return in_units(static_cast<std::uint64_t>(time.count()), times);
}
std::string size_text(std::size_t bytes) { return in_units(bytes, sizes); }

settings::settings(CLI::App& command, std::string table) : command_(command), table_(std::move(table)) {
  command_
      .add_option("--config", file_,
                  "A TOML file; the names of these flags are the keys of its table [" + table_ + "]")
      ->type_name("FILE")
      ->envname("ERRDEX_CONFIG");
}

CLI::Option& settings::named(CLI::Option& made, const std::string& name) {
  std::string variable = "ERRDEX_";
  for (const char c : name)
    variable += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  made.envname(variable);
  return made;
}

CLI::Option& settings::add_time(const std::string& name, std::chrono::milliseconds& value,
                                const std::string& help) {
  auto* made = command_.add_option_function<std::string>(
      "--" + name, [&value](const std::string& text) { value = read_duration(text); }, help);
  made->type_name("TIME")->default_str(to_text(value));
  return named(*made, name);
}

CLI::Option& settings::add_size(const std::string& name, std::size_t& value, const std::string& help) {
  auto* made = command_.add_option_function<std::string>(
      "--" + name, [&value](const std::string& text) { value = read_size(text); }, help);
  made->type_name("SIZE")->default_str(size_text(value));
  return named(*made, name);
}

CLI::Option& settings::add_flag(const std::string& name, bool& value, const std::string& help) {
  return named(*command_.add_flag("--" + name, value, help), name);
}

void settings::read_file() {
  if (file_.empty()) return;
  std::ifstream in(file_);
  if (!in) throw usage_error("cannot read " + file_);
  std::ostringstream text;
  text << in.rdbuf();
  toml::table all;
  try {
    all = toml::parse(text.str(), std::string_view(file_));
  } catch (const toml::parse_error& e) {
    throw usage_error(file_ + ":" + std::to_string(e.source().begin.line) + ":" +
                      std::to_string(e.source().begin.column) + ": " + std::string(e.description()));
  }
  const toml::node* mine = all.get(table_);
  if (mine == nullptr) throw usage_error(file_ + " has no table [" + table_ + "]");
  if (!mine->is_table())
    throw usage_error(file_ + ": " + table_ + " is no table; begin it with [" + table_ + "]");
  for (const auto& [key, value] : *mine->as_table()) {
    const std::string name(key.str());
    const std::string where = file_ + ":" + std::to_string(value.source().begin.line) + ": ";
    CLI::Option* option =
        name == "config" || name == "help" ? nullptr : command_.get_option_no_throw("--" + name);
    if (option == nullptr) {
      const std::string near = nearest_key(command_, name);
      throw usage_error(where + "there is no setting " + name + (near.empty() ? "" : "; perhaps " + near));
    }
    try {
      const auto words = words_of(value);
      if (option->count() > 0) continue;
      for (const auto& word : words) option->add_result(word);
      if (!words.empty()) option->run_callback();
    } catch (const CLI::Error& e) {
      throw usage_error(where + name + ": " + e.what());
    }
  }
}

}  // namespace errdex::cli
