#include "http/representation.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <mutex>

#include "http/compress.hpp"
#include "http/text.hpp"

namespace errdex::http {
namespace {

using shared_text = std::shared_ptr<const std::string>;

/// One packet's worth; below it a coding saves nothing.
constexpr std::size_t least_to_compress = 1400;
/// zlib counts in 32 bits, and nobody should wait for more.
constexpr std::size_t most_to_compress = std::size_t{64} << 20;
constexpr std::size_t most_kept = 1024;

std::string_view name_of(coding c) noexcept {
  switch (c) {
    case coding::identity: return "";
    case coding::gzip: return "gzip";
    case coding::br: return "br";
  }
  return "";
}

std::string encode(std::string_view text, coding c, effort how) {
  return c == coding::gzip ? to_gzip(text, how) : to_brotli(text, how);
}

std::string tag_of(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::uint64_t hash = std::hash<std::string_view>()(text);
  std::string out = "\"";
  for (int i = 0; i < 16; ++i, hash >>= 4) out += digits[hash & 15];
  return out += '"';
}

/// What was made of bodies that answers share; forgotten with them.
class kept_forms {
 public:
  struct forms {
    std::weak_ptr<const std::string> of;
    std::string tag;
    shared_text gzip;
    shared_text br;
  };

  std::string tag(const shared_text& body) {
    const std::lock_guard lock(mutex_);
    forms& f = of(body);
    if (f.tag.empty()) f.tag = tag_of(*body);
    return f.tag;
  }

  shared_text form(const shared_text& body, coding c) {
    {
      const std::lock_guard lock(mutex_);
      forms& f = of(body);
      if (const shared_text& made = c == coding::gzip ? f.gzip : f.br) return made;
    }
    // Outside the lock: two threads may do the same work once, nobody waits for the other.
    auto made = std::make_shared<const std::string>(encode(*body, c, effort::hard));
    const std::lock_guard lock(mutex_);
    forms& f = of(body);
    shared_text& place = c == coding::gzip ? f.gzip : f.br;
    if (!place) place = std::move(made);
    return place;
  }

 private:
  forms& of(const shared_text& body) {
    forms& f = all_[body.get()];
    if (f.of.lock() == body) return f;
    // A new body, perhaps where another one was.
    f = forms{};
    f.of = body;
    if (all_.size() > most_kept) {
      std::erase_if(all_, [](const auto& one) { return one.second.of.expired(); });
      // Bodies that live but are too many: the cache is no place to keep them all.
      while (all_.size() > most_kept)
        all_.erase(all_.begin()->first == body.get() ? std::next(all_.begin()) : all_.begin());
    }
    return all_[body.get()];
  }

