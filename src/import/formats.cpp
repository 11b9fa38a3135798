#include "import/formats.hpp"

#include <algorithm>
#include <array>

#include "import/lines.hpp"

namespace errdex::importing {
namespace {

using namespace std::string_view_literals;

constexpr std::array feishu_errno_spaces{spaces::feishu_client, spaces::feishu_h5sdk};
constexpr std::array feishu_errno_signs{"errno|errString|含义"sv, "错误码|描述|排查建议"sv};
constexpr std::array feishu_server_spaces{spaces::feishu_hire, spaces::feishu_server};
constexpr std::array feishu_server_signs{"codemessage说明排查建议"sv, "错误码说明排查建议"sv};
constexpr std::array dingtalk_spaces{spaces::dingtalk};
constexpr std::array dingtalk_signs{"“Errorcode”:"sv, "\"errcode\":"sv};
constexpr std::array wecom_spaces{spaces::wecom};
constexpr std::array wecom_signs{"错误码错误说明排查方法"sv, "..rubric::错误码："sv};
constexpr std::array return_codes_spaces{spaces::openapi_oauth, spaces::openapi_api};
constexpr std::array return_codes_signs{"错误码|错误描述|ErrorDescription"sv};

constexpr std::array<format, 5> formats{{
    {"feishu-errno", "Feishu's client documentation: Markdown with the errno and the h5sdk table",
     "client-errno", feishu_errno_spaces, feishu_errno_signs, read_feishu_errno},
    {"feishu-server", "a copy of Feishu's Hire and server codes whose columns run together", "server-codes",
     feishu_server_spaces, feishu_server_signs, read_feishu_server},
    {"dingtalk", "a machine translation of DingTalk's codes: a block with a sample body for each",
     "error-codes", dingtalk_spaces, dingtalk_signs, read_dingtalk},
    {"wecom", "WeCom's global codes: reStructuredText with a simple table and a troubleshooting part",
     "global-codes", wecom_spaces, wecom_signs, read_wecom},
    {"return-codes", "return codes of a generic open platform: Markdown, Chinese and English", "return-codes",
     return_codes_spaces, return_codes_signs, read_return_codes},
}};

}  // namespace

std::span<const format> all_formats() noexcept { return formats; }

const format* find_format(std::string_view name) noexcept {
  const auto found =
      std::find_if(formats.begin(), formats.end(), [&](const format& f) { return f.name == name; });
  return found == formats.end() ? nullptr : &*found;
}

std::vector<const format*> recognise(std::string_view bytes) {
  std::array<bool, formats.size()> bears{};
  for (const auto line : split_lines(bytes)) {
    std::string text = without_blanks(line);
    std::erase(text, '*');
    for (std::size_t i = 0; i < formats.size(); ++i) {
      const auto& signs = formats[i].signs;
      bears[i] = bears[i] || std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) {
                   return text.find(sign) != std::string::npos;
                 });
    }
  }
  std::vector<const format*> out;
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (bears[i]) out.push_back(&formats[i]);
  }
  return out;
}

document read_document(std::string_view bytes, const format& form, const catalog& codes) {
  document out;
  if (auto why = unreadable(bytes)) {
    out.problems.push_back(std::move(*why));
    return out;
  }
  const auto lines = split_lines(bytes);
  form.read({lines, codes}, out);
  const auto by_line = [](const remark& a, const remark& b) { return a.line < b.line; };
  std::stable_sort(out.problems.begin(), out.problems.end(), by_line);
  std::stable_sort(out.warnings.begin(), out.warnings.end(), by_line);
  return out;
}

}  // namespace errdex::importing
