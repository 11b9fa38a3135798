// Writes docs/evidence.md: how much of the corpus in tests/evidence/ is found.
//
//   evidence_report docs/evidence.md
#include <exception>
#include <fstream>
#include <iostream>

#include "evidence_corpus.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: evidence_report FILE\n";
    return 2;
  }
  try {
    const std::string text = errdex::test::report(errdex::test::read_corpus(ERRDEX_SOURCE_DIR "/tests/evidence"));
    std::ofstream out(argv[1], std::ios::binary);
    out << text;
    out.close();
    if (!out) {
      std::cerr << "evidence_report: cannot write " << argv[1] << '\n';
      return 1;
    }
  } catch (const std::exception& e) {
    std::cerr << "evidence_report: " << e.what() << '\n';
    return 1;
  }
}
