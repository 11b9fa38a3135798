#include "errdex/vocabulary.hpp"

#include <array>

namespace errdex {
namespace {

constexpr std::array<std::string_view, status_count> statuses{
    "OK",        "CANCELLED",       "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS",  "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",    "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED",
};

constexpr std::array<std::string_view, verdict_count> verdicts{
    "none",        "retry",     "slow_down",        "refresh_token", "reauthorize",
    "fix_request", "fix_setup", "grant_permission", "fix_state",     "raise_quota",
    "wait",        "migrate",   "contact_platform", "stop",
};

struct sentence {
  std::string_view en;
  std::string_view zh;
};

constexpr std::array<sentence, verdict_count> meanings{{
    {"Nothing to do: the call succeeded.", "无需处理：调用成功。"},
    {"Repeat the same call after a pause; stop after a few attempts.", "稍等后重复同一调用，次数有限。"},
    {"Wait until the window of the limit has passed, then call less often.",
     "等限制窗口过去再调用，并降低频率。"},
    {"Fetch a new token once, then repeat the call.", "重新获取一次 token，再重复调用。"},
    {"Have the person or the tenant log in or consent again.", "让用户或租户重新登录或授权。"},
    {"Change the request; repeated as it is, it cannot pass.", "修改请求；原样重试不会成功。"},
    {"Change the configuration outside the call.", "修改调用之外的配置。"},
    {"Have the missing permission granted.", "补上缺少的权限。"},
    {"Mend the thing that the call names, or name another one.", "处理所指对象的状态，或换一个对象。"},
    {"Free capacity or have it raised.", "释放容量或申请扩容。"},
    {"The work is under way; ask for its result later.", "处理仍在进行，稍后查询结果。"},
    {"Move to the interface that replaced this one.", "迁移到替代接口。"},
    {"Report it to the platform with the request id.", "携带请求标识联系平台。"},
    {"Do without it; do not repeat by program.", "放弃此操作，程序不要自动重试。"},
}};

template <typename Enum, std::size_t N>
std::string_view at(const std::array<std::string_view, N>& names, Enum value) noexcept {
  const auto i = static_cast<std::size_t>(value);
  return i < N ? names[i] : std::string_view{};
}

template <typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view name) noexcept {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

constexpr std::array<std::string_view, 2> bases{"documented", "derived"};
constexpr std::array<std::string_view, 2> lifecycles{"active", "obsolete"};
constexpr std::array<std::string_view, 2> languages{"en", "zh"};

}  // namespace

std::string_view name(status value) noexcept { return at(statuses, value); }
std::string_view name(verdict value) noexcept { return at(verdicts, value); }
std::string_view name(basis value) noexcept { return at(bases, value); }
std::string_view name(lifecycle value) noexcept { return at(lifecycles, value); }
std::string_view name(language value) noexcept { return at(languages, value); }

std::optional<status> parse_status(std::string_view name) noexcept { return find<status>(statuses, name); }
std::optional<verdict> parse_verdict(std::string_view name) noexcept { return find<verdict>(verdicts, name); }
std::optional<basis> parse_basis(std::string_view name) noexcept { return find<basis>(bases, name); }
std::optional<lifecycle> parse_lifecycle(std::string_view name) noexcept {
  return find<lifecycle>(lifecycles, name);
}

std::span<const std::string_view> status_names() noexcept { return statuses; }
std::span<const std::string_view> verdict_names() noexcept { return verdicts; }

std::string_view meaning(verdict value, language lang) noexcept {
  const auto i = static_cast<std::size_t>(value);
  if (i >= verdict_count) return {};
  return lang == language::zh ? meanings[i].zh : meanings[i].en;
}

}  // namespace errdex
