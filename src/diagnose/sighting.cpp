#include "errdex/sighting.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <forward_list>
#include <optional>
#include <unordered_map>
#include <utility>

#include "diagnose/evidence_http.hpp"
#include "diagnose/evidence_judge.hpp"
#include "diagnose/evidence_neighbours.hpp"
#include "diagnose/evidence_party.hpp"
#include "diagnose/evidence_record.hpp"
#include "diagnose/evidence_sdk.hpp"
#include "diagnose/evidence_text.hpp"
#include "diagnose/evidence_token.hpp"
#include "diagnose/evidence_tree.hpp"

namespace errdex {

using namespace reading;

namespace {

/// Text inside text: a string literal of the text around it with its escapes undone, and so on.
struct layer {
  const mapped_text* text = nullptr;
  std::size_t base = 0;           ///< Where its source begins in the layer around it.
  const layer* around = nullptr;  ///< Null for the text as it was pasted, decoded.
  unsigned depth = 0;
};

/// The offset in the decoded paste.
std::size_t in_paste(const layer& l, std::size_t at) {
  const layer* one = &l;
  while (one->around != nullptr) {
    at = one->base + one->text->origin(at);
    one = one->around;
  }
  return at;
}

constexpr unsigned deepest_layer = 6;

/// Everything that one error was read from, before it becomes a sighting.
struct found {
  std::size_t begin = 0;  // In the decoded paste.
  std::size_t end = 0;
  text_shape shape = text_shape::json;
  std::size_t tree_number = 0;
  bool is_data = false;  // It stands under "data", as in the dump of a response.
  std::string code;
  std::string message;
  std::string id;  // request id, log id, or the number of WeCom's hint.
  std::string body;
  std::optional<int> status;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string url;
  party whose = party::none;
  envelope as = envelope::none;
};

/// What a sighting's views point to.
struct shelf {
  // Lists, because an empty one costs nothing: most sightings keep one text and no header.
  std::forward_list<std::string> texts;
  std::forward_list<std::vector<header_field>> headers;

  std::string_view keep(std::string text) {
    if (text.empty()) return {};
    return texts.emplace_front(std::move(text));
  }
};

struct neighbour_found {
  std::size_t at = 0;
  party whose = party::none;
};

/// Nothing that this reader finds is written without one of these.
bool worth_reading(std::string_view s) {
  return find_lower(s, "code") != std::string_view::npos ||
         find_lower(s, "errno") != std::string_view::npos || s.find("错误") != std::string_view::npos ||
         s.find("返回码") != std::string_view::npos || s.find("Exception(") != std::string_view::npos ||
         s.find("devtool/query") != std::string_view::npos ||
         s.find("ApiException") != std::string_view::npos;
}

bool looks_codeless(std::string_view s) {
  return s.find("\"ok\"") != std::string_view::npos ||
         s.find("documentation_url") != std::string_view::npos ||
         s.find("__type") != std::string_view::npos || s.find("_error\"") != std::string_view::npos ||
         s.find("jsonrpc") != std::string_view::npos || s.find("error_description") != std::string_view::npos;
}

class examination {
 public:
  examination(std::string_view bytes, const catalog& codes) : codes_(codes), paste_(decode(bytes)) {
    const std::string_view s = paste_.text();
    heads_ = http_heads_in(s);
    used_heads_.resize(heads_.size());
    layer whole;
    whole.text = &paste_;
    const bool has_header_only = std::any_of(
        heads_.begin(), heads_.end(), [](const http_head& h) { return !header(h, "error-code").empty(); });
    if (worth_reading(s) || looks_codeless(s) || has_header_only || has_printed_response(s)) {
      signs_ = signs_in(s);
      scan(whole);
      headers_alone();
      if (found_.size() > 1) {
        std::stable_sort(found_.begin(), found_.end(),
                         [](const found& a, const found& b) { return a.begin < b.begin; });
        merge();
      }
    }
  }

