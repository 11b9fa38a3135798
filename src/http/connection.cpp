#include "http/connection.hpp"

#include <algorithm>
#include <ctime>
#include <exception>

#include "http/request_reader.hpp"
#include "http/request_rules.hpp"
#include "http/response_writer.hpp"
#include "http/status.hpp"
#include "http/text.hpp"

namespace errdex::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Answers to pipelined requests are gathered up to here before they are sent.
constexpr std::size_t enough_output = 64 * 1024;
/// A body up to here is copied behind its header, so that one segment takes both.
constexpr std::size_t small_body = 16 * 1024;
/// A body that nobody wants is read up to here, so that the connection can go on.
constexpr std::size_t most_discarded = 64 * 1024;
/// How long the last answer has to arrive while the caller still sends: closing at once would reset the
/// connection, and take the answer out of the caller's hands.
constexpr seconds linger_time{2};
constexpr std::size_t writes_16k_in_a_second = 16 * 1024;

/// The Date field changes once a second, and a thread writes it many thousand times in one.
std::string_view date_of_now() {
  thread_local std::time_t of = -1;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != of) {
    of = now;
    text = http_date(now);
  }
  return text;
}

}  // namespace

struct connection::implementation {
  enum class phase {
    open,       ///< Reads requests, writes answers.
    last,       ///< What is in the output is the last.
    lingering,  ///< Everything was said; reads what still comes and throws it away.
    closed,
    broken,  ///< To be reset.
  };

  implementation(const site& s, const session_rules& r, std::string p, moment now)
      : who(s), rules(r), peer(std::move(p)), reader(r.limits), until(now + r.limits.idle_time) {}

  void pump(moment now);
  bool take_request(moment now);
  void answer_request(moment now);
  void refuse_and_end(unsigned status, std::string_view detail);
  [[nodiscard]] response refusal_answer(unsigned status, std::string_view detail) const;
  [[nodiscard]] std::optional<refusal> check_host(const request& asked) const;
  void send(response answer, const request* asked, bool keep_alive, bool head_only,
            std::chrono::microseconds took, moment now);
  void end_after_output() noexcept { at = phase::last; }
  void set_deadline(moment now);
  [[nodiscard]] bool has_output() const noexcept { return !out.empty() || !tail.empty(); }

  const site& who;
  const session_rules& rules;
  std::string peer;
  request_reader reader;
  phase at = phase::open;
  bool peer_ended = false;
  bool draining = false;
  moment drain_idle_until{};
  moment until;
  moment paused_until{};  // An emulated delay; the epoch for none.
  request_reader::state deadline_for = request_reader::state::idle;
  std::optional<response> refused_early;  // Given when the body was read.
  std::size_t discarded = 0;
  bool http_1_0 = false;

  std::string out;
  std::string_view tail;  // The body behind `out`, in one of the two below.
  std::string owned_tail;
  std::shared_ptr<const std::string> shared_tail;
};

void connection::implementation::set_deadline(moment now) {
  const limits& l = rules.limits;
  if (has_output()) {
    const auto extra = (out.size() + tail.size()) / writes_16k_in_a_second;
    until = now + l.write_time + seconds(extra);
    deadline_for = request_reader::state::complete;
    return;
  }
  // Absolute: moved only when the request goes from one state to the next.
  const auto state = reader.now();
  if (state == deadline_for) return;
  deadline_for = state;
  switch (state) {
    case request_reader::state::idle:
      until = draining ? std::min(now + l.idle_time, drain_idle_until) : now + l.idle_time;
      break;
    case request_reader::state::head: until = now + l.header_time; break;
    case request_reader::state::admitted:
    case request_reader::state::body: until = now + l.body_time; break;
    case request_reader::state::complete:
    case request_reader::state::refused: break;
  }
}

