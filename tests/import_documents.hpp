// Small documents of every format, a catalog that agrees with them, and the ways to damage them.
#ifndef ERRDEX_TESTS_IMPORT_DOCUMENTS_HPP
#define ERRDEX_TESTS_IMPORT_DOCUMENTS_HPP

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "catalog/builder.hpp"
#include "catalog/builtin_spaces.hpp"
#include "import/compare.hpp"
#include "import/formats.hpp"

namespace errdex::importing {

inline constexpr std::string_view lamp_errno = R"(---
title: "Lamp errno"
---

# Errno

| **errno** | **errString** | **含义** |**归属**|
| ------ | ------ | ------ | ------ |----|
| 0 | ok | 成功 |通用
| 17 | lamp is off | 灯没有打开 | [lamp](https://example.com/lamp) |
| 4100203   | no such  lamp\|bulb  | 没有这盏灯 | 灯具

以下错误码属于 lampsdk。

错误码 | 描述 | 排查建议
--- | --- | ---
501 | 灯泡坏了 | 换一只。
502 | 签名不对 | 看下面：  
```json  
{ "errorCode": 502 }  
```  
- 核对时间。
77001x | lamp session 失效，x=[2-3] | \-

### 最佳实践
* 看 errno。
)";

inline constexpr std::string_view lamp_server =
    "灯具帮助中心\n"
    "\n"
    "codemessage说明排查建议\n"
    "2100001Lamp not found灯不存在检查灯 ID\n"
    "2100002Lamp in use灯被占用等一会儿再试\n"
    "2100002Lamp locked灯被锁定联系管理员\n"
    "\n"
    "服务端错误码说明\n"
    "\n"
    "错误码说明排查建议\n"
    "3001bad lamp id灯 ID 非法,请检查\n"
    "3002具体原因读取灯失败,详见具体原因\n"
    "40017 lamps at most一次最多 7 盏灯\n"
    "50002lamp token invalidtoken 无效,请更新\n"
    "50003 灯主非法。灯主须在职\n"
    "\u00a0\n"
    "相关应用\n";

inline constexpr std::string_view lamp_blocks = R"(Lamp code Encyclopedia

Parameters Reference resources reason Investigation method
-1{
“ Error code ”:-1,
"errmsg": The lamp is busy "
}
The lamp is busy Try again later .
31001{
"errcode":31001
"errmsg":" Invalid lamp "
}
Invalid lampCheck lampId.

Be careful  
lampId is a number .
31002{
"errcode":31003, "errmsg": " Lamp broken "
}
Lamp broken nothing .
31004{
“ Error code ”:31004,
“errms”:“ dark lamp”
}
Dark lamp nothing .
原网站

版权声明
)";

// The message of 7002001 is as wide as its column; that of 7001 holds two blanks.
inline constexpr std::string_view lamp_table = R"(.. rubric:: 全局错误码

   ======= ============================ ==============================
   错误码  错误说明                     排查方法
   ======= ============================ ==============================
   -1      灯忙                         稍后重试
   7001    灯 id 不合法，且  灯 已关    `查看帮助 <#1/错误码：7001>`__
   7002001 一条正好和列一样宽的错误说明 -
   7003    caller ~“号码”               -
   ======= ============================ ==============================

   .. rubric:: 排查方法
      :name: h2

   -  .. rubric:: 错误码：7001
         :name: h5--7001

      | 灯的编号。请确认：
      | 1）编号是数字。

   -  .. rubric:: 错误码：7003 7009
         :name: h5--7003-7009

      | 灯太多了。请确认：

.. container:: frame_cnt_foot

   2019
)";

inline constexpr std::string_view lamp_returns = R"(# 返回码

# **授权／令牌请求接口返回码**

描述。

| 错误码 | 错误描述 | Error Description |
| ------ | -------- | ----------------- |
| 20000  | 无效的灯 | Invalid lamp      |
| 20001  | 灯已过期 | Expired lamp      |

# **API通用返回码**

| 错误码 | 错误描述 | Error Description |
| ------ | -------- | ----------------- |
| 0      | 成功     | Success           |
| 9      | 灯没有了 | No such lamp      |

)";

struct sample {
  std::string_view format;
  std::string_view text;
  std::size_t rows;
};

inline constexpr sample samples[] = {
    {"feishu-errno", lamp_errno, 7}, {"feishu-server", lamp_server, 8}, {"dingtalk", lamp_blocks, 4},
    {"wecom", lamp_table, 5},        {"return-codes", lamp_returns, 4},
};

/// An entry of the lamp catalog.
struct lamp_entry {
  const char* space;
  const char* code;
  const char* name;
  const char* message;
  std::vector<std::string> aliases = {};
};

