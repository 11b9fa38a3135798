#include "page/alike.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

namespace errdex::page {
namespace {

// Found by reading what the page shows for every entry at other bounds: below, words such as "invalid" and
// "missing" begin to pair what has nothing else in common.
constexpr double least_likeness = 0.62;
constexpr float name_weight = 3;
constexpr float title_weight = 1;

/// Words of every title, and words that only name the platform's own kind of token.
constexpr std::array<std::string_view, 22> unimportant{"a",  "an", "the", "is",   "are",  "was", "not", "no",
                                                       "of", "or", "and", "to",   "for",  "in",  "on",  "by",
                                                       "it", "s",  "its", "this", "that", "with"};

template <typename Take>
void each_word(std::string_view text, Take take) {
  std::string word;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      word += upper ? static_cast<char>(c | 0x20) : c;
      continue;
    }
    if (!word.empty()) take(word);
    word.clear();
  }
  if (!word.empty()) take(word);
}

bool refers(const entry& from, const entry& to) {
  const std::string id = std::string(to.space().name()) + ":" + std::string(to.code());
  for (const std::string_view s : from.see()) {
    if (s == id) return true;
  }
  return false;
}

}  // namespace

std::uint32_t alike_index::id_of(const std::string& text) {
  return ids_.try_emplace(text, static_cast<std::uint32_t>(ids_.size())).first->second;
}

alike_index::alike_index(const catalog& codes) : codes_(codes) {
  std::vector<std::map<std::uint32_t, float>> counts;
  std::vector<float> holders;
  for (const entry e : codes_.entries()) {
    std::map<std::uint32_t, float> words;
    const auto add = [&](std::string_view text, float weight) {
      each_word(text, [&](const std::string& w) {
        if (std::find(unimportant.begin(), unimportant.end(), w) != unimportant.end()) return;
        float& slot = words[id_of(w)];
        slot = std::max(slot, weight);
      });
    };
    add(e.title(language::en), title_weight);
    add(e.name(), name_weight);
    holders.resize(ids_.size());
    for (const auto& [id, weight] : words) holders[id] += 1;
    counts.push_back(std::move(words));
    entries_.push_back(e);
  }
  const auto total = static_cast<float>(entries_.size());
  for (const auto& words : counts) {
    std::vector<word> vector;
    float square = 0;
    for (const auto& [id, weight] : words) {
      const float w = weight * std::log(1 + total / holders[id]);
      square += w * w;
      vector.push_back({id, w});
    }
    for (word& w : vector) w.weight /= std::sqrt(square);
    vectors_.push_back(std::move(vector));
  }
}

std::vector<alike_entry> alike_index::of(const entry& e, std::size_t per_platform) const {
  const auto here = std::find(entries_.begin(), entries_.end(), e);
  if (here == entries_.end() || e.verdict() == verdict::none) return {};
  std::vector<float> mine(ids_.size());
  for (const word& w : vectors_[static_cast<std::size_t>(here - entries_.begin())]) mine[w.id] = w.weight;

  std::vector<alike_entry> found;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const entry& other = entries_[i];
    if (other.space().platform() == e.space().platform()) continue;
    const bool same_advice = other.status() == e.status() || other.verdict() == e.verdict();
    if (other.name() == e.name() && same_advice) {
      found.push_back({other, 1, true});
      continue;
    }
    double likeness = 0;
    for (const word& w : vectors_[i])
      likeness += static_cast<double>(w.weight) * static_cast<double>(mine[w.id]);
    if (refers(e, other) && refers(other, e) && same_advice) likeness = std::max(likeness, 0.9);
    if (likeness >= least_likeness && same_advice) found.push_back({other, likeness, false});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const alike_entry& a, const alike_entry& b) { return a.likeness > b.likeness; });

  std::vector<alike_entry> out;
  std::vector<std::string_view> platforms;
  for (const errdex::space s : codes_.spaces()) {
    if (std::find(platforms.begin(), platforms.end(), s.platform()) == platforms.end())
      platforms.push_back(s.platform());
  }
  for (const std::string_view platform : platforms) {
    std::size_t taken = 0;
    double best = 0;
    for (const alike_entry& a : found) {
      if (taken == per_platform) break;
      if (a.entry.space().platform() != platform) continue;
      // Behind a good one a far weaker one is noise.
      if (taken > 0 && a.likeness < best - 0.15) break;
      best = std::max(best, a.likeness);
      out.push_back(a);
      ++taken;
    }
  }
  return out;
}

}  // namespace errdex::page
