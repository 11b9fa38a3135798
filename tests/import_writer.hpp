// Writes a document in each format from the entries of a catalog, so that every code of the catalog
// goes through every reader without the platforms' own documents.
#ifndef ERRDEX_TESTS_IMPORT_WRITER_HPP
#define ERRDEX_TESTS_IMPORT_WRITER_HPP

#include <string>

#include "cli/terminal.hpp"
#include "import/formats.hpp"

namespace errdex::importing {

inline std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

inline std::string first_alias(entry e) { return e.aliases().empty() ? "-" : std::string(e.aliases()[0]); }

inline std::string write_feishu_errno(const catalog& codes) {
  std::string out = "# Errno\n\n| **errno** | **errString** | **含义** |**归属**|\n|---|---|---|---|\n";
  for (const entry e : codes.space(spaces::feishu_client).entries()) {
    out += "| " + std::string(e.code()) + " | " + escaped(e.message()) + " | 含义 | 通用\n";
  }
  out += "\n错误码 | 描述 | 排查建议\n--- | --- | ---\n";
  for (const entry e : codes.space(spaces::feishu_h5sdk).entries()) {
    out += std::string(e.code()) + " | " + escaped(e.message()) + " | 第一行  \n第二行\n";
  }
  return out + "\n### End\n";
}

inline std::string write_feishu_server(const catalog& codes) {
  std::string out;
  for (const auto& [header, space] : {std::pair{"codemessage说明排查建议", spaces::feishu_hire},
                                      std::pair{"错误码说明排查建议", spaces::feishu_server}}) {
    out += std::string(header) + "\n";
    for (const entry e : codes.space(space).entries()) {
      out += std::string(e.code()) + std::string(e.message()) + "说明,请检查\n";
    }
    out += "\n";
  }
  return out;
}

inline std::string write_dingtalk(const catalog& codes) {
  std::string out = "Parameters Reference resources reason Investigation method\n";
  for (const entry e : codes.space(spaces::dingtalk).entries()) {
    const std::string code(e.code());
    out += code + "{\n“ Error code ”:" + code + ",\n\"errmsg\": \" " + first_alias(e) +
           " \"\n}\nAdvice .\n\nMore .\n";
  }
  return out + "原网站\n";
}

inline std::string write_wecom(const catalog& codes) {
  std::size_t wide = 0;
  for (const entry e : codes.space(spaces::wecom).entries())
    wide = std::max(wide, cli::display_width(e.message()));
  const std::string ruler = "======= " + std::string(wide, '=') + " ====\n";
  std::string out = ruler + cli::pad("错误码", 8) + cli::pad("错误说明", wide + 1) + "排查方法\n" + ruler;
  for (const entry e : codes.space(spaces::wecom).entries()) {
    out += cli::pad(e.code(), 8) + cli::pad(e.message(), wide + 1) + "-\n";
  }
  return out + ruler + "\n.. rubric:: 排查方法\n\n.. container:: frame_cnt_foot\n";
}

inline std::string write_return_codes(const catalog& codes) {
  std::string out;
  for (const auto& [heading, space] : {std::pair{"# **授权／令牌请求接口返回码**", spaces::openapi_oauth},
                                       std::pair{"# **API通用返回码**", spaces::openapi_api}}) {
    out += std::string(heading) + "\n\n| 错误码 | 错误描述 | Error Description |\n| --- | --- | --- |\n";
    for (const entry e : codes.space(space).entries()) {
      out += "| " + std::string(e.code()) + " | " + escaped(first_alias(e)) + " | " + escaped(e.message()) +
             " |\n";
    }
    out += "\n";
  }
  return out;
}

/// The catalog as a document of this format.
inline std::string write_document(const format& form, const catalog& codes) {
  if (form.name == "feishu-errno") return write_feishu_errno(codes);
  if (form.name == "feishu-server") return write_feishu_server(codes);
  if (form.name == "dingtalk") return write_dingtalk(codes);
  if (form.name == "wecom") return write_wecom(codes);
  return write_return_codes(codes);
}

}  // namespace errdex::importing

#endif
