#include <csignal>
#include <iostream>

#include "cli/program.hpp"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  // A reader that has gone away (| head) ends the program as it ends every other tool.
  std::signal(SIGPIPE, SIG_DFL);
  errdex::cli::program p;
  errdex::cli::add_commands(p, argc > 1 ? argv[1] : "");
  const int code = p.main(argc, argv, std::cin, std::cout, std::cerr);
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "errdex: cannot write the output\n";
    return errdex::cli::bad_usage;
  }
  return code;
}
