#include "gen/template.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

namespace errdex::gen {

namespace {

/// One step of a template. Sections hold the position behind their end, so that a template is one flat list.
struct node {
  enum class kind { text, variable, section, inverted, partial };
  struct call {
    filter_function apply = nullptr;
    std::string_view argument;
  };

  node::kind what = kind::text;
  std::string_view text;    // Of a text.
  std::vector<key> path;    // Of the others; empty for {{.}}.
  std::vector<call> calls;  // Of a variable, in order.
  std::size_t end = 0;      // Of a section: one behind its last node. Of a partial: its position.
};

using nodes = std::vector<node>;

}  // namespace

/// The template and its partials. A partial is read once for each indentation that it is called with.
struct text_template::program {
  std::deque<nodes> parts;                                              // The template first.
  std::deque<std::string> texts;                                        // What the nodes point into.
  std::map<std::pair<std::string, std::string>, std::size_t> partials;  // Name and indentation.
};

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trim(std::string_view s) {
  const auto blank = [](char c) { return is_blank(c) || c == '\n' || c == '\r'; };
  while (!s.empty() && blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && blank(s.back())) s.remove_suffix(1);
  return s;
}

constexpr int max_depth = 100;

/// Reads a template and the partials in it into one list of nodes.
class reader {
 public:
  reader(const template_options& options, text_template::program& into, nodes& part, std::string& error)
      : options_(options), into_(into), nodes_(part), error_(error) {}

  /// False with a message when the text is no template.
  bool read(std::string_view text, std::string_view name) {
    source s{text, name, "{{", "}}"};
    std::vector<open_section> open;
    std::size_t at = 0;
    while (true) {
      const std::size_t tag = text.find(s.open, at);
      if (tag == std::string_view::npos) break;
      if (!read_tag(s, open, at, tag)) return false;
    }
    add_text(text.substr(at));
    if (!open.empty()) {
      return fail(s, open.back().at,
                  "section `" + std::string(open.back().name) + "` is not closed; end it with " + s.open +
                      "/" + std::string(open.back().name) + s.close);
    }
    return true;
  }

 private:
  struct source {
    std::string_view text;
    std::string_view name;
    std::string open;
    std::string close;
  };
  struct open_section {
    std::string_view name;
    std::size_t node;
    std::size_t at;
  };

  bool fail(const source& s, std::size_t at, const std::string& what) {
    const auto before = s.text.substr(0, at);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto start = before.rfind('\n');
    const std::size_t column = start == std::string_view::npos ? at + 1 : at - start;
    error_ = std::string(s.name) + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + what;
    return false;
  }

  void add_text(std::string_view text) {
    if (text.empty()) return;
    node n;
    n.text = text;
    nodes_.push_back(std::move(n));
  }

  /// Reads the tag at `tag` and what stands before it since `at`; moves `at` behind the tag.
  bool read_tag(source& s, std::vector<open_section>& open, std::size_t& at, std::size_t tag) {
    const std::size_t inside = tag + s.open.size();
    const char sigil = inside < s.text.size() ? s.text[inside] : '\0';
    const std::string close = sigil == '{' ? "}" + s.close : sigil == '=' ? "=" + s.close : s.close;
    const std::size_t end = s.text.find(close, sigil == '=' ? inside + 1 : inside);
    if (end == std::string_view::npos) return fail(s, tag, "the tag is not closed; " + close + " is missing");
    const std::string_view whole = s.text.substr(inside, end - inside);
    const bool has_sigil =
        !whole.empty() && std::string_view("#^/!>&{=").find(sigil) != std::string_view::npos;
    const std::string_view content = trim(has_sigil ? whole.substr(1) : whole);
    const std::size_t after = end + close.size();

    if (!has_sigil || sigil == '&' || sigil == '{') {
      add_text(s.text.substr(at, tag - at));
      at = after;
      return read_variable(s, tag, content, has_sigil);
    }

    // A tag alone on its line takes the line with it.
    std::size_t line = tag;
    while (line > at && is_blank(s.text[line - 1])) --line;
    const bool line_starts = line == 0 || s.text[line - 1] == '\n';
    std::size_t rest = after;
    while (rest < s.text.size() && is_blank(s.text[rest])) ++rest;
    const bool at_end = rest == s.text.size();
    const bool newline = !at_end && (s.text[rest] == '\n' || s.text.substr(rest, 2) == "\r\n");
    const bool alone = line_starts && (at_end || newline);
    add_text(s.text.substr(at, (alone ? line : tag) - at));
    at = !alone ? after : at_end ? rest : rest + (s.text[rest] == '\n' ? 1 : 2);

    switch (sigil) {
      case '!': return true;
      case '=': return change_delimiters(s, tag, content);
      case '>':
        return read_partial(s, tag, content, alone ? s.text.substr(line, tag - line) : std::string_view{});
      case '/': return close_section(s, open, tag, content);
      default: {
        node n;
        n.what = sigil == '#' ? node::kind::section : node::kind::inverted;
        if (!read_path(s, tag, content, n.path)) return false;
        open.push_back({content, nodes_.size(), tag});
        nodes_.push_back(std::move(n));
        return true;
      }
    }
  }

