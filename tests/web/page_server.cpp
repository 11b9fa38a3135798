// The page and the API behind the real server, for the tests in a browser: prints its address, and ends when
// its standard input does, so that it cannot outlive the test.
#include <iostream>
#include <string>

#include "http/representation.hpp"
#include "http/server.hpp"
#include "page/site.hpp"
#include "service/service.hpp"

int main() {
  using namespace errdex;
  const page::site pages(catalog::builtin());
  service::service_options api;
  api.next = pages.handler();
  http::site who;
  who.answer = http::negotiated(service::make_service(std::move(api)));
  http::server server(std::move(who), {});
  server.start();
  std::cout << server.url() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
  }
  server.stop();
}
