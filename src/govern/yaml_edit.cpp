#include "govern/yaml_edit.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>

namespace errdex::govern {
namespace {

struct reading {
  std::vector<draft::entry> entries;
  std::size_t findings = 0;
};

reading read(const std::string& text, const std::string& path) {
  reading out;
  if (text.empty()) return out;
  authoring::authored_catalog codes;
  authoring::findings found;
  authoring::read_yaml(text, path, codes, found);
  for (auto& e : codes.entries) out.entries.push_back(std::move(e.value));
  out.findings = found.size();
  return out;
}

/// Numbers in ascending order, then words: the order of a catalog file.
bool comes_before(const std::string& a, const std::string& b) {
  const auto x = draft::number_of(a);
  const auto y = draft::number_of(b);
  if (x && y) return *x < *y;
  if (x || y) return x.has_value();
  return a < b;
}

/// The YAML nodes of a file with their places in its text.
class outline {
 public:
  explicit outline(const std::string& text) : text_(text) {
    lines_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') lines_.push_back(i + 1);
    }
    root_ = YAML::Load(text);
    if (root_.IsMap()) entries_ = root_["entries"];
  }

  [[nodiscard]] bool has_list() const { return entries_ && entries_.IsSequence(); }
  [[nodiscard]] bool has_key() const { return static_cast<bool>(entries_); }
  [[nodiscard]] std::size_t size() const { return has_list() ? entries_.size() : 0; }
  [[nodiscard]] YAML::Node entry(std::size_t i) const { return entries_[i]; }
  [[nodiscard]] YAML::Node list() const { return entries_; }

  [[nodiscard]] YAML::Node find(const entry_key& which) const {
    for (std::size_t i = 0; i < size(); ++i) {
      const YAML::Node e = entries_[i];
      if (e.IsMap() && scalar(e["code"]) == which.code && scalar(e["name"]) == which.name) return e;
    }
    return YAML::Node(YAML::NodeType::Undefined);
  }

  [[nodiscard]] std::optional<std::size_t> offset(const YAML::Node& n) const {
    const auto mark = n.Mark();
    if (mark.is_null() || static_cast<std::size_t>(mark.line) >= lines_.size()) return std::nullopt;
    const std::size_t at =
        lines_[static_cast<std::size_t>(mark.line)] + static_cast<std::size_t>(mark.column);
    return at <= text_.size() ? std::optional(at) : std::nullopt;
  }

  /// How many bytes the scalar takes; nothing for a layout that is not understood.
  [[nodiscard]] std::optional<std::size_t> length(const YAML::Node& n) const {
    const auto at = offset(n);
    if (!at || !n.IsScalar() || *at >= text_.size()) return std::nullopt;
    const char quote = text_[*at];
    if (quote == '"' || quote == '\'') {
      for (std::size_t i = *at + 1; i < text_.size(); ++i) {
        if (quote == '"' && text_[i] == '\\') {
          ++i;
        } else if (text_[i] == quote) {
          if (quote == '"' || i + 1 >= text_.size() || text_[i + 1] != '\'') return i + 1 - *at;
          ++i;
        }
      }
      return std::nullopt;
    }
    const std::string& value = n.Scalar();
    if (value.empty() || text_.compare(*at, value.size(), value) != 0) return std::nullopt;
    return value.size();
  }

  [[nodiscard]] std::size_t line_start(std::size_t at) const {
    return *(std::upper_bound(lines_.begin(), lines_.end(), at) - 1);
  }
  /// Behind the line's end.
  [[nodiscard]] std::size_t line_end(std::size_t at) const {
    const auto next = std::upper_bound(lines_.begin(), lines_.end(), at);
    return next == lines_.end() ? text_.size() : *next;
  }

  /// Where the block of an entry begins: its line with the dash, and the comments right above it.
  [[nodiscard]] std::optional<std::size_t> block_start(std::size_t i) const {
    const auto at = offset(entries_[i]);
    if (!at) return std::nullopt;
    std::size_t start = line_start(*at);
    const auto dash = text_.find_first_not_of(' ', start);
    if (dash == std::string::npos || dash >= *at || text_[dash] != '-') return std::nullopt;
    while (start > 0) {
      const std::size_t above = line_start(start - 1);
      const auto first = text_.find_first_not_of(' ', above);
      if (first == std::string::npos || text_[first] != '#') break;
      start = above;
    }
    return start;
  }

  /// Columns in front of the dash of an entry.
  [[nodiscard]] std::size_t dash_column(std::size_t i) const {
    const auto start = line_start(*offset(entries_[i]));
    return text_.find('-', start) - start;
  }

