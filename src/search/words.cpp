#include "search/words.hpp"

#include <algorithm>
#include <array>

namespace errdex::search {
namespace {

// Sorted. "not" and "no" are not here: "token found" and "token not found" are different questions.
constexpr auto fillers = std::to_array<std::string_view>(
    {"a",   "an", "and",    "are",    "at",   "be",    "been",  "by",    "can",   "could",
     "did", "do", "does",   "fix",    "for",  "from",  "has",   "have",  "help",  "how",
     "i",   "in", "is",     "it",     "its",  "me",    "mean",  "means", "my",    "of",
     "on",  "or", "please", "should", "that", "the",   "these", "this",  "those", "to",
     "was", "we", "were",   "what",   "when", "where", "which", "why",   "with",  "you"});

constexpr auto optional = std::to_array<std::string_view>(
    {"code", "codes", "err", "errcode", "errmsg", "errno", "error", "errors", "issue", "msg", "problem"});

constexpr auto optional_runs =
    std::to_array<std::string_view>({"报错", "提示", "返回码", "错误", "错误码", "问题"});

// Longer ones before their own beginnings.
constexpr auto questions = std::to_array<std::string_view>({
    "是什么意思",
    "怎么解决",
    "怎么处理",
    "如何解决",
    "如何处理",
    "什么意思",
    "怎么回事",
    "怎么办",
    "为什么",
    "是什么",
    "怎样",
    "怎么",
    "如何",
    "请问",
    "什么",
});

constexpr std::u32string_view question_beginnings = U"是怎如什为请";

constexpr std::u32string_view particles = U"的了吗呢着是被把和与或及在为对给从到";

constexpr auto groups = std::to_array<std::string_view>({
    // Life and limits.
    "expired|expiry|过期|到期",
    "timeout|timed out|time out|超时",
    "rate limit|frequency limit|frequency|throttle|too many requests|qps|限流|限频|频率|频率限制|频控",
    "quota|额度|配额",
    "too long|超长|过长",
    "too large|too big|过大|太大",
    "busy|繁忙|忙碌",
    "retry|try again|重试",
    // Being there.
    "not found|not exist|nonexistent|不存在|找不到|查不到",
    "duplicate|already exist|taken|重复|已存在",
    "delete|remove|删除|移除",
    "missing|required|lack|缺少|必填|为空",
    "invalid|illegal|malformed|不合法|非法|无效",
    // Credentials and rights.
    "whitelist|white list|allowlist|trusted ip|trusted address|白名单|可信 ip|可信名单",
    "permission|perm|privilege|authority|scope|权限",
    "forbidden|not allowed|denied|禁止|不允许",
    "signature|签名|验签",
    "secret|appsecret|app secret|密钥|秘钥",
    "login|logon|signin|登录|登陆",
    "reauthorize|authorization|consent|授权",
    // Who and what.
    "department|dept|部门",
    "user|member|employee|staff|用户|成员|员工",
    "administrator|admin|管理员",
    "organization|organisation|org|enterprise|company|corp|tenant|企业|租户|组织",
    "mobile|phone|cellphone|手机|手机号",
    "mail|email|邮箱|邮件",
    "bot|robot|机器人",
    "chat|conversation|群|群聊|会话",
    "picture|image|photo|图片|照片",
    "avatar|头像",
    "mini program|miniapp|applet|小程序",
    "callback|webhook|回调",
    "parameter|param|argument|参数",
    "contacts|contact list|address book|通讯录",
    "meeting room|会议室",
    "attendance|checkin|打卡|考勤",
    // Platforms.
    "feishu|lark|飞书",
    "dingtalk|dingding|钉钉",
    "wecom|wework|wechat work|企业微信|企微",
});

bool contains(std::span<const std::string_view> sorted, std::string_view word) noexcept {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

}  // namespace

static_assert(std::is_sorted(fillers.begin(), fillers.end()) &&
              std::is_sorted(optional.begin(), optional.end()) &&
              std::is_sorted(optional_runs.begin(), optional_runs.end()));

bool is_filler(std::string_view folded) noexcept { return contains(fillers, folded); }
bool is_optional(std::string_view folded) noexcept { return contains(optional, folded); }
bool is_optional_run(std::string_view run) noexcept { return contains(optional_runs, run); }
bool is_particle(char32_t c) noexcept { return particles.find(c) != std::u32string_view::npos; }

std::size_t question_at(char32_t first, std::string_view text) noexcept {
  if (question_beginnings.find(first) == std::u32string_view::npos) return 0;
  for (const auto q : questions) {
    if (text.starts_with(q)) return q.size();
  }
  return 0;
}

std::span<const std::string_view> synonym_groups() noexcept { return groups; }

}  // namespace errdex::search
