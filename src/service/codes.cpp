#include <algorithm>
#include <charconv>
#include <variant>

#include "present/diagnosis_json.hpp"
#include "present/question.hpp"
#include "service/answers.hpp"
#include "service/codes.hpp"
#include "service/filters.hpp"
#include "service/operations.hpp"
#include "service/problem.hpp"

namespace errdex::service {
namespace {

http::response unknown_space(std::string_view name, const call& c, const catalog& codes) {
  std::string members;
  present::json_writer w(members);
  w.key("known").begin_array();
  for (const space s : codes.spaces()) w.string(s.name());
  w.end_array();
  const std::string shown = present::utf8(name);
  return problem(
      problem_kind::unknown_space, c.lang(),
      in(c.lang(), "\"" + shown + "\" is no space and no platform; there are " + all_spaces(codes) + ".",
         "“" + shown + "”不是已知的空间或平台；可用的有 " + all_spaces(codes) + "。"),
      members);
}

http::response unknown_code(const std::vector<space>& spaces, std::string_view own, std::string_view code,
                            const call& c, const catalog& codes) {
  std::string members;
  present::json_writer w(members);
  present::write_ids(w.key("nearest"),
                     present::nearest(std::string(own) + ":" + std::string(code), codes, 5));
  std::int64_t number = 0;
  const auto end = std::from_chars(code.data(), code.data() + code.size(), number);
  if (end.ec == std::errc() && end.ptr == code.data() + code.size()) {
    for (const space& s : spaces) {
      const auto range = s.range_of(number);
      if (!range) continue;
      w.key("range").begin_object().key("space").string(s.name());
      w.key("from").number(range->from).key("to").number(range->to);
      present::write_text(w.key("title"), range->title_en, range->title_zh, c.texts);
      w.end_object();
      break;
    }
  }
  const std::string shown = present::utf8(code);
  return problem(problem_kind::unknown_code, c.lang(),
                 in(c.lang(), std::string(own) + " lists no code and no name \"" + shown + "\".",
                    std::string(own) + " 中没有错误码或名称“" + shown + "”。"),
                 members);
}

/// "wecom:40014", with "~1" for the second meaning of a code: where a page of a list ended.
std::string cursor_of(const entry& e, const catalog& codes) {
  int meaning = 0;
  entry first = codes.find(e.space().id(), e.code());
  for (; first && !(first == e); first = first.next_meaning()) ++meaning;
  std::string out = std::string(e.space().name()) + ":" + std::string(e.code());
  if (meaning > 0) out += "~" + std::to_string(meaning);
  return out;
}

entry entry_at(std::string_view cursor, const catalog& codes) {
  const std::size_t colon = cursor.find(':');
  if (colon == std::string_view::npos) return {};
  std::string_view code = cursor.substr(colon + 1);
  int meaning = 0;
  if (const std::size_t wave = code.rfind('~'); wave != std::string_view::npos) {
    std::from_chars(code.data() + wave + 1, code.data() + code.size(), meaning);
    code = code.substr(0, wave);
  }
  entry e = codes.find(cursor.substr(0, colon), code);
  for (; e && meaning > 0; --meaning) e = e.next_meaning();
  return e;
}

}  // namespace

std::vector<entry> find_meanings(const std::vector<space>& spaces, std::string_view code,
                                 const catalog& codes) {
  std::vector<entry> out;
  for (const space& s : spaces) {
    entry e = codes.find(s.id(), code);
    if (!e) {
      if ((e = codes.find_name(s.id(), code))) out.push_back(e);
      continue;
    }
    for (; e; e = e.next_meaning()) out.push_back(e);
  }
  return out;
}

std::string entries_document(state& s, const std::vector<entry>& entries, present::texts which) {
  std::string body;
  present::json_writer w(body);
  w.begin_object().key("entries").begin_array();
  for (const entry& e : entries) w.raw(s.documents.get(e, which).entry);
  w.end_array().end_object();
  return body;
}

http::response refused(const call& c, const refusal& why) {
  std::string members;
  present::json_writer w(members);
  w.key("parameter").string(present::utf8(why.parameter));
  return problem(problem_kind::bad_parameter, c.lang(), why.parameter + ": " + why.detail, members);
}

namespace {

/// Every meaning of the code that the path names, or the answer when there is none.
std::variant<std::vector<entry>, http::response> meanings_at(state& s, const call& c) {
  const catalog& codes = s.codes();
  const std::string_view where = c.value("space");
  const std::string_view code = c.value("code");
  const auto spaces = spaces_called(where, codes);
  if (spaces.empty()) {
    s.metrics.count_lookup(false);
    return unknown_space(where, c, codes);
  }
  auto found = find_meanings(spaces, code, codes);
  s.metrics.count_lookup(!found.empty());
  if (found.empty()) return unknown_code(spaces, present::space_or_platform(where, codes), code, c, codes);
  return found;
}

/// The address at which the caller reached this server.
std::string base_of(const http::request& r) {
  return "http://" + std::string(r.headers.get("Host").value_or("127.0.0.1:7340"));
}

}  // namespace

http::response get_code(state& s, const call& c) {
  auto at = meanings_at(s, c);
  if (auto* none = std::get_if<http::response>(&at)) return std::move(*none);
  const auto& found = std::get<std::vector<entry>>(at);
  if (found.size() == 1) {
    const entry_document& d = s.documents.get(found[0], c.texts);
    return catalog_answer(c, d.answer, d.etag);
  }
  return catalog_answer(c, entries_document(s, found, c.texts));
}

http::response reproduce_code(state& s, const call& c) {
  auto at = meanings_at(s, c);
  if (auto* none = std::get_if<http::response>(&at)) return std::move(*none);
  for (const entry& e : std::get<std::vector<entry>>(at)) {
    if (!s.options.reproduce.offers(e)) continue;
    const auto made = s.options.reproduce.play(e, base_of(c.request));
    if (!made) continue;
    std::string body;
    present::json_writer w(body);
    present::write_reproduction(w, e, *made);
    return fresh_answer(c, std::move(body));
  }
  const std::string id = std::string(c.value("space")) + ":" + std::string(c.value("code"));
  return problem(problem_kind::not_reproducible, c.lang(),
                 in(c.lang(),
                    "No request of an emulated platform raises " + present::utf8(id) +
                        "; a fault rule of the emulator answers with it.",
                    "模拟的平台没有请求会返回 " + present::utf8(id) + "；可以用模拟器的故障规则返回它。"));
}

http::response list_codes(state& s, const call& c) {
  const catalog& codes = s.codes();
  auto read = read_filters(c, codes);
  if (const auto* wrong = std::get_if<refusal>(&read)) return refused(c, *wrong);
  const filters& wanted = std::get<filters>(read);
  const auto groups = c.values("group");
  const std::string_view state_name = c.value("state");
  const auto takes = [&](const entry& e) {
    return wanted.take(e) &&
           (groups.empty() || std::find(groups.begin(), groups.end(), e.group()) != groups.end()) &&
           (state_name.empty() || name(e.state()) == state_name);
  };

  entry last_seen;
  if (const std::string_view cursor = c.value("cursor"); !cursor.empty()) {
    last_seen = entry_at(cursor, codes);
    if (!last_seen) {
      return refused(c,
                     {"cursor", in(c.lang(), "is not one that a list gave as `next`; begin again without it",
                                   "不是列表在 next 中给出的值；请去掉它重新开始")});
    }
  }
  const auto limit = static_cast<std::size_t>(c.number("limit", 100));
  const bool full = c.value("view") == "full";

  std::string body;
  present::json_writer w(body);
  w.begin_object().key("codes").begin_array();
  std::size_t total = 0;
  std::size_t written = 0;
  bool more = false;
  entry last;
  for (const space_id id : wanted.spaces) {
    for (const entry e : codes.space(id).entries()) {
      if (!takes(e)) continue;
      ++total;
      // Entries of a catalog are numbered in the order in which lists show them.
      if (last_seen && e.index() <= last_seen.index()) continue;
      if (written == limit) {
        more = true;
        continue;
      }
      if (full) {
        w.raw(s.documents.get(e, c.texts).entry);
      } else {
        present::write_brief(w, e, c.texts);
      }
      last = e;
      ++written;
    }
  }
  w.end_array().key("total").number(static_cast<std::int64_t>(total));
  w.key("next").string_or_null(more ? cursor_of(last, codes) : std::string());
  w.end_object();
  return catalog_answer(c, std::move(body));
}

}  // namespace errdex::service