  sightings errors() {
    sightings out;
    auto storage = std::make_shared<shelf>();
    for (found& f : found_) {
      sighting s;
      s.offset = paste_.origin(f.begin);
      s.length = paste_.origin(f.end) - s.offset;
      s.shape = f.shape;
      s.what.body = storage->keep(std::move(f.body));
      s.what.http_status = f.status;
      s.what.url = storage->keep(std::move(f.url));
      s.what.platform = platform_of(f);
      if (!f.headers.empty()) {
        auto& fields = storage->headers.emplace_front();
        for (auto& [key, value] : f.headers)
          fields.push_back({storage->keep(std::move(key)), storage->keep(std::move(value))});
        s.what.headers = fields;
      }
      s.storage = storage;
      out.push_back(std::move(s));
    }
    return out;
  }

  /// Where Feishu speaks, its server does, but for the numbers of Hire.
  std::string_view platform_of(const found& f) const {
    if (!is_platform(f.whose)) return {};
    std::int64_t number = 0;
    const auto read = std::from_chars(f.code.data(), f.code.data() + f.code.size(), number);
    if (f.whose != party::feishu || f.as != envelope::code || read.ec != std::errc{})
      return reading::name(f.whose);
    const errdex::space hire = codes_.space("feishu.hire");
    return hire.range_of(number) ? reading::name(f.whose) : std::string_view("feishu.server");
  }

  party neighbour() {
    for (const sign& s : neighbours_in_text(paste_.text())) neighbours_.push_back({s.begin, s.whose});
    const auto first = std::min_element(neighbours_.begin(), neighbours_.end(),
                                        [](const auto& a, const auto& b) { return a.at < b.at; });
    return first == neighbours_.end() ? party::none : first->whose;
  }

 private:
  // --- Reading -------------------------------------------------------------------------------
  void scan(const layer& l) {
    const std::string_view s = l.text->text();
    line_end_ = 0;
    tree t;
    std::size_t i = 0;
    while (i < s.size()) {
      const char c = s[i];
      std::size_t resume = 0;
      if (c == '{' || c == '[' || c == '(') {
        if (c == '{' && (resume = escaped_region(s, i)) != 0) {
          if (l.depth < deepest_layer) {
            const auto saved = line_end_;
            inner(l, s.substr(i, resume - i), i);
            line_end_ = saved;
          }
          i = resume;
          continue;
        }
        if (read_group(s, i, t, resume)) {
          examine(t, l);
          i = resume;
          continue;
        }
        ++i;
        continue;
      }
      if (is_quote(c)) {
        i = quoted_name(s, i, t, resume) ? (examine(t, l), resume) : i + 1;
        continue;
      }
      if (is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80) {
        i = word(s, i, l, t);
        continue;
      }
      if (is_digit(c)) {
        i = number(s, i, l, t);
        continue;
      }
      ++i;
    }
  }

