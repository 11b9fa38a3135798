// What the page of the emulator says, in both languages; its script gets the same texts from the page.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "errdex/vocabulary.hpp"

namespace errdex::page {

struct emulator_word {
  std::string_view key;
  std::string_view en;
  std::string_view zh;
};

/// A key stands once. A text with {} has a place that the script fills.
inline constexpr std::array emulator_word_list = std::to_array<emulator_word>({
    {"title", "Emulator", "模拟器"},
    {"description", "Requests, clock, faults and data of the emulated platforms on this machine.",
     "本机模拟平台的请求、时钟、故障与数据。"},
    {"lead", "Point an SDK at this address; it meets each error under its documented condition.",
     "把 SDK 的地址指向这里，每个错误都会在文档所述的条件下出现。"},
    {"no_script",
     "This page shows the emulator live and needs a script for it. The same is in the program (errdex "
     "emulator) and under /_errdex/ as JSON.",
     "此页面实时显示模拟器，需要启用脚本。命令 errdex emulator 与 /_errdex/ 下的 JSON 接口提供同样的内容。"},
    {"loading", "Loading …", "加载中……"},
    {"trouble", "The emulator does not answer; trying again.", "模拟器没有响应，正在重试。"},
    {"token_label", "Admin token", "管理令牌"},
    {"token_use", "Use it", "使用"},
    {"sections", "Sections", "栏目"},
    {"requests", "Requests", "请求"},
    {"faults", "Faults", "故障"},
    {"data", "Data", "数据"},
    {"endpoints", "Endpoints", "接口"},
    {"callbacks", "Callbacks", "回调"},
    {"first_call", "First call", "首次调用"},
    {"controls", "Clock and world", "时钟与环境"},

    {"world", "World", "环境"},
    {"world_new", "New world", "新建环境"},
    {"world_name", "Name of the new world", "新环境的名称"},
    {"make", "Make", "新建"},
    {"forget", "Forget", "删除"},
    {"reset", "Reset this world", "重置此环境"},
    {"reset_ask", "Everything becomes as it was at the start, and the requests are forgotten. Reset?",
     "数据恢复到初始状态，请求记录清空。确定重置？"},
    {"forget_ask", "Forget the world {} with everything in it?", "删除环境 {} 及其全部内容？"},
    {"world_header", "Requests with the header {} go to this world.", "带有请求头 {} 的请求进入此环境。"},

    {"clock", "Clock", "时钟"},
    {"clock_hint", "Tokens, limits and one-time codes live by it.", "令牌、限频与一次性 code 都以它为准。"},
    {"running", "running", "运行"},
    {"frozen", "frozen", "冻结"},
    {"stepped", "stepped by {}", "每次请求前进 {}"},
    {"freeze", "Freeze", "冻结"},
    {"run", "Run", "运行"},
    {"advance", "Move on by", "前进"},
    {"five_minutes", "5 min", "5 分钟"},
    {"two_hours", "2 h", "2 小时"},
    {"one_day", "1 day", "1 天"},
    {"set_time", "Set to (UTC)", "设为（UTC）"},
    {"set", "Set", "设置"},

    {"answers", "Answers", "应答"},
    {"profile", "Codes of fields", "字段错误码"},
    {"profile_table", "as documented", "按文档"},
    {"profile_wire", "as the live service", "按线上行为"},
    {"rate_limits", "Count calls against the limits", "统计调用频率"},

    {"snapshots", "Snapshots", "快照"},
    {"snapshot_name", "Name of the snapshot", "快照名称"},
    {"keep", "Keep", "保存"},
    {"restore", "Go back", "恢复"},
    {"no_snapshots", "None kept yet.", "还没有快照。"},
    {"kept", "Kept {}.", "已保存 {}。"},
    {"restored", "Back at {}.", "已恢复到 {}。"},
    {"reset_done", "Reset.", "已重置。"},

    {"platform", "Platform", "平台"},
    {"endpoint", "Endpoint", "接口"},
    {"code", "Code", "错误码"},
    {"failed_only", "Failures only", "仅失败"},
    {"any", "any", "不限"},
    {"pause", "Pause", "暂停"},
    {"resume", "Go on", "继续"},
    {"clear_requests", "Forget all", "清空"},
    {"no_requests", "No request yet", "还没有请求"},
    {"no_requests_hint", "Make the first one:", "发出第一个请求："},
    {"none_match", "No request fits these filters.", "没有符合筛选条件的请求。"},
    {"older", "Show older ones", "显示更早的请求"},
    {"count_requests", "{} requests", "{} 个请求"},
    {"one_request", "1 request", "1 个请求"},
    {"ok", "ok", "成功"},
    {"unanswered", "no answer", "无应答"},
    {"checks", "Checks", "检查"},
    {"passed", "passed", "通过"},
    {"failed", "failed", "未通过"},
    {"handler", "the endpoint itself", "接口自身"},
    {"why", "Why", "原因"},
    {"what_to_do", "What to do", "处理"},
    {"all_of_it", "Everything about this code", "此错误码的全部信息"},
    {"request", "Request", "请求"},
    {"answer", "Answer", "应答"},
    {"no_body", "no body", "无内容"},
    {"at", "At", "时刻"},
    {"from", "From", "来源地址"},
    {"caller", "Caller", "调用者"},
    {"took", "Took", "耗时"},
    {"hint", "Hint", "hint"},
    {"by_fault", "by fault {}", "由故障 {} 产生"},
    {"copy", "Copy", "复制"},
    {"copied", "Copied", "已复制"},
    {"copy_curl", "Copy as curl", "复制为 curl"},
    {"masked", "Credentials are masked.", "凭证已隐藏。"},

    {"add_fault", "Add a fault", "添加故障"},
    {"faults_lead", "Requests that are fine, answered as if they were not.", "让正常的请求得到异常的应答。"},
    {"no_faults", "No faults: every request gets its true answer.", "没有故障，所有请求都得到真实应答。"},
    {"fault_code", "Answer with the code", "应答错误码"},
    {"fault_code_hint", "any of the catalog: wecom:45009", "目录中的任意一个：wecom:45009"},
    {"fault_status", "HTTP status", "HTTP 状态"},
    {"fault_delay", "Delay", "延迟"},
    {"fault_cut", "Cut off after bytes", "在多少字节后截断"},
    {"fault_reset", "Reset the connection", "重置连接"},
    {"fault_times", "How often", "次数"},
    {"fault_skip", "After so many", "跳过前几次"},
    {"fault_probability", "Probability", "概率"},
    {"fault_after", "Take effect before it is answered as failed", "先生效，再应答失败"},
    {"fault_more", "More conditions", "更多条件"},
    {"always", "always", "始终"},
    {"add", "Add", "添加"},
    {"remove", "Remove", "移除"},
    {"remove_all", "Remove all", "全部移除"},
    {"fault_added", "Fault {} added.", "已添加故障 {}。"},
    {"struck", "struck {} of {}", "命中 {}，共 {} 次"},
    {"every_endpoint", "every endpoint", "全部接口"},
    {"effect_code", "answers {}", "应答 {}"},
    {"effect_status", "HTTP {}", "HTTP {}"},
    {"effect_delay", "after {}", "延迟 {}"},
    {"effect_cut", "cut off after {} bytes", "{} 字节后截断"},
    {"effect_reset", "connection reset", "重置连接"},
    {"effect_body", "another body", "替换内容"},
    {"effect_headers", "other headers", "替换响应头"},
    {"times_left", "at most {}×", "最多 {} 次"},
    {"skips", "lets {} pass first", "先放行 {} 次"},
    {"phase_after", "after the effect", "生效之后"},
    {"until", "until {}", "至 {}"},

    {"table", "Table", "表"},
    {"rows", "rows {} of {}", "第 {} 行，共 {} 行"},
    {"empty_table", "No rows.", "没有数据。"},
    {"previous", "Previous", "上一页"},
    {"next", "Next", "下一页"},
    {"data_lead", "What the platforms hold now; requests change it.", "平台当前的数据，会随请求变化。"},
    {"refresh", "Refresh", "刷新"},

    {"find_endpoint", "Find an endpoint", "查找接口"},
    {"count_endpoints", "{} endpoints", "{} 个接口"},
    {"one_endpoint", "1 endpoint", "1 个接口"},
    {"field", "Field", "字段"},
    {"must_be", "Must be", "要求"},
    {"otherwise", "Else", "否则"},
    {"required", "required", "必填"},
    {"only_if", "only when {} is {}", "仅当 {} 为 {}"},
    {"codes_raised", "Codes", "错误码"},
    {"raised_when", "Raised when", "条件"},
    {"common_codes", "{} codes that every endpoint shares", "所有接口共有的 {} 个错误码"},
    {"example", "Example", "示例"},
    {"credential", "Credential", "凭证"},
    {"permission", "Permission", "权限"},
    {"limit", "Limit", "限频"},
    {"limit_text", "{} calls in {}", "{} 次 / {}"},
    {"per_organisation", "for an organisation", "按企业"},
    {"per_application", "for an application", "按应用"},
    {"per_address", "for an address", "按来源地址"},
    {"document", "Document", "文档"},

    {"first_call_lead", "Lines that work with the data as it is now.", "以下代码可直接用于当前数据。"},
    {"callbacks_lead", "Events that the platforms have sent to an application.", "平台推送给应用的事件。"},
    {"no_callbacks", "No event was sent yet.", "还没有推送事件。"},
    {"callback", "event", "事件"},
    {"callback_pending", "pending", "待推送"},
    {"callback_delivered", "delivered", "已送达"},
    {"callback_failed", "failed", "已放弃"},
    {"callback_tried", "{} of {}", "{} / {}"},
    {"callback_message", "What it says", "内容"},
    {"callback_sent", "Sent", "发送"},
    {"callback_reply", "Reply", "回复"},
});

/// A key of the list, made from a literal; one that is not there does not compile.
struct emulator_word_key {
  std::size_t index = 0;
  consteval emulator_word_key(const char* key) {
    while (emulator_word_list[index].key != key)
      if (++index == emulator_word_list.size()) throw "there is no such text";
  }
};

/// emulator_text("clock", lang)
[[nodiscard]] constexpr std::string_view emulator_text(emulator_word_key key, language lang) noexcept {
  return lang == language::zh ? emulator_word_list[key.index].zh : emulator_word_list[key.index].en;
}

/// All of them as a JSON object.
[[nodiscard]] std::string emulator_words_json(language lang);

}  // namespace errdex::page
