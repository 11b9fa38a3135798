#include "diagnose/evidence_tree.hpp"

#include <algorithm>

#include "diagnose/evidence_token.hpp"

namespace errdex::reading {
namespace {

constexpr std::size_t deepest = 64;
/// How far a look ahead goes, so that hostile text costs no more than this for each byte.
constexpr std::size_t horizon = 160;

/// Blanks, line feeds, and the spelt \n of a body that was printed as a string.
std::size_t skip_space(std::string_view s, std::size_t at, std::size_t limit) {
  const std::size_t stop = std::min(s.size(), at + limit);
  while (at < stop) {
    if (is_blank(s[at]) || s[at] == '\n' || s[at] == '\r') {
      ++at;
    } else if (s[at] == '\\' && at + 1 < s.size() &&
               (s[at + 1] == 'n' || s[at + 1] == 'r' || s[at + 1] == 't')) {
      at += 2;
    } else {
      break;
    }
  }
  return at;
}

/// A name and its separator at `at`; where the value begins, or 0.
struct named {
  std::string_view name;
  separator_at_result mark;
  std::size_t value = 0;
  bool blank_before_mark = false;
};

named bare_name_at(std::string_view s, std::size_t at) {
  named out;
  std::size_t length = 0;
  if (const phrase p = phrase_at(s, at); p.length != 0) {
    length = p.length;
  } else {
    length = name_length(s, at);
  }
  if (length == 0) return out;
  const std::size_t behind = skip_blanks(s, at + length);
  out.mark = separator_at(s, behind);
  if (out.mark.what == separator::none) return out;
  out.name = s.substr(at, length);
  out.blank_before_mark = behind != at + length;
  out.value = behind + out.mark.length;
  return out;
}

role role_of_name(std::string_view name) {
  const role r = role_of(name);
  if (r != role::none || name.empty()) return r;
  const phrase p = phrase_at(name, 0);
  if (p.length == name.size()) return p.what;
  // "resp.errcode".
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? role::none : role_of(name.substr(dot + 1));
}

class reader {
 public:
  reader(std::string_view text, tree& out) : s_(text), out_(out) {}

  std::size_t position() const { return at_; }

  bool group(std::size_t at) {
    at_ = at;
    remember_prefix(at);
    read_group_here(type_name_before(at), 0);
    finish();
    return true;
  }

  bool rest_of_group(std::size_t at) {
    at_ = at;
    remember_prefix(at);
    open('{', {}, at);
    mark(0, notation::not_json);
    members(0, 0);
    finish();
    return true;
  }

  bool run(std::size_t at) {
    at_ = at;
    open('\0', type_name_before(at), at);
    mark(0, notation::not_json);
    pairs(0);
    if (out_.size() == 1) return false;
    out_[0].closed = true;
    finish();
    return true;
  }

 private:
  // --- The tree ------------------------------------------------------------------------------
  std::size_t open(char opener, std::string_view type_name, std::size_t begin) {
    node n;
    n.kind = value_kind::group;
    n.opener = opener;
    n.begin = begin;
    n.type_name = type_name;
    out_.push_back(n);
    return out_.size() - 1;
  }

  void close(std::size_t index, bool closed) {
    out_[index].closed = closed;
    out_[index].end = at_;
    out_[index].behind = out_.size();
  }

  void leaf(std::string_view name, value_kind kind, std::size_t begin, std::string_view content,
            bool closed = true) {
    node n;
    n.kind = kind;
    n.name = name;
    n.what = role_of_name(name);
    n.begin = begin;
    n.end = at_;
    n.content = content;
    n.closed = closed;
    n.behind = out_.size() + 1;
    out_.push_back(n);
  }

  void mark(std::size_t index, notation n) {
    out_[index].style = static_cast<std::uint16_t>(out_[index].style | static_cast<std::uint16_t>(n));
  }

  void inherit(std::size_t parent, std::size_t child) {
    constexpr auto passed_on = static_cast<std::uint16_t>(notation::not_json) |
                               static_cast<std::uint16_t>(notation::python_words) |
                               static_cast<std::uint16_t>(notation::single_quotes);
    out_[parent].style = static_cast<std::uint16_t>(out_[parent].style | (out_[child].style & passed_on));
  }

  void finish() {
    out_[0].behind = out_.size();
    out_[0].end = std::max(out_[0].begin, at_);
    while (out_[0].end > out_[0].begin && !out_[0].closed &&
           (is_blank(s_[out_[0].end - 1]) || s_[out_[0].end - 1] == '\n' || s_[out_[0].end - 1] == '\r')) {
      --out_[0].end;
    }
  }

  // --- The way forward -----------------------------------------------------------------------
  bool at_end() const { return at_ >= s_.size(); }
  char here() const { return s_[at_]; }

  /// What stands on the line before the first bracket, up to a mark after which the line proper begins: the
  /// next lines of a pretty-printed body begin with the same ("web-1  | ").
  void remember_prefix(std::size_t at) {
    const std::size_t begin = line_begin(s_, at, horizon + 1);
    if (at - begin > horizon) return;
    const std::string_view before = s_.substr(begin, at - begin);
    const auto last = before.find_last_of("|>");
    if (last != std::string_view::npos) prefix_ = before.substr(0, last + 1);
  }

