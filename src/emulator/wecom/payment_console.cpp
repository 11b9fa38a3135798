// A buyer pays an order of the cash register, or confirms one that is not paid there: on the page that
// order_url leads to.
#include <mutex>

#include "emulator/wecom/console.hpp"
#include "emulator/wecom/payments.hpp"

namespace errdex::emulation::wecom {

boost::json::value pay_order(console_call& c) {
  const std::string id = c.needed("order");
  const std::lock_guard lock(c.world.mutex);
  transaction change(c.world.data);
  const auto provider = c.world.data.value("SELECT corp FROM wecom_order WHERE id = ?", id);
  const auto order = provider ? find_order(c.world.data, *provider, id) : std::nullopt;
  if (!order) throw console_refusal{404, "there is no order " + id};
  const std::int64_t now = c.world.clock.seconds();
  const order_state state = state_of(*order, now);
  if (state != order_state::unpaid && state != order_state::to_confirm)
    throw console_refusal{409, "the order is in the state " + std::to_string(static_cast<int>(state))};
  // Who pays by a link that is for nobody in particular becomes the buyer.
  const std::string buyer = c.text("corp", order->buyer);
  if (!c.world.data.exists("SELECT 1 FROM wecom_corp WHERE corpid = ?", buyer))
    throw console_refusal{400, "'corp' must be the corpid of who pays"};
  if (!order->buyer.empty() && buyer != order->buyer)
    throw console_refusal{403, "the order is for " + order->buyer};
  if (state == order_state::to_confirm)
    c.world.data.run("UPDATE wecom_order SET confirmed = ?, buyer = ? WHERE id = ?", now, buyer, id);
  else
    c.world.data.run(
        "UPDATE wecom_order SET paid = ?, channel = 1, channel_order = ?, buyer = ? WHERE id = ?", now,
        "42000" + c.world.ids.text("wecom.channel_order", 23, alphabets::digits), buyer, id);
  change.commit();
  const auto after = find_order(c.world.data, *provider, id);
  return boost::json::object{{"order_id", id},
                             {"custom_corpid", buyer},
                             {"order_status", static_cast<int>(state_of(*after, now))},
                             {"paid_price", after->paid_price}};
}

}  // namespace errdex::emulation::wecom
