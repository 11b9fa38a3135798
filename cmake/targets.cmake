# One helper for each kind of target, so that the lists of files read like lists.

# errdex_objects(NAME SOURCES…): a layer of the library, compiled once and linked where it is needed.
function(errdex_objects name)
  add_library(${name} OBJECT ${ARGN})
  target_include_directories(${name} PUBLIC
    "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src" "${PROJECT_BINARY_DIR}/generated/catalog")
  target_link_libraries(${name} PUBLIC errdex_options)
endfunction()

# errdex_compile_catalog(FOLDER): compiles the YAML files below FOLDER into an image that is linked in.
function(errdex_compile_catalog folder)
  set(out "${PROJECT_BINARY_DIR}/generated/catalog")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.yaml")
  add_custom_command(
    OUTPUT "${out}/image.bin" "${out}/image.S" "${out}/generated_catalog.hpp"
    COMMAND catalogc image --out "${out}" "${PROJECT_SOURCE_DIR}/${folder}"
    DEPENDS catalogc ${sources}
    COMMENT "Compiling the catalog"
    VERBATIM)
  # The assembler file includes the image by its path; without this line a new image would not
  # reach an old object.
  set_source_files_properties("${out}/image.S" PROPERTIES OBJECT_DEPENDS "${out}/image.bin")
  set(ERRDEX_CATALOG_ASSEMBLY "${out}/image.S" PARENT_SCOPE)
  add_custom_target(errdex_catalog_image DEPENDS "${out}/generated_catalog.hpp")
endfunction()

# errdex_public_library(NAME): include paths, the version header, and the install rules.
function(errdex_public_library name)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/version.hpp.in"
                 "${PROJECT_BINARY_DIR}/generated/include/errdex/version.hpp" @ONLY)
  add_library(errdex::${name} ALIAS ${name})
  add_dependencies(${name} errdex_catalog_image)
  target_include_directories(${name}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
           $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated/include>
           $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_BINARY_DIR}/generated/catalog")
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_link_libraries(${name} PRIVATE $<BUILD_INTERFACE:errdex_options>)
  set_target_properties(${name} PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
endfunction()

# errdex_test(NAME SOURCES… [DEPS targets…] [LABELS …]): one GoogleTest program.
function(errdex_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPS;LABELS")
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(${name} PRIVATE ERRDEX_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE errdex_options errdex ${arg_DEPS} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES LABELS "unit;${arg_LABELS}" TIMEOUT 300)
endfunction()
