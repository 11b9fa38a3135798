// The codes of feishu.client (Client API errno) as an enumeration and as std::error_code.
//
//   std::error_code ec = errdex::feishu_client::code::unknown_error;
//   if (ec == errdex::verdict::contact_platform) …
//
// Generated from catalog/feishu by catalogc; change the catalog, not this file.
// clang-format off
#ifndef ERRDEX_CODES_FEISHU_CLIENT_HPP
#define ERRDEX_CODES_FEISHU_CLIENT_HPP

#include <system_error>
#include <type_traits>

#include "errdex/error_code.hpp"

namespace errdex::feishu_client {

/// Each enumerator has the number that stands on the wire. Where a number has several meanings,
/// each has an enumerator of its own with the same value.
enum class code : int {
  success = 0,  ///< The tt.* call succeeded.
  unknown_error = 100,  ///< The API hit a condition inside itself that it did not expect.
  framework_exception = 101,  ///< The client framework threw an exception while running the API.
  internal_error = 102,  ///< The client reports an internal error without saying which.
  feature_unsupported = 103,  ///< This client does not offer the API.
  parameter_invalid = 104,  ///< An argument of the tt.* call has the wrong type or value.
  authentication_failed = 105,  ///< The app has not passed the check that this API needs.
  system_permission_denied = 106,  ///< The operating system denies Feishu the permission.
  user_permission_denied = 107,  ///< The user refused the authorization the API asks for.
  organization_permission_denied = 108,  ///< The tenant does not allow this API for the app or the user.
  page_destroyed = 109,  ///< The page that the API had opened was closed before it could answer.
  api_call_prohibited = 110,  ///< The client forbids this call here.
  rate_limited = 111,  ///< The page calls the API too often.
  background_call_forbidden = 112,  ///< The API works only while the app is in the foreground.
  background_rate_limited = 113,  ///< Too many calls while the app was in the background.
  file_read_forbidden = 201,  ///< The app may not read this path.
  file_write_forbidden = 202,  ///< The app may not write to this path.
  file_not_found = 203,  ///< No file at this path.
  file_exists = 204,  ///< Something with this name is there already.
  directory_not_empty = 205,  ///< The directory still has entries and cannot be removed.
  path_not_directory = 206,  ///< A directory is needed, the path names a file.
  path_not_file = 207,  ///< A file is needed, the path names a directory.
  file_storage_full = 208,  ///< The app's file space is used up.
  path_contains_subpath = 209,  ///< Source and target lie inside one another.
  file_read_too_large = 210,  ///< The file is larger than one read may return.
  file_crypto_forbidden = 211,  ///< Encrypting or decrypting files is switched off here.
  file_write_too_large = 212,  ///< The data is larger than one write may take.
  file_path_invalid = 213,  ///< filePath is not a path the client understands.
  file_name_too_long = 214,  ///< The file name has more than 255 characters.
  network_request_canceled = 301,  ///< The network request was cancelled before it finished.
  timeout = 302,  ///< The network request ran out of time.
  network_offline = 303,  ///< The device is offline.
  internal_error_network = 304,  ///< The client's network library failed internally.
  network_error = 305,  ///< The network request failed on the way.
  download_failed = 306,  ///< The file did not arrive whole.
  network_parameter_invalid = 307,  ///< The network library cannot use the arguments of the request.
  login_server_error = 1000001,  ///< tt.login: Feishu's server answered with an error.
  login_session_not_saved = 1000002,  ///< tt.login succeeded on the server, but the session was not stored.
  session_invalid = 1001001,  ///< getUserInfo needs a login session and there is no valid one.
  user_info_fetch_failed = 1001002,  ///< The client could not load the user's profile.
  user_canceled_chat = 1002002,  ///< The user cancelled a chat action.
  bot_not_enabled = 1002011,  ///< tt.enterBot: the app has no bot to chat with.
  chat_target_missing = 1002012,  ///< tt.enterChat got neither a person nor a group.
  app_center_mode_required = 1002013,  ///< tt.toggleChat works only when the app is open in appCenter mode.
  chosen_ids_conflict = 1003001,  ///< chooseContact: the same person is both preselected and disabled.
  user_canceled_contact = 1003003,  ///< The user left the contact picker without choosing.
  face_verify_session_missing = 1004001,  ///< Face verification found no login session.
  face_identity_response_invalid = 1004002,  ///< Face verification: the identity answer from Feishu was malformed.
  face_ticket_response_invalid = 1004003,  ///< Face verification: the user_ticket answer from Feishu was malformed.
  face_verify_server_error = 1004004,  ///< Face verification: the server returned an error, its code is in errString.
  face_verify_network_error = 1004005,  ///< Face verification: the network request failed.
  face_image_unreadable = 1004009,  ///< Face verification: the captured images could not be read.
  face_resource_timeout = 1004010,  ///< Face verification: its resource files did not download in time.
  face_image_not_saved = 1004011,  ///< Face verification: the captured image could not be stored.
  modal_text_missing = 1100001,  ///< tt.showModal has neither a title nor a content.
  user_canceled_image = 1300001,  ///< The user left the album or camera without picking an image.
  album_unavailable = 1300002,  ///< The photo album could not be opened.
  image_compress_failed = 1300003,  ///< The image could not be compressed.
  image_type_invalid = 1300004,  ///< The image API takes JPG files only.
  image_load_failed = 1300007,  ///< The picture behind the web address could not be loaded.
  image_size_invalid = 1300008,  ///< The image has a size the API does not accept.
  image_data_invalid = 1300009,  ///< The file does not contain a readable image.
  image_save_forbidden = 1300010,  ///< The organization does not allow saving images to the device.
  image_format_invalid = 1300011,  ///< The image API cannot handle this format.
  image_save_failed = 1300012,  ///< The system could not store the image in the album.
  camera_busy_photo = 1300013,  ///< Taking a photo is blocked: something more important holds the camera.
  user_canceled_video = 1301001,  ///< The user left without picking or shooting a video.
  media_selection_empty = 1301002,  ///< The image or video picked from the album has no content.
  video_selection_empty = 1301003,  ///< The video picked from the album has no content.
  video_duration_exceeded = 1301004,  ///< The chosen video is longer than allowed.
  video_save_forbidden = 1301010,  ///< The organization does not allow saving videos to the device.
  video_format_invalid = 1301011,  ///< Client or album cannot handle this video format.
  video_save_failed = 1301012,  ///< The system could not store the video in the album.
  camera_busy_video = 1301013,  ///< Shooting a video is blocked: camera or microphone is held elsewhere.
  recorder_start_blocked = 1305001,  ///< Recording cannot start: a more important sound is playing.
  recorder_resume_blocked = 1305002,  ///< A paused recording cannot resume: a more important sound is playing.
  recorder_operation_failed = 1305003,  ///< A recorder operation failed, the reason is in errString.
  video_path_remote = 1306001,  ///< tt.getVideoInfo takes local files, not web addresses.
  video_load_failed = 1306002,  ///< tt.getVideoInfo could not open the video file.
  video_info_unreadable = 1306003,  ///< tt.getVideoInfo opened the video but found no usable data in it.
  video_type_invalid = 1306004,  ///< tt.getVideoInfo does not support this file type.
  open_schema_too_fast = 1406001,  ///< tt.openSchema was called twice within 500 ms.
  schema_missing = 1406002,  ///< tt.openSchema was called without a schema.
  schema_not_allowed = 1406003,  ///< The address is not on the app's list of allowed schemes.
  schema_invalid = 1406004,  ///< The schema is not a valid address.
  bluetooth_not_initialized = 1501001,  ///< The Bluetooth adapter has not been initialised.
  bluetooth_unavailable = 1501002,  ///< Bluetooth is switched off or not usable on this device.
  bluetooth_device_not_found = 1501003,  ///< No Bluetooth device with this deviceId is known.
  bluetooth_connect_failed = 1501004,  ///< The connection to the Bluetooth device could not be made.
  bluetooth_service_not_found = 1501005,  ///< The device does not offer this serviceId.
  bluetooth_characteristic_not_found = 1501006,  ///< The service has no such characteristicId.
  bluetooth_connection_lost = 1501007,  ///< The Bluetooth connection is gone.
  bluetooth_operation_unsupported = 1501008,  ///< This characteristic does not allow the operation.
  bluetooth_system_error = 1501009,  ///< The system's Bluetooth stack reported an error.
  bluetooth_low_energy_unsupported = 1501010,  ///< Bluetooth Low Energy needs Android 4.3 or later.
  bluetooth_descriptor_not_found = 1501011,  ///< The characteristic has no such descriptor.
  bluetooth_data_invalid = 1501012,  ///< The value to send over Bluetooth is empty or malformed.
  bluetooth_timeout = 1501013,  ///< The Bluetooth operation got no answer in time.
  beacon_unsupported = 1503001,  ///< The device or its system has no beacon support.
  beacon_search_already_started = 1503002,  ///< A beacon search is running already.
  beacon_search_not_started = 1503003,  ///< No beacon search is running.
  beacon_location_unavailable = 1503004,  ///< Beacon search needs the location service, which is off.
  beacon_bluetooth_unavailable = 1503005,  ///< Beacon search needs Bluetooth, which is off.
  nfc_unsupported = 1504001,  ///< The device has no NFC.
  nfc_switched_off = 1504003,  ///< NFC is switched off in the system settings.
  nfc_already_connected = 1504204,  ///< The NFC tag is connected already.
  nfc_not_connected = 1504205,  ///< The NFC tag is not connected.
  nfc_tag_not_found = 1504206,  ///< No NFC tag has been detected yet.
  nfc_tech_unavailable = 1504208,  ///< The tag does not speak the chosen NFC technology.
  nfc_feature_unsupported = 1504209,  ///< The device does not have this NFC feature.
  nfc_data_missing = 1504211,  ///< The NFC call carries no data.
  nfc_array_buffer_empty = 1504212,  ///< The ArrayBuffer for the NFC tag has no bytes.
  nfc_base64_empty = 1504213,  ///< The base64 text for the NFC tag is empty.
  nfc_base64_invalid = 1504214,  ///< The data for the NFC tag is not valid base64.
  nfc_transceive_failed = 1504215,  ///< The exchange with the NFC tag broke and brought no result.
  nfc_tag_empty = 1504216,  ///< The NFC object holds no tag.
  nfc_service_lost = 1504217,  ///< The system's NFC service has gone away.
  scan_in_progress = 1505001,  ///< A scan is open already.
  user_canceled_scan = 1505002,  ///< The user closed the scanner.
  wifi_not_connected = 1506001,  ///< The device is not connected to any Wi-Fi.
  wifi_info_invalid = 1506002,  ///< The system gave no usable data about the Wi-Fi.
  clipboard_background_forbidden = 1507001,  ///< The clipboard may be used only in the foreground.
  screenshot_forbidden = 1510001,  ///< The tenant has screenshot protection switched on.
  accelerometer_unavailable = 1511001,  ///< The device offers no accelerometer.
  accelerometer_already_started = 1511002,  ///< The accelerometer is running already.
  location_disabled_by_admin = 1700001,  ///< The tenant's administrator has switched location off.
  location_network_error = 1700002,  ///< The position could not be resolved: network error.
  location_timeout = 1700003,  ///< The device found no position before the timeout.
  location_failed = 1700004,  ///< The device has no position at the moment.
  google_services_missing = 1700005,  ///< The Android device lacks Google services that location needs.
  location_permission_missing = 1700006,  ///< Location is off on the device or not allowed for Feishu.
  user_canceled_location = 1700007,  ///< The user left the map without choosing a place.
  geocode_no_result = 1700008,  ///< No address is known for these coordinates.
  storage_item_too_large = 1801001,  ///< One stored value is larger than 1 MB.
  storage_full = 1801002,  ///< All stored values together pass 10 MB.
  storage_key_not_found = 1802001,  ///< Nothing is stored under this key.
  storage_clear_failed = 1804001,  ///< The storage could not be cleared.
  block_loading_not_configured = 2400001,  ///< The block controls a loading page that it has not enabled.
  access_session_missing = 2700001,  ///< tt.requestAccess found no session of the user.
  authorization_terminated = 2700002,  ///< The authorization of tt.requestAccess was broken off, see the inner code.
};

/// The category of the space: its messages are the titles of the catalog.
[[nodiscard]] inline const std::error_category& category() noexcept {
  return errdex::category(spaces::feishu_client);
}

[[nodiscard]] inline std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), category()};
}

}  // namespace errdex::feishu_client

template <>
struct std::is_error_code_enum<errdex::feishu_client::code> : std::true_type {};

#endif
