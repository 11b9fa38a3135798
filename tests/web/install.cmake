# cmake -DFILES=… -DWORK=… -DNPM=… -P install.cmake: copies the tests to the build and installs what their lock
# file names. Says nothing unless that fails.
file(COPY ${FILES} DESTINATION "${WORK}")
file(SHA256 "${WORK}/package-lock.json" wanted)
set(installed "")
if(EXISTS "${WORK}/installed.txt")
  file(READ "${WORK}/installed.txt" installed)
endif()
if(NOT installed STREQUAL wanted)
  execute_process(COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund --prefer-offline
    WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "npm ci for the tests of the page failed (${result}):\n${said}")
  endif()
  file(WRITE "${WORK}/installed.txt" "${wanted}")
endif()
file(TOUCH "${WORK}/installed.stamp")
