// Classifying response bodies of 60 to 600 bytes: errdex against parsers. One process, contenders in turn,
// medians over the rounds, in nanoseconds a body.
//
//   build/bench/bench/classify_bench [ROUNDS]
#include <simdjson.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "errdex/diagnose.hpp"

namespace {

struct shape {
  const char* code;
  const char* message;
};
constexpr shape shapes[] = {
    {"errcode", "errmsg"}, {"code", "msg"}, {"errno", "errString"}, {"error_code", "error_msg"}};

class random_bits {
 public:
  std::uint64_t below(std::uint64_t n) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return (state_ >> 33) % n;
  }

 private:
  std::uint64_t state_ = 42;
};

/// A body of a random shape: mostly compact with the code first, else with other members before it, some
/// with escapes, some with a decoy inside an object or a string.
std::string body(random_bits& random) {
  const shape& s = shapes[random.below(4)];
  const bool first = random.below(100) < 57;
  std::string message =
      "invalid access_token, hint: [171377711119756003467494" + std::to_string(random.below(10)) + "]";
  if (random.below(4) == 0) message += "\\u4e0d\\u5408\\u6cd5\\u7684";
  const std::string pair = "\"" + std::string(s.code) + "\":" + std::to_string(40000 + random.below(60000)) +
                           ",\"" + s.message + "\":\"" + message + "\"";
  std::string data = "\"data\":{\"user\":\"u" + std::to_string(random.below(100000)) + "\"";
  if (random.below(100) < 23)
    data += random.below(2) == 0 ? ",\"" + std::string(s.code) + "\":0"
                                 : ",\"text\":\"\\\"" + std::string(s.code) + "\\\":0\"";
  for (std::uint64_t i = random.below(12); i > 0; --i)
    data += ",\"field" + std::to_string(i) + "\":\"some value here\"";
  data += "}";
  return first ? "{" + pair + "," + data + "}"
               : "{\"request_id\":\"15rab" + std::to_string(random.below(1000000)) + "\"," + data + "," +
                     pair + "}";
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 11;
  random_bits random;
  std::vector<std::string> bodies;
  std::size_t bytes = 0;
  for (int i = 0; i < 20000; ++i) {
    bodies.push_back(body(random));
    bytes += bodies.back().size();
  }
  std::vector<simdjson::padded_string> padded;
  for (const auto& b : bodies) padded.emplace_back(b);

  struct contender {
    const char* name;
    std::function<std::int64_t()> run;
    std::vector<double> times;
  };
  simdjson::ondemand::parser parser;
  std::vector<contender> all;
  all.push_back({"errdex classify",
                 [&] {
                   std::int64_t sum = 0;
                   for (const auto& b : bodies) sum += errdex::classify(b).number;
                   return sum;
                 },
                 {}});
  all.push_back({"simdjson On-Demand, stops at both keys",
                 [&] {
                   std::int64_t sum = 0;
                   for (const auto& b : padded) {
                     auto document = parser.iterate(b);
                     std::int64_t code = 0;
                     int found = 0;
                     for (auto field : document.get_object()) {
                       const auto key = field.key();
                       for (const shape& s : shapes) {
                         if (key.value_unsafe().unsafe_is_equal(s.code)) {
                           code = field.value().get_int64();
                           ++found;
                         } else if (key.value_unsafe().unsafe_is_equal(s.message)) {
                           std::string_view text;
                           found += field.value().raw_json_token().get(text) == simdjson::SUCCESS ? 1 : 0;
                         }
                       }
                       if (found == 2) break;
                     }
                     sum += code;
                   }
                   return sum;
                 },
                 {}});
  all.push_back({"Boost.JSON, whole document",
                 [&] {
                   std::int64_t sum = 0;
                   std::vector<unsigned char> memory(16384);
                   for (const auto& b : bodies) {
                     boost::json::static_resource resource(memory.data(), memory.size());
                     const auto v = boost::json::parse(b, &resource);
                     for (const shape& s : shapes) {
                       if (const auto* code = v.as_object().if_contains(s.code))
                         sum += code->to_number<std::int64_t>();
                     }
                   }
                   return sum;
                 },
                 {}});
  all.push_back({"limit: memchr of an absent byte",
                 [&] {
                   std::int64_t sum = 0;
                   for (const auto& b : bodies) sum += std::memchr(b.data(), 1, b.size()) != nullptr ? 1 : 0;
                   return sum;
                 },
                 {}});
  for (int r = -1; r < rounds; ++r) {
    std::int64_t first = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto start = std::chrono::steady_clock::now();
      const std::int64_t sum = all[i].run();
      const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
      if (i == 0) first = sum;
      if (i == 1 || i == 2) {
        if (sum != first) {
          std::fprintf(stderr, "%s disagrees with errdex\n", all[i].name);
          return 1;
        }
      }
      if (r >= 0) all[i].times.push_back(took.count() / static_cast<double>(bodies.size()));
    }
  }
  std::printf("%zu bodies, mean %zu bytes, median of %d rounds\n", bodies.size(), bytes / bodies.size(),
              rounds);
  for (const auto& c : all)
    std::printf("%-42s %8.1f ns %8.2fx\n", c.name, median(c.times), median(c.times) / median(all[0].times));
}
