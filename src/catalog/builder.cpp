#include "catalog/builder.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <map>
#include <numeric>
#include <unordered_map>

#include "catalog/access.hpp"
#include "catalog/image.hpp"
#include "catalog/perfect_hash.hpp"

namespace errdex {

std::optional<std::int64_t> draft::number_of(std::string_view code) noexcept {
  const std::string_view digits = code.starts_with('-') ? code.substr(1) : code;
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  if (digits.front() == '0' && (digits.size() > 1 || digits.size() != code.size())) {
    return std::nullopt;  // "007" and "-0" are not how a number is written on the wire.
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), value);
  if (error != std::errc{} || end != code.data() + code.size()) return std::nullopt;
  return value;
}

namespace {

using image::list_ref;
using image::text_ref;

/// Collects the sections. Equal texts are stored once.
class sections {
 public:
  text_ref text(std::string_view value) {
    if (value.empty()) return {0, 0};
    const auto [at, is_new] = known_.try_emplace(std::string(value), text_ref{});
    if (is_new) {
      at->second = {static_cast<std::uint32_t>(strings.size()), static_cast<std::uint32_t>(value.size())};
      strings.append(value);
    }
    return at->second;
  }

  list_ref list(const std::vector<std::string>& values) {
    const list_ref ref{static_cast<std::uint32_t>(texts.size()), static_cast<std::uint32_t>(values.size())};
    for (const auto& v : values) texts.push_back(text(v));
    return ref;
  }

  list_ref list(const draft::properties& values) {
    const list_ref ref{static_cast<std::uint32_t>(texts.size()),
                       static_cast<std::uint32_t>(2 * values.size())};
    for (const auto& [key, value] : values) {
      texts.push_back(text(key));
      texts.push_back(text(value));
    }
    return ref;
  }

  list_ref list(const std::vector<draft::limit>& values) {
    const list_ref ref{static_cast<std::uint32_t>(limits.size()), static_cast<std::uint32_t>(values.size())};
    for (const auto& v : values) {
      image::limit_record r{};
      r.field = text(v.field);
      r.min = v.min.value_or(0);
      r.max = v.max.value_or(0);
      r.count = v.count.value_or(0);
      r.present = (v.min ? 1u : 0u) | (v.max ? 2u : 0u) | (v.count ? 4u : 0u);
      r.unit = text(v.unit);
      r.charset = text(v.charset);
      r.values = list(v.values);
      r.window = text(v.window);
      r.per = text(v.per);
      limits.push_back(r);
    }
    return ref;
  }

  list_ref list(const std::vector<draft::verdict_override>& values) {
    const list_ref ref{static_cast<std::uint32_t>(overrides.size()),
                       static_cast<std::uint32_t>(values.size())};
    for (const auto& v : values) {
      image::override_record r{};
      r.when = list(v.when);
      r.reason = text(v.reason);
      r.verdict = static_cast<std::uint32_t>(v.verdict);
      overrides.push_back(r);
    }
    return ref;
  }

  std::vector<image::entry_record> entries{image::entry_record{}};
  std::vector<image::limit_record> limits;
  std::vector<image::override_record> overrides;
  std::vector<image::range_record> ranges;
  std::vector<image::space_record> spaces{image::space_record{}};
  std::vector<image::document_record> documents{image::document_record{}};
  std::vector<text_ref> texts;
  std::vector<std::uint32_t> numbers{0};
  std::vector<std::uint32_t> names;
  std::string strings;

 private:
  std::unordered_map<std::string, text_ref> known_;
};

class writer {
 public:
  explicit writer(std::vector<std::byte>& out) : out_(out) {
    out_.assign(sizeof(image::header), std::byte{});
  }

  image::section put(const void* data, std::size_t count, std::size_t record_size) {
    const image::section s{out_.size(), count};
    const auto size = count * record_size;
    const auto start = out_.size();
    out_.resize((start + size + 7) / 8 * 8);
    if (size != 0) std::memcpy(out_.data() + start, data, size);
    return s;
  }

  template <typename T>
  image::section put(const std::vector<T>& records) {
    return put(records.data(), records.size(), sizeof(T));
  }