  /// Skips what a container runtime or a mail program wrote at the beginning of a line.
  void skip_prefix() {
    if (!prefix_.empty() && s_.substr(at_, prefix_.size()) == prefix_) at_ += prefix_.size();
    // A time stamp of its own on each line.
    if (at_ < s_.size() && is_digit(here())) {
      std::size_t i = at_;
      const std::size_t stop = std::min(s_.size(), at_ + 48);
      while (i < stop &&
             (is_digit(s_[i]) || std::string_view("TZ:.,+-/ \t").find(s_[i]) != std::string_view::npos))
        ++i;
      if (i - at_ >= 10 && i < s_.size() && (s_[i] == '"' || s_[i] == '}' || s_[i] == ']')) at_ = i;
    }
  }

  /// Skips blanks and line feeds. True when a line feed was among them.
  bool skip(std::size_t index) {
    bool line_fed = false;
    while (!at_end()) {
      if (is_blank(here()) || here() == '\r') {
        ++at_;
      } else if (here() == '\n') {
        ++at_;
        line_fed = true;
        const std::size_t before = at_;
        skip_prefix();
        if (at_ != before) mark(index, notation::not_json);
      } else if (here() == '\\' && at_ + 1 < s_.size() &&
                 (s_[at_ + 1] == 'n' || s_[at_ + 1] == 'r' || s_[at_ + 1] == 't')) {
        at_ += 2;
        mark(index, notation::not_json);
      } else {
        break;
      }
    }
    return line_fed;
  }

  bool fail() {
    failed_ = true;
    return false;
  }

  /// The word before a bracket: a type, "map", "Array", the name of an exception.
  std::string_view type_name_before(std::size_t at) const {
    std::size_t end = at;
    if (s_.substr(0, at).ends_with("interface {}") || s_.substr(0, at).ends_with("]any")) {
      const std::size_t floor = at > 48 ? at - 48 : 0;
      const auto map = s_.substr(floor, at - floor).rfind("map[");
      if (map != std::string_view::npos) return s_.substr(floor + map, at - floor - map);
    }
    if (end > 0 && (is_blank(s_[end - 1]) || s_[end - 1] == '\n')) --end;
    std::size_t begin = end;
    while (begin > 0 && end - begin < 64 &&
           (is_name_byte(s_[begin - 1]) && static_cast<unsigned char>(s_[begin - 1]) < 0x80))
      --begin;
    return s_.substr(begin, end - begin);
  }

  // --- Groups --------------------------------------------------------------------------------
  bool read_group_here(std::string_view type_name, std::size_t depth) {
    const std::size_t index = open(here(), type_name, at_);
    if (here() == '(') mark(index, notation::not_json);
    ++at_;
    const bool whole = members(index, depth);
    // go-workwx prints WeCom's fields under names of its own.
    if (type_name == "WorkwxClientError") {
      for (std::size_t i = index + 1; i < out_.size(); ++i) {
        if (out_[i].what == role::code) out_[i].what = role::errcode;
        if (out_[i].what == role::msg) out_[i].what = role::errmsg;
      }
    }
    return whole;
  }

  bool members(std::size_t index, std::size_t depth) {
    const char opener = out_[index].opener;
    const char closer = closer_of(opener);
    bool separated = true;
    while (true) {
      const bool line_fed = skip(index);
      if (at_end()) {
        fail();
        break;
      }
      const char c = here();
      if (c == closer) {
        if (separated && out_.size() > index + 1) mark(index, notation::not_json);  // A comma before the end.
        ++at_;
        close(index, true);
        return true;
      }
      if (c == ',' || c == ';') {
        if (separated || c == ';') mark(index, notation::not_json);
        separated = true;
        ++at_;
        continue;
      }
      if (c == '}' || c == ']' || c == ')') {
        fail();
        break;
      }
      if (!separated) {
        mark(index, notation::not_json);
        if (!line_fed && !loose(index) && c != '{') {
          fail();
          break;
        }
      }
      separated = false;
      if (!member(index, depth)) break;
    }
    close(index, false);
    mark(index, notation::not_json);
    return false;
  }

  /// Members may follow one another without a comma.
  bool loose(std::size_t index) const {
    return out_[index].has(notation::go_style) || out_[index].has(notation::bare_names) ||
           out_[index].has(notation::arrows) || out_[index].has(notation::equals);
  }