  std::mutex mutex_;
  std::map<const std::string*, forms> all_;
};

bool is_text(std::string_view content_type) noexcept {
  const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
  constexpr std::array<std::string_view, 6> others = {
      "application/json", "application/javascript",    "application/xml",
      "image/svg+xml",    "application/manifest+json", "application/openmetrics-text"};
  return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
         std::find(others.begin(), others.end(), type) != others.end();
}

bool may_be_coded(const response& r, std::size_t size) {
  if (size < least_to_compress || size > most_to_compress) return false;
  if (r.headers.contains("Content-Encoding") || r.delivery.cut_after) return false;
  const auto type = r.headers.get("Content-Type");
  if (!type || !is_text(*type)) return false;
  const auto cache = r.headers.get("Cache-Control");
  return !cache || cache->find("no-transform") == std::string_view::npos;
}

void add_vary(response& r) {
  const auto there = r.headers.get("Vary");
  bool named = false;
  if (there)
    each_element(*there, [&](std::string_view name) {
      named = named || name == "*" || same_word(name, "Accept-Encoding");
      return !named;
    });
  if (!named) r.headers.set("Vary", there ? std::string(*there) + ", Accept-Encoding" : "Accept-Encoding");
}

/// "abc" and br give "abc-br".
std::string tag_of_form(std::string tag, coding c) {
  if (c == coding::identity || tag.size() < 2 || tag.back() != '"') return tag;
  tag.pop_back();
  return tag + "-" + std::string(name_of(c)) + "\"";
}

response not_modified(response whole) {
  response out;
  out.status = 304;
  for (const auto& [name, value] : whole.headers)
    if (!same_word(name, "Content-Type") && !same_word(name, "Content-Language"))
      out.headers.add(name, value);
  out.delivery = whole.delivery;
  return out;
}

response negotiate(const request& asked, response r, kept_forms& kept) {
  const std::size_t size = r.content().size();
  const bool reads = asked.method == "GET" || asked.method == "HEAD";
  coding chosen = coding::identity;
  const bool codable = may_be_coded(r, size);
  if (codable) {
    add_vary(r);
    if (const auto accepts = asked.headers.get("Accept-Encoding")) chosen = preferred_coding(*accepts);
  }
  if (reads && r.status == 200 && !r.delivery.cut_after) {
    auto tag = r.headers.get("ETag");
    std::string own = tag ? std::string(*tag) : r.shared_body ? kept.tag(r.shared_body) : tag_of(r.body);
    own = tag_of_form(std::move(own), chosen);
    const auto has = asked.headers.get("If-None-Match");
    const bool known = has && names_tag(*has, own);
    r.headers.set("ETag", std::move(own));
    if (known) return not_modified(std::move(r));
  }
  if (chosen == coding::identity) return r;
  if (r.shared_body) {
    r.shared_body = kept.form(r.shared_body, chosen);
  } else {
    r.body = encode(r.body, chosen, effort::fast);
  }
  r.headers.set("Content-Encoding", std::string(name_of(chosen)));
  return r;
}

/// A weight in thousandths: "0.5" gives 500; 1000 for what is no weight.
int weight(std::string_view text) noexcept {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) return 1000;
  int value = (text[0] - '0') * 1000;
  int place = 100;
  for (std::size_t i = 2; i < text.size() && i < 5; ++i, place /= 10) {
    if (text[i] < '0' || text[i] > '9') return 1000;
    value += (text[i] - '0') * place;
  }
  return std::min(value, 1000);
}

}  // namespace

coding preferred_coding(std::string_view accept_encoding) noexcept {
  int gzip = -1;
  int br = -1;
  int any = -1;
  int identity = -1;
  each_element(accept_encoding, [&](std::string_view element) {
    const std::size_t semicolon = element.find(';');
    const std::string_view name = trimmed(element.substr(0, semicolon));
    int q = 1000;
    if (semicolon != std::string_view::npos) {
      const std::string_view parameter = trimmed(element.substr(semicolon + 1));
      if (parameter.size() > 2 && lower(parameter[0]) == 'q' && parameter[1] == '=')
        q = weight(parameter.substr(2));
    }
    if (same_word(name, "gzip") || same_word(name, "x-gzip")) gzip = q;
    if (same_word(name, "br")) br = q;
    if (same_word(name, "identity")) identity = q;
    if (name == "*") any = q;
    return true;
  });
  if (gzip < 0) gzip = any;
  if (br < 0) br = any;
  if (std::max({gzip, br, 0}) == 0 || identity > std::max(gzip, br)) return coding::identity;
  return br >= gzip ? coding::br : coding::gzip;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) noexcept {
  const auto opaque = [](std::string_view t) { return t.starts_with("W/") ? t.substr(2) : t; };
  bool found = false;
  // A tag may have a comma in it; those made here have none, and a piece of another matches nothing.
  each_element(if_none_match, [&](std::string_view one) {
    found = one == "*" || opaque(one) == opaque(tag);
    return !found;
  });
  return found;
}

handler negotiated(handler inner) {
  return [inner = std::move(inner), kept = std::make_shared<kept_forms>()](const request& asked) {
    return negotiate(asked, inner(asked), *kept);
  };
}

}  // namespace errdex::http
