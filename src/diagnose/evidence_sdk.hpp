// Sentences in which SDKs report an error without writing it as a group or as name and value.
#ifndef ERRDEX_SRC_DIAGNOSE_EVIDENCE_SDK_HPP
#define ERRDEX_SRC_DIAGNOSE_EVIDENCE_SDK_HPP

#include <cstddef>
#include <string_view>

#include "diagnose/evidence_tree.hpp"

namespace errdex::reading {

/// Reads the sentence that has the word of `length` bytes at `at` in it. `out` becomes a group with the
/// names that the error has on the wire; `resume` is where to go on. False when there is none.
///
///   WeChatClientException(40014, invalid access_token)            wechatpy, dingtalk-sdk: repr
///   ApiException: 88:text:40014:text                              Taobao's client for DingTalk
///   ResponseError: Forbidden.X: code: 403, text request id: ID    Alibaba Cloud's clients for DingTalk
///   text …/devtool/query?e=40014                                  every message of WeCom
///   ding talk error[subcode=40014,submsg=text]                    every message of DingTalk's gateway
[[nodiscard]] bool read_sdk_sentence(std::string_view text, std::size_t at, std::size_t length, tree& out,
                                     std::size_t& resume);

/// "99991663 text 20240501…": code, message and log id as Println writes them one after another. `log_id` is
/// where the log id begins, which ends the line.
[[nodiscard]] bool read_printed_response(std::string_view text, std::size_t at, std::size_t log_id, tree& out,
                                         std::size_t& resume);

/// Where the log id of Feishu begins that ends the line [begin, end); npos when none does.
[[nodiscard]] std::size_t log_id_at_end(std::string_view text, std::size_t begin, std::size_t end) noexcept;

}  // namespace errdex::reading

#endif