  bool member(std::size_t index, std::size_t depth) {
    const std::size_t start = at_;
    const char opener = out_[index].opener;
    if (is_quote(here())) {
      const quoted q = read_quoted(s_, at_, true);
      const std::size_t behind = skip_space(s_, q.end, horizon);
      const auto mark_here = separator_at(s_, behind);
      if (q.closed && mark_here.what != separator::none &&
          (opener != '[' || mark_here.what == separator::arrow || q.content.size() < 64)) {
        if (s_[at_] == '\'') mark(index, notation::single_quotes);
        if (!q.plain || mark_here.what != separator::colon || mark_here.length != 1 || opener == '[')
          mark(index, notation::not_json);
        note(index, mark_here.what);
        at_ = behind + mark_here.length;
        return value(index, q.content, mark_here.what, depth);
      }
      if (opener == '{' && !q.closed) {
        at_ = q.end;
        return fail();
      }
      if (opener == '{') mark(index, notation::not_json);
      return value(index, {}, separator::none, depth);
    }
    if (const named n = name_here(); n.value != 0) {
      mark(index, notation::not_json);
      mark(index, notation::bare_names);
      note(index, n.mark.what);
      if (!n.name.empty() && n.name.front() >= 'A' && n.name.front() <= 'Z')
        mark(index, notation::upper_names);
      const bool tight = n.mark.what == separator::colon && n.mark.length == 1 && !n.blank_before_mark &&
                         n.value < s_.size() && !is_blank(s_[n.value]) && s_[n.value] != '\n';
      // Go writes {Name:value Name:value} and map[name:value]; what comes first decides.
      if (tight && out_.size() == index + 1 && (opener != '(')) mark(index, notation::go_style);
      at_ = n.value;
      return value(index, n.name, n.mark.what, depth);
    }
    if (out_[index].opener == '{' && !out_[index].has(notation::bare_names) && out_.size() > index + 1) {
      // JSON and Python name every member: an ellipsis is skipped, anything else is the text behind a body
      // that broke off.
      if (s_.substr(at_, 3) == "..." || s_.substr(at_, 3) == "…") {
        mark(index, notation::not_json);
        at_ += 3;
        while (!at_end() && here() == '.') ++at_;
        return true;
      }
      at_ = start;
      return fail();
    }
    if (out_[index].has(notation::bare_names) && !element_of_literal()) return fail();
    return value(index, {}, separator::none, depth);
  }

  /// What console.log and its like write between members: a stack line, [Symbol(x)], "... 2 more", <Buffer>,
  /// a nested group.
  bool element_of_literal() const {
    return here() == '{' || here() == '[' || here() == '<' || here() == '.' || here() == '(' ||
           s_.substr(at_, 3) == "at " || s_.substr(at_, 3) == "…" || s_.substr(at_, 4) == "map[";
  }

  void note(std::size_t index, separator what) {
    if (what == separator::arrow) mark(index, notation::arrows);
    if (what == separator::equals) mark(index, notation::equals);
    if (what == separator::colon) mark(index, notation::colons);
  }

  /// A name without quotes, :name, [name] or ["name"], with its separator.
  named name_here() const {
    if (here() == '[') {
      const std::size_t stop = std::min(s_.size(), at_ + 80);
      std::size_t i = at_ + 1;
      while (i < stop && s_[i] != ']' && s_[i] != '\n') ++i;
      if (i >= stop || s_[i] != ']') return {};
      const std::size_t behind = skip_blanks(s_, i + 1);
      named out;
      out.mark = separator_at(s_, behind);
      if (out.mark.what != separator::arrow && out.mark.what != separator::colon) return {};
      out.name = s_.substr(at_ + 1, i - at_ - 1);
      if (out.name.size() >= 2 && is_quote(out.name.front()) && out.name.back() == out.name.front())
        out.name = out.name.substr(1, out.name.size() - 2);
      // "ErrCode:protected" of print_r.
      if (const auto colon = out.name.find(':'); colon != std::string_view::npos)
        out.name = out.name.substr(0, colon);
      out.value = behind + out.mark.length;
      return out;
    }
    if (here() == ':' && at_ + 1 < s_.size() && is_letter(s_[at_ + 1])) {
      named out = bare_name_at(s_, at_ + 1);
      if (out.mark.what != separator::arrow) return {};
      return out;
    }
    if (is_digit(here())) {  // 0 => of a list in PHP.
      std::size_t i = at_;
      while (i < s_.size() && i < at_ + 12 && is_digit(s_[i])) ++i;
      const std::size_t behind = skip_blanks(s_, i);
      named out;
      out.mark = separator_at(s_, behind);
      if (out.mark.what != separator::arrow) return {};
      out.name = s_.substr(at_, i - at_);
      out.value = behind + out.mark.length;
      return out;
    }
    return bare_name_at(s_, at_);
  }

