// Who speaks: the platforms, and the neighbours whose answers look like theirs.
#ifndef ERRDEX_SRC_DIAGNOSE_EVIDENCE_PARTY_HPP
#define ERRDEX_SRC_DIAGNOSE_EVIDENCE_PARTY_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace errdex::reading {

/// Whose an answer is.
enum class party : std::uint8_t {
  none = 0,
  feishu = 1,
  dingtalk = 2,
  wecom = 3,
  // Neighbours.
  official_account = 4,
  wechat_client = 5,
  wechat_pay = 6,
  alipay = 7,
  alibaba_cloud = 8,
  taobao = 9,
  weibo = 10,
  bilibili = 11,
  baidu = 12,
  tencent_cloud = 13,
  qq = 14,
  douyin = 15,
  grpc = 16,
  json_rpc = 17,
  kubernetes = 18,
  google = 19,
  microsoft = 20,
  github = 21,
  slack = 22,
  stripe = 23,
  telegram = 24,
  aws = 25,
  mysql = 26,
  postgresql = 27,
  system = 28,
};

inline constexpr std::size_t party_count = 29;

[[nodiscard]] constexpr bool is_platform(party p) noexcept { return p >= party::feishu && p <= party::wecom; }
[[nodiscard]] constexpr bool is_neighbour(party p) noexcept { return p >= party::official_account; }

/// "feishu" … for a platform; for a neighbour the name that people know it by: "WeChat official accounts".
[[nodiscard]] std::string_view name(party p) noexcept;

/// A word in the text that gives a party away.
struct sign {
  std::size_t begin = 0;
  std::size_t end = 0;
  party whose = party::none;
  bool host = false;    ///< It is the host of an address.
  bool strong = false;  ///< Nobody else writes it: a host, a package, a class. Else a word such as "钉钉".
};

/// Every sign in the text, in order.
[[nodiscard]] std::vector<sign> signs_in(std::string_view text);

/// The address around a host, as far as it is written: with its scheme and its path.
[[nodiscard]] std::string_view address_around(std::string_view text, const sign& s) noexcept;

}  // namespace errdex::reading

#endif
