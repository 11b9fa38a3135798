// Counts the calls of operator new that this thread makes while a counter lives. A test that uses it
// compiles counted_new.cpp too.
#ifndef ERRDEX_TESTS_COUNTED_NEW_HPP
#define ERRDEX_TESTS_COUNTED_NEW_HPP

#include <cstddef>

namespace errdex {

class allocation_counter {
 public:
  allocation_counter();
  ~allocation_counter();
  allocation_counter(const allocation_counter&) = delete;
  allocation_counter& operator=(const allocation_counter&) = delete;
  [[nodiscard]] std::size_t count() const;
};

}  // namespace errdex

#endif