  static std::string scalar(const YAML::Node& n) { return n && n.IsScalar() ? n.Scalar() : std::string(); }

 private:
  const std::string& text_;
  std::vector<std::size_t> lines_;
  YAML::Node root_;
  YAML::Node entries_;
};

bool is_flow(const YAML::Node& n) { return n.Style() == YAML::EmitterStyle::Flow; }

bool refuse(const std::string& path, const entry_key& which, const std::string& what, std::string& error) {
  error = path + ": the layout of " + which.code + " (" + which.name + ") is not understood; " + what +
          " by hand";
  return false;
}

/// Loads without throwing; a file that is not YAML has been reported by the reader already.
std::optional<outline> outline_of(const std::string& text, const std::string& path, std::string& error) {
  try {
    return std::optional<outline>(std::in_place, text);
  } catch (const YAML::Exception& e) {
    error = path + ": " + e.what();
    return std::nullopt;
  }
}

std::string line_break(const std::string& text) {
  return text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
}

void assign(draft::entry& e, std::string_view key, std::string_view value) {
  if (key == "code") e.code = value;
  if (key == "name") e.name = value;
  if (key == "replaced_by") e.replaced_by = value;
  if (key == "state") e.state = parse_lifecycle(value).value_or(lifecycle::active);
}

std::vector<std::string>& list_of(draft::entry& e, std::string_view key) {
  return key == "see" ? e.see : e.was;
}

template <typename Action>
void each(std::vector<draft::entry>& entries, const entry_key& which, const Action& action) {
  for (auto& e : entries) {
    if (e.code == which.code && e.name == which.name) {
      action(e);
      return;
    }
  }
}

}  // namespace

catalog_file::catalog_file(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)), original_(text_) {}

bool catalog_file::apply(std::size_t at, std::size_t length, std::string_view with, const change& expected,
                         std::string& error) {
  std::string after = text_;
  after.replace(at, length, with);
  reading wanted = read(text_, path_);
  expected(wanted.entries);
  const reading got = read(after, path_);
  if (got.entries != wanted.entries || got.findings > wanted.findings) {
    error = path_ + ": the layout of the file is not understood; make the change by hand";
    return false;
  }
  text_ = std::move(after);
  return true;
}

bool catalog_file::set(const entry_key& which, std::string_view key, std::string_view value,
                       std::string& error) {
  const auto o = outline_of(text_, path_, error);
  if (!o) return false;
  const std::string what = "set `" + std::string(key) + ": " + std::string(value) + "`";
  const auto e = o->find(which);
  if (!e.IsDefined()) return refuse(path_, which, what, error);
  const change expected = [&](std::vector<draft::entry>& all) {
    each(all, which, [&](draft::entry& x) { assign(x, key, value); });
  };
  if (const YAML::Node node = e[std::string(key)]) {
    const auto at = o->offset(node);
    const auto length = o->length(node);
    if (!at || !length) return refuse(path_, which, what, error);
    if (!apply(*at, *length, yaml_scalar(value), expected, error)) return false;
    if (key != "code") return true;
    return move_in_order({std::string(value), which.name}, error);
  }
  // Behind the last of the short fields, where a reader of the file looks for it.
  for (const char* neighbour : {"replaced_by", "state", "basis", "verdict", "name"}) {
    const YAML::Node node = e[neighbour];
    if (!node) continue;
    const auto at = o->offset(node);
    const auto length = o->length(node);
    if (!at || !length) continue;
    const std::string field = std::string(key) + ": " + yaml_scalar(value);
    if (is_flow(e)) return apply(*at + *length, 0, ", " + field, expected, error);
    const auto column = static_cast<std::size_t>(e.Mark().column);
    const std::size_t end = o->line_end(*at + *length - 1);
    const bool broken = end > 0 && text_[end - 1] == '\n';
    const std::string nl = line_break(text_);
    const std::string line = std::string(column, ' ') + field;
    return apply(end, 0, broken ? line + nl : nl + line, expected, error);
  }
  return refuse(path_, which, what, error);
}

