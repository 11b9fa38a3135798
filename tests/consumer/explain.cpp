#include <errdex/codes/wecom.hpp>
#include <errdex/errdex.hpp>

#include <iostream>

int main() {
  const std::error_code ec = errdex::wecom::code::access_token_invalid;
  const errdex::entry e = errdex::find(errdex::spaces::wecom, 40014);
  const errdex::diagnosis d =
      errdex::diagnose({.body = R"({"errcode":40014,"errmsg":"invalid access_token"})"});
  const bool right = errdex::entry_of(ec) == e && ec == errdex::verdict::refresh_token && d.known() &&
                     dynamic_cast<const errdex::space_category*>(&ec.category()) != nullptr &&
                     errdex::find_scheme("a-bb-ccc")->parse("2-17-042");
  std::cout << e.code() << ' ' << e.name() << ' ' << errdex::name(e.verdict()) << '\n';
  return right ? 0 : 1;
}
