#include "emulator/platform/callbacks.hpp"

#include <algorithm>

#include "emulator/platform/emulator.hpp"
#include "http/client.hpp"
#include "http/listener.hpp"
#include "http/url.hpp"

namespace errdex::emulation {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_sleep{60'000};

bool may_be_tried_again(http::client_error error) noexcept {
  switch (error) {
    case http::client_error::not_found:
    case http::client_error::refused:
    case http::client_error::timed_out:
    case http::client_error::closed: return true;
    case http::client_error::none:
    case http::client_error::bad_request:
    case http::client_error::not_trusted:
    case http::client_error::malformed:
    case http::client_error::too_long: return false;
  }
  return false;
}

}  // namespace

callback_sender network_sender() {
  struct lazy {
    std::once_flag once;
    std::unique_ptr<http::client> client;
  };
  return [made = std::make_shared<lazy>()](const callback_message& m) {
    std::call_once(made->once, [&] { made->client = std::make_unique<http::client>(); });
    http::client_request r;
    r.method = m.method;
    r.url = m.url;
    if (!m.content_type.empty()) r.headers.add("Content-Type", m.content_type);
    r.body = m.body;
    r.total_time = m.answer_within;
    http::client_answer got = made->client->send(std::move(r));
    if (got) return callback_answer{std::move(got.answer), {}, false};
    std::string problem(http::name(got.error));
    if (!got.detail.empty()) problem += ": " + got.detail;
    return callback_answer{{}, std::move(problem), may_be_tried_again(got.error)};
  };
}

std::string forbidden_callback(std::string_view url, const std::vector<std::string>& allowed) {
  const auto parts = http::parse_url(url);
  if (!parts) return "the URL is none of http or https";
  if (http::is_loopback(parts->host)) return {};
  if (std::find(allowed.begin(), allowed.end(), parts->host) != allowed.end()) return {};
  return "callbacks go to this machine alone; start errdex emulate with --allow-callbacks-to " + parts->host +
         " to reach that host";
}

// --- The bell ----------------------------------------------------------------------------------------

void callback_bell::ring() {
  {
    const std::lock_guard lock(mutex_);
    ++rings_;
  }
  rung_.notify_all();
}

std::uint64_t callback_bell::wait(std::uint64_t seen, milliseconds at_most) {
  std::unique_lock lock(mutex_);
  rung_.wait_for(lock, at_most, [&] { return rings_ != seen; });
  return rings_;
}

std::uint64_t callback_bell::rings() const {
  const std::lock_guard lock(mutex_);
  return rings_;
}

// --- Delivering --------------------------------------------------------------------------------------

bool emulator::deliver_one(emulation::world& w, delivery_counts& counts) {
  std::optional<callback_ticket> next;
  {
    const std::lock_guard lock(w.mutex);
    next = w.callbacks.take(w.clock.now());
  }
  if (!next) return false;
  const callback_message& m = next->message;
  callback_outcome outcome;
  callback_answer got;
  outcome.problem = forbidden_callback(m.url, options_.callback_hosts);
  if (outcome.problem.empty()) {
    try {
      got = options_.send_callback(m);
    } catch (const std::exception& e) {  // Of a sender that a test has put there.
      got.problem = e.what();
    }
    outcome.problem = std::move(got.problem);
    outcome.again = got.again;
    if (outcome.problem.empty()) {
      outcome.status = got.answer.status;
      outcome.answer = std::string(got.answer.content());
    }
  }
  const std::lock_guard lock(w.mutex);
  if (outcome.status != 0)
    if (const platform* p = find_platform(m.platform)) p->read_callback_answer(w, m, outcome);
  journal_record record;
  record.at = w.clock.now();
  record.method = m.method;
  record.target = m.url;
  record.request_body.assign(m.body, 0, journal::body_limit);
  record.status = outcome.status;
  record.answer_body.assign(outcome.answer, 0, journal::body_limit);
  if (const platform* p = find_platform(m.platform)) record.platform = p->name();
  record.failure = outcome.problem;
  record.callback = next->id;
  record.event = m.event;
  record.message = m.plain;
  record.attempt = next->attempt;
  record.reply = outcome.reply;
  if (!w.callbacks.finish(*next, outcome, w.clock.now())) return true;  // The world was reset meanwhile.
  if (options_.observe) options_.observe(record, secrets_);
  w.records.add(std::move(record));
  const bool to_retry = !outcome.accepted && outcome.again && next->attempt < m.attempts;
  if (outcome.accepted)
    ++counts.delivered;
  else if (to_retry)
    ++counts.to_retry;
  else
    ++counts.failed;
  if (const platform* p = to_retry ? nullptr : find_platform(m.platform)) {
    transaction t(w.data);
    p->callback_ended(w, m);
    t.commit();
  }
  return true;
}

delivery_counts emulator::deliver_callbacks(emulation::world& w) {
  delivery_counts counts;
  while (deliver_one(w, counts)) {
  }
  return counts;
}

std::vector<std::shared_ptr<world>> emulator::all_worlds() const {
  const std::lock_guard lock(worlds_mutex_);
  std::vector<std::shared_ptr<emulation::world>> out;
  for (const auto& [name, w] : worlds_) out.push_back(w);
  return out;
}

// --- Beside a server ---------------------------------------------------------------------------------

callback_worker::callback_worker(emulator& e, unsigned threads) : emulator_(e) {
  ++emulator_.bell().listeners;
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) threads_.emplace_back([this] { run(); });
}

callback_worker::~callback_worker() {
  stopping_ = true;
  emulator_.bell().ring();
  for (std::thread& t : threads_) t.join();
  --emulator_.bell().listeners;
}

void callback_worker::run() {
  while (!stopping_) {
    const std::uint64_t seen = emulator_.bell().rings();
    milliseconds sleep = longest_sleep;
    bool sent = false;
    for (const auto& w : emulator_.all_worlds()) {
      if (stopping_) return;
      try {
        delivery_counts ignored;
        sent = emulator_.deliver_one(*w, ignored) || sent;
        const std::lock_guard lock(w->mutex);
        const auto due = w->callbacks.next_due();
        // A clock that stands still is moved by a request, which rings.
        if (due && w->clock.mode() == clock_mode::running)
          sleep = std::min(sleep, std::max(milliseconds(1), *due - w->clock.now()));
      } catch (const store_error&) {  // A full disk, say: the requests that meet it report it.
        sleep = std::min(sleep, milliseconds(1000));
      }
    }
    // An address that was being sent to is free again, for whoever waits for it.
    if (sent) {
      emulator_.bell().ring();
      continue;
    }
    emulator_.bell().wait(seen, sleep);
  }
}

}  // namespace errdex::emulation