  bool change_delimiters(source& s, std::size_t tag, std::string_view content) {
    const std::size_t blank = content.find_first_of(" \t\r\n");
    const std::string_view open = content.substr(0, blank);
    const std::string_view close =
        blank == std::string_view::npos ? std::string_view{} : trim(content.substr(blank));
    if (open.empty() || close.empty() || close.find_first_of(" \t\r\n=") != std::string_view::npos) {
      return fail(s, tag, "delimiters are written {{=OPEN CLOSE=}}, two words without = in them");
    }
    s.open = open;
    s.close = close;
    return true;
  }

  bool close_section(const source& s, std::vector<open_section>& open, std::size_t tag,
                     std::string_view content) {
    if (open.empty()) return fail(s, tag, "there is no section `" + std::string(content) + "` to close");
    if (open.back().name != content) {
      return fail(
          s, tag,
          "`" + std::string(content) + "` is closed, but `" + std::string(open.back().name) + "` is open");
    }
    nodes_[open.back().node].end = nodes_.size();
    open.pop_back();
    return true;
  }

  bool read_partial(const source& s, std::size_t tag, std::string_view name, std::string_view indent) {
    const std::string* text = options_.partials ? options_.partials(name) : nullptr;
    if (text == nullptr) return fail(s, tag, "there is no partial `" + std::string(name) + "`");
    node n;
    n.what = node::kind::partial;
    n.end = into_.parts.size();
    const auto [known, is_new] = into_.partials.try_emplace({std::string(name), std::string(indent)}, n.end);
    n.end = known->second;
    nodes_.push_back(std::move(n));
    if (!is_new) return true;
    std::string indented;
    bool line_begins = true;
    for (const char c : *text) {
      if (line_begins) indented += indent;
      indented += c;
      line_begins = c == '\n';
    }
    nodes& part = into_.parts.emplace_back();
    const std::string& kept = into_.texts.emplace_back(std::move(indented));
    return reader(options_, into_, part, error_).read(kept, name);
  }

  bool read_path(const source& s, std::size_t tag, std::string_view name, std::vector<key>& out) {
    if (name == ".") return true;
    if (name.empty()) return fail(s, tag, "the tag has no name");
    while (true) {
      const std::size_t dot = name.find('.');
      if (dot == 0 || name.empty()) return fail(s, tag, "a dotted name has a word between its dots");
      if (name.substr(0, dot).find_first_of(" \t\r\n\"") != std::string_view::npos) {
        return fail(s, tag, "`" + std::string(name) + "` is no name");
      }
      out.emplace_back(name.substr(0, dot));
      if (dot == std::string_view::npos) return true;
      name.remove_prefix(dot + 1);
    }
  }

  bool read_variable(const source& s, std::size_t tag, std::string_view content, bool raw) {
    node n;
    n.what = node::kind::variable;
    const std::size_t bar = content.find('|');
    if (!read_path(s, tag, trim(content.substr(0, bar)), n.path)) return false;
    if (bar == std::string_view::npos) {
      if (!raw && options_.escape != nullptr) n.calls.push_back({options_.escape, {}});
    } else if (!read_filters(s, tag, content.substr(bar + 1), n.calls)) {
      return false;
    }
    nodes_.push_back(std::move(n));
    return true;
  }

  bool read_filters(const source& s, std::size_t tag, std::string_view rest, std::vector<node::call>& out) {
    while (true) {
      rest = trim(rest);
      const std::string_view name = rest.substr(0, rest.find_first_of(" \t\r\n|:"));
      const auto found = std::find_if(options_.filters.begin(), options_.filters.end(),
                                      [&](const filter& f) { return f.name == name; });
      if (found == options_.filters.end()) {
        return fail(s, tag, "there is no filter `" + std::string(name) + "`");
      }
      node::call call{found->apply, {}};
      rest.remove_prefix(name.size());
      if (rest.substr(0, 2) == ":\"") {
        const std::size_t end = rest.find('"', 2);
        if (end == std::string_view::npos)
          return fail(s, tag, "the argument of `" + std::string(name) + "` has no closing quote");
        call.argument = rest.substr(2, end - 2);
        rest.remove_prefix(end + 1);
      }
      out.push_back(call);
      rest = trim(rest);
      if (rest.empty()) return true;
      if (rest.front() != '|') {
        return fail(s, tag,
                    "filters are separated by |, and an argument stands in quotes: {{x | wrap:\"// \"}}");
      }
      rest.remove_prefix(1);
    }
  }

