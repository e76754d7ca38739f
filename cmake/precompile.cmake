# emberwatch_precompile(target header): target_precompile_headers, and a checksum beside what it makes.
#
# ccache reads the whole precompiled header, over 100 MB, for each source file, unless a checksum stands beside it
# (its manual, pch_external_checksum). The checksum has to change with what is in there, as the compiler does not name
# those headers again: so `header` includes nothing of ours, and the checksum tells one version of the compiler and the
# libraries from another.
function(emberwatch_precompile target header)
    file(REAL_PATH ${header} path)
    target_precompile_headers(${target} PRIVATE ${path})
    file(SHA256 ${path} list)
    file(REAL_PATH ${CMAKE_CXX_COMPILER} compiler)
    file(TIMESTAMP ${compiler} compilerTime)
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}.dir/cmake_pch.hxx.gch.sum
        "${list} ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} of ${compilerTime}, Qt ${Qt6_VERSION}, "
        "QCoro ${QCoro6_VERSION}, expected ${tl-expected_VERSION}\n")
endfunction()
