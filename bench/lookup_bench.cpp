// Look-up of codes: errdex against the tables that a program would use instead. All contenders sit in one
// process and take turns; the figures are medians over the rounds, in nanoseconds a query.
//
//   build/bench/bench/lookup_bench [ROUNDS]
//
// Keys are (space, number) in 64 bits; values are 16 bytes. Half of the queries hit; of the misses half are
// near a real code and half are random. The order is random, so that branches cannot be learned.
#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/builder.hpp"
#include "errdex/catalog.hpp"

namespace {

using namespace errdex;

struct value {
  std::uint64_t key;
  std::uint32_t index;
  std::uint32_t position;
};

struct query {
  std::uint8_t space;
  std::int32_t number;
  std::uint32_t oracle;  // Position in the values, or of a spare one for a miss.
};

constexpr std::uint64_t key_of(std::uint8_t space, std::int32_t number) {
  return std::uint64_t{space} << 32 | static_cast<std::uint32_t>(number);
}

class random_bits {
 public:
  explicit random_bits(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
  }
  std::uint64_t below(std::uint64_t n) { return next() % n; }

 private:
  std::uint64_t state_;
};

struct contender {
  std::string name;
  std::function<std::uint64_t(const std::vector<query>&)> run;
  std::vector<double> hit, mix;
};

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

double time_of(const contender& c, const std::vector<query>& queries, std::uint64_t& sum) {
  const auto start = std::chrono::steady_clock::now();
  sum = c.run(queries);
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
  return took.count() / static_cast<double>(queries.size());
}

void measure(const char* title, const catalog& codes, std::size_t query_count, int rounds) {
  std::vector<value> values;
  std::vector<query> known;
  for (const entry e : codes.entries()) {
    const auto n = e.number();
    if (!n || *n != static_cast<std::int32_t>(*n)) continue;
    const auto space = static_cast<std::uint8_t>(e.space().id());
    const auto key = key_of(space, static_cast<std::int32_t>(*n));
    if (!values.empty() && values.back().key == key) continue;
    known.push_back({space, static_cast<std::int32_t>(*n), static_cast<std::uint32_t>(values.size())});
    values.push_back({key, e.index(), static_cast<std::uint32_t>(values.size())});
  }
  const auto spare = static_cast<std::uint32_t>(values.size());
  values.push_back({0, 0, 0});

  std::unordered_map<std::uint64_t, value> standard;
  absl::flat_hash_map<std::uint64_t, value> flat;
  std::vector<value> sorted(values.begin(), values.end() - 1);
  for (const value& v : sorted) {
    standard.emplace(v.key, v);
    flat.emplace(v.key, v);
  }
  std::sort(sorted.begin(), sorted.end(), [](const value& a, const value& b) { return a.key < b.key; });

  random_bits random(7);
  std::vector<query> hits, mixed;
  for (std::size_t i = 0; i < query_count; ++i) {
    hits.push_back(known[random.below(known.size())]);
    query q = known[random.below(known.size())];
    if (random.below(2) == 0) {
      if (random.below(2) == 0) {
        q.number += static_cast<std::int32_t>(random.below(64)) - 32;
      } else {
        q.number = static_cast<std::int32_t>(random.next());
      }
      q.oracle = spare;
      if (const auto found = flat.find(key_of(q.space, q.number)); found != flat.end()) {
        q.oracle = found->second.position;  // The neighbour of a code is often a code.
      }
    }
    mixed.push_back(q);
  }

  std::vector<contender> all;
  all.push_back({"errdex find(space, number)",
                 [&](const std::vector<query>& qs) {
                   std::uint64_t sum = 0;
                   for (const query& q : qs)
                     sum += codes.find(static_cast<space_id>(q.space), q.number).index();
                   return sum;
                 },
                 {},
                 {}});
  all.push_back({"absl::flat_hash_map",
                 [&](const std::vector<query>& qs) {
                   std::uint64_t sum = 0;
                   for (const query& q : qs) {
                     const auto found = flat.find(key_of(q.space, q.number));
                     if (found != flat.end()) sum += found->second.index;
                   }
                   return sum;
                 },
                 {},
                 {}});
  all.push_back({"std::unordered_map",
                 [&](const std::vector<query>& qs) {
                   std::uint64_t sum = 0;
                   for (const query& q : qs) {
                     const auto found = standard.find(key_of(q.space, q.number));
                     if (found != standard.end()) sum += found->second.index;
                   }
                   return sum;
                 },
                 {},
                 {}});
  all.push_back({"std::lower_bound",
                 [&](const std::vector<query>& qs) {
                   std::uint64_t sum = 0;
                   for (const query& q : qs) {
                     const auto key = key_of(q.space, q.number);
                     const auto at =
                         std::lower_bound(sorted.begin(), sorted.end(), key,
                                          [](const value& v, std::uint64_t k) { return v.key < k; });
                     if (at != sorted.end() && at->key == key) sum += at->index;
                   }
                   return sum;
                 },
                 {},
                 {}});
  all.push_back({"limit: one random load",
                 [&](const std::vector<query>& qs) {
                   std::uint64_t sum = 0;
                   for (const query& q : qs) sum += values[q.oracle].index;
                   return sum;
                 },
                 {},
                 {}});

  for (int r = -1; r < rounds; ++r) {
    std::uint64_t first_hit = 0, first_mix = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::uint64_t hit_sum = 0, mix_sum = 0;
      const double hit = time_of(all[i], hits, hit_sum);
      const double mix = time_of(all[i], mixed, mix_sum);
      if (i == 0) {
        first_hit = hit_sum;
        first_mix = mix_sum;
      } else if (hit_sum != first_hit || mix_sum != first_mix) {
        std::fprintf(stderr, "%s disagrees with errdex\n", all[i].name.c_str());
        std::exit(1);
      }
      if (r >= 0) {
        all[i].hit.push_back(hit);
        all[i].mix.push_back(mix);
      }
    }
  }
  std::printf("\n%s: %zu codes, %zu queries, median of %d rounds\n", title, known.size(), query_count,
              rounds);
  std::printf("%-30s %10s %10s %12s\n", "", "hits ns", "mixed ns", "x errdex mix");
  for (const contender& c : all) {
    std::printf("%-30s %10.2f %10.2f %12.2f\n", c.name.c_str(), median(c.hit), median(c.mix),
                median(c.mix) / median(all[0].mix));
  }
}