  image::hash_record put(const built_hash& h) {
    image::hash_record r{};
    r.multiplier = h.multiplier;
    r.slot_mask = h.slot_mask;
    r.bucket_mask = h.bucket_mask;
    // On a boundary of a cache line, so that no slot straddles two.
    out_.resize((out_.size() + 63) / 64 * 64);
    r.slots = put(h.slots);
    r.displacements = put(h.displacements);
    return r;
  }

 private:
  std::vector<std::byte>& out_;
};

struct ordered_entry {
  const draft::entry* source;
  std::uint32_t space;
  std::optional<std::int64_t> number;
};

bool before(const ordered_entry& a, const ordered_entry& b) {
  if (a.space != b.space) return a.space < b.space;
  if (a.number.has_value() != b.number.has_value()) return a.number.has_value();
  if (a.number) return *a.number < *b.number;
  return a.source->code < b.source->code;
}

bool same_code(const ordered_entry& a, const ordered_entry& b) {
  return a.space == b.space && a.source->code == b.source->code;
}

}  // namespace

std::optional<std::vector<std::byte>> build_image(const draft::catalog& source, std::string& error) {
  if (source.spaces.size() > image::max_spaces) {
    error = "a catalog has at most 255 spaces; this one has " + std::to_string(source.spaces.size());
    return std::nullopt;
  }
  if (source.entries.size() > image::max_entries) {
    error = "a catalog has at most 16777214 entries; this one has " + std::to_string(source.entries.size());
    return std::nullopt;
  }
  sections s;
  std::map<std::string, std::uint32_t, std::less<>> space_ids;
  for (const auto& sp : source.spaces) {
    if (!space_ids.emplace(sp.name, static_cast<std::uint32_t>(space_ids.size() + 1)).second) {
      error = "the space " + sp.name + " is defined twice";
      return std::nullopt;
    }
  }
  std::map<std::pair<std::string, std::string>, std::uint32_t> document_ids;
  for (const auto& d : source.documents) {
    if (!document_ids.try_emplace({d.platform, d.id}, s.documents.size()).second) continue;
    s.documents.push_back({s.text(d.id), s.text(d.platform), s.text(d.title), s.text(d.url), s.text(d.seen)});
  }

  std::vector<ordered_entry> ordered;
  ordered.reserve(source.entries.size());
  for (const auto& e : source.entries) {
    const auto id = space_ids.find(e.space);
    if (id == space_ids.end()) {
      error = "the code " + e.code + " is in the space " + e.space + ", which is not defined";
      return std::nullopt;
    }
    ordered.push_back({&e, id->second, draft::number_of(e.code)});
  }
  std::stable_sort(ordered.begin(), ordered.end(), before);

  std::vector<hash_item> by_space;
  std::vector<std::pair<std::int32_t, std::uint32_t>> by_number;
  std::vector<list_ref> entries_of(source.spaces.size() + 1);
  std::vector<std::uint32_t> numeric_of(source.spaces.size() + 1);
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    const draft::entry& e = *ordered[i].source;
    const auto index = static_cast<std::uint32_t>(s.entries.size());
    image::entry_record r{};
    r.number = ordered[i].number.value_or(0);
    r.has_number = ordered[i].number ? 1 : 0;
    r.code = s.text(e.code);
    r.name = s.text(e.name);
    r.message = s.text(e.message);
    r.title[0] = s.text(e.title.en);
    r.title[1] = s.text(e.title.zh);
    r.cause[0] = s.text(e.cause.en);
    r.cause[1] = s.text(e.cause.zh);
    r.replaced_by = s.text(e.replaced_by);
    r.group = s.text(e.group);
    r.fix[0] = s.list(e.fix_en);
    r.fix[1] = s.list(e.fix_zh);
    r.aliases = s.list(e.aliases);
    r.limits = s.list(e.limits);
    r.overrides = s.list(e.overrides);
    r.context = s.list(e.context);
    r.see = s.list(e.see);
    r.notes = s.list(e.notes);
    const auto& platform = source.spaces[ordered[i].space - 1].platform;
    if (const auto d = document_ids.find({platform, e.document}); d != document_ids.end()) {
      r.document = d->second;
    }
    r.line = e.line;
    r.retry_limit = e.retry_limit.value_or(0);
    r.has_retry_limit = e.retry_limit ? 1 : 0;
    r.space = static_cast<std::uint8_t>(ordered[i].space);
    r.status = static_cast<std::uint8_t>(e.status);
    r.verdict = static_cast<std::uint8_t>(e.verdict);
    r.basis = static_cast<std::uint8_t>(e.basis);
    r.state = static_cast<std::uint8_t>(e.state);
    r.has_next_meaning = i + 1 < ordered.size() && same_code(ordered[i], ordered[i + 1]) ? 1 : 0;
    s.entries.push_back(r);

    auto& span = entries_of[ordered[i].space];
    if (span.count == 0) span.first = index;
    ++span.count;
    if (ordered[i].number) {
      ++numeric_of[ordered[i].space];
      const auto n = *ordered[i].number;
      if (n == static_cast<std::int32_t>(n)) {
        by_number.emplace_back(static_cast<std::int32_t>(n), index);
        if (i == 0 || !same_code(ordered[i - 1], ordered[i])) {
          by_space.push_back(
              {static_cast<std::uint8_t>(ordered[i].space), static_cast<std::uint32_t>(n), index});
        }
      }
    }
  }

  for (std::size_t i = 0; i < source.spaces.size(); ++i) {
    const auto& sp = source.spaces[i];
    image::space_record r{};
    r.name = s.text(sp.name);
    r.platform = s.text(sp.platform);
    r.platform_title[0] = s.text(sp.platform_title.en);
    r.platform_title[1] = s.text(sp.platform_title.zh);
    r.title[0] = s.text(sp.title.en);
    r.title[1] = s.text(sp.title.zh);
    r.scheme = s.text(sp.scheme);
    r.envelopes = s.list(sp.envelopes);
    r.hosts = s.list(sp.hosts);
    auto ranges = sp.ranges;
    std::stable_sort(ranges.begin(), ranges.end(),
                     [](const auto& a, const auto& b) { return a.from < b.from; });
    r.ranges = {static_cast<std::uint32_t>(s.ranges.size()), static_cast<std::uint32_t>(ranges.size())};
    for (const auto& g : ranges) {
      s.ranges.push_back({g.from, g.to, {s.text(g.title.en), s.text(g.title.zh)}});
    }
    r.entries = entries_of[i + 1];
    r.numeric_count = numeric_of[i + 1];
    // Positions of the space's entries in the order of their names.
    r.names = {static_cast<std::uint32_t>(s.names.size()), r.entries.count};
    std::vector<std::uint32_t> names(r.entries.count);
    std::iota(names.begin(), names.end(), r.entries.first);
    std::stable_sort(names.begin(), names.end(), [&](std::uint32_t a, std::uint32_t b) {
      return ordered[a - 1].source->name < ordered[b - 1].source->name;
    });
    s.names.insert(s.names.end(), names.begin(), names.end());
    s.spaces.push_back(r);
  }

  // The list behind each number: its length, then the positions.
  std::stable_sort(by_number.begin(), by_number.end());
  std::vector<hash_item> numbers;
  for (std::size_t i = 0; i < by_number.size();) {
    std::size_t j = i;
    while (j < by_number.size() && by_number[j].first == by_number[i].first) ++j;
    if (s.numbers.size() > image::max_entries) {
      error = "too many entries for the index of numbers";
      return std::nullopt;
    }
    numbers.push_back(
        {0, static_cast<std::uint32_t>(by_number[i].first), static_cast<std::uint32_t>(s.numbers.size())});
    s.numbers.push_back(static_cast<std::uint32_t>(j - i));
    for (; i < j; ++i) s.numbers.push_back(by_number[i].second);
  }

  if (s.strings.size() > 0xffff'ffffu || s.texts.size() > 0xffff'ffffu) {
    error = "the texts of the catalog exceed 4 GiB";
    return std::nullopt;
  }

  std::vector<std::byte> out;
  writer w(out);
  image::header h{};
  h.magic = image::magic;
  h.version = image::version;
  h.by_space_and_number = w.put(build_perfect_hash(by_space));
  h.by_number = w.put(build_perfect_hash(numbers));
  h.entries = w.put(s.entries);
  h.limits = w.put(s.limits);
  h.overrides = w.put(s.overrides);
  h.ranges = w.put(s.ranges);
  h.spaces = w.put(s.spaces);
  h.documents = w.put(s.documents);
  h.texts = w.put(s.texts);
  h.numbers = w.put(s.numbers);
  h.names = w.put(s.names);
  h.strings = w.put(s.strings.data(), s.strings.size(), 1);
  h.size = out.size();
  h.checksum =
      image::checksum(reinterpret_cast<const unsigned char*>(out.data()) + sizeof h, out.size() - sizeof h);
  std::memcpy(out.data(), &h, sizeof h);
  return out;
}

