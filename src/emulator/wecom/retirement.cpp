#include "emulator/wecom/retirement.hpp"

#include <boost/json/array.hpp>
#include <stdexcept>

namespace errdex::emulation::wecom {

void check_retirement(exchange& x) {
  if (x.data().exists("SELECT 1 FROM wecom_retired_api WHERE corp = ? AND name = ?", x.caller.tenant,
                      x.endpoint.name))
    throw failure(code::api_retired, "the API " + std::string(x.endpoint.name) + " is retired");
}

void create_retirement_tables(store& data) {
  data.script(
      "CREATE TABLE IF NOT EXISTS wecom_retired_api(corp TEXT NOT NULL, name TEXT NOT NULL, PRIMARY "
      "KEY(corp, name)) "
      "WITHOUT ROWID");
}

void load_retired_apis(world& w, const std::string& corp, const boost::json::value& part) {
  if (!part.is_array()) throw std::invalid_argument(corp + ": 'retired_apis' must be a sequence");
  for (const auto& name : part.get_array())
    w.data.run("INSERT INTO wecom_retired_api(corp, name) VALUES(?, ?)", corp, scalar_text(name));
}

}  // namespace errdex::emulation::wecom
