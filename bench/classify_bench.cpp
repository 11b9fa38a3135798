// Classifying response bodies: errdex against JSON parsers. One process, contenders in turn, medians over
// the rounds, in nanoseconds a body. With a number as the third argument only that contender runs, over the
// first mix, for `perf stat` and its like.
//
//   build/bench/bench/classify_bench [ROUNDS [CONTENDER]]
#include <simdjson.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "body_mix.hpp"
#include "diagnose/body_keys.hpp"
#include "errdex/diagnose.hpp"

namespace {

using errdex::bench::body_shape;
using errdex::bench::body_shapes;

/// Bodies one behind the other, as in the buffers of a server, each with the room that simdjson wants behind
/// it, so that nobody copies.
class mix {
 public:
  mix(const char* title, const std::vector<std::string>& bodies) : title_(title) {
    std::size_t total = 0;
    for (const std::string& body : bodies) total += body.size() + simdjson::SIMDJSON_PADDING;
    memory_.assign(total, ' ');
    std::size_t at = 0;
    for (const std::string& body : bodies) {
      std::memcpy(memory_.data() + at, body.data(), body.size());
      bodies_.emplace_back(memory_.data() + at, body.size());
      at += body.size() + simdjson::SIMDJSON_PADDING;
      bytes_ += body.size();
    }
  }

  [[nodiscard]] const char* title() const { return title_; }
  [[nodiscard]] const std::vector<std::string_view>& bodies() const { return bodies_; }
  [[nodiscard]] std::size_t mean() const { return bytes_ / bodies_.size(); }

