// Serves the look-up service on a free port of the loopback interface until its standard input ends, for
// tests that need a socket. Prints its URL as the first line.
#include <iostream>
#include <string>

#include "http/server.hpp"
#include "service/service.hpp"

int main() {
  errdex::http::site site;
  site.answer = errdex::service::make_service();
  errdex::http::server server(std::move(site), {});
  server.start();
  std::cout << server.url() << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  server.stop();
}
