#include "diagnose/evidence_party.hpp"

#include <algorithm>
#include <array>
#include <bitset>

#include "diagnose/evidence_keys.hpp"
#include "diagnose/evidence_token.hpp"

namespace errdex::reading {
namespace {

constexpr std::array<std::string_view, party_count> party_names{
    "",
    "feishu",
    "dingtalk",
    "wecom",
    "WeChat official accounts",
    "the WeChat client",
    "WeChat Pay",
    "Alipay",
    "Alibaba Cloud",
    "Taobao Open Platform",
    "Weibo",
    "Bilibili",
    "Baidu",
    "Tencent Cloud",
    "QQ Connect",
    "Douyin",
    "gRPC",
    "JSON-RPC",
    "Kubernetes",
    "Google APIs",
    "Microsoft Graph",
    "GitHub",
    "Slack",
    "Stripe",
    "Telegram",
    "AWS",
    "MySQL",
    "PostgreSQL",
    "the operating system",
};

enum class weight : unsigned char { word, strong, host };

struct known_sign {
  std::string_view text;  // In lower case.
  party whose;
  weight how;
};

// Of two that begin at the same place the longer one stands first.
constexpr known_sign known_signs[] = {
    // Hosts.
    {"qyapi.weixin.qq.com", party::wecom, weight::host},
    {"open.work.weixin.qq.com", party::wecom, weight::host},
    {"work.weixin.qq.com", party::wecom, weight::host},
    {"oapi.dingtalk.com", party::dingtalk, weight::host},
    {"api.dingtalk.com", party::dingtalk, weight::host},
    {"eco.taobao.com", party::dingtalk, weight::word},
    {"open.feishu.cn", party::feishu, weight::host},
    {"open.larksuite.com", party::feishu, weight::host},
    {"passport.feishu.cn", party::feishu, weight::host},
    {"accounts.feishu.cn", party::feishu, weight::host},
    {"api.weixin.qq.com", party::official_account, weight::host},
    {"mp.weixin.qq.com", party::official_account, weight::host},
    {"api.mch.weixin.qq.com", party::wechat_pay, weight::host},
    {"openapi.alipay.com", party::alipay, weight::host},
    {"aliyuncs.com", party::alibaba_cloud, weight::host},
    {"api.weibo.com", party::weibo, weight::host},
    {"api.bilibili.com", party::bilibili, weight::host},
    {"aip.baidubce.com", party::baidu, weight::host},
    {"openapi.baidu.com", party::baidu, weight::host},
    {"pan.baidu.com", party::baidu, weight::host},
    {"tencentcloudapi.com", party::tencent_cloud, weight::host},
    {"graph.qq.com", party::qq, weight::host},
    {"open.douyin.com", party::douyin, weight::host},
    {"googleapis.com", party::google, weight::host},
    {"graph.microsoft.com", party::microsoft, weight::host},
    {"api.github.com", party::github, weight::host},
    {"slack.com/api", party::slack, weight::host},
    {"api.stripe.com", party::stripe, weight::host},
    {"api.telegram.org", party::telegram, weight::host},
    {"amazonaws.com", party::aws, weight::host},
    // Paths of interfaces.
    {"/open-apis/", party::feishu, weight::strong},
    {"/topapi/", party::dingtalk, weight::strong},
    // Packages and classes of SDKs.
    {"lark_oapi", party::feishu, weight::strong},
    {"com.lark.oapi", party::feishu, weight::strong},
    {"larksuite/oapi-sdk", party::feishu, weight::strong},
    {"@larksuiteoapi", party::feishu, weight::strong},
    {"larkcore", party::feishu, weight::strong},
    {"chyroc/lark", party::feishu, weight::strong},
    {"[lark]", party::feishu, weight::strong},
    {"x-tt-logid", party::feishu, weight::strong},
    {"com.dingtalk", party::dingtalk, weight::strong},
    {"com.aliyun.dingtalk", party::dingtalk, weight::strong},
    {"alibabacloud_dingtalk", party::dingtalk, weight::strong},
    {"alibabacloud-go/dingtalk", party::dingtalk, weight::strong},
    {"@alicloud/dingtalk", party::dingtalk, weight::strong},
    {"dingtalk_stream", party::dingtalk, weight::strong},
    {"dingtalk.core.exceptions", party::dingtalk, weight::strong},
    {"dingtalkclient", party::dingtalk, weight::strong},
    {"ding talk error", party::dingtalk, weight::strong},
    {"x-acs-dingtalk", party::dingtalk, weight::strong},
    {"weixin.cp.", party::wecom, weight::strong},
    {"wxcp", party::wecom, weight::strong},
    {"wechatpy.work", party::wecom, weight::strong},
    {"workwx", party::wecom, weight::strong},
    {"cn.felord", party::wecom, weight::strong},
    {"easywechat\\work", party::wecom, weight::strong},
    {"powerwechat/v3/src/work", party::wecom, weight::strong},
    {"weixin.mp.", party::official_account, weight::strong},
    {"wxmp", party::official_account, weight::strong},
    {"weixin.miniapp", party::official_account, weight::strong},
    {"wx.miniapp", party::official_account, weight::strong},
    {"wxma", party::official_account, weight::strong},
    {"easywechat\\officialaccount", party::official_account, weight::strong},
    {"easywechat\\miniprogram", party::official_account, weight::strong},
    {"/cgi-bin/stable_token", party::official_account, weight::strong},
    {"/sns/jscode2session", party::official_account, weight::strong},
    {"com.alipay.api", party::alipay, weight::strong},
    {"com.google.rpc", party::grpc, weight::strong},
    {"stripe", party::stripe, weight::word},
    // Words.
    {"feishu", party::feishu, weight::word},
    {"larksuite", party::feishu, weight::word},
    {"lark", party::feishu, weight::word},
    {"飞书", party::feishu, weight::word},
    {"dingtalk", party::dingtalk, weight::word},
    {"dingding", party::dingtalk, weight::word},
    {"钉钉", party::dingtalk, weight::word},
    {"wecom", party::wecom, weight::word},
    {"wework", party::wecom, weight::word},
    {"work_weixin", party::wecom, weight::word},
    {"qywx", party::wecom, weight::word},
    {"qywechat", party::wecom, weight::word},
    {"企业微信", party::wecom, weight::word},
    {"企微", party::wecom, weight::word},
    {"公众号", party::official_account, weight::word},
    {"微信小程序", party::official_account, weight::word},
    {"wechat official account", party::official_account, weight::word},
    {"official account", party::official_account, weight::word},
    {"mini program", party::official_account, weight::word},
    {"officialaccount", party::official_account, weight::word},
    {"miniprogram", party::official_account, weight::word},
    {"alipay", party::alipay, weight::word},
    {"支付宝", party::alipay, weight::word},
    {"weibo", party::weibo, weight::word},
    {"微博", party::weibo, weight::word},
    {"bilibili", party::bilibili, weight::word},
    {"微信支付", party::wechat_pay, weight::word},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// For each first byte, the signs that begin with it.
struct index_by_first {
  std::array<std::vector<std::uint8_t>, 256> at;
  // The first two bytes of all signs, in any case, by which nearly every place of a text is passed over at
  // once.
  std::bitset<65536> pairs;
  static std::size_t pair_of(char a, char b) {
    return static_cast<std::size_t>(static_cast<unsigned char>(a)) << 8 | static_cast<unsigned char>(b);
  }
  static char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
  index_by_first() {
    for (const known_sign& s : known_signs) {
      for (const char a : {s.text[0], upper(s.text[0])}) {
        for (const char b : {s.text[1], upper(s.text[1])}) pairs.set(pair_of(a, b));
      }
    }
    for (std::size_t i = 0; i < std::size(known_signs); ++i) {
      at[static_cast<unsigned char>(known_signs[i].text[0])].push_back(static_cast<std::uint8_t>(i));
    }
  }
};
static_assert(std::size(known_signs) < 256);

bool leads_to_document(std::string_view text, std::size_t host_end) {
  for (const std::string_view path :
       {"/document", "/search", "/app/", "/app?", "/devtool", "/wiki", "/doc", "/api/doc"}) {
    if (text.substr(host_end, path.size()) == path) return true;
  }
  return false;
}

bool is_word_letter(char c) { return is_letter(c) || is_digit(c); }

}  // namespace

std::string_view name(party p) noexcept { return party_names[static_cast<std::size_t>(p)]; }

std::vector<sign> signs_in(std::string_view text) {
  static const index_by_first index;
  std::vector<sign> out;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (!index.pairs[index_by_first::pair_of(text[i], text[i + 1])]) continue;
    const auto& candidates = index.at[static_cast<unsigned char>(lower(text[i]))];
    for (const auto k : candidates) {
      const known_sign& known = known_signs[k];
      if (!has_lower_at(text, i, known.text)) continue;
      const std::size_t end = i + known.text.size();
      // A letter before a word makes it another word; "openlark" and "clark" are none. Behind it anything may
      // stand: "larkClient", "WxCpServiceImpl".
      if (is_letter(known.text[0]) && i > 0 && is_word_letter(text[i - 1]) &&
          !(text[i] >= 'A' && text[i] <= 'Z' && text[i - 1] >= 'a'))
        continue;
      if (known.text == "lark" && end < text.size() && text[end] >= 'a' && text[end] <= 'z') continue;
      if (known.how == weight::host && i > 0 && text[i - 1] == '.' && known.text != "aliyuncs.com" &&
          known.text != "amazonaws.com" && known.text != "googleapis.com" &&
          known.text != "tencentcloudapi.com") {
        continue;
      }
      // An address of documents, consoles and query tools says less than one that was called.
      const bool document = known.how == weight::host && leads_to_document(text, end);
      out.push_back({i, end, known.whose, known.how == weight::host && !document,
                     known.how != weight::word && !document});
      i = end - 1;
      break;
    }
  }
  return out;
}

std::string_view address_around(std::string_view text, const sign& s) noexcept {
  constexpr std::size_t longest = 512;
  std::size_t begin = s.begin;
  for (const std::string_view scheme : {"https://", "http://", "https:\\/\\/", "wss://"}) {
    if (begin >= scheme.size() && text.substr(begin - scheme.size(), scheme.size()) == scheme) {
      begin -= scheme.size();
      break;
    }
  }
  std::size_t end = s.end;
  const std::size_t stop = std::min(text.size(), s.begin + longest);
  while (end<stop&& static_cast<unsigned char>(text[end])> 0x20 &&
         static_cast<unsigned char>(text[end]) < 0x7F &&
         std::string_view("\"'`<>()[]{},\\^|").find(text[end]) == std::string_view::npos) {
    ++end;
  }
  return text.substr(begin, end - begin);
}

}  // namespace errdex::reading
