// Writes which codes have a scenario, as rows of a C++ table: reproducible_codes FILE. The program asks this
// table for each code that it explains, and starts without looking at any endpoint.
#include <fstream>
#include <iostream>
#include <set>
#include <tuple>

#include "emulator/platform/scenario.hpp"

int main(int argc, char** argv) {
  using namespace errdex;
  if (argc != 2) {
    std::cerr << "usage: reproducible_codes FILE\n";
    return 2;
  }
  try {
    const auto platforms = emulation::all_platforms();
    std::set<std::tuple<std::string, std::string, std::string>> rows;
    for (const emulation::scenario& s : emulation::read_scenarios(platforms).scenarios) {
      if (!s.raises) continue;
      const entry e = s.raises.entry();
      rows.emplace(e.space().name(), e.code(), e.name());
    }
    std::ofstream out(argv[1]);
    for (const auto& [space, code, name] : rows)
      out << "{\"" << space << "\", \"" << code << "\", \"" << name << "\"},\n";
    return out.good() ? 0 : 1;
  } catch (const std::exception& e) {
    std::cerr << "reproducible_codes: " << e.what() << '\n';
    return 1;
  }
}