  // --- Values --------------------------------------------------------------------------------
  bool value(std::size_t index, std::string_view name, separator how, std::size_t depth) {
    const bool go = out_[index].has(notation::go_style);
    const std::size_t before = at_;
    if (!name.empty() && !go) {
      skip_value_space(index, how);
    }
    if (at_end()) {
      if (!name.empty()) leaf(name, value_kind::text, before, {}, false);
      return fail();
    }
    if (go && is_blank(here())) {
      leaf(name, value_kind::text, before, {});
      return true;
    }
    const std::size_t start = at_;
    skip_decoration();
    if (at_end()) return fail();

    // b'…', u'…', @"…".
    if (at_ + 1 < s_.size() && is_quote(s_[at_ + 1]) &&
        std::string_view("bBuUrRf@").find(here()) != std::string_view::npos) {
      mark(index, notation::not_json);
      ++at_;
    }
    if (is_quote(here())) {
      const quoted q =
          read_quoted(s_, at_, out_[index].opener == '{' && !out_[index].has(notation::bare_names));
      if (here() == '\'') mark(index, notation::single_quotes);
      if (!q.plain) mark(index, notation::not_json);
      at_ = q.end;
      leaf(name, value_kind::string, start, q.content, q.closed);
      if (q.closed && !name.empty()) join_literals(index, q);
      return q.closed || fail();
    }
    if (const std::size_t nil = typed_nil(); nil != 0) {
      mark(index, notation::not_json);
      at_ += nil;
      leaf(name, value_kind::word, start, "nil");
      return true;
    }
    if (const number_token n = read_number(s_, at_); n.length != 0 && !sum_of(index, n.length)) {
      if (!n.plain) mark(index, notation::not_json);
      at_ += n.length;
      std::string_view digits = s_.substr(at_ - n.length, n.length);
      if (digits.ends_with('n') || digits.ends_with('L')) digits.remove_suffix(1);
      leaf(name, value_kind::number, start, digits);
      return true;
    }
    if (const word_token w = read_word(s_, at_); w.length != 0) {
      if (!w.json) mark(index, notation::not_json);
      if (w.python) mark(index, notation::python_words);
      at_ += w.length;
      leaf(name, value_kind::word, start, s_.substr(at_ - w.length, w.length));
      return true;
    }
    if (const auto typed = typed_group(); typed.bracket != 0) {
      if (depth + 1 >= deepest) return fail();
      if (typed.scalar) return wrapped_scalar(index, name, start, typed.bracket);
      if (typed.bracket != start) mark(index, notation::not_json);
      at_ = typed.bracket;
      const std::size_t child = out_.size();
      const bool whole = read_group_here(typed.type_name, depth + 1);
      out_[child].name = name;
      out_[child].what = role_of_name(name);
      inherit(index, child);
      // [Object: null prototype] { … }: the group that counts is the one behind.
      if (whole && out_[child].opener == '[' && !at_end()) {
        const std::size_t behind = skip_blanks(s_, at_);
        if (behind < s_.size() && s_[behind] == '{' && behind != at_ && group_begins(s_, behind)) {
          at_ = behind;
          const std::size_t second = out_.size();
          const bool second_whole = read_group_here({}, depth + 1);
          out_[second].name = name;
          out_[second].what = role_of_name(name);
          return second_whole;
        }
      }
      return whole;
    }
    // Text without quotes.
    mark(index, notation::not_json);
    return bare_text(index, name, how, start);
  }

  /// 'one ' on this line and 'string' on the next: one value, which pprint broke. console.log puts a '+'
  /// between.
  void join_literals(std::size_t index, const quoted& first) {
    const char quote = s_[at_ - 1];
    while (true) {
      std::size_t i = skip_space(s_, at_, horizon);
      if (i < s_.size() && s_[i] == '+') i = skip_space(s_, i + 1, horizon);
      if (i == at_ || i >= s_.size() || (s_[i] != quote && !is_quote(s_[i]))) return;
      const quoted next = read_quoted(s_, i, false);
      if (!next.closed || separator_at(s_, skip_blanks(s_, next.end)).what != separator::none) return;
      at_ = next.end;
      node& n = out_.back();
      n.joined = true;
      n.end = at_;
      n.content = s_.substr(static_cast<std::size_t>(first.content.data() - s_.data()),
                            at_ - 1 - static_cast<std::size_t>(first.content.data() - s_.data()));
      mark(index, notation::not_json);
    }
  }

  /// Length of (*int)(nil), []string(nil) or (*T)(0xc000010000) of %#v; 0 for none.
  std::size_t typed_nil() const {
    if (here() != '(' && here() != '[' && !is_letter(here())) return 0;
    std::size_t i = at_;
    if (here() == '(') {
      if (s_.substr(at_, 2) != "(*") return 0;
      ++i;
    }
    const std::size_t stop = std::min(s_.size(), at_ + 96);
    while (i < stop && (is_letter(s_[i]) || is_digit(s_[i]) ||
                        std::string_view("[]*._").find(s_[i]) != std::string_view::npos))
      ++i;
    if (here() == '(' && i < stop && s_[i] == ')') ++i;
    if (i == at_) return 0;
    if (s_.substr(i, 5) == "(nil)") return i + 5 - at_;
    if (s_.substr(i, 3) != "(0x") return 0;
    const auto close = s_.substr(i, 24).find(')');
    return close == std::string_view::npos ? 0 : i + close + 1 - at_;
  }

  /// Between a name and its value a line may end in console.log's and var_dump's way of writing, and in
  /// JSON; in the others the value is empty then.
  void skip_value_space(std::size_t index, separator how) {
    if (how == separator::colon || how == separator::arrow || how == separator::none) {
      if (out_[index].opener != '\0') {
        skip(index);
        return;
      }
    }
    at_ = skip_blanks(s_, at_);
  }

