#include "cli/reproductions.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <tuple>

namespace errdex::cli {
namespace {

struct known_code {
  std::string_view space, code, name;
};

/// Sorted; written by tools/reproducible_codes.cpp when the program is built.
constexpr known_code known_codes[] = {
#include "reproducible_codes.inc"
};

/// Identifies a meaning of a code in every catalog that has it.
std::string key_of(const entry& e) {
  return std::string(e.space().name()) + ':' + std::string(e.code()) + ' ' + std::string(e.name());
}

/// More of a body explains nothing, and a page or an answer has to carry it.
constexpr std::size_t longest_body = 4096;
constexpr std::string_view placeholder = "http://127.0.0.1:7340";

void cut_text(std::string& text, std::string_view what) {
  if (text.size() <= longest_body) return;
  const std::string whole = std::to_string(text.size());
  std::size_t end = longest_body / 2;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  text += "… (" + whole + " bytes" + std::string(what) + ")";
}

/// Of a long row of requests that differ in a number, the ends say it all.
void shorten_rows(std::vector<present::reproduction_step>& steps) {
  std::vector<present::reproduction_step> out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    std::size_t row = i;
    while (row + 1 < steps.size() && steps[row + 1].again) ++row;
    if (steps[i].again && row - i >= 3) {
      present::reproduction_step rest;
      rest.note = std::to_string(row - i) + " more like it";
      out.push_back(std::move(rest));
      i = row - 1;
      continue;
    }
    out.push_back(std::move(steps[i]));
  }
  steps = std::move(out);
}

void put_base(std::string& command, std::string_view base) {
  for (std::size_t at = 0; (at = command.find(placeholder, at)) != std::string::npos; at += base.size())
    command.replace(at, placeholder.size(), base);
}

class player {
 public:
  std::optional<present::reproduction> play(const entry& e, std::string_view base) {
    const std::lock_guard lock(mutex_);
    auto known = played_.find(key_of(e));
    if (known == played_.end()) {
      auto made = run(e);
      if (!made) return std::nullopt;
      known = played_.emplace(key_of(e), std::move(*made)).first;
    }
    present::reproduction out = known->second;
    for (auto& step : out.steps) put_base(step.command, base);
    return out;
  }

 private:
  std::optional<present::reproduction> run(const entry& e) {
    if (!emulator_) {
      emulator_ =
          std::make_unique<emulation::emulator>(emulation::all_platforms(), emulation::emulator_options());
      for (const emulation::scenario& s : emulator_->book().scenarios)
        if (s.raises) by_code_[key_of(s.raises.entry())].push_back(&s);
      for (auto& [key, ways] : by_code_)
        std::stable_sort(ways.begin(), ways.end(),
                         [](const auto* a, const auto* b) { return simpler(*a, *b); });
    }
    const auto found = by_code_.find(key_of(e));
    if (found == by_code_.end()) return std::nullopt;
    const emulation::scenario& first = *found->second.front();
    const auto result = emulation::play(*emulator_, emulator_->book(), first);
    auto out = as_reproduction(first, result, placeholder);
    shorten_rows(out.steps);
    for (auto& step : out.steps) {
      // Bytes of a file or of a picture say nothing to a reader.
      if (present::utf8(step.body) != step.body)
        step.body = "(" + std::to_string(step.body.size()) + " bytes)";
      if (present::utf8(step.answer) != step.answer)
        step.answer = "(" + std::to_string(step.answer.size()) + " bytes)";
      cut_text(step.command, " in all");
      cut_text(step.body, "");
      cut_text(step.answer, "");
    }
    std::set<std::pair<std::string, std::string>> seen{{first.endpoint, first.when}};
    for (const emulation::scenario* s : found->second)
      if (seen.emplace(s->endpoint, s->when).second) out.others.emplace_back(s->endpoint, s->when);
    return out;
  }

  std::mutex mutex_;
  std::unique_ptr<emulation::emulator> emulator_;
  std::map<std::string, std::vector<const emulation::scenario*>> by_code_;
  std::map<std::string, present::reproduction> played_;
};

}  // namespace

bool simpler(const emulation::scenario& a, const emulation::scenario& b) {
  const auto effort = [](const emulation::scenario& s) {
    std::size_t fields = 0;
    for (const auto& step : s.steps) fields += step.arguments.size() + step.query.size();
    return std::pair(s.steps.size(), fields);
  };
  return effort(a) < effort(b);
}

present::reproduction as_reproduction(const emulation::scenario& s, const emulation::scenario_result& result,
                                      std::string_view base) {
  present::reproduction out;
  out.endpoint = s.endpoint;
  out.when = s.when;
  for (const auto& step : result.steps) {
    present::reproduction_step made;
    made.note = step.note;
    made.times = step.times;
    made.again = step.again;
    if (step.request) {
      made.command = as_command(step, result, base);
      made.method = step.request->method;
      made.target = step.request->target;
      made.headers.assign(step.request->headers.begin(), step.request->headers.end());
      made.body = step.request->body;
      made.status = step.response.status;
      made.answer = step.response.content();
    }
    out.steps.push_back(std::move(made));
  }
  return out;
}

bool reproducible(const entry& e) {
  const auto less = [](const known_code& a, const known_code& b) {
    return std::tie(a.space, a.code, a.name) < std::tie(b.space, b.code, b.name);
  };
  return e && std::binary_search(std::begin(known_codes), std::end(known_codes),
                                 known_code{e.space().name(), e.code(), e.name()}, less);
}

present::reproducer make_reproducer() {
  const auto made = std::make_shared<player>();
  return {reproducible, [made](const entry& e, std::string_view base) { return made->play(e, base); }};
}

}  // namespace errdex::cli
