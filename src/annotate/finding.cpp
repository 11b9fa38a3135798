#include "annotate/finding.hpp"

namespace errdex::annotate {

void judge(std::string_view text, const catalog& codes, std::vector<finding>& out) {
  for (const sighting& seen : find_errors(text, codes)) {
    const diagnosis reading = diagnose(seen.what, codes);
    if (reading.empty()) continue;
    const auto advised = advise(reading, seen.what);
    if (!advised || advised->action == verdict::none) continue;
    const candidate& best = reading.candidates().front();
    finding& f = out.emplace_back();
    f.offset = seen.offset;
    f.length = seen.length;
    f.shape = seen.shape;
    f.space = best.space;
    f.entry = best.entry;
    f.code = best.code;
    f.sub_code = best.sub_code;
    f.sub_entry = best.sub_entry;
    f.action = advised->action;
    f.rule = advised->rule;
  }
}

}  // namespace errdex::annotate