  /// &T{…}, *T{…}, <ref *1> T {…}.
  void skip_decoration() {
    if ((here() == '&' || here() == '*') && at_ + 1 < s_.size() &&
        (s_[at_ + 1] == '{' || is_letter(s_[at_ + 1]) || s_[at_ + 1] == '['))
      ++at_;
    // (int) 40014 and (string) (len=20) "invalid" of go-spew.
    while (!at_end() && here() == '(') {
      const auto close = s_.substr(at_, 40).find(") ");
      if (close == std::string_view::npos ||
          s_.substr(at_, close).find_first_of(",:\"'") != std::string_view::npos)
        break;
      const std::size_t behind = at_ + close + 2;
      if (behind >= s_.size() || !(is_digit(s_[behind]) || s_[behind] == '-' || is_quote(s_[behind]) ||
                                   s_[behind] == '(' || s_[behind] == '{' || s_[behind] == '<'))
        break;
      at_ = behind;
    }
    if (s_.substr(at_, 6) == "<ref *") {
      const auto close = s_.substr(at_, 16).find("> ");
      if (close != std::string_view::npos) at_ += close + 2;
    }
  }

  /// A number that goes on as text behind a blank, as a date does: only where blanks do not part members.
  bool sum_of(std::size_t index, std::size_t length) const {
    if (out_[index].has(notation::go_style) || out_[index].opener == '\0') return false;
    const std::size_t behind = skip_blanks(s_, at_ + length);
    return behind != at_ + length && behind < s_.size() && (is_name_byte(s_[behind])) &&
           bare_name_at(s_, behind).value == 0;
  }

  struct typed_at {
    std::size_t bracket = 0;
    std::string_view type_name;
    bool scalar = false;  ///< int(40014), string(7) "invalid".
  };

  /// A bracket at `at_`, alone or behind the name of a type.
  typed_at typed_group() const {
    typed_at out;
    if (here() == '{' || here() == '[') {
      // []T{…} and [2]T{…} of Go.
      if (here() == '[') {
        std::size_t i = at_ + 1;
        while (i < s_.size() && i < at_ + 8 && is_digit(s_[i])) ++i;
        if (i + 1 < s_.size() && s_[i] == ']' && (is_letter(s_[i + 1]) || s_[i + 1] == '*')) {
          std::size_t brace = s_.substr(i + 1, 13) == "interface {}{" ? i + 13 : type_end(i + 1);
          if (brace != 0 && s_[brace] == '{') return {brace, s_.substr(at_, brace - at_), false};
        }
      }
      out.bracket = at_;
      return out;
    }
    if (here() == '(') {
      out.bracket = at_;
      return out;
    }
    const std::size_t bracket = type_end(at_);
    if (bracket == 0) return out;
    std::size_t end = bracket;
    while (end > at_ && (is_blank(s_[end - 1]) || s_[end - 1] == '\n')) --end;
    out.type_name = s_.substr(at_, end - at_);
    if (s_[bracket] == '(') {
      static constexpr std::string_view scalars[] = {"int",     "string", "bool",      "float",     "Decimal",
                                                     "Integer", "Long",   "NumberInt", "NumberLong"};
      if (std::find(std::begin(scalars), std::end(scalars), out.type_name) != std::end(scalars)) {
        out.bracket = bracket;
        out.scalar = true;
        return out;
      }
      if (bracket != end && s_[end] != '\n' && out.type_name != "array") return {};
    }
    out.bracket = bracket;
    return out;
  }

  /// The bracket behind the name of a type that begins at `at`, or 0.
  std::size_t type_end(std::size_t at) const {
    const std::size_t stop = std::min(s_.size(), at + horizon);
    std::size_t i = at;
    while (i < stop && (is_letter(s_[i]) || is_digit(s_[i]) || s_[i] == '_' || s_[i] == '.' || s_[i] == '$' ||
                        s_[i] == ':' || s_[i] == '\\' || s_[i] == '*' || s_[i] == '#')) {
      if (s_[i] == ':' && !(i + 1 < stop && s_[i + 1] == ':') && !(i > at && s_[i - 1] == ':')) return 0;
      ++i;
    }
    if (i == at || i >= stop || is_digit(s_[at])) return 0;
    if (s_.substr(at, i - at) == "map" && s_[i] == '[') {
      // map[string]interface {}{…}, or map[name:value …].
      const std::size_t close = s_.substr(i, 48).find(']');
      if (close != std::string_view::npos && s_.substr(i, close).find(':') == std::string_view::npos &&
          i + close + 1 < s_.size() && is_letter(s_[i + close + 1])) {
        std::size_t j = i + close + 1;
        while (j < stop && (is_letter(s_[j]) || s_[j] == '.' || s_[j] == '*')) ++j;
        if (s_.substr(j, 4) == " {}{") return j + 3;
        return j < stop && s_[j] == '{' ? j : 0;
      }
      return i;
    }
    if (s_[i] == '{' || s_[i] == '(') return i;
    // "Object [AxiosHeaders] {", "array(2) {" and "object(stdClass)#3 (2) {".
    if (s_[i] == '[') return 0;
    if (!is_blank(s_[i]) && s_[i] != '\n' && s_[i] != '\r') return 0;
    const std::string_view word = s_.substr(at, i - at);
    std::size_t j = skip_blanks(s_, i);
    if (j < stop && s_[j] == '[') {
      const auto close = s_.substr(j, 64).find(']');
      if (close == std::string_view::npos) return 0;
      j = skip_blanks(s_, j + close + 1);
      return j < stop && s_[j] == '{' ? j : 0;
    }
    if (word == "stdClass" && s_.substr(j, 6) == "Object") j += 6;
    if (j < stop && s_[j] == '{')
      return group_begins(s_, j) || s_.substr(j, 2) == "{}" || s_.substr(j, 3) == "{ }" ? j : 0;
    if (word == "array" && j < stop && s_[j] == '(') return j;
    // print_r puts the bracket on a line of its own.
    if (word == "Array" || word == "stdClass") {
      j = skip_space(s_, j, 64);
      return j < stop && s_[j] == '(' ? j : 0;
    }
    return 0;
  }

