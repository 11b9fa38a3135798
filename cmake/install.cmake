# cmake --install, find_package(errdex), pkg-config, and the Debian packages that cpack -G DEB writes.
if(NOT ERRDEX_INSTALL)
  return()
endif()

include(CMakePackageConfigHelpers)
set(ERRDEX_PACKAGE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/errdex")

# --- Libraries, one set of targets for each component ----------------------------------------
function(errdex_install_library target export)
  install(TARGETS ${target} EXPORT ${export}
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT runtime NAMELINK_COMPONENT dev
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT dev)
  install(EXPORT ${export} NAMESPACE errdex:: DESTINATION "${ERRDEX_PACKAGE_DIR}" COMPONENT dev)
endfunction()
errdex_install_library(errdex errdexTargets)
errdex_install_library(errdex_yaml_catalog errdexYamlTargets)
# An archive that needs the objects of the library's own archive.
if(TARGET errdex_emulator_library AND NOT BUILD_SHARED_LIBS)
  errdex_install_library(errdex_emulator_library errdexEmulatorTargets)
endif()

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/errdex" "${PROJECT_BINARY_DIR}/generated/include/errdex"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT dev
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/errdexConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/generated/errdexConfig.cmake" INSTALL_DESTINATION "${ERRDEX_PACKAGE_DIR}")
# Below 1.0 a minor version may change the interface.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/generated/errdexConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/generated/errdexConfig.cmake" "${PROJECT_BINARY_DIR}/generated/errdexConfigVersion.cmake"
  DESTINATION "${ERRDEX_PACKAGE_DIR}" COMPONENT dev)

# --- pkg-config ------------------------------------------------------------------------------
# A path relative to the file itself, so that the package may be moved.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_LIBDIR BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}"
  OUTPUT_VARIABLE ERRDEX_PC_LIBDIR)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig"
  OUTPUT_VARIABLE ERRDEX_PC_PREFIX)
# Who links an archive needs what it needs, a C program even the run-time library of C++; a shared library
# brings it along.
if(BUILD_SHARED_LIBS)
  set(ERRDEX_PC_PRIVATE ".private")
else()
  set(ERRDEX_PC_CXX " -lstdc++")
endif()
foreach(pc IN ITEMS errdex errdex-yaml)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/${pc}.pc.in" "${PROJECT_BINARY_DIR}/generated/${pc}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/generated/${pc}.pc"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT dev)
endforeach()

# --- The program, its manual and its completions ---------------------------------------------
if(TARGET errdex_cli)
  set(texts "${PROJECT_BINARY_DIR}/generated/texts")
  # The program writes them itself: errdex man, errdex completions bash …
  function(errdex_text file)
    add_custom_command(OUTPUT "${texts}/${file}"
      COMMAND "${CMAKE_COMMAND}" -E make_directory "${texts}"
      COMMAND errdex_cli ${ARGN} > "${texts}/${file}"
      DEPENDS errdex_cli VERBATIM)
  endfunction()
  errdex_text(errdex.1 man)
  errdex_text(errdex.bash completions bash)
  errdex_text(_errdex completions zsh)
  errdex_text(errdex.fish completions fish)
  add_custom_target(errdex_texts ALL
    DEPENDS "${texts}/errdex.1" "${texts}/errdex.bash" "${texts}/_errdex" "${texts}/errdex.fish")

  install(TARGETS errdex_cli RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT program)
  install(FILES "${texts}/errdex.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT program)
  install(FILES "${texts}/errdex.bash" RENAME errdex
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" COMPONENT program)
  install(FILES "${texts}/_errdex"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions" COMPONENT program)
  install(FILES "${texts}/errdex.fish"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" COMPONENT program)
endif()

# --- Debian packages: errdex (program), liberrdex-dev, and liberrdexN when the library is shared ----
set(runtime_package "liberrdex${PROJECT_VERSION_MAJOR}")
set(package_of_program errdex)
set(package_of_dev liberrdex-dev)
set(package_of_runtime "${runtime_package}")
set(CPACK_COMPONENTS_ALL dev)
if(TARGET errdex_cli)
  list(APPEND CPACK_COMPONENTS_ALL program)
endif()
if(BUILD_SHARED_LIBS)
  list(APPEND CPACK_COMPONENTS_ALL runtime)
endif()
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  install(FILES "${PROJECT_SOURCE_DIR}/cmake/copyright"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${package_of_${component}}" COMPONENT ${component})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME errdex)
set(CPACK_PACKAGE_VENDOR "errdex")
set(CPACK_PACKAGE_CONTACT "errdex maintainers <maintainers@errdex.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${CPACK_PACKAGE_CONTACT}")
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "error codes of open platforms, explained")
set(about "errdex knows what an error code of Feishu/Lark, DingTalk, WeCom or a
platform like them means, why it comes and what to do about it, in
Chinese and in English.")

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME ${package_of_program})
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "${about}
This package has the program.")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME ${package_of_dev})
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "libboost-json-dev, libsqlite3-dev, libssl-dev, libyaml-cpp-dev, pkg-config")
set(CPACK_COMPONENT_DEV_DESCRIPTION "${about}
This package has the headers and the library for C++ and C.")

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME ${package_of_runtime})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "${about}
This package has the shared library.")
if(BUILD_SHARED_LIBS)
  set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "${runtime_package} (= ${PROJECT_VERSION})")
else()
  # The archive was compiled against the C++ headers of this version or an older one.
  set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libc6-dev")
endif()
include(CPack)