  /// A word of plain text: the name of a value, the head of an SDK's sentence, or neither.
  std::size_t word(std::string_view s, std::size_t at, const layer& l, tree& t) {
    std::size_t resume = 0;
    const phrase p = phrase_at(s, at);
    if (p.length == 0 && static_cast<unsigned char>(s[at]) >= 0x80) {
      std::size_t n = 1;
      while (at + n < s.size() && (static_cast<unsigned char>(s[at + n]) & 0xC0) == 0x80) ++n;
      return at + n;
    }
    std::size_t length = p.length != 0 ? p.length : name_length(s, at);
    if (length == 0) {  // Longer than any name.
      while (at < s.size() && is_name_byte(s[at]) && static_cast<unsigned char>(s[at]) < 0x80) ++at;
      return at;
    }
    const bool inside_word = at > 0 && (is_letter(s[at - 1]) || is_digit(s[at - 1]) || s[at - 1] == '_');
    if (!inside_word) {
      if (read_sdk_sentence(s, at, length, t, resume)) {
        examine(t, l, text_shape::sdk_message);
        return resume;
      }
      // "?code=…" and "&code=…" are parameters of an address.
      const bool parameter = at > 0 && (s[at - 1] == '?' || s[at - 1] == '&');
      const role what = p.length != 0 ? p.what : role_of(s.substr(at, length));
      if (what != role::none && what != role::error && !(parameter && what != role::errcode) &&
          read_run(s, at, t, resume)) {
        examine(t, l);
        return resume;
      }
    }
    // A dotted name may end with one that counts: "resp.errcode=40014".
    if (p.length == 0) {
      const auto dot = s.substr(at, length).rfind('.');
      if (dot != std::string_view::npos && dot + 1 < length &&
          role_of(s.substr(at + dot + 1, length - dot - 1)) != role::none &&
          role_of(s.substr(at + dot + 1, length - dot - 1)) != role::error &&
          read_run(s, at + dot + 1, t, resume)) {
        examine(t, l);
        return resume;
      }
    }
    return at + length;
  }

  /// "99991663 text 2024…" of Println.
  std::size_t number(std::string_view s, std::size_t at, const layer& l, tree& t) {
    if (at >= line_end_) {
      line_end_ = line_end(s, at) + 1;
      log_id_ = log_id_at_end(s, at, line_end_ - 1);
    }
    std::size_t resume = 0;
    const bool begins = at == 0 || is_blank(s[at - 1]) || s[at - 1] == '\n';
    if (begins && log_id_ != std::string_view::npos && at < log_id_ &&
        read_printed_response(s, at, log_id_, t, resume)) {
      const std::size_t before = found_.size();
      examine(t, l, text_shape::sdk_message);
      if (found_.size() != before) return resume;
    }
    while (at < s.size() && (is_letter(s[at]) || is_digit(s[at]))) ++at;
    return at;
  }

  bool has_printed_response(std::string_view s) const { return s.find(" 20") != std::string_view::npos; }

  /// Where the region ends in which quotes are escaped and which begins at this brace; 0 when it is not
  /// escaped.
  static std::size_t escaped_region(std::string_view s, std::size_t at) {
    std::size_t i = at + 1;
    const std::size_t stop = std::min(s.size(), at + 160);
    // Line feeds and blanks between the brace and the first name are spelt out as well.
    while (i < stop) {
      if (is_blank(s[i])) {
        ++i;
      } else if (s[i] == '\\') {
        std::size_t n = 0;
        while (i + n < stop && s[i + n] == '\\') ++n;
        if (i + n >= stop) return 0;
        if (is_quote(s[i + n])) return region_end(s, i + n);
        if (s[i + n] != 'n' && s[i + n] != 'r' && s[i + n] != 't') return 0;
        i += n + 1;
      } else {
        return 0;
      }
    }
    return 0;
  }

  static std::size_t region_end(std::string_view s, std::size_t first_quote) {
    const char quote = s[first_quote];
    std::size_t i = first_quote + 1;
    while (i < s.size() && s[i] != '\n') {
      if (s[i] == '\\') {
        i += 2;
        continue;
      }
      if (s[i] == quote) break;
      ++i;
    }
    return std::min(i, s.size());
  }

  /// A name in quotes with a value, but no brace before it: the beginning of the body was cut off.
  static bool quoted_name(std::string_view s, std::size_t at, tree& t, std::size_t& resume) {
    const std::size_t length = name_length(s, at + 1);
    if (length == 0 || at + 1 + length >= s.size() || s[at + 1 + length] != s[at]) return false;
    const role what = role_of(s.substr(at + 1, length));
    if (!names_code(what) && !names_message(what)) return false;
    const std::size_t mark = skip_blanks(s, at + length + 2);
    if (separator_at(s, mark).what == separator::none) return false;
    return read_rest_of_group(s, at, t, resume);
  }