inline catalog catalog_of(const std::vector<lamp_entry>& entries) {
  draft::catalog all;
  for (const char* name : builtin_space_names) {
    draft::space s;
    s.name = name;
    s.platform = s.name.substr(0, s.name.find('.'));
    all.spaces.push_back(std::move(s));
  }
  // The ids that the built-in catalog gives the documents of these formats.
  for (const auto& f : all_formats()) {
    const std::string space = builtin_space_names[static_cast<std::size_t>(f.spaces[0]) - 1];
    all.documents.push_back({space.substr(0, space.find('.')), std::string(f.document_id), "", "", ""});
  }
  for (const auto& e : entries) {
    draft::entry d;
    d.space = e.space;
    d.code = e.code;
    d.name = e.name;
    d.message = e.message;
    d.aliases = e.aliases;
    for (const auto& f : all_formats()) {
      for (const auto space : f.spaces) {
        if (d.space == builtin_space_names[static_cast<std::size_t>(space) - 1]) d.document = f.document_id;
      }
    }
    d.line = 1;
    all.entries.push_back(std::move(d));
  }
  std::string error;
  const auto image = build_image(all, error);
  EXPECT_TRUE(image.has_value()) << error;
  auto compiled = catalog::from_image(*image, error);
  EXPECT_TRUE(compiled.has_value()) << error;
  return *compiled;
}

inline const std::vector<lamp_entry>& lamp_entries() {
  static const std::vector<lamp_entry> entries{
      {"feishu.client", "0", "success", "ok"},
      {"feishu.client", "17", "lamp_off", "lamp is off"},
      {"feishu.client", "4100203", "lamp_not_found", "no such  lamp|bulb"},
      {"feishu.h5sdk", "501", "bulb_broken", "灯泡坏了"},
      {"feishu.h5sdk", "502", "signature_invalid", "签名不对"},
      {"feishu.h5sdk", "770012", "session_missing", "lamp session 失效"},
      {"feishu.h5sdk", "770013", "session_expired", "lamp session 失效"},
      {"feishu.hire", "2100001", "lamp_not_found", "Lamp not found"},
      {"feishu.hire", "2100002", "lamp_locked", "Lamp locked"},
      {"feishu.hire", "2100002", "lamp_in_use", "Lamp in use"},
      {"feishu.server", "3001", "lamp_id_invalid", "bad lamp id"},
      {"feishu.server", "3002", "lamp_unreadable", "具体原因"},
      {"feishu.server", "4001", "too_many_lamps", "7 lamps at most"},
      {"feishu.server", "50002", "token_invalid", "lamp token invalid"},
      {"feishu.server", "50003", "owner_invalid", "灯主非法"},
      {"dingtalk", "-1", "system_busy", "灯忙", {"The lamp is busy"}},
      {"dingtalk", "31001", "lamp_invalid", "灯不合法", {"lamp is off", "Invalid lamp"}},
      {"dingtalk", "31002", "lamp_broken", "灯坏了", {"Lamp broken"}},
      {"dingtalk", "31004", "lamp_dark", "灯不亮", {"dark lamp"}},
      {"wecom", "-1", "system_busy", "灯忙"},
      {"wecom", "7001", "lamp_id_invalid", "灯 id 不合法，且  灯 已关"},
      {"wecom", "7002001", "lamp_wide", "一条正好和列一样宽的错误说明"},
      {"wecom", "7003", "caller_invalid", "caller ~“号码”"},
      {"wecom", "7009", "too_many_lamps", "灯太多了"},
      {"openapi.oauth", "20000", "lamp_invalid", "Invalid lamp", {"无效的灯"}},
      {"openapi.oauth", "20001", "lamp_expired", "Expired lamp", {"灯已过期"}},
      {"openapi.api", "0", "success", "Success", {"成功"}},
      {"openapi.api", "9", "lamp_not_found", "No such lamp", {"灯没有了"}},
  };
  return entries;
}

/// A catalog that has what the documents above say.
inline const catalog& lamps() {
  static const catalog compiled = catalog_of(lamp_entries());
  return compiled;
}

inline document read(std::string_view format, std::string_view text, const catalog& codes = lamps()) {
  return read_document(text, *find_format(format), codes);
}

inline comparison compared(std::string_view format, std::string_view text, const catalog& codes = lamps()) {
  return compare(read(format, text, codes), *find_format(format), codes);
}

/// The text with the only occurrence of `what` replaced.
inline std::string with(std::string_view text, std::string_view what, std::string_view now) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string_view::npos) << what;
  EXPECT_EQ(text.find(what, at + 1), std::string_view::npos) << what << " stands twice";
  return std::string(text.substr(0, at)) + std::string(now) + std::string(text.substr(at + what.size()));
}

/// The text up to and with `what`.
inline std::string up_to(std::string_view text, std::string_view what) {
  return std::string(text.substr(0, text.find(what) + what.size()));
}

inline std::vector<std::string> in_words(const std::vector<remark>& remarks) {
  std::vector<std::string> out;
  for (const auto& r : remarks) {
    out.push_back(std::to_string(r.line) + (r.column > 0 ? ":" + std::to_string(r.column) : "") + ": " +
                  r.message);
  }
  return out;
}

/// "feishu.client:17 line 10: lamp is off", with "/" before a translation.
inline std::vector<std::string> in_words(const std::vector<document_row>& rows) {
  std::vector<std::string> out;
  for (const auto& r : rows) {
    out.push_back(std::string(builtin_space_names[static_cast<std::size_t>(r.space) - 1]) + ":" + r.code +
                  " line " + std::to_string(r.line) + ": " + r.message +
                  (r.translation.empty() ? "" : "/" + r.translation));
  }
  return out;
}

}  // namespace errdex::importing

#endif