response connection::implementation::refusal_answer(unsigned status, std::string_view detail) const {
  if (who.refuse) {
    try {
      return who.refuse(status, detail);
    } catch (const std::exception&) {
      return problem(status, detail);
    }
  }
  return problem(status, detail);
}

void connection::implementation::refuse_and_end(unsigned status, std::string_view detail) {
  send(refusal_answer(status, detail), nullptr, false, reader.asks_for_head_only(), {}, {});
  end_after_output();
}

std::optional<refusal> connection::implementation::check_host(const request& asked) const {
  if (rules.hosts.empty()) return std::nullopt;
  const auto host = asked.headers.get("Host");
  const auto name = host ? host_name(*host) : std::nullopt;
  if (name && std::any_of(rules.hosts.begin(), rules.hosts.end(),
                          [&](const std::string& allowed) { return same_word(allowed, *name); }))
    return std::nullopt;
  return refusal{421, "this server does not answer for that host"};
}

void connection::implementation::send(response answer, const request* asked, bool keep_alive, bool head_only,
                                      std::chrono::microseconds took, moment now) {
  if (answer.delivery.reset) {
    out.clear();
    tail = {};
    at = phase::broken;
    return;
  }
  if (!may_be_sent(answer)) answer = refusal_answer(500, "the server made an answer that may not be sent");
  const std::string_view content = has_body(answer.status) ? answer.content() : std::string_view();
  const std::size_t shown =
      head_only ? 0 : std::min(content.size(), answer.delivery.cut_after.value_or(content.size()));
  if (shown < content.size() && !head_only) keep_alive = false;
  append_head(out, answer, {date_of_now(), content.size(), keep_alive, http_1_0});
  if (shown <= small_body) {
    out += content.substr(0, shown);
  } else if (answer.shared_body) {
    shared_tail = std::move(answer.shared_body);
    tail = std::string_view(*shared_tail).substr(0, shown);
  } else {
    owned_tail = std::move(answer.body);
    tail = std::string_view(owned_tail).substr(0, shown);
  }
  if (answer.delivery.delay.count() > 0) paused_until = now + answer.delivery.delay;
  if (rules.seen) rules.seen({asked, peer, answer.status, shown, took});
  if (!keep_alive) end_after_output();
}

void connection::implementation::answer_request(moment now) {
  request& asked = reader.current();
  asked.peer = peer;
  const bool head_only = reader.asks_for_head_only();
  const bool keep_alive = reader.keeps_alive() && !draining && !peer_ended;
  response answer;
  const auto before = std::chrono::steady_clock::now();
  if (refused_early) {
    answer = std::move(*refused_early);
    refused_early.reset();
  } else {
    try {
      answer = who.answer(asked);
    } catch (const std::exception&) {
      answer = refusal_answer(500, "the server failed on this request");
    }
  }
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - before);
  send(std::move(answer), &asked, keep_alive, head_only, took, now);
  reader.next();
}

/// Reads one request as far as it goes; false when there is nothing more to do with what is here.
bool connection::implementation::take_request(moment now) {
  using state = request_reader::state;
  switch (reader.advance()) {
    case state::idle:
    case state::head:
    case state::body: return false;
    case state::refused:
      http_1_0 = false;
      refuse_and_end(reader.why().status, reader.why().detail);
      return false;
    case state::admitted: {
      request& asked = reader.current();
      http_1_0 = reader.is_http_1_0();
      asked.peer = peer;
      if (const auto wrong = check_host(asked)) {
        refuse_and_end(wrong->status, wrong->detail);
        return false;
      }
      admission how{rules.limits.body, std::nullopt};
      if (who.admit) {
        try {
          how = who.admit(asked);
        } catch (const std::exception&) {
          how.refusal = refusal_answer(500, "the server failed on this request");
        }
      }
      if (how.refusal && reader.announces_body()) {
        // A short body that is on its way is read, so that the connection can go on; one that waits for
        // our word, or is long, is not.
        const auto length = reader.announced();
        if (reader.expects_continue() || !length || *length > std::min(most_discarded, rules.limits.body)) {
          send(std::move(*how.refusal), &asked, false, reader.asks_for_head_only(), {}, now);
          end_after_output();
          return false;
        }
        how.body_limit = most_discarded;
      }
      refused_early = std::move(how.refusal);
      const bool invite = reader.expects_continue();
      reader.accept_body(how.body_limit);
      if (invite && reader.now() == state::body) out += "HTTP/1.1 100 Continue\r\n\r\n";
      return true;
    }
    case state::complete: answer_request(now); return true;
  }
  return false;
}

