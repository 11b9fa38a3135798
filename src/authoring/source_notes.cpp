#include "authoring/source_notes.hpp"

#include <algorithm>

namespace errdex::authoring {
namespace {

/// Text for a cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '\\' || c == '<' || c == '*' || c == '_') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

generated_file source_notes(const authored_catalog& read) {
  std::string out =
      "# What is odd in the documents\n\n"
      "The catalog keeps the platforms' messages letter for letter and says here where a document "
      "contradicts itself,\n"
      "is damaged, or breaks its own scheme. Generated from the `notes` of the entries; change those, not "
      "this page.\n";
  for (const auto& d : read.documents) {
    std::vector<const draft::entry*> noted;
    std::size_t all = 0;
    for (const auto& e : read.entries) {
      const auto& v = e.value;
      const auto space = std::find_if(read.spaces.begin(), read.spaces.end(),
                                      [&](const draft::space& s) { return s.name == v.space; });
      if (space == read.spaces.end() || space->platform != d.platform || v.document != d.id) continue;
      ++all;
      if (!v.notes.empty()) noted.push_back(&v);
    }
    if (noted.empty()) continue;
    std::stable_sort(noted.begin(), noted.end(),
                     [](const auto* a, const auto* b) { return a->line < b->line; });
    out += "\n## " + d.platform + ": " + d.title + "\n\n";
    if (!d.url.empty()) out += "Document: <" + d.url + ">";
    if (!d.seen.empty()) out += (d.url.empty() ? "State of " : ", state of ") + d.seen;
    out += std::string(d.url.empty() && d.seen.empty() ? "" : ". ") + std::to_string(noted.size()) + " of " +
           std::to_string(all) + " entries carry a note.\n\n";
    out += "| line | code | message | note |\n|--:|---|---|---|\n";
    for (const auto* e : noted) {
      std::string notes;
      for (const auto& n : e->notes) notes += (notes.empty() ? "" : " ") + n;
      out += "| " + std::to_string(e->line) + " | `" + e->space + ":" + e->code + "` | " + cell(e->message) +
             " | " + cell(notes) + " |\n";
    }
  }
  return {"docs/source-notes.md", out};
}

}  // namespace errdex::authoring
