// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/expression.h"

#include <optional>

class QLineEdit;

namespace emberwatch {

struct Colors;

/// Colours what stands in a line edit by its tokens and underlines what is wrong, until its text changes.
void colorFilterText(QLineEdit *edit, const QList<filter::Token> &tokens,
    const std::optional<filter::ParseError> &error, const Colors &colors);

/// Which part of the text to underline: at least one visible character, also where something is missing at
/// the end.
struct MarkedPlace
{
    qsizetype position = 0;
    qsizetype length = 0;
    bool operator==(const MarkedPlace &) const = default;
};
[[nodiscard]] MarkedPlace markedPlace(const filter::ParseError &error, const QString &text);

} // namespace emberwatch