  void inner(const layer& l, std::string_view raw, std::size_t base) {
    if (l.depth >= deepest_layer || !worth_reading(raw)) return;
    const mapped_text text = unescape(raw);
    layer child;
    child.text = &text;
    child.base = base;
    child.around = &l;
    child.depth = l.depth + 1;
    scan(child);
  }

  // --- Judging -------------------------------------------------------------------------------
  void examine(const tree& t, const layer& l, std::optional<text_shape> shape = std::nullopt) {
    ++tree_number_;
    std::vector<std::size_t> path;
    visit(t, 0, l, shape, path);
  }

  void visit(const tree& t, std::size_t index, const layer& l, std::optional<text_shape> shape,
             std::vector<std::size_t>& path) {
    const std::string_view s = l.text->text();
    if (const auto r = record_of(t, index)) {
      const surroundings around = look_around(in_paste(l, t[0].begin), in_paste(l, t[0].end),
                                              in_paste(l, t[index].begin), in_paste(l, t[index].end));
      const ruling verdict = judge(t, *r, around, codes_);
      if (verdict.is_error) {
        emit(t, *r, verdict, around, l, shape, path);
        return;
      }
      if (is_neighbour(verdict.whose)) neighbours_.push_back({in_paste(l, t[index].begin), verdict.whose});
    } else if (const party p = neighbour_of_codeless_group(t, index); p != party::none) {
      neighbours_.push_back({in_paste(l, t[index].begin), p});
    }
    path.push_back(index);
    for_each_member(t, index, [&](std::size_t i) {
      const node& n = t[i];
      switch (n.kind) {
        case value_kind::group: visit(t, i, l, shape, path); break;
        case value_kind::string:
          if (n.content.size() > 8)
            inner(l, n.content, static_cast<std::size_t>(n.content.data() - s.data()));
          break;
        case value_kind::text:
          if (n.content.size() > 8 && n.content.size() < t[0].end - t[0].begin) plain(l, n.content);
          break;
        case value_kind::number:
        case value_kind::word: break;
      }
    });
    path.pop_back();
  }

  /// Text without quotes inside a group, which may be a sentence with an error in it.
  void plain(const layer& l, std::string_view piece) {
    if (l.depth >= deepest_layer || !worth_reading(piece)) return;
    const mapped_text text(piece);
    layer child;
    child.text = &text;
    child.base = static_cast<std::size_t>(piece.data() - l.text->text().data());
    child.around = &l;
    child.depth = l.depth + 1;
    const auto saved = line_end_;
    scan(child);
    line_end_ = saved;
  }

  // --- Surroundings --------------------------------------------------------------------------
  static constexpr std::size_t window = 1024;

