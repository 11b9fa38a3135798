// What the operations of one service share.
#ifndef ERRDEX_SRC_SERVICE_STATE_HPP
#define ERRDEX_SRC_SERVICE_STATE_HPP

#include <array>
#include <memory>
#include <mutex>
#include <string>

#include "errdex/search.hpp"
#include "service/entry_documents.hpp"
#include "service/metrics.hpp"
#include "service/service.hpp"

namespace errdex::service {

/// A body that many answers share, with its validator.
struct shared_document {
  std::shared_ptr<const std::string> body;
  std::string etag;
};

class state {
 public:
  explicit state(service_options given) : options(std::move(given)), documents(options.codes) {}

  const service_options options;
  entry_documents documents;
  service::metrics metrics;

  [[nodiscard]] const catalog& codes() const noexcept { return options.codes; }

  /// The full text; built when the first search comes.
  [[nodiscard]] const search_index& index() {
    std::call_once(index_once_, [this] { index_ = std::make_unique<const search_index>(options.codes); });
    return *index_;
  }
  /// The document of all spaces.
  [[nodiscard]] const shared_document& spaces(present::texts which);
  /// The OpenAPI document.
  [[nodiscard]] const shared_document& openapi();

 private:
  std::once_flag index_once_;
  std::unique_ptr<const search_index> index_;
  std::array<std::once_flag, present::texts_count> spaces_once_;
  std::array<shared_document, present::texts_count> spaces_;
  std::once_flag openapi_once_;
  shared_document openapi_;
};

}  // namespace errdex::service

#endif