/// Blocks of consecutive numbers with holes, as the documents have them.
draft::catalog generated(std::size_t count) {
  draft::catalog out;
  random_bits random(3);
  for (int s = 0; s < 8; ++s) {
    draft::space sp;
    sp.name = "generated.s" + std::to_string(s);
    sp.platform = "generated";
    out.spaces.push_back(sp);
  }
  std::vector<std::int64_t> next(8, 1000);
  while (out.entries.size() < count) {
    const auto s = random.below(8);
    next[s] += static_cast<std::int64_t>(random.below(4000));
    const auto run = 1 + random.below(40);
    for (std::size_t k = 0; k < run && out.entries.size() < count; ++k) {
      draft::entry e;
      e.space = out.spaces[s].name;
      e.code = std::to_string(next[s]++);
      e.name = "code_" + e.code;
      out.entries.push_back(std::move(e));
    }
  }
  return out;
}

catalog compiled(const draft::catalog& source) {
  std::string error;
  const auto image = build_image(source, error);
  auto loaded = image ? catalog::from_image(*image, error) : std::nullopt;
  if (!loaded) {
    std::fprintf(stderr, "%s\n", error.c_str());
    std::exit(1);
  }
  return *loaded;
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 11;
  measure("built-in catalog", catalog::builtin(), 262144, rounds);
  std::string error;
  const auto own = compiled(generated(500));
  const auto both = catalog::combine(catalog::builtin(), own, error);
  if (!both) return 1;
  measure("built-in catalog with a user's 500 codes", *both, 262144, rounds);
  measure("a million generated codes", compiled(generated(1'000'000)), 1048576, rounds);
}