 private:
  const char* title_;
  std::string memory_;
  std::vector<std::string_view> bodies_;
  std::size_t bytes_ = 0;
};

template <class Make>
std::vector<std::string> many(std::size_t n, Make make) {
  std::vector<std::string> bodies;
  for (std::size_t i = 0; i < n; ++i) bodies.push_back(make());
  return bodies;
}

/// What each contender finds in a body. Texts are as on the wire.
struct answer {
  std::int64_t number = 0;
  bool has_message = false;
  std::string_view request_id{};
};

answer by_errdex(std::string_view body) {
  const errdex::classification c = errdex::classify(body);
  return {c.number, c.complete, c.request_id};
}

/// The quickest way that On-Demand offers: keys compared without undoing escapes, the walk left as soon as
/// a code and a message were seen. An id behind them, a second code behind them and keys with escapes
/// are missed, which `classify` finds.
answer by_simdjson_stopping(simdjson::ondemand::parser& parser, std::string_view body) {
  answer found;
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  if (parser.iterate(body.data(), body.size(), body.size() + simdjson::SIMDJSON_PADDING).get(document) != 0 ||
      document.get_object().get(object) != 0) {
    return found;
  }
  bool has_code = false;
  for (auto field : object) {
    simdjson::ondemand::raw_json_string key;
    if (field.key().get(key) != 0) break;
    for (const body_shape& shape : body_shapes) {
      if (key.unsafe_is_equal(shape.code)) {
        has_code = field.value().get_int64().get(found.number) == 0;
        break;
      }
      if (key.unsafe_is_equal(shape.message)) {
        simdjson::ondemand::raw_json_string message;
        found.has_message = field.value().get_raw_json_string().get(message) == 0;
        break;
      }
    }
    if (has_code && found.has_message) break;
  }
  return found;
}

errdex::detail::body_key key_named(std::string_view name) {
  using namespace errdex::detail;
  if (name.size() > longest_body_key) return body_key::none;
  std::uint64_t word;  // Room for it: the name stands in simdjson's buffer, which is padded.
  std::memcpy(&word, name.data(), sizeof word);
  const std::uint32_t slot = key_slot(word & key_offsets_of[name.size()].mask, name.size(), key_multiplier);
  const body_key key = known_keys.key[slot];
  return body_key_names[index_of(key)] == name ? key : body_key::none;
}

/// Every member is looked at and every key that `classify` knows is told apart, in the same way and with
/// escapes undone: of equal keys the last counts, and an id is found wherever it stands. The two objects
/// that `classify` reads once more, `error` and `error_response`, are left out; no body here has one.
answer by_simdjson(simdjson::ondemand::parser& parser, std::string_view body) {
  using errdex::detail::body_key;
  answer found;
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  if (parser.iterate(body.data(), body.size(), body.size() + simdjson::SIMDJSON_PADDING).get(document) != 0 ||
      document.get_object().get(object) != 0) {
    return found;
  }
  for (auto field : object) {
    std::string_view name;
    if (field.unescaped_key().get(name) != 0) break;
    switch (key_named(name)) {
      case body_key::none:
      case body_key::error:
      case body_key::error_response: break;
      case body_key::errcode:
      case body_key::errno_:
      case body_key::error_code_camel:
      case body_key::error_code:
      case body_key::code:
        if (field.value().get_int64().get(found.number) != 0) return found;
        break;
      case body_key::errmsg:
      case body_key::err_string:
      case body_key::error_message_camel:
      case body_key::error_msg:
      case body_key::msg:
      case body_key::message:
      case body_key::error_description: {
        simdjson::ondemand::raw_json_string message;
        found.has_message = field.value().get_raw_json_string().get(message) == 0;
        break;
      }
      case body_key::sub_code:
      case body_key::request_id:
      case body_key::requestid:
      case body_key::log_id:
      case body_key::logid: found.request_id = field.value().raw_json_token(); break;
    }
  }
  return found;
}

answer by_boost(std::vector<unsigned char>& memory, std::string_view body) {
  answer found;
  boost::json::static_resource resource(memory.data(), memory.size());
  const boost::json::value value =
      boost::json::parse(boost::json::string_view(body.data(), body.size()), &resource);
  for (const body_shape& shape : body_shapes) {
    if (const auto* code = value.as_object().if_contains(shape.code)) {
      found.number = code->to_number<std::int64_t>();
      found.has_message = value.as_object().contains(shape.message);
    }
  }
  return found;
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

struct contender {
  const char* name;
  bool finds_numbers;
  std::function<std::int64_t(const mix&)> run;  ///< The sum of what was found.
};

template <class Classify>
std::int64_t sum_over(const mix& bodies, Classify classify) {
  std::int64_t sum = 0;
  for (const std::string_view body : bodies.bodies()) {
    const answer found = classify(body);
    sum += found.number * 2 + (found.has_message ? 1 : 0);
  }
  return sum;
}

std::vector<contender> contenders(simdjson::ondemand::parser& parser, std::vector<unsigned char>& memory) {
  return {
      {"errdex classify", true, [](const mix& m) { return sum_over(m, by_errdex); }},
      {"simdjson On-Demand, stops at both keys", true,
       [&](const mix& m) {
         return sum_over(m, [&](std::string_view b) { return by_simdjson_stopping(parser, b); });
       }},
      {"simdjson On-Demand, every key, to the end", true,
       [&](const mix& m) { return sum_over(m, [&](std::string_view b) { return by_simdjson(parser, b); }); }},
      {"Boost.JSON, whole document", true,
       [&](const mix& m) { return sum_over(m, [&](std::string_view b) { return by_boost(memory, b); }); }},
      {"limit: memchr of an absent byte", false, [](const mix& m) {
         return sum_over(m, [](std::string_view b) {
           return answer{std::memchr(b.data(), 1, b.size()) != nullptr ? 1 : 0, false, {}};
         });
       }}};
}

/// False when a contender finds something else.
bool measure(const mix& bodies, const std::vector<contender>& all, int rounds) {
  std::vector<std::vector<double>> times(all.size());
  for (int round = -1; round < rounds; ++round) {  // One to warm up.
    std::int64_t expected = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto start = std::chrono::steady_clock::now();
      const std::int64_t sum = all[i].run(bodies);
      const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
      if (i == 0) expected = sum;
      if (all[i].finds_numbers && sum != expected) {
        std::fprintf(stderr, "%s finds something else than errdex in %s\n", all[i].name, bodies.title());
        return false;
      }
      if (round >= 0) times[i].push_back(took.count() / static_cast<double>(bodies.bodies().size()));
    }
  }
  std::printf("%s: %zu bodies, mean %zu bytes, median of %d rounds\n", bodies.title(), bodies.bodies().size(),
              bodies.mean(), rounds);
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::printf("  %-42s %8.1f ns %8.2fx\n", all[i].name, median(times[i]),
                median(times[i]) / median(times[0]));
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 15;
  errdex::bench::body_mix random(1);
  const mix errors("errors of four platforms", many(20000, [&] { return random.error(); }));
  simdjson::ondemand::parser parser;
  std::vector<unsigned char> memory(1 << 20);
  const std::vector<contender> all = contenders(parser, memory);
  if (argc > 2) {
    const std::size_t which = std::strtoul(argv[2], nullptr, 10);
    if (which >= all.size()) return 2;
    std::int64_t sum = 0;
    for (int i = 0; i < rounds; ++i) sum += all[which].run(errors);
    std::printf("%s: %d times %zu bodies, sum %lld\n", all[which].name, rounds, errors.bodies().size(),
                static_cast<long long>(sum));
    return 0;
  }
  const mix one("errors of one platform", many(20000, [&] { return random.errcode_error(); }));
  const mix large("large successes", many(500, [&] { return random.large_success(); }));
  std::printf("simdjson's first stage runs on %s\n", simdjson::get_active_implementation()->name().c_str());
  for (const mix* m : {&errors, &one, &large}) {
    if (!measure(*m, all, rounds)) return 1;
  }
}
