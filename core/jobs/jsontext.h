// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <string>

namespace emberwatch {

/// The small change of JSON (RFC 8259): what a document's scalars are made of.

/// Whether the text is a number as JSON writes it, of any size.
[[nodiscard]] bool isJsonNumber(QByteArrayView text);

/// The nearest double to a number for which isJsonNumber() holds; infinite where it is too large for one.
[[nodiscard]] double jsonNumberValue(QByteArrayView number);

/// Where the first escape sequence stands that JSON does not know; nullopt if all are known.
/// @param content  a string without its quotes
[[nodiscard]] std::optional<qsizetype> firstBadEscape(QByteArrayView content);

/// Appends the text of a string whose escapes are all known. A surrogate without its other half, which
/// JavaScript writes, becomes U+FFFD. Never longer than the content.
void appendUnescaped(QByteArrayView content, std::string &to);

/// The text as a JSON string with its quotes. Only what must be escaped is.
/// @param text  UTF-8
[[nodiscard]] QByteArray jsonString(QByteArrayView text);

} // namespace emberwatch