  /// The signs around a group, the weightiest first: in the outermost group, on the line, above, and in
  /// the stack trace below.
  surroundings look_around(std::size_t root_begin, std::size_t root_end, std::size_t begin,
                           std::size_t end) const {
    surroundings out;
    if (signs_.empty()) return out;
    const std::string_view s = paste_.text();
    const auto behind =
        static_cast<std::size_t>(std::lower_bound(signs_.begin(), signs_.end(), begin,
                                                  [](const sign& a, std::size_t b) { return a.begin < b; }) -
                                 signs_.begin());
    struct ranked {
      int rank = 0;
      std::size_t distance = 0;
      sign what;
    };
    std::array<ranked, 24> all;
    std::size_t count = 0;
    std::size_t line_start = root_begin;
    while (line_start > 0 && root_begin - line_start < window && s[line_start - 1] != '\n') --line_start;
    std::size_t line_stop = root_end;
    while (line_stop < s.size() && line_stop - root_end < window && s[line_stop] != '\n') ++line_stop;
    const auto consider = [&](const sign& one) {
      const bool before = one.begin < begin;
      const std::size_t distance =
          before ? begin - std::min(one.end, begin) : one.begin - std::min(end, one.begin);
      int rank = 0;
      if (one.begin >= root_begin && one.begin < root_end) {
        rank = one.strong ? 0 : 3;
      } else if (one.begin >= line_start && one.begin < line_stop) {
        rank = one.strong ? 1 : 3;
      } else if (one.begin < root_begin && root_begin - one.begin <= window) {
        if (!one.strong) {
          // A word counts on the line above: "resp from wecom:" and the body below it.
          if (lines_between(s, one.begin, root_begin) > 1) return;
          rank = 4;
        } else {
          if (lines_between(s, one.begin, root_begin) > 12) return;
          rank = 2;
        }
      } else if (one.begin >= line_stop && one.begin - line_stop <= window) {
        if (!one.strong || !in_stack_trace(s, one.begin)) return;
        rank = 2;
      } else {
        return;
      }
      // The best first, of equals the first that came.
      std::size_t place = count++;
      for (; place > 0 && std::pair(rank, distance) < std::pair(all[place - 1].rank, all[place - 1].distance);
           --place) {
        all[place] = all[place - 1];
      }
      all[place] = {rank, distance, one};
    };
    for (std::size_t k = 0; k < all.size() / 2 && behind > k; ++k) consider(signs_[behind - 1 - k]);
    for (std::size_t k = 0; k < all.size() / 2 && behind + k < signs_.size(); ++k)
      consider(signs_[behind + k]);
    out.count = std::min(count, out.signs.size());
    for (std::size_t k = 0; k < out.count; ++k) out.signs[k] = all[k].what;
    return out;
  }

