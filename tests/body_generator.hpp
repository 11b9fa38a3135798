// Random bodies: JSON objects with the keys that matter, keys that look like them, and values of every
// kind, in every layout; and what can happen to one on its way.
#ifndef ERRDEX_TESTS_BODY_GENERATOR_HPP
#define ERRDEX_TESTS_BODY_GENERATOR_HPP

#include <random>
#include <string>

namespace errdex::testing {

/// The same seed gives the same bodies everywhere.
class body_generator {
 public:
  explicit body_generator(std::uint64_t seed) : random_(seed) {}

  /// A JSON object.
  [[nodiscard]] std::string object() { return object(0); }

  /// A body as platforms send it: a code, its message, and members around them.
  [[nodiscard]] std::string envelope();

  /// The body with bytes changed, inserted, removed, or cut off.
  [[nodiscard]] std::string damaged(std::string body);

  [[nodiscard]] std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

 private:
  [[nodiscard]] bool one_in(std::size_t n) { return below(n) == 0; }
  template <std::size_t N>
  [[nodiscard]] std::string any(const char* const (&list)[N]) {
    return list[below(N)];
  }

  std::string key();
  std::string content();
  std::string number();
  std::string value(int depth);
  std::string object(int depth);
  std::string array(int depth);
  std::string blanks();

  std::mt19937_64 random_;
  bool spaced_ = false;
};

}  // namespace errdex::testing

#endif
