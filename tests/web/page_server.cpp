// The page behind the real server, for the tests in a browser: prints its address, and ends when its
// standard input does, so that it cannot outlive the test.
#include <iostream>
#include <string>

#include "http/representation.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "page/site.hpp"

int main() {
  using namespace errdex;
  const page::site pages(catalog::builtin());
  http::router routes;
  pages.add_to(routes);
  http::site who = routes.site();
  who.answer = http::negotiated(std::move(who.answer));
  http::server server(std::move(who), {});
  server.start();
  std::cout << server.url() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
  }
  server.stop();
}