  static std::size_t lines_between(std::string_view s, std::size_t from, std::size_t to) {
    return static_cast<std::size_t>(std::count(s.begin() + static_cast<std::ptrdiff_t>(from),
                                               s.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
  }

  static bool in_stack_trace(std::string_view s, std::size_t at) {
    std::size_t i = at;
    while (i > 0 && at - i < 256 && s[i - 1] != '\n') --i;
    i = skip_blanks(s, i);
    return s.substr(i, 3) == "at " || s.substr(i, 5) == "File ";
  }

  // --- Sightings -----------------------------------------------------------------------------
  void emit(const tree& t, const record& r, const ruling& verdict, const surroundings& around, const layer& l,
            std::optional<text_shape> shape, const std::vector<std::size_t>& path) {
    const std::string_view s = l.text->text();
    const node& n = t[r.at];
    found f;
    f.tree_number = tree_number_;
    f.begin = in_paste(l, span_begin(s, n));
    f.end = in_paste(l, n.end);
    f.shape = shape ? *shape : shape_of(s, t, r.at, l);
    f.is_data = equals_lower(n.name, "data") && !path.empty();
    f.code = r.code;
    f.message = r.message;
    f.id = id_of(t, r);
    f.body = body_of(s, t, r, verdict.as);
    f.whose = verdict.whose;
    f.as = verdict.as;
    raw_body(t, r, l, verdict, f);
    f.status = r.http_status;
    for (auto up = path.rbegin(); up != path.rend() && !f.status; ++up) f.status = status_in(t, *up);
    for (auto up = path.rbegin(); up != path.rend() && f.headers.empty(); ++up) headers_in(t, *up, f);
    attach_head(f, l, r.at == 0);
    if (f.url.empty()) f.url = address(around, verdict, f);
    for (const auto& [key, value] : f.headers) {
      if (f.id.empty() && equals_lower(key, "x-tt-logid")) f.id = value;
    }
    found_.push_back(std::move(f));
  }

  /// The word before a bracket belongs to what is printed: map[…], WorkwxClientError { … }, Resp(…).
  static std::size_t span_begin(std::string_view s, const node& n) {
    if (n.type_name.empty() || n.opener == 0) return n.begin;
    const auto at = static_cast<std::size_t>(n.type_name.data() - s.data());
    const bool touches = at + n.type_name.size() == n.begin;
    if (n.opener == '{' && !touches && !(n.type_name.front() >= 'A' && n.type_name.front() <= 'Z'))
      return n.begin;
    if (n.opener == '{' && !n.has(notation::bare_names)) return n.begin;
    return at;
  }

  static text_shape shape_of(std::string_view s, const tree& t, std::size_t index, const layer& l) {
    const node& n = t[index];
    if (n.opener == 0)
      return n.has(notation::equals) && !said_by_sdk(s, n.begin) ? text_shape::key_value
                                                                 : text_shape::sdk_message;
    if (n.type_name == "WorkwxClientError") return text_shape::sdk_message;
    if (n.has(notation::go_style) || n.type_name == "map" ||
        (n.has(notation::upper_names) && n.has(notation::colons)) || n.type_name.starts_with("map[")) {
      return text_shape::go_map;
    }
    if (n.has(notation::equals)) return text_shape::key_value;
    if (n.has(notation::bare_names) || n.has(notation::arrows)) return text_shape::object_literal;
    if (n.has(notation::single_quotes) || n.has(notation::python_words)) return text_shape::python_repr;
    if (n.opener != '{') return text_shape::object_literal;
    if (!n.closed || s[n.begin] != '{') return text_shape::truncated_json;
    return is_escaped(l) ? text_shape::escaped_json : text_shape::json;
  }

  static bool is_escaped(const layer& l) { return l.depth != 0; }

  /// "GetUserInfo Error , errcode=60111 , errmsg=…" of silenceper, whose pairs are a part of its sentence.
  static bool said_by_sdk(std::string_view s, std::size_t begin) {
    const std::string_view before = s.substr(0, begin);
    return before.ends_with("rror , ") || before.ends_with("rror : ");
  }

  /// The id that tells one answer from another.
  static std::string id_of(const tree& t, const record& r) {
    if (!r.log_id.empty()) return r.log_id;
    if (!r.request_id.empty()) return r.request_id;
    if (const std::size_t error = reading::member(t, r.at, "error");
        error != 0 && t[error].kind == value_kind::group) {
      for (const std::string_view name : {"log_id", "logid"}) {
        if (const std::size_t id = reading::member(t, error, name); id != 0) return text_of(t[id]);
      }
    }
    if (const auto hint = r.message.find("hint: ["); hint != std::string::npos) {
      const auto close = r.message.find(']', hint);
      if (close != std::string::npos) return r.message.substr(hint + 7, close - hint - 7);
    }
    return {};
  }

  /// WxJava writes the body behind its own sentence; the body says more than the sentence.
  void raw_body(const tree& t, const record& r, const layer& l, const ruling& verdict, found& f) {
    std::size_t child = 0;
    for_each_member(t, r.at, [&](std::size_t i) {
      if (t[i].kind == value_kind::group) child = i;
    });
    if (child == 0 || t[r.at].opener != 0) return;
    const auto inside = record_of(t, child);
    if (!inside || inside->code != r.code) return;
    f.body = body_of(l.text->text(), t, *inside, verdict.as);
    f.end = in_paste(l, t[child].end);
    if (f.id.empty()) f.id = id_of(t, *inside);
    f.shape = text_shape::sdk_message;
  }

  static std::optional<int> status_in(const tree& t, std::size_t index) {
    std::optional<int> out;
    for_each_member(t, index, [&](std::size_t i) {
      if (t[i].what != role::status || t[i].kind != value_kind::number || t[i].content.size() != 3) return;
      out = (t[i].content[0] - '0') * 100 + (t[i].content[1] - '0') * 10 + (t[i].content[2] - '0');
    });
    return out;
  }

  static void headers_in(const tree& t, std::size_t index, found& f) {
    const std::size_t headers = reading::member(t, index, "headers");
    if (headers == 0 || t[headers].kind != value_kind::group) return;
    for_each_member(t, headers, [&](std::size_t i) {
      if (t[i].kind == value_kind::group || t[i].name.empty() || f.headers.size() >= 64) return;
      f.headers.emplace_back(unescaped(t[i].name), text_of(t[i]));
    });
  }

  /// The response head whose body this is.
  void attach_head(found& f, const layer& l, bool outermost) {
    if (l.depth != 0 || heads_.empty()) return;
    auto head = std::upper_bound(heads_.begin(), heads_.end(), f.begin,
                                 [](std::size_t at, const http_head& h) { return at < h.begin; });
    if (head == heads_.begin()) return;
    --head;
    if (head->body > f.begin || f.begin - head->body > 4 * window) return;
    const std::string_view between = paste_.text().substr(head->body, f.begin - head->body);
    const bool right_behind = between.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (!right_behind && (outermost || between.find('\n') != std::string_view::npos)) return;
    f.status = head->status;
    f.headers.clear();
    for (const header_field& h : head->headers)
      f.headers.emplace_back(std::string(h.name), std::string(h.value));
    if (!head->host.empty()) f.url = "https://" + std::string(head->host) + std::string(head->path);
    if (outermost) {
      f.begin = head->begin;
      f.shape = text_shape::http_response;
    }
    used_heads_[static_cast<std::size_t>(head - heads_.begin())] = true;
  }

  /// WeCom repeats code and message in headers: a response without its body still says them.
  void headers_alone() {
    for (std::size_t i = 0; i < heads_.size(); ++i) {
      if (used_heads_[i]) continue;
      const http_head& h = heads_[i];
      const std::string_view code = header(h, "error-code");
      if (code.empty() || code == "0" || read_number(code, 0).length != code.size()) continue;
      // As the same tree that a body makes, so that escapes and names are one's own care nowhere.
      const std::string_view message = header(h, "error-msg");
      found f;
      f.begin = h.begin;
      f.end = h.end;
      while (f.end > f.begin && (paste_.text()[f.end - 1] == '\n' || paste_.text()[f.end - 1] == '\r'))
        --f.end;
      f.shape = text_shape::http_response;
      f.code = std::string(code);
      f.message = std::string(message);
      tree t;
      std::size_t resume = 0;
      std::string pairs = "errcode=" + std::string(code) + " errmsg=" + std::string(message);
      if (!read_run(pairs, 0, t, resume)) continue;
      const auto r = record_of(t, 0);
      if (!r) continue;
      f.body = body_of(pairs, t, *r, envelope::errcode);
      f.status = h.status;
      for (const header_field& field : h.headers)
        f.headers.emplace_back(std::string(field.name), std::string(field.value));
      if (!h.host.empty()) f.url = "https://" + std::string(h.host) + std::string(h.path);
      f.whose = party::wecom;
      found_.push_back(std::move(f));
    }
  }

  /// The address that was called, when it stands around the error; those inside it lead to documents.
  std::string address(const surroundings& around, const ruling& verdict, const found& f) const {
    for (std::size_t i = 0; i < around.count; ++i) {
      const sign& one = around.signs[i];
      if (!one.host || one.whose != verdict.whose || (one.begin >= f.begin && one.begin < f.end)) continue;
      std::string url(address_around(paste_.text(), one));
      for (auto at = url.find("\\/"); at != std::string::npos; at = url.find("\\/")) url.erase(at, 1);
      return url.find("://") == std::string::npos ? "https://" + url : url;
    }
    return {};
  }

  // --- The same error twice ------------------------------------------------------------------
  static bool same_error(const found& a, const found& b) {
    if (a.code != b.code) return false;
    if (a.message.empty() || b.message.empty() || a.message == b.message) return true;
    return a.message.find(b.message) != std::string::npos || b.message.find(a.message) != std::string::npos;
  }

  static bool is_sentence(text_shape shape) {
    return shape == text_shape::sdk_message || shape == text_shape::key_value;
  }

  bool repeats(const found& before, const found& f) const {
    if (!same_error(before, f)) {
      // WxJava's sentence has a message of its own language.
      return false;
    }
    if (f.begin < before.end) return true;
    const std::string_view gap = paste_.text().substr(before.end, f.begin - before.end);
    // One dump of a response: the response with its data, then the data alone.
    if (before.tree_number == f.tree_number && before.is_data) return true;
    // A sentence about the error, then the body; or the other way round. A digit between them is a time or a
    // count, and then it is another attempt.
    if (is_sentence(before.shape) != is_sentence(f.shape) && gap.size() <= 160 &&
        gap.find_first_of("0123456789") == std::string_view::npos) {
      return true;
    }
    // A stack trace says it again under "Caused by:".
    const std::size_t line = gap.rfind('\n');
    if (line != std::string_view::npos) {
      const std::string_view lead = gap.substr(line + 1);
      if (lead.starts_with("Caused by: ") || lead.starts_with("Suppressed: ")) return true;
    }
    return gap.size() < 8 * window &&
           (gap.find("During handling of the above exception") != std::string_view::npos ||
            gap.find("was the direct cause of the following exception") != std::string_view::npos);
  }

  void merge() {
    std::vector<found> kept;
    std::unordered_map<std::string, std::size_t> by_id;
    for (found& f : found_) {
      std::size_t into = kept.size();
      const bool has_id = f.id.size() >= 8;
      if (has_id) {
        const auto known = by_id.find(f.code + '\n' + f.id);
        if (known != by_id.end()) into = known->second;
      }
      if (into == kept.size() && !kept.empty() && repeats(kept.back(), f) &&
          !(has_id && kept.back().id.size() >= 8))
        into = kept.size() - 1;
      if (into == kept.size()) {
        if (has_id) by_id.emplace(f.code + '\n' + f.id, kept.size());
        kept.push_back(std::move(f));
        continue;
      }
      found& first = kept[into];
      const bool says_more = first.shape == text_shape::sdk_message || first.shape == text_shape::key_value ||
                             first.shape == text_shape::truncated_json;
      if (says_more && f.body.size() > first.body.size()) first.body = std::move(f.body);
      if (!first.status) first.status = f.status;
      if (first.url.empty()) first.url = std::move(f.url);
      if (first.whose == party::none) first.whose = f.whose;
      if (first.headers.empty()) first.headers = std::move(f.headers);
      if (first.id.empty() && has_id) {
        first.id = f.id;
        by_id.emplace(f.code + '\n' + f.id, into);
      }
    }
    found_ = std::move(kept);
  }

  const catalog& codes_;
  mapped_text paste_;
  std::vector<sign> signs_;
  std::vector<http_head> heads_;
  std::vector<bool> used_heads_;
  std::vector<found> found_;
  std::vector<neighbour_found> neighbours_;
  std::size_t tree_number_ = 0;
  std::size_t line_end_ = 0;
  std::size_t log_id_ = std::string_view::npos;
};

}  // namespace

std::string_view name(text_shape value) noexcept {
  switch (value) {
    case text_shape::json: return "json";
    case text_shape::escaped_json: return "escaped_json";
    case text_shape::python_repr: return "python_repr";
    case text_shape::go_map: return "go_map";
    case text_shape::key_value: return "key_value";
    case text_shape::sdk_message: return "sdk_message";
    case text_shape::http_response: return "http_response";
    case text_shape::truncated_json: return "truncated_json";
    case text_shape::object_literal: return "object_literal";
  }
  return {};
}

sightings find_errors(std::string_view text, const catalog& codes) {
  return examination(text, codes).errors();
}

std::string_view neighbour_of(std::string_view text, const catalog& codes) {
  return reading::name(examination(text, codes).neighbour());
}

}  // namespace errdex
