// The schemes of the documents, as their tables really use them.
#include <algorithm>
#include <array>

#include "errdex/scheme.hpp"

namespace errdex {
namespace {

// --- a-bb-ccc: the generic open platform --------------------------------------------------------
// "At most 99 modules" and "999 errors a module" are the document's words; so both count from 1.

constexpr std::array levels{
    digit_value{1, "system-level error", "系统级错误"},
    digit_value{2, "service-level error", "服务级错误"},
};

constexpr std::array a_bb_ccc_groups{
    digit_group{"level", "level of the error", "错误级别", 1, 1, 9, levels},
    digit_group{"module", "project or module", "项目或模块", 2, 1, 99},
    digit_group{"number", "running number", "错误编号", 3, 1, 999},
};

constexpr std::array a_bb_ccc_forms{
    scheme_form{"code", "error code", "错误码", a_bb_ccc_groups},
};

// --- feishu-errno: Feishu's client API ----------------------------------------------------------
// The document describes three digits for errors common to all APIs and seven for those of one API, and
// names the categories by the client documents' table of contents. Which digits those are is read off
// the table of codes, because the prose contradicts it (the note of the scheme). No category uses 000.

constexpr std::array success_values{
    digit_value{0, "success", "成功"},
};

constexpr std::array success_groups{
    digit_group{"error", "error", "错误", 1, 0, 0, success_values},
};

constexpr std::array areas{
    digit_value{1, "framework, parameters, permissions, call rules", "框架、参数、权限与调用规则"},
    digit_value{2, "files", "文件"},
    digit_value{3, "network", "网络"},
};

constexpr std::array common_groups{
    digit_group{"area", "area", "领域", 1, 1, 9, areas},
    digit_group{"error", "error", "错误", 2, 0, 99},
};

constexpr std::array tops{
    digit_value{10, "open interface", "开放接口"},
    digit_value{11, "interface elements", "界面"},
    digit_value{13, "media", "媒体"},
    // The table shows the number but, unlike for the others, no name of the category.
    digit_value{14, "not named in the document", "文档未命名"},
    digit_value{15, "device", "设备"},
    digit_value{17, "location", "位置"},
    digit_value{18, "storage", "数据缓存"},
    digit_value{24, "Block API", "Block API"},
    digit_value{27, "requestAccess", "requestAccess"},
};

// Where the table names the API instead of a category, so does this list.
constexpr std::array subs{
    digit_value{1000, "login", "登录"},
    digit_value{1001, "user information", "用户信息"},
    digit_value{1002, "chats", "聊天"},
    digit_value{1003, "contacts", "通讯录"},
    digit_value{1004, "face verification", "人脸比对"},
    digit_value{1100, "showModal", "showModal"},
    digit_value{1300, "images", "图片"},
    digit_value{1301, "video", "视频"},
    digit_value{1305, "recording", "录音"},
    digit_value{1306, "video information", "视频信息"},
    digit_value{1406, "openSchema", "openSchema"},
    digit_value{1501, "Bluetooth", "蓝牙"},
    digit_value{1503, "Beacon", "Beacon"},
    digit_value{1504, "NFC", "NFC"},
    digit_value{1505, "scanning codes", "扫码"},
    digit_value{1506, "Wi-Fi", "Wi-Fi"},
    digit_value{1507, "clipboard", "剪贴板"},
    digit_value{1510, "screenshots", "截屏"},
    digit_value{1511, "accelerometer", "加速度计"},
    digit_value{1700, "location", "位置"},
    digit_value{1801, "setStorage", "setStorage"},
    digit_value{1802, "getStorage", "getStorage"},
    digit_value{1804, "clearStorage", "clearStorage"},
    digit_value{2400, "Block API", "Block API"},
    digit_value{2700, "requestAccess", "requestAccess"},
};

constexpr std::array business_groups{
    digit_group{"top", "top category", "一级类目", 2, 10, 99, tops},
    digit_group{"sub", "sub-category", "二级类目", 2, 0, 99, subs},
    digit_group{"error", "error", "错误", 3, 1, 999},
};

constexpr std::array feishu_errno_forms{
    scheme_form{"success", "success", "成功", success_groups},
    scheme_form{"common", "common to all APIs", "通用", common_groups},
    scheme_form{"business", "of one API", "业务", business_groups},
};

constexpr std::array schemes{
    scheme{"a-bb-ccc", "Level, module, running number", "级别、模块、编号",
           "The document that states this scheme lists no code of its shape; its own codes have one to five "
           "digits.",
           "提出该格式的文档自身没有列出符合此格式的错误码，其错误码为一到五位。", '-', a_bb_ccc_forms},
    scheme{"feishu-errno", "Feishu client errno: common codes and codes of one API",
           "飞书客户端 errno：通用错误码与业务错误码",
           "The document's prose gives login the sub-category 01 and user information 02, with 1001020 as "
           "the example of a login error; its table uses 00 for login and 01 for user information.",
           "文档正文称登录为 01、用户信息为 02，并以 1001020 作为登录错误的例子；而其错误码表中登录为 "
           "00、用户信息为 01。",
           '\0', feishu_errno_forms},
};

static_assert(std::all_of(schemes.begin(), schemes.end(), well_formed));

}  // namespace

std::span<const scheme> builtin_schemes() noexcept { return schemes; }

const scheme* find_scheme(std::string_view name) noexcept {
  for (const scheme& s : schemes) {
    if (s.name == name) return &s;
  }
  return nullptr;
}

}  // namespace errdex
