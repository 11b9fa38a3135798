// The codes of feishu.hire (Hire API) as an enumeration and as std::error_code.
//
//   std::error_code ec = errdex::feishu_hire::code::parameter_invalid;
//   if (ec == errdex::verdict::fix_request) …
//
// Generated from catalog/feishu by catalogc; change the catalog, not this file.
// clang-format off
#ifndef ERRDEX_CODES_FEISHU_HIRE_HPP
#define ERRDEX_CODES_FEISHU_HIRE_HPP

#include <system_error>
#include <type_traits>

#include "errdex/error_code.hpp"

namespace errdex::feishu_hire {

/// Each enumerator has the number that stands on the wire. Where a number has several meanings,
/// each has an enumerator of its own with the same value.
enum class code : int {
  parameter_invalid = 1002002,  ///< A field of the request has the wrong type, value or is missing.
  talent_id_conflict = 1002101,  ///< The updated details belong to a different talent record.
  talent_not_found = 1002102,  ///< No talent has this talent id.
  talent_already_employed = 1002103,  ///< The talent is an employee of the company already.
  resume_not_downloadable = 1002104,  ///< The résumé named by this id cannot be downloaded.
  talent_already_exists = 1002105,  ///< The tenant has a talent with these details already.
  resume_source_name_taken = 1002106,  ///< A résumé source with this name exists already.
  resume_source_type_invalid = 1002107,  ///< The résumé source type is not one the platform knows.
  resume_source_not_found = 1002108,  ///< No résumé source has this id.
  application_not_found = 1002201,  ///< No job application has this id.
  job_process_not_found = 1002202,  ///< The job has no usable recruiting process.
  job_process_stage_not_found = 1002203,  ///< The job's process does not contain this stage.
  application_stage_not_found = 1002204,  ///< No application stage has this stage id.
  stage_transfer_failed = 1002205,  ///< The application could not be moved to another stage.
  application_repeated = 1002206,  ///< The talent already has an application for this job.
  job_not_found_application = 1002207,  ///< The job of this application does not exist.
  talent_not_found_application = 1002208,  ///< The talent of this application does not exist.
  talent_already_hired = 1002209,  ///< The talent has been hired, so the application stays closed.
  talent_locked = 1002210,  ///< Another application holds a lock on the talent.
  target_stage_unreachable = 1002211,  ///< The application cannot go to the target stage from here.
  application_update_failed = 1002212,  ///< The application was not updated.
  ehr_import_task_not_found = 1002213,  ///< No EHR import task has this id.
  ehr_import_state_invalid = 1002214,  ///< The state of the EHR import task is neither 1 nor 2.
  fail_reason_too_long = 1002215,  ///< The reason of the failed import exceeds 512 characters.
  talent_confidential = 1002216,  ///< The talent is marked confidential.
  resume_source_not_found_application = 1002217,  ///< The application names a résumé source that does not exist.
  application_lock_failed = 1002218,  ///< The application could not be locked.
  redirect_url_too_long = 1002219,  ///< The redirect address of the EHR import task is too long.
  location_type_invalid = 1002301,  ///< The location type is not in the list.
  location_name_missing = 1002302,  ///< The location has neither a Chinese nor an English name.
  expire_time_invalid = 1002303,  ///< The expiry sent with the request is not valid.
  upload_token_not_issued = 1002304,  ///< No upload token was issued.
  talent_already_referred = 1002402,  ///< The talent was referred for this job already.
  talent_already_hired_referral = 1002403,  ///< The referred talent has been hired already.
  invite_code_expired = 1002404,  ///< The invitation code is no longer valid.
  user_not_found = 1002507,  ///< No user has this id.
  project_application_limit_reached = 1002508,  ///< The candidate has used up the applications of this project.
  job_post_not_on_website = 1002509,  ///< The job post is not published on this careers site.
  job_already_applied = 1002510,  ///< The candidate applied for this job before.
  job_not_found = 1002601,  ///< No job has this job id.
  recruitment_request_sync_off = 1002701,  ///< The switch for syncing recruitment requests is off.
  recruitment_request_number_taken = 1002702,  ///< Another recruitment request has this number.
  recruitment_request_not_found = 1002703,  ///< The recruitment request does not exist or is in approval.
  recruitment_request_in_use = 1002704,  ///< The recruitment request is in use and cannot be deleted.
  interview_not_found = 1002801,  ///< No interview has this id.
  internal_error = 1020001,  ///< Feishu Hire failed inside while serving the call.
};

/// The category of the space: its messages are the titles of the catalog.
[[nodiscard]] inline const std::error_category& category() noexcept {
  return errdex::category(spaces::feishu_hire);
}

[[nodiscard]] inline std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), category()};
}

}  // namespace errdex::feishu_hire

template <>
struct std::is_error_code_enum<errdex::feishu_hire::code> : std::true_type {};

#endif