  const template_options& options_;
  text_template::program& into_;
  nodes& nodes_;
  std::string& error_;
};

/// Where a name is looked up: an item, and its place when it is one of a list.
struct frame {
  const value* item = nullptr;
  std::size_t index = 0;  // From 1.
  std::size_t count = 0;  // 0 outside lists.
};

class renderer {
 public:
  renderer(const text_template::program& whole, const value& data, std::string& out)
      : whole_(whole), out_(out) {
    stack_.push_back({&data, 0, 0});
  }

  void run(const nodes& part, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      const node& n = part[i];
      switch (n.what) {
        case node::kind::text: out_ += n.text; break;
        case node::kind::variable: write(n); break;
        case node::kind::inverted:
          if (!truth(n.path)) run(part, i + 1, n.end);
          i = n.end - 1;
          break;
        case node::kind::section:
          section(part, n, i + 1);
          i = n.end - 1;
          break;
        case node::kind::partial:
          if (depth_ < max_depth) {
            ++depth_;
            run(whole_.parts[n.end], 0, whole_.parts[n.end].size());
            --depth_;
          }
          break;
      }
    }
  }

 private:
  /// The list item that is being rendered, for {{-index}} and its like.
  [[nodiscard]] const frame* in_list() const {
    const auto found =
        std::find_if(stack_.rbegin(), stack_.rend(), [](const frame& f) { return f.count != 0; });
    return found == stack_.rend() ? nullptr : &*found;
  }

  [[nodiscard]] static bool is_place(const std::vector<key>& path) {
    return path.size() == 1 && path[0].name.front() == '-' &&
           (path[0] == key("-first") || path[0] == key("-last") || path[0] == key("-index"));
  }

  [[nodiscard]] std::string place(const key& name) const {
    const frame* f = in_list();
    if (f == nullptr) return {};
    if (name == key("-index")) return std::to_string(f->index);
    const bool yes = name == key("-first") ? f->index == 1 : f->index == f->count;
    return yes ? "true" : "";
  }

  [[nodiscard]] bool truth(const std::vector<key>& path) const {
    if (is_place(path)) return !place(path[0]).empty();
    const value* v = find(path);
    return v != nullptr && v->truth();
  }

  /// The first word of a dotted name is looked up from the innermost item outwards, the others inside it.
  [[nodiscard]] const value* find(const std::vector<key>& path) const {
    if (path.empty()) return stack_.back().item;
    const value* found = nullptr;
    for (auto f = stack_.rbegin(); f != stack_.rend() && found == nullptr; ++f) {
      if (const object* o = f->item->members()) found = o->find(path[0]);
    }
    for (std::size_t i = 1; i < path.size() && found != nullptr; ++i) {
      const object* o = found->members();
      found = o != nullptr ? o->find(path[i]) : nullptr;
    }
    return found;
  }

  void write(const node& n) {
    std::string made;
    std::string_view text;
    if (is_place(n.path)) {
      made = place(n.path[0]);
      text = made;
    } else if (const value* v = find(n.path)) {
      text = v->text();
    }
    if (n.calls.size() == 1) {
      n.calls[0].apply(text, n.calls[0].argument, out_);
      return;
    }
    for (const auto& call : n.calls) {
      std::string next;
      call.apply(text, call.argument, next);
      made = std::move(next);
      text = made;
    }
    out_ += text;
  }

  void section(const nodes& part, const node& n, std::size_t first) {
    if (is_place(n.path)) {
      if (!place(n.path[0]).empty()) run(part, first, n.end);
      return;
    }
    const value* v = find(n.path);
    if (v == nullptr || !v->truth()) return;
    if (const list* items = v->items()) {
      for (std::size_t i = 0; i < items->size(); ++i) {
        stack_.push_back({&(*items)[i], i + 1, items->size()});
        run(part, first, n.end);
        stack_.pop_back();
      }
      return;
    }
    stack_.push_back({v, 0, 0});
    run(part, first, n.end);
    stack_.pop_back();
  }

  const text_template::program& whole_;
  std::string& out_;
  std::vector<frame> stack_;
  int depth_ = 0;
};

}  // namespace

std::optional<text_template> text_template::parse(std::string_view text, const template_options& options,
                                                  std::string& error) {
  auto read = std::make_shared<program>();
  nodes& part = read->parts.emplace_back();
  const std::string& kept = read->texts.emplace_back(text);
  if (!reader(options, *read, part, error).read(kept, options.name)) return std::nullopt;
  text_template out;
  out.program_ = std::move(read);
  return out;
}

void text_template::render(const value& data, std::string& out) const {
  if (program_ == nullptr) return;
  renderer(*program_, data, out).run(program_->parts.front(), 0, program_->parts.front().size());
}

}  // namespace errdex::gen
