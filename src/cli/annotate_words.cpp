#include "cli/annotate_words.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "annotate/moment.hpp"
#include "cli/terminal.hpp"
#include "present/json_writer.hpp"

namespace errdex::cli {
namespace {

using present::utf8;

namespace json = boost::json;
using annotate::finding;
using annotate::summary;

/// "wecom:40014", or "dingtalk:88/60011" for a code behind a wrapper. Bytes of the log are made harmless.
std::string identity(const errdex::space& space, std::string_view code, std::string_view sub_code) {
  std::string out(space.name());
  out += ':';
  out += cut(printable(code), 40);
  if (!sub_code.empty()) {
    out += '/';
    out += cut(printable(sub_code), 40);
  }
  return out;
}

std::string_view title(const entry& e, verdict action, language lang) {
  return e ? e.title(lang) : meaning(action, lang);
}

std::string_view name_or_unlisted(const entry& e, language lang) {
  if (e) return e.name();
  return lang == language::zh ? "未收录" : "not listed";
}

/// A string of JSON; bytes that are not UTF-8 become U+FFFD. Boost.JSON would need the string twice.
void append_string(std::string& out, std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  const std::string valid = utf8(text);
  std::size_t from = 0;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const auto c = static_cast<unsigned char>(valid[i]);
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) continue;
    out.append(valid, from, i - from);
    from = i + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += digits[c >> 4];
        out += digits[c & 15];
    }
  }
  out.append(valid, from);
  out += '"';
}

void append_member(std::string& out, std::string_view key, std::string_view text) {
  out += ",\"";
  out += key;
  out += "\":";
  if (text.empty()) {
    out += "null";
  } else {
    append_string(out, text);
  }
}

void append_member(std::string& out, std::string_view key, std::uint64_t number) {
  out += ",\"";
  out += key;
  out += "\":";
  out += std::to_string(number);
}