  /// int(40014) and string(7) "invalid" of var_dump, Decimal('1').
  bool wrapped_scalar(std::size_t index, std::string_view name, std::size_t start, std::size_t bracket) {
    mark(index, notation::not_json);
    const auto close = s_.substr(bracket, 48).find(')');
    if (close == std::string_view::npos) return bare_text(index, name, separator::none, start);
    const std::string_view inside = s_.substr(bracket + 1, close - 1);
    const std::size_t behind = skip_blanks(s_, bracket + close + 1);
    if (behind < s_.size() && s_[behind] == '"') {
      const quoted q = read_quoted(s_, behind, false);
      at_ = q.end;
      leaf(name, value_kind::string, start, q.content, q.closed);
      return q.closed || fail();
    }
    at_ = bracket + close + 1;
    std::string_view number = inside;
    if (number.size() >= 2 && is_quote(number.front())) number = number.substr(1, number.size() - 2);
    leaf(name,
         read_number(number, 0).length == number.size() && !number.empty() ? value_kind::number
                                                                           : value_kind::text,
         start, number);
    return true;
  }

  // --- Text without quotes -------------------------------------------------------------------
  /// A member begins behind `at`, written in the way of this group.
  bool next_member(std::size_t index, std::string_view name, separator how, std::size_t at,
                   bool after_comma) const {
    const std::size_t begin = skip_blanks(s_, at);
    if (begin >= s_.size()) return false;
    if (out_[index].has(notation::go_style) && begin == at && !after_comma) return false;
    const named n = bare_name_at(s_, begin);
    if (n.value == 0) return false;
    const role next = role_of_name(n.name);
    // WeCom ends its messages with ", hint: [17…], from ip: …": no member, part of the message.
    if (names_message(role_of_name(name)) && (equals_lower(n.name, "hint") || equals_lower(n.name, "rid")))
      return false;
    if (out_[index].opener == '\0') {
      if (next != role::none && !(next == role::error || next == role::status)) return true;
      return n.mark.what == how &&
             (how == separator::equals || (after_comma && how == separator::colon && n.name.size() < 24 &&
                                           static_cast<unsigned char>(n.name[0]) < 0x80));
    }
    if (n.mark.what != how) return false;
    if (out_[index].has(notation::go_style))
      return n.value < s_.size() && (!is_blank(s_[n.value]) || next != role::none) && s_[n.value] != '/';
    return true;
  }

  bool bare_text(std::size_t index, std::string_view name, separator how, std::size_t start) {
    const char closer = closer_of(out_[index].opener);
    std::size_t round = 0;
    std::size_t square = 0;
    std::size_t curly = 0;
    std::size_t i = at_;
    // The SDKs of Alibaba Cloud write "code: 403, text request id: X" as the message itself.
    if (out_[index].opener == '\0' && names_message(role_of_name(name)) && has_lower_at(s_, i, "code: ") &&
        i + 9 < s_.size() && is_digit(s_[i + 6]) && s_[i + 9] == ',') {
      i = line_end(s_, i, 2048);
    }
    for (; i < s_.size(); ++i) {
      const char c = s_[i];
      if (c == '\n') break;
      if (c == closer && (c == ')' ? round : c == ']' ? square : curly) == 0) break;
      if (c == '(') ++round;
      if (c == '[') ++square;
      if (c == ')' && round > 0) {
        --round;
      } else if (c == ')' && out_[index].opener == '\0' && i + 1 < s_.size() && s_[i + 1] == '\n') {
        break;
      }
      if (c == ']' && square > 0) {
        --square;
      } else if (c == ']' && out_[index].opener == '\0') {
        break;
      }
      if (c == '}' && curly > 0) {
        --curly;
      } else if (c == '}' && out_[index].opener == '\0') {
        break;
      }
      if (c == '{') {
        if (group_begins(s_, i) || s_.substr(i, 2) == "{\\") break;
        ++curly;
      }
      if (c == '[' && i > 3 && s_.substr(i - 3, 3) == "map" && group_begins(s_, i)) {
        i -= 3;
        break;
      }
      const bool nested = round + square + curly != 0;
      if (nested) continue;
      if (c == ',' || c == ';' || c == '&') {
        const std::size_t behind = skip_blanks(s_, i + 1);
        if (next_member(index, name, how, i + 1, true)) break;
        if (c != '&' && (behind >= s_.size() || s_[behind] == '\n' || s_[behind] == '\r')) break;
      } else if (s_.substr(i, 3) == "，" || s_.substr(i, 3) == "；") {
        if (next_member(index, name, how, i + 3, true)) break;
        i += 2;
      } else if (is_blank(c) && (i == 0 || !is_blank(s_[i - 1]))) {
        if (next_member(index, name, how, i, false) && (out_[index].opener == '\0' || loose(index))) {
          if (out_[index].opener == '\0' || out_[index].has(notation::go_style) || how == separator::equals)
            break;
        }
      }
    }
    std::size_t end = i;
    while (end > at_ && (is_blank(s_[end - 1]) || s_[end - 1] == '\r')) --end;
    const std::string_view content = s_.substr(at_, end - at_);
    if (content.empty() && name.empty() && i == start) return fail();
    // [40014] and <40014>: a logger's way to show where a value ends.
    at_ = end;
    leaf(name, value_kind::text, start, content);
    return true;
  }

