# cmake -DSOURCE=web -DWORK=… -DOUT=… -DNODE=… -DNPM=… -P build_page.cmake
# Copies the page's sources out of the source tree, installs the packages that the lock file names, checks the
# types, builds, and embeds. Says nothing unless something fails; then it says everything.
function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${WORK}"
    RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "The page could not be built; ${command} failed (${result}):\n${said}")
  endif()
endfunction()

file(MAKE_DIRECTORY "${WORK}")
file(REMOVE_RECURSE "${WORK}/src" "${WORK}/dist")
foreach(item IN ITEMS package.json package-lock.json .npmrc tsconfig.json vite.config.ts embed.mjs src)
  file(COPY "${SOURCE}/${item}" DESTINATION "${WORK}")
endforeach()

# Installing takes seconds and asks the registry, so it is done once for each lock file.
file(SHA256 "${WORK}/package-lock.json" wanted)
set(installed "")
if(EXISTS "${WORK}/installed.txt")
  file(READ "${WORK}/installed.txt" installed)
endif()
if(NOT installed STREQUAL wanted)
  run("${NPM}" ci --ignore-scripts --no-audit --no-fund --prefer-offline)
  file(WRITE "${WORK}/installed.txt" "${wanted}")
endif()

run("${NODE}" node_modules/typescript/bin/tsc --noEmit -p .)
run("${NODE}" node_modules/vite/bin/vite.js build --logLevel warn)
run("${NODE}" embed.mjs dist "${OUT}"
  node_modules/@fontsource-variable/inter/LICENSE node_modules/@fontsource-variable/jetbrains-mono/LICENSE)