/// One character a bucket, as high as the fullest bucket of the row.
std::string sparkline(const annotate::axis::histogram& h) {
  static constexpr std::array<std::string_view, 8> bars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::uint32_t most = *std::max_element(h.begin(), h.end());
  std::string out;
  for (const std::uint32_t n : h) {
    if (n == 0) {
      out += ' ';
    } else {
      out += bars[std::min<std::size_t>(7, (std::uint64_t{n} * 8 - 1) / most)];
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

/// Without date where both are of one day, to keep the row short.
std::string time_span(const summary::row& r) {
  const std::string first = annotate::to_text(*r.first);
  const std::string last = annotate::to_text(*r.last);
  const auto seconds = [](const std::string& s) { return s.substr(0, 10) + " " + s.substr(11, 8); };
  if (first == last) return seconds(first);
  return seconds(first) + " – " +
         (first.substr(0, 10) == last.substr(0, 10) ? last.substr(11, 8) : seconds(last));
}

std::string line_span(const summary::row& r, language lang) {
  const bool zh = lang == language::zh;
  if (r.first_line == r.last_line)
    return (zh ? "第 " : "line ") + std::to_string(r.first_line) + (zh ? " 行" : "");
  return (zh ? "第 " : "lines ") + std::to_string(r.first_line) + " – " + std::to_string(r.last_line) +
         (zh ? " 行" : "");
}

const entry& telling(const summary::row& r) { return r.sub_entry ? r.sub_entry : r.entry; }

}  // namespace

void annotate_words::note(const finding& what, const annotate::place& where, std::string& out) const {
  const style paint(screen_);
  const bool zh = lang_ == language::zh;
  out += "  ";
  out += paint.dim("^");
  out += ' ';
  if (where.long_line) {
    out += zh ? "第 " : "at byte ";
    out += std::to_string(where.column + 1);
    out += zh ? " 字节：" : ": ";
  }
  out += paint.bold(identity(what.space, what.code, what.sub_code));
  out += ' ';
  out += name_or_unlisted(what.telling(), lang_);
  out += " → ";
  out += paint.verdict(what.action);
  out += zh ? "：" : ": ";
  out += title(what.telling(), what.action, lang_);
  out += '\n';
}

std::size_t annotate_words::event(const finding& what, const annotate::place& where, std::string& out) const {
  const entry& e = what.telling();
  out += "{\"file\":";
  append_string(out, where.input);
  out += ",\"line\":";
  const std::size_t number_at = out.size();
  append_member(out, "column", where.column + 1);
  append_member(out, "offset", where.line_offset + where.column);
  append_member(out, "length", what.length);
  append_member(out, "shape", name(what.shape));
  append_member(out, "space", what.space.name());
  append_member(out, "code", what.code);
  append_member(out, "sub_code", what.sub_code);
  append_member(out, "name", e ? e.name() : std::string_view{});
  append_member(out, "verdict", name(what.action));
  append_member(out, "title", title(e, what.action, lang_));
  const auto when = annotate::moment_of(where.text);
  append_member(out, "time", when ? annotate::to_text(*when) : std::string{});
  append_member(out, "text", where.text);
  append_member(out, "text_column", where.text_column + 1);
  out += "}\n";
  return number_at;
}

void annotate_words::omitted(std::uint64_t count, std::string& out) const {
  const style paint(screen_);
  const std::string number = std::to_string(count);
  out += "  ";
  out += paint.dim(lang_ == language::zh
                       ? "^ 这一行还有 " + number + " 处错误"
                       : "^ and " + number + (count == 1 ? " more error" : " more errors") + " in this line");
  out += '\n';
}

std::string table_of(const summary& s, const annotate::totals& seen, const context& how) {
  const style paint(how.screen);
  const bool zh = how.lang == language::zh;
  std::string out;
  if (s.count() == 0) {
    return zh ? "在 " + std::to_string(seen.lines) + " 行中没有发现错误\n"
              : "no errors in " + std::to_string(seen.lines) + (seen.lines == 1 ? " line\n" : " lines\n");
  }
  out += zh ? std::to_string(seen.lines) + " 行中有 " + std::to_string(s.count()) + " 处错误\n"
            : std::to_string(s.count()) + (s.count() == 1 ? " error in " : " errors in ") +
                  std::to_string(seen.lines) + (seen.lines == 1 ? " line\n" : " lines\n");
  const auto groups = s.groups();
  std::size_t widest_code = 0;
  std::size_t widest_count = 0;
  std::size_t widest_span = 0;
  const auto span_of = [&](const summary::row& r) { return r.first ? time_span(r) : line_span(r, how.lang); };
  for (const auto& [_, rows] : groups) {
    for (const summary::row* r : rows) {
      widest_code = std::max(widest_code, display_width(identity(r->space, r->code, r->sub_code)));
      widest_count = std::max(widest_count, std::to_string(r->count).size());
      widest_span = std::max(widest_span, display_width(span_of(*r)));
    }
  }
  for (const auto& [what_to_do, rows] : groups) {
    std::uint64_t total = 0;
    for (const summary::row* r : rows) total += r->count;
    out += '\n' + paint.verdict(what_to_do) + "  " + std::to_string(total) + "  " +
           paint.dim(meaning(what_to_do, how.lang)) + '\n';
    for (const summary::row* r : rows) {
      const std::string count = std::to_string(r->count);
      const entry& e = telling(*r);
      out += "  " + std::string(widest_count - count.size(), ' ') + count + "  " +
             paint.bold(pad(identity(r->space, r->code, r->sub_code), widest_code)) + "  " +
             pad(span_of(*r), widest_span) + "  " + std::string(title(e, what_to_do, how.lang)) + '\n';
      const std::string bars = sparkline(s.has_times() ? r->over_time : r->over_lines);
      if (!bars.empty() && r->count > 1) out += std::string(widest_count + 4, ' ') + paint.cyan(bars) + '\n';
    }
  }
  if (s.uncounted_codes() > 0) {
    const std::string number = std::to_string(s.uncounted_codes());
    out += zh ? "\n另有 " + number + " 处错误的错误码超出了可分别统计的数量\n"
              : "\nand " + number + " with further codes, beyond the number that is told apart\n";
  }
  return out;
}

std::string json_of(const summary& s, const annotate::totals& seen) {
  json::object out;
  out["errors"] = s.count();
  out["lines"] = seen.lines;
  out["lines_with_errors"] = seen.lines_with_errors;
  out["bytes"] = seen.bytes;
  json::object axis;
  const auto& used = s.has_times() ? s.time_axis() : s.line_axis();
  if (s.has_times()) {
    axis["unit"] = "ms since 1970 by the clock of the log";
  } else {
    axis["unit"] = "line";
  }
  axis["origin"] = used.origin();
  axis["width"] = used.width();
  out["axis"] = std::move(axis);
  json::array groups;
  for (const auto& [what_to_do, rows] : s.groups()) {
    json::object group;
    group["verdict"] = name(what_to_do);
    std::uint64_t total = 0;
    json::array codes;
    for (const summary::row* r : rows) {
      total += r->count;
      const entry& e = telling(*r);
      json::object code;
      code["space"] = r->space.name();
      code["code"] = utf8(r->code);
      code["sub_code"] = r->sub_code.empty() ? json::value(nullptr) : json::value(utf8(r->sub_code));
      code["name"] = e ? json::value(e.name()) : json::value(nullptr);
      code["title"] = json::object{{"en", title(e, what_to_do, language::en)},
                                   {"zh", title(e, what_to_do, language::zh)}};
      code["count"] = r->count;
      code["first"] = r->first ? json::value(annotate::to_text(*r->first)) : json::value(nullptr);
      code["last"] = r->last ? json::value(annotate::to_text(*r->last)) : json::value(nullptr);
      code["first_line"] = r->first_line;
      code["last_line"] = r->last_line;
      json::array buckets;
      for (const std::uint32_t n : s.has_times() ? r->over_time : r->over_lines) buckets.emplace_back(n);
      code["buckets"] = std::move(buckets);
      codes.push_back(std::move(code));
    }
    group["count"] = total;
    group["codes"] = std::move(codes);
    groups.push_back(std::move(group));
  }
  out["groups"] = std::move(groups);
  out["further_codes"] = s.uncounted_codes();
  return json::serialize(out) + '\n';
}

}  // namespace errdex::cli
