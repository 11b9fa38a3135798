// The documents of entries, written once and shared by all answers that have them.
#ifndef ERRDEX_SRC_SERVICE_ENTRY_DOCUMENTS_HPP
#define ERRDEX_SRC_SERVICE_ENTRY_DOCUMENTS_HPP

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "errdex/catalog.hpp"
#include "present/entry_json.hpp"

namespace errdex::service {

/// An entry as the answer of a look-up that found it alone.
struct entry_document {
  std::shared_ptr<const std::string> answer;  ///< {"entries":[…]}
  std::string_view entry;                     ///< The part of it that is the entry.
  std::string etag;
};

/// One slot for each entry and choice of languages, filled at the first use. A reader takes no lock: who
/// comes second to an empty slot throws its own copy away. All of the built-in catalog is about 11 MB.
class entry_documents {
 public:
  explicit entry_documents(const catalog& codes) : slots_((codes.size() + 1) * present::texts_count) {}
  ~entry_documents();
  entry_documents(const entry_documents&) = delete;
  entry_documents& operator=(const entry_documents&) = delete;

  /// The document; valid as long as this object. `e` is an entry of the catalog given at construction.
  [[nodiscard]] const entry_document& get(const entry& e, present::texts which);

 private:
  std::vector<std::atomic<const entry_document*>> slots_;
};

/// A weak validator for a body: two bodies that differ have the same one with a chance of 2^-55. Weak, so
/// that it stays true when a server compresses the body.
[[nodiscard]] std::string etag_of(std::string_view body);

}  // namespace errdex::service

#endif
