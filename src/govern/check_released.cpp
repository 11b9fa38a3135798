// The rules about what was released: a number and a name are for good, a meaning does not change in silence.
#include <algorithm>
#include <map>
#include <set>

#include "govern/lint.hpp"

namespace errdex::govern {
namespace {

using authoring::authored_entry;

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> out;
  std::string word;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (u >= 0x80) {  // Each character of a text without blanks counts as a word; its first byte starts it.
      if ((u & 0xc0) != 0x80 && !word.empty()) {
        out.insert(word);
        word.clear();
      }
      word += c;
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      word += c;
    } else if (c >= 'A' && c <= 'Z') {
      word += static_cast<char>(c - 'A' + 'a');
    } else if (!word.empty()) {
      out.insert(word);
      word.clear();
    }
  }
  if (!word.empty()) out.insert(word);
  return out;
}

/// Titles that share fewer than a third of their words say different things as far as a program can tell.
bool says_something_else(std::string_view was, std::string_view now) {
  const auto a = words_of(was);
  const auto b = words_of(now);
  if (a.empty()) return false;
  const auto common = std::count_if(a.begin(), a.end(), [&](const auto& w) { return b.count(w) != 0; });
  return static_cast<std::size_t>(common) * 3 < std::max(a.size(), b.size());
}

std::string in_words(const std::vector<draft::parameter>& parameters) {
  std::string out;
  for (const auto& p : parameters)
    out += (out.empty() ? "" : ", ") + p.name + ": " + std::string(draft::name(p.type));
  return out.empty() ? "none" : out;
}

/// Parameters may be added, not taken away or retyped.
bool keeps(const std::vector<draft::parameter>& was, const std::vector<draft::parameter>& now) {
  return std::all_of(was.begin(), was.end(),
                     [&](const auto& p) { return std::find(now.begin(), now.end(), p) != now.end(); });
}

class checker {
 public:
  checker(const project& p, const authoring::authored_catalog& codes, const released& lock)
      : project_(p), codes_(codes), lock_(lock) {}

  findings run() {
    std::map<std::pair<std::string_view, std::string_view>, std::vector<const authored_entry*>> by_code;
    for (const auto& e : codes_.entries) by_code[{e.value.space, e.value.code}].push_back(&e);
    for (const auto& r : lock_.entries) {
      const auto found = by_code.find({r.space, r.code});
      if (found == by_code.end()) {
        out_.push_back(
            {"released-gone",
             authoring::outcome::reject,
             project_.path(project_.lock),
             {},
             r.space + ":" + r.code,
             r.code + " (" + r.name + ") was released in " + r.since + " and is gone from the catalog"});
        continue;
      }
      const auto* e = meant(r, found->second);
      if (e == nullptr) {
        current_ = found->second.front();
        report("released-name", "name",
               r.code + " was released as `" + r.name + "`, and is now `" + current_->value.name + "`");
        continue;
      }
      current_ = e;
      compare(r, e->value);
    }
    return std::move(out_);
  }

 private:
  static const authored_entry* meant(const released_entry& r,
                                     const std::vector<const authored_entry*>& entries) {
    for (const auto* e : entries) {
      if (e->value.name == r.name) return e;
    }
    for (const auto* e : entries) {
      const auto& was = e->value.was;
      if (std::find(was.begin(), was.end(), r.name) != was.end()) return e;
    }
    return nullptr;
  }

  void report(std::string_view rule, std::string_view field, std::string message) {
    out_.push_back({rule, authoring::severity_of(rule), codes_.files[current_->file], current_->place(field),
                    current_->value.space + ":" + current_->value.code, std::move(message)});
  }

  void compare(const released_entry& r, const draft::entry& e) {
    if (!r.retired.empty() && e.state != lifecycle::obsolete) {
      report("released-reused", "code",
             r.code + " was retired in " + r.retired + "; a number is never used again");
    }
    const std::string since = " was released in " + lock_.version + " with ";
    if (r.status != e.status) {
      report("released-meaning", "status",
             r.code + since + "status " + std::string(name(r.status)) + ", and now has " +
                 std::string(name(e.status)));
    }
    if (r.verdict != e.verdict) {
      report("released-meaning", "verdict",
             r.code + since + "verdict " + std::string(name(r.verdict)) + ", and now has " +
                 std::string(name(e.verdict)));
    }
    if (!keeps(r.parameters, e.parameters)) {
      report("released-meaning", "parameters",
             r.code + since + "the parameters " + in_words(r.parameters) + ", and now has " +
                 in_words(e.parameters));
    }
    if (says_something_else(r.title, headline_of(e))) {
      report(
          "released-meaning", "title",
          r.code + since + "the title \"" + r.title + "\"; \"" + headline_of(e) + "\" says something else");
    }
  }

  const project& project_;
  const authoring::authored_catalog& codes_;
  const released& lock_;
  const authored_entry* current_ = nullptr;
  findings out_;
};

}  // namespace

findings check_released(const project& p, const authoring::authored_catalog& codes, const released& lock) {
  return checker(p, codes, lock).run();
}

}  // namespace errdex::govern
