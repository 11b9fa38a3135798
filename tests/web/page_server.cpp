// The page, the API and the emulator behind the real server, for the tests in a browser: prints its address,
// and ends when its standard input does, so that it cannot outlive the test.
#include <iostream>
#include <string>

#include "cli/serve_site.hpp"
#include "http/server.hpp"

int main() {
  using namespace errdex;
  http::server server(cli::serve_site(catalog::builtin()), {});
  server.start();
  std::cout << server.url() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
  }
  server.stop();
}