void connection::implementation::pump(moment now) {
  while (at == phase::open && paused_until == moment() && tail.empty() && out.size() < enough_output &&
         take_request(now)) {
  }
  if (at == phase::open && peer_ended && !has_output() && paused_until == moment()) at = phase::closed;
  set_deadline(now);
}

connection::connection(const site& who, const session_rules& rules, std::string peer, moment now)
    : self_(std::make_unique<implementation>(who, rules, std::move(peer), now)) {}
connection::~connection() = default;

connection::step connection::next() const noexcept {
  using phase = implementation::phase;
  const implementation& s = *self_;
  switch (s.at) {
    case phase::closed: return step::close;
    case phase::broken: return step::reset;
    case phase::lingering: return step::read;
    case phase::open:
    case phase::last: break;
  }
  if (s.paused_until != moment()) return step::pause;
  if (s.has_output()) return step::write;
  return s.at == phase::last ? step::finish : step::read;
}

connection::moment connection::deadline() const noexcept {
  return self_->paused_until != moment() ? self_->paused_until : self_->until;
}

std::span<char> connection::prepare() { return self_->reader.prepare(); }

void connection::received(std::size_t bytes, moment now) {
  implementation& s = *self_;
  if (s.at == implementation::phase::lingering) {
    s.discarded += bytes;
    if (s.discarded > most_discarded * 16) s.at = implementation::phase::closed;
    return;
  }
  s.reader.commit(bytes);
  s.pump(now);
}

void connection::ended(moment now) {
  implementation& s = *self_;
  if (s.at == implementation::phase::lingering) {
    s.at = implementation::phase::closed;
    return;
  }
  s.peer_ended = true;
  s.pump(now);
}

std::array<std::string_view, 2> connection::output() const noexcept { return {self_->out, self_->tail}; }

void connection::written(moment now) {
  implementation& s = *self_;
  // A large header section or batch is not kept in memory while the connection idles.
  if (s.out.capacity() > enough_output) s.out = std::string();
  s.out.clear();
  s.tail = {};
  s.owned_tail = std::string();
  s.shared_tail.reset();
  s.pump(now);
}

void connection::expired(moment now) {
  using state = request_reader::state;
  using phase = implementation::phase;
  implementation& s = *self_;
  if (s.paused_until != moment()) {
    s.paused_until = moment();
    s.set_deadline(now);
    return;
  }
  if (s.at == phase::open && !s.has_output() && s.reader.now() != state::idle) {
    s.refuse_and_end(408, s.reader.now() == state::head ? "the header of the request took too long to arrive"
                                                        : "the body of the request took too long to arrive");
    s.set_deadline(now);
    return;
  }
  s.at = phase::closed;
}

void connection::finished(moment now) {
  implementation& s = *self_;
  s.at = s.peer_ended ? implementation::phase::closed : implementation::phase::lingering;
  s.until = now + linger_time;
}

void connection::drain(moment idle_until) {
  implementation& s = *self_;
  s.draining = true;
  s.drain_idle_until = idle_until;
  if (idle()) s.until = std::min(s.until, idle_until);
}

bool connection::idle() const noexcept {
  const implementation& s = *self_;
  return s.at == implementation::phase::open && !s.has_output() && s.paused_until == moment() &&
         s.reader.now() == request_reader::state::idle;
}

}  // namespace errdex::http
