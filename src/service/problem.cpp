#include "service/problem.hpp"

#include <array>

#include "present/json_writer.hpp"

namespace errdex::service {
namespace {

constexpr std::array<problem_type, 9> types{{
    {problem_kind::unknown_code, "unknown-code", 404, "The code is not in the catalog",
     "目录中没有这个错误码",
     "The space or platform exists and does not list this code or name. `nearest` has codes that do exist "
     "and "
     "are close to it; `range` names the described range that a number falls into."},
    {problem_kind::unknown_space, "unknown-space", 404, "There is no such space or platform",
     "没有这个错误码空间或平台", "`known` lists the names of the spaces; GET /api/v1/spaces describes them."},
    {problem_kind::unknown_path, "unknown-path", 404, "There is nothing at this path", "这个路径下没有内容",
     "The operations are listed in /api/v1/openapi.json."},
    {problem_kind::bad_parameter, "bad-parameter", 400, "A parameter is missing or wrong", "参数缺失或有误",
     "`parameter` names it and `detail` says which values it takes. Parameters that an operation does not "
     "know are refused, so that a misspelled filter is not silently ignored."},
    {problem_kind::bad_body, "bad-body", 400, "The body cannot be read", "无法读取请求体",
     "`detail` says which member is wrong, or at which byte the text stops being JSON."},
    {problem_kind::method_not_allowed, "method-not-allowed", 405, "The path does not take this method",
     "该路径不支持此方法", "The Allow header lists the methods that it takes."},
    {problem_kind::unsupported_media, "unsupported-media-type", 415, "The body has another media type",
     "请求体的媒体类型不受支持", "Send application/json, or text/plain for pasted text."},
    {problem_kind::origin_refused, "origin-refused", 403, "Pages of this origin may not call /mcp",
     "不允许该来源的网页调用 /mcp",
     "A browser sent the Origin of a page that is not on this machine. Who runs the service can allow an "
     "origin; a program that is not a browser leaves the header out."},
    {problem_kind::not_reproducible, "not-reproducible", 404, "No request raises the code",
     "没有请求会返回这个错误码",
     "The code is in the catalog, and the emulated platforms have no request that is answered with it, or "
     "this "
     "server has no emulator. A fault rule of the emulator answers with any code of the catalog."},
}};

const problem_type& type_of(problem_kind kind) noexcept { return types[static_cast<std::size_t>(kind)]; }

}  // namespace

std::span<const problem_type> problem_types() noexcept { return types; }

http::response problem(problem_kind kind, language lang, std::string_view detail, std::string_view members) {
  const problem_type& type = type_of(kind);
  http::response r;
  r.status = type.status;
  r.headers.add("Content-Type", "application/problem+json");
  r.headers.add("Content-Language", std::string(name(lang)));
  r.headers.add("Cache-Control", "no-store");
  present::json_writer w(r.body);
  w.begin_object().key("type").string("/api/v1/problems#" + std::string(type.id));
  w.key("title").string(lang == language::zh ? type.title_zh : type.title_en);
  w.key("status").number(std::int64_t{type.status}).key("detail").string(present::utf8(detail));
  w.members(members).end_object();
  return r;
}

std::string problems_page() {
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Problems of the errdex "
      "API</title>\n<h1>Problems of the errdex API</h1>\n<p>Every error of the API is a problem document "
      "(RFC 9457). Its <code>type</code> leads to one of these.</p>\n<dl>\n";
  for (const problem_type& t : types) {
    out += "<dt id=\"" + std::string(t.id) + "\"><b>" + std::string(t.title_en) + "</b> · " +
           std::string(t.title_zh) + " · " + std::to_string(t.status) + "</dt>\n<dd>" +
           std::string(t.meaning) + "</dd>\n";
  }
  return out + "</dl>\n</html>\n";
}

}  // namespace errdex::service