  // --- Runs ----------------------------------------------------------------------------------
  void pairs(std::size_t index) {
    named first;
    bool tight = false;
    std::uint32_t seen = 0;
    while (!at_end()) {
      const named n = run_name();
      const role what = role_of_name(n.name);
      if (n.value == 0) break;
      if (first.value == 0) {
        if (what == role::none) break;
        first = n;
      } else if (what == role::none && n.mark.what != first.mark.what && !tight) {
        break;
      }
      if (what != role::none) {
        if ((seen >> static_cast<unsigned>(what) & 1u) != 0) break;  // Another error begins.
        seen |= 1u << static_cast<unsigned>(what);
      }
      note(index, n.mark.what);
      at_ = n.value;
      const std::size_t here_before = at_;
      if (!pair_value(index, n)) break;
      if (at_ == here_before && at_end()) break;
      if (!next_pair()) break;
      tight = n.mark.what == separator::equals;
    }
    // Trailing punctuation that was skipped in the search of another pair is not part of the run.
    if (out_.size() > index + 1) {
      std::size_t end = out_[index].begin;
      for (std::size_t i = index + 1; i < out_.size(); i = std::max(out_[i].behind, i + 1))
        end = std::max(end, out_[i].end);
      at_ = end;
    }
  }

  named run_name() const {
    if (is_quote(here())) return {};
    named n = bare_name_at(s_, at_);
    if (n.value != 0) return n;
    // "errcode 40014" and "错误码40014": a number behind a name that nothing else has.
    std::size_t length = 0;
    role what = role::none;
    if (const phrase p = phrase_at(s_, at_); p.length != 0) {
      length = p.length;
      what = p.what;
    } else {
      length = name_length(s_, at_);
      what = role_of(s_.substr(at_, length));
    }
    if (length == 0 || (what != role::errcode && what != role::said_code && what != role::error_code))
      return {};
    std::size_t behind = skip_blanks(s_, at_ + length);
    if (s_.substr(behind, 3) == "is " || s_.substr(behind, 3) == "为") behind = skip_blanks(s_, behind + 3);
    if (behind < s_.size() &&
        (is_digit(s_[behind]) || (s_[behind] == '-' && behind + 1 < s_.size() && is_digit(s_[behind + 1])))) {
      n.name = s_.substr(at_, length);
      n.value = behind;
      n.mark = {separator::colon, 1};
    }
    return n;
  }

  bool pair_value(std::size_t index, const named& n) {
    at_ = skip_blanks(s_, at_);
    if (at_end() || here() == '\n' || here() == '\r') {
      leaf(n.name, value_kind::text, at_, {});
      return true;
    }
    // [40014], <40014>, (40014).
    if (here() == '[' || here() == '<' || here() == '(') {
      const char closer = here() == '<' ? '>' : closer_of(here());
      std::size_t i = at_ + 1;
      if (const number_token number = read_number(s_, i);
          number.length != 0 && i + number.length < s_.size() && s_[i + number.length] == closer) {
        const std::size_t start = at_;
        at_ = i + number.length + 1;
        leaf(n.name, value_kind::number, start, s_.substr(i, number.length));
        return true;
      }
      if (here() == '[' && !group_begins(s_, at_)) {
        const std::size_t stop = line_end(s_, at_, 4096);
        std::size_t depth = 0;
        for (i = at_; i < stop; ++i) {
          if (s_[i] == '[') ++depth;
          if (s_[i] == ']' && --depth == 0) break;
          if (s_[i] == '{' && group_begins(s_, i)) return false;
        }
        if (i < stop) {
          const std::size_t start = at_;
          at_ = i + 1;
          leaf(n.name, value_kind::text, start, s_.substr(start + 1, i - start - 1));
          return true;
        }
      }
    }
    if (here() == '{' && !group_begins(s_, at_)) return false;
    if (here() == '<' && read_word(s_, at_).length == 0) return false;
    return value(index, n.name, n.mark.what, 0);
  }