bool catalog_file::add_to_list(const entry_key& which, std::string_view key, std::string_view value,
                               std::string& error) {
  const auto o = outline_of(text_, path_, error);
  if (!o) return false;
  const std::string what = "add `" + std::string(value) + "` to `" + std::string(key) + "`";
  const auto e = o->find(which);
  if (!e.IsDefined()) return refuse(path_, which, what, error);
  const change expected = [&](std::vector<draft::entry>& all) {
    each(all, which, [&](draft::entry& x) { list_of(x, key).emplace_back(value); });
  };
  const YAML::Node list = e[std::string(key)];
  if (!list) {
    const std::string field = std::string(key) + ": [" + yaml_scalar(value) + "]";
    for (const char* neighbour : {"replaced_by", "state", "basis", "verdict", "name"}) {
      const YAML::Node node = e[neighbour];
      if (!node) continue;
      const auto at = o->offset(node);
      if (!at) continue;
      const auto length = o->length(node);
      if (!length) continue;
      if (is_flow(e)) return apply(*at + *length, 0, ", " + field, expected, error);
      const std::string nl = line_break(text_);
      const std::size_t end = o->line_end(*at + *length - 1);
      const std::string line = std::string(static_cast<std::size_t>(e.Mark().column), ' ') + field;
      return apply(end, 0, end > 0 && text_[end - 1] == '\n' ? line + nl : nl + line, expected, error);
    }
    return refuse(path_, which, what, error);
  }
  if (!list.IsSequence()) return refuse(path_, which, what, error);
  for (const auto& item : list) {
    if (outline::scalar(item) == value) return true;
  }
  if (list.size() == 0) {
    const auto at = o->offset(list);
    if (!at || text_.compare(*at, 1, "[") != 0) return refuse(path_, which, what, error);
    return apply(*at + 1, 0, yaml_scalar(value), expected, error);
  }
  const YAML::Node last = list[list.size() - 1];
  const auto at = o->offset(last);
  const auto length = o->length(last);
  if (!at || !length) return refuse(path_, which, what, error);
  if (is_flow(list)) return apply(*at + *length, 0, ", " + yaml_scalar(value), expected, error);
  const std::size_t start = o->line_start(*at);
  const std::string lead = text_.substr(start, *at - start);
  if (lead.find_first_not_of(" -") != std::string::npos) return refuse(path_, which, what, error);
  const std::string nl = line_break(text_);
  const std::size_t end = o->line_end(*at + *length - 1);
  const std::string line = lead + yaml_scalar(value);
  return apply(end, 0, end > 0 && text_[end - 1] == '\n' ? line + nl : nl + line, expected, error);
}

bool catalog_file::replace_reference(const entry_key& which, std::string_view key, std::string_view old_value,
                                     std::string_view new_value, std::string& error) {
  const auto o = outline_of(text_, path_, error);
  if (!o) return false;
  const auto e = o->find(which);
  if (!e.IsDefined()) return true;
  const YAML::Node field = e[std::string(key)];
  if (!field) return true;
  if (field.IsScalar()) return field.Scalar() != old_value || set(which, key, new_value, error);
  for (const auto& item : field) {
    if (outline::scalar(item) != old_value) continue;
    const auto at = o->offset(item);
    const auto length = o->length(item);
    if (!at || !length) return refuse(path_, which, "replace `" + std::string(old_value) + "`", error);
    return apply(
        *at, *length, yaml_scalar(new_value),
        [&](std::vector<draft::entry>& all) {
          each(all, which, [&](draft::entry& x) {
            auto& list = list_of(x, key);
            const auto found = std::find(list.begin(), list.end(), old_value);
            if (found != list.end()) *found = new_value;
          });
        },
        error);
  }
  return true;
}

