// What a paid app may do in an organisation: until the term is over, and for as many people as were paid for.
#include "emulator/wecom/payments.hpp"

namespace errdex::emulation::wecom {
namespace {

/// How many members the calling app sees.
std::int64_t people_in_scope(const exchange& x) {
  return x.data()
      .number(
          "WITH RECURSIVE scope(kind, id) AS (SELECT kind, id FROM wecom_app_scope WHERE corp = ?1 AND app = "
          "?2), "
          "tagged(kind, id) AS (SELECT m.kind, m.id FROM wecom_tag_member m JOIN scope s ON s.kind = 'tag' "
          "AND "
          "s.id = CAST(m.tagid AS TEXT) WHERE m.corp = ?1), "
          "down(id) AS (SELECT CAST(id AS INTEGER) FROM scope WHERE kind = 'party' UNION SELECT CAST(id AS "
          "INTEGER) "
          "FROM tagged WHERE kind = 'party' UNION SELECT d.id FROM wecom_department d JOIN down ON d.parent "
          "= down.id "
          "WHERE d.corp = ?1) "
          "SELECT count(*) FROM wecom_member m WHERE m.corp = ?1 AND (EXISTS (SELECT 1 FROM scope s WHERE "
          "s.kind = "
          "'user' AND s.id = m.userid COLLATE NOCASE) OR EXISTS (SELECT 1 FROM tagged t WHERE t.kind = "
          "'user' AND "
          "t.id = m.userid COLLATE NOCASE) OR EXISTS (SELECT 1 FROM wecom_membership b JOIN down ON down.id "
          "= "
          "b.department WHERE b.corp = ?1 AND b.userid = m.userid))",
          x.caller.tenant, x.caller.app)
      .value_or(0);
}

}  // namespace

void check_paid_app(exchange& x) {
  if (x.caller.kind != third_party) return;
  const auto suite = x.data().value("SELECT suite FROM wecom_suite_install WHERE corp = ? AND app = ?",
                                    x.caller.tenant, x.caller.app);
  if (!suite) return;
  const auto bought = subscription_of(x.data(), *suite, x.caller.tenant, x.seconds());
  const auto trial =
      x.data().number("SELECT ends FROM wecom_trial WHERE suite = ? AND buyer = ?", *suite, x.caller.tenant);
  // Who has neither bought nor tried it uses what is free.
  if (!bought && !trial) return;
  const bool running = bought && bought->ends > x.seconds();
  if (!running && trial.value_or(0) <= x.seconds())
    throw failure(code::paid_app_expired,
                  bought ? "the term that was paid for is over" : "the trial is over");
  if (running && bought->limited && people_in_scope(x) > bought->users)
    throw failure(code::paid_app_user_limit_reached,
                  "the app is paid for " + std::to_string(bought->users) + " people, and sees more");
}

}  // namespace errdex::emulation::wecom
