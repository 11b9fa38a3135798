// How SDKs are pointed at an emulator, each with a first call that works.
#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {
namespace {

/// Replaces each "{name}" of the text.
std::string fill(std::string text, const std::vector<std::pair<std::string_view, std::string>>& values) {
  for (const auto& [name, value] : values) {
    const std::string place = "{" + std::string(name) + "}";
    for (std::size_t at = 0; (at = text.find(place, at)) != std::string::npos; at += value.size())
      text.replace(at, place.size(), value);
  }
  return text;
}

// The class says where its token comes from as well: the address for that is not made from the base.
constexpr const char* python = R"(# pip install wechatpy
from wechatpy.work import WeChatClient

class Emulated(WeChatClient):
    API_BASE_URL = "{base}/cgi-bin/"

    def fetch_access_token(self):
        return self._fetch_access_token(
            url=self.API_BASE_URL + "gettoken",
            params={"corpid": self.corp_id, "corpsecret": self.secret},
        )

client = Emulated("{corpid}", "{secret}")
print(client.user.get("{userid}"))
)";

constexpr const char* node = R"(// npm install wechat-enterprise-api urllib@2
const API = require("wechat-enterprise-api");

const api = new API("{corpid}", "{secret}", {agentid});
api.prefix = "{base}/cgi-bin/";
api.getUser("{userid}", (error, user) => console.log(error ?? user));
)";

constexpr const char* go = R"(// go get github.com/xen0n/go-workwx
client := workwx.New("{corpid}", workwx.WithQYAPIHost("{base}"))
app := client.WithApp("{secret}", {agentid})
app.SpawnAccessTokenRefresher()
user, err := app.GetUser("{userid}")
)";

constexpr const char* java = R"(// com.github.binarywang:weixin-java-cp
WxCpDefaultConfigImpl config = new WxCpDefaultConfigImpl();
config.setBaseApiUrl("{base}");
config.setCorpId("{corpid}");
config.setCorpSecret("{secret}");
config.setAgentId({agentid});
WxCpService service = new WxCpServiceImpl();
service.setWxCpConfigStorage(config);
WxCpUser user = service.getUserService().getById("{userid}");
)";

constexpr const char* curl =
    "token=$(curl -s '{base}/cgi-bin/gettoken?corpid={corpid}&corpsecret={secret}' | jq -r .access_token)\n"
    "curl -s \"{base}/cgi-bin/user/get?access_token=$token&userid={userid}\"\n";

}  // namespace

std::vector<first_call> first_calls(store& data, std::string_view base) {
  // An application that is on and sees the whole organisation, and somebody to ask for.
  auto app = data.query(
      "SELECT a.corp, a.secret, a.agentid FROM wecom_app a JOIN wecom_app_scope s USING(corp, app) WHERE "
      "a.enabled = 1 AND a.trusted_ips = '' AND a.agentid > 0 AND s.kind = 'party' AND s.id = '1' ORDER "
      "BY a.agentid LIMIT 1");
  if (!app.next()) return {};
  const std::string corp(app.text(0));
  const auto member = data.value(
      "SELECT userid FROM wecom_member WHERE corp = ? AND status = 1 ORDER BY userid LIMIT 1", corp);
  const std::vector<std::pair<std::string_view, std::string>> values{{"base", std::string(base)},
                                                                     {"corpid", corp},
                                                                     {"secret", std::string(app.text(1))},
                                                                     {"agentid", std::string(app.text(2))},
                                                                     {"userid", member.value_or("nobody")}};
  return {{"curl", "sh", fill(curl, values)},
          {"wechatpy", "python", fill(python, values)},
          {"wechat-enterprise-api", "javascript", fill(node, values)},
          {"go-workwx", "go", fill(go, values)},
          {"WxJava", "java", fill(java, values)}};
}

}  // namespace errdex::emulation::wecom
