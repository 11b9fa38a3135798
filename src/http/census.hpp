// Who is connected: counted in total and by address, for the caps on both.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace errdex::http {

class census {
 public:
  /// 0 for no bound.
  census(std::size_t most, std::size_t most_of_address) : most_(most), most_of_address_(most_of_address) {}

  /// Counts a connection from this address in; false when one of the caps is reached.
  bool enter(const std::string& address) {
    const std::lock_guard lock(mutex_);
    if (most_ != 0 && total_ >= most_) return false;
    std::size_t& count = by_address_[address];
    if (most_of_address_ != 0 && count >= most_of_address_) return false;
    ++count;
    ++total_;
    return true;
  }

  void leave(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto found = by_address_.find(address);
    if (found == by_address_.end()) return;
    if (--found->second == 0) by_address_.erase(found);
    --total_;
  }

  [[nodiscard]] std::size_t total() const {
    const std::lock_guard lock(mutex_);
    return total_;
  }

 private:
  mutable std::mutex mutex_;
  const std::size_t most_;
  const std::size_t most_of_address_;
  std::size_t total_ = 0;
  std::unordered_map<std::string, std::size_t> by_address_;
};

}  // namespace errdex::http
