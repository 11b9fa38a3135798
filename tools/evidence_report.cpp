// Writes the page that says how much of the corpus in tests/evidence/ is found:
//
//   evidence_report PROJECT            rewrites docs/evidence.md
//   evidence_report --check PROJECT    1 when it is out of date
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "evidence_corpus.hpp"

namespace {

int run(const std::string& project, bool check) {
  const std::string page = errdex::test::report(project);
  const std::string path = project + "/docs/evidence.md";
  std::ifstream in(path, std::ios::binary);
  const std::string before{std::istreambuf_iterator<char>(in), {}};
  if (before == page) return 0;
  if (check) {
    std::cerr << path << " is out of date; run evidence_report " << project << '\n';
    return 1;
  }
  std::ofstream out(path, std::ios::binary);
  out << page;
  out.close();
  if (!out) {
    std::cerr << "evidence_report: cannot write " << path << '\n';
    return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const bool check = argc == 3 && std::string(argv[1]) == "--check";
  if (argc != 2 && !check) {
    std::cerr << "usage: evidence_report [--check] PROJECT\n";
    return 2;
  }
  try {
    return run(argv[argc - 1], check);
  } catch (const std::exception& e) {
    std::cerr << "evidence_report: " << e.what() << '\n';
    return 1;
  }
}