bool catalog_file::move_in_order(const entry_key& which, std::string& error) {
  const auto o = outline_of(text_, path_, error);
  if (!o) return false;
  std::size_t own = o->size();
  for (std::size_t i = 0; i < o->size(); ++i) {
    const YAML::Node e = o->entry(i);
    if (outline::scalar(e["code"]) == which.code && outline::scalar(e["name"]) == which.name) own = i;
  }
  if (own == o->size()) return true;
  const auto code_at = [&](std::size_t i) { return outline::scalar(o->entry(i)["code"]); };
  const bool fits = (own == 0 || !comes_before(which.code, code_at(own - 1))) &&
                    (own + 1 == o->size() || !comes_before(code_at(own + 1), which.code));
  if (fits || is_flow(o->list())) return true;
  std::size_t before = 0;  // The first other entry that belongs behind it.
  while (before < o->size() && (before == own || !comes_before(which.code, code_at(before)))) ++before;
  const auto start = o->block_start(own);
  const auto end = own + 1 < o->size() ? o->block_start(own + 1) : std::optional(text_.size());
  const auto target = before < o->size() ? o->block_start(before) : std::optional(text_.size());
  if (!start || !end || !target)
    return refuse(path_, which, "move it to its place in the order of codes", error);
  const std::string nl = line_break(text_);
  std::string block = text_.substr(*start, *end - *start);
  std::string after = text_;
  if (!block.ends_with('\n')) block += nl;
  const bool apart = text_.substr(0, *start).ends_with(nl + nl);  // Empty lines between the entries.
  if (*target > *start) {
    std::string head = after.substr(0, *start);
    std::string between = after.substr(*end, *target - *end);
    if (!between.empty() && !between.ends_with('\n')) between += nl;
    if (before == o->size() && apart && !between.ends_with(nl + nl)) between += nl;
    if (before == o->size()) {
      while (block.ends_with(nl + nl)) block.erase(block.size() - nl.size());
    }
    after = head + between + block + after.substr(*target);
  } else {
    std::string rest = after.substr(*target, *start - *target);
    if (apart && !block.ends_with(nl + nl)) block += nl;
    std::string tail = after.substr(*end);
    if (tail.empty()) {
      while (rest.ends_with(nl + nl)) rest.erase(rest.size() - nl.size());
    }
    after = after.substr(0, *target) + block + rest + tail;
  }
  return apply(
      0, text_.size(), after,
      [&](std::vector<draft::entry>& all) {
        if (own >= all.size()) return;
        const auto moved = all.begin() + static_cast<std::ptrdiff_t>(own);
        if (before > own) {
          std::rotate(moved, moved + 1, all.begin() + static_cast<std::ptrdiff_t>(before));
        } else {
          std::rotate(all.begin() + static_cast<std::ptrdiff_t>(before), moved, moved + 1);
        }
      },
      error);
}

bool catalog_file::insert(const draft::entry& e, std::string& error) {
  const auto expected = [&](std::size_t place) {
    return [&e, place, this](std::vector<draft::entry>& all) {
      draft::entry copy = e;
      if (!all.empty()) copy.group = all.front().group;
      if (all.empty()) {
        // The group is the file's name until the file says otherwise.
        const reading self = read("space: " + e.space + "\nentries:\n" + entry_as_yaml(e, 2), path_);
        if (!self.entries.empty()) copy = self.entries.front();
      }
      all.insert(all.begin() + static_cast<std::ptrdiff_t>(std::min(place, all.size())), std::move(copy));
    };
  };
  if (text_.find_first_not_of(" \t\r\n") == std::string::npos) {
    return apply(0, text_.size(), "space: " + e.space + "\nentries:\n" + entry_as_yaml(e, 2), expected(0),
                 error);
  }
  const auto o = outline_of(text_, path_, error);
  if (!o) return false;
  const std::string nl = line_break(text_);
  const auto in_file_breaks = [&](std::string block) {
    if (nl == "\n") return block;
    std::string out;
    for (const char c : block) out += c == '\n' ? nl : std::string(1, c);
    return out;
  };
  if (o->size() == 0) {
    if (!o->has_key())
      return apply(text_.size(), 0,
                   in_file_breaks((text_.ends_with('\n') ? "" : "\n") + std::string("entries:\n") +
                                  entry_as_yaml(e, 2)),
                   expected(0), error);
    // `entries: []`, or the bare key.
    const std::size_t key = text_.rfind("entries:");
    std::size_t end = key + 8;
    while (end < text_.size() && (text_[end] == ' ' || text_[end] == '[' || text_[end] == ']')) ++end;
    return apply(key, end - key, in_file_breaks("entries:\n" + entry_as_yaml(e, 2)).substr(0), expected(0),
                 error);
  }
  std::size_t place = 0;
  while (place < o->size() && !comes_before(e.code, outline::scalar(o->entry(place)["code"]))) ++place;
  const auto first = o->block_start(0);
  const auto target = place < o->size() ? o->block_start(place) : std::optional(text_.size());
  if (!first || !target || is_flow(o->list())) {
    error =
        path_ + ": the layout of `entries` is not understood; write it as a list with a dash for each entry";
    return false;
  }
  // Between entries there is an empty line, or none, as the file has it.
  bool apart = true;
  if (o->size() > 1) {
    if (const auto second = o->block_start(1)) apart = text_.substr(0, *second).ends_with(nl + nl);
  }
  std::string block = in_file_breaks(entry_as_yaml(e, o->dash_column(0)));
  std::size_t at = *target;
  if (place < o->size()) {
    if (apart) block += nl;
  } else {
    while (at > 0 && (text_[at - 1] == '\n' || text_[at - 1] == '\r'))
      --at;  // In front of trailing empty lines.
    block = nl + (apart ? nl : "") + block;
    return apply(at, text_.size() - at, block, expected(place), error);
  }
  return apply(at, 0, block, expected(place), error);
}

}  // namespace errdex::govern