namespace {

template <typename List>
std::vector<std::string> strings_of(const List& list) {
  std::vector<std::string> out;
  for (const std::string_view v : list) out.emplace_back(v);
  return out;
}

draft::properties pairs_of(const property_list& list) {
  draft::properties out;
  for (const property p : list) out.emplace_back(std::string(p.key), std::string(p.value));
  return out;
}

}  // namespace

draft::catalog to_draft(const catalog& compiled) {
  draft::catalog out;
  const auto* t = detail::access::of(compiled);
  const auto documents = detail::access::section(t, offsetof(image::header, documents));
  for (std::uint64_t i = 1; i < documents.count; ++i) {
    const auto d = detail::access::record<image::document_record>(t, offsetof(image::header, documents), i);
    const auto text = [&](text_ref r) { return std::string(detail::access::text(t, r)); };
    out.documents.push_back({text(d.platform), text(d.id), text(d.title), text(d.url), text(d.seen)});
  }
  for (const errdex::space sp : compiled.spaces()) {
    draft::space d;
    d.name = sp.name();
    d.platform = sp.platform();
    d.platform_title = {std::string(sp.platform_title(language::en)),
                        std::string(sp.platform_title(language::zh))};
    d.title = {std::string(sp.title(language::en)), std::string(sp.title(language::zh))};
    d.scheme = sp.scheme();
    d.envelopes = strings_of(sp.envelopes());
    d.hosts = strings_of(sp.hosts());
    for (std::size_t i = 0; i < sp.range_count(); ++i) {
      const code_range r = sp.range(i);
      d.ranges.push_back({r.from, r.to, {std::string(r.title_en), std::string(r.title_zh)}});
    }
    out.spaces.push_back(std::move(d));
  }
  for (const entry e : compiled.entries()) {
    draft::entry d;
    d.space = e.space().name();
    d.group = e.group();
    d.code = e.code();
    d.name = e.name();
    d.message = e.message();
    d.aliases = strings_of(e.aliases());
    d.title = {std::string(e.title(language::en)), std::string(e.title(language::zh))};
    d.cause = {std::string(e.cause(language::en)), std::string(e.cause(language::zh))};
    d.fix_en = strings_of(e.fix(language::en));
    d.fix_zh = strings_of(e.fix(language::zh));
    d.status = e.status();
    d.verdict = e.verdict();
    for (const verdict_override o : e.overrides()) {
      d.overrides.push_back({pairs_of(o.when), o.verdict, std::string(o.reason)});
    }
    for (const limit l : e.limits()) {
      d.limits.push_back({std::string(l.field), l.min, l.max, l.count, std::string(l.unit),
                          std::string(l.charset), strings_of(l.values), std::string(l.window),
                          std::string(l.per)});
    }
    d.context = pairs_of(e.context());
    d.see = strings_of(e.see());
    d.basis = e.basis();
    d.document = e.source().document;
    d.line = e.source().line;
    d.notes = strings_of(e.notes());
    d.state = e.state();
    d.replaced_by = e.replaced_by();
    d.retry_limit = e.retry_limit();
    out.entries.push_back(std::move(d));
  }
  return out;
}

}  // namespace errdex
