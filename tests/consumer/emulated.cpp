#include <errdex/emulator.hpp>

#include <iostream>

int main() {
  errdex::emulator platform;
  const auto answer = platform.request("GET", "/cgi-bin/user/get?access_token=made-up&userid=ada");
  std::cout << answer.header("Error-Code") << ' ' << platform.journal().front().code << '\n';
  return platform.base_url().empty() ? 1 : 0;
}
