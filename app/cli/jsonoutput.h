// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <optional>
#include <string>

namespace emberwatch::cli {

/// JSON straight into the output's buffer: a hundred thousand lines are built in less time than they take to
/// write.

/// The text as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD, one a byte.
void appendJsonString(std::string &to, QByteArrayView text);
/// An integer, or null.
void appendJsonNumber(std::string &to, std::optional<qint64> number);
/// Bytes as lower-case hexadecimal digits, in quotes.
void appendJsonHex(std::string &to, QByteArrayView bytes);

[[nodiscard]] bool isUtf8(QByteArrayView text);

} // namespace emberwatch::cli