  /// Goes to the next pair of the run: on the same line behind a comma or a blank, or on the next line.
  bool next_pair() {
    std::size_t i = skip_blanks(s_, at_);
    bool fed = false;
    while (i < s_.size()) {
      if (s_[i] == ',' || s_[i] == ';' || s_[i] == '|' || s_[i] == '&' || s_[i] == ']') {
        i = skip_blanks(s_, i + 1);
      } else if (s_.substr(i, 3) == "，" || s_.substr(i, 3) == "；" || s_.substr(i, 3) == "、") {
        i = skip_blanks(s_, i + 3);
      } else if ((s_[i] == '[') && bare_name_at(s_, i + 1).value != 0) {
        ++i;
      } else if ((s_[i] == '\n' || s_[i] == '\r') && !fed) {
        fed = true;
        if (s_[i] == '\r' && i + 1 < s_.size() && s_[i + 1] == '\n') ++i;
        i = skip_blanks(s_, i + 1);
      } else {
        break;
      }
    }
    if (i >= s_.size()) return false;
    const named n = bare_name_at(s_, i);
    if (n.value == 0) return false;
    if (fed && role_of_name(n.name) == role::none) return false;
    at_ = i;
    return true;
  }

  std::string_view s_;
  tree& out_;
  std::size_t at_ = 0;
  std::string_view prefix_;
  bool failed_ = false;
};

}  // namespace

namespace {

/// Skips blanks, and behind a line feed what the line of the bracket begins with as well.
std::size_t skip_to_member(std::string_view s, std::size_t at) {
  std::size_t i = skip_space(s, at + 1, horizon);
  if (i >= s.size() || is_quote(s[i])) return i;
  const auto fed = s.substr(at, i - at).rfind('\n');
  if (fed == std::string_view::npos) return i;
  const std::size_t floor = at > horizon ? at - horizon : 0;
  const auto before = s.substr(floor, at - floor);
  const auto line = before.rfind('\n');
  std::string_view prefix = before.substr(line == std::string_view::npos ? 0 : line + 1);
  const auto mark = prefix.find_last_of("|>");
  if (mark == std::string_view::npos) return i;
  prefix = prefix.substr(0, mark + 1);
  const std::size_t begin = at + fed + 1;
  return s.substr(begin, prefix.size()) == prefix ? skip_space(s, begin + prefix.size(), horizon) : i;
}

}  // namespace

bool group_begins(std::string_view s, std::size_t at) noexcept {
  const char opener = s[at];
  const std::size_t i = skip_to_member(s, at);
  if (i >= s.size()) return false;
  if (opener == '[') {
    if (s[i] == '{') return group_begins(s, i);
    if (is_quote(s[i])) {
      const std::size_t stop = std::min(s.size(), i + 64);
      std::size_t j = i + 1;
      while (j < stop && s[j] != s[i] && s[j] != '\n') ++j;
      if (j >= stop || s[j] != s[i]) return false;
      return separator_at(s, skip_blanks(s, j + 1)).what != separator::none;
    }
    const named n = bare_name_at(s, i);
    return n.value != 0 && (at >= 3 && s.substr(at - 3, 3) == "map" ? n.mark.what == separator::colon
                                                                    : role_of_name(n.name) != role::none);
  }
  if (opener == '(') {
    if (s[i] == '[') {
      const auto close = s.substr(i, 64).find(']');
      return close != std::string_view::npos &&
             separator_at(s, skip_blanks(s, i + close + 1)).what == separator::arrow;
    }
    if (is_quote(s[i])) {
      const std::size_t stop = std::min(s.size(), i + 64);
      std::size_t j = i + 1;
      while (j < stop && s[j] != s[i] && s[j] != '\n') ++j;
      return j < stop && s[j] == s[i] && separator_at(s, skip_blanks(s, j + 1)).what == separator::arrow;
    }
    const named n = bare_name_at(s, i);
    return n.value != 0;
  }
  if (is_quote(s[i])) return true;
  if (s[i] == ':' && i + 1 < s.size() && is_letter(s[i + 1])) return true;
  if (s[i] == '[') {
    const auto close = s.substr(i, 64).find(']');
    return close != std::string_view::npos &&
           separator_at(s, skip_blanks(s, i + close + 1)).what != separator::none;
  }
  return bare_name_at(s, i).value != 0;
}

bool read_group(std::string_view text, std::size_t at, tree& out, std::size_t& resume) {
  out.clear();
  if (!group_begins(text, at)) return false;
  reader r(text, out);
  if (!r.group(at)) return false;
  resume = std::max(r.position(), at + 1);
  return true;
}

bool read_rest_of_group(std::string_view text, std::size_t at, tree& out, std::size_t& resume) {
  out.clear();
  reader r(text, out);
  if (!r.rest_of_group(at)) return false;
  resume = std::max(r.position(), at + 1);
  return true;
}

bool read_run(std::string_view text, std::size_t at, tree& out, std::size_t& resume) {
  out.clear();
  reader r(text, out);
  if (!r.run(at)) return false;
  resume = std::max(r.position(), at + 1);
  return true;
}

}  // namespace errdex::reading
